"""Which numbers of one text have no equal in the other, and which of them stand for each other."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mtqe.checks.numbers.converted_units import converted
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.lost_or_invented import alone, counts
from mtqe.checks.numbers.number_side import Side, has_one, labels, read
from mtqe.checks.numbers.vocabulary import Value, lexicon

_PART_BEFORE = re.compile(r"\w\Z|\d[.,:]\Z")
_PART_AFTER = re.compile(r"\w|[.,:]\d")
_YEARS = range(1900, 2100)
"""Values: that may be a year of our time. By hand."""
_EVIDENT = frozenset({"digits", "word", "ordinal", "month", "code"})
_PHONE = re.compile(r"(?<![\w.,])(?:\+\d|\(?0)(?=[\d \u00a0/-])[\d \u00a0()/.-]{6,}\d(?![\w,])")
_OF_DATES = ("年", "月", "日", "号", "時", "时")
LONGEST_MONTH = 14
"""Characters: of the name of a month and what stands between it and its day. By hand."""
PAIRED = 200
"""Numbers: missing on one side that are compared; of equal ones there must be fewer. A segment with more is reported as
a whole. By hand."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A source number and the target number that stands in its place; one is `None` if it was lost or invented."""

    source: Number | None
    target: Number | None
    again: bool = False
    """Whether the number without a partner stands on the other side too, but not so often."""


def compare(source: str, target: str, source_lang: str, target_lang: str) -> list[Mismatch]:
    """The numbers that have no equal on the other side.

    Args:
        source: Source text.
        target: Translation.
        source_lang: Primary tag of the source language.
        target_lang: Primary tag of the target language.

    Returns:
        In the order of the source, then of the target. Words and codes appear only in pairs, for a lone one may have
        been put another way; but a number word of the source that counts something is also reported alone.
    """
    alike = lexicon(source_lang).decimal == lexicon(target_lang).decimal
    sides = read(source, source_lang, alike), read(target, target_lang, alike)
    if not (sides[0].found or sides[1].found):
        return []
    left, right = _missing(sides[0], sides[1]), _missing(sides[1], sides[0])
    more = _surplus(sides[0], sides[1]), _surplus(sides[1], sides[0])
    if not (left or right or any(more)):
        return []
    left, right = (
        sorted((number for number in [*found, *again] if number not in same), key=lambda number: number.start)
        for found, again, same in zip((left, right), more, _same(sides), strict=True)
    )
    return _pair(left, right, sides, more)


def _same(sides: tuple[Side, Side]) -> list[set[Number]]:
    """Of each side, the numbers that are the same on the other side by more than their value."""
    return [measures | calls for measures, calls in zip(converted(sides), _same_call(sides), strict=True)]


