"""Control characters show a text of the translation backwards: 61 where the file has 16.

## What it does

Looks for the characters that override the direction of writing (U+202E from right to left, U+202D from left to right)
and marks the text that they turn around: two or more digits or letters of the other direction. Overrides that the
source has as well are left alone, and so are those that change nothing, such as U+202E around Hebrew letters.

## Why it is bad

The reader sees another number or another word than every program that searches or checks the text.

## Known problems

Marks that only say in which direction a text runs (U+200E, U+202A, U+2067) are not judged. `broken-characters` reports
overrides that change nothing, as minor.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_OVERRIDES: Final = {"\u202d": frozenset({"R", "AL"}), "\u202e": frozenset({"L", "EN", "AN"})}
"""The classes of the characters that each override turns around."""
_OPENING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
_CLOSING = frozenset("\u202c\u2069")
_FEWEST = 2
"""Characters: that an override must turn around; one alone stays as it is."""


@check(
    "ART121",
    "reversed-text",
    "linguistic-conventions/character-encoding",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example("At most 16 bar.", "Höchstens \u202d16\u202c bar."),
        Example("At most 16 bar.", "Höchstens \u202e5\u202c bar."),
        Example("External ids", "\u202eמזהים חיצוניים", langs=("en", "he")),
        Example("At most \u202e16\u202c bar.", "Höchstens \u202e61\u202c bar."),
        Example("At most 16 bar.", "Höchstens \u202e61\u202c bar.", ("61",)),
        Example("At most 16 bar.", "\u202eAu plus\u202c 16 bar.", ("Au plus",), ("en", "fr")),
        Example("At most 16 bar.", "לא יותר מ-\u202e61\u202c בר", ("61",), ("en", "he")),
    ],
)
def reversed_text(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the text that an override turns around."""
    text = segment.target
    if not any(sign in text for sign in _OVERRIDES):
        return
    for start, end, sign in _scopes(text):
        turned = sum(unicodedata.bidirectional(char) in _OVERRIDES[sign] for char in text[start:end])
        if turned >= _FEWEST and sign not in segment.source:
            message = f"the control character U+{ord(sign):04X} shows this text backwards"
            yield Hit(message, (Span("target", start, end),))


def _scopes(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of a text whose innermost mark of direction is an override, with this character."""
    inside: list[str] = []
    start = 0
    for place, char in enumerate(f"{text}\n"):
        if char in _OPENING or char in _CLOSING or char == "\n":
            if inside and inside[-1] in _OVERRIDES and start < place:
                yield start, place, inside[-1]
            start = place + 1
        if char in _OPENING:
            inside.append(char)
        elif char in _CLOSING:
            del inside[-1:]
        elif char == "\n":
            inside.clear()
