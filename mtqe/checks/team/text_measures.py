"""How long a text is: in characters, words, columns or bytes, and where a greatest length ends."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from itertools import accumulate

from mtqe.language import words
from mtqe.language.language_tags import count_words


def length(text: str, measure: str, lang: str) -> int:
    """The length of a text."""
    return count_words(text, lang) if measure == "words" else sum(map(_SIZES[measure], text))


def surplus(text: str, measure: str, limit: float, lang: str) -> tuple[int, int]:
    """The range at the end of a text that is too much; the whole text if it has no such place."""
    if measure == "words":
        starts = words.starts(text)[:-1]
        ends = len(text.rstrip())
        return (starts[int(limit)], ends) if len(starts) == count_words(text, lang) > limit else (0, ends)
    sizes = list(accumulate(map(_SIZES[measure], text)))
    return next(at for at, size in enumerate(sizes) if size > limit), len(text)


@functools.lru_cache(maxsize=8192)
def columns(char: str) -> int:
    """The columns that a character takes where each has the same width: two if it is wide, none if it joins another."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_SIZES: dict[str, Callable[[str], int]] = {
    "characters": lambda char: 1,
    "width": columns,
    "bytes": lambda char: len(char.encode("utf-8", "surrogatepass")),
}
