"""Texts that a program chooses by a number: which argument counts, and by what the text of a unit is chosen.

A reader of messages with branches makes a code of each choice. Its key names the argument and the type of the choice:
`count, plural` in ICU, `$count ->` in Fluent (`mtqe.formats.programs.choices`).
"""

from __future__ import annotations

import re

from mtqe.model import Segment

_COUNTED = (", plural", ", selectordinal")
_NO_CARDINAL = re.compile(r".*, select(?:ordinal)?|.*\bordinal\b.* ->", re.DOTALL)


def arguments(segment: Segment) -> frozenset[str]:
    """The names of the arguments that count in a text of an ICU message. The sign `#` stands for their number."""
    return frozenset(code.value for code in segment.codes if code.role == "open" and code.key.endswith(_COUNTED))


def is_cardinal(segment: Segment) -> bool:
    """Whether the form of a text can be a category of cardinal numbers: no `select` and no ordinal chooses it."""
    keys = [code.key for code in segment.codes if code.role == "open" and code.kind == "variable"]
    return not keys or not _NO_CARDINAL.fullmatch(keys[-1])


def without_number_signs(segment: Segment, text: str) -> str:
    """A text of the segment with a digit in place of each sign `#` that stands for a number."""
    return text.replace("#", "0") if "#" in text and arguments(segment) else text
