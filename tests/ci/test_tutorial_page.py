"""docs/tutorial.md: its commands run one after the other and end with the exit codes that it gives."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.review import collection, sheet

pytestmark = pytest.mark.usefixtures("judged_cache")
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
TRANSLATED = "„Wir waren dagegen, davon aus der Zeitung zu erfahren.“"


def test_the_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    monkeypatch.setenv("COLUMNS", "80")
    printed = []
    for language, block in re.findall(r"```(sh|toml)\n(.*?)```", PAGE, re.DOTALL):
        if language == "toml":
            (tmp_path / "mtqe.toml").write_text(block, encoding="utf-8")
            continue
        for line in block.replace("\\\n ", "").splitlines():
            command, _, comment = line.partition("    #")
            if not command.startswith("mtqe "):
                subprocess.run(shlex.split(command), check=True)
                continue
            if "--collect" in command:
                send_reviews(Path("people.json"))
            expected = re.search(r"exit (\d+)", comment)
            assert run(shlex.split(command)[1:]) == (int(expected[1]) if expected else 0), (line, capsys.readouterr())
            printed.append(capsys.readouterr())
    begin, scores = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert printed[0].out.startswith(begin) and scores in printed[0].out
    said = "".join(one.err for one in printed)
    assert said.count("too few texts") == 2 and "ana accepts it, ben calls it an error" in said
    assert "0 critical errors" in printed[-1].out


def send_reviews(report: Path) -> None:
    """What Ana and Ben export: they decide on all findings, score what they read, and Ana translates segment 15."""
    matter = sheet.open_report(report)
    for rater in ("ana", "ben"):
        entries = {}
        for number, (segment, findings) in matter.members.items():
            decisions = {finding.fingerprint: {"opinion": "error"} for finding in findings}
            for finding in findings:
                if rater == "ana" and finding.name == "unbalanced-pairs":
                    decisions[finding.fingerprint] = {"opinion": "tolerated", "reason": "it goes on in part two"}
            edited = TRANSLATED if rater == "ana" and segment.id == "15" else None
            entries[number] = {
                "decisions": decisions,
                "looked": True,
                "score": 60 if findings else 90,
                "edited": edited,
            }
        export = {"schema": collection.SCHEMA, "report": matter.id, "rater": rater, "exported": "2026-11-30T08:00:00Z"}
        Path(f"people.{rater}.review.json").write_text(json.dumps(export | {"entries": entries}), encoding="utf-8")
