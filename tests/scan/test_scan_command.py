"""The command `mtqe scan`."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from scanned import corpus

from mtqe import cli
from mtqe.encoder import loader
from mtqe.registry import check_table
from mtqe.scan import driver

LANGUAGES = ("--source-lang", "en", "--target-lang", "de")
FEW = ("--select", "number-mismatch,untranslated-segment,term-missing,detached-translation", "--no-encoder")


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus in two forms; it is the current one."""
    monkeypatch.chdir(tmp_path)
    segments = corpus(60)
    pairs = [{"source": one.source, "target": one.target, "reference": one.references[0]} for one in segments]
    Path("pairs.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, pairs)))
    for name, key in (("en.txt", "source"), ("de.txt", "target"), ("ref.txt", "reference")):
        Path(name).write_text("\n".join(pair[key] for pair in pairs) + "\n", encoding="utf-8")
    Path("terms.csv").write_text("source,target,status,note\nbridge,Brücke,,\n", encoding="utf-8")
    return tmp_path


def test_a_scan_from_end_to_end(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = (*LANGUAGES, *FEW, "--glossary", "terms.csv", "--chunk", "25")
    assert cli.run(["scan", "pairs.jsonl", "--into", "a", "-m", "chrf", *options]) == 0
    out, err = capsys.readouterr()
    assert "wrote a/scan.json" in err
    assert max(map(len, out.splitlines())) <= 80
    assert "pairs.jsonl · en → de · 60 segments" in out
    for words in ("chrF", "MQM", "number-mismatch", "Worst segments", "Looked for:", "hallucination (off)"):
        assert words in out
    assert "term-missing judges the whole text, and here each chunk by itself" in " ".join(out.split())
    page = (lines / "a" / "scan.md").read_text(encoding="utf-8")
    for words in ("## Scores", "| chrF |", "## Findings", "| ACC101 | number-mismatch |", "## Random sample", "<b>"):
        assert words in page
    summary = msgspec.json.decode((lines / "a" / "scan.json").read_bytes())
    assert summary["schema"] == "mtqe.scan/1" and summary["chunks"] == 3
    assert (
        cli.run(["scan", "-s", "en.txt", "-t", "de.txt", "-r", "ref.txt", "--into", "b", "-m", "chrf", *options]) == 0
    )
    other = msgspec.json.decode((lines / "b" / "scan.json").read_bytes())
    same = ("segments", "source_words", "findings", "mqm", "scores", "checks", "coverage", "flagged")
    assert {key: other[key] for key in same} == {key: summary[key] for key in same}


def test_a_scan_is_not_judged(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["scan", "pairs.jsonl", "--into", "a", *LANGUAGES, *FEW, "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    for other in ("gate", "report", "compare"):
        assert cli.run([other, "a/scan.json", *(["a/scan.json"] if other == "compare" else [])]) == 2
        assert "a/scan.json: this is the summary of a scan, not a report" in capsys.readouterr().err


def test_shards_and_resume(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["scan", "pairs.jsonl", "--into", "a", *LANGUAGES, *FEW, "--chunk", "20"]
    assert cli.run([*arguments, "--shard", "2/2"]) == 0
    assert "shard 2 of 2 is done; 2 of 3 chunks are not done yet" in capsys.readouterr().err
    assert not (lines / "a" / "scan.json").exists()
    assert cli.run([*arguments]) == 2
    assert "mtqe: a has a scan already" in capsys.readouterr().err
    assert cli.run([*arguments, "--resume"]) == 0
    assert (lines / "a" / "scan.json").exists()


def test_ctrl_c_says_how_to_go_on(
    lines: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(driver, "scan", interrupted)
    assert cli.run(["scan", "pairs.jsonl", "--into", "a", *LANGUAGES, *FEW]) == 130
    err = capsys.readouterr().err
    assert "mtqe: interrupted; 0 segments are done\n  continue with the same command and --resume\n" in err


def test_an_unknown_name_leaves_no_folder(lines: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (("-m", "blue"), ("--select", "nonsense"), ("--no-checks",)):
        assert cli.run(["scan", "pairs.jsonl", "--into", "a", *LANGUAGES, *wrong]) == 2
        assert len(capsys.readouterr().err.splitlines()) <= 2
        assert not (lines / "a").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "give -s and -t, or one INPUT with both sides"),
        (("pairs.jsonl", "-t", "de.txt"), "pairs.jsonl is given together with -s, -t or -r"),
        (("-s", "en.txt", "-t", "de.txt", "--column", "source=x"), "--column and --split are for one INPUT"),
        (("pairs.jsonl", "--shard", "3/2"), "invalid --shard 3/2"),
    ],
)
def test_input_that_does_not_fit(
    lines: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert cli.run(["scan", *arguments, "--into", "a", *LANGUAGES, *FEW]) == 2
    assert words in capsys.readouterr().err
    assert not (lines / "a").exists()


def test_no_encoder_needs_no_encoder(
    lines: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise AssertionError("the encoder was loaded")

    monkeypatch.setattr(loader, "loaded", refuse)
    assert cli.run(["scan", "pairs.jsonl", "--into", "a", *LANGUAGES, "--no-encoder"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Not, or only in part: numbers (part), names (off), negation (off)" in out
    summary = msgspec.json.decode((lines / "a" / "scan.json").read_bytes())
    assert not summary["problems"]
    ran = {item["id"] for item in summary["checks"] if item["state"] == "ran"}
    assert len(ran) > 50 and not any("encoder" in check_table.checks()[name].needs for name in ran)
