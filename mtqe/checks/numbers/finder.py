"""Finds the numbers of a text in any form: digits, words, dates, times, decades, fractions, magnitudes."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Literal

import msgspec

from mtqe.checks.numbers.digits import FRACTIONS, Piece, fraction, hours
from mtqe.checks.numbers.number_words import join, pieces
from mtqe.checks.numbers.percent_words import without_hundreds
from mtqe.checks.numbers.plain_figures import figures
from mtqe.checks.numbers.vocabulary import Lexicon, Value, lexicon, value
from mtqe.language import qt_values
from mtqe.language.lang import anywhere, language
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western
from mtqe.language.words import blanked

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
# A mail address starts where its run of characters starts, and its first "@" and the first "." behind it decide:
# without that, a long run would take cubic time.
_URL = late(r"https?://\S+|www\.\S+|(?<!\S)\S[^\s@]*+@\S[^\s.]*+\.\S+")
_PLACEHOLDER = late(
    r"%\d+\$|\$\{[^{}]*\}|\{\d{1,2}(?:\s*[,:]\s*[^\W\d_#][^{}]*)?\}|</?\d{1,2}\s?/?>"
    r"|(?<=\s)(?:width|height|size|border|[hv]space|cellpadding|cellspacing)=[\"']?\d+(?:px|em|%)?[\"']?(?=[\s/>])"
)
"""The place of a value or a tag in a message: `%1$s` and `%s` may be equal, `placeholder-mismatch` compares `{0}`,
`tag-mismatch` compares `<1>`. A size in a tag may be changed."""
HALF = value("0.5")
_SPACES = frozenset(" \u00a0\u202f")
_NEXT_TO = frozenset({"", " ", "-", "\u00a0", " a ", " an "})
_SENTENCE_END = late(r"[.;!?]\s")


class Number(msgspec.Struct, frozen=True, gc=False):
    """A number in a text.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        value: Its most likely value; `None` for a date, a time or a version, which consist of parts.
        values: All values that it may have. Two numbers are equal if they share one.
        kind: How it is written. A `weak` word may explain a number of the opposite side but is no evidence by itself.
        parts: Numbers that are compared if the number itself has no equal: day, month and year of a date.
        as_one: Whether it is reported as one number if its parts have no equal either.
        magnitude: Factor of the word or letter for million and the like that it contains, or 0.
        family: Group of weak words that can replace each other: shares (`half`), multiples (`doubled`), decades
            (`forties`), groups (`dozen`), parts of words and words for how often (`fünfstöckig`, `twice`). A weak word
            alone is no evidence, but a different word of its family is.
    """

    start: int
    end: int
    value: Value | None
    values: frozenset[Value]
    kind: Kind
    parts: tuple[Number, ...] = ()
    as_one: bool = True
    family: Family = ""
    magnitude: int = 0


@functools.lru_cache(maxsize=4096)
def numbers(text: str, lang: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order.

    Args:
        text: The text.
        lang: Primary tag of its language. If it is not one of `vocabulary.known`, only figures are numbers.
    """
    words = lexicon(lang)
    hidden = text = western(text)
    if "@" in text or "www." in text or "://" in text:
        hidden = blanked(text, _URL)
    if "{" in text or "<" in text or ("%" in text and "$" in text):
        hidden = blanked(hidden, _PLACEHOLDER)
    if "%" in text and not language(lang).percent_first and qt_values.are_in(hidden):
        hidden = blanked(hidden, qt_values.PLACES)
    if words.has_words:
        text_pieces = list(join(without_hundreds(pieces(hidden, words), hidden, lang), hidden, words))
    else:
        text_pieces = figures(hidden, words)
    _read_hours(text_pieces, hidden, words)
    _spread(text_pieces, hidden)
    if len(text_pieces) > 1:
        text_pieces = list(_join_slashes(text_pieces, hidden)) if "/" in hidden else text_pieces
        text_pieces = list(_join_fractions(text_pieces, hidden, words))
        roles = {piece.role for piece in text_pieces}
        if not roles.isdisjoint(("fraction", "ordinal", "shared")):
            _read_halves(text_pieces, hidden, words)
        if words.ratio:
            _read_ratios(text_pieces, hidden, words)
        if not roles.isdisjoint(("count", "collective")):
            _multiply_counts(text_pieces, hidden, words)
    return tuple(map(_freeze, text_pieces))


