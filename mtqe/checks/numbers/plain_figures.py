"""Reads the numbers of a text in a language whose number words are unknown: figures, with the words of CLDR.

CLDR has the names of months and the words for thousand, million and the like, so that 2 million in Arabic is not a 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers import cldr_words
from mtqe.checks.numbers.digits import FRACTIONS, Piece
from mtqe.checks.numbers.number_words import DIGITS, digit_runs, roman
from mtqe.checks.numbers.vocabulary import Lexicon, value
from mtqe.language.late_patterns import late

_TOKEN = late(DIGITS + r"|(?P<fraction>[" + "".join(FRACTIONS) + r"])|(?P<roman>(?<!\w)[IVX]+(?!\w))")
_DIGIT_BEFORE = late(r"\d\.?[ \u00a0]\Z")
_DIGIT_AFTER = late(r"\.?,?[ \u00a0]\d")
HUNDRED = 100
"""Factor: of the word that a number below it may follow."""
_LONGEST_WORD = 24
"""Characters: before a number in which a word for million is looked for."""


def figures(text: str, lexicon: Lexicon) -> list[Piece]:
    """Return the numbers in digits, fraction signs, Roman numerals and months of a text, in order."""
    pieces: list[Piece] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "digits":
            pieces += (
                _scaled(piece, text, lexicon.lang) for piece in digit_runs(match[0], match.start(), text, lexicon)
            )
        elif match.lastgroup == "fraction":
            pieces.append(Piece(*match.span(), [value(FRACTIONS[match[0]])], "fraction"))
        elif piece := roman(match[0], match.start()):
            pieces.append(piece)
    return sorted([*_sums(pieces, text), *_months(text, lexicon.lang)], key=lambda piece: piece.start)


def _scaled(piece: Piece, text: str, lang: str) -> Piece:
    """A number with the word for million beside it."""
    if not piece.values or piece.magnitude:
        return piece
    after, before = cldr_words.magnitudes(lang)
    factor = 1
    while after is not None and (match := after.pattern.match(text, piece.end)):
        factor *= after.of(match)[0]
        piece.end = cldr_words.word_end(text, match.end("form"), lang)
    if before is not None and factor == 1:
        match = before.pattern.search(text, max(0, piece.start - _LONGEST_WORD), piece.start)
        if match is not None:
            factor, piece.start = before.of(match)[0], match.start("form")
    if factor > 1:
        piece.values = [number * factor for number in piece.values]
        piece.magnitude, piece.parts, piece.as_one = factor, [], True
    return piece


def _sums(pieces: list[Piece], text: str) -> Iterator[Piece]:
    """The numbers with those that continue them: 3 million 200 thousand."""
    total: Piece | None = None
    for piece in pieces:
        if total is not None and _continues(total, piece, text):
            whole = total.values[0] + piece.values[0]
            total = Piece(total.start, piece.end, [whole], "digits", magnitude=piece.magnitude)
            continue
        if total is not None:
            yield total
        total = piece
    if total is not None:
        yield total


def _continues(total: Piece, piece: Piece, text: str) -> bool:
    if not (total.magnitude > 1 and total.values and piece.values and piece.role == "digits"):
        return False
    gap = text[total.end : piece.start]
    is_lower = piece.magnitude > 1 or gap == "" or (total.magnitude == HUNDRED and piece.values[0] < HUNDRED)
    return is_lower and not gap.strip() and len(gap) < 2 and piece.values[0] < total.magnitude


def _months(text: str, lang: str) -> list[Piece]:
    """The names of months. With other endings than CLDR has, they need a number beside them."""
    months: list[Piece] = []
    for names, beside in ((cldr_words.months(lang), False), (cldr_words.months_beside_digits(lang), True)):
        if names is None:
            continue
        for match in names.pattern.finditer(text):
            start, end = match.start("form"), cldr_words.word_end(text, match.end("form"), lang)
            is_free = not any(month.start < end and start < month.end for month in months)
            if is_free and (not beside or _is_beside_digit(text, start, end)):
                months.append(Piece(start, end, list(names.of(match)), "month"))
    return months


def _is_beside_digit(text: str, start: int, end: int) -> bool:
    return _DIGIT_BEFORE.search(text, max(0, start - 4), start) is not None or _DIGIT_AFTER.match(text, end) is not None
