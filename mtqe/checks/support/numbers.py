"""The numbers of a text, whatever they look like: digits, words, dates, times, decades, fractions, magnitudes."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mtqe.checks.support.numbers_digits import FRACTIONS, Piece, fraction, hours
from mtqe.checks.support.numbers_lexicon import Lexicon, Value, lexicon
from mtqe.checks.support.numbers_words import join, pieces

Kind = Literal["digits", "code", "word", "ordinal", "month", "roman", "weak"]
_KINDS: dict[str, Kind] = {
    "digits": "digits",
    "ordinal": "ordinal",
    "month": "month",
    "roman": "roman",
    "weak": "weak",
    "cardinal": "word",
    "magnitude": "word",
    "collective": "weak",
    "fraction": "weak",
    "count": "weak",
}
_URL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_NEXT_TO = frozenset({"", " ", "-", "\u00a0", " a ", " an "})
_SENTENCE_END = re.compile(r"[.;!?]\s")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    Args:
        start: Offset of its first character.
        end: Offset behind its last character.
        value: Its likeliest value; `None` for a date, a time or a version, which consist of parts.
        values: All values that it may stand for; equal numbers share one.
        kind: How it is written; `weak` words may explain a number on the other side but are no evidence of one.
        parts: What it falls apart into when the whole has no equal: the day, month and year of a date.
        whole: Whether it is reported as a whole when its parts have no equal either.
    """

    start: int
    end: int
    value: Value | None
    values: frozenset[Value]
    kind: Kind
    parts: tuple[Number, ...] = ()
    whole: bool = True


@functools.lru_cache(maxsize=4096)
def numbers(text: str, lang: str) -> tuple[Number, ...]:
    """The numbers of a text in order.

    Args:
        text: The text.
        lang: Primary tag of its language; `numbers_lexicon.known` must hold it.
    """
    words = lexicon(lang)
    hidden = text
    if "@" in text or "www." in text or "://" in text:
        hidden = _URL.sub(lambda match: " " * len(match[0]), text)
    found = list(join(pieces(hidden, words), hidden, words))
    _before(found, hidden, words)
    _share(found, hidden)
    _fractions(found, hidden)
    _counts(found, hidden)
    return tuple(_freeze(piece) for piece in _slashes(found, hidden))


def _freeze(piece: Piece) -> Number:
    kind = _KINDS[piece.role]
    if kind == "digits" and piece.code:
        kind = "code"
    elif kind in ("word", "ordinal") and piece.values[0] in (1, 2 if kind == "ordinal" else 1):
        kind = "weak"
    parts = tuple(_freeze(part) for part in piece.parts)
    values = piece.values[1:] if piece.role == "count" else piece.values
    first = values[0] if values else None
    return Number(piece.start, piece.end, first, frozenset(values), kind, parts, piece.whole)


def _before(found: list[Piece], text: str, words: Lexicon) -> None:
    """Half past the hour before: German `halb sechs` is 5:30."""
    if not words.before:
        return
    for piece, after in itertools.pairwise(found):
        shift = words.before.get(text[piece.start : piece.end].lower())
        if shift and after.start - piece.end == 1 and after.values and after.values[0] in range(1, 13):
            after.values += hours(int(after.values[0]) + shift)


def _share(found: list[Piece], text: str) -> None:
    """What the last number of a series says holds for those before it: 2 to 3 million, from 3 to 5 pm."""
    magnitude, clock = 0, False
    for piece, after in reversed(list(itertools.pairwise(found))):
        magnitude, clock = after.magnitude or magnitude, after.clock or clock
        if after.start - piece.end > 30 or _SENTENCE_END.search(text, piece.end, after.start):
            magnitude, clock = 0, False
        if piece.magnitude or not piece.values or piece.role not in ("digits", "cardinal"):
            continue
        if magnitude:
            piece.values += [number * magnitude for number in piece.values]
        elif clock and piece.values[0] in range(1, 25):
            piece.values += hours(int(piece.values[0]))


def _fractions(found: list[Piece], text: str) -> None:
    """Two thirds, two and a half, 2½: the number and its fraction together."""
    for at, piece in enumerate(found):
        if piece.role == "digits" and text[piece.end : piece.end + 2].lstrip()[:1] in FRACTIONS and piece.values:
            # "2 ½" is one number.
            piece.values += [piece.values[0] + part for part in found[at + 1].values[:1]] if at + 1 < len(found) else []
        if piece.role == "fraction":
            # "Half a million", "a quarter of a million"
            for other in found[at + 1 : at + 3]:
                if other.role == "magnitude" and other.start - piece.end < 10:
                    other.values += [other.values[0] * share for share in piece.values if share < 1]
        # "Two and a half": the article stands between.
        part = next((other for other in found[at + 1 : at + 3] if other.role in ("fraction", "ordinal")), None)
        if (
            part is None
            or not piece.values
            or part.start - piece.end > 10
            or piece.role not in ("digits", "cardinal", "weak")
        ):
            continue
        shares = [number for number in part.values if number < 1]
        if not shares:
            continue
        first = piece.values[0]
        times = [first * share for share in shares]
        part.values += [first + share for share in shares] + times
        part.values += [int(number * 100 + half) for number in times for half in (0, 1)]


def _counts(found: list[Piece], text: str) -> None:
    """Three decades are 30 years, two dozen 24, two weeks 14 days, 1.5 years 18 months."""
    for piece, unit in itertools.pairwise(found):
        if unit.role in ("count", "collective") and piece.values and text[piece.end : unit.start] in _NEXT_TO:
            piece.values.append(piece.values[0] * unit.values[0])


def _slashes(found: list[Piece], text: str) -> Iterator[Piece]:
    """Join 1/2 and 3/4: a fraction as a whole, two numbers if the other side has no such fraction."""
    at = 0
    while at < len(found):
        piece = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            after is not None
            and after.start == piece.end + 1
            and text[piece.end] == "/"
            and piece.role == after.role == "digits"
            and text[after.end : after.end + 1] != "/"
            and len(piece.values) == len(after.values) == 1
            and (0 < piece.values[0] < after.values[0] <= 100 or text[piece.start : after.end] == "24/7")
        ):
            # 24/7 is an idiom that other languages put in words.
            role = "weak" if text[piece.start : after.end] == "24/7" else "digits"
            values = fraction(piece.values[0], after.values[0])
            yield Piece(piece.start, after.end, values, role, parts=[piece, after], whole=False)
            at += 2
        else:
            yield piece
            at += 1
