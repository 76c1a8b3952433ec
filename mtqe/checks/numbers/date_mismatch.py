"""A date is wrong: another weekday or month, day and month swapped, or a month that the source does not have.

## What it does

Compares weekdays if each side names one weekday, once or several times. Compares dates if each side has one date:
`March 4`, `4. März`, `4.3.2021`, `4/3/2021`.

It reports a different weekday, and a date whose day and month changed places (`March 4`, `3. April`). Both are marked.
A date in digits in an English text may be read either way and is correct in both.

It reports a different month if the day is the same and number-mismatch cannot see the error (`May 3`, `3 marca`: March
is also a 3). It marks a month in the translation if the source has no month at all, neither in words nor in digits.

Other wrong days and months are numbers. number-mismatch compares them.

## Why it is bad

People come on the wrong day. If day and month changed places, all digits of the date are right, so nobody notices in
time.

## Known problems

- Segments with two weekdays or two dates are not judged. Neither is `3/4` without a year.
- Names with another common meaning are not read: Romanian *luni* (Monday, months) and *mai* (May, more).
- A weekday that the translator computed from the date or for another time zone is reported.
- In languages whose number words mtqe does not know, months and weekdays are the names of CLDR. There it does not
  report a month that the source does not have at all, because the name may be another word.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers import dates, vocabulary
from mtqe.checks.numbers.dates import Day, days, has_month, months, weekdays
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.matching import compare
from mtqe.checks.shared import confidence
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


def _gaps(context: Context) -> str | None:
    return vocabulary.unknown(context.source_base, context.target_base)


@check(
    "ACC116",
    "date-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="numbers",
    gaps=_gaps,
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
        Example("Es brannte in der Nacht auf Sonntag.", "It burned on Saturday night.", langs=("de", "en")),
        Example(
            "Es brannte in der Nacht auf Sonntag.", "It burned on Friday.", ("Sonntag", "Friday"), langs=("de", "en")
        ),
        Example("The bridge opened in 2019.", "Die Brücke wurde im August 2019 eröffnet.", ("August",)),
        Example("The bridge opened in 8/2019.", "Die Brücke wurde im August 2019 eröffnet."),
        Example("In der Julinacht war es kalt.", "It was cold that night in July.", langs=("de", "en")),
        Example("Chiang Mai may open a bridge.", "Chiang Mai eröffnet vielleicht eine Brücke."),
        Example("Le pont a ouvert en 2019.", "The bridge opened in June 2019.", ("June",), ("fr", "en")),
        Example("The market opens on Tuesday.", "يفتح السوق يوم الثلاثاء.", langs=("en", "ar")),
        Example("The market opens on Tuesday.", "يفتح السوق يوم الاثنين.", ("Tuesday", "الاثنين"), ("en", "ar")),
        Example("The bridge opened on 3 May.", "Most je odprt 3. marca.", ("3 May", "3. marca"), ("en", "sl")),
        Example("市场星期三开放。", "The market opens on Monday.", ("星期三", "Monday"), ("zh", "en")),
    ],
)
def date_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the weekdays and dates of source and translation."""
    langs = (context.source_base, context.target_base)
    source_weekdays, target_weekdays = weekdays(segment.source, langs[0]), weekdays(segment.target, langs[1])
    if len({weekday for *_, weekday in source_weekdays}) == len(
        {weekday for *_, weekday in target_weekdays}
    ) == 1 and not dates.possible_weekdays(segment.source, source_weekdays, langs[0]) & dates.possible_weekdays(
        segment.target, target_weekdays, langs[1]
    ):
        yield _hit(segment, source_weekdays[0][:2], target_weekdays[0][:2], "the weekday")
    source_days = days(segment.source, langs[0])
    target_days = days(segment.target, langs[1]) if source_days else []
    if len(source_days) == len(target_days) == 1:
        [source_day], [target_day] = source_days, target_days
        if source_day.readings.isdisjoint(target_day.readings) and (
            _is_swapped(source_day, target_day) or _is_hidden_month(source_day, target_day, segment, langs)
        ):
            yield _hit(segment, (source_day.start, source_day.end), (target_day.start, target_day.end), "the date")
    if all(vocabulary.judges_months(lang) for lang in langs) and (target_months := months(segment.target, langs[1])):
        told = dates.of_weekday(segment.source, segment.target, langs)
        for month in target_months if not has_month(segment.source, langs[0]) else ():
            if (text := segment.target[month.start : month.end]) not in segment.source:
                message = f"the month {text!r} is not in the source"
                severity = Severity.MINOR if told and told.start <= month.start < told.end else None
                yield Hit(message, (_span(month),), severity, confidence=confidence.SURE)


def _is_swapped(source_day: Day, target_day: Day) -> bool:
    """Whether day and month changed places."""
    return not {(month, day) for day, month in source_day.readings}.isdisjoint(target_day.readings)


def _is_hidden_month(source_day: Day, target_day: Day, segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether only the month differs and number-mismatch cannot see it: `May 3` and `3 marca` both have a 3."""
    if {day for day, _ in source_day.readings}.isdisjoint(day for day, _ in target_day.readings):
        return False
    return not any(
        (mismatch.source and source_day.start <= mismatch.source.start < source_day.end)
        or (mismatch.target and target_day.start <= mismatch.target.start < target_day.end)
        for mismatch in compare(segment.source, segment.target, *langs)
    )


def _span(month: Number) -> Span:
    return Span("target", month.start, month.end)


def _hit(segment: Segment, source_place: tuple[int, int], target_place: tuple[int, int], subject: str) -> Hit:
    source_text, target_text = segment.source[slice(*source_place)], segment.target[slice(*target_place)]
    return Hit(
        f"{subject} {source_text!r} became {target_text!r}",
        (Span("source", *source_place), Span("target", *target_place)),
        confidence=confidence.PLAIN,
    )
