"""`mtqe fix`: what it shows, writes and returns."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mtqe.cli import run
from mtqe.registry import format_table

SOURCE = "Yes, he came.\nHe left.\nIt rained.\n"
TRANSLATION = b"\xef\xbb\xbfJa ,er kam.\r\nEr ging .\r\nEs regnete ."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.en.txt").write_text(SOURCE)
    (tmp_path / "a.de.txt").write_bytes(TRANSLATION)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_diff_is_what_patch_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "a.en.txt", "a.de.txt"]) == 1
    out, err = capsys.readouterr()
    assert (folder / "a.de.txt").read_bytes() == TRANSLATION
    assert out.startswith("--- a.de.txt\n+++ a.de.txt\n@@ -1,3 +1,3 @@\n-")
    assert out.endswith("+Es regnete.\n\\ No newline at end of file\n")
    assert "     3  ART103 stray-spacing\nwould fix 3 findings in 1 file; --apply writes them\n" in err


def test_git_applies_the_diff(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.de.txt").write_bytes(TRANSLATION.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b""))
    run(["fix", "a.en.txt", "a.de.txt"])
    subprocess.run(["git", "apply", "-p0"], input=capsys.readouterr().out.encode(), check=True, cwd=folder)
    assert (folder / "a.de.txt").read_bytes() == b"Ja, er kam.\nEr ging.\nEs regnete."


def test_apply_keeps_every_other_byte(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "a.en.txt", "a.de.txt", "--apply"]) == 0
    assert (folder / "a.de.txt").read_bytes() == b"\xef\xbb\xbfJa, er kam.\r\nEr ging.\r\nEs regnete."
    out, err = capsys.readouterr()
    assert out == ""
    assert "fixed 3 findings in 1 file\n" in err
    assert run(["fix", "a.en.txt", "a.de.txt"]) == 0
    assert capsys.readouterr().err.endswith("nothing to fix\n")


def test_json_says_what_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "a.en.txt", "a.de.txt", "--json", "-", "-q"]) == 1
    out, err = capsys.readouterr()
    fixes = json.loads(out)
    assert (fixes["schema"], fixes["applied"], fixes["files"], fixes["left"]) == ("mtqe.fix/1", False, ["a.de.txt"], [])
    assert fixes["mended"][0] == {
        "check": "ART103",
        "name": "stray-spacing",
        "severity": "minor",
        "path": "a.de.txt",
        "line": 1,
        "segment": "1",
        "message": "there is a stray space before “,”",
        "fingerprint": fixes["mended"][0]["fingerprint"],
        "changes": [{"before": " ,", "after": ", "}],
        "system": None,
    }
    assert err == ""
    assert run(["fix", "a.en.txt", "a.de.txt", "--apply", "--json", "fixes.json"]) == 0
    assert json.loads((folder / "fixes.json").read_text())["applied"] is True


def test_folders_and_a_file_that_another_program_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for lang in ("en", "de"):
        (folder / lang).mkdir()
        for name in ("x.txt", "y.txt"):
            shutil.copy(folder / f"a.{lang}.txt", folder / lang / name)
    langs = ["--source-lang", "en", "--target-lang", "de"]
    from mtqe.mending import findings

    real = findings.mend

    def slow(*args: Any, **options: Any) -> findings.Outcome:
        outcome = real(*args, **options)
        (folder / "de/y.txt").write_text("Neu.\n")
        return outcome

    monkeypatch.setattr(findings, "mend", slow)
    assert run(["fix", "en", "de", "--apply", *langs]) == 2
    assert (folder / "de/x.txt").read_bytes() == TRANSLATION  # nothing is written
    monkeypatch.setattr(findings, "mend", real)
    shutil.copy(folder / "a.de.txt", folder / "de/y.txt")
    assert run(["fix", "en", "de", "--apply", *langs]) == 0
    assert b" ." not in (folder / "de/x.txt").read_bytes() + (folder / "de/y.txt").read_bytes()


def test_a_format_that_is_not_writable_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tuple(dataclasses.replace(row, writable=row.name != "lines") for row in format_table.FORMATS)
    monkeypatch.setattr(format_table, "FORMATS", rows)
    assert run(["fix", "a.en.txt", "a.de.txt", "--apply"]) == 0
    assert "left 3: a.de.txt: lines files cannot be changed in place" in capsys.readouterr().err
    assert (folder / "a.de.txt").read_bytes() == TRANSLATION


def test_wrong_arguments_change_nothing(folder: Path) -> None:
    assert run(["fix", "a.en.txt", "a.de.txt", "--select", "ACC103"]) == 2
    assert run(["fix", "a.en.txt", "missing.txt"]) == 2
    assert (folder / "a.de.txt").read_bytes() == TRANSLATION


def test_a_read_only_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.de.txt").chmod(0o444)
    assert run(["fix", "a.en.txt", "a.de.txt"]) == 1
    assert run(["fix", "a.en.txt", "a.de.txt", "--apply"]) == 2
    assert "cannot write a.de.txt: the file is read-only" in capsys.readouterr().err
    assert (folder / "a.de.txt").read_bytes() == TRANSLATION


@pytest.mark.parametrize("alike", [True, False])
def test_a_file_with_two_names_is_written_once(folder: Path, alike: bool, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("en", "de"):
        (folder / lang).mkdir()
        shutil.copy(folder / f"a.{lang}.txt", folder / lang / "x.txt")
    (folder / "en/y.txt").write_text(SOURCE)
    (folder / "de/y.txt").symlink_to("x.txt")
    if not alike:
        rule = '[[suppress]]\nreason = "r"\npath = "de/y.txt"\npattern = ","\n'
        (folder / "mtqe-suppressions.toml").write_text(rule)
    code = run(["fix", "en", "de", "--apply", "--source-lang", "en", "--target-lang", "de"])
    if alike:
        assert code == 0
        assert (folder / "de/y.txt").is_symlink()
        assert b" ." not in (folder / "de/x.txt").read_bytes()
    else:
        assert code == 2
        assert "de/x.txt and de/y.txt are one file, and their corrections differ" in capsys.readouterr().err
        assert (folder / "de/x.txt").read_bytes() == TRANSLATION


def test_lines_are_given_as_for_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fix", "-s", "a.en.txt", "-t", "a.de.txt", "--apply"]) == 0
    assert (folder / "a.de.txt").read_bytes() == b"\xef\xbb\xbfJa, er kam.\r\nEr ging.\r\nEs regnete."
    for wrong in (["-s", "a.en.txt"], ["-t", "a.de.txt"], ["a.en.txt", "-t", "a.de.txt"]):
        assert run(["fix", *wrong]) == 2
    (folder / "a.en.txt").write_text("One.\n")
    capsys.readouterr()
    assert run(["fix", "-s", "a.en.txt", "-t", "a.de.txt"]) == 2
    assert "lines" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["evaluate", "check"])
def test_a_report_stands_for_its_files(folder: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    given = ["a.en.txt", "a.de.txt"] if command == "evaluate" else ["-s", "a.en.txt", "-t", "a.de.txt"]
    run([command, *given, "--select", "ART103", "--json", "r.json", "-q"])
    capsys.readouterr()
    assert run(["fix", "r.json", "--apply"]) == 0
    assert (folder / "a.de.txt").read_bytes() == b"\xef\xbb\xbfJa, er kam.\r\nEr ging.\r\nEs regnete."


def test_a_report_of_folders_stands_for_each_pair_of_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "en").mkdir()
    (folder / "de").mkdir()
    for name in ("a", "b"):
        (folder / "en" / f"{name}.txt").write_text(SOURCE)
        (folder / "de" / f"{name}.txt").write_text("Ja, er kam.\nEr ging .\nEs regnete.")
    run(["evaluate", "en", "de", "--select", "ART103", "--json", "r.json", "-q"])
    capsys.readouterr()
    assert run(["fix", "r.json", "--apply"]) == 0
    assert "fixed 2 findings in 2 files" in capsys.readouterr().err
    assert (folder / "de" / "b.txt").read_text() == "Ja, er kam.\nEr ging.\nEs regnete."


def test_a_report_that_does_not_name_its_files_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["score", "-s", "a.en.txt", "-t", "a.de.txt", "-t", "a.en.txt", "-m", "chrf", "-r", "a.de.txt",
         "--source-lang", "en", "--target-lang", "de", "--json", "two.json", "-q"])  # fmt: skip
    capsys.readouterr()
    assert run(["fix", "two.json"]) == 2
    err = capsys.readouterr().err
    assert "two.json is a report of 2 systems" in err
    assert "give the files themselves, as for mtqe evaluate" in err
