"""What a user gets: builds the wheels of mtqe and mtqe-slim, installs each without extras into a fresh environment, and
uses it there.

`make smoke` runs it. It needs no package, so it runs with the Python that makes the environment. The commands run in a
temporary folder with a new home folder and without network, so that neither the checkout nor a cache helps them.
"""

from __future__ import annotations

import html
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import venv
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PLACE = ROOT / "build" / "smoke"
"""Where wheels and environments stay until the next run: to delete 50,000 files would cost CI half a minute."""
BUDGET = 95_000_000
"""Bytes that the wheel may have. PyPI takes files of up to 100 MiB."""
PLACES = {"mtqe": "mtqe", "references": "mtqe/data/references"}
"""Folders of the checkout, and where their files stand in the wheel."""
NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
"""A proxy that does not exist, so that every request fails."""
COMMANDS = {"list checks": "number-mismatch", "explain ACC101": "number-mismatch", "demo": "FAIL"}
"""The commands of a first visit, and a word of what each prints."""
COMET = "score -s demo/article.en.txt -t demo/article.en.txt --source-lang en --target-lang de -m comet -q"
"""A command that needs what mtqe-slim leaves out; the exit code of both is 3, because no model is there."""


@dataclass(frozen=True)
class Distribution:
    """A distribution of this checkout.

    Attributes:
        name: Its name.
        project: The folder of its pyproject.toml.
        options: Options of pip install. mtqe-slim must be quick to install, so nothing of it is compiled.
        without: Packages that must not come with it.
        lack: What COMET needs, as the command says.
    """

    name: str
    project: Path
    options: tuple[str, ...] = ()
    without: frozenset[str] = field(default_factory=frozenset)
    lack: str = "Unbabel/wmt22-comet-da, which is not on this machine"


FULL = Distribution("mtqe", ROOT)
SLIM = Distribution(
    "mtqe-slim", ROOT / "slim", ("--only-binary", ":all:"),
    frozenset({"torch", "unbabel-comet", "transformers", "datasets", "pandas", "setuptools", "huggingface-hub"}),
    "the package unbabel-comet, which is not installed; add it with: pip install \"mtqe-slim[comet]\"",
)  # fmt: skip


class Failure(Exception):
    """What a user would trip over."""


def too_large(wheel: Path, budget: int = BUDGET) -> str | None:
    """A message that names the largest files, if the wheel is larger than its budget."""
    size = wheel.stat().st_size
    if size <= budget:
        return None
    with zipfile.ZipFile(wheel) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: -entry.compress_size)[:5]
    largest = "".join(f"\n  {megabytes(entry.compress_size):>8}  {entry.filename}" for entry in entries)
    return f"{wheel.name} has {megabytes(size)}; the budget is {megabytes(budget)}. Its largest files:{largest}"


def megabytes(size: int) -> str:
    """A size for people; 1 MB is 1,000,000 bytes."""
    return f"{size / 1e6:.1f} MB"


def differences(wheel: Path, root: Path = ROOT) -> list[str]:
    """Files of the checkout that the wheel lacks, and files of the wheel that the checkout does not have."""
    expected = set()
    for folder, place in PLACES.items():
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root / folder)
            hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
            if path.is_file() and not hidden:
                expected.add(f"{place}/{inside.as_posix()}")
    with zipfile.ZipFile(wheel) as archive:
        files = {name for name in archive.namelist() if ".dist-info/" not in name}
    return [
        *(f"the wheel lacks {name}" for name in sorted(expected - files)),
        *(f"the wheel has {name}, which is not in the checkout" for name in sorted(files - expected)),
    ]


