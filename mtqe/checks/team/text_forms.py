"""A text in the form in which it is searched (NFC, without case, marked), and the way back to the stored text."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable
from itertools import accumulate

from mtqe.checks.team import pattern_syntax
from mtqe.language.late_patterns import late

_ALIKE = str.maketrans(
    dict.fromkeys("\t\n\v\f\r\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " ")
    | dict.fromkeys("’ʼ‘`´", "'")
    | dict.fromkeys("‐‑", "-")
)
_SURROGATE = late("[\ud800-\udfff]")
_TEXTS = 256
"""Texts: whose forms stay in memory, because many rules look at the same ones."""


class Form:
    """A text in another form.

    Args:
        text: The text in this form.
        starts: Where each of its characters begins in the stored text, then the length of that; `None` if all places
            are the same in both. If a character of the stored text became several, all of these begin where it does.
    """

    __slots__ = ("_encoded", "_starts", "text")

    def __init__(self, text: str, starts: list[int] | None) -> None:
        self.text = text
        self._starts = starts
        self._encoded: bytes | None = None

    @property
    def encoded(self) -> bytes:
        """The text in UTF-8, as RE2 reads it."""
        if self._encoded is None:
            self._encoded = self.text.encode("utf-8", "replace")
        return self._encoded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the stored text that has a range of this form: all characters of which a part is in it."""
        if self._starts is None:
            return start, end
        last = end
        while 0 < last < len(self._starts) - 1 and self._starts[last] == self._starts[last - 1]:
            last += 1
        return self._starts[start], self._starts[last]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether a range of this form is one of whole characters of the stored text."""
        starts = self._starts
        return starts is None or all(
            place in (0, len(starts) - 1) or starts[place] != starts[place - 1] for place in (start, end)
        )

    def then(self, change: Callable[[str], str]) -> Form:
        """This form, with each character replaced by some text."""
        parts = list(map(change, self.text))
        lengths = list(map(len, parts))
        text = "".join(parts)
        if len(text) == len(self.text) and all(length == 1 for length in lengths):
            return Form(text, self._starts)
        starts = self._starts or list(range(len(self.text) + 1))
        placed = [starts[place] for place, length in enumerate(lengths) for _ in range(length)]
        return Form(text, [*placed, starts[-1]])


@functools.lru_cache(maxsize=_TEXTS)
def composed(text: str) -> Form:
    """The text in NFC."""
    text = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return Form(text, None)
    pieces = list(_pieces(text))
    parts = [unicodedata.normalize("NFC", piece) for piece in pieces]
    begins = accumulate(map(len, pieces), initial=0)
    placed = [begin for begin, part in zip(begins, parts, strict=False) for _ in part]
    return Form("".join(parts), [*placed, len(text)])


def _pieces(text: str) -> Iterable[str]:
    """The text in pieces whose normal forms, joined, are the normal form of the text."""
    piece = ""
    for char in text:
        if piece and not unicodedata.combining(char) and _stays_apart(piece, char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _stays_apart(piece: str, char: str) -> bool:
    if char.isascii():
        return True
    joined = unicodedata.normalize("NFC", piece + char)
    return joined == unicodedata.normalize("NFC", piece) + unicodedata.normalize("NFC", char)


@functools.lru_cache(maxsize=_TEXTS)
def caseless(text: str) -> Form:
    """The text in NFC, without case (`ß` is `ss`) and with one kind of space, apostrophe and hyphen."""
    form = composed(text)
    folded = _folded(form.text)
    return Form(folded, form._starts) if len(folded) == len(form.text) else form.then(_folded)


def _folded(text: str) -> str:
    """Without case. Turkish `İ` is `i`, and not an `i` with a loose dot."""
    return text.translate(_ALIKE).replace("İ", "i").casefold()


def cased(text: str) -> str:
    """The text as `caseless` has it, but with its case."""
    return composed(text).text.translate(_ALIKE)


@functools.lru_cache(maxsize=_TEXTS)
def marked(text: str) -> Form:
    """The text in NFC, marked for patterns with the edges of words."""
    form = composed(text)
    return form if form.text.isascii() and not _has_marks(form.text) else form.then(pattern_syntax.marked_char)


def _has_marks(text: str) -> bool:
    return any(mark in text or stand_in in text for mark, stand_in in pattern_syntax.STAND_INS.items())
