"""Texts that a program chooses by a number: which argument counts.

A reader of messages with branches makes a code of each choice. Its key names the argument and the type of the choice:
`count, plural` in ICU, `$count ->` in Fluent (`mtqe.formats.programs.choices`).
"""

from __future__ import annotations

from mtqe.model import Segment

_COUNTED = (", plural", ", selectordinal")


def arguments(segment: Segment) -> frozenset[str]:
    """The names of the arguments that count in a text of an ICU message. The sign `#` stands for their number."""
    return frozenset(code.value for code in segment.codes if code.role == "open" and code.key.endswith(_COUNTED))


def without_number_signs(segment: Segment, text: str) -> str:
    """A text of the segment with a digit in place of each sign `#` that stands for a number."""
    return text.replace("#", "0") if "#" in text and arguments(segment) else text