def _same_call(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """Of each side, the numbers in phone numbers that both sides have, however they group their digits."""
    calls = [[(re.sub(r"\D", "", call[0]), call.span()) for call in _PHONE.finditer(side.text)] for side in sides]
    both = {digits for digits, _ in calls[0]} & {digits for digits, _ in calls[1]}
    source, target = (
        {
            part
            for digits, (start, end) in side_calls
            if digits in both
            for number in side.found
            if start <= number.start < end
            for part in (number, *number.parts)
        }
        for side, side_calls in zip(sides, calls, strict=True)
    )
    return source, target


def _matched(number: Number, pool: frozenset[Value]) -> bool:
    """Whether the other side has the number, or all its parts."""
    if not number.values.isdisjoint(pool):
        return True
    return bool(number.parts) and all(_matched(part, pool) for part in number.parts)


def _missing(side: Side, other: Side) -> list[Number]:
    missing: list[Number] = []
    ones = [number for number in side.found if number.value == 1 and number.kind == "digits"]
    bare = labels(ones, side) if ones and not has_one(other) else set[Number]()
    for number in side.found:
        pool = other.exact if number.family == "share" else other.pool
        if number in bare:
            missing.append(number)
            continue
        if (number.kind == "weak" and not number.family) or not number.values.isdisjoint(pool):
            continue
        parts = [part for part in number.parts if not _matched(part, pool)]
        if number.parts and not parts:
            continue
        missing += [number] if number.whole else parts
    lower = other.text.lower()
    raws = [side.text[number.start : number.end].lower() for number in missing]
    kept = {raw for raw in set(raws) if _verbatim(raw, lower) and not _is_magnitude(raw, side.lang)}
    return [number for number, raw in zip(missing, raws, strict=True) if raw not in kept]


def _surplus(side: Side, other: Side) -> dict[Number, bool]:
    """Numbers that stand on the other side too, but less often, and whether they count without a partner."""
    twins: dict[Value, list[Number]] = {}
    for number in side.found:
        if number.kind in _EVIDENT and number.value is not None and not number.parts:
            twins.setdefault(number.value, []).append(number)
    words = [number for number in side.found if number.kind == "weak"] if twins else []
    if words:
        # The seconds of 60 seconds may mean 60, and on the other side as well.
        told = {number.values for number in other.found if number.kind == "weak"}
        for number in words:
            for value in number.values if number.values in told else ():
                if value in twins and value > 2:
                    twins[value].append(number)
    surplus: dict[Number, bool] = {}
    for value, here in twins.items():
        if not 1 < len(here) < PAIRED or value not in other.pool:
            continue
        there = _standing(value, here, side, other)
        if len(there) < len(here) and not _of_dates(value, side, other):
            # A number word beside its number in digits, eight (8), is no second one.
            sure = sum(map(_is_plain, here)) > len(there)
            rest = _unlike(here, there, side, other)
            # May 3 and 3 marca are date-mismatch's matter.
            surplus |= {one: sure for one in rest if one.kind not in ("weak", "code") and not _is_of_day(one, here)}
    return surplus


def _is_plain(number: Number) -> bool:
    """Whether a number stands there for itself, neither put in a word that counts nor the end of a year: 2001-2."""
    if number.kind == "digits" and number.value not in _YEARS:
        return not any(value in _YEARS for value in number.values)
    return number.kind not in ("word", "ordinal")


def _is_of_day(month: Number, numbers: list[Number]) -> bool:
    """Whether a month stands beside its day."""
    return month.kind == "month" and any(
        one.kind == "digits" and abs(one.start - month.start) < LONGEST_MONTH for one in numbers
    )


def _standing(value: Value, here: list[Number], side: Side, other: Side) -> list[Number]:
    """All that may stand for a value on the other side, where equal numbers stand here."""
    there = [part for number in other.found for part in _holding(value, number)]
    starts = {number.start for number in there}
    written = {re.escape(side.text[number.start : number.end]) for number in here if number.kind == "digits"}
    if value in _YEARS:
        written.add(rf"(?<=\d[./-]){value % 100:02}")  # 2/28/01
    for pattern in written:
        for found in re.finditer(rf"(?<!\d){pattern}(?!\d)", other.text):
            if found.start() not in starts:
                there.append(Number(*found.span(), value, frozenset({value}), "digits"))
    return there


def _holding(value: Value, number: Number) -> list[Number]:
    """The number if it may have a value, or those of its parts that may."""
    return [part for part in number.parts if value in part.values] or [number] * (value in number.values)


def _of_dates(value: Value, side: Side, other: Side) -> bool:
    """Whether Chinese or Japanese dates have the number, which they may repeat: 7月17日和7月22日."""
    return any(
        value in part.values and one.text[part.end : part.end + 2].lstrip().startswith(_OF_DATES)
        for one in (side, other)
        if lexicon(one.lang).spaceless
        for number in one.found
        for part in (number, *number.parts)
    )


def _unlike(here: list[Number], there: list[Number], side: Side, other: Side) -> list[Number]:
    """Those of equal numbers that are least like those of the other side, in writing and in place."""
    rest = list(here)
    for one in there:
        place = one.start / len(other.text)
        cost = [(one.kind != number.kind) + abs(number.start / len(side.text) - place) for number in rest]
        if rest:
            del rest[cost.index(min(cost))]
    return rest


def _is_magnitude(raw: str, lang: str) -> bool:
    """Whether it is a word such as billion, which means another number in another language."""
    word = lexicon(lang).words.get(raw)
    return word is not None and word.role == "magnitude"


def _verbatim(raw: str, other: str) -> bool:
    """Whether a number stands in the other text in the same letters, as in the name of a film."""
    at = other.find(raw)
    while at >= 0:
        # Not inside a word or another number: the 3 of 0,3 is none.
        before, after = other[max(0, at - 2) : at], other[at + len(raw) : at + len(raw) + 2]
        if not (_PART_BEFORE.search(before) or _PART_AFTER.match(after)):
            return True
        at = other.find(raw, at + 1)
    return False


def _pair(
    left: list[Number],
    right: list[Number],
    sides: tuple[Side, Side],
    again: tuple[Mapping[Number, bool], Mapping[Number, bool]],
) -> list[Mismatch]:
    """Pair what was lost with what stands in its place, the likeliest first; the rest is lost or invented."""
    here, there = again
    partner: dict[int, Number] = {}
    taken: set[int] = set()
    costs = [
        (_distance(one, other, sides), at, to)
        for at, one in enumerate(left[:PAIRED])
        for to, other in enumerate(right[:PAIRED])
        if _comparable(one, other)
    ]
    for _, at, to in sorted(costs):
        if at not in partner and to not in taken:
            partner[at] = right[to]
            taken.add(to)
    pairs = [
        Mismatch(one, partner.get(at), at not in partner and one in here)
        for at, one in enumerate(left)
        if at in partner or alone(one, sides[0], here.get(one)) or (one not in here and counts(one, sides[0]))
    ]
    return pairs + [
        Mismatch(None, other, other in there)
        for to, other in enumerate(right)
        if to not in taken and alone(other, sides[1], there.get(other))
    ]


def _distance(one: Number, other: Number, sides: tuple[Side, Side]) -> float:
    """How unlike two numbers are, in place, length and writing: 0 for twins, no upper limit."""
    place = abs(one.start / len(sides[0].text) - other.start / len(sides[1].text))
    if one.value is None or other.value is None:
        return place + 1
    length = abs(math.log10(float(one.value) + 1) - math.log10(float(other.value) + 1))
    return 2 * place + length + (one.kind != other.kind)


def _comparable(one: Number, other: Number) -> bool:
    kinds = {one.kind, other.kind}
    if "weak" in kinds:
        families = {one.family, other.family}
        if len(families) == 1:
            return True
        if "share" in families and "ordinal" in kinds:  # half, and Italian un terzo
            return all(any(value < 1 for value in number.values) for number in (one, other))
        close = families & {"part", "group"} or one.parts or other.parts
        return bool(close) and bool(kinds & {"word", "digits"})
    if kinds == {"month", "digits"}:
        return all(number.value in range(2 - (number.kind == "month"), 13) for number in (one, other))
    if kinds & {"month", "code", "ordinal"}:
        return len(kinds) == 1 or "digits" in kinds
    return True
