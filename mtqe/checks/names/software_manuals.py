"""What counts as a name in the manual of a program.

Such a text writes labels, menus, keys, functions and variables with a capital, and all of them are translated; its
places and people are examples that the translator may exchange. By themselves they look like names of news.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from mtqe.checks.names.atlas import atlas, is_where
from mtqe.checks.names.counterparts import Evidence
from mtqe.checks.names.equivalents import data
from mtqe.checks.names.finder import CAMEL, Side, is_common
from mtqe.checks.names.matching import Mismatch
from mtqe.lang import language
from mtqe.text.sound import fold

SHARE = 0.15
"""Share: of the segments that show a program, from which on the document is a manual. By hand, measured with
tests/bench/documentation.py."""
_SHOWN = re.compile(
    r"[A-Z⌘⌥]\w* ?\+ ?[A-Z]\w*"  # Ctrl+S
    r"|[^\W\d_] ?[▸→] ?[^\W\d_]|[^\W\d_] [-–>] [A-ZÀ-Þ][^\W\d_]+…? [-–>] [A-ZÀ-Þ]"  # File - Print - Options
    r"|\b[A-Z][A-Z0-9.]+ ?\([^()]*;|\w\(\)|[^\W\d_]_[^\W\d_]"  # SUM(A1; B2), run(), first_row
    r"|\b[a-z]{2,}[A-Z][a-z]+"  # firstRow
)
_QUOTED = re.compile(r"[\"“”„«»‹›「『][^\"“”„«»‹›「」『』]{1,80}[\"“”„«»‹›」』]")
_JOINED = re.compile(r"[^\W\d_]+[a-zà-ÿ][A-ZÀ-Þ][^\W\d_]*")
_PART = re.compile(r"[A-ZÀ-Þ]?[a-zß-ÿ]+|[A-ZÀ-Þ]+(?![a-zß-ÿ])")
_WORD = re.compile(r"[^\W\d_]+")


def is_manual(pairs: Sequence[tuple[Side, Side]]) -> bool:
    """Whether many segments of a document speak of keys, menus, functions or windows of a program.

    Args:
        pairs: The pairs of the document.
    """
    return sum(_shows(*both) or _shows(*both[::-1]) for both in pairs) >= SHARE * max(1, len(pairs))


def _shows(side: Side, other: Side) -> bool:
    if _SHOWN.search(side.text):
        return True
    # Brands are written so, too, and stay as they are.
    if any(is_coined(token.text, side.lang) and token.text not in other.text for token in side.tokens):
        return True
    said = {token.text.lower() for token in side.tokens}
    return bool(said & _listed("interface")) or (
        language(side.lang).grammar == "english" and len(said & _listed("ambiguous")) > 1
    )


@functools.lru_cache(maxsize=100_000)
def is_coined(word: str, lang: str) -> bool:
    """Whether a word is written together from common words that keep their capitals: `StartDate`."""
    if not CAMEL.fullmatch(word) and not _JOINED.fullmatch(word):
        return False
    parts = _PART.findall(word)
    return len(parts) > 1 and all(_is_plain(part, lang) for part in parts)


def _is_plain(part: str, lang: str) -> bool:
    if len(part) < 4 or part.lower() in _listed("keys"):
        return True
    return is_common(part, lang) and not _is_place(part, lang)


@functools.cache
def _listed(what: str) -> frozenset[str]:
    return frozenset(data()[what])


def is_wrong(item: Mismatch, source: Side, target: Side, known: Evidence) -> bool:
    """Whether a mismatch of a manual is one of names, not of the labels, keys, variables or examples of a program.

    Full names count, places that are not quoted, and words that the translation keeps elsewhere in the document.

    Args:
        item: What `compare` found.
        source: The source side.
        target: The target side.
        known: What the whole document tells.
    """
    marks = [(side.text[slice(*at)], side, at) for side, at in ((source, item.source), (target, item.target)) if at]
    if any(_is_label(text) or _is_quoted(side, at) for text, side, at in marks):
        return False
    if len(marks) == 2 and all(_is_own_language(text, side.lang) for text, side, _ in marks):
        return False
    if item.person or item.kind == "spelling" or (item.source and known.copied[marks[0][0]]):
        return True
    if len(marks) == 1 and is_common(marks[0][0], marks[0][1].lang):
        return False
    return all(_is_place(text, side.lang) for text, side, _ in marks)


def _is_label(text: str) -> bool:
    """Whether it is no name by its looks: `StartDate`, `Ctrl Alt`."""
    return any(
        CAMEL.fullmatch(word) or _JOINED.fullmatch(word) or word.lower() in _listed("keys")
        for word in _WORD.findall(text)
    )


def _is_quoted(side: Side, span: tuple[int, int]) -> bool:
    return any(one.start() < span[0] and span[1] < one.end() for one in _QUOTED.finditer(side.text))


def _is_own_language(text: str, lang: str) -> bool:
    """Whether a word is that for the language in which it stands: an example of its spelling is exchanged."""
    return fold(text.casefold())[:4] == _own(lang)


@functools.cache
def _own(lang: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return fold((Locale(lang).get_language_name() or lang).casefold())[:4]
    except UnknownLocaleError:
        return lang


def _is_place(text: str, lang: str) -> bool:
    book = atlas(lang)
    folded = [fold(word.casefold()) for word in _WORD.findall(text)]
    return is_where(book.named(" ".join(folded))) or any(len(word) > 4 and book.is_place(word) for word in folded)
