"""A terminal of 80 columns: every command's help and every listing fits, and off the terminal lines stay whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import click
import pytest

from mtqe.cli import COMMANDS, SECTIONS
from mtqe.cli.wrap import fold
from mtqe.registry.check_table import checks

pytestmark = pytest.mark.usefixtures("judged_cache")
LISTS = [("list", kind) for kind in ("checks", "metrics", "formats", "reporters", "models")]
LISTS += [("list", "checks", "--pair", pair) for pair in ("ar-en", "en-de", "en-th")]


def widest(text: str) -> str:
    return max(click.unstyle(text).splitlines(), key=len)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda stream: True)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits(name: str, mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert len(widest(mtqe(name, "--help").out)) <= 80, widest(mtqe(name, "--help").out)


def test_the_commands_stand_in_sections(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = mtqe("--help").out
    assert len(widest(text)) <= 80, widest(text)
    titles = re.findall(r"^(\S.*):$", text, re.MULTILINE)
    assert titles == ["Options", *SECTIONS]
    rows = re.findall(r"^  ([a-z]\w*) +(\S.*)$", text.partition(f"\n{titles[1]}:\n")[2], re.MULTILINE)
    assert rows == list(COMMANDS.items()), "each command stands once, on one line"
    assert len({line.index(help_) for line in text.splitlines() for _, help_ in rows if line.endswith(help_)}) == 1


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("words", [*LISTS, *(("explain", name) for name in checks())], ids=" ".join)
def test_lists_and_manuals_fit(words: tuple[str, ...], mtqe: Callable) -> None:
    done = mtqe(*words)
    long = [line for line in click.unstyle(done.out).splitlines() if len(line) > 80 and len(line.split()) > 1]
    assert not long, long


@pytest.mark.usefixtures("terminal")
def test_the_verdict_fits(mtqe: Callable, demo: tuple[str, ...]) -> None:
    mtqe("evaluate", *demo, "--json", "r.json", "-q", "--aligner", "lexical")
    done = mtqe("gate", "r.json", "--explain")
    assert len(widest(done.out)) <= 80, widest(done.out)
    assert "\n  FAIL  max_per_1000.major: " in click.unstyle(done.out)
    assert mtqe("baseline", "set", "r.json").code == 0
    assert len(widest(mtqe("baseline", "show").out)) <= 80


def test_scripts_read_whole_lines(mtqe: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = mtqe("list", "checks").out.splitlines()
    assert [line.split()[0] for line in lines] == list(checks())


@pytest.mark.usefixtures("terminal")
def test_folding() -> None:
    text = "  - " + "word " * 30
    lines = fold(text, 2).splitlines()
    assert len(lines) == 2
    assert (lines[0][:8], lines[1][:6]) == ("  - word", "    wo")
    assert " ".join(fold(text, 2).split()) == text.strip()
    assert fold("x" * 90) == "x" * 90, "an address is not cut"