def _freeze(piece: Piece) -> Number:
    kind = _KINDS[piece.role]
    if kind == "digits" and piece.code:
        kind = "code"
    elif kind in ("word", "ordinal") and piece.values[0] in (1, 2 if kind == "ordinal" else 1):
        kind = "weak"
    parts = tuple(map(_freeze, piece.parts)) if piece.parts else ()
    values = piece.values[1:] if piece.role == "count" else piece.values
    first = values[0] if values else None
    family = _FAMILIES.get(piece.role, "") if first != 1 else ""
    if piece.role == "weak" and len(values) > 1 and values[1] == 1900 + values[0]:
        family = "decade"
    return Number(piece.start, piece.end, first, frozenset(values), kind, parts, piece.as_one, family, piece.magnitude)


def _read_hours(text_pieces: list[Piece], text: str, words: Lexicon) -> None:
    """Read an hour with the words beside it: half past seven, quarter to nine, las nueve menos cuarto, halb sechs."""
    if not (words.before or words.after or words.clock):
        return
    forms_before, forms_after = tuple(words.before), tuple(words.after)
    for piece in text_pieces:
        if piece.role == "cardinal" and piece.values[0] % 1 and 1 < piece.values[0] < 13:
            _read_part_of_hour(piece, text, words)
        if (
            piece.role not in ("cardinal", "digits", "ordinal")
            or not piece.values
            or piece.values[0] not in range(1, 13)
        ):
            continue
        before = text[max(0, piece.start - 20) : piece.start].lower()
        text_before = before[:-1] if before[-1:] in _SPACES else before
        text_after = text[piece.end : piece.end + 30].lower()
        if not (text_before.endswith(forms_before) or text_after.startswith(forms_after)):
            continue
        shift_before = next((shift for form, shift in words.before.items() if _ends_with(text_before, form)), None)
        shift_after = next((shift for form, shift in words.after.items() if text_after.startswith(form)), None)
        if (shift := shift_before if shift_before is not None else shift_after) is not None:
            hour = int(piece.values[0]) + shift
            # "Halb sechs" is 5:30, not a six.
            is_next_hour = shift and any(
                (" " not in form or _has_half(form, words)) and _ends_with(text_before, form) for form in words.before
            )
            piece.values = [*([] if is_next_hour else piece.values), *hours(hour or 12)]


def _read_part_of_hour(piece: Piece, text: str, words: Lexicon) -> None:
    """Read six and a half before a word of the clock as an hour and its minutes: साढ़े छह बजे."""
    after = text[piece.end : piece.end + 20].lstrip().lower()
    if any(after.startswith(form) for form in words.clock):
        hour, minute = divmod(piece.values[0], 1)
        parts: tuple[list[Value], ...] = (hours(int(hour)), [int(minute * 60)])
        piece.parts = [Piece(piece.start, piece.end, values, "digits") for values in parts]
        piece.as_one = False


def _has_half(form: str, words: Lexicon) -> bool:
    known = (words.words.get(word) for word in form.split())
    return any(word.role == "fraction" and word.values[0] == value("0.5") for word in known if word is not None)


def _ends_with(text: str, form: str) -> bool:
    return text.endswith(form) and not text[: -len(form)][-1:].isalnum()


def _spread(text_pieces: list[Piece], text: str) -> None:
    """Apply the magnitude or clock word of the last number to those before it: 2 to 3 million, from 3 to 5 pm."""
    if not any(piece.magnitude or piece.clock for piece in text_pieces):
        return
    magnitude, is_hour = 0, False
    for piece, after in reversed(list(itertools.pairwise(text_pieces))):
        magnitude, is_hour = after.magnitude or magnitude, after.clock or is_hour
        if after.start - piece.end > 30 or _SENTENCE_END.search(text, piece.end, after.start):
            magnitude, is_hour = 0, False
        if piece.magnitude or not piece.values or piece.role not in ("digits", "cardinal"):
            continue
        if magnitude:
            piece.values += [number * magnitude for number in piece.values]
        elif is_hour and piece.values[0] in range(1, 25):
            piece.values += hours(int(piece.values[0]))


