"""`mtqe triage`: its formats, what it refuses, and that it loads nothing if it needs nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.encoder import lexicon


@pytest.fixture(autouse=True)
def few_english_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words of the list, because all of them take ten seconds."""
    words = lexicon.common()
    monkeypatch.setattr(lexicon, "common", lambda: sorted({*words[::40], "hospital", "market", "mayor", "river"}))


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("src.txt").write_text("The bridge cost 1.3 billion euros.\nYes, we can.\n", encoding="utf-8")
    Path("mt.txt").write_text("Die Brücke kostete 1,3 Billionen Euro.\nJa , wir können.\n", encoding="utf-8")
    args = ["-s", "src.txt", "-t", "mt.txt", "--source-lang", "en", "--target-lang", "de", "--select", "ACC101,ART103"]
    assert run(["check", *args, "--json", "report.json", "-q"]) == 0
    capsys.readouterr()
    return Path("report.json")


@pytest.fixture
def mtqe(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def command(*args: str) -> tuple[int, str, str]:
        code = run(list(args))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


def test_every_format_has_the_same_sentences(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = mtqe("triage", str(report), "-f", "json", "-q")
    assert code == 0
    whole = json.loads(out)
    assert (whole["schema"], whole["problems"]) == ("mtqe.triage/1", [])
    first = whole["findings"][0]
    assert (first["check"], first["segment"], first["severity"]) == ("ACC101", "1", "major")
    assert "1.3 trillion" in first["sentence"]
    rows = list(csv.DictReader(io.StringIO(mtqe("triage", str(report), "-f", "csv", "-q")[1])))
    assert [row["sentence"] for row in rows] == [item["sentence"] for item in whole["findings"]]
    text = mtqe("triage", str(report), "-q")[1]
    markdown = mtqe("triage", str(report), "-f", "md", "-q")[1]
    for item in whole["findings"]:
        assert item["sentence"] in text
        assert item["decide"] in text and item["decide"] in markdown
    assert text.startswith("1. line 1: ACC101 number-mismatch (major)")
    assert markdown.startswith("# Findings to decide on\n\n1. **line 1: ACC101 number-mismatch (major)**")


def test_the_ending_of_the_file_chooses_the_format(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    assert mtqe("triage", str(report), "-q", "--no-glosses", "-o", "found.csv")[0] == 0
    assert Path("found.csv").read_text(encoding="utf-8").startswith("severity,system,segment,check")
    err = mtqe("triage", str(report), "--no-glosses", "-o", "found.md")[2]
    assert err.splitlines() == ["wrote found.md", f"next: mtqe review {report}"]


def test_glosses_can_be_left_out(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    out = mtqe("triage", str(report), "--no-glosses")[1]
    assert "‘1,3 Billionen’." in out and "roughly" not in out


def test_a_report_without_findings_says_so(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    whole = json.loads(report.read_text(encoding="utf-8"))
    report.write_text(json.dumps(whole | {"findings": []}), encoding="utf-8")
    assert mtqe("triage", str(report))[1] == "no findings to decide on\n"


def test_what_is_no_report_is_refused(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = mtqe("triage", "src.txt")
    assert (code, out) == (2, "") and "src.txt" in err
    code, out, err = mtqe("triage", "missing.json")
    assert (code, out) == (2, "") and "no such file" in err


def test_a_cell_is_no_formula(report: Path, mtqe: Callable[..., tuple[int, str, str]]) -> None:
    whole = json.loads(report.read_text(encoding="utf-8"))
    whole["findings"][0] |= {"spans": [], "marked": [], "message": "=1+1"}
    report.write_text(json.dumps(whole), encoding="utf-8")
    out = mtqe("triage", str(report), "-f", "csv", "--no-glosses")[1]
    assert "'=1+1." in out
