"""The translation carries what a language model says around it.

## What it does

Looks for announcements (`Here is the translation:`), labels, closing remarks, refusals, pieces of the prompt, control
tokens and code fences in the translation, in a dozen languages. Each rule is silent where the source says the like. The
patterns are data, with examples of their own: `mtqe/data/artifacts.toml`.

## Why it is bad

It goes to print. Average scores hardly move for a few extra words at the beginning or end of a segment.

## Known problems

A source that speaks of translations without the words the rules look for, such as a grammar exercise, may be marked.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check


class Rule(NamedTuple):
    """A row of the data file, ready for use.

    Args:
        message: For the reader.
        pattern: What to look for in a translation, anchored to the place where the rule looks.
        excuse: What makes the rule silent when it stands in the source.
        surplus: Whether the match must be too much for the length of the source.
    """

    message: str
    pattern: re.Pattern[str]
    excuse: re.Pattern[str]
    surplus: bool


@check(
    "ART102",
    "model-chatter",
    "accuracy/addition",
    Severity.CRITICAL,
    examples=[
        Example("Here is the keeper of the bridge.", "Hier ist der Wärter der Brücke."),
        Example("The translation of the novel took years.", "Die Übersetzung des Romans dauerte Jahre."),
        Example(
            "The bridge is closed.",
            "Hier ist die deutsche Übersetzung: Die Brücke ist gesperrt.",
            ("Hier ist die deutsche Übersetzung:",),
        ),
        Example(
            "The bridge is closed.",
            "Le pont est fermé. Let me know if you would like another version.",
            ("Let me know if you would like another version.",),
            ("en", "fr"),
        ),
    ],
)
def model_chatter(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark what the rules find in the target and not in the source."""
    done = 0
    for rule, found in sorted(_found(segment), key=lambda pair: (pair[1].start(), -pair[1].end())):
        start, end = found.span()
        if start >= done:
            yield Hit(rule.message, (Span("target", start, end),))
            done = end


def _found(segment: Segment) -> Iterator[tuple[Rule, re.Match[str]]]:
    for rule in rules():
        matches = [found for found in rule.pattern.finditer(segment.target) if found[0]]
        if not matches or rule.excuse.search(segment.source):
            continue
        for found in matches:
            if not rule.surplus or _is_surplus(found[0], segment):
                yield rule, found


def _is_surplus(chatter: str, segment: Segment) -> bool:
    """Whether the translation fits the source better, by length, without the chatter."""
    source, target = _length(segment.source), _length(segment.target)
    rest = target - _length(chatter)
    if source == 0:
        return True
    return rest > 0 and abs(math.log(rest / source)) < abs(math.log(target / source))


def _length(text: str) -> int:
    """Letters and digits; a Chinese, Japanese or Korean character counts as three."""
    return sum(3 if char > "\u2e80" else 1 for char in text if char.isalnum())


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The rules of the data file."""
    return tuple(_rule(row) for row in rows())


def rows() -> list[dict[str, Any]]:
    """The data file as it is, with the examples of each rule."""
    text = resources.files("mtqe").joinpath("data/artifacts.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return found


def _rule(row: dict[str, Any]) -> Rule:
    either = "|".join(f"(?:{pattern})" for pattern in row["patterns"])
    anchored = {
        "start": rf"(?<![^\s])(?:(?<=^)|(?<=^\s)|(?<=^[\"„“«»*]))(?:{either})",
        "end": rf"(?:(?<=[.!?:…)\"”“»。！？]\s)|^)(?:{either})(?=\s*$)",
        "anywhere": either,
    }[row["where"]]
    excuse = "|".join([either, *row.get("excused_by", ())])
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in (anchored, excuse)]
    return Rule(row["message"], compiled[0], compiled[1], row.get("surplus", False))