def _join_fractions(text_pieces: list[Piece], text: str, words: Lexicon) -> Iterator[Piece]:
    """Join 2½, 2 ½, 2 1/2 and two thirds into one number with parts."""
    at = 0
    while at < len(text_pieces):
        piece, after = text_pieces[at], text_pieces[at + 1] if at + 1 < len(text_pieces) else None
        joined = None
        if after is not None and after.start - piece.end < 3 and piece.values and after.values:
            joined = _joined(piece, after, text, words)
        yield joined or piece
        at += 2 if joined else 1


def _joined(piece: Piece, after: Piece, text: str, words: Lexicon) -> Piece | None:
    gap, first = text[piece.end : after.start], piece.values[0]
    if gap in anywhere("of_denominator") and first > 0:
        # 四分之三, 4分の3, 百分之三十五
        if first == 100:
            return Piece(piece.start, after.end, list(after.values), after.role)
        role = "digits" if piece.role == "digits" else "fraction"
        return Piece(piece.start, after.end, fraction(after.values[0], first), role, parts=[piece, after])
    if gap.strip(" -\u00a0\u202f") or first not in range(1, 1000) or piece.magnitude:
        return None
    is_sign = text[after.start] in FRACTIONS
    if piece.role == "digits" and (is_sign or (not after.as_one and after.values[0] < 1 and after.parts)):
        total = first * (after.magnitude or 1) + after.values[0]
        return Piece(piece.start, after.end, [total], "digits", parts=[piece, after], magnitude=after.magnitude)
    is_count = piece.role in ("cardinal", "digits")
    if is_count and HALF in after.values and text[after.start : after.end].translate(words.fold) in words.and_half:
        return Piece(piece.start, after.end, [first + HALF], piece.role, parts=[piece, after])  # bir buçuk
    if after.role == "fraction" and not is_sign and is_count:
        fraction_value = min(after.values)
        denominator = round(1 / fraction_value) if fraction_value < 1 else 0
        if 0 < first <= denominator:
            minutes = [first * 15] if denominator == 4 else []
            parts = [piece, Piece(after.start, after.end, [denominator], "fraction")]
            return Piece(piece.start, after.end, fraction(first, denominator) + minutes, "fraction", parts=parts)
    return None


def _read_halves(text_pieces: list[Piece], text: str, words: Lexicon) -> None:
    """Add the values of a number and its fraction together: half a million, two and a half."""
    for at, piece in enumerate(text_pieces):
        if piece.role == "fraction" or (piece.role == "ordinal" and at and 1 in text_pieces[at - 1].values):
            # "Half a million", "a quarter of a million", "un cuarto de millón"
            magnitude = next((after for after in text_pieces[at + 1 : at + 3] if after.role == "magnitude"), None)
            shares = [share for share in piece.values if share < 1]
            if magnitude is not None and shares and magnitude.start - piece.end < 10:
                scaled = [value(str(magnitude.values[0] * share)) for share in shares]
                if text[piece.end : magnitude.start].strip() in anywhere("of_magnitude"):
                    magnitude.start, magnitude.values, piece.role = piece.start, scaled, "weak"
                else:
                    magnitude.values += scaled
        if piece.magnitude >= 1000 or (piece.role == "magnitude" and piece.values[0] >= 1000):
            _add_half_of_magnitude(piece, text_pieces[at + 1 : at + 3], text, words)
        # "Two and a half": the article is a piece between them.
        part = next(
            (after for after in text_pieces[at + 1 : at + 3] if after.role in ("fraction", "ordinal", "shared")), None
        )
        if (
            part is None
            or not piece.values
            or part.start - piece.end > 10
            or piece.role not in ("digits", "cardinal", "weak")
        ):
            continue
        first = piece.values[0]
        if part.role == "shared":  # one and a half million
            if _adds_half(piece, part, text, words):
                whole = first if first >= part.magnitude else first * part.magnitude
                part.values = [whole + number for number in part.values]
                piece.role = "weak"
            continue
        shares = [number for number in part.values if number < 1]
        if not shares:
            continue
        times = [first * share for share in shares]
        part.values += [first + share for share in shares] + times
        part.values += [int(number * 100 + half) for number in times for half in (0, 1)]


