"""The English sentences of a review: made once, kept in its folder, and made again if they do not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reviewed import make_report, sheet_of

from mtqe.cli import run
from mtqe.cli.review import _sentences
from mtqe.people import triage
from mtqe.review import finding_sentences, sheet
from mtqe.settings.config import Config

MADE = {(None, "ab12", "1"): "The source says “1”.", ("b", "cd34", "2"): "‘\u2028’ 👍"}


def test_sentences_are_read_as_they_were_kept(tmp_path: Path) -> None:
    (tmp_path / finding_sentences.NAME).write_bytes(finding_sentences.encoded("ff", True, MADE))
    assert finding_sentences.kept(tmp_path, "ff", True) == MADE


@pytest.mark.parametrize("other", ["none", "report", "glosses", "version", "torn"])
def test_sentences_that_do_not_fit_are_made_again(tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / finding_sentences.NAME
    content = finding_sentences.encoded("ff", True, MADE)
    if other != "none":
        path.write_bytes(content[:-5] if other == "torn" else content)
    if other == "version":
        monkeypatch.setattr(finding_sentences, "VERSION", "9")
    assert finding_sentences.kept(tmp_path, "ee" if other == "report" else "ff", other != "glosses") is None


def test_the_next_start_makes_no_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = sheet.open_report(make_report(tmp_path))
    made = _sentences(matter, Config(), False, tmp_path / "folder")
    assert len(made) == 2 and "‘21’" in " ".join(made.values())

    def never(*args: object, **more: object) -> None:
        raise AssertionError("the sentences are there")

    monkeypatch.setattr(triage, "triage", never)
    assert _sentences(matter, Config(), False, tmp_path / "folder") == made


def test_the_page_has_the_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_report(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["review", "report.json", "-o", "review.html", "--no-glosses"]) == 0
    shown = sheet_of((tmp_path / "review.html").read_text())
    texts = {finding["check"]: finding["explanation"] for one in shown["segments"] for finding in one["findings"]}
    assert re.fullmatch(r"The translation says ‘21’.*", texts["ACC101"]), texts
