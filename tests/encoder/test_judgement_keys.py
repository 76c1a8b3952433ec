"""A stored judgement is not used if anything has changed that can change it."""

from __future__ import annotations

import ast
import importlib.metadata
from pathlib import Path
from typing import Any

import pytest
from call_names import called

import mtqe
from mtqe import encoder
from mtqe.encoder import Pair, judgement_cache
from mtqe.machine import cache
from mtqe.machine.cache import Store
from mtqe.registry.contracts import Context

ROOT = Path(mtqe.__file__).parent
NEUTRAL = {
    "model/report.py",
    "errors.py",
    "registry/contracts.py",
    "machine/cache.py",
    "language/misplaced.py",
    "version.py",
}
"""What names things, tells errors, or comes in only after a judgement was taken from the cache."""
PLAIN = {"msgspec"}
"""Packages without a say in any number."""


def imported(path: Path) -> set[str]:
    """The modules that a file imports, at any depth, also by their names in strings."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Call) and called(node).endswith("import_module"):
            found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return found


def closure() -> tuple[set[str], set[str]]:
    """The files outside the encoder's room that it uses to read texts, and the packages that all of them import."""
    waiting, seen = sorted((ROOT / "encoder").glob("*.py")), set()
    files, packages = set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in imported(path):
            own = ROOT.parent / f"{name.replace('.', '/')}.py"
            place = own.relative_to(ROOT.parent).as_posix().removeprefix("mtqe/")
            if own.is_file() and name.startswith("mtqe.") and not place.startswith("encoder/") and place not in NEUTRAL:
                files.add(place)
                waiting.append(own)
            packages.add(name.partition(".")[0])
    return files, packages


def key(**changed: Any) -> bytes:
    pair = {"source": "One.", "target": "Eins.", "reference": None, "source_lang": "en", "target_lang": "de"} | changed
    context = Context("en", "de", cache=Store(Path("unused")))
    ((_, place),) = judgement_cache._places("learned", [Pair(**pair)], context).items()
    return place


def test_each_part_of_a_pair_has_a_say() -> None:
    others = [{"source": "Two."}, {"target": "Zwei."}, {"reference": "Eins."}, {"reference": ""}]
    others += [{"source_lang": "en-GB"}, {"target_lang": "de-AT"}]
    keys = [key(), *(key(**one) for one in others)]
    assert len(set(keys)) == len(keys)


def test_packages_that_can_move_a_number_have_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    version, plain = importlib.metadata.version, key()
    there = {name for names in importlib.metadata.packages_distributions().values() for name in names}
    packages = (closure()[1] & there) - {"mtqe"} - PLAIN
    assert len(packages) >= 5
    for package in sorted(packages):
        with monkeypatch.context() as patch:
            patch.setattr(
                importlib.metadata, "version", lambda name, package=package: "0" if name == package else version(name)
            )
            assert key() != plain, package


def test_code_that_can_move_a_number_has_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    named: set[str] = set()
    monkeypatch.setattr(cache, "code", lambda *names: named.update(names) or "")
    key()
    assert named >= {"encoder", "data/encoder/encoder.json", *closure()[0]}


def test_what_is_known_of_both_languages_has_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of the language room say where sentences end."""
    hashed, plain = cache.code, key()
    for name in ("language/tables/en.toml", "language/tables/de.toml", "language/lang.py"):
        monkeypatch.setattr(cache, "code", lambda *names, name=name: hashed(*names) + ("x" if name in names else ""))
        assert key() != plain, name
    monkeypatch.setattr(
        cache, "code", lambda *names: hashed(*names) + ("x" if "language/tables/sv.toml" in names else "")
    )
    assert key() == plain, "a language that is not read"


def test_weights_processor_and_kind_have_a_say(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = key()
    with monkeypatch.context() as patch:
        patch.setattr(encoder, "signature", lambda device: {"encoder": "2", "weights": "other", "dtype": "int8"})
        assert key() != plain
    with monkeypatch.context() as patch:
        patch.setattr("platform.machine", lambda: "arm64")
        assert key() != plain
    context = Context("en", "de", cache=Store(Path("unused")))
    pair = Pair("One.", "Eins.", None, "en", "de")
    kinds = [judgement_cache._places(kind, [pair], context)[pair] for kind in ("learned", "criticism", "hallucination")]
    assert len(set(kinds)) == 3
