"""The areas of errors that a run can look for, and how far it looked. `mtqe.model` exports the types."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Area = Literal[
    "numbers",
    "names",
    "negation",
    "terminology",
    "omission",
    "language",
    "hallucination",
    "markup",
    "locale",
    "form",
]
AreaState = Literal["full", "part", "short", "none", "off"]

AREAS: tuple[Area, ...] = get_args(Area)

TITLES: dict[Area, str] = {
    "numbers": "numbers, amounts, dates and times",
    "names": "names",
    "negation": "negation",
    "terminology": "terminology",
    "omission": "omission and addition",
    "language": "untranslated text and wrong language",
    "hallucination": "hallucination and meaning",
    "markup": "tags, placeholders, addresses and codes",
    "locale": "locale conventions",
    "form": "garbled text, punctuation and sentence form",
}

NEEDED: tuple[Area, ...] = ("numbers", "omission", "language", "hallucination")
"""Areas that a pass needs if the policy names none: errors in them mislead a reader, in any language pair."""

MISLEADING: tuple[Area, ...] = ("numbers", "negation", "names", "omission", "language", "hallucination", "markup")
"""Areas whose major errors mislead a reader or break a page; by default a rate alone never spares them."""


class Coverage(msgspec.Struct, frozen=True):
    """How far a run looked for the errors of one area.

    Args:
        area: The area.
        state: `full`: all of it in this language pair. `part`: with the gaps. `none`: no check that the area depends on
            could run, so that nothing can be said about it. `short`: these checks ran, and every segment is too short
            for them. `off`: the configuration switched these checks off.
        gaps: What was not looked for and why, one phrase for each cause.
    """

    area: Area
    state: AreaState
    gaps: tuple[str, ...] = ()


class LeftOut(msgspec.Struct, frozen=True):
    """What a reader left out of the texts of a document, so that no check sees it.

    Args:
        what: The kind, in the singular of a word whose plural ends in -s: `link`, `image`, `footnote`.
        number: How many; of the side that has more.
        area: The area whose errors it may hide: `markup` if the text was kept without it, `omission` if it is text;
            `null` if no reader of the translation sees it, such as a comment.
        line: 1-based line of the first one, in the translation if it has one; 0 if that is not known.
    """

    what: str
    number: int
    area: Area | None = "markup"
    line: int = 0
