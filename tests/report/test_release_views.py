"""The views of a release of several languages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import browser
import files_sample
import msgspec
import pytest
from page_tree import parsed
from rich.cells import cell_len

from mtqe.gate.releases import joined
from mtqe.gate.verdicts import judge
from mtqe.model import Document, Report
from mtqe.model.release import Release
from mtqe.report import (
    pdf,
    release_console,
    release_exports,
    release_html,
    release_markdown,
    release_matrix,
)
from mtqe.report.document import Step
from mtqe.settings.policy import GateConfig

Render = Callable[..., None]


def in_language(report: Report, lang: str, **more: Any) -> Report:
    """The sample report as if it were of another language."""
    documents = tuple(
        Document(one.id, "en", lang, (), f"{lang}/{one.id}", None, one.source_path) for one in report.documents
    )
    run = msgspec.structs.replace(report.run, target_lang=lang)
    return msgspec.structs.replace(report, documents=documents, run=run, **more)


@pytest.fixture
def release() -> Release:
    """German fails in two of four files, French passes, Japanese fails and may."""
    sample = files_sample.three_files()
    clean = in_language(sample, "fr", findings=(), problems=())
    clean = msgspec.structs.replace(clean, verdict=judge(clean, GateConfig(uncovered="pass")))
    reports = [("de", sample), ("fr", clean), ("ja", in_language(sample, "ja"))]
    return joined(reports, {"ja": "may-fail"})


def written(render: Render, release: Release, **more: Any) -> str:
    out = io.StringIO()
    render(release, out, **more)
    return out.getvalue()


def test_the_matrix_has_a_row_for_each_source_and_the_worst_first(release: Release) -> None:
    rows = release_matrix.rows(release_matrix.languages(release))
    words = {row.name: [row.cells[n].word if n in row.cells else None for n in range(3)] for row in rows}
    assert words == {
        "en/b.txt": ["FAIL", "PASS", "FAIL"],
        "en/c.txt": ["FAIL", "PASS", "FAIL"],
        "en/d.txt": ["INCOMPLETE", None, "INCOMPLETE"],
        "en/a.txt": ["PASS", "PASS", "PASS"],
    }


def test_the_console_fits_80_columns_and_begins_with_the_verdict(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = written(release_console.render, release, steps=[Step("Show it", ("mtqe report x.json",))])
    assert text.startswith("FAIL  en → de, fr, ja · 3 languages")
    assert max(map(cell_len, text.splitlines())) <= 80
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert any(line.startswith("ja FAIL (may fail)") for line in lines)
    assert "en/b.txt FAIL 2 PASS FAIL 2" in lines
    assert any(line.startswith("en/d.txt INCOMPLETE – INCOMPLETE") for line in lines)
    assert any("critical: number-mismatch: wrong" in line for line in lines)
    assert lines[-2:] == ["Next Show it:", "mtqe report x.json"]


def test_many_languages_are_in_tables_that_fit(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    report = release.languages[1].report
    tags = ("bg", "cs", "da", "de", "el", "es", "fi", "fr")
    text = written(release_console.render, joined([(tag, in_language(report, tag)) for tag in tags], {}))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert sum(line.split()[:1] == ["source"] for line in text.splitlines()) == 2


def test_markdown_has_the_verdict_and_both_tables(release: Release) -> None:
    text = written(release_markdown.render, release)
    assert text.startswith("## ❌ FAIL: en → de, fr, ja · 3 languages")
    assert "| en/b.txt | FAIL 2 | PASS | FAIL 2 |" in text


def test_the_page_links_each_cell_to_the_file_in_the_page_of_its_language(release: Release) -> None:
    page = parsed(written(release_html.render, release, pages={"de": "x.de.html", "fr": "x.fr.html"}))
    assert page.one("h1").text() == "Fail"
    rows = page.by_id("matrix").one("tbody").all("tr")
    links = [[link.attrs["href"] for link in row.all("a")] for row in rows]
    assert links == [
        ["x.de.html#d1", "x.fr.html#d1"],
        ["x.de.html#d2", "x.fr.html#d2"],
        ["x.de.html"],
        ["x.de.html#d0", "x.fr.html#d0"],
    ]
    assert "may fail" in page.by_id("languages").text()
    heads = page.by_id("matrix").one("thead").all("a")
    assert [link.attrs["href"] for link in heads] == ["x.de.html", "x.fr.html"]


def test_the_page_says_in_one_sentence_which_languages_fail(release: Release) -> None:
    def lede(duties: dict[str, Any], *names: str) -> str:
        report = release.languages[0].report
        reports = [(name, in_language(report, name)) for name in names] or [
            (one.name, one.report) for one in release.languages
        ]
        return " ".join(parsed(written(release_html.render, joined(reports, duties))).one("p", "lede").text().split())

    assert lede({"ja": "may-fail"}) == "German fails."
    assert lede({}) == "German and Japanese fail."
    assert lede({"*": "may-fail"}) == "Every language that must pass has passed."
    assert lede({"*": "may-fail", "nl": "must-pass"}) == "A language that must pass is missing."
    assert lede({}, "cs", "da", "de", "es", "fr", "it") == "6 of 6 languages fail."


def test_the_files_that_pass_can_be_hidden(release: Release) -> None:
    page = parsed(written(release_html.render, release))
    passing = [row.one("th").text() for row in page.by_id("matrix").one("tbody").all("tr", "passes")]
    assert passing == ["en/a.txt"]
    assert "Hide the 1 file that passes" in " ".join(page.text().split())


def test_a_narrow_column_breaks_the_name_of_a_file_after_a_slash(release: Release) -> None:
    assert '<th scope="row">en/<wbr>a.txt</th>' in written(release_html.render, release)


def test_a_page_for_each_language_follows_on_paper(release: Release) -> None:
    page = parsed(written(release_html.render, release))
    heads = [" ".join(brief.one("h2").text().split()) for brief in page.all("article", "brief")]
    assert heads == ["German: FAIL", "French: PASS", "Japanese: FAIL"]


@browser.needed
def test_a_phone_shows_the_reasons_without_scrolling(release: Release, chrome: browser.Page, tmp_path: Path) -> None:
    path = tmp_path / "release.html"
    path.write_text(written(release_html.render, release), encoding="utf-8")
    with chrome.tab() as page:
        page.open(path, 390)
        edge = (
            "Math.max(...[...document.querySelectorAll('td.reason')].map((cell) => cell.getBoundingClientRect().right))"
        )
        assert 0 < page.run(edge) <= 390


@browser.needed
def test_the_pdf_of_a_release_has_its_languages_first(release: Release) -> None:
    out = io.BytesIO()
    pdf.render_release(release, out)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", out.getvalue())) == 1 + 3


def test_sarif_has_the_runs_of_all_languages_and_the_verdict(release: Release) -> None:
    log = json.loads(written(release_exports.as_sarif, release))
    assert [run["automationDetails"]["id"] for run in log["runs"]] == ["mtqe/en-de/", "mtqe/en-fr/", "mtqe/en-ja/"]
    assert log["properties"]["verdict"]["label"] == "FAIL"


def test_junit_fails_only_where_a_language_must_pass(release: Release) -> None:
    root = ElementTree.fromstring(written(release_exports.as_junit, release))
    failing = [
        f"{suite.get('name')}/{case.get('name')}"
        for suite in root
        for case in suite.findall("testcase")
        if case.find("failure") is not None
    ]
    assert failing[:2] == ["mtqe release/verdict", "mtqe release/verdict de"]
    assert {name.partition(":")[0] for name in failing[2:]} == {"de"}
    assert root.get("failures") == str(len(failing))


def test_each_entry_of_gitlab_has_its_language_and_a_fingerprint_of_its_own(release: Release) -> None:
    entries = json.loads(written(release_exports.as_gitlab, release))
    assert {entry["description"][:4] for entry in entries} == {"de: ", "ja: "}
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_github_shows_the_verdict_and_no_error_of_a_language_that_may_fail(release: Release) -> None:
    lines = written(release_exports.as_github, release).splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert errors[0].startswith("::error title=FAIL release::de: FAIL: ")
    assert not any("ja/" in line for line in errors)


def test_csv_has_a_column_for_the_language(release: Release) -> None:
    rows = list(csv.DictReader(io.StringIO(written(release_exports.as_csv, release))))
    assert {row["language"] for row in rows} == {"de", "ja"}
