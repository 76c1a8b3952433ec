"""Make again what ships: run the recipe (`recipe.py`), then compare the result with what ships (`tolerance.py`).

    python training/reproduce.py --data DATA
    python training/reproduce.py --data DATA --quick

DATA has the folders `train/` and `dev/` of the manifest. A step that has finished with the same inputs, settings and
code in `training/` is skipped; one that was interrupted goes on from its last checkpoint. Exit code: 0 when all figures
are within their tolerances, 1 when one is not, 2 when an input is not that of the manifest or a step failed.

`--quick` runs every step on a few rows, each training for two updates. It shows that the chain runs from end to end;
its figures are worth nothing and are compared with nothing.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import manifest
import recipe
import tolerance
from recipe import Step

HERE = Path(__file__).parent
ROOT = HERE.parent
STATE = "step.json"
SAME_BYTES = ("tokenizer.model", "nibbles.npy", "scales.npy", "layers.npz")
ROUNDED = ("lower.onnx", "lower.npz", "upper.onnx", "upper.npz")
"""Files of the encoder's own two halves. The factors in them are rounded otherwise on other processors."""
"""Files without training in them and without products of floats: every machine makes the same bytes."""


class Failed(Exception):
    """A step did not finish; the message says which, and where its output is."""


@dataclass(frozen=True)
class Places:
    """Where things are: the folder with `train/` and `dev/`, that of the steps, and Debian's packages."""

    data: Path
    runs: Path
    root: Path
    quick: bool = False

    def folder(self, step: str) -> Path:
        """The folder of a step."""
        return self.runs / step

    def fill(self, step: Step) -> list[str]:
        """The arguments of a step with the places put in."""
        few = self.folder("few")
        names = {
            "data": few / "train" if self.quick else self.data / "train",
            "all": self.data / "train",
            "prose": (few if self.quick else self.folder("prose")) / "prose.jsonl.gz",
            "runs": self.runs,
            "root": self.root,
            "out": self.folder(step.name),
        }
        return [argument.format(**names) for argument in step.arguments]


def code(script: Path, seen: frozenset[Path] = frozenset()) -> str:
    """What a script and the modules of its folder that it imports do: a hash that comments do not change."""
    tree = ast.parse(script.read_text(encoding="utf-8"))
    parts = [ast.dump(tree)]
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    for name in sorted(names):
        path = script.with_name(f"{name}.py")
        if path.is_file() and path not in seen:
            parts.append(code(path, seen | {script, path}))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def key(step: Step, made: Mapping[str, Mapping[str, str]], inputs: manifest.Manifest) -> str:
    """What a step's result depends on: settings, code, the results of earlier steps and the inputs it reads."""
    depends = {
        "arguments": step.arguments,
        "code": code(HERE / step.script),
        "after": {name: made[name] for name in step.after},
        "data": sorted(entry["sha256"] for entry in inputs["data"] if set(entry["use"]) & set(step.reads)),
        "debian": sorted(entry["sha256"] for entry in inputs["debian"] if entry["name"].startswith(step.debian or "?")),
        "package": [entry["sha256"] for entry in inputs["package"]] if step.script == "extract.py" else [],
    }
    return hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()


def state(folder: Path) -> dict[str, Any]:
    """What is known of a step in its folder: `key`, and once it has finished `made`, its files' hashes."""
    path = folder / STATE
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def finished(folder: Path, wanted: str) -> dict[str, str] | None:
    """The hashes of a step's files where it has finished with this key, and they are as it left them."""
    known = state(folder)
    if known.get("key") != wanted or "made" not in known:
        return None
    made: dict[str, str] = known["made"]
    whole = all((folder / name).is_file() and manifest.digest(folder / name) == sha for name, sha in made.items())
    return made if whole else None


def write_state(folder: Path, known: Mapping[str, Any]) -> None:
    """Note what is known of a step; a kill leaves the old note."""
    new = folder / f"{STATE}.new"
    new.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    new.rename(folder / STATE)


def prepare(folder: Path, wanted: str) -> None:
    """A folder for a step: as it is where the same step was interrupted, empty otherwise.

    Raises:
        Failed: There is a folder that no step has made.
    """
    known = state(folder)
    if folder.exists() and not known:
        raise Failed(f"{folder} is not of a step of the recipe; remove it, or give another --runs")
    if known and (known.get("key") != wanted or "made" in known):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_state(folder, {"key": wanted})


