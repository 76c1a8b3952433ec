"""The table of files, in every view."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from files_sample import error, three_files

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, Document, Problem, Report, Run, Segment, Severity
from mtqe.report import console, files, html, markdown
from mtqe.settings.config import GateConfig

Render = Callable[..., str]


@pytest.fixture
def three() -> Report:
    return three_files()


def test_the_worst_file_comes_first_and_each_has_its_reason(three: Report) -> None:
    rows = files.files(three)
    assert [(row.name, row.word, row.reason) for row in rows] == [
        ("de/b.txt", "FAIL", "2 major or critical errors"),
        ("de/c.txt", "FAIL", "1 major error"),
        ("en/d.txt", "INCOMPLETE", "no counterpart in de"),
        ("de/a.txt", "PASS", ""),
    ]
    assert [row.words for row in rows] == [12, 12, None, 12]
    assert [row.counts[Severity.CRITICAL] for row in rows] == [1, 0, 0, 0]
    assert sum(rows[3].counts.values()) == 0, "a finding of a preview does not count"
    assert files.tally(rows) == "2 FAIL, 1 INCOMPLETE, 1 PASS"
    assert files.others(three, rows) == (), "each reason stands in a row"
    assert files.others(three, rows[1:]) == (three.verdict.reasons[0],) if three.verdict else False


def test_a_reason_of_several_files_stays_in_the_list(three: Report, render: Render) -> None:
    together = judge(
        three, GateConfig(each="corpus", max={Severity.MAJOR: 2}, max_per_1000={}, uncovered="pass", incomplete="pass")
    )
    report = msgspec.structs.replace(three, verdict=together)
    rows = files.files(report)
    assert {row.name: row.word for row in rows} == {
        "de/b.txt": "CHECK", "de/c.txt": "CHECK", "de/a.txt": "PASS", "en/d.txt": "INCOMPLETE"
    }  # fmt: skip
    assert files.others(report, rows) == together.reasons
    assert "3 major or critical errors; the limit is 2 (number-mismatch in de/b.txt:5," in render(console, report, 140)


def test_systems_with_files_of_their_own_have_a_row_for_each_file() -> None:
    segments = tuple(
        Segment("1", "The pier is 30 metres long.", "Der Pier.", doc=name, system=name) for name in ("a", "b")
    )
    documents = tuple(Document(name, "en", "de", (), f"{name}.de.txt") for name in ("a", "b"))
    report = Report(SCHEMA, Run("0", "", 0.0, "en", "de"), documents, segments)
    assert [(row.name, row.system, row.words) for row in files.files(report)] == [
        ("a.de.txt", "a", 6), ("b.de.txt", "b", 6)
    ]  # fmt: skip


def test_one_file_needs_no_table(three: Report, render: Render) -> None:
    one = msgspec.structs.replace(
        three, documents=three.documents[:1], segments=three.segments[:2], findings=(), problems=(), verdict=None
    )
    assert files.files(one) == []
    assert "main reason" not in render(console, one)
    assert 'id="files"' not in render(html, one)


def test_a_report_of_an_older_version_has_a_table_without_outcomes(three: Report, render: Render) -> None:
    assert three.verdict
    older = msgspec.structs.replace(three, verdict=msgspec.structs.replace(three.verdict, documents=()))
    rows = files.files(older)
    assert {row.word for row in rows} == {""}
    assert files.tally(rows) == "4 files"
    assert "de/b.txt: 2 major or critical errors" in render(console, older, 140), "the reasons are listed"
    assert "main reason" not in render(console, older)


def test_views_begin_with_the_table(three: Report, render: Render) -> None:
    text = render(console, three)
    lines = text.splitlines()
    assert lines[0].startswith("FAIL  3 documents")
    assert lines[2:5] == [
        "Files  2 FAIL, 1 INCOMPLETE, 1 PASS",
        "  file      lang  verdict     crit  major  words  main reason",
        "  de/b.txt  de    FAIL           1      1     12  2 major or critical errors",
    ]
    assert max(map(len, lines)) <= 80
    assert "Could not run" not in text, "the table says it"
    page = render(markdown, three).splitlines()
    assert page[2] == "Files: 2 FAIL, 1 INCOMPLETE, 1 PASS."
    assert page[4].startswith("| File | Language | Verdict | Main reason | critical | major | minor | words |")
    assert page[6] == "| de/b.txt | de | ❌ FAIL | 2 major or critical errors | 1 | 1 |  | 12 |"


def test_places_are_those_that_an_editor_opens(three: Report, render: Render) -> None:
    text = render(console, three)
    assert "number-mismatch  ACC101  de/b.txt:5" in text
    assert "b.txt:2" not in text, "the second segment stands in line 5"
    assert "<sub>de/c.txt:5</sub>" in render(markdown, three)
    assert "b.txt, source line 4, target line 5" in render(html, three)


def test_many_files_are_counted(three: Report, render: Render) -> None:
    names = [f"{n:02}.txt" for n in range(90)]
    documents = tuple(Document(name, "en", "de", (), name) for name in names)
    segments = tuple(Segment(f"{name}:1", "One.", "Eins.", doc=name) for name in names)
    report = msgspec.structs.replace(
        three, documents=documents, segments=segments, findings=(error("07.txt:1"),), problems=(), verdict=None
    )
    report = msgspec.structs.replace(report, verdict=judge(report, GateConfig(max={Severity.MAJOR: 0})))
    text = render(console, report)
    assert text.index("07.txt") < text.index("00.txt")
    assert "and 70 more: 70 PASS" in text
    assert "and 30 more: 30 PASS" in render(markdown, report)
    assert render(html, report).count('<tr data-word="PASS">') == 89


def test_names_and_reasons_cannot_become_markup(three: Report, render: Render) -> None:
    evil = '<img src=x onerror=alert(1)>"\x1b[1m|'
    documents = (msgspec.structs.replace(three.documents[0], path=evil), *three.documents[1:])
    problems = (Problem(f"file {evil}2", evil),)
    report = msgspec.structs.replace(three, documents=documents, problems=problems)
    report = msgspec.structs.replace(report, verdict=judge(report, GateConfig(uncovered="pass")))
    assert "<img" not in render(html, report)
    assert "<img" not in render(markdown, report)
    assert "\x1b" not in render(console, report)


def test_each_file_of_the_page_is_a_link_to_its_text(three: Report, render: Render) -> None:
    page = render(html, three)
    assert '<th scope="row"><a href="#d1">de/b.txt</a></th>' in page
    assert 'id="d1"' in page
    assert '<th scope="row">en/d.txt</th>' in page
    assert page.index('id="files"') < page.index('id="scores-h"')
