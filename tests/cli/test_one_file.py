"""One file is enough if it has both sides, or if its source stands beside it; a file of another kind is refused."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

LANGS = ("--source-lang", "en", "--target-lang", "de")
PAIRS = "source\ttarget\treference\nThe tide is at 7.\tDie Flut ist um 8.\tUm 7 ist Flut.\n"
OTHERS = [(name, '{"a": "Open"}\n') for name in ("a.json", "b.json", "en.xyz", "de.xyz", "foo.xyz")]
ENGLISH, GERMAN = "# The tide\n\nThe tide is at seven.\n", "# Die Flut\n\nDie Flut ist um sieben.\n"


def write(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_check_and_score_read_a_file_of_pairs(mtqe: Callable) -> None:
    write("p.tsv", PAIRS)
    checked = mtqe("check", "p.tsv", *LANGS, "--select", "ACC101", "--json", "-")
    assert (checked.code, [finding["marked"] for finding in checked.report["findings"]]) == (0, [["7", "8"]])
    scored = mtqe("score", "p.tsv", *LANGS, "-m", "chrf", "--json", "-")
    assert [score["metric"] for score in scored.report["scores"] if score["level"] == "corpus"] == ["chrf"]
    assert scored.report["run"]["aligner"] == "pairs"


def test_the_name_of_a_file_of_pairs_is_the_language_of_its_translation(mtqe: Callable) -> None:
    write("po/de.po", 'msgid ""\nmsgstr "Language: de\\n"\n\nmsgid "Open"\nmsgstr "Auf"\n')
    done = mtqe("check", "po/de.po")
    assert (done.code, "the source language is not known" in done.err) == (2, True), done.err
    report = mtqe("check", "po/de.po", "--source-lang", "en", "--json", "-").report
    assert (report["run"]["source_lang"], report["run"]["target_lang"]) == ("en", "de")


PO = 'msgid ""\nmsgstr "Language: {0}\\n"\n\nmsgid "menu.open"\nmsgstr "{1}"\n\nmsgid "menu.close_all"\nmsgstr "{2}"\n'


def test_po_files_with_keys_pair_with_the_file_beside(mtqe: Callable) -> None:
    write("po/en.po", PO.format("en", "Open 7 doors", "Close all"))
    write("po/de.po", PO.format("de", "8 Türen öffnen", ""))
    done = mtqe("check", "po/de.po", "--source-lang", "en", "--json", "-")
    assert [(s["id"], s["source"], s["target"]) for s in done.report["segments"]] == [
        ("menu.open", "Open 7 doors", "8 Türen öffnen"),
        ("menu.close_all", "Close all", ""),
    ]
    assert {f["check"] for f in done.report["findings"]} == {"ACC101", "ACC103"}
    write("po/de.po", PO.format("de", "Auf", "Zu").replace("menu.open", "Open the door").replace("menu.", "Close "))
    alone = mtqe("check", "po/de.po", "--source-lang", "en", "--json", "-")
    assert [s["source"] for s in alone.report["segments"]] == ["Open the door", "Close close_all"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("check",), "give -s and -t, or one file with both sides"),
        (("check", "p.tsv", "-t", "p.tsv"), "p.tsv is given together with -s or -t"),
        (("score",), "give -t, or one file with both sides"),
        (("check", "-s", "p.tsv", "-t", "p.tsv"), "tsv is a format for pairs, not for one segment on each line"),
        (("check", "-s", "a.md", "-t", "a.md"), "-f lines to read it line by line"),
        (("check", "a.md"), "a.md has only one side, and there is no source"),
        (("check", "p.tsv", "-f", "tvs"), "unknown format 'tvs'"),
        (("check", "-s", "a.json", "-t", "b.json", "-f", "po"), "a.json: po is a format for pairs, not for"),
        (("check", "-s", "a.json", "-t", "b.json", "-f", "xliff"), "xliff is a format for pairs, not for"),
        (("score", "-s", "a.json", "-t", "b.json", "-f", "tmx", "-m", "chrf"), "tmx is a format for pairs, not for"),
        (("score", "-r", "a.json", "-t", "b.json", "-f", "json", "-m", "chrf"), "json is a format for texts with keys"),
        (("check", "-s", "a.md", "-t", "a.md", "-f", "markdown"), "markdown is a format for running text, not for"),
        (("check", "de.xyz"), "de.xyz: mtqe has no reader for .xyz files give -f lines"),
        (("check", "foo.xyz"), "foo.xyz: mtqe has no reader for .xyz files"),
        (("evaluate", "foo.xyz"), "foo.xyz: mtqe has no reader for .xyz files"),
        (("check", "none.json"), "none.json: no such file"),
        (("evaluate", "none.po"), "none.po: no such file"),
        (("evaluate", "none.po", "p.tsv"), "none.po: no such file"),
        (("check", "."), "is a folder also give the folder of the translations: mtqe evaluate"),
        (("check", "a.json"), "give the source with -s and the translation with -t"),
        (("check", "-s", "a.json", "-t", "foo.xyz"), "a.json is json and foo.xyz is of an unknown format"),
        (
            ("check", "p.tsv", "-f", "json"),
            "json is a format for texts with keys, but the file was given alone omit -f",
        ),
        (("check", "p.tsv", "-f", "lines"), "but the file was given alone omit -f to read it as tsv"),
        (("evaluate", "p.tsv", "-f", "text"), "omit -f to read it as tsv, or also give TRANSLATION"),
        (("evaluate", "a.rst", "a.rst"), "mtqe has no reader for .rst files"),
        (("align", "a.rst", "a.rst"), "mtqe has no reader for .rst files"),
    ],
)
def test_what_is_refused(mtqe: Callable, args: tuple[str, ...], message: str) -> None:
    for name, text in (("p.tsv", PAIRS), ("a.md", ENGLISH), ("a.rst", ENGLISH), *OTHERS):
        write(name, text)
    done = mtqe(*args, *LANGS)
    assert done.code == 2
    assert message in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("check", "res/values-de/strings.xml"), "set it with --source-lang, such as --source-lang en"),
        (("evaluate", "tide.md", "news.de.md"), "such as --source-lang en, or name the file tide.en.md"),
    ],
)
def test_how_to_name_a_language_that_is_not_known(mtqe: Callable, args: tuple[str, ...], hint: str) -> None:
    for folder, text in (("res/values", "Open"), ("res/values-de", "Auf")):
        write(f"{folder}/strings.xml", f'<resources><string name="a">{text}</string></resources>')
    write("tide.md", ENGLISH), write("news.de.md", GERMAN)
    done = mtqe(*args)
    assert (done.code, done.err.strip().endswith(hint)) == (2, True), done.err
    assert mtqe(*args, "--source-lang", "en", "--select", "ACC101").code == 0


def test_a_named_format_reads_any_ending(mtqe: Callable) -> None:
    write("en.rst", ENGLISH), write("de.rst", GERMAN)
    lines = mtqe("check", "-s", "en.rst", "-t", "de.rst", "-f", "lines", *LANGS, "--json", "-")
    assert [segment["target"] for segment in lines.report["segments"]] == ["# Die Flut", "Die Flut ist um sieben."]
    prose = mtqe("evaluate", "en.rst", "de.rst", "-f", "text", *LANGS, "--select", "ACC101", "--json", "-")
    assert prose.report["run"]["aligner"] == "encoder"


@pytest.mark.parametrize(
    ("root", "name", "code"), [("en", "fr.yml", 3), ("fr", "fr.yml", 0), ("en", "fr.json", 3), ("is", "fr.json", 0)]
)
def test_texts_below_the_language_of_the_source_are_a_problem(mtqe: Callable, root: str, name: str, code: int) -> None:
    write(name.replace("fr", "en"), '{"en": {"open": "Open the door"}}')
    write(name, f'{{"{root}": {{"open": "Ouvrez la porte"}}}}')
    for command in ("check", "evaluate"):
        done = mtqe(command, name, "--select", "ACC101", "--json", "-")
        problems = [problem["why"] for problem in done.report["problems"] if problem["what"].startswith("file")]
        assert (done.code, [f"below the key '{root}'" in why for why in problems]) == (code, [True] * (code // 3))


def test_a_pipe_with_keys_is_read_once(mtqe: Callable) -> None:
    write("en.yml", "en:\n  open: Open the door\n")
    os.mkfifo("fr.yml")
    writer = threading.Thread(target=write, args=("fr.yml", "fr:\n  open: Ouvrez la porte\n"), daemon=True)
    writer.start()
    assert mtqe("check", "-s", "en.yml", "-t", "fr.yml", "--select", "ACC101").code == 0
    writer.join()


def test_wrong_roots_in_folders_are_problems(mtqe: Callable) -> None:
    write("en/a.yml", "en:\n  open: Open the door\n"), write("fr/a.yml", "en:\n  open: Ouvrez la porte\n")
    done = mtqe("evaluate", "en", "fr", "--select", "ACC101", "--json", "-")
    assert (done.code, "file fr/a.yml" in [problem["what"] for problem in done.report["problems"]]) == (3, True)


def test_the_source_beside_a_translation_is_found(mtqe: Callable) -> None:
    write("docs/en/tide.md", ENGLISH), write("docs/de/tide.md", GERMAN)
    done = mtqe("evaluate", "docs/de/tide.md", "--select", "ACC101", "--json", "-")
    assert [(d["source_path"], d["path"]) for d in done.report["documents"]] == [("docs/en/tide.md", "docs/de/tide.md")]
    assert (done.report["run"]["source_lang"], done.report["run"]["target_lang"]) == ("en", "de")
