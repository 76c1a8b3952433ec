"""The plan of the house, kept by the imports: they point inward, and rooms never import each other."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import mtqe
from mtqe.cli import COMMANDS

PACKAGE = Path(mtqe.__file__).parent
ROOMS = {"formats", "align", "metrics", "checks", "report", "gate"}
SHARED = {"encoder"}
FOUNDATION = ["errors", "lookup", "model", "verdict", "comparison", "config", "policy", "registry", "languages", "mqm"]
FOUNDATION += ["words", "folding", "sentences", "identify", "furniture", "cache", "suppressions", "history", "trend"]
FOUNDATION += ["intervals", "resample", "workers", "literals", "astray"]
OUTSIDE = {"corpus", "calibrate", "compare", "pipeline", "ranking", "cli", "__main__"}
HEAVY = {
    "torch",
    "comet",
    "transformers",
    "datasets",
    "onnxruntime",
    "sacrebleu",
    "numpy",
    "pandas",
    "lxml",
    "simplemma",
    "eldc",
    "pyarrow",
    "sentencex",
    "sentencepiece",
    "tokenizers",
}


def place_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path, source: str | None = None) -> Iterator[str]:
    """The parts of mtqe that a module imports, at any depth: the name below `mtqe.`."""
    tree = ast.parse(source if source is not None else path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "mtqe":
                yield from (alias.name for alias in node.names)
            elif node.module.startswith("mtqe."):
                yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("mtqe."))


def faults(path: Path, source: str | None = None) -> list[str]:
    place = place_of(path)
    found = set(imports(path, source)) - {place, "__version__"}
    if place in ROOMS | SHARED:
        bad = found & (ROOMS | OUTSIDE | SHARED) - (SHARED if place in {"align", "metrics", "checks"} else set())
    elif place in FOUNDATION:
        bad = found & (ROOMS | OUTSIDE | SHARED)
    elif place in OUTSIDE - {"cli", "__main__"}:
        bad = found & {"cli", "__main__"}
    else:
        bad = set()
    return [f"{path.relative_to(PACKAGE)} imports {name}" for name in sorted(bad)]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_imports_point_inward() -> None:
    assert [fault for path in modules() for fault in faults(path)] == []


def test_a_planted_cross_room_import_is_seen() -> None:
    gate = PACKAGE / "gate.py"
    assert faults(gate, "from mtqe.report import json\n") == ["gate.py imports report"]
    assert faults(gate, "def f():\n    import mtqe.metrics.comet\n") == ["gate.py imports metrics"]
    assert faults(PACKAGE / "align" / "tokens.py", "from mtqe import checks\n") == ["align/tokens.py imports checks"]
    assert faults(PACKAGE / "model.py", "from mtqe.cli import main\n") == ["model.py imports cli"]
    assert faults(PACKAGE / "words.py", "from mtqe.checks import run\n") == ["words.py imports checks"]
    assert faults(PACKAGE / "encoder" / "read.py", "from mtqe import identify, sentences\n") == []


def test_every_module_has_its_place() -> None:
    known = ROOMS | SHARED | set(FOUNDATION) | OUTSIDE | {"__init__"}
    assert {place_of(path) for path in modules()} <= known


def test_the_map_names_the_rooms_that_exist() -> None:
    named = set(re.findall(r"`(\w+)`", mtqe.__doc__ or ""))
    assert named >= {place_of(path) for path in modules()} - {"__init__", "__main__"}
    for word in named:
        assert (PACKAGE / word).is_dir() or (PACKAGE / f"{word}.py").is_file(), word


def test_files_stay_small() -> None:
    assert [path.name for path in modules() if path.read_text(encoding="utf-8").count("\n") > 400] == []


def test_only_the_command_line_prints_and_exits() -> None:
    bad = re.compile(r"^\s*(print\(|sys\.exit|logging\.basicConfig|random\.seed|np\.random\.seed)", re.MULTILINE)
    assert [path.name for path in modules() if place_of(path) != "cli" and bad.search(path.read_text("utf-8"))] == []


def loaded_by(*args: str) -> set[str]:
    code = (
        f"import sys, contextlib, io\nfrom mtqe.cli import run\n"
        f"with contextlib.redirect_stdout(io.StringIO()):\n    assert run({list(args)!r}) == 0\n"
        f"print(*{{name.partition('.')[0] for name in sys.modules}})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_light_commands_load_nothing_heavy(tmp_path: Path) -> None:
    for args in (["--help"], ["--version"], ["list", "checks"], ["list", "metrics"], ["explain", "ACC101"]):
        assert loaded_by(*args) & HEAVY == set(), args
    for name in COMMANDS:
        assert loaded_by(name, "--help") & HEAVY == set(), name


def test_gate_and_report_load_nothing_heavy(tmp_path: Path) -> None:
    from mtqe.model import SCHEMA, Report, Run
    from mtqe.report import json

    path = tmp_path / "report.json"
    with path.open("w", encoding="utf-8") as out:
        json.render(Report(SCHEMA, Run("0", "2026-01-01T00:00:00+00:00")), out)
    for name in ("html", "json", "md", "console", "sarif", "junit", "gitlab", "github", "csv", "marot", "esa", "xliff"):
        assert loaded_by("report", str(path), "-f", name) & HEAVY == set(), name
