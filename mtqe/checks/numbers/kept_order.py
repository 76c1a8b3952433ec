"""Finds evidence in the text that two numbers did not change places: their order is that of another construction."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.quantities import quantities
from mtqe.checks.numbers.vocabulary import number_section
from mtqe.language.late_patterns import late

Match = tuple[Number, Number]
"""A number of the source and its counterpart."""
LONGEST_LINK = 24
"""Characters: between two numbers that belong together, as in `58 votes to 51`."""
LONGEST_PHRASE = 24
"""Characters: between a word such as *from* and the number that it belongs to."""

_YEARS = frozenset({"duration-year"})
_AGE_BEFORE, _AGE_AFTER = late(r"[^\W\d_], \Z"), late(r"\s?[,.;)]")
"""What stands beside an age without a word for it."""
_CLAUSE_MARKS = frozenset(",;:.、，。；：")
_DATE = late(r"\d{1,4}年\d{1,2}月\d{1,2}[日号號]")


def is_bound(first: Match, second: Match, matches: Sequence[Match]) -> bool:
    """Whether one of two numbers still stands beside a third one, as in the source: 58 votes to 51.

    A number that changed places with another one would have left its neighbour.

    Args:
        first: A number of the source and its counterpart.
        second: The number with which it may have changed places, and its counterpart.
        matches: All numbers with their counterparts, in the order of the source.
    """
    followers = {match[1]: after[1] for match, after in itertools.pairwise(matches) if _is_near(match[0], after[0])}
    targets = sorted((match[1] for match in matches), key=lambda number: number.start)
    pair = {first[1], second[1]}
    return any(
        followers.get(number) == after and _is_near(number, after) and len(pair & {number, after}) == 1
        for number, after in itertools.pairwise(targets)
    )


def _is_near(first: Number, second: Number) -> bool:
    return second.start - first.end <= LONGEST_LINK


def is_range_in_other_order(first: Match, second: Match, texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    """Whether two numbers are a change that one side names from the end: to 51 from 42, von 42 auf 51."""
    source, target = ((first[side], second[side]) for side in (0, 1))
    if (source[0].start < source[1].start) is (target[0].start < target[1].start):
        return False
    sides = tuple(zip((source, target), texts, langs, strict=True))
    starts, ends = [_starts_with_from(*side) for side in sides], [_ends_with_from(*side) for side in sides]
    return (starts[0] and ends[1]) or (ends[0] and starts[1])


def is_range_in_same_order(first: Match, second: Match, texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    """Whether two numbers are a change that both sides name from its beginning: from six weeks to four, von 6 auf 4."""
    source, target = ((first[side], second[side]) for side in (0, 1))
    if (source[0].start < source[1].start) is not (target[0].start < target[1].start):
        return False
    return all(_starts_with_from(*side) for side in zip((source, target), texts, langs, strict=True))


def is_age_in_other_order(first: Match, second: Match, texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    """Whether one of two numbers is an age on both sides: *Ann, 33,* and *die 33-jährige Ann*."""
    ages = {
        match
        for match in (first, second)
        if _AGE_BEFORE.search(texts[0], 0, match[0].start) and _AGE_AFTER.match(texts[0], match[0].end)
    }
    years = [one for one in quantities(texts[1], langs[1]) if one.units >= _YEARS] if ages else ()
    kept = {match for match in (first, second) for one in years if one.start <= match[1].start < one.end}
    return len(ages) == 1 and ages == kept


def is_date_in_other_order(first: Match, second: Match, texts: tuple[str, str]) -> bool:
    """Whether two numbers are parts of one Chinese or Japanese date, whose signs say which is which: 2543年1月19日."""
    return any(
        all(date.start() <= match[side].start and match[side].end <= date.end() for match in (first, second))
        for side, text in enumerate(texts)
        for date in _DATE.finditer(text)
    )


def is_part_before_whole(first: Match, second: Match, texts: tuple[str, str], langs: tuple[str, str]) -> bool:
    """Whether two numbers are a whole and its part, and the translation names the part first: *of the four, two*.

    *Twee van de vier* has the numbers in the other order, with a few words between them.
    """
    whole, part = sorted((first, second), key=lambda match: match[0].start)
    before = _whole(langs[0])
    if before is None or not before.search(texts[0][: whole[0].start]) or part[1].start > whole[1].start:
        return False
    between = texts[1][part[1].end : whole[1].start]
    return len(between) <= LONGEST_LINK and not any(mark in between for mark in _CLAUSE_MARKS)


def _starts_with_from(pair: tuple[Number, Number], text: str, lang: str) -> bool:
    """Whether the first of two numbers is the beginning of a change: from 42 to 51, 42から51."""
    before, after = _from(lang)
    low, high = sorted(pair, key=lambda number: number.start)
    head = text[max(0, low.start - LONGEST_PHRASE) : low.start]
    return bool((before and before.search(head)) or (after and after.search(text, low.end, high.start)))


def _ends_with_from(pair: tuple[Number, Number], text: str, lang: str) -> bool:
    """Whether the second of two numbers is the beginning of a change: to 51 from 42."""
    before, after = _from(lang)
    low, high = sorted(pair, key=lambda number: number.start)
    tail = text[high.end : high.end + LONGEST_PHRASE]
    return bool((before and before.search(text, low.end, high.start)) or (after and after.search(tail)))


@functools.cache
def _whole(lang: str) -> re.Pattern[str] | None:
    """Pattern of the words before a whole of which a part follows."""
    words = number_section(lang).whole_before
    return re.compile(words, re.IGNORECASE) if words else None


@functools.cache
def _from(lang: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Patterns of the words that name the beginning of a change, before and after the number."""
    section = number_section(lang)
    before, after = (
        re.compile(words, re.IGNORECASE) if words else None for words in (section.from_before, section.from_after)
    )
    return before, after
