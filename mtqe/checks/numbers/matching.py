"""Finds the numbers of each side without an equal on the opposite side, and pairs them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from mtqe.checks.numbers.calendars import same_years
from mtqe.checks.numbers.converted_money import converted_sums
from mtqe.checks.numbers.converted_units import converted
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.kept_magnitudes import kept_magnitudes
from mtqe.checks.numbers.left_out_magnitudes import left_out_magnitudes
from mtqe.checks.numbers.lost_or_invented import counts_in_digits, counts_in_words, may_be_words
from mtqe.checks.numbers.months_as_days import same_lengths
from mtqe.checks.numbers.number_side import Side, has_one, labels, read
from mtqe.checks.numbers.people_by_age import people_by_age
from mtqe.checks.numbers.race_times import race_times
from mtqe.checks.numbers.spoken_times import spoken_times
from mtqe.checks.numbers.times_before_numbers import times_before_numbers
from mtqe.checks.numbers.undivided_times import undivided_times
from mtqe.checks.numbers.undotted_days import undotted_days
from mtqe.checks.numbers.vocabulary import Value, lexicon
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

_PART_BEFORE = late(r"\w\Z|\d[.,:]\Z")
_PART_AFTER = late(r"\w|[.,:]\d")
_YEARS = range(1900, 2100)
"""Values: of recent years."""
_EVIDENT = frozenset({"digits", "word", "ordinal", "month", "code"})
_PHONE = late(r"(?<![\w.,])(?:\+\d|\(?0)(?=[\d \u00a0/-])[\d \u00a0()/.-]{6,}\d(?![\w,])")
_DATE_UNITS = ("年", "月", "日", "号", "時", "时")
LONGEST_MONTH = 14
"""Characters: between the first letter of a month and its day."""
MOST_PAIRED = 200
"""Numbers: without an equal that are paired on each side, and most numbers of one value."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number that has no equal on the opposite side.

    Args:
        source: The source number; `None` if the translation invented the number.
        target: The target number in its place; `None` if the number was lost.
        is_extra: Whether the opposite side has the number too, but less often.
    """

    source: Number | None
    target: Number | None
    is_extra: bool = False


def compare(source: str, target: str, source_lang: str, target_lang: str) -> list[Mismatch]:
    """Return the numbers that have no equal on the opposite side.

    Returns:
        Mismatches in the order of the source, then of the target. Words and codes appear only in pairs, because one
        without a partner may be expressed in another way. A number word of the source that counts something also
        appears alone.
    """
    lexicons = lexicon(source_lang), lexicon(target_lang)
    # Where only CLDR says what a separator means, or regions differ, writers may use the other one.
    strict = lexicons[0].decimal == lexicons[1].decimal and all(
        words.has_words and not words.either_format for words in lexicons
    )
    source, target = western(source), western(target)
    sides = read(source, source_lang, strict), read(target, target_lang, strict)
    if not (sides[0].numbers or sides[1].numbers):
        return []
    source_numbers, target_numbers = _missing(sides[0], sides[1]), _missing(sides[1], sides[0])
    extra = _extra(sides[0], sides[1]), _extra(sides[1], sides[0])
    if not (source_numbers or target_numbers or any(extra)):
        return []
    source_numbers, target_numbers = (
        sorted((number for number in [*missing, *side_extra] if number not in equal), key=lambda number: number.start)
        for missing, side_extra, equal in zip(
            (source_numbers, target_numbers), extra, _equal_in_other_form(sides), strict=True
        )
    )
    target_numbers = [number for number in target_numbers if not _ends_decade(number, sides)]
    mismatches = _pair(source_numbers, target_numbers, sides, extra)
    if all(words.has_words for words in lexicons):
        return mismatches
    mismatches = [_with_partner(item, mismatches, sides) for item in mismatches]
    return [item for item in mismatches if not may_be_words(item.source, item.target, sides)]


def _ends_decade(number: Number, sides: tuple[Side, Side]) -> bool:
    """Whether a number is the end of a decade of the source: *in her thirties* is *between 30 and 40*."""
    begins = {one.value for one in sides[0].numbers if one.family == "decade"} & sides[1].values
    return any(number.value == begin + years for begin in begins if begin is not None for years in (9, 10))


def _with_partner(mismatch: Mismatch, mismatches: list[Mismatch], sides: tuple[Side, Side]) -> Mismatch:
    """A number without a partner, with the figure whose only equal is a word that may mean something else.

    In a 1 that became 7, an article beside the 7 hides that the 1 is lost.
    """
    if mismatch.is_extra or (mismatch.source and mismatch.target):
        return mismatch
    here, there = (sides[0], sides[1]) if mismatch.source else (sides[1], sides[0])
    taken = {number for item in mismatches for number in (item.source, item.target)}
    evident = {value for number in here.numbers if number.kind != "weak" for value in number.values}
    evident |= {value for number in here.numbers for part in number.parts for value in part.values}
    hidden = [
        number
        for number in there.numbers
        if number.kind == "digits" and number.value is not None and number not in taken
        if not number.parts and number.values.isdisjoint(evident)
    ]
    if len(hidden) != 1 or not may_be_words(mismatch.source, mismatch.target, sides):
        return mismatch
    return Mismatch(mismatch.source or hidden[0], mismatch.target or hidden[0])


def _equal_in_other_form(sides: tuple[Side, Side]) -> list[set[Number]]:
    """The numbers of each side that the opposite side has in another form, or with letters of the other language."""
    forms = (
        converted(sides),
        _same_phone_numbers(sides),
        same_years(sides),
        kept_magnitudes(sides),
        left_out_magnitudes(sides),
        same_lengths(sides),
        converted_sums(sides),
        undotted_days(sides),
        people_by_age(sides),
        undivided_times(sides),
        race_times(sides),
        spoken_times(sides),
        times_before_numbers(sides),
    )
    return [set().union(*of_side) for of_side in zip(*forms, strict=True)]


def _same_phone_numbers(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """The numbers of each side in phone numbers that both sides have, however they group the digits."""
    calls = [[(re.sub(r"\D", "", call[0]), call.span()) for call in _PHONE.finditer(side.text)] for side in sides]
    shared = {digits for digits, _ in calls[0]} & {digits for digits, _ in calls[1]}
    source_numbers, target_numbers = (
        {
            part
            for digits, (start, end) in side_calls
            if digits in shared
            for number in side.numbers
            if start <= number.start < end
            for part in (number, *number.parts)
        }
        for side, side_calls in zip(sides, calls, strict=True)
    )
    return source_numbers, target_numbers


def _has_equal(number: Number, opposite_values: frozenset[Value]) -> bool:
    """Whether the opposite side has the number, or all its parts."""
    if not number.values.isdisjoint(opposite_values):
        return True
    return bool(number.parts) and all(_has_equal(part, opposite_values) for part in number.parts)


def _missing(side: Side, opposite: Side) -> list[Number]:
    """The numbers of a side that have no equal on the opposite side."""
    missing: list[Number] = []
    ones = [number for number in side.numbers if number.value == 1 and number.kind == "digits"]
    lost_labels = labels(ones, side) if ones and not has_one(opposite) else set[Number]()
    for number in side.numbers:
        opposite_values = opposite.exact_values if number.family == "share" else opposite.values
        if lost_labels and number in lost_labels:
            missing.append(number)
            continue
        if number.kind == "weak" and not number.family:
            continue
        if not number.values.isdisjoint(opposite_values) and not _is_taken(number, side, opposite):
            continue
        parts = [part for part in number.parts if not _has_equal(part, opposite_values)]
        if number.parts and not parts:
            continue
        missing += [number] if number.as_one else parts
    if not missing:
        return missing
    opposite_text = opposite.text.lower()
    raws = [side.text[number.start : number.end].lower() for number in missing]
    verbatim = {raw for raw in set(raws) if _is_verbatim(raw, opposite_text) and not _is_magnitude(raw, side.lang)}
    return [number for number, raw in zip(missing, raws, strict=True) if raw not in verbatim]


def _is_taken(number: Number, side: Side, opposite: Side) -> bool:
    """Whether all that equals a number in one of its other readings is the equal of other numbers.

    *14 hours* may be 2 o'clock, but not where the only 2 of the opposite side stands for *two members*.
    """
    if number.kind != "digits" or number.value in opposite.values or number.parts or len(number.values) == 1:
        return False
    partners: Counter[Value | None] = Counter()
    for other in opposite.numbers:
        shared = not number.values.isdisjoint(other.values)
        if any(not number.values.isdisjoint(part.values) for part in other.parts) or (shared and other.parts):
            return False
        if shared:
            if other.kind not in ("digits", "word"):
                return False
            partners[other.value] += 1
    own = Counter(other.value for other in side.numbers if other is not number and other.kind in ("digits", "word"))
    return bool(partners) and all(count <= own[value] for value, count in partners.items())


def _extra(side: Side, opposite: Side) -> dict[Number, bool]:
    """The numbers that the opposite side has less often, and whether they surely are missing there."""
    by_value: dict[Value, list[Number]] = {}
    for number in side.numbers:
        if number.kind in _EVIDENT and number.value is not None and not number.parts:
            by_value.setdefault(number.value, []).append(number)
    words = [number for number in side.numbers if number.kind == "weak"] if by_value else []
    if words:
        # In "60 seconds", the word "seconds" may mean 60, and its translation too.
        opposite_words = {number.values for number in opposite.numbers if number.kind == "weak"}
        for number in words:
            for value in number.values if number.values in opposite_words else ():
                if value in by_value and value > 2:
                    by_value[value].append(number)
    extra: dict[Number, bool] = {}
    for value, equals in by_value.items():
        if not 1 < len(equals) < MOST_PAIRED or value not in opposite.values:
            continue
        opposite_equals = _occurrences(value, equals, side, opposite)
        if len(opposite_equals) < len(equals) and not _is_in_dates(value, side, opposite):
            # A number word beside its digits, eight (8), does not count twice.
            is_sure = sum(map(_is_independent, equals)) > len(opposite_equals)
            unmatched = _least_alike(equals, opposite_equals, side, opposite)
            # date-mismatch compares May 3 and 3 marca.
            extra |= {
                extra_number: is_sure
                for extra_number in unmatched
                if extra_number.kind not in ("weak", "code") and not _is_beside_day(extra_number, equals)
            }
    return extra


def _is_independent(number: Number) -> bool:
    """Whether a number is neither a word that repeats another number nor the end of a range of years: 2001-2."""
    if number.kind == "digits" and number.value not in _YEARS:
        return not any(value in _YEARS for value in number.values)
    return number.kind not in ("word", "ordinal")


def _is_beside_day(month: Number, numbers: list[Number]) -> bool:
    """Whether a month is beside its day."""
    return month.kind == "month" and any(
        number.kind == "digits" and abs(number.start - month.start) < LONGEST_MONTH for number in numbers
    )


def _occurrences(value: Value, equals: list[Number], side: Side, opposite: Side) -> list[Number]:
    """Everything on the opposite side that may have a value."""
    occurrences = [part for number in opposite.numbers for part in _with_value(value, number)]
    starts = {number.start for number in occurrences}
    written = {re.escape(side.text[number.start : number.end]) for number in equals if number.kind == "digits"}
    if value in _YEARS:
        written.add(rf"(?<=\d[./-]){value % 100:02}")  # 2/28/01
    for pattern in written:
        for match in re.finditer(rf"(?<!\d){pattern}(?!\d)", opposite.text):
            if match.start() not in starts:
                occurrences.append(Number(*match.span(), value, frozenset({value}), "digits"))
    return occurrences


def _with_value(value: Value, number: Number) -> list[Number]:
    """The parts of a number that may have a value, or the number itself if only it may."""
    return [part for part in number.parts if value in part.values] or [number] * (value in number.values)


def _is_in_dates(value: Value, side: Side, opposite: Side) -> bool:
    """Whether a number is in a Chinese or Japanese date. Dates may repeat the month: 7月17日和7月22日."""
    return any(
        value in part.values and text_side.text[part.end : part.end + 2].lstrip().startswith(_DATE_UNITS)
        for text_side in (side, opposite)
        if lexicon(text_side.lang).spaceless
        for number in text_side.numbers
        for part in (number, *number.parts)
    )


def _least_alike(equals: list[Number], opposite_equals: list[Number], side: Side, opposite: Side) -> list[Number]:
    """The equal numbers that remain when each of the opposite side has the one nearest in form and place."""
    remaining = list(equals)
    for opposite_number in opposite_equals:
        place = opposite_number.start / len(opposite.text)
        cost = [
            (opposite_number.kind != number.kind) + abs(number.start / len(side.text) - place) for number in remaining
        ]
        if remaining:
            del remaining[cost.index(min(cost))]
    return remaining


def _is_magnitude(raw: str, lang: str) -> bool:
    """Whether a word is a magnitude such as billion, which means a different number in another language."""
    word = lexicon(lang).words.get(raw)
    return word is not None and word.role == "magnitude"


def _is_verbatim(raw: str, opposite_text: str) -> bool:
    """Whether the opposite text has a number in the same letters, for example in the title of a film."""
    at = opposite_text.find(raw)
    while at >= 0:
        # It must not be inside a word or another number: 0,3 has no 3.
        before, after = opposite_text[max(0, at - 2) : at], opposite_text[at + len(raw) : at + len(raw) + 2]
        if not (_PART_BEFORE.search(before) or _PART_AFTER.match(after)):
            return True
        at = opposite_text.find(raw, at + 1)
    return False


def _pair(
    source_numbers: list[Number],
    target_numbers: list[Number],
    sides: tuple[Side, Side],
    extra: tuple[Mapping[Number, bool], Mapping[Number, bool]],
) -> list[Mismatch]:
    """Pair lost numbers with the numbers in their place, the most alike first. The remaining ones are lost or invented.

    Args:
        source_numbers: Source numbers without an equal.
        target_numbers: Target numbers without an equal.
        sides: Source and translation.
        extra: Which of them the opposite side has less often, and whether they surely are missing there.
    """
    source_extra, target_extra = extra
    partners: dict[int, Number] = {}
    used: set[int] = set()
    costs = [
        (_distance(source_number, target_number, sides), at, to)
        for at, source_number in enumerate(source_numbers[:MOST_PAIRED])
        for to, target_number in enumerate(target_numbers[:MOST_PAIRED])
        if _comparable(source_number, target_number)
        and not (target_number.kind == "word" and _is_code_name(source_number, sides[0]))
    ]
    for _, at, to in sorted(costs):
        if at not in partners and to not in used:
            partners[at] = target_numbers[to]
            used.add(to)
    pairs = [
        Mismatch(source_number, partners.get(at), at not in partners and source_number in source_extra)
        for at, source_number in enumerate(source_numbers)
        if at in partners
        or counts_in_digits(source_number, sides[0], source_extra.get(source_number))
        or (source_number not in source_extra and counts_in_words(source_number, sides[0]))
    ]
    return pairs + [
        Mismatch(None, target_number, target_number in target_extra)
        for to, target_number in enumerate(target_numbers)
        if to not in used and counts_in_digits(target_number, sides[1], target_extra.get(target_number))
    ]


def _is_code_name(number: Number, side: Side) -> bool:
    """Whether digits are a name, which no number word renders: *007*."""
    return side.text[number.start : number.end].startswith("00")


def _distance(source_number: Number, target_number: Number, sides: tuple[Side, Side]) -> float:
    """How unlike two numbers are in place, magnitude and form: from 0, without an upper limit."""
    position = abs(source_number.start / len(sides[0].text) - target_number.start / len(sides[1].text))
    if source_number.value is None or target_number.value is None:
        return position + 1
    magnitude = abs(math.log10(float(source_number.value) + 1) - math.log10(float(target_number.value) + 1))
    return 2 * position + magnitude + (source_number.kind != target_number.kind)


def _comparable(source_number: Number, target_number: Number) -> bool:
    """Whether one number may be a wrong rendering of the other."""
    kinds = {source_number.kind, target_number.kind}
    if "weak" in kinds:
        families = {source_number.family, target_number.family}
        if len(families) == 1:
            return True
        if "share" in families and "ordinal" in kinds:  # half, and Italian un terzo
            return all(any(value < 1 for value in number.values) for number in (source_number, target_number))
        close = families & {"part", "group"} or source_number.parts or target_number.parts
        return bool(close) and bool(kinds & {"word", "digits"})
    if kinds == {"month", "digits"}:
        return all(number.value in range(2 - (number.kind == "month"), 13) for number in (source_number, target_number))
    if kinds & {"month", "code", "ordinal"}:
        return len(kinds) == 1 or "digits" in kinds
    return True
