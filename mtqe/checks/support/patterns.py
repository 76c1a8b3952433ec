"""Rules that are data: patterns of what must not stand in a translation, read from `mtqe/data/*.toml`.

Each `[[rule]]` has `name`, `message` (for the reader), `patterns` (Python regular expressions, case ignored; the match
is what is marked) and `where`: only at the `start` or `end` of the text, or `anywhere`. It is silent where one of its
patterns, or of `excused_by`, matches the source; with `surplus` also unless the translation has more sentences than the
source or fits its length better without the match. `needs` are characters of which every match has one, which saves
time. `good` and `bad` are its tests: `[source, translation]` and `[source, translation, marked text]`.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple

from mtqe import literals
from mtqe.model import Hit, Segment, Span

_BEFORE_END = re.compile(r"[.!?:…)\"”“»。！？]\s")
_STOP = re.compile(r"[.!?:…]+(?=[\s\"”“»)\]*]|$)|[。！？：]")


class Rule(NamedTuple):
    """A row of a data file, ready for use.

    Args:
        message: For the reader.
        where: Where the rule looks: `start`, `end` or `anywhere`.
        pattern: What to look for in a translation, anchored to that place.
        excuse: What makes the rule silent when it stands in the source.
        surplus: Whether the match must be too much for the length or the number of sentences of the source.
        needs: Characters of which a match has at least one, to save looking; empty if not told.
    """

    message: str
    where: str
    pattern: re.Pattern[str]
    excuse: re.Pattern[str]
    surplus: bool
    needs: str


def hits(file: str, segment: Segment) -> Iterator[Hit]:
    """Mark what the rules of a file find in the translation and not in the source; the longest of what overlaps.

    Args:
        file: Name of the data file, without `.toml`.
        segment: The pair.
    """
    done = 0
    for rule, found in sorted(_found(file, segment), key=lambda pair: (pair[1].start(), -pair[1].end())):
        start, end = found.span()
        if start >= done:
            yield Hit(rule.message, (Span("target", start, end),))
            done = end


def _found(file: str, segment: Segment) -> Iterator[tuple[Rule, re.Match[str]]]:
    text, known = segment.target, rules(file)
    for rule in map(known.__getitem__, _sieve(file).possible(text)):
        if rule.needs and not any(char in text for char in rule.needs):
            continue
        matches = _matches(rule, text)
        if not matches or rule.excuse.search(segment.source):
            continue
        for found in matches:
            if not rule.surplus or _is_surplus(found[0], segment):
                yield rule, found


def _matches(rule: Rule, text: str) -> list[re.Match[str]]:
    """Where a rule matches; one that looks at the start or end of a text is tried in few places only."""
    if rule.where == "anywhere":
        return [found for found in rule.pattern.finditer(text) if found[0]]
    places = [0, 1] if rule.where == "start" else [0, *(found.end() for found in _BEFORE_END.finditer(text))]
    return [found for at in places if (found := rule.pattern.match(text, at))][:1]


def _is_surplus(words: str, segment: Segment) -> bool:
    """Whether the translation fits the source better without these words, by length or by its number of sentences."""
    if len(_STOP.findall(segment.target)) > len(_STOP.findall(segment.source)):
        return True
    source, target = _length(segment.source), _length(segment.target)
    rest = target - _length(words)
    if source == 0:
        return True
    return rest > 0 and abs(math.log(rest / source)) < abs(math.log(target / source))


def _length(text: str) -> int:
    """Letters and digits; a Chinese, Japanese or Korean character counts as three."""
    return sum(3 if char > "\u2e80" else 1 for char in text if char.isalnum())


@functools.cache
def rules(file: str) -> tuple[Rule, ...]:
    """The rules of a data file."""
    return tuple(_rule(row) for row in rows(file))


def rows(file: str) -> list[dict[str, Any]]:
    """A data file as it is, with the examples of each rule."""
    text = resources.files("mtqe").joinpath(f"data/{file}.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return found


@functools.cache
def _sieve(file: str) -> literals.Sieve:
    return literals.Sieve(None if row.get("needs") else row["patterns"] for row in rows(file))


def _rule(row: dict[str, Any]) -> Rule:
    either = "|".join(f"(?:{pattern})" for pattern in row["patterns"])
    anchored = {
        "start": rf"(?<![^\s])(?:(?<=^)|(?<=^\s)|(?<=^[\"„“«»*]))(?:{either})",
        "end": rf"(?:(?<=[.!?:…)\"”“»。！？]\s)|^)(?:{either})(?=\s*$)",
        "anywhere": either,
    }[row["where"]]
    excuse = "|".join([either, *row.get("excused_by", ())])
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in (anchored, excuse)]
    return Rule(row["message"], row["where"], compiled[0], compiled[1], row.get("surplus", False), row.get("needs", ""))