def run(command: list[str | Path], folder: Path, env: Mapping[str, str], code: int = 0) -> str:
    """Standard output of a command; Failure with all that it wrote if it does not end with the code."""
    done = subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != code:
        shown = shlex.join(str(word) for word in command)
        raise Failure(f"`{shown}` ended with {done.returncode}, not with {code}:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout


def build_and_install(distribution: Distribution, python: Path, folder: Path) -> None:
    """Build the wheel of this checkout, hold it against the files and the budget, and install it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MTQE_", "VIRTUAL_ENV"))}
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist", distribution.project], folder, env)
    (wheel,) = (folder / "dist").glob("*.whl")
    if message := too_large(wheel):
        raise Failure(message)
    if lines := differences(wheel):
        raise Failure("\n".join(lines))
    say(f"built {wheel.name}: {megabytes(wheel.stat().st_size)} of {megabytes(BUDGET)}, no file is missing")
    before, at_start = packages(python, env), time.monotonic()
    # Python compiles what it imports; --no-compile is quicker.
    run([*pip, "install", "--quiet", "--no-compile", *distribution.options, wheel], folder, env)
    seconds = time.monotonic() - at_start
    run([*pip, "check"], folder, env)
    brought = packages(python, env) - before  # an old Python puts setuptools into every environment
    if unwanted := distribution.without & brought:
        raise Failure(f"{distribution.name} brings {', '.join(sorted(unwanted))}")
    size = sum(path.lstat().st_size for path in (folder / "venv").rglob("*"))
    say(f"installed {distribution.name} without extras: {len(brought)} packages, {megabytes(size)}, {seconds:.0f} s")


def packages(python: Path, env: Mapping[str, str]) -> set[str]:
    """The names of the packages of an environment."""
    listed = run([python, "-m", "pip", "list", "--format", "json"], python.parent, env)
    return {one["name"].lower().replace("_", "-") for one in json.loads(listed)}


def use(distribution: Distribution, python: Path, folder: Path) -> None:
    """Import everything, and run the commands of a first visit."""
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONUTF8": "1", **NO_NETWORK}
    say(run([python, "-I", Path(__file__).with_name("installed_imports.py")], folder, env).strip())
    mtqe = python.with_name("mtqe")
    for arguments, expected in {"--version": f"{distribution.name}, version ", **COMMANDS}.items():
        if expected not in run([mtqe, *arguments.split()], folder, env):
            raise Failure(f"`mtqe {arguments}` does not say {expected!r}")
    shutil.copytree(ROOT / "references" / "demo", folder / "demo")
    run([mtqe, *COMET.split(), "--json", "comet.json"], folder, env, code=3)
    (problem,) = json.loads((folder / "comet.json").read_text(encoding="utf-8"))["problems"]
    if distribution.lack not in problem["why"]:
        raise Failure(f"`mtqe {COMET}` does not say {distribution.lack!r}, but {problem['why']!r}")
    report = json.loads((folder / "reports" / "demo.json").read_text(encoding="utf-8"))
    if report["problems"]:
        raise Failure(f"the demo has problems: {report['problems']}")
    page = (folder / "reports" / "demo.html").read_text(encoding="utf-8")
    marked = {finding["segment"] for finding in report["findings"]}
    plain = [segment["target"] for segment in report["segments"] if segment["id"] not in marked]
    if not page.rstrip().endswith("</html>") or any(html.escape(text) not in page for text in plain):
        raise Failure("reports/demo.html does not hold the whole demo article")
    say("ran mtqe --version, list, explain and demo")


START = time.monotonic()


def say(text: str) -> None:
    """Print what has been done, and the seconds since the start."""
    print(f"smoke {time.monotonic() - START:4.0f} s  {text}", flush=True)


def main() -> int:
    """0 if all is well; 1 with the first failure on stderr."""
    if PLACE.exists():
        shutil.rmtree(PLACE)
    for distribution in (SLIM, FULL):
        place = PLACE / distribution.name
        venv.create(place / "venv", with_pip=True)
        python = place / "venv" / "bin" / "python"
        try:
            build_and_install(distribution, python, place)
            with tempfile.TemporaryDirectory(prefix="mtqe-smoke-") as home:
                use(distribution, python, Path(home))
        except Failure as failure:
            print(f"smoke: {distribution.name}: {failure}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
