"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

import pytest

from mtqe.language.late_patterns import late


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
    monkeypatch.setattr(re, "compile", lambda text: compiled.append(text) or plain(text))
    pattern = late("[ab]")
    assert compiled == []
    assert [pattern.findall("cab"), pattern.findall("b")] == [["a", "b"], ["b"]]
    assert compiled == ["[ab]"]
