"""`make release-check`: whether this checkout can be released.

It builds the source archive, and from this the wheels of mtqe and mtqe-slim, into dist/, and looks into all of them. It
needs no package beside pip, and says every fault that it finds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

import smoke

ROOT = Path(__file__).parents[2]
DATED = re.compile(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$", re.MULTILINE)
PRIVATE = re.compile(
    rb"/(?:home|Users)/[a-z]\w+/|-----BEGIN [A-Z ]*PRIVATE KEY|\bsk-[A-Za-z0-9]{32}|\bghp_[A-Za-z0-9]{36}"
)
"""What no file of a release has: folders of a person, and keys."""
NEEDED = ("NOTICE", "LICENSE")
PINNED = r"(?:mtqe@|\bref: |\brev: )v(\d+\.\d+\.\d+)\b"
"""A tag of mtqe, as workflows, templates and hooks name it."""
SDIST = "import sys; sys.path.insert(0, sys.argv[1]); from hatchling.build import build_sdist; build_sdist(sys.argv[2])"
FORBIDDEN = re.compile(r"(^|/)(tests|training|reports|\.git|__pycache__|\.env|mtqe\.toml)(/|$)")


def versions(project: str, code: str, changelog: str) -> Iterator[str]:
    """What does not agree about the version, from the texts of the three files."""
    version = tomllib.loads(project)["project"]["version"]
    if f'VERSION = "{version}"' not in code:
        yield f"mtqe/version.py has another version than pyproject.toml, which has {version}"
    first = re.search(r"^## .*$", changelog, re.MULTILINE)
    dated = DATED.match(first[0]) if first else None
    if dated is None or dated[1] != version:
        found = first[0] if first else "no heading"
        yield f"CHANGELOG.md must begin with '## {version} - YYYY-MM-DD', and begins with {found!r}"


def pins(root: Path, version: str) -> Iterator[str]:
    """Places in the examples and guides that name the tag of another version."""
    for path in sorted([root / "docs" / "ci.md", *(path for path in (root / "examples").rglob("*") if path.is_file())]):
        for found in re.findall(PINNED, path.read_text(encoding="utf-8")):
            if found != version:
                yield f"{path.relative_to(root)} names the tag v{found}, and the version is {version}"


def contents(wheel: Path) -> Iterator[str]:
    """What is in a wheel and must not be, and what must be and is not."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for needed in NEEDED:
            if not any(name.rpartition("/")[2] == needed for name in names):
                yield f"the wheel has no {needed}"
        for name in names:
            if FORBIDDEN.search(name):
                yield f"the wheel has {name}"
            elif found := PRIVATE.search(archive.read(name)):
                yield f"{name} in the wheel has {found[0][:40]!r}"


def source_differences(archive: Path, tracked: Collection[str]) -> Iterator[str]:
    """Files of the repository that the source archive lacks, and files that only the archive has."""
    with tarfile.open(archive) as tar:
        inside = {member.name.partition("/")[2] for member in tar if member.isfile()} - {"PKG-INFO"}
    yield from (f"the source archive lacks {name}" for name in sorted(set(tracked) - inside))
    yield from (f"the source archive has {name}, which git does not know" for name in sorted(inside - set(tracked)))


def tracked_files() -> list[str]:
    """The files that git knows."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")[:-1]


def repository() -> Iterator[str]:
    """Changes that are not committed, and a tag that exists."""
    git = ["git", "-C", str(ROOT)]
    status = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout
    if status:
        yield f"there are changes that are not committed: {', '.join(status.split()[1::2][:5])}"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    if subprocess.run([*git, "tag", "--list", f"v{version}"], capture_output=True, text=True, check=True).stdout:
        yield f"the tag v{version} exists already"


def build() -> tuple[Path, list[Path]]:
    """The source archive, and the wheels that are built from it, in dist/."""
    dist, backend = ROOT / "dist", ROOT / "build" / "backend"
    for old in (*dist.glob("*.whl"), *dist.glob("*.tar.gz")):
        old.unlink()
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    shutil.rmtree(backend, ignore_errors=True)
    smoke.run([*pip, "install", "--target", backend, *requires], ROOT, os.environ)
    smoke.run([sys.executable, "-I", "-c", SDIST, backend, dist], ROOT, os.environ)
    (archive,) = dist.glob("*.tar.gz")
    for source in (str(archive), f"mtqe-slim @ {archive.as_uri()}#subdirectory=slim"):
        smoke.run([*pip, "wheel", "--no-deps", "--wheel-dir", dist, source], ROOT, os.environ)
    return archive, sorted(dist.glob("*.whl"))


def main() -> int:
    """0 if all is well; 1 with all faults on stderr."""
    names = ("pyproject.toml", "mtqe/version.py", "CHANGELOG.md")
    faults = [*versions(*((ROOT / name).read_text(encoding="utf-8") for name in names)), *repository()]
    faults += pins(ROOT, tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    archive, wheels = build()
    if [wheel.name.partition("-")[0] for wheel in wheels] != ["mtqe", "mtqe_slim"]:
        faults.append(f"dist/ must have the wheels of mtqe and mtqe-slim, and has {[wheel.name for wheel in wheels]}")
    for wheel in wheels:
        found = [*filter(None, [smoke.too_large(wheel)]), *smoke.differences(wheel), *contents(wheel)]
        faults += [f"{wheel.name}: {fault}" for fault in found]
    faults += source_differences(archive, tracked_files())
    for fault in faults:
        print(f"release-check: {fault}", file=sys.stderr)
    if not faults:
        names = ", ".join(str(path.relative_to(ROOT)) for path in (archive, *wheels))
        print(f"release-check: {names} can be released")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
