"""The plan of the house: imports point inward, rooms of one floor never import each other, nothing forms a circle."""

from __future__ import annotations

import ast
import functools
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from call_names import called
from long_files import LONG, long_files

import mtqe
from mtqe.cli import COMMANDS
from mtqe.registry import check_table, format_table, metric_table, reporter_table

PACKAGE = Path(mtqe.__file__).parent
LAYERS: tuple[set[str], ...] = (
    {"version", "prose"},
    {"errors"},
    {"model", "machine"},
    {"language", "stats"},
    {"settings"},
    {"registry"},
    {"encoder", "formats"},
    {"project"},
    {"alignment", "metrics", "checks", "report", "gate"},
    {"intake", "comparing", "people"},
    {"flow"},
    {"mending", "scan", "serve", "api"},
    {"review"},
    {"cli"},
    {"__main__", "__init__"},
)
"""The floors, from the ground up. A room imports only rooms below it; those of one floor never import each other."""
LAYER = {place: number for number, layer in enumerate(LAYERS) for place in layer}
APART = {"formats", "alignment", "metrics", "checks", "report", "gate"}
"""Rooms of the flow that never import each other, on whatever floors they are."""
WITHOUT_ENCODER = {"formats", "report", "gate"}
AT_THE_ROOT = {"__init__.py", "__main__.py", "errors.py", "prose.py", "version.py"}
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
    "starlette",
    "uvicorn",
    "httpx",
    "ray",
    "pyspark",
    "polars",
    "matplotlib",
    "IPython",
    "re2",
}


def place_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in modules()}
OF_A_ROW = re.compile(r"(mtqe(?:\.\w+)+)(?::\w+)?")


def known(name: str) -> set[str]:
    """The module of a dotted name, without the name of an object in it; empty outside mtqe."""
    while name.startswith("mtqe") and name not in MODULES:
        name = name.rpartition(".")[0]
    return {name} & set(MODULES)


def below(package: str) -> set[str]:
    return {name for name in MODULES if name.startswith(package)}


class Told(NamedTuple):
    """What a file tells of itself."""

    imports: frozenset[str]
    metrics: frozenset[str]


@functools.cache
def told(path: Path, source: str | None = None) -> Told:
    """What a file imports, and the metrics that its strings name, but for areas of checks. Each file is parsed once."""
    tree = ast.parse(source if source is not None else path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, KINDS)]
    areas = {id(node.value) for node in nodes if isinstance(node, ast.keyword) and node.arg == "area"}
    constants = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in areas]
    strings = {node.value for node in constants if isinstance(node.value, str)}
    return Told(frozenset(_imports(path, nodes)), frozenset(strings & set(METRICS)))


def imports(path: Path, source: str | None = None) -> set[str]:
    """The modules of mtqe that a file imports: by a statement at any depth, or by a name in a string.

    A string counts if it is the full name of a module (rows of the tables, public names), an argument of
    `import_module`, or a name that a table loads. The table of checks imports the modules that it finds.
    """
    return set(told(path, source).imports)


