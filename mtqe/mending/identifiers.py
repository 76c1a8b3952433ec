"""Where a correction would change a part of an identifier, an address or code.

A program or a person types these letter by letter, so that a part of one is no word of the text: `Github` in
`Github_token` or `example.org/Github`. A correction of the whole is left to the check that knows what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtqe.language.late_patterns import late
from mtqe.model import Span

_CODE = late(r"`[^`\n]+`|\{[^{}\s]+\}|https?://[^\s<>\"'“”„«»]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|%\(\w+\)")
"""Code in which nothing is text, not even its marks."""
_TOKEN = late(r"[\w.:/\\@$%#~-]+")
_SHAPE = late(r"[^\W_]_[^\W_]|\w\.[^\W\d_]|::|\w[/\\]\w|[@$%#~]\w|[a-z][A-Z]|[^\W\d_]\d")
"""What no word of a language has: an underscore, dot, slash, sign, digit or capital inside."""


def holds(text: str, changes: Iterable[tuple[Span, str]]) -> bool:
    """Whether a change is inside an identifier, an address or code, and does not replace all of it.

    A change of spaces and marks alone counts in code only: `end.Begin` lacks a space.
    """
    return any(_inside(text, span.start, span.end, new) for span, new in changes)


def _inside(text: str, start: int, end: int, new: str) -> bool:
    if any(_is_part(match, start, end) for match in _CODE.finditer(text)):
        return True
    letters = ["".join(filter(str.isalnum, part)) for part in (text[start:end], new)]
    return letters[0] != letters[1] and any(
        _SHAPE.search(match[0]) and _is_part(match, start, end) for match in _TOKEN.finditer(text)
    )


def _is_part(match: re.Match[str], start: int, end: int) -> bool:
    first, last = match.span()
    last -= len(match[0]) - len(match[0].rstrip(".:"))
    return first <= start and end <= last and (start, end) != (first, last)
