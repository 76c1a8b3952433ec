"""Rules from data files, `mtqe/data/*.toml`: patterns of text that must not be in a translation.

The fields of a `[[rule]]`:

- `name` and `message`: the message is for the reader.
- `patterns`: Python regular expressions; case is ignored. The match is marked. At the start or end of the text, the
  white space around it is not.
- `where`: `start`, `end` or `anywhere`. At the start and the end, several matches may follow each other.
- `excused_by`: further patterns. The rule is silent where one of these or of `patterns` matches the source.
- `surplus`: the rule marks a match only if the translation has more sentences than the source, or if its length fits
  the source better without the match.
- `severity`: replaces the severity of the check.
- `needs`: characters, or a list of texts. Every match has at least one of them, so that translations without them are
  skipped quickly.
- `good` and `bad`: the tests, `[source, translation]` and `[source, translation, marked text, ...]`.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, NamedTuple

import msgspec

from mtqe.language import prefilter, words
from mtqe.language.late_patterns import late
from mtqe.machine import cache, prepared_value
from mtqe.model import Hit, Segment, Severity, Span

_BEFORE_END = late(r"[.!?:…)\"”“»]\s+|[。！？）：]\s*|\n\s*|\s(?=[(（\[])")
_STOP = late(r"[.!?:…]+(?=[\s\"”“»)\]*]|$)|[。！？：]")


class Rule(NamedTuple):
    """A row of a data file with compiled patterns.

    Args:
        name: Unique in its file.
        message: For the reader.
        where: Where the rule looks: `start`, `end` or `anywhere`.
        pattern: Searched in the translation.
        excuse: Makes the rule silent when it matches the source.
        surplus: Whether a match counts only where the translation is too long or has too many sentences.
        severity: `None` for the severity of the check.
    """

    name: str
    message: str
    where: str
    pattern: re.Pattern[str]
    excuse: re.Pattern[str]
    surplus: bool
    severity: Severity | None


def hits(file: str, segment: Segment) -> Iterator[Hit]:
    """Mark the matches of a file's rules in the translation that the source does not excuse.

    Of matches that overlap, the first is marked, and the longest of those with the same start.
    """
    possible = _possible(file, segment.target)
    if not possible:
        return
    marked_end = 0
    for rule, start, end in sorted(_rule_matches(file, possible, segment), key=lambda match: (match[1], -match[2])):
        if start >= marked_end:
            yield Hit(rule.message, (Span("target", start, end),), rule.severity, kind=rule.name)
            marked_end = end


def _rule_matches(file: str, possible: Sequence[int], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """The rules that match, with the start and end of each match; `possible` are the rules to try."""
    text, file_rules = segment.target, rules(file)
    edges: dict[str, list[Rule]] = {"start": [], "end": []}
    for rule in map(file_rules.__getitem__, possible):
        if rule.where in edges:
            edges[rule.where].append(rule)
            continue
        matches = [match for match in rule.pattern.finditer(text) if match[0]]
        if matches and not rule.excuse.search(segment.source):
            yield from ((rule, *match.span()) for match in matches if _is_too_much(rule, match[0], segment))
    yield from _at_start(edges["start"], segment)
    yield from _at_end(edges["end"], segment)


def _at_start(start_rules: list[Rule], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """Matches before the translation; each search starts where the last match ended."""
    text, start = segment.target, 0
    while start_rules:
        start += len(text[start:]) - len(text[start:].lstrip())
        edge_matches = [
            (rule, *_stripped(match))
            for rule in start_rules
            if (match := rule.pattern.match(text, start)) and _is_not_excused(rule, match[0], segment)
        ]
        if not edge_matches:
            return
        longest = max(edge_matches, key=lambda match: match[2])
        yield longest
        start = longest[2]


def _at_end(end_rules: list[Rule], segment: Segment) -> Iterator[tuple[Rule, int, int]]:
    """Matches after the translation, from the end of the text backwards."""
    text = segment.target
    end = len(text.rstrip())
    places = [0, *(edge_matches.end() for edge_matches in _BEFORE_END.finditer(text))] if end_rules else []
    while places:
        edge_matches = []
        for rule in end_rules:
            matches = (rule.pattern.match(text, place, end) for place in places if place < end)
            match = next(filter(None, matches), None)
            if match and match[0].strip() and _is_not_excused(rule, match[0], segment):
                edge_matches.append((rule, *_stripped(match)))
        if not edge_matches:
            return
        longest = min(edge_matches, key=lambda match: match[1])
        yield longest
        end = len(text[: longest[1]].rstrip())


def _is_not_excused(rule: Rule, matched_text: str, segment: Segment) -> bool:
    """Whether the source does not excuse a match."""
    return rule.excuse.search(segment.source) is None and _is_too_much(rule, matched_text, segment)


def _is_too_much(rule: Rule, matched_text: str, segment: Segment) -> bool:
    return not rule.surplus or _is_surplus(matched_text, segment)


def _stripped(match: re.Match[str]) -> tuple[int, int]:
    """Start and end of a match without the white space around it."""
    start, end = match.span()
    return start + len(match[0]) - len(match[0].lstrip()), end - len(match[0]) + len(match[0].rstrip())


def _is_surplus(matched_text: str, segment: Segment) -> bool:
    """Whether the translation has more sentences than the source, or fits its length better without the match."""
    if len(_STOP.findall(segment.target)) > len(_STOP.findall(segment.source)):
        return True
    source, target = _length(segment.source), _length(segment.target)
    remaining = target - _length(matched_text)
    if source == 0:
        return True
    return remaining > 0 and abs(math.log(remaining / source)) < abs(math.log(target / source))


def _length(text: str) -> int:
    """Letters and digits; a Chinese, Japanese or Korean character counts as three."""
    return sum(3 if char > "\u2e80" else 1 for char in text if char.isalnum())


@functools.cache
def rules(file: str) -> tuple[Rule, ...]:
    """The rules of a data file."""
    return tuple(_rule(row) for row in rows(file))


def rows(file: str) -> list[dict[str, Any]]:
    """The rules of a data file as written, with their examples."""
    text = resources.files("mtqe").joinpath(f"data/{file}.toml").read_text(encoding="utf-8")
    table: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return table


def _possible(file: str, text: str) -> list[int]:
    """The numbers of the rules that may match a text, in order."""
    sieve, looks = _sieves(file)
    numbers = sieve.possible(text)
    signs = words.characters(text) & looks.signs.keys()
    found = [number for sign in signs for number in looks.signs[sign]]
    found += [number for number, needed in looks.texts if any(map(text.__contains__, needed))]
    return sorted({*numbers, *found}) if found else numbers


class _Looks(msgspec.Struct, frozen=True):
    """What a fast look asks for before a rule may match.

    Args:
        meshes: For each rule, what a sieve by words asks for.
        signs: The numbers of the rules that need a character.
        texts: The numbers of the rules that need one of some texts.
    """

    meshes: list[prefilter.Mesh]
    signs: dict[str, list[int]]
    texts: list[tuple[int, list[str]]]


@functools.cache
def _sieves(file: str) -> tuple[prefilter.Sieve, _Looks]:
    code = cache.code(f"data/{file}.toml", "language/prefilter.py", "checks/artifacts/pattern_rules.py")
    looks = prepared_value.kept(f"looks-{file}-{code[:16]}", _Looks, lambda: _looks(file))
    return prefilter.Sieve(looks.meshes), looks


def _looks(file: str) -> _Looks:
    looks = _Looks([], {}, [])
    for number, row in enumerate(rows(file)):
        needs = row.get("needs") or (
            None if prefilter.needed(row["patterns"]) else prefilter.characters(row["patterns"])
        )
        looks.meshes.append(prefilter.mesh(() if needs else row["patterns"]))
        if isinstance(needs, list):
            looks.texts.append((number, needs))
            continue
        for sign in needs or ():
            looks.signs.setdefault(sign, []).append(number)
    return looks


def _rule(row: dict[str, Any]) -> Rule:
    either = "|".join(f"(?:{pattern})" for pattern in row["patterns"])
    whole = rf"(?:{either})\s*$" if row["where"] == "end" else either
    excuse = "|".join([either, *row.get("excused_by", ())])
    severity = Severity(row["severity"]) if "severity" in row else None
    pattern, excused = late(whole, re.IGNORECASE), late(excuse, re.IGNORECASE)
    surplus = row.get("surplus", False)
    return Rule(row["name"], row["message"], row["where"], pattern, excused, surplus, severity)