def execute(step: Step, places: Places) -> None:
    """Run a step's script; its output goes into a file of its folder.

    Raises:
        Failed: The script ended with an error.
    """
    command = [sys.executable, str(HERE / step.script), *places.fill(step)]
    # Nothing is fetched but by pip in the first step.
    variables = os.environ | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    output = places.folder(step.name) / "output.txt"
    with output.open("a", encoding="utf-8") as file:
        ended = subprocess.run(command, env=variables, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, check=False)
    if ended.returncode:
        last = output.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        raise Failed(f"{step.name}: exit code {ended.returncode}: {''.join(last)} (all of it: {output})")


def run(
    steps: Iterable[Step],
    places: Places,
    inputs: manifest.Manifest,
    do: Callable[[Step, Places], None] = execute,
) -> dict[str, dict[str, str]]:
    """Run the steps in order, but for those that have finished; the hashes of what each made.

    Raises:
        Failed: A step failed, or did not make what it should.
    """
    made: dict[str, dict[str, str]] = {}
    for step in steps:
        wanted, folder = key(step, made, inputs), places.folder(step.name)
        known = finished(folder, wanted)
        if known is not None:
            print(f"{step.name}: finished before, skipped", flush=True)
            made[step.name] = known
            continue
        prepare(folder, wanted)
        print(f"{step.name}: runs", flush=True)
        began = time.time()
        do(step, places)
        lacking = [name for name in step.makes if not (folder / name).is_file()]
        if lacking:
            raise Failed(f"{step.name}: it did not make {lacking[0]}")
        made[step.name] = {name: manifest.digest(folder / name) for name in step.makes}
        write_state(folder, {"key": wanted, "made": made[step.name], "seconds": round(time.time() - began)})
        print(f"{step.name}: done in {time.time() - began:.0f} s", flush=True)
    return made


def judge(places: Places, shipped: Path) -> bool:
    """Print the table; whether all figures are within their tolerances and the untrained files are the same."""
    found = json.loads((places.folder("figures") / "figures.json").read_text(encoding="utf-8"))
    rows = tolerance.compare(tolerance.load(), found)
    print(tolerance.table(rows))
    good = all(row.within for row in rows)
    for name in (*SAME_BYTES, *ROUNDED):
        same = manifest.digest(places.folder("export") / name) == manifest.digest(shipped / name)
        note = "" if same or name in SAME_BYTES else " (other processors round otherwise; this does not count)"
        print(f"{name}: {'the same bytes as what ships' if same else 'other bytes than what ships'}{note}")
        good = good and (same or name not in SAME_BYTES)
    print("within all tolerances" if good else "OUT OF TOLERANCE: this is not what ships")
    return good


def main() -> int:
    """Run and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--root", type=Path, default=Path("/"), help="where Debian's packages are (default: /)")
    parser.add_argument("--runs", type=Path, help="folder of the steps (default: training/runs/ship or .../quick)")
    parser.add_argument("--quick", action="store_true", help="a few rows and updates: shows that the chain runs")
    parser.add_argument("--list", action="store_true", help="print the steps with their commands, run nothing")
    args = parser.parse_args()
    runs = (args.runs or HERE / "runs" / ("quick" if args.quick else "ship")).resolve()
    places = Places(args.data.resolve(), runs, args.root.resolve(), args.quick)
    steps = recipe.quick() if args.quick else recipe.STEPS
    if args.list:
        for step in steps:
            print(f"{step.name}: python training/{step.script} {' '.join(places.fill(step))}")
        return 0
    inputs = manifest.load()
    problems = manifest.verify(inputs, places.data, places.root)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    try:
        run(steps, places, inputs)
    except Failed as error:
        print(error, file=sys.stderr)
        return 2
    if args.quick:
        print("every step ran; the figures of so few rows are worth nothing and were compared with nothing")
        return 0
    return 0 if judge(places, ROOT / "mtqe" / "data" / "encoder") else 1


if __name__ == "__main__":
    sys.exit(main())
