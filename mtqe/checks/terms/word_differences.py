"""Which words of a translation another translation of the same source does not have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Span

_WORD = late(r"\w+|[^\w\s]")
_CHARACTER = late(r"\S")


def closest(own: str, others: Sequence[str], lang: str) -> str:
    """The one of several texts that a translation is most like.

    Args:
        own: The translation.
        others: The texts; at least one.
        lang: Primary language tag of all.
    """
    return others[0] if len(others) == 1 else max(others, key=lambda text: _matcher(own, text, lang).ratio())


def differences(own: str, other: str, lang: str) -> Iterator[Span]:
    """The words of a translation that another one does not have; all of it if it only lacks words.

    Args:
        own: The translation; it is marked.
        other: The other one.
        lang: Primary language tag of both.
    """
    places = [match.span() for match in _pattern(lang).finditer(own)]
    found = [
        Span("target", places[start][0], places[end - 1][1])
        for kind, start, end, _, _ in _matcher(own, other, lang).get_opcodes()
        if kind != "equal" and start < end
    ]
    yield from found or ([Span("target", places[0][0], places[-1][1])] if places else [])


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case; hyphens, marks and spaces do not matter."""
    return "".join(filter(str.isalnum, text.casefold()))


def _matcher(own: str, other: str, lang: str) -> difflib.SequenceMatcher[str]:
    parts = _pattern(lang)
    return difflib.SequenceMatcher(None, parts.findall(own), parts.findall(other), autojunk=False)


def _pattern(lang: str) -> re.Pattern[str]:
    return _CHARACTER if language(lang).spaceless else _WORD
