"""A text after an error was planted in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Changed:
    """A text after an error: the span of what is new in it, None if something was taken out; what the other side knows.

    `alone`: Whether the other side still says nothing that this one does not, so that all of it is right.
    `also`: Further spans, where the error is in several places.
    """

    text: str
    span: tuple[int, int] | None
    alone: bool = False
    also: tuple[tuple[int, int], ...] = ()


def exchanged(text: str, start: int, end: int, new: str, alone: bool = False) -> Changed:
    """A text with a stretch exchanged."""
    return Changed(text[:start] + new + text[end:], (start, start + len(new)) if new.strip() else None, alone)


def several(text: str, edits: Sequence[tuple[int, int, str]]) -> Changed:
    """A text with some stretches exchanged, which are given from left to right."""
    made, spans, at = "", [], 0
    for start, end, new in edits:
        made += text[at:start]
        spans.append((len(made), len(made) + len(new)))
        made += new
        at = end
    return Changed(made + text[at:], spans[0], also=tuple(spans[1:]))
