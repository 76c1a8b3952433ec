"""The page in a browser at the server of `mtqe review`: from a report to accepted findings, by keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import browser
import pytest
from reviewed import DEMO, Running
from reviewing import faults, press, reload, text, wait_for, write

from mtqe.cli import run

pytestmark = browser.NEEDED
SAVED = "document.getElementById('state').innerText.trim() === 'Saved'"


def test_from_a_report_to_accepted_findings(tab: browser.Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("article.en.txt", "mt.de.txt"):
        (tmp_path / name).write_bytes((DEMO / name).read_bytes())
    (tmp_path / "mtqe.toml").write_text('[gate]\nuncovered = "pass"\nincomplete = "pass"\n')
    monkeypatch.chdir(tmp_path)
    rules = ("--select", "number-mismatch,untranslated-segment", "-m", "chrf", "--aligner", "lexical")
    evaluate = ["evaluate", "article.en.txt", "mt.de.txt", "-q", *rules, "--json"]
    assert run([*evaluate, "report.json"]) == 1
    running = Running(tmp_path, "report.json", "--rater", "ana")
    try:
        tab.open(f"{running.origin}/?token={running.token}")
        assert tab.run("location.href") == f"{running.origin}/" and tab.run("document.cookie") == ""
        for _ in json.loads(tab.run("document.getElementById('sheet').textContent"))["walk"]:
            press(tab, "t")
            write(tab, "an old text")
            press(tab, "Enter", "l")
            wait_for(tab, SAVED)
            press(tab, "Control+Enter")
        reload(tab)
        wait_for(tab, SAVED)
        press(tab, "k", "i")
        write(tab, " Neu!")
        press(tab, "Control+Enter")
        wait_for(tab, SAVED)
        tab.run("document.querySelector('[data-do=finish]').click()")
        wait_for(tab, "document.querySelector('dialog[open] code')")
        assert "report.review/ana.ratings.jsonl" in text(tab, "dialog[open]")
        assert faults(tab) == []
    finally:
        assert running.stop() == 0
    assert (tmp_path / "report.review/mt.de.reviewed.txt").read_text().count(" Neu!") == 1
    assert run([*evaluate, "again.json"]) == 0
    findings: list[dict[str, Any]] = json.loads((tmp_path / "again.json").read_text())["findings"]
    assert {finding["suppressed"] for finding in findings} == {"an old text (ana)"}
