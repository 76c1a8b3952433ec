"""Divides text into words with their offsets, and blanks out what is not running text."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

import msgspec

from mtqe.language.late_patterns import late
from mtqe.model import Side, Span

# Scripts written without spaces: each character is a word. Runs of Thai, Lao and the like stay together.
_SINGLE = "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Marks inside words that `re` does not count as letters or digits: combining accents, vowel signs, joiners.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u1000-\u1049\u1056-\u109f"
    "\u1780-\u17d3\u200c\u200d"
)
NAME_WORDS, NAME_LENGTH = 3, 40
"""Words, and characters: of a name that another language spells with other marks, at most."""
_RARE = late(f"[{_SINGLE}{_MARKS}]")
_EAST = late(f"[{_SINGLE}]")


def _pattern(letter: str, inner: str) -> str:
    return rf"({letter}+(?:[{inner}]{letter}+)*)"


_PLAIN = "[^\\W_]"
_ANY = rf"(?:(?![{_SINGLE}])[^\W_]|[{_MARKS}])"
# By whether the text has rare characters, whose pattern is slower, and whether hyphens join words.
_WORD = {
    (False, True): late(_pattern(_PLAIN, r"'’ʼ\-‐‑")),
    (False, False): late(_pattern(_PLAIN, "'’ʼ")),
    (True, True): late(rf"([{_SINGLE}]|" + _pattern(_ANY, r"'’ʼ\-‐‑")[1:]),
    (True, False): late(rf"([{_SINGLE}]|" + _pattern(_ANY, "'’ʼ")[1:]),
}

_LATIN = r"A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
UNDERSCORED = r"(?<![A-Za-z0-9_])__[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__(?!_)"
"""Variable between underscores, to which letters may be joined: `__time__s`."""
_MAYBE_NOT_TEXT = late(rf"__[A-Za-z]|[@#<{{%$&/\\._](?:(?<![._])|(?<=[{_LATIN}].)(?=[{_LATIN}]))")
# A mail address starts where its run of characters starts, and the first part of a file name and the digits of a
# variable (`%05d`) have a greatest length: without that, a long run of such characters would take quadratic time.
_NOT_TEXT = late(
    r"[A-Za-z][A-Za-z0-9+.-]{1,15}://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)[@#]\w+|</?[A-Za-z][^<>]*>|&#?\w+;"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{ ?[-$][A-Za-z][\w-]*(?:\([^{}()]*\))? ?\}|\{\s?[A-Z][A-Z0-9_-]*\([^{}()]*\)\s?\}"
    r"|\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,|\{[^{}\s][^{}]*\}"
    r"|%\(\w+\)[-+#0 ]?\d*(?:\.\d+)?[dfgsx]\b|%\(?\w*\)?[sd]\b"
    r"|(?<!\d)%(?:\d{1,3}\$)?[-+#0]{0,5}\d{0,5}(?:\.\d{1,5})?(?:hh?|ll?|[qLzjt])?(?:[diouxXfFeEgGcs](?![A-Za-z])|@)|\$[A-Za-z_]\w*"
    r"|(?:/[A-Za-z0-9_.-]+){2,}|(?<![A-Za-z0-9])[A-Za-z]:\\[^\s\"<>|]+"
    rf"|{UNDERSCORED}|(?<![{_LATIN}])(?![0-9])[{_LATIN}][{_LATIN}-]{{0,99}}(?:[._][{_LATIN}]+)+"
)
_QUOTED = late(
    r"„[^“”„]*[“”]|“[^“”]*”|”[^“”]*”|«[^«»]*»|»[^«»]*«|\"[^\"]*\"|「[^「」]*」|『[^『』]*』|《[^《》]*》"
    r"|‚[^‚‘’]*[‘’]|‹[^‹›]*›|›[^‹›]*‹|(?<!\w)‘[^‘’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)"
)
_QUOTATION_MARK = late("[„“”«»\"「『《‚‹›‘']")
_QUOTATION_MARKS = frozenset("„“”«»\"「『《‚‹›‘'")
_HYPHEN = late("[-‐‑]")
_BENT = "’ʼ‘`´‐‑"
_ANY_BENT = late(f"[{_BENT}]")
_STRAIGHT = str.maketrans(_BENT, "'''''--")
_TEXTS, _WORDS = 512, 8_192
"""Numbers of texts and words whose results stay in memory, because several checks need the same."""
_FEW = 12
"""Greatest number of shared words that are counted one by one."""


class Word(msgspec.Struct, frozen=True, gc=False):
    """A word: its text, its range (half-open, in code points), and its key, which ignores case."""

    text: str
    start: int
    end: int
    key: str


class _Reading:
    """The texts and keys of the words of a text, which are needed often, and the words, which are made when needed.

    Args:
        parts: The text between words, and the words, in turn.
        is_straight: Whether `straight` changes no word.
    """

    __slots__ = ("_ends", "_parts", "_words", "keys", "texts")

    def __init__(self, parts: Sequence[str], is_straight: bool) -> None:
        self._parts = parts
        self._words: tuple[Word, ...] | None = None
        self._ends: list[int] = []
        self.texts = tuple(parts[1::2])
        self.keys = tuple(map(str.casefold, self.texts if is_straight else map(straight, self.texts)))

    @property
    def words(self) -> tuple[Word, ...]:
        """The words with their offsets."""
        if self._words is None:
            self._words = tuple(map(Word, self.texts, self.ends[::2], self.ends[1::2], self.keys))
        return self._words

    @property
    def ends(self) -> list[int]:
        """Where the text between words, and the words, end, in turn."""
        if not self._ends:
            self._ends = list(accumulate(map(len, self._parts)))
        return self._ends


def words(text: str, hyphens: bool = True) -> tuple[Word, ...]:
    """The words of a text, without punctuation. Each Chinese or Japanese character is a word.

    Args:
        text: Any text.
        hyphens: Whether `part-time` is one word; otherwise it is two.
    """
    return _read(text, hyphens).words


def texts(text: str, hyphens: bool = True) -> tuple[str, ...]:
    """The text of each word of a text."""
    return _read(text, hyphens).texts


def starts(text: str) -> list[int]:
    """Where each word of a text begins, and the end of the text."""
    return _read(text, True).ends[::2]


def keys(text: str, hyphens: bool = True) -> tuple[str, ...]:
    """The key of each word of a text."""
    return _read(text, hyphens).keys


@functools.lru_cache(maxsize=_TEXTS)
def _read(text: str, hyphens: bool) -> _Reading:
    if not hyphens:
        joined = _read(text, True)
        if not _HYPHEN.search("".join(joined.texts)):
            return joined
    pattern = _WORD[not text.isascii() and _RARE.search(text) is not None, hyphens]
    return _Reading(pattern.split(text), straight(text) is text)


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    """The text with each match of a pattern replaced by spaces of the same length."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


