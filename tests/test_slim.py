"""mtqe-slim: what it leaves out, that mtqe runs without it, and what mtqe says where it is needed."""

from __future__ import annotations

import functools
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pyarrow import parquet

from mtqe import version
from mtqe.cli import run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("judged_cache")]
ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements" / "demo.lock").read_text(encoding="utf-8")
SLIM = {canonicalize_name(name) for name in re.findall(r"^([a-z0-9][\w.-]*)==", LOCK, re.MULTILINE)}
"""All packages of an installation of mtqe-slim, and those that build."""
PROGRAM = """
import sys
from importlib.machinery import PathFinder

class Finder(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in {blocked!r} else super().find_spec(name, path, target)

sys.meta_path[:] = [Finder if one is PathFinder else one for one in sys.meta_path]
from mtqe.cli import main

main({arguments!r})
"""
HEAVY = {"torch", "comet", "transformers", "datasets", "pandas", "huggingface_hub", "pkg_resources", "tqdm"}


@functools.cache
def blocked() -> list[str]:
    """All modules of this environment that an installation of mtqe-slim does not have."""
    names = []
    for module, brings in importlib.metadata.packages_distributions().items():
        if not {canonicalize_name(name) for name in brings} & {*SLIM, "mtqe", "mtqe-slim"}:
            names.append(module)
    return sorted(names)


