"""The page in a browser at the server of `mtqe review`: from a report to a text that passes, by keyboard.

One rater works on the served page, another one in the self-contained file. Then come the agreement, the estimate, the
limits and the second evaluation.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import browser
import pytest
from reviewed import DEMO, Running
from reviewing import faults, press, reload, text, wait_for, wait_for_file, write

from mtqe.cli import run

pytestmark = [*browser.NEEDED, pytest.mark.slow]
SAVED = "document.getElementById('state').innerText.trim() === 'Saved'"
RULES = ("--select", "number-mismatch,untranslated-segment", "-m", "chrf", "--aligner", "lexical")
EVALUATE = ["evaluate", "article.en.txt", "mt.de.txt", "-q", *RULES, "--json"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the article, a policy, the report and a sample."""
    for name in ("article.en.txt", "mt.de.txt"):
        (tmp_path / name).write_bytes((DEMO / name).read_bytes())
    (tmp_path / "mtqe.toml").write_text('[gate]\nuncovered = "pass"\nincomplete = "pass"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    assert run([*EVALUATE, "report.json"]) == 1
    assert run(["sample", "report.json", "--budget", "20", "-o", "sample.json"]) == 0
    return tmp_path


def sheet(tab: browser.Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(tab.run("document.getElementById('sheet').textContent"))
    return found


def rate(tab: browser.Page, opinion: str, score: str) -> None:
    """Decide on all findings of the tour, look at all its segments and score them."""
    for key in sheet(tab)["walk"]:
        for _ in sheet(tab)["segments"][int(key)]["findings"]:
            press(tab, opinion)
            if opinion == "t":
                write(tab, "an old text")
                press(tab, "Enter")
        press(tab, "s")
        write(tab, score)
        press(tab, "Enter", "l")
        wait_for(tab, SAVED)
        press(tab, "Control+Enter")


def test_from_a_report_to_accepted_findings(
    tab: browser.Page, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running = Running(project, "report.json", "--rater", "ana", "--sample", "sample.json")
    try:
        tab.open(f"{running.origin}/?token={running.token}")
        assert tab.run("location.href") == f"{running.origin}/" and tab.run("document.cookie") == ""
        rate(tab, "t", "80")
        assert "are decided" in text(tab, "#over")
        reload(tab)
        wait_for(tab, SAVED)
        press(tab, "i")
        write(tab, " Neu!")
        press(tab, "Control+Enter", "m", "Shift+ArrowRight", "Enter")
        write(tab, "mistranslation")
        press(tab, "Enter", "2")
        wait_for(tab, SAVED)
        tab.run("document.querySelector('[data-do=finish]').click()")
        wait_for(tab, "document.querySelector('dialog[open] code')")
        assert "report.review/ana.ratings.jsonl" in text(tab, "dialog[open]")
        assert faults(tab) == []
    finally:
        assert running.stop() == 0
    assert running.log[-1] == "next: mtqe agreement report.json report.review\n"
    assert (project / "report.review/mt.de.reviewed.txt").read_text().count(" Neu!") == 1
    by_file(tab, project)
    measured(project, capsys)
    (project / "mt.de.txt").write_bytes((project / "report.review/mt.de.reviewed.txt").read_bytes())
    assert run([*EVALUATE, "again.json"]) == 0
    findings: list[dict[str, Any]] = json.loads((project / "again.json").read_text())["findings"]
    assert findings and {finding["suppressed"] for finding in findings} == {"an old text (ana)"}


def by_file(tab: browser.Page, project: Path) -> None:
    """Ben reviews in the self-contained file, exports, and his file is collected."""
    assert run(["review", "report.json", "--sample", "sample.json", "--no-glosses", "-o", "review.html"]) == 0
    tab.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(project))
    tab.open(project / "review.html")
    write(tab, "ben")
    press(tab, "Enter")
    rate(tab, "t", "70")
    tab.run("document.querySelector('[data-do=export]').click()")
    assert text(tab, "#toast").endswith("Send back the file report.ben.review.json.")
    export = project / "report.ben.review.json"
    wait_for_file(export)
    assert faults(tab) == []
    assert run(["review", "report.json", "--collect", str(export)]) == 0


def measured(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The two raters are set against the checks and each other, and the complete text is estimated."""
    assert run(["agreement", "report.json", "report.review", "--json", "agreement.json"]) == 0
    assert "ana ben" in capsys.readouterr().out
    assert run(["sample", "--estimate", "sample.json", "report.review", "-o", "estimate.json"]) == 0
    estimates = json.loads((project / "estimate.json").read_text())["estimates"]
    assert [round(one["stratified"]["value"]) for one in estimates if one["quantity"] == "score"] == [75]
    before = (project / "mtqe.toml").read_text()
    assert run(["calibrate", "report.json", "--ratings", "report.review", "--acceptable", "60", "--write"]) == 0
    assert "too few texts" in capsys.readouterr().err and (project / "mtqe.toml").read_text() == before