@functools.lru_cache(maxsize=_TEXTS)
def characters(text: str) -> frozenset[str]:
    """The characters of a text, for a fast test whether it contains any of a set."""
    return frozenset(text)


def key(text: str) -> str:
    """The text in a form that ignores case and the kind of apostrophe or hyphen."""
    return straight(text).casefold()


def normalized(text: str) -> str:
    """The text in NFC with single spaces; the same object if nothing changes."""
    plain = " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())
    return text if plain == text else plain


def straight(text: str) -> str:
    """The text with straight apostrophes and plain hyphens, of the same length."""
    if text.isascii() or not _ANY_BENT.search(text):
        return text
    return text.translate(_STRAIGHT)


@functools.lru_cache(maxsize=_WORDS)
def is_plain(word: str) -> bool:
    """Whether a word does not look like a name: it has letters, no capital and no digit."""
    return word == word.lower() and any(map(str.isalpha, word)) and not any(map(str.isdigit, word))


def is_title(group: Iterable[Word]) -> bool:
    """Whether words could be a title or name: only short words start with a lower-case letter."""
    return not any(is_plain(word.text) and (len(word.text) > 3 or not word.text.isascii()) for word in group)


@functools.lru_cache(maxsize=_TEXTS)
def masked(text: str) -> str:
    """The text with spaces for addresses, handles, tags, file names and placeholders, of the same length."""
    if not _MAYBE_NOT_TEXT.search(text):
        return text
    return blanked(text, _NOT_TEXT)


@functools.lru_cache(maxsize=_TEXTS)
def quoted(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges between quotation marks, including the marks."""
    if _QUOTATION_MARKS.isdisjoint(characters(text)):
        return ()
    quotations: list[tuple[int, int]] = []
    end = 0
    for mark in _QUOTATION_MARK.finditer(text):
        match = _QUOTED.match(text, mark.start()) if mark.start() >= end else None
        if match:
            quotations.append(match.span())
            end = match.end()
    return tuple(quotations)


@functools.lru_cache(maxsize=_TEXTS)
def running(text: str) -> str:
    """The text with spaces for quotations and for everything that `masked` blanks out, of the same length."""
    text = masked(text)
    return without(text, quoted(text))


def without(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text with spaces for ranges, which ascend and do not overlap."""
    parts, done = list[str](), 0
    for start, end in ranges:
        parts += text[done:start], " " * (end - start)
        done = end
    return "".join((*parts, text[done:]))


def size(text: str) -> int:
    """The number of characters of a text. Chinese and Japanese ones count as three letters, which carry as much."""
    return len(text) + 2 * len(_EAST.findall(text))


def copied_share(source: Sequence[str], target: Sequence[str]) -> float:
    """The share of the target's words that the source has, too, 0 to 1; 0 without words. Both are lists of keys."""
    if not target:
        return 0.0
    common = set(source).intersection(target)
    if len(common) <= _FEW:  # counting all words would take longer
        return sum([min(target.count(key), source.count(key)) for key in common]) / len(target)
    left, right = Counter(source), Counter(target)
    return sum([min(left[key], right[key]) for key in common]) / len(target)


@functools.lru_cache(maxsize=_TEXTS)
def copied(source: str, target: str) -> float:
    """The share of the words of a translation that its source has, too, 0 to 1."""
    return copied_share(keys(source), keys(target))


def is_respelt(source: str, target: str) -> bool:
    """Whether a translation is a name as its language writes it: the letters of the source with other marks or spaces.

    A name has few words. A longer text with the same letters was not translated, and neither was a copy.
    """
    if source.strip() == target.strip() or len(source.split()) > NAME_WORDS or len(source) > NAME_LENGTH:
        return False
    letters = [
        [char for char in unicodedata.normalize("NFD", text).casefold() if char.isalpha()] for text in (source, target)
    ]
    return bool(letters[0]) and letters[0] == letters[1]


def whole_span(side: Side, text: str) -> tuple[Span, ...]:
    """The span of a text without the spaces around it; empty for a blank text."""
    stripped = text.strip()
    start = text.find(stripped)
    return (Span(side, start, start + len(stripped)),) if stripped else ()