def slim(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as if only the packages of mtqe-slim were installed."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "HF_HOME": str(folder / "hub"), "COLUMNS": "80"}
    program = PROGRAM.format(blocked=blocked(), arguments=list(arguments))
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a text and its translation."""
    (tmp_path / "a.en.txt").write_text("The shop opens at 9.\nNobody came.\n", encoding="utf-8")
    (tmp_path / "a.de.txt").write_text("Der Laden öffnet um 8.\nNiemand kam.\n", encoding="utf-8")
    return tmp_path


def test_what_it_leaves_out_is_blocked() -> None:
    assert set(blocked()) >= HEAVY
    assert not {"numpy", "onnxruntime", "pyarrow", "mtqe", "yaml", "markupsafe"} & set(blocked())


def test_an_evaluation_needs_nothing_that_is_left_out(folder: Path) -> None:
    reports = [word for name in ("html", "sarif", "xml", "md", "xlsx", "parquet") for word in ("-o", f"report.{name}")]
    done = slim(folder, "evaluate", "a.en.txt", "a.de.txt", "--json", "report.json", *reports)
    assert done.returncode == 1, done.stderr
    assert "number-mismatch" in done.stdout
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["problems"] == []
    (told,) = [note for note in report["run"]["notes"] if "unbabel-comet" in note]
    assert "which is not installed" in told


@pytest.mark.parametrize("model", [[], ["--model", "Unbabel/wmt22-cometkiwi-da"]], ids=["default", "named"])
def test_comet_that_is_asked_for_says_how_to_add_it(folder: Path, model: list[str]) -> None:
    done = slim(folder, "score", "-s", "a.en.txt", "-t", "a.de.txt", "-r", "a.de.txt", "-m", "comet", *model)
    assert done.returncode == 3
    said = " ".join((done.stdout + done.stderr).split())
    hint = version.adding("comet")
    assert f"COMET needs the package unbabel-comet, which is not installed; add it with: {hint}" in said
    assert "Traceback" not in said


def test_the_check_of_comet_says_how_to_add_it(folder: Path) -> None:
    done = slim(folder, "check", "-s", "a.en.txt", "-t", "a.de.txt", "--select", "comet-error-span", "-v")
    assert done.returncode == 0, done.stderr
    assert f"which is not installed; add it with: {version.adding('comet')}" in " ".join(done.stdout.split())


@pytest.mark.parametrize("arguments", [["list"], ["fetch", "Unbabel/wmt22-comet-da"]], ids=["list", "fetch"])
def test_models_say_how_to_add_comet(folder: Path, arguments: list[str]) -> None:
    done = slim(folder, "models", *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    first, hint = done.stderr.splitlines()
    assert first == "mtqe: COMET needs the package unbabel-comet, which is not installed"
    assert hint.strip() == f"add it with: {version.adding('comet')}"


@pytest.mark.parametrize("name", ["parts", "somebody/news"], ids=["folder", "hub"])
def test_data_sets_say_how_to_add_them(folder: Path, name: str) -> None:
    (folder / "parts").mkdir()
    parquet.write_table(pa.table({"source": ["One."], "target": ["Eins."]}), folder / "parts" / "a.parquet")
    done = slim(folder, "evaluate", "--dataset", name, "--source-lang", "en", "--target-lang", "de")
    assert (done.returncode, done.stdout) == (3, "")
    first, hint = done.stderr.splitlines()
    assert first.startswith(f"mtqe: {name}") and first.endswith("needs the package datasets, which is not installed")
    assert hint.strip() == f"add it with: {version.adding('datasets')}"


def test_a_parquet_file_needs_no_data_sets(folder: Path) -> None:
    table = {"source": ["The shop opens at 9."], "target": ["Der Laden öffnet um 8."]}
    parquet.write_table(pa.table(table), folder / "a.parquet")
    options = ["--source-lang", "en", "--target-lang", "de", "--select", "number-mismatch"]
    assert "number-mismatch" in slim(folder, "evaluate", "--dataset", "a.parquet", *options).stdout
    scanned = slim(folder, "scan", "a.parquet", "--into", "scan", *options)
    assert scanned.returncode == 0, scanned.stderr


def test_both_distributions_differ_in_these_packages_only() -> None:
    found = ProjectMetadata(str(ROOT / "slim"), PluginManager()).core
    assert (found.name, found.version) == ("mtqe-slim", version.VERSION) == ("mtqe-slim", PROJECT["version"])
    names, extras = set(found.dependencies), found.optional_dependencies
    full = {str(Requirement(line)).lower().replace("_", "-") for line in PROJECT["dependencies"]}
    assert {Requirement(line).name for line in full - {str(Requirement(line)) for line in names}} == {
        "unbabel-comet", "setuptools", "datasets",
    }  # fmt: skip
    assert {Requirement(line).name for lines in (extras["comet"], extras["datasets"]) for line in lines} == {
        "unbabel-comet", "setuptools", "datasets",
    }  # fmt: skip
    assert not {"dev", "test", "fuzz"} & set(extras)
    assert not any("mtqe[" in line for lines in extras.values() for line in lines)
    assert found.scripts == PROJECT["scripts"]


def test_the_extras_are_what_mtqe_has_anyway() -> None:
    for extra in ("comet", "datasets"):
        assert set(PROJECT["optional-dependencies"][extra]) <= set(PROJECT["dependencies"])


@pytest.mark.parametrize(
    ("installed", "name"),
    [((), "mtqe"), (("mtqe",), "mtqe"), (("mtqe-slim",), "mtqe-slim"), (("mtqe", "mtqe-slim"), "mtqe")],
)
def test_hints_and_the_version_name_the_distribution(
    installed: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(version, "distributions", lambda: installed)
    assert version.adding("judge") == f'pip install "{name}[judge]"'
    assert run(["--version"]) == 0
    first, *more = capsys.readouterr().out.splitlines()
    assert first == f"{name}, version {version.VERSION}"
    assert bool(more) is (len(installed) == 2) and all("uninstall" in line for line in more)


def test_the_distributions_are_those_that_are_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert version.distributions() == ()
    for name in ("mtqe_slim", "mtqe"):
        (tmp_path / f"{name}-1.dist-info").mkdir()
        text = f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1\n"
        (tmp_path / f"{name}-1.dist-info" / "METADATA").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        assert version.distributions() == (("mtqe-slim",) if name == "mtqe_slim" else ("mtqe", "mtqe-slim"))
