"""Running words with their offsets, and what is not running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mtqe.model import Side, Span

# Scripts written without spaces: each character stands for itself. Thai, Lao and the like stay in runs.
_SINGLE = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Marks that stand inside words but are neither letters nor digits for `re`: combining accents, vowel signs, joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u1000-\u1049\u1056-\u109f"
    "\u1780-\u17d3\u200c\u200d"
)
_RARE = re.compile(f"[{_SINGLE}{_MARKS}]")


def _pattern(letter: str, inner: str) -> str:
    return rf"{letter}+(?:[{inner}]{letter}+)*"


_PLAIN = "[^\\W_]"
_ANY = rf"(?:(?![{_SINGLE}])[^\W_]|[{_MARKS}])"
# By whether the text has rare characters, which cost time to look for, and whether hyphens join.
_WORD = {
    (False, True): re.compile(_pattern(_PLAIN, r"'’ʼ\-‐‑")),
    (False, False): re.compile(_pattern(_PLAIN, "'’ʼ")),
    (True, True): re.compile(rf"[{_SINGLE}]|" + _pattern(_ANY, r"'’ʼ\-‐‑")),
    (True, False): re.compile(rf"[{_SINGLE}]|" + _pattern(_ANY, "'’ʼ")),
}

_MAYBE_NOT_TEXT = re.compile(r"[@#<{%$&/\\]|[A-Za-z0-9][._][A-Za-z0-9]")
_NOT_TEXT = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#]\w+|</?[A-Za-z][^<>]*>|&#?\w+;"
    r"|\{[^{}\s][^{}]*\}|%\(?\w*\)?[sd]\b|\$[A-Za-z_]\w*|(?:/[A-Za-z0-9_.-]+){2,}"
    r"|(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9-]*(?:[._][A-Za-z0-9]+)+"
)
_QUOTED = re.compile(
    r"„[^“”„]*[“”]|“[^“”]*”|”[^“”]*”|«[^«»]*»|»[^«»]*«|\"[^\"]*\"|「[^「」]*」|『[^『』]*』|《[^《》]*》"
    r"|‚[^‚‘’]*[‘’]|‹[^‹›]*›|›[^‹›]*‹|(?<!\w)‘[^‘’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)"
)
_STRAIGHT = str.maketrans(dict.fromkeys("’ʼ‘`´", "'") | dict.fromkeys("‐‑", "-"))


class Word(NamedTuple):
    """A word: its text, where it stands (code points, half-open), and its key, equal for words that differ in case."""

    text: str
    start: int
    end: int
    key: str


def words(text: str, hyphens: bool = True) -> list[Word]:
    """The words of a text; punctuation is left out, and a Chinese or Japanese character is a word.

    Args:
        text: Any text.
        hyphens: Whether `part-time` is one word or two.
    """
    pattern = _WORD[not text.isascii() and _RARE.search(text) is not None, hyphens]
    folded = straight(text)
    spans = [found.span() for found in pattern.finditer(text)]
    return [Word(text[start:end], start, end, folded[start:end].casefold()) for start, end in spans]


def key(text: str) -> str:
    """The text without difference of case and of kinds of apostrophe or hyphen."""
    return straight(text).casefold()


def straight(text: str) -> str:
    """The text with straight apostrophes and plain hyphens, of the same length."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def is_plain(word: str) -> bool:
    """Whether a word is no name by its looks: letters, none of them a capital, and no digits."""
    return word == word.lower() and any(map(str.isalpha, word)) and not any(map(str.isdigit, word))


def is_title(group: Iterable[Word]) -> bool:
    """Whether words could be a title or name: nothing but short words is written small in it."""
    return not any(is_plain(word.text) and (len(word.text) > 3 or not word.text.isascii()) for word in group)


def masked(text: str) -> str:
    """The text with addresses, handles, tags, file names and placeholders blanked out, of the same length."""
    if not _MAYBE_NOT_TEXT.search(text):
        return text
    return _NOT_TEXT.sub(lambda m: " " * len(m[0]), text)


def quoted(text: str) -> list[tuple[int, int]]:
    """The stretches between quotation marks, marks included."""
    return [m.span() for m in _QUOTED.finditer(text)]


def copied_share(source: list[Word], target: list[Word]) -> float:
    """The share of the target's words that stand in the source too, 0 to 1; 0 without any word."""
    if not target:
        return 0.0
    both = Counter(word.key for word in source) & Counter(word.key for word in target)
    return both.total() / len(target)


def whole(side: Side, text: str) -> tuple[Span, ...]:
    """The span of a text without the space around it; none if nothing is left."""
    stripped = text.strip()
    start = text.find(stripped)
    return (Span(side, start, start + len(stripped)),) if stripped else ()