def _imports(path: Path, nodes: Iterable[ast.AST]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= set().union(*(known(f"{node.module}.{alias.name}") for alias in node.names))
        elif isinstance(node, ast.Import):
            found |= set().union(*(known(alias.name) for alias in node.names))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = OF_A_ROW.fullmatch(node.value)
            found |= {match[1]} & set(MODULES) if match else set()
        elif isinstance(node, ast.Call):
            call = called(node)
            for name in ast.walk(node.args[0]) if call.endswith("import_module") else ():
                if isinstance(name, ast.JoinedStr) and isinstance(name.values[0], ast.Constant):
                    found |= below(str(name.values[0].value))
            if call in TABLES and isinstance(node.args[0], ast.Constant):
                found |= known(TABLES[call]()[node.args[0].value].target.partition(":")[0])
    if name_of(path) == "mtqe.registry.check_table":
        found |= set(check_table.modules())
    return found - {name_of(path)}


METRICS = {row.name: row.target.partition(":")[0] for row in metric_table.METRICS}
KINDS = (ast.Import, ast.ImportFrom, ast.Constant, ast.Call, ast.keyword)
TABLES = {
    "metric_table.load": metric_table.rows,
    "format_table.load": format_table.rows,
    "reporter_table.load": reporter_table.rows,
}


@functools.cache
def graph() -> dict[str, set[str]]:
    """The modules that each module imports."""
    return {name: imports(path) for name, path in MODULES.items()}


def circles(graph: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Sets of modules that import each other in a circle (Tarjan's strongly connected components of two or more)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in graph.get(name, ()):
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            at = stack.index(name)
            if len(stack) - at > 1:
                found.append(set(stack[at:]))
            del stack[at:]

    for name in graph:
        if name not in number:
            visit(name)
    return found


def rooms_of(path: Path, source: str | None = None) -> set[str]:
    """The other rooms that a file imports. The tables of the registry only name their modules."""
    tree = imports(path, source)
    if place_of(path) == "registry":
        tree = {name for name in tree if not re.match(r"mtqe\.(formats|metrics|report|checks)\b", name)}
    return {place_of(MODULES[name]) for name in tree} - {place_of(path)}


@functools.cache
def room_graph() -> dict[str, set[str]]:
    """The rooms that each room imports."""
    found: dict[str, set[str]] = {}
    for path in MODULES.values():
        found.setdefault(place_of(path), set()).update(rooms_of(path))
    return found


def faults(path: Path, source: str | None = None) -> list[str]:
    """The rooms that a file imports and that are not below its own, or must stay apart from it."""
    place = place_of(path)
    rooms = rooms_of(path, source)
    wrong = {other for other in rooms if LAYER[other] >= LAYER[place]}
    if place in APART:
        wrong |= rooms & APART
    if place in WITHOUT_ENCODER:
        wrong |= rooms & {"encoder"}
    return [f"{path.relative_to(PACKAGE)} imports {name}" for name in sorted(wrong)]


def test_imports_point_inward() -> None:
    assert [fault for path in modules() for fault in faults(path)] == []


def test_a_planted_import_of_a_room_or_upwards_is_seen() -> None:
    gate = PACKAGE / "gate" / "limits.py"
    assert faults(gate, "from mtqe.report import json\n") == ["gate/limits.py imports report"]
    assert faults(gate, "def f():\n    import mtqe.metrics.comet\n") == ["gate/limits.py imports metrics"]
    assert faults(gate, "x = metric_table.load('comet')\n") == ["gate/limits.py imports metrics"]
    assert faults(gate, "x = import_module('mtqe.metrics.learned')\n") == ["gate/limits.py imports metrics"]
    assert faults(gate, "from mtqe import encoder\n") == ["gate/limits.py imports encoder"]
    assert faults(PACKAGE / "alignment" / "tokens.py", "from mtqe import checks\n") == [
        "alignment/tokens.py imports checks"
    ]
    report = PACKAGE / "model" / "report.py"
    assert faults(report, "from mtqe.cli import main\n") == ["model/report.py imports cli"]
    words = PACKAGE / "language" / "words.py"
    assert faults(words, "from mtqe.checks import runner\n") == ["language/words.py imports checks"]
    assert faults(words, "from mtqe.stats import mqm\n") == ["language/words.py imports stats"]
    runner = PACKAGE / "checks" / "runner.py"
    assert faults(runner, "from mtqe.formats import files\n") == ["checks/runner.py imports formats"]
    assert faults(PACKAGE / "encoder" / "reader.py", "from mtqe.language import identify, sentences\n") == []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(graph()) == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert circles(room_graph()) == []


def test_a_planted_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}) == [{"b", "c"}]
    assert "mtqe.metrics.comet.metric" in graph()["mtqe.registry.metric_table"]
    assert "mtqe.checks.numbers.number_mismatch" in graph()["mtqe.registry.check_table"]
    assert "mtqe.cli.evaluate" in graph()["mtqe.cli"]
    assert "mtqe.api.calls" in graph()["mtqe"]
    planted = room_graph() | {"model": rooms_of(PACKAGE / "model" / "run.py", "from mtqe.settings import config\n")}
    assert any({"model", "settings"} <= circle for circle in circles(planted))


def test_every_room_has_its_floor() -> None:
    assert {place_of(path) for path in modules()} == set(LAYER)


def test_nothing_else_stands_at_the_root() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == AT_THE_ROOT


ROOMS = [name for name, path in MODULES.items() if path.name == "__init__.py"]


@pytest.mark.parametrize("room", ROOMS)
def test_the_docstring_of_a_room_names_exactly_its_files(room: str) -> None:
    """A file with a check may be left out: a new check touches its own file only, and `mtqe list` shows it."""
    text = ast.get_docstring(ast.parse(MODULES[room].read_text(encoding="utf-8"))) or ""
    files = {name for name in MODULES if name.rpartition(".")[0] == room}
    files |= {f"{room}.data"} if room == "mtqe" else set()
    named = {f"{room}.{word}" for word in re.findall(r"`([a-z_0-9]+)`", text)}
    free = {"mtqe.__main__", *check_table.modules()}
    assert (sorted(named - files), sorted(files - named - free)) == ([], []), "unknown, not named"


OTHER_SENSE = {
    ("comparing/agreement.py", "bleu"): "published figures, data by metric",
    ("comparing/agreement.py", "chrf"): "published figures, data by metric",
    ("comparing/agreement.py", "comet"): "published figures, data by metric",
    ("encoder/judgement_cache.py", "learned"): "a kind of judgement in the cache",
    ("encoder/judgement_cache.py", "hallucination"): "a kind of judgement in the cache",
    ("encoder/weight_files.py", "chrf"): "a number that the encoder's scorer reads",
    ("alignment/token_evidence.py", "learned"): "words that the aligner learned from the texts",
    ("registry/check_table.py", "hallucination"): "a family of checks",
    ("model/areas.py", "hallucination"): "an area of errors",
    ("__init__.py", "judge"): "the public function that judges a report",
    ("scan/summary.py", "judge"): "the verb",
    ("checks/shared/german_lemmas.py", "ter"): "an ending of German verbs",
}
"""Where a string means something other than the metric of that name, or where published figures are data by metric."""


def named_metrics(path: Path, source: str | None = None) -> set[tuple[str, str]]:
    """The metrics that a file names in a string, but for their own files and their rows."""
    place = path.relative_to(PACKAGE).as_posix()
    if name_of(path) == metric_table.__name__:
        return set()
    rooms = {name: module.rpartition(".")[0] for name, module in METRICS.items()}
    own = {
        name
        for name, module in METRICS.items()
        if name_of(path) == module or (rooms[name] != "mtqe.metrics" and name_of(path).startswith(rooms[name]))
    }
    return {(place, name) for name in told(path, source).metrics - own}


def test_a_metric_is_named_in_its_own_file_and_its_row_only() -> None:
    assert set().union(*map(named_metrics, modules())) == set(OTHER_SENSE)


def test_a_planted_name_of_a_metric_is_seen() -> None:
    found = named_metrics(PACKAGE / "report" / "view.py", "TITLES = {'bleu': 'BLEU'}\nif metric == 'ter': pass\n")
    assert found == {("report/view.py", "bleu"), ("report/view.py", "ter")}
    learned = PACKAGE / "metrics" / "learned.py"
    assert named_metrics(learned, "a = 'learned', 'comet'\n") == {("metrics/learned.py", "comet")}


def test_a_long_file_is_named(tmp_path: Path) -> None:
    for name, lines in (("a.py", LONG), ("b.py", LONG + 1)):
        (tmp_path / name).write_text("\n" * lines, encoding="utf-8")
    assert long_files(tmp_path) == [f"{tmp_path.name}/b.py: {LONG + 1} lines"]


def test_only_the_command_line_prints_and_exits() -> None:
    bad = re.compile(r"^\s*(print\(|sys\.exit|logging\.basicConfig|random\.seed|np\.random\.seed)", re.MULTILINE)
    assert [path.name for path in modules() if place_of(path) != "cli" and bad.search(path.read_text("utf-8"))] == []


FORKED = """
import contextlib, io, json, os, sys
from mtqe.cli import run
for args in json.loads(sys.argv[1]):
    if os.fork():
        assert os.wait()[1] == 0, args
        continue
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(args) == 0
    print(*{name.partition(".")[0] for name in sys.modules}, flush=True)
    os._exit(0)
"""


def loaded_by(*calls: Sequence[str]) -> list[set[str]]:
    """The packages that are loaded after each call of the command line, each in a process of its own."""
    command = [sys.executable, "-c", FORKED, json.dumps(calls)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [set(line.split()) for line in done.stdout.splitlines()]


def heavy_by(*calls: Sequence[str]) -> dict[str, set[str]]:
    """The heavy packages that each call of the command line loads."""
    return {
        " ".join(args): heavy for args, found in zip(calls, loaded_by(*calls), strict=True) if (heavy := found & HEAVY)
    }


def test_light_commands_load_nothing_heavy(tmp_path: Path) -> None:
    light = [["--help"], ["--version"], ["list", "checks"], ["list", "metrics"], ["explain", "ACC101"]]
    assert heavy_by(*light, *([name, "--help"] for name in COMMANDS)) == {}
    for args, heavy in heavy_by(*(["list", "checks", "--pair", pair] for pair in ("ar-en", "en-de"))).items():
        # The limits of checks ask which languages the identifier tells apart and which have lemmas.
        assert heavy <= {"eldc", "simplemma"}, args


def test_gate_and_report_load_nothing_heavy(tmp_path: Path) -> None:
    from mtqe.model import SCHEMA, Report, Run
    from mtqe.report import json

    path = tmp_path / "report.json"
    with path.open("w", encoding="utf-8") as out:
        json.render(Report(SCHEMA, Run("0", "2026-01-01T00:00:00+00:00")), out)
    names = ("html", "json", "md", "console", "sarif", "junit", "gitlab", "github", "csv", "marot", "esa", "xliff")
    assert heavy_by(*(["report", str(path), "-f", name] for name in names)) == {}
