"""The numbers of a text, whatever they look like: digits, words, dates, times, decades, fractions, magnitudes."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mtqe.checks.numbers.digits import FRACTIONS, Piece, fraction, hours
from mtqe.checks.numbers.number_words import join, pieces
from mtqe.checks.numbers.vocabulary import Lexicon, Value, lexicon, value
from mtqe.text.words import blanked

Kind = Literal["digits", "code", "word", "ordinal", "month", "roman", "weak"]
Family = Literal["", "share", "multiple", "decade", "group", "part"]
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
    "multiple": "weak",
    "times": "weak",
    "part": "weak",
    "shared": "word",
    "count": "weak",
}
_FAMILIES: dict[str, Family] = {
    "fraction": "share",
    "multiple": "multiple",
    "collective": "group",
    "part": "part",
    "times": "part",
}
_URL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_TAIL = re.compile(r"[ \u00a0\u202f]?\Z")
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
        family: Which weak words say as much: shares (`half`), multiples (`doubled`), decades (`forties`), groups
            (`dozen`), and parts of a word or words that say how often (`fünfstöckig`, `twice`). Such a word is no
            evidence alone, but against its like.
    """

    start: int
    end: int
    value: Value | None
    values: frozenset[Value]
    kind: Kind
    parts: tuple[Number, ...] = ()
    whole: bool = True
    family: Family = ""


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
        hidden = blanked(text, _URL)
    found = list(join(pieces(hidden, words), hidden, words))
    _clock(found, hidden, words)
    _share(found, hidden)
    if len(found) > 1:
        found = list(_mixed(list(_slashes(found, hidden)), hidden))
        roles = {piece.role for piece in found}
        if not roles.isdisjoint(("fraction", "ordinal", "shared")):
            _fractions(found, hidden, words)
        if words.ratio:
            _ratios(found, hidden, words)
        if not roles.isdisjoint(("count", "collective")):
            _counts(found, hidden, words)
    return tuple(map(_freeze, found))


def _freeze(piece: Piece) -> Number:
    kind = _KINDS[piece.role]
    if kind == "digits" and piece.code:
        kind = "code"
    elif kind in ("word", "ordinal") and piece.values[0] in (1, 2 if kind == "ordinal" else 1):
        kind = "weak"
    parts = tuple(_freeze(part) for part in piece.parts)
    values = piece.values[1:] if piece.role == "count" else piece.values
    first = values[0] if values else None
    family = _FAMILIES.get(piece.role, "") if first != 1 else ""
    if piece.role == "weak" and len(values) > 1 and values[1] == 1900 + values[0]:
        family = "decade"
    return Number(piece.start, piece.end, first, frozenset(values), kind, parts, piece.whole, family)


def _clock(found: list[Piece], text: str, words: Lexicon) -> None:
    """The hour that its neighbours say: half past seven, quarter to nine, las nueve menos cuarto, halb sechs."""
    if not (words.before or words.after):
        return
    for piece in found:
        if piece.role not in ("cardinal", "digits") or not piece.values or piece.values[0] not in range(1, 13):
            continue
        ahead = _TAIL.sub("", text[max(0, piece.start - 20) : piece.start]).lower()
        behind = text[piece.end : piece.end + 30].lower()
        before = next((shift for form, shift in words.before.items() if _ends_with(ahead, form)), None)
        after = next((shift for form, shift in words.after.items() if behind.startswith(form)), None)
        if (shift := before if before is not None else after) is not None:
            hour = int(piece.values[0]) + shift
            # "Halb sechs" is 5:30, and no six.
            own = (
                []
                if shift and any(" " not in form and _ends_with(ahead, form) for form in words.before)
                else piece.values
            )
            piece.values = [*own, *hours(hour or 12)]


def _ends_with(text: str, form: str) -> bool:
    return text.endswith(form) and not text[: -len(form)][-1:].isalnum()


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


def _mixed(found: list[Piece], text: str) -> Iterator[Piece]:
    """Join 2½, 2 ½, 2 1/2 and two thirds: one number, or its parts if the other side has no such number."""
    at = 0
    while at < len(found):
        piece, after = found[at], found[at + 1] if at + 1 < len(found) else None
        joined = None
        if after is not None and after.start - piece.end < 3 and piece.values and after.values:
            joined = _joined(piece, after, text)
        yield joined or piece
        at += 2 if joined else 1


