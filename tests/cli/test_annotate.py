"""`mtqe report --annotate`: findings go into the files of the translations, and out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mtqe.cli import run

XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="de" datatype="plaintext"><body>
<trans-unit id="1"><source>He came.</source><target>Er kam .</target></trans-unit>
<trans-unit id="2"><source>He left.</source><target>Er ging.</target></trans-unit>
</body></file></xliff>
"""
ART103 = ["--select", "ART103", "-q"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlf").write_bytes(b"\xef\xbb\xbf" + XLIFF.replace("\n", "\r\n").encode())
    assert run(["check", "a.xlf", "--json", "a.json", *ART103]) == 0
    return tmp_path


def test_a_copy_has_the_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "a.xlf").read_bytes()
    assert run(["report", "a.json", "--annotate", "-o", "b.xlf"]) == 0
    assert capsys.readouterr().err == "wrote b.xlf\n"
    assert (folder / "a.xlf").read_bytes() == before
    text = (folder / "b.xlf").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf<xliff")
    assert text.count(b"<its:locQualityIssue ") == 1
    assert b"Er kam ." in text
    assert run(["check", "b.xlf", "--json", "b.json", *ART103]) == 0
    assert run(["report", "b.json", "--annotate", "--in-place", "--remove"]) == 0
    assert (folder / "b.xlf").read_bytes() == before


def test_in_place_twice_does_not_pile_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert run(["report", "a.json", "--annotate", "--in-place"]) == 0
    assert (folder / "a.xlf").read_bytes().count(b"<its:locQualityIssue ") == 1
    (folder / "a.xlf").write_bytes((folder / "a.xlf").read_bytes().replace(b"ging", b"kam"))
    assert run(["report", "a.json", "--annotate", "--in-place"]) == 2
    assert "a.xlf has changed since the report was made" in capsys.readouterr().err


def test_other_files_become_a_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.en.txt").write_text("He came.\n")
    (folder / "x.de.txt").write_text("Er kam .\n")
    run(["check", "-s", "x.en.txt", "-t", "x.de.txt", "--json", "x.json", *ART103])
    assert run(["report", "x.json", "--annotate", "-o", "x.xlf"]) == 2
    assert run(["report", "x.json", "--annotate", "--in-place"]) == 2
    assert "findings can be written into XLIFF and PO files only" in capsys.readouterr().err
    assert run(["report", "x.json", "--annotate", "-o", "x.xlsx"]) == 0
    assert load_workbook(folder / "x.xlsx")["findings"]["J2"].value == "Er kam ."
    assert run(["report", "x.json", "-o", "y.xlsx"]) == 0


@pytest.mark.parametrize(
    "options",
    [["--annotate"], ["--annotate", "-f", "md", "-o", "x"], ["--in-place"], ["--annotate", "--in-place", "-o", "x"]],
)
def test_options_that_do_not_match(folder: Path, options: list[str]) -> None:
    assert run(["report", "a.json", *options]) == 2


def test_a_file_in_an_old_encoding(folder: Path) -> None:
    content = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=ISO-8859-1\\n"\n"Language: de\\n"\n\n'
    content += 'msgid "Yes, he came."\nmsgstr "Ja, für ihn ,kam."\n'
    (folder / "a.po").write_bytes(content.encode("iso-8859-1"))
    assert run(["check", "a.po", "--json", "p.json", "--source-lang", "en", *ART103]) == 0
    assert run(["report", "p.json", "--annotate", "--in-place"]) == 0
    assert b" -> , " in (folder / "a.po").read_bytes()
    assert run(["report", "p.json", "--annotate", "--in-place", "--remove"]) == 0
    assert (folder / "a.po").read_bytes() == content.encode("iso-8859-1")


def test_a_folder_for_one_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "there").mkdir()
    for name in ("new/", "there"):
        assert run(["report", "a.json", "--annotate", "-o", name]) == 0
        assert (folder / name / "a.xlf").is_file()
    assert run(["report", "a.json", "--annotate", "-o", "."]) == 2
    assert "a.xlf is a translation, not a copy" in capsys.readouterr().err
    (folder / "a.xlf").chmod(0o444)
    assert run(["report", "a.json", "--annotate", "--in-place"]) == 2
    assert "read-only" in capsys.readouterr().err


@pytest.mark.parametrize(("other", "where"), [("../a.xlf", ["-o", "out"]), ("../x/a.xlf", ["--in-place"])])
def test_two_files_never_become_one(
    folder: Path, other: str, where: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads((folder / "a.json").read_text())
    (folder / "x").mkdir()
    for name in ("a.xlf", "x/a.xlf"):
        (folder / name).write_text(XLIFF)
    languages = {"source_lang": "en", "target_lang": "de"}
    report["documents"] = [{"id": name, "path": name, **languages} for name in ("a.xlf", other)]
    (folder / "x/b.json").write_text(json.dumps(report))
    monkeypatch.chdir(folder / "x")
    assert run(["report", "b.json", "--annotate", *where]) == 2
    assert f"a.xlf and {other} would both be written to" in capsys.readouterr().err
    assert (folder / "x/a.xlf").read_text() == XLIFF
    assert not (folder / "x/out").exists()
