"""The locks have every package that pyproject.toml asks for, in a version that it allows, each with hashes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent.parent
ENTRY = re.compile(r"([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
APART = "torch"
"""Is installed by itself, see the Makefile."""


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = {
    "demo": ["build"], "test": ["test"], "check": ["check"], "spark": ["spark"], "ray": ["ray"], "site": ["docs"],
    "notebook": ["kernel"],
}  # fmt: skip
"""The extras of each group."""
SLIM = {"unbabel-comet", "setuptools", "datasets"}
"""Dependencies of mtqe that the demo does not need."""


def wanted(group: str) -> list[Requirement]:
    """What a group needs of the dependencies and the extras."""
    extras = PROJECT["optional-dependencies"]
    named, pending = set(), [*NEEDED[group]]
    while pending:
        name = pending.pop()
        named.add(name)
        for line in extras[name]:
            if line.startswith("mtqe["):
                pending += [extra for extra in re.findall(r"[a-z]+", line[4:]) if extra not in named]
    lines = [*PROJECT["dependencies"], *(line for name in sorted(named) for line in extras[name])]
    found = [Requirement(line) for line in lines if not line.startswith("mtqe[")]
    return [one for one in found if group != "demo" or one.name not in SLIM]


def locked(texts: Mapping[str, str], group: str) -> dict[str, list[Version]]:
    """The versions of each package of a group; one may have another for each version of Python.

    What the lock of the tests has replaces what the lock of the demo has.
    """
    found: dict[str, list[Version]] = {}
    for name in dict.fromkeys(["demo", *(["test"] if group != "demo" else []), group]):
        own: dict[str, list[Version]] = {}
        for package, version, _ in ENTRY.findall(texts[name]):
            own.setdefault(canonicalize_name(package), []).append(Version(version))
        found |= own
    return found


def faults(texts: Mapping[str, str], group: str) -> list[str]:
    versions = locked(texts, group)
    missing = [one.name for one in wanted(group) if canonicalize_name(one.name) not in versions]
    other = [
        str(one)
        for one in wanted(group)
        if not all(version in one.specifier for version in versions.get(canonicalize_name(one.name), ()))
    ]
    return [*missing, *other]


TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.lock")}


def test_every_lock_is_of_a_group() -> None:
    assert set(TEXTS) == set(NEEDED)
    of_groups = {extra for extras in NEEDED.values() for extra in extras}
    (everything,) = PROJECT["optional-dependencies"]["dev"]
    assert set(re.findall(r"[a-z]+", everything[4:])) == of_groups - {"build"}, "make setup installs the extra dev"


@pytest.mark.parametrize("group", NEEDED)
def test_the_lock_has_what_the_project_asks_for(group: str) -> None:
    assert len(wanted(group)) > 25
    assert faults(TEXTS, group) == []


@pytest.mark.parametrize(
    ("group", "package"), [("demo", "lxml"), ("test", "pytest"), ("ray", "ray"), ("test", "click")]
)
def test_a_package_that_is_missing_is_seen(group: str, package: str) -> None:
    less = {name: re.sub(rf"(?ms)^{package}==.*?(?=^[a-z]|\Z)", "", text) for name, text in TEXTS.items()}
    assert faults(less, group) != []


def test_a_version_that_is_not_allowed_is_seen() -> None:
    older = {name: re.sub(r"^click==\S+", "click==8.1.7", text, flags=re.MULTILINE) for name, text in TEXTS.items()}
    assert faults(older, "test") != [] and faults(older, "demo") == []


def test_the_locks_agree() -> None:
    """A group never changes what the demo or the tests installed, but for numpy on Python 3.13."""
    versions: dict[str, set[frozenset[str]]] = {}
    for text in TEXTS.values():
        own: dict[str, set[str]] = {}
        for package, version, _ in ENTRY.findall(text):
            own.setdefault(package, set()).add(version)
        for package, found in own.items():
            versions.setdefault(package, set()).add(frozenset(found))
    assert [package for package, found in versions.items() if len(found) > 1] == ["numpy"]


@pytest.mark.parametrize("group", NEEDED)
def test_each_line_is_an_entry_with_hashes_and_names_no_host(group: str) -> None:
    head, *rest = ENTRY.sub("", TEXTS[group]).strip().splitlines()
    assert head.startswith("# What ") and rest == [], "only the comment at its head"
    assert "://" not in TEXTS[group]
    assert APART not in locked(TEXTS, group)
