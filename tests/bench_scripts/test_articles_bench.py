"""The counts of whole articles that the benchmark writes into the package, and their table in the docs."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

from bench import articles
from bench.articles import Article, Edit, Found, Result
from mtqe.registry.measurement_table import ArticleMeasurements, ArticlesMeasured, Recall, article_measurements

ALARM = Found("ACC101", "major", "Nine boats.", "Sechs Boote.", ("Nine", "Sechs"), "9 became 6")
DATE, NAME = Edit("date changed", "Montag", "Dienstag"), Edit("name changed", "Ek", "Berg")


def result(lang: str, passed: bool, alarms: int = 0) -> Result:
    article = Article("harbour", lang, ("Nine boats left on Monday.",), ("...",), False)
    return Result(article, passed, alarms=[ALARM] * alarms, found=[(DATE, []), (NAME, [])], missed=[(NAME, [])])


def test_the_counts_of_a_pair_are_those_of_its_articles() -> None:
    counts = articles.counted([result("de", True), result("de", False, alarms=2), result("fr", True)])
    assert counts["en-de"] == ArticlesMeasured(
        articles=2, failed=1, words=10, majors=2, kinds={"date changed": Recall(2, 2), "name changed": Recall(4, 2)}
    )
    assert counts["en-fr"].kinds == {"date changed": Recall(1, 1), "name changed": Recall(2, 1)}


def test_the_file_is_read_as_it_was_written() -> None:
    table = ArticleMeasurements(articles.counted([result("de", False, alarms=1), result("zh", True)]))
    assert msgspec.toml.decode(articles.toml(table), type=ArticleMeasurements) == table
    assert articles.toml(article_measurements()) == articles.PACKAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [["--good"], ["--kind", "date changed"], ["--select", "ACC101"], ["--preview"]])
def test_a_part_of_the_errors_is_not_written(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        articles.main(["--half", "held", "--write", *option])
    assert ended.value.code == 2
    assert "--write needs all kinds" in capsys.readouterr().err


def test_the_docs_have_a_row_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "docs"))
    monkeypatch.delitem(sys.modules, "areas", raising=False)
    import areas as area_tables

    rows = area_tables.articles().splitlines()
    kinds = {kind for counts in article_measurements().pairs.values() for kind in counts.kinds}
    assert {row.split(" | ")[0].removeprefix("| ") for row in rows[2:-2]} == kinds
    found = sum(kind.found for counts in article_measurements().pairs.values() for kind in counts.kinds.values())
    assert rows[-2].split(" | ")[-2] == str(found)


def test_a_half_has_its_own_articles() -> None:
    halves = ("work", "held", "both", "read", "fresh", "wide", "unread")
    names = {half: {article.name for article in articles.ours(half)} for half in halves}
    assert (
        names["work"] | names["held"]
        == names["both"]
        == {"politics", "court", "science", "business", "accident", "sport"}
    )
    assert {"strike", "outbreak", "storm", "harbour", "takeover", "festival"} < names["read"] and len(
        names["read"]
    ) == 19
    fresh = {"smelter", "hospital", "cycling", "ceasefire", "rents", "airline", "volcano", "tunnel"}
    assert names["fresh"] == fresh