def _adds_half(piece: Piece, part: Piece, text: str, words: Lexicon) -> bool:
    """Whether a fraction is added to the number before it: one and a half, bir buçuk."""
    between = text[piece.end : part.start].lower().split()
    if between:
        return between[0].translate(words.fold) in words.joiners
    return text[part.start : part.end].lower().split()[0].translate(words.fold) in words.and_half


def _add_half_of_magnitude(piece: Piece, after: list[Piece], text: str, words: Lexicon) -> None:
    """Add the reading of a million and a half, which is also a million and half of something: un millón y medio."""
    part = next((part for part in after if part.role in ("fraction", "shared")), None)
    if part is None or part.start - piece.end > 10 or not _adds_half(piece, part, text, words):
        return
    magnitude = piece.magnitude or piece.values[0]
    share = next((share for share in part.values if share < 1), None)
    if part.role == "shared" and part.magnitude == magnitude:  # مليون ونصف المليون
        piece.values = [piece.values[0] + part.values[0]]
        part.role = "weak"
    elif share is not None:
        piece.values = [piece.values[0] + value(str(share * magnitude)), *piece.values]


def _read_ratios(text_pieces: list[Piece], text: str, words: Lexicon) -> None:
    """Add the share that two numbers mean together: four out of five are 80 percent."""
    for piece, after in itertools.pairwise(text_pieces):
        if after.start - piece.end > 12 or not (piece.values and after.values):
            continue
        if text[piece.end : after.start].strip().lower() not in words.ratio:
            continue
        numerator, denominator = piece.values[0], after.values[0]
        if 0 < numerator < denominator <= 100 and {piece.role, after.role} <= {"digits", "cardinal", "weak"}:
            share = fraction(numerator, denominator)
            piece.values, after.values = piece.values + share, after.values + share


def _multiply_counts(text_pieces: list[Piece], text: str, words: Lexicon) -> None:
    """Add the product of a number and what it counts: three decades (30), two weeks (14), a year and a half (18)."""
    for at, unit in enumerate(text_pieces):
        if unit.role not in ("count", "collective"):
            continue
        piece = text_pieces[at - 1] if at else None
        has_number = piece is not None and bool(piece.values) and text[piece.end : unit.start] in _NEXT_TO
        if piece is not None and has_number:
            halves = [number for number in piece.values[1:] if number > 1 and number % 1 == HALF]
            factors = piece.values[:1] + (halves if unit.role == "count" else [])
            piece.values = [*piece.values, *(number * unit.values[0] for number in factors)]
        half = next((after for after in text_pieces[at + 1 : at + 3] if after.role == "fraction"), None)
        if half is not None and unit.role == "count" and half.start - unit.end < 8:
            first = text[unit.end : half.start].split()[:1]
            own = text[half.start : half.end].translate(words.fold)
            is_joined = own in words.and_half or own.startswith(words.proclitic_joiners)
            if (first and first[0] in words.joiners) or (not first and is_joined):
                units = piece.values[0] if piece is not None and has_number else 1
                times = [units + share for share in half.values if share < 1]
                totals = [*times, *(number * unit.values[0] for number in times)]
                half.values = [*half.values, *totals]
                if piece is not None and has_number:
                    piece.values = [*piece.values, *totals]


def _join_slashes(text_pieces: list[Piece], text: str) -> Iterator[Piece]:
    """Join the digits of 1/2 and 3/4 into one fraction with parts."""
    at = 0
    while at < len(text_pieces):
        piece = text_pieces[at]
        after = text_pieces[at + 1] if at + 1 < len(text_pieces) else None
        if (
            after is not None
            and text[piece.end : after.start].strip(" ") == "/"
            and piece.role == after.role == "digits"
            and text[after.end : after.end + 1] != "/"
            and len(piece.values) == len(after.values) == 1
            and (0 < piece.values[0] < after.values[0] <= 100 or text[piece.start : after.end] == "24/7")
        ):
            # 24/7 is an idiom. Other languages say it in words.
            role = "weak" if text[piece.start : after.end] == "24/7" else "digits"
            values = fraction(piece.values[0], after.values[0])
            yield Piece(piece.start, after.end, values, role, parts=[piece, after], as_one=False)
            at += 2
        else:
            yield piece
            at += 1
