"""Numbers that the context implies: translators leave them out or add them, and no reader is misled."""

from __future__ import annotations

import re

from mtqe.checks.numbers.finder import Number
from mtqe.model import Segment, Side

_YEAR = re.compile(r"(?:19|20)\d\d\b")
_BEFORE_YEAR = re.compile(
    r"(?:[^\W\d_]{3,}\.? \d{1,2}(?:st|nd|rd|th)?,?"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)?(?: de)? [^\W\d_]{3,}\.?(?: de)?,?)\s\Z"
)
"""The day and month before the year of a date, in either order: `July 26, 2020`, `26 de julio de 2020`."""
_DAY_ALONE = re.compile(r"(?<![月\d\uff10-\uff19])(?<!月 )[\d\uff10-\uff19]{1,2}(?=[ \u00a0]?日(?![間间]))")
"""A day of a Chinese or Japanese date without its month, which others call *Wednesday* or *the next day*."""
_NAME_BEFORE = re.compile(r"[^\W\d_]{4,}[-‑]\Z")
"""A word before a number with a hyphen, which is part of a name that has other forms: `covid-19`."""
LONGEST_DATE = 24
"""Characters: of the longest day and month before a year. By hand."""


def is_implied(number: Number, side: Side, segment: Segment) -> bool:
    """Whether only one side has a number, and the context of the other side implies it."""
    text = segment.text(side)
    before = text[max(0, number.start - LONGEST_DATE) : number.start]
    if side == "target":
        return _YEAR.match(text, number.start) is not None and _BEFORE_YEAR.search(before) is not None
    return _DAY_ALONE.match(text, number.start) is not None or (
        text[number.start : number.end].isdecimal() and _NAME_BEFORE.search(before) is not None
    )
