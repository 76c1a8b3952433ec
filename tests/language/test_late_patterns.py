"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import copy
import importlib
import pickle
import re
from pathlib import Path

import pytest

import mtqe
from mtqe.language.late_patterns import _Late, late

PACKAGE = Path(mtqe.__file__).parent


def test_it_does_what_the_pattern_does() -> None:
    pattern, plain = late(r"(?P<han>[\u4e00-\u9fff])x"), re.compile(r"(?P<han>[\u4e00-\u9fff])x")
    for text in ("店x 時x", "x", ""):
        assert pattern.findall(text) == plain.findall(text)
        assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in plain.finditer(text)]
        assert (pattern.search(text) is None) is (plain.search(text) is None)
    assert (pattern.pattern, pattern.flags, pattern.groupindex) == (plain.pattern, plain.flags, plain.groupindex)
    assert pattern.match("ab店x", 2)


def test_it_is_compiled_once_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    plain = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or plain(text, flags))
    pattern = late("[ab]")
    assert compiled == []
    assert [pattern.findall("cab"), pattern.findall("b")] == [["a", "b"], ["b"]]
    assert compiled == ["[ab]"]


def test_flags_bytes_and_copies() -> None:
    assert late("FERRY", re.IGNORECASE).fullmatch("ferry")
    assert late(rb"\d+").findall(b"a1b22") == [b"1", b"22"]
    copied = pickle.loads(pickle.dumps(late("[ab]+", re.IGNORECASE)))
    assert [copied.findall("cAB"), copy.deepcopy(copied).findall("b")] == [["AB"], ["b"]]


def test_every_pattern_compiles() -> None:
    """A fault in a pattern is seen here and not only at its first use."""
    compiled = 0
    for path in PACKAGE.rglob("*.py"):
        if "late(" in path.read_text(encoding="utf-8"):
            module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
            patterns = [value for value in vars(module).values() if isinstance(value, _Late)]
            assert all(pattern.pattern is not None for pattern in patterns)
            compiled += len(patterns)
    assert compiled > 500
