"""The summary for paper: a page for each language, on the HTML page and as a PDF."""

from __future__ import annotations

import io
import re
from pathlib import Path

import browser
import html_sample
import msgspec
import pytest
from files_sample import error, three_files
from page_tree import parse
from test_wrong_files import AFTER, FOREIGN, finding
from test_wrong_files import report as report_of

from mtqe.errors import Unavailable
from mtqe.gate.verdicts import judge
from mtqe.model import Problem, Report, Segment, Severity
from mtqe.report import pdf
from mtqe.report.briefs import FILES, SENTENCES, briefs
from mtqe.settings.config import GateConfig


def in_two_languages() -> Report:
    """Three files, one of them in French."""
    report = three_files()
    french = msgspec.structs.replace(report.documents[0], target_lang="fr")
    return msgspec.structs.replace(report, documents=(french, *report.documents[1:]))


def test_each_language_has_a_page_and_the_failing_one_comes_first() -> None:
    german, french = briefs(in_two_languages())
    assert (german.language, german.word, german.tally) == ("German", "FAIL", "1 critical and 2 major errors")
    assert [(row.name, row.word) for row in german.files] == [
        ("de/b.txt", "FAIL"), ("de/c.txt", "FAIL"), ("en/d.txt", "INCOMPLETE")
    ]  # fmt: skip
    assert german.sentences[0].where == "b.txt, source line 4, target line 5", "the file is named once"
    assert (french.language, french.word, french.tally, french.words) == ("French", "PASS", "no errors", 12)
    assert french.sentences == () and "Publish: the translation meets every rule of the gate" in french.actions


def test_a_page_shows_the_worst_sentence_of_each_cause_once() -> None:
    (page,) = briefs(html_sample.sample())
    assert len(page.sentences) == SENTENCES
    ranks = [sentence.rank for sentence in page.sentences]
    assert ranks == sorted(ranks, reverse=True) and ranks[0] == Severity.CRITICAL.rank
    assert len({sentence.where for sentence in page.sentences}) == SENTENCES
    marked = [
        piece for sentence in page.sentences for text in sentence.texts for piece, is_marked in text.pieces if is_marked
    ]
    assert marked and all(marked)


def test_a_wrong_file_is_evaluated_again_and_not_given_to_a_translator() -> None:
    wrong = report_of(*FOREIGN, *AFTER)
    (page,) = briefs(wrong)
    assert page.actions[0] == (
        "Correct the input and evaluate again: the file is in French, not in German: 3 of 4 segments "
        "(did you mean --target-lang fr, or another file?)"
    )
    assert not any("translator" in action for action in page.actions)
    (page,) = briefs(report_of(*FOREIGN, *AFTER, finding("ACC103", "b1")))
    assert page.actions[1] == "Have a translator correct the major error: mtqe review REPORT.json"


def test_what_to_do_follows_from_the_report() -> None:
    report = three_files()
    (page,) = briefs(report)
    assert page.actions[0] == "Have a translator correct the 3 critical and major errors: mtqe review REPORT.json"
    assert "Run again what could not run: file en/d.txt" in page.actions
    minor = msgspec.structs.replace(report, findings=(error("a.txt:1", Severity.MINOR),), problems=())
    (page,) = briefs(msgspec.structs.replace(minor, verdict=judge(minor, GateConfig(uncovered="pass"))))
    assert page.actions[0] == "Correct the minor error when there is time"


def test_many_files_stay_on_one_page() -> None:
    segments = tuple(Segment(f"{n}.txt:1", "It rains.", "Es regnet.", doc=f"{n}.txt") for n in range(30))
    report = msgspec.structs.replace(three_files(), segments=segments, documents=(), findings=(), problems=())
    (page,) = briefs(msgspec.structs.replace(report, verdict=judge(report, GateConfig(uncovered="pass"))))
    assert len(page.files) == FILES and page.hidden == "and 16 more: 16 PASS"


def test_the_page_has_the_summary_and_its_texts_are_escaped() -> None:
    report = msgspec.structs.replace(three_files(), problems=(Problem("file <b>x</b>", "<script>alert(1)</script>"),))
    tree = parse(report)
    (brief,) = list(tree.all("article", "brief"))
    assert "German: FAIL" in " ".join(brief.one("h2").text().split())
    assert "<b>x</b>" in brief.text() and not list(brief.all("script"))
    assert "The worst sentences" in brief.text() and "What to do" in brief.text()


@browser.needed
def test_a_pdf_is_the_summary() -> None:
    out = io.BytesIO()
    pdf.render(in_two_languages(), out)
    assert out.getvalue().startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", out.getvalue())) == 2


def test_a_pdf_without_a_browser_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match="a PDF needs Chromium or Chrome, and neither is on the path; install one"):
        pdf.render(three_files(), io.BytesIO())


def test_a_browser_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho first >&2\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(Unavailable, match="wrote no PDF: no display"):
        pdf.render(three_files(), io.BytesIO())
