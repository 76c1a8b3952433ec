"""The lock has every package that pyproject.toml asks for, in a version that it allows, each with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent.parent
ENTRY = re.compile(r"([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
APART = "torch"
"""Is installed by itself, see the Makefile."""


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named, pending = set(), ["dev"]
    while pending:
        name = pending.pop()
        named.add(name)
        for line in extras[name]:
            if line.startswith("mtqe["):
                pending += [extra for extra in re.findall(r"[a-z]+", line[4:]) if extra not in named]
    lines = [*project["dependencies"], *(line for name in sorted(named) for line in extras[name])]
    return [Requirement(line) for line in lines if not line.startswith("mtqe[")]


def locked(text: str) -> dict[str, list[Version]]:
    """The versions of each package; one may have another for each version of Python."""
    found: dict[str, list[Version]] = {}
    for name, version, _ in ENTRY.findall(text):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def faults(text: str) -> list[str]:
    versions = locked(text)
    missing = [one.name for one in wanted() if canonicalize_name(one.name) not in versions]
    other = [
        str(one)
        for one in wanted()
        if not all(version in one.specifier for version in versions.get(canonicalize_name(one.name), ()))
    ]
    return [*missing, *other]


TEXT = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")


def test_the_lock_has_what_the_project_asks_for() -> None:
    assert len(wanted()) > 50
    assert faults(TEXT) == []


@pytest.mark.parametrize("line", [r"^click==8.*?(?=^[a-z])", r"^pytest==.*?(?=^[a-z])"])
def test_a_package_that_is_missing_is_seen(line: str) -> None:
    assert faults(re.sub(line, "", TEXT, count=1, flags=re.MULTILINE | re.DOTALL)) != []


def test_a_version_that_is_not_allowed_is_seen() -> None:
    assert faults(re.sub(r"^click==\S+", "click==8.1.7", TEXT, flags=re.MULTILINE)) != []


def test_each_line_is_an_entry_with_hashes_and_names_no_host() -> None:
    assert ENTRY.sub("", TEXT).strip().count("\n") == 0, "the comment at its head"
    assert "://" not in TEXT
    assert APART not in locked(TEXT)
