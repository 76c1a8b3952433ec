"""Reads numbers in digits: separators of any locale, dates, times, decades, codes, `5m` and `10k`."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import msgspec

from mtqe.checks.numbers.vocabulary import SPACES, Lexicon, Role, Value, value
from mtqe.language.late_patterns import late

CURRENCY = "$€£¥₹₽"
FRACTIONS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667", "⅛": "0.125", "⅕": "0.2"}
LONGEST = 40
"""Characters: of the longest number. A longer run of digits is an identifier and equals only itself."""

_APOSTROPHES = "'’‘"
_LETTERS = late(r"[^\W\d_]+")
_GLUED = late(r"[A-ZÄÖÜÀ-ÞΆ-ΫА-Я][a-zß-ÿά-ώа-я]{2,}")
"""A word with a capital that lost the space before it, as in `9274Die`. The figure is no part of it."""
_TIME = late(r"([01]?\d|2[0-4])\s?[:.h]\s?([0-5]\d)(?:[:.][0-5]\d)?")
_DAY_OR_TIME = late(r"\d\d?[.,]\d\d")
_NO_GROUP = late(r"\d\d?,(?:\d\d?|[12]\d{3})")
_MONTH_AND_YEAR = late(r"(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d")
_SHORT_DATE = late(r"\d\d?\.\d\d?\.\d\d")
_DOTTED = late(r"\d\d?\.\d\d?\.\d{3}")
_RANGE = late(r"(?<![\d.,])([12]\d{3}(?=\s?[-/–—])|\d{3}(?=\s?[-–—]))\s?[-/–—]\s?\Z")
_CAPITAL_HYPHEN = late(r"(?<![^\W_])[A-ZÄÖÜÀ-ÞА-Я]\w*[-‑–]\Z")


class Piece(msgspec.Struct):
    """A word or a group of digits that is, or will become part of, a number.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        values: Its readings. Composition with other pieces uses the first.
        role: Role in a number; `digits` for digits.
        room: A number after it is added only if it is smaller than this.
        code: Whether letters are attached to it, as in `G20`, `COVID-19` or `iPhone6`.
        clock: Whether it is an hour.
        parts: Numbers that are compared if the number itself has no equal: those of a date, a time or a version.
        magnitude: Factor that it was multiplied by, or 0.
        as_one: Whether it is reported as one number if its parts have no equal either.
    """

    start: int
    end: int
    values: list[Value]
    role: Role | str
    room: int = 1
    code: bool = False
    clock: bool = False
    parts: list[Piece] = []
    magnitude: int = 0
    as_one: bool = True


def digits(raw: str, start: int, text: str, lexicon: Lexicon) -> Piece:
    """Read a run of digits with its separators, such as `1,234.5`, `14.3.2021` or `17:30`."""
    end = start + len(raw)
    piece = Piece(start, end, [], "digits")
    if len(raw) > LONGEST:
        return piece
    after = text[end : end + 14]
    clock, pm = _clock(text[max(0, start - 3) : start], after, lexicon)
    time = _TIME.fullmatch(raw)
    if time and (":" in raw or "h" in raw or clock or pm):
        _read_time(piece, raw, time)
    else:
        piece.values = readings(raw, lexicon)
        # 2.06.737 may also be a date.
        piece.as_one = bool(piece.values) and not _DOTTED.fullmatch(raw)
        # 14.03 may be a date or a time. 3.5 and 1,234 have no parts, but `pages 1,2` and `May 30,1899` do.
        if (
            not piece.as_one
            or _DAY_OR_TIME.fullmatch(raw)
            or (lexicon.decimal == "," and _MONTH_AND_YEAR.fullmatch(raw))
            or (lexicon.decimal == "," and _is_day(raw, after))
            or (lexicon.group == "," and _NO_GROUP.fullmatch(raw))
        ):
            piece.parts = _ratio(raw, start, lexicon) or _split(raw, start)
        if raw.isdecimal() and text[:start].endswith((" .", "(.")):
            piece.values.insert(0, value(f"0.{raw}"))  # .22 calibre
        if re.fullmatch("(?:[01]\\d|2[0-4])[0-5]\\d", raw) and (clock or raw.startswith("0")):
            piece.values += hours(int(raw[:2])) if clock or raw.endswith("00") else []  # 1500 UTC, 0400
            piece.values += [h * 100 + int(raw[2:]) for h in hours(int(raw[:2]))[:2]]  # 0430
        if (clock or pm) and piece.values and piece.values[0] in range(1, 25):
            piece.clock = True
            piece.values = hours(int(piece.values[0]))
    _read_letters(piece, text, after, lexicon)
    _read_decade(piece, raw, text, after, lexicon)
    if after.startswith(lexicon.uncounted):
        piece.role = "weak"
    if (
        after[:1] in (")", "）")
        and len(raw) < 3
        and not re.search(r"[(（]\s*[^()（）]*\Z", text[max(0, start - 40) : start])
    ):
        # 1) and 2) number the items of a list. A translation may number them in another way.
        piece.role = "weak"
    return piece


def readings(raw: str, lexicon: Lexicon) -> list[Value]:
    """Return the values of a run of digits, most likely first; none for a date, a version or a list."""
    bare = raw.translate(_NO_SPACES)
    if bare.isdecimal():
        return [int(bare)]
    if ":" in bare or "h" in bare:
        return []
    decimal, group = lexicon.decimal, lexicon.group
    if bare.count(".") + bare.count(",") == 1:
        separator = "." if "." in bare else ","
        before, after = bare.split(separator)
        as_decimal, as_group = value(f"{before}.{after}"), int(before + after)
        if len(after) != 3 or len(before) > 3 or before.startswith("0"):
            return [as_decimal]
        if separator == group:
            # Nobody writes 12.750 for 12,75, nor 3.000 for 3.
            return [as_group] if after.endswith("0") else [as_group, as_decimal]
        return [as_decimal, as_group]
    for decimal_mark, group_mark in ((decimal, group), (group, decimal)):
        integer, _, decimals = bare.partition(decimal_mark)
        # Indian numbers group by two: 12,34,567.
        grouped = re.fullmatch(
            rf"\d{{1,3}}(?:{re.escape(group_mark)}\d{{2,3}})*{re.escape(group_mark)}\d{{3}}", integer
        )
        if grouped and not re.search(r"\D", decimals):
            return [value(integer.replace(group_mark, "") + ("." + decimals if decimals else ""))]
    return []


def hours(hour: int) -> list[Value]:
    """Return the values of an hour on the 12-hour and the 24-hour clock."""
    twin = hour + 12 if hour <= 12 else hour - 12
    return [hour, twin, *([0] if twin == 24 or hour in (12, 24) else [])]


def fraction(numerator: Value, denominator: Value) -> list[Value]:
    """Return a fraction as a value and as a percentage, rounded down, up and to one decimal."""
    share = Decimal(numerator) / Decimal(denominator)
    percent = share * 100
    return [value(str(round(share, 4))), int(percent), int(percent + Decimal("0.5")), value(str(round(percent, 1)))]


_NO_SPACES = str.maketrans("", "", SPACES + _APOSTROPHES)


def _read_time(piece: Piece, raw: str, time: re.Match[str]) -> None:
    hour, minute = int(time[1]), int(time[2])
    head = Piece(piece.start, piece.start + time.end(1), hours(hour), "digits", clock=True)
    head.values += [] if minute else [h * 100 for h in head.values[:2]]
    piece.parts = [head]
    if minute or raw.count(":") > 1:
        piece.parts += _split(raw, piece.start)[1:]
        # The opposite side may write 4:30 as 0430.
        piece.values = [h * 100 + minute for h in head.values[:2] if h * 100 + minute > 99]
    piece.as_one = False


def _is_day(raw: str, after: str) -> bool:
    """Whether a run is a day and a month, as in `am 14.3. um neun`."""
    return after.startswith(".") and bool(re.fullmatch(r"([12]?\d|3[01])\.(1[0-2]|[1-9])", raw))


def _split(raw: str, start: int) -> list[Piece]:
    """The groups of digits in a run, each as a number; none if there is only one group."""
    runs = list(re.finditer(r"\d+", raw))
    parts = [Piece(start + m.start(), start + m.end(), [int(m[0])], "digits") for m in runs]
    if _SHORT_DATE.fullmatch(raw):
        parts[-1].values += [1900 + int(runs[-1][0]), 2000 + int(runs[-1][0])]
    return parts if len(runs) > 1 else []


def _ratio(raw: str, start: int, lexicon: Lexicon) -> list[Piece]:
    """The two numbers of a ratio with decimals, 1.618:1; none of a date, a time or a version."""
    if raw.count(":") != 1 or not re.search("[.,]", raw):
        return []
    parts = [(start + match.start(), match[0], readings(match[0], lexicon)) for match in re.finditer("[^:]+", raw)]
    return (
        [Piece(at, at + len(part), values, "digits") for at, part, values in parts]
        if all(parts[n][2] for n in (0, 1))
        else []
    )


def _clock(before: str, after: str, lexicon: Lexicon) -> tuple[bool, bool]:
    """Whether a word of the clock follows digits, and whether a word for the afternoon stands beside them."""
    tail = after.lstrip(SPACES).lower()
    pm = _starts_with(tail, lexicon.pm, lexicon.spaceless) or before.endswith(lexicon.before_pm or ("\n\n\n\n",))
    return _starts_with(tail, lexicon.clock, lexicon.spaceless), pm


def _starts_with(text: str, words: tuple[str, ...], spaceless: bool) -> bool:
    return text.startswith(words) and any(
        text.startswith(word) and (spaceless or not text[len(word) : len(word) + 1].isalpha()) for word in words
    )


def _read_letters(piece: Piece, text: str, after: str, lexicon: Lexicon) -> None:
    """Read letters attached to digits: a magnitude (`5m`), a harmless ending (`3rd`), or part of a code (`G20`)."""
    before = text[piece.start - 1] if piece.start else " "
    if (
        before in "#@_"
        or (before == "+" and piece.start > 1 and _is_letter(text[piece.start - 2]))
        or _is_letter(before)
        or (before in "-‑–" and _CAPITAL_HYPHEN.search(text[max(0, piece.start - 40) : piece.start]))
    ):
        piece.code = True
        if len(text[piece.start : piece.end]) == 2:
            piece.values += [2000 + number for number in piece.values[:1]]
    match = _LETTERS.match(after)
    if not match or lexicon.spaceless or not _is_letter(match[0][0]):
        return
    letters = "".join(itertools.takewhile(_is_letter, match[0])).lower()  # without the particle of 14m의
    magnitude = lexicon.letters.get(letters)
    if magnitude and piece.values:
        scaled = [number * magnitude for number in piece.values]
        money = text[max(0, piece.start - 2) : piece.start].rstrip(SPACES)[-1:] in tuple(CURRENCY)
        piece.values = scaled if money else piece.values + scaled
        if money:
            piece.end += len(letters)
    elif letters in lexicon.attached or letters in lexicon.words or letters in lexicon.units:
        return
    elif not (
        any(len(stem) > 3 and letters.startswith(stem) for stem in lexicon.attached) or _GLUED.fullmatch(match[0])
    ):
        piece.code = True


def _is_letter(char: str) -> bool:
    """Whether a character is a letter of a script with capitals. Others attach words to digits: Arabic *and 5*."""
    return char.isalpha() and char.lower() != char.upper()


_YEAR_SIGN = late("年(?![間间])")
"""After the last two digits of a year in Chinese and Japanese, 22年; but not after a number of years, 22年間."""


def _read_decade(piece: Piece, raw: str, text: str, after: str, lexicon: Lexicon) -> None:
    """Add the years that digits may mean: the '90s, 80er, '98, 2009/10, 22年."""
    if not raw.isdecimal():
        return
    number = int(raw)
    tail = after.lstrip("-‑").lower()
    decade = number % 10 == 0 and _starts_with(tail, lexicon.decade, lexicon.spaceless)
    if decade and len(raw) == 4:
        # The 1600s are also the 17th century.
        piece.values += [number % 100] if number % 100 else [number // 100 + 1]
    elif len(raw) <= 2:
        before = text[max(0, piece.start - 7) : piece.start]
        year = _RANGE.search(before)
        if year:  # 2009-10, pages 112-18
            piece.values += [int(year[1][: -len(raw)] + raw), *([int(year[1][-2] + raw)] if len(raw) == 1 else [])]
        elif decade or before[-1:] in tuple(_APOSTROPHES) or (len(raw) == 2 and _YEAR_SIGN.match(after)):
            piece.values += [1900 + number, 2000 + number]
