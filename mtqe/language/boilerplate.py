"""Recognises boilerplate: lines of a web page outside the article, by their wording (`data/boilerplate.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

import msgspec

from mtqe.language import prefilter
from mtqe.language.late_patterns import late
from mtqe.machine import cache, prepared_value

LONGEST = 40
"""Text of more words is never boilerplate."""

_EDGES = " \t\n.!?…:»›>→|–—-*•·"


def boilerplate_kind(text: str, *langs: str) -> str | None:
    """The kind of boilerplate that a line is, such as "an advertisement label", or `None`."""
    line = " ".join(text.split()).strip(_EDGES)
    if not line or len(line) > 400 or line.count(" ") >= LONGEST:
        return None
    rules, sieve = _patterns(langs)
    for rule in map(rules.__getitem__, sieve.possible(line)):
        if rule.complete.fullmatch(line) or rule.within.search(line):
            return rule.kind
    return None


def may_have(text: str, *langs: str) -> bool:
    """Whether a line of a text may be boilerplate in one of the languages. A fast test: it never misses a match."""
    return bool(_patterns(langs)[1].possible(" ".join(text.split())))


def rules() -> list[dict[str, Any]]:
    """The rules for boilerplate, from `mtqe/data/boilerplate.toml`."""
    text = resources.files("mtqe").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
    rule_tables: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return rule_tables


class _Rule(msgspec.Struct, frozen=True):
    """A rule in one language: patterns of a whole line, patterns of a part of a line, and the mesh of both."""

    kind: str
    line: list[str]
    within: list[str]
    mesh: prefilter.Mesh


class _Patterns(NamedTuple):
    """A rule in one language: a pattern for a whole line, and a pattern for a part of a line."""

    kind: str
    complete: re.Pattern[str]
    within: re.Pattern[str]


@functools.cache
def _patterns(langs: tuple[str, ...]) -> tuple[list[_Patterns], prefilter.Sieve]:
    """The rules of the languages in order, and a sieve for them."""
    code = cache.code("data/boilerplate.toml", "language/prefilter.py", "language/boilerplate.py")
    kept = prepared_value.kept(f"boilerplate-{'-'.join(langs)}-{code[:16]}", list[_Rule], lambda: _rules(langs))
    patterns = [_Patterns(rule.kind, _any(rule.line), _any(rule.within)) for rule in kept]
    return patterns, prefilter.Sieve(rule.mesh for rule in kept)


def _rules(langs: tuple[str, ...]) -> list[_Rule]:
    rows = [
        (rule["what"], rule.get("line", {}).get(lang, []), rule.get("within", {}).get(lang, []))
        for rule in rules()
        for lang in {**rule.get("line", {}), **rule.get("within", {})}
        if lang in langs
    ]
    return [_Rule(kind, line, within, prefilter.mesh([*line, *within])) for kind, line, within in rows]


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all patterns; without patterns, one that never matches."""
    return late("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)
