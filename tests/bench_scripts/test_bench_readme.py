"""bench/README.md has a row for every file, and every script answers `--help` without its data."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
README = (BENCH / "README.md").read_text(encoding="utf-8")
FILES = {path.name: path.read_text(encoding="utf-8") for path in BENCH.glob("[a-z]*.py")}
SCRIPTS = sorted(name for name, text in FILES.items() if '__name__ == "__main__"' in text)


def first_cells(columns: int) -> list[str]:
    """The files that the first cells of the tables of so many columns name."""
    rows = re.findall(rf"^\|([^|\n]+)\|(?:[^|\n]+\|){{{columns - 1}}}$", README, re.MULTILINE)
    return [name for cell in rows for name in re.findall(r"`(\w+\.py)`", cell)]


def test_every_script_has_one_row() -> None:
    assert sorted(first_cells(5)) == SCRIPTS


def test_every_other_module_is_named_once() -> None:
    assert sorted(first_cells(2)) == sorted(FILES.keys() - set(SCRIPTS))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_answers_help_without_data(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [name, "--help"])
    monkeypatch.setenv("COLUMNS", "120")
    module = importlib.import_module(f"bench.{name.removesuffix('.py')}")
    with pytest.raises(SystemExit) as left:
        module.main()
    assert left.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert " ".join((module.__doc__ or "").split())[:40] in shown


def test_every_subject_of_the_measurements_names_its_command() -> None:
    text = (BENCH.parent / "docs" / "measurements.md").read_text(encoding="utf-8")
    subjects = re.split(r"^##+ ", text, flags=re.MULTILINE)[1:]
    assert [one.partition("\n")[0] for one in subjects if "python -m bench." not in one] == ["Figures on other pages"]


@pytest.mark.parametrize("page", ["README.md", "bench/README.md", "bench/log.md", "CONTRIBUTING.md", "docs/*.md"])
def test_pages_name_scripts_that_exist(page: str) -> None:
    named = {
        name
        for path in BENCH.parent.glob(page)
        for name in re.findall(r"\bpython -m bench\.([a-z_]+)|\bbench/(\w+)\.py", path.read_text(encoding="utf-8"))
    }
    assert {one or other for one, other in named} <= {name.removesuffix(".py") for name in FILES}
