"""A weekday or a month became another one, day and month changed places, or a month was invented.

## What it does

Compares the weekdays where each side names one (once or several times), and the days of the year where each side names
one: `March 4`, `4. März`, `4.3.2021`, `4/3/2021`. Reports another weekday, and a day and month that changed places
(`March 4`, `3. April`); both are marked. A date in digits in an English text may be either way round and counts as
right in both. Another month is reported where the day is the same and number-mismatch cannot see it (`May 3`,
`3 marca`: March is a 3 as well). A month that the translation names is marked where the source names none at all, in
words or digits.

Other wrong days and months are numbers, which number-mismatch compares.

## Why it is bad

People come on the wrong day. All digits of a date whose day and month changed places are right, so that nobody notices
before.

## Known problems

- Segments with two weekdays or two dates are not judged, nor is `3/4` without a year.
- A weekday that the translator computed from the date or for another time zone is reported.
- Knows Chinese, Czech, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese, Russian and Spanish; does
  not run when either language is another.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.dates import Day, dated, days, months, weekdays
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.matching import compare
from mtqe.checks.numbers.vocabulary import known
from mtqe.checks.shared import confidence
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name


def _limits(context: Context) -> str | None:
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    return f"has no months of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC116",
    "date-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The market opens on Tuesday.", "Der Markt öffnet am Dienstag."),
        Example("The market opens on Tuesday.", "Der Markt öffnet am Donnerstag.", ("Tuesday", "Donnerstag")),
        Example("The bridge opened on March 4, 2019.", "Die Brücke wurde am 4.3.2019 eröffnet."),
        Example(
            "The bridge opened on March 4, 2019.",
            "Die Brücke wurde am 3.4.2019 eröffnet.",
            ("March 4", "3.4.2019"),
        ),
        Example("The bridge opened on 4/3/2019.", "Die Brücke wurde am 4.3.2019 eröffnet."),
        Example("On the Sunday train", "Im Sonntagszug"),
        Example(
            "Le pont a ouvert le 2 mai.", "The bridge opened on 5 February.", ("2 mai", "5 February"), ("fr", "en")
        ),
        Example("Le marché ouvre le mardi.", "The market opens on Tuesdays.", langs=("fr", "en")),
        Example("The bridge opened in 2019.", "Die Brücke wurde im August 2019 eröffnet.", ("August",)),
        Example("The bridge opened in 8/2019.", "Die Brücke wurde im August 2019 eröffnet."),
        Example("In der Julinacht war es kalt.", "It was cold that night in July.", langs=("de", "en")),
        Example("Chiang Mai may open a bridge.", "Chiang Mai eröffnet vielleicht eine Brücke."),
        Example("Le pont a ouvert en 2019.", "The bridge opened in June 2019.", ("June",), ("fr", "en")),
        Example("市场星期三开放。", "The market opens on Monday.", ("星期三", "Monday"), ("zh", "en")),
    ],
)
def date_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the weekdays and the days of the year of both sides."""
    langs = (context.source_base, context.target_base)
    here, there = weekdays(segment.source, langs[0]), weekdays(segment.target, langs[1])
    if len({day for *_, day in here}) == len({day for *_, day in there}) == 1 and here[0][2] != there[0][2]:
        yield _hit(segment, here[0][:2], there[0][:2], "the weekday")
    left = days(segment.source, langs[0])
    right = days(segment.target, langs[1]) if left else []
    if len(left) == len(right) == 1:
        [one], [other] = left, right
        if one.readings.isdisjoint(other.readings) and (_turned(one, other) or _hidden(one, other, segment, langs)):
            yield _hit(segment, (one.start, one.end), (other.start, other.end), "the date")
    if not any(language(lang).spaceless for lang in langs) and (named := months(segment.target, langs[1])):
        for month in named if not dated(segment.source, langs[0]) else ():
            if (text := segment.target[month.start : month.end]) not in segment.source:
                yield Hit(
                    f"the source names no month, not {text!r} either", (_span(month),), confidence=confidence.SURE
                )


def _turned(one: Day, other: Day) -> bool:
    return not {(month, day) for day, month in one.readings}.isdisjoint(other.readings)


def _hidden(one: Day, other: Day, segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether only the month is another one, and number-mismatch does not see it: May 3 and 3 marca have a 3 each."""
    if {day for day, _ in one.readings}.isdisjoint(day for day, _ in other.readings):
        return False
    seen = [(item.source, item.target) for item in compare(segment.source, segment.target, *langs)]
    return not any(
        (left and one.start <= left.start < one.end) or (right and other.start <= right.start < other.end)
        for left, right in seen
    )


def _span(month: Number) -> Span:
    return Span("target", month.start, month.end)


def _hit(segment: Segment, left: tuple[int, int], right: tuple[int, int], what: str) -> Hit:
    was, now = segment.source[slice(*left)], segment.target[slice(*right)]
    return Hit(
        f"{what} {was!r} became {now!r}", (Span("source", *left), Span("target", *right)), confidence=confidence.PLAIN
    )
