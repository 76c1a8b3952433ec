"""Several languages in one run: `--target-lang de,fr`, `[[targets]]`, and projects that are recognised."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

POLICY = """
[align]
aligner = "lexical"
[checks]
select = ["number-mismatch"]
[metrics]
use = ["learned"]
intervals = false
[gate]
uncovered = "pass"
"""
EN = "# Pump\n\nClose the valve before you open the lid. The pump holds 12 litres.\n"
DE = "# Pumpe\n\nSchließen Sie das Ventil, bevor Sie den Deckel öffnen. Die Pumpe fasst 12 Liter.\n"
FR = "# Pompe\n\nFermez la vanne avant d'ouvrir le couvercle. La pompe contient 15 litres.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A project in which German passes, and French has a wrong number."""
    for name, text in {
        "docs/en/pump.md": EN,
        "docs/de/pump.md": DE,
        "docs/fr/pump.md": FR,
        "mtqe.toml": POLICY,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def verdicts(data: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["report"]["verdict"]["label"].split(" ")[0] for one in data["languages"]}


def test_mtqe_alone_recognises_the_languages_of_a_project(mtqe: Callable, docs: Path) -> None:
    done = mtqe()
    assert done.code == 1, done.err
    assert done.out.startswith("FAIL  en → de, fr · 2 languages · 1 source file\n")
    assert "number-mismatch" in done.out


def test_the_next_commands_work_as_they_stand(mtqe: Callable, docs: Path) -> None:
    commands = [line.strip() for line in mtqe().out.partition("\nNext  ")[2].splitlines() if line.startswith(" " * 8)]
    assert commands == [
        "mtqe evaluate --json release.json",
        "mtqe report release.json --target-lang fr -o report.fr.json",
        "mtqe review report.fr.json",
    ]
    for command, code in zip(commands[:2], (1, 0), strict=True):
        assert mtqe(*command.split()[1:]).code == code
    shown = mtqe("report", "release.json", "--target-lang", "fr").out
    assert "\n        mtqe report release.json --target-lang fr -o report.json\n" in shown
    assert Path("report.fr.json").is_file()


def test_the_gate_names_each_language_in_a_line_of_its_own(mtqe: Callable, docs: Path) -> None:
    mtqe("evaluate", "--json", "release.json")
    lines = mtqe("gate", "release.json").out.splitlines()
    assert [lines.count(tag) for tag in ("de", "fr")] == [1, 1]


def test_what_a_run_has_written_is_not_part_of_the_next_one(mtqe: Callable, docs: Path) -> None:
    mtqe("evaluate", "-o", "release.html", "--json", "release.json")
    assert '<a class="up" href="release.html">All languages</a>' in Path("release.de.html").read_text("utf-8")
    assert "· 1 source file\n" in mtqe().out


def test_fix_takes_one_of_the_languages(mtqe: Callable, docs: Path) -> None:
    done = mtqe("fix")
    assert (done.code, "takes one language, and there are de, fr" in done.err) == (2, True)
    assert mtqe("fix", "--target-lang", "de", "--select", "LOC").code == 0


def test_mtqe_alone_shows_its_help_where_there_is_nothing(mtqe: Callable) -> None:
    done = mtqe()
    assert "Usage: mtqe" in done.out + done.err


def test_a_language_without_files_does_not_stop_the_others(mtqe: Callable, docs: Path) -> None:
    done = mtqe(
        "evaluate", "docs", "--target-lang", "de,fr", "--target-lang", "ja", "--json", "release.json", "-o", "r.html"
    )
    assert done.code == 1, done.err
    data = json.loads(Path("release.json").read_text(encoding="utf-8"))
    assert data["schema"] == "mtqe.release/1"
    assert verdicts(data) == {"de": "PASS", "fr": "FAIL", "ja": "INCOMPLETE"}
    assert "no file in docs is a translation in ja" in data["verdict"]["reasons"][1]
    assert all(Path(f"r.{lang}.html").is_file() for lang in ("de", "fr", "ja"))
    assert 'href="r.fr.html#d0"' in Path("r.html").read_text(encoding="utf-8")
    done = mtqe("report", "release.json", "--target-lang", "de", "-o", "de.json")
    assert mtqe("gate", "de.json").code == 0
    done = mtqe("gate", "release.json")
    assert (done.code, done.out.splitlines()[0]) == (1, "FAIL  release of 3 languages")
    done = mtqe("review", "release.json", "-o", "x.html")
    assert (done.code, "mtqe report release.json --target-lang TAG" in done.err) == (2, True)


def test_reports_are_joined_and_the_policy_says_which_languages_must_pass(mtqe: Callable, docs: Path) -> None:
    for lang in ("de", "fr"):
        mtqe("evaluate", "docs/en/pump.md", f"docs/{lang}/pump.md", "--json", f"{lang}.json")
    (docs / "mtqe.toml").write_text(POLICY + '[gate.languages]\nfr = "may-fail"\n', encoding="utf-8")
    done = mtqe("report", "de.json", "fr.json")
    assert done.out.startswith("PASS  en → de, fr · 2 languages")
    assert "FAIL (may fail)" in done.out
    done = mtqe("report", "de.json", "fr.json", "-f", "xlsx", "-o", "x.xlsx")
    assert (done.code, "xlsx is not a view of several languages" in done.err) == (2, True)


def test_targets_name_the_languages_and_their_files(mtqe: Callable, docs: Path) -> None:
    targets = '[[targets]]\nlang = "fr"\n[[targets]]\nlang = "de"\nsource = "docs/en/*.md"\ntarget = "docs/de/*.md"\n'
    (docs / "mtqe.toml").write_text('source_lang = "en"\n' + POLICY + targets, encoding="utf-8")
    done = mtqe("evaluate", "--json", "-")
    assert verdicts(done.report) == {"fr": "FAIL", "de": "PASS"}
    done = mtqe("evaluate", "--target-lang", "de", "--json", "-")
    assert (done.code, done.report["schema"]) == (0, "mtqe.report/1")
    done = mtqe("evaluate", "--target-lang", "it")
    assert (done.code, "no [[targets]] has lang = 'it'" in done.err) == (2, True)


@pytest.mark.parametrize(
    "given",
    [
        ("docs/en/pump.md", "docs/{target_lang}/pump.md"),
        ("docs/en", "docs"),
        ("docs/en/pump.md",),
        ("docs",),
    ],
)
def test_every_way_to_name_the_files_of_several_languages(mtqe: Callable, docs: Path, given: tuple[str, ...]) -> None:
    done = mtqe("evaluate", *given, "--target-lang", "de,fr", "--json", "-")
    assert verdicts(done.report) == {"de": "PASS", "fr": "FAIL"}, done.err
    assert [one["report"]["documents"][0]["path"] for one in done.report["languages"]] == [
        "docs/de/pump.md",
        "docs/fr/pump.md",
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ("evaluate", "docs/en/pump.md", "docs/de/pump.md", "--target-lang", "de,fr"),
            "write {target_lang} in its path",
        ),
        (
            ("evaluate", "docs", "--target-lang", "de,fr", "--shard", "1/2", "--json", "x.json"),
            "--shard is for one language",
        ),
        (("evaluate", "docs", "--target-lang", "de,fr", "-o", "x.xlsx"), "no view of several languages"),
        (("evaluate", "docs", "--target-lang", "de,xq"), "unknown language 'xq'"),
        (
            ("check", "docs/de/pump.md", "--target-lang", "de", "--target-lang", "fr"),
            "--target-lang takes one language",
        ),
        (("check", "docs/de/pump.md", "--source-lang", "en,fr"), "--source-lang takes one language"),
    ],
)
def test_what_is_refused(mtqe: Callable, docs: Path, args: tuple[str, ...], message: str) -> None:
    done = mtqe(*args)
    assert (done.code, message in " ".join(done.err.split())) == (2, True), done.err
