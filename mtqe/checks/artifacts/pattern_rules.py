"""Rules that are data: patterns of what must not stand in a translation, read from `mtqe/data/*.toml`.

Each `[[rule]]` has `name`, `message` (for the reader), `patterns` (Python regular expressions, case ignored; the match
is what is marked, at the start or end without the white space around it) and `where`: only at the `start` or `end` of
the text, or `anywhere`. What is found at the start or end is taken away before the next is sought there. A rule is
silent where one of its patterns, or of `excused_by`, matches the source; with `surplus` also unless the translation has
more sentences than the source or fits its length better without the match. `severity` overrides that of the check.
`needs` are characters of which every match has one, which saves time. `good` and `bad` are its tests:
`[source, translation]` and `[source, translation, marked text, ...]`.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, NamedTuple

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import prefilter, words

_BEFORE_END = re.compile(r"[.!?:…)\"”“»]\s+|[。！？）：]\s*|\n\s*|\s(?=[(（\[])")
_STOP = re.compile(r"[.!?:…]+(?=[\s\"”“»)\]*]|$)|[。！？：]")


class Rule(NamedTuple):
    """A row of a data file, ready for use.

    Args:
        name: Unique in its file.
        message: For the reader.
        where: Where the rule looks: `start`, `end` or `anywhere`.
        pattern: What to look for in a translation.
        excuse: What makes the rule silent when it stands in the source.
        surplus: Whether the match must be too much for the length or the number of sentences of the source.
        severity: Where it is another than that of the check.
    """

    name: str
    message: str
    where: str
    pattern: re.Pattern[str]
    excuse: re.Pattern[str]
    surplus: bool
    severity: Severity | None


def hits(file: str, segment: Segment) -> Iterator[Hit]:
    """Mark what the rules of a file find in the translation and not in the source; the longest of what overlaps.

    Args:
        file: Name of the data file, without `.toml`.
        segment: The pair.
    """
    possible = _possible(file, segment.target)
    if not possible:
        return
    done = 0
    for rule, start, end in sorted(_found(file, possible, segment), key=lambda found: (found[1], -found[2])):
        if start >= done:
            yield Hit(rule.message, (Span("target", start, end),), rule.severity, kind=rule.name)
            done = end


def _found(file: str, possible: Sequence[int], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """The rules that match, of those that may, and where."""
    text, known = segment.target, rules(file)
    edges: dict[str, list[Rule]] = {"start": [], "end": []}
    for rule in map(known.__getitem__, possible):
        if rule.where in edges:
            edges[rule.where].append(rule)
            continue
        matches = [found for found in rule.pattern.finditer(text) if found[0]]
        if matches and not rule.excuse.search(segment.source):
            yield from ((rule, *found.span()) for found in matches if _is_too_much(rule, found[0], segment))
    yield from _at_start(edges["start"], segment)
    yield from _at_end(edges["end"], segment)


def _at_start(known: list[Rule], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """What stands before the translation: after one match the next may follow."""
    text, start = segment.target, 0
    while known:
        start += len(text[start:]) - len(text[start:].lstrip())
        found = [
            (rule, *_stripped(one))
            for rule in known
            if (one := rule.pattern.match(text, start)) and _counts(rule, one[0], segment)
        ]
        if not found:
            return
        longest = max(found, key=lambda one: one[2])
        yield longest
        start = longest[2]


def _at_end(known: list[Rule], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """What stands after the translation, from the last match back."""
    text = segment.target
    end = len(text.rstrip())
    places = [0, *(found.end() for found in _BEFORE_END.finditer(text))] if known else []
    while places:
        found = []
        for rule in known:
            matches = (rule.pattern.match(text, at, end) for at in places if at < end)
            one = next(filter(None, matches), None)
            if one and one[0].strip() and _counts(rule, one[0], segment):
                found.append((rule, *_stripped(one)))
        if not found:
            return
        longest = min(found, key=lambda one: one[1])
        yield longest
        end = len(text[: longest[1]].rstrip())


def _counts(rule: Rule, words: str, segment: Segment) -> bool:
    """Whether the source has nothing that makes up for a match."""
    return rule.excuse.search(segment.source) is None and _is_too_much(rule, words, segment)


def _is_too_much(rule: Rule, words: str, segment: Segment) -> bool:
    return not rule.surplus or _is_surplus(words, segment)


def _stripped(found: re.Match[str]) -> tuple[int, int]:
    """Where a match is without the white space around it."""
    start, end = found.span()
    return start + len(found[0]) - len(found[0].lstrip()), end - len(found[0]) + len(found[0].rstrip())


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


def _possible(file: str, text: str) -> list[int]:
    """The numbers of the rules that may match a text, in order."""
    sieve, needing = _sieves(file)
    numbers = sieve.possible(text)
    signs = words.characters(text) & needing.keys()
    return sorted({*numbers, *(number for sign in signs for number in needing[sign])}) if signs else numbers


@functools.cache
def _sieves(file: str) -> tuple[prefilter.Sieve, dict[str, list[int]]]:
    """What tells which rules may match a text: its words, and its characters for those that need one of some."""
    sieved: list[Sequence[str] | None] = []
    needing: dict[str, list[int]] = {}
    for number, row in enumerate(rows(file)):
        needs = row.get("needs") or (
            None if prefilter.needed(row["patterns"]) else prefilter.characters(row["patterns"])
        )
        sieved.append(() if needs else row["patterns"])
        for sign in needs or ():
            needing.setdefault(sign, []).append(number)
    return prefilter.Sieve(sieved), needing


def _rule(row: dict[str, Any]) -> Rule:
    either = "|".join(f"(?:{pattern})" for pattern in row["patterns"])
    whole = rf"(?:{either})\s*$" if row["where"] == "end" else either
    excuse = "|".join([either, *row.get("excused_by", ())])
    severity = Severity(row["severity"]) if "severity" in row else None
    pattern, excused = re.compile(whole, re.IGNORECASE), re.compile(excuse, re.IGNORECASE)
    surplus = row.get("surplus", False)
    return Rule(row["name"], row["message"], row["where"], pattern, excused, surplus, severity)