def _joined(piece: Piece, after: Piece, text: str) -> Piece | None:
    gap, first = text[piece.end : after.start], piece.values[0]
    if gap in ("分之", "分の") and first > 0:
        # 四分之三, 4分の3, 百分之三十五
        if first == 100:
            return Piece(piece.start, after.end, list(after.values), after.role)
        role = "digits" if piece.role == "digits" else "fraction"
        return Piece(piece.start, after.end, fraction(after.values[0], first), role, parts=[piece, after])
    if gap.strip(" -\u00a0\u202f") or first not in range(1, 1000) or piece.magnitude:
        return None
    sign = text[after.start] in FRACTIONS
    if piece.role == "digits" and (sign or (not after.whole and after.values[0] < 1 and after.parts)):
        number = first * (after.magnitude or 1) + after.values[0]
        return Piece(piece.start, after.end, [number], "digits", parts=[piece, after], magnitude=after.magnitude)
    if after.role == "fraction" and not sign and piece.role in ("cardinal", "digits"):
        share = min(after.values)
        below = round(1 / share) if share < 1 else 0
        if 0 < first <= below:
            minutes = [first * 15] if below == 4 else []
            parts = [piece, Piece(after.start, after.end, [below], "fraction")]
            return Piece(piece.start, after.end, fraction(first, below) + minutes, "fraction", parts=parts)
    return None


def _fractions(found: list[Piece], text: str, words: Lexicon) -> None:
    """Half a million, two and a half: the number and its fraction together."""
    for at, piece in enumerate(found):
        if piece.role == "fraction":
            # "Half a million", "a quarter of a million"
            other = next((other for other in found[at + 1 : at + 3] if other.role == "magnitude"), None)
            shares = [share for share in piece.values if share < 1]
            if other is not None and shares and other.start - piece.end < 10:
                scaled = [value(str(other.values[0] * share)) for share in shares]
                if text[piece.end : other.start].strip() in ("a", "of a", "d'un", "d’un", "de"):
                    other.start, other.values, piece.role = piece.start, scaled, "weak"
                else:
                    other.values += scaled
        # "Two and a half": the article stands between.
        part = next((one for one in found[at + 1 : at + 3] if one.role in ("fraction", "ordinal", "shared")), None)
        if (
            part is None
            or not piece.values
            or part.start - piece.end > 10
            or piece.role not in ("digits", "cardinal", "weak")
        ):
            continue
        first = piece.values[0]
        if part.role == "shared":  # one and a half million
            if text[piece.end : part.start].split()[:1] and text[piece.end : part.start].split()[0] in words.joiners:
                part.values = [first * part.magnitude + number for number in part.values]
            continue
        shares = [number for number in part.values if number < 1]
        if not shares:
            continue
        times = [first * share for share in shares]
        part.values += [first + share for share in shares] + times
        part.values += [int(number * 100 + half) for number in times for half in (0, 1)]


def _ratios(found: list[Piece], text: str, words: Lexicon) -> None:
    """Four out of five are 80 percent."""
    for piece, after in itertools.pairwise(found):
        if after.start - piece.end > 12 or not (piece.values and after.values):
            continue
        if text[piece.end : after.start].strip().lower() not in words.ratio:
            continue
        one, all_ = piece.values[0], after.values[0]
        if 0 < one < all_ <= 100 and {piece.role, after.role} <= {"digits", "cardinal", "weak"}:
            share = fraction(one, all_)
            piece.values, after.values = piece.values + share, after.values + share


def _counts(found: list[Piece], text: str, words: Lexicon) -> None:
    """Three decades are 30 years, two dozen 24, two weeks 14 days, 1.5 years and a year and a half 18 months."""
    for at, unit in enumerate(found):
        if unit.role not in ("count", "collective"):
            continue
        piece = found[at - 1] if at else None
        counted = piece is not None and bool(piece.values) and text[piece.end : unit.start] in _NEXT_TO
        if piece is not None and counted:
            piece.values = [*piece.values, piece.values[0] * unit.values[0]]
        half = next((other for other in found[at + 1 : at + 3] if other.role == "fraction"), None)
        if half is not None and unit.role == "count" and half.start - unit.end < 8:
            first = text[unit.end : half.start].split()[:1]
            if first and first[0] in words.joiners:
                whole = piece.values[0] if piece is not None and counted else 1
                times = [whole + share for share in half.values if share < 1]
                half.values = [*half.values, *times, *(number * unit.values[0] for number in times)]


def _slashes(found: list[Piece], text: str) -> Iterator[Piece]:
    """Join 1/2 and 3/4: a fraction as a whole, two numbers if the other side has no such fraction."""
    at = 0
    while at < len(found):
        piece = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            after is not None
            and text[piece.end : after.start].strip(" ") == "/"
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
