"""What is documented is so: doctests, docs/notebook.md, the notebook of the examples, and what an import costs."""

from __future__ import annotations

import doctest
import importlib
import json
import operator
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import groups
import pytest
from api.typed_use import use

import mtqe
import mtqe.api

pytestmark = pytest.mark.usefixtures("judged_cache")
ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "examples" / "notebook.ipynb"
PAGE = ROOT / "docs" / "notebook.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [f"mtqe.api.{module.name}" for module in pkgutil.iter_modules(mtqe.api.__path__)]
RUN = """
import sys
import nbclient, nbformat
notebook = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(notebook)
where = {"metadata": {"path": sys.argv[2]}}
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
print(nbformat.writes(notebook))
"""


@pytest.fixture(autouse=True)
def no_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")


def test_examples_in_docstrings() -> None:
    tried = 0
    for name in MODULES:
        result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
        assert result.failed == 0, name
        tried += result.attempted
    assert tried > 15


@groups.needed("notebook")
def test_examples_in_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 10 and all(block.startswith(">>> ") and block.endswith("\n\n") for block in blocks)
    test = doctest.DocTestParser().get_doctest("".join(blocks), {}, PAGE.name, str(PAGE), 0)
    shown: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=shown.append)
    assert "".join(shown) == ""


def test_the_guide_names_every_public_name_of_the_calls() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name, module in mtqe._PUBLIC.items():
        if module.startswith("mtqe.api"):
            assert name in text, name
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (PAGE.parent / target).exists(), target


@groups.needed("notebook")
def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code), "outputs are not kept"
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"} and "/home/" not in NOTEBOOK.read_text("utf-8")
    command = [sys.executable, "-c", RUN, str(NOTEBOOK), str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    ran = json.loads(done.stdout)
    outputs = [output for cell in ran["cells"] if cell["cell_type"] == "code" for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] in ("stream", "error")] == []
    views = ["".join(output["data"].get("text/html", "")) for output in outputs if "data" in output]
    assert sum('<div class="mtqe">' in view for view in views) >= 3
    assert sum("image/png" in output["data"] for output in outputs if "data" in output) >= 1
    assert not list(tmp_path.iterdir()), "it leaves no files"


def test_import_loads_the_names_only() -> None:
    code = "import sys; before = set(sys.modules); import mtqe; print(*sorted(set(sys.modules) - before)); dir(mtqe)"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = done.stdout.split()
    assert {name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names} == {
        "mtqe",
        "mtqe.version",
    }
    assert len(loaded) < 60


def test_public_names() -> None:
    assert all(getattr(mtqe, name) is not None for name in mtqe.__all__) and dir(mtqe) == sorted(mtqe.__all__)
    assert {*mtqe._PUBLIC, "__version__"} == set(mtqe.__all__)
    assert mtqe.align is importlib.import_module("mtqe.api.calls").align, "no room hides a function"
    with pytest.raises(AttributeError, match="has no attribute 'evalute'"):
        operator.attrgetter("evalute")(mtqe)


def test_a_program_with_types(tmp_path: Path) -> None:
    assert use(tmp_path)[-2:] == ["match", "<!DOCTYPE"]
