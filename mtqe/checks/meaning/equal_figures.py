"""Figures that the other side has in other digits, calendar or unit: ۲۰۲۱ and 2021, 2567 and 2024, 80 °F and 27 °C.

The encoder's critic hardly knows the digits of other scripts, and it knows no calendars and no units. So a mark is
dropped that lies in a figure whose value stands on the other side. The abbreviation of the era and the day and month of
another calendar belong to their year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mtqe.checks.numbers.converted_units import converted
from mtqe.checks.numbers.number_side import read
from mtqe.checks.shared.calendar_years import SAME_DAYS, YEARS, calendars, years
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context

_NUMBER = late(r"\d+(?:[.,]\d+)*")
_GROUPED = late(r"\d{1,3}(?:,\d{3})+")
_YEAR = late(r"(?:[^\W\d_]\. ?){0,3}(?<!\d)(?P<year>\d{4})(?!\d)")
_LETTERS = late(r"[^\W\d_]*+")
_DATE = late(r"(?<!\d)\d{1,2} [^\W\d_]+,? (?P<year>\d{4})(?!\d)")


def without_equal_figures(hits: Iterable[tuple[Segment, Hit]], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The hits without the marks of figures that the other side has; those without other marks are left out.

    A hit that has marks besides converted figures is minor.
    """
    for segment, hit in hits:
        in_units = _converted_ranges(segment, context)
        equal = {"source": _equal_ranges(segment.source, segment.target, context) + in_units[0]}
        equal["target"] = _equal_ranges(segment.target, segment.source, context) + in_units[1]
        spans = tuple(span for span in hit.spans if not _lies_in(span, equal[span.side]))
        severity = hit.severity
        if any(_lies_in(span, in_units[span.side == "target"]) for span in hit.spans):
            severity = Severity.MINOR  # the converted figures are most of what seemed to differ
        if spans:
            yield segment, replace(hit, spans=spans, severity=severity)


def _converted_ranges(segment: Segment, context: Context) -> list[list[tuple[int, int]]]:
    """The ranges of each side with figures that the other side has in another unit."""
    texts = ((western(segment.source), context.source_base), (western(segment.target), context.target_base))
    source, target = (read(text, lang) for text, lang in texts)
    ranges = []
    for side, numbers in zip((source, target), converted((source, target)), strict=True):
        letters = [_LETTERS.match(side.text, number.end) for number in numbers]
        ranges.append([(n.start, m.end() if m else n.end) for n, m in zip(numbers, letters, strict=True)])
    return ranges


def _lies_in(span: Span, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in ranges)


def _equal_ranges(here: str, there: str, context: Context) -> list[tuple[int, int]]:
    """The ranges of a side with figures that the other side has."""
    here, there = western(here), western(there)
    values = {_plain(match[0]) for match in _NUMBER.finditer(there)}
    ranges = [match.span() for match in _NUMBER.finditer(here) if _plain(match[0]) in values]
    other_years = {int(number) for number in values if number.isdecimal()}
    for calendar in calendars(context.source_base, context.target_base):
        patterns = (_YEAR,) if calendar in SAME_DAYS else (_YEAR, _DATE)
        for pattern in patterns:
            ranges += [
                match.span()
                for match in pattern.finditer(here)
                if _is_same_year(int(match["year"]), other_years, calendar)
            ]
    return ranges


def _plain(number: str) -> str:
    return number.replace(",", "") if _GROUPED.fullmatch(number) else number


def _is_same_year(year: int, other_years: Iterable[int], calendar: str) -> bool:
    """Whether one of the other side's years is the same year, where one of both is a year of the common era."""
    if year in YEARS and not years(year, calendar).isdisjoint(other_years):
        return True
    return any(other in YEARS and year in years(other, calendar) for other in other_years)
