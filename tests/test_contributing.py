"""CONTRIBUTING keeps its promises: its reading list is short, and its examples work when they are really added."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LONGEST = 480
BLOCKS = re.findall(r"^```(?:python|text|toml) (mtqe/\S+)(?: ([\w ]+))?\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
"""File, table that the lines are added to (or nothing: the lines are the file), lines."""


def lines_of(path: Path, names: list[str]) -> int:
    """Lines of a file, or of the definitions of these names at its top level."""
    source = path.read_text(encoding="utf-8")
    if not names:
        return source.count("\n")
    sizes = {
        node.name: (node.end_lineno or 0) - min([node.lineno, *(line.lineno for line in node.decorator_list)]) + 1
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    return sum(sizes[name] for name in names)


def test_the_reading_list_is_short() -> None:
    rows = re.findall(r"^\| `(mtqe/[\w/]+\.py)`(?:: ([^|]+?))? \|", TEXT, re.MULTILINE)
    sizes = {path: lines_of(ROOT / path, re.findall(r"`(\w+)`", names)) for path, names in rows}
    assert len(sizes) == 5
    assert sum(sizes.values()) <= LONGEST, sizes


def test_there_is_an_example_of_each_kind() -> None:
    assert [(path.split("/")[1], table) for path, table, _ in BLOCKS] == [
        ("checks", ""),
        ("language", ""),
        ("metrics", ""),
        ("registry", "METRICS"),
        ("formats", ""),
        ("registry", "FORMATS"),
        ("report", ""),
        ("registry", "REPORTERS"),
        ("cli", ""),
        ("cli", "Look up"),
    ]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the examples added to it; the weights of the encoder are linked.

    What is compiled is copied, too: a file that the examples change is compiled again.
    """
    folder = tmp_path_factory.mktemp("contributing")
    weights = ROOT / "mtqe" / "data" / "encoder"
    skip = shutil.ignore_patterns("*.pyc.*")  # what another process of the tests compiles at this moment
    for name in ("mtqe", "tests", "references", "reports", "docs"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=lambda place, names: {"encoder"} & set(names) if Path(place).name == "data" else skip(place, names),
        )
    (folder / "mtqe" / "data" / "encoder").symlink_to(weights)
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile"):
        shutil.copy(ROOT / name, folder / name)
    for path, table, lines in BLOCKS:
        place = folder / path
        if table:
            source, number = re.subn(
                rf'^(?:{table}\b[^\n]*\(|    "{table}": \{{)$',
                rf"\g<0>\n{lines.rstrip()}",
                place.read_text("utf-8"),
                flags=re.M,
            )
            assert number == 1, path
            place.write_text(source, encoding="utf-8")
        else:
            assert not place.exists(), path
            place.write_text(lines, encoding="utf-8")
    return folder


def python(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(folder), "MTQE_NO_PLUGINS": "1"}
    return subprocess.run([sys.executable, *args], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_check_is_found_and_its_examples_are_tested(copy: Path) -> None:
    done = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/checks/test_examples.py", "-k", "MRK199")
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout
    assert "the tone of a message" in python(copy, "-m", "mtqe", "explain", "lost-emoji").stdout


def test_a_new_check_changes_neither_the_plan_of_the_house_nor_the_sample_report(copy: Path) -> None:
    """Its own file is all that a check needs; the files of the other examples are named in their rooms.

    No example is among the commands that must load little, so the tests of these are left out: they start each command.
    """
    for room, name in (("metrics", "length_ratio"), ("formats", "arrows"), ("report", "tally"), ("cli", "longest")):
        place = copy / "mtqe" / room / "__init__.py"
        source = place.read_text(encoding="utf-8")
        place.write_text(source.replace('"""\n', f'- `{name}`: an example.\n"""\n', 1), encoding="utf-8")
    tests = ("tests/test_architecture.py", "tests/test_sample_report.py")
    done = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not load_nothing_heavy", *tests)
    assert done.returncode == 0, done.stdout
    assert "2 deselected" in done.stdout


def test_metric_format_and_reporter_are_used_by_their_names(copy: Path) -> None:
    (copy / "news.arrows").write_text("See you soon 🎉 => Bis bald\nGo home. => Geh nach Hause.\n", encoding="utf-8")
    langs = ("--source-lang", "en", "--target-lang", "de")
    chosen = ("--select", "lost-emoji", "-m", "length-ratio", "--json", "report.json", "-q", "--exit-zero")
    done = python(copy, "-m", "mtqe", "evaluate", "news.arrows", *langs, *chosen)
    assert done.returncode == 0, done.stderr
    report = json.loads((copy / "report.json").read_text(encoding="utf-8"))
    assert [(finding["check"], finding["marked"]) for finding in report["findings"]] == [("MRK199", ["🎉"])]
    values = [score["value"] for score in report["scores"] if score["metric"] == "length-ratio"]
    assert values == pytest.approx([23 / 22, 8 / 14, 15 / 8])
    assert python(copy, "-m", "mtqe", "report", "report.json", "-f", "tally").stdout == "minor 1\n"


def test_a_broken_line_is_named_with_what_to_do(copy: Path) -> None:
    (copy / "bad.arrows").write_text("no arrow\n", encoding="utf-8")
    done = python(copy, "-m", "mtqe", "evaluate", "bad.arrows", "--source-lang", "en", "--target-lang", "de")
    assert (done.returncode, done.stdout) == (2, "")
    assert "bad.arrows, line 1" in done.stderr


def test_the_command_is_in_the_help_and_runs(copy: Path) -> None:
    assert "longest" in python(copy, "-m", "mtqe", "--help").stdout
    (copy / "short.arrows").write_text("Go. => Geh.\nGo home. => Geh nach Hause.\n", encoding="utf-8")
    langs = ("--source-lang", "en", "--target-lang", "de")
    python(copy, "-m", "mtqe", "check", "short.arrows", *langs, "--select", "MRK", "--json", "short.json", "-q")
    done = python(copy, "-m", "mtqe", "longest", "short.json", "--most", "1")
    assert (done.returncode, done.stdout) == (0, "15  2  Geh nach Hause.\n"), done.stderr


def test_the_language_is_read_and_used(copy: Path) -> None:
    done = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/language/test_lang.py", "-k", "fo")
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
    pairs = "source\ttarget\nThe 12 ships left.\tTey tólv skipini fóru.\nThe 12 ships left.\tTey trý skipini fóru.\n"
    (copy / "ships.tsv").write_text(pairs, encoding="utf-8")
    langs = ("--source-lang", "en", "--target-lang", "fo")
    python(copy, "-m", "mtqe", "check", "ships.tsv", *langs, "--select", "ACC101", "--json", "ships.json", "-q")
    report = json.loads((copy / "ships.json").read_text(encoding="utf-8"))
    assert [finding["marked"] for finding in report["findings"]] == [["12", "trý"]]
