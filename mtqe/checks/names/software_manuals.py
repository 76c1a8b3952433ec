"""Decides which mismatches are errors in the manual of a program.

A manual writes labels, menus, keys, functions and variables with a capital, and all of them are translated. Its places
and people are examples that the translator may replace. They look like the names of a news text.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from mtqe.checks.names.atlas import atlas, has_place
from mtqe.checks.names.counterparts import Evidence
from mtqe.checks.names.equivalents import data
from mtqe.checks.names.finder import CAMEL, Side, is_common
from mtqe.checks.names.matching import Mismatch
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold

LEAST_SHARE = 0.15
"""Share: of segments about a program that makes a document a manual. Measured with bench/documentation.py."""
_PROGRAM_SIGNS = late(
    r"[A-Z⌘⌥]\w* ?\+ ?[A-Z]\w*"  # Ctrl+S
    r"|[^\W\d_] ?[▸→] ?[^\W\d_]|[^\W\d_] [-–>] [A-ZÀ-Þ][^\W\d_]+…? [-–>] [A-ZÀ-Þ]"  # File - Print - Options
    r"|\b[A-Z][A-Z0-9.]+ ?\([^()]*;|\w\(\)|[^\W\d_]_[^\W\d_]"  # SUM(A1; B2), run(), first_row
    r"|\b[a-z]{2,}[A-Z][a-z]+"  # firstRow
)
_QUOTED = late(r"[\"“”„«»‹›「『][^\"“”„«»‹›「」『』]{1,80}[\"“”„«»‹›」』]")
_JOINED = late(r"[^\W\d_]+[a-zà-ÿ][A-ZÀ-Þ][^\W\d_]*")
_PART = late(r"[A-ZÀ-Þ]?[a-zß-ÿ]+|[A-ZÀ-Þ]+(?![a-zß-ÿ])")
_WORD = late(r"[^\W\d_]+")


def is_manual(pairs: Sequence[tuple[Side, Side]]) -> bool:
    """Return whether many segments of a document are about keys, menus, functions or windows of a program."""
    return sum(_is_about_program(*pair) or _is_about_program(*pair[::-1]) for pair in pairs) >= LEAST_SHARE * max(
        1, len(pairs)
    )


def _is_about_program(side: Side, opposite: Side) -> bool:
    """Whether a side has words or signs of a program."""
    if _PROGRAM_SIGNS.search(side.text):
        return True
    # Brands have the same form, but the translation keeps them.
    if any(is_joined_words(token.text, side.lang) and token.text not in opposite.text for token in side.tokens):
        return True
    words = {token.text.lower() for token in side.tokens}
    return bool(words & _listed("interface")) or (
        language(side.lang).grammar == "english" and len(words & _listed("ambiguous")) > 1
    )


@functools.lru_cache(maxsize=8192)
def is_joined_words(word: str, lang: str) -> bool:
    """Return whether a word consists of common words that are joined and keep their capitals: `StartDate`."""
    if not CAMEL.fullmatch(word) and not _JOINED.fullmatch(word):
        return False
    parts = _PART.findall(word)
    return len(parts) > 1 and all(_is_plain(part, lang) for part in parts)


def _is_plain(part: str, lang: str) -> bool:
    if len(part) < 4 or part.lower() in _listed("keys"):
        return True
    return is_common(part, lang) and not _is_place(part, lang)


@functools.cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(data()[section])


def is_name_error(mismatch: Mismatch, source: Side, target: Side, document: Evidence) -> bool:
    """Return whether a mismatch in a manual is an error, not a label, key, variable or example of a program.

    Errors are full names, places outside quotation marks, and words that the translation keeps elsewhere.
    """
    marks = [
        (side.text[slice(*place)], side, place)
        for side, place in ((source, mismatch.source), (target, mismatch.target))
        if place
    ]
    if any(_is_label(text) or _is_quoted(side, place) for text, side, place in marks):
        return False
    if len(marks) == 2 and all(_names_language_of_text(text, side.lang) for text, side, _ in marks):
        return False
    if mismatch.is_full or mismatch.kind == "spelling" or (mismatch.source and document.copied[marks[0][0]]):
        return True
    if len(marks) == 1 and is_common(marks[0][0], marks[0][1].lang):
        return False
    return all(_is_place(text, side.lang) for text, side, _ in marks)


def _is_label(text: str) -> bool:
    """Whether a text looks like a label or key, not like a name: `StartDate`, `Ctrl Alt`."""
    return any(
        CAMEL.fullmatch(word) or _JOINED.fullmatch(word) or word.lower() in _listed("keys")
        for word in _WORD.findall(text)
    )


def _is_quoted(side: Side, span: tuple[int, int]) -> bool:
    return any(quote.start() < span[0] and span[1] < quote.end() for quote in _QUOTED.finditer(side.text))


def _names_language_of_text(text: str, lang: str) -> bool:
    """Whether a word names the language of its text. A translator may replace an example about the language."""
    return fold(text.casefold())[:4] == _start_of_language_name(lang)


@functools.cache
def _start_of_language_name(lang: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return fold((Locale(lang).get_language_name() or lang).casefold())[:4]
    except UnknownLocaleError:
        return lang


def _is_place(text: str, lang: str) -> bool:
    book = atlas(lang)
    folded = [fold(word.casefold()) for word in _WORD.findall(text)]
    return has_place(book.named(" ".join(folded))) or any(len(word) > 4 and book.is_place(word) for word in folded)
