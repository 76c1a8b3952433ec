"""`mtqe list checks --pair`: what is looked for in a language pair, what is not and why, and what was measured."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import click
import pytest

from mtqe.cli import pair_listing
from mtqe.model.areas import AREAS
from mtqe.registry import check_table, measurement_table
from mtqe.registry.measurement_table import (
    ArticleMeasurements,
    ArticlesMeasured,
    Measured,
    Measurements,
    PairMeasured,
    Recall,
)

ARTICLES = ArticlesMeasured(
    3, 1, 1000, 2, {"date changed": Recall(3, 3), "name changed": Recall(3, 1), "roles swapped": Recall(3, 0)}
)
MEASURED = Measurements({"ar-en": PairMeasured(200, {"numbers": Measured(80, 60, 40, 3, 0)})}, {})


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pair_listing, "measurements", lambda: MEASURED)
    monkeypatch.setattr(pair_listing, "article_measurements", lambda: ArticleMeasurements({"ar-en": ARTICLES}))


def listed(mtqe: Callable, pair: str) -> dict[str, Any]:
    done = mtqe("list", "checks", "--pair", pair, "--json")
    assert done.code == 0
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_every_check_stands_in_its_area(mtqe: Callable) -> None:
    areas = listed(mtqe, "ar-en")["areas"]
    assert [area["area"] for area in areas] == list(AREAS)
    by_area = {(area["area"], check["id"]) for area in areas for check in area["checks"]}
    assert by_area == {(item.area, item.id) for item in check_table.checks().values()}


def test_a_check_that_does_not_run_has_its_reason(mtqe: Callable) -> None:
    checks = {check["id"]: check for area in listed(mtqe, "en-fi")["areas"] for check in area["checks"]}
    assert (checks["LOC107"]["state"], checks["LOC107"]["why"]) == ("not run", "not for translations into Finnish")
    assert (checks["TRM101"]["state"], checks["TRM101"]["why"]) == ("not run", "no glossary was given")
    assert (checks["ACC103"]["state"], checks["ACC103"]["why"]) == ("runs", None)
    assert checks["ACC105"]["state"] == "runs", "mtqe can align the texts"


def changed(monkeypatch: pytest.MonkeyPatch, id: str, **changes: Any) -> None:
    """Change a check of the table."""
    table = dict(check_table.checks())
    table[id] = dataclasses.replace(table[id], **changes)
    monkeypatch.setattr(check_table, "checks", lambda: table)


def test_a_check_of_the_preview_is_marked(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "ACC103", status="preview")
    assert "  preview  ACC103  empty-target" in mtqe("list", "checks", "--pair", "ar-en").out.splitlines()


def test_what_a_running_check_leaves_out_is_said(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "ACC103", gaps=lambda context: f"no {context.source_base} dashes")
    lines = mtqe("list", "checks", "--pair", "ar-en").out.splitlines()
    place = lines.index("  in part  ACC103  empty-target")
    assert lines[place + 1].strip() == "no ar dashes"


def test_counts_are_those_of_the_pair_and_area(mtqe: Callable) -> None:
    out = mtqe("list", "checks", "--pair", "ar-EG-en").out
    assert "measured: 75% of 80 planted errors found; 1.5% of 200 clean texts marked, none major" in out
    assert out.count("  not measured in this pair") == len(AREAS) - 1
    numbers = listed(mtqe, "ar-en")["areas"][0]
    assert (numbers["texts"], numbers["measured"]["found"]) == (200, 60)
    assert "measured:" not in mtqe("list", "checks", "--pair", "en-ar").out


@pytest.mark.parametrize(
    ("pair", "tags"),
    [
        ("ar-en", ("ar", "en")),
        ("en-pt-BR", ("en", "pt-BR")),
        ("pt-BR-en", ("pt-BR", "en")),
        ("zh-Hant-TW-en-GB", ("zh-Hant-TW", "en-GB")),
        ("es-419-de", ("es-419", "de")),
    ],
)
def test_a_pair_is_two_tags(pair: str, tags: tuple[str, str]) -> None:
    assert pair_listing.languages(pair) == tags


@pytest.mark.parametrize("pair", ["ar", "ar_en", "ar-", "Arabic-English"])
def test_what_is_no_pair_is_refused(mtqe: Callable, pair: str) -> None:
    done = mtqe("list", "checks", "--pair", pair)
    assert done.code == 2
    assert "write it as ar-en or en-pt-BR" in click.unstyle(done.err)


def test_an_unknown_language_is_refused(mtqe: Callable) -> None:
    done = mtqe("list", "checks", "--pair", "qq-en")
    assert (done.code, "unknown language 'qq'" in done.err) == (2, True)


@pytest.mark.parametrize("words", [("reporters", "--pair", "ar-en"), ("formats", "--pair", "ar-en")])
def test_options_that_do_not_fit_are_refused(mtqe: Callable, words: tuple[str, ...]) -> None:
    assert mtqe("list", *words).code == 2


def test_errors_of_whole_articles_are_listed_by_how_many_are_found(mtqe: Callable) -> None:
    lines = mtqe("list", "checks", "--pair", "ar-en").out.splitlines()
    place = lines.index("whole news articles: 4 of 9 planted errors found at major")
    assert lines[place + 1 :] == [
        "  good translations that fail: 1 of 3; majors in them: 2",
        "  all found: date changed",
        "  in part: name changed (1 of 3)",
        "  none found: roles swapped",
    ]
    assert listed(mtqe, "ar-en")["articles"]["kinds"]["name changed"] == {"planted": 3, "found": 1}


def test_a_pair_without_articles_says_so(mtqe: Callable) -> None:
    assert mtqe("list", "checks", "--pair", "en-fi").out.endswith("whole news articles: not measured in this pair\n")
    assert listed(mtqe, "en-fi")["articles"] is None


def test_the_shipped_counts_of_articles_are_sound(mtqe: Callable) -> None:
    for pair, counts in measurement_table.article_measurements().pairs.items():
        assert pair_listing.languages(pair)
        assert 0 <= counts.failed <= counts.articles
        assert all(0 <= kind.found <= kind.planted > 0 for kind in counts.kinds.values()), pair
        lines = list(pair_listing.lines(pair_listing.Listing("en", "de", (), counts)))
        assert max(map(len, lines)) <= pair_listing.WIDTH


def test_the_shipped_counts_are_sound() -> None:
    table = measurement_table.measurements()
    assert table.pairs
    for pair, counts in table.pairs.items():
        assert pair_listing.languages(pair)
        assert counts.texts > 0
        for of in counts.areas.values():
            assert 0 <= of.major <= of.found <= of.planted, pair
            assert 0 <= of.major_alarms <= of.alarms <= counts.texts, pair
            assert of.planted > 0
