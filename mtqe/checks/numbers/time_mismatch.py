"""A time is in the wrong half of the day: 5 p.m. became 5 Uhr.

## What it does

Compares the times that occur once on each side by the clock face and whose half of the day is certain. These are
`5 p.m.`, `17 Uhr`, `17:00` in English, `5 a.m.`, `下午5时`, and `5 Uhr` if the German segment has no word such as
*nachmittags*. If the halves of the day differ, both times are marked.

Most other languages are read with the words that CLDR has for a.m., p.m., morning, afternoon and evening. There a time
is also marked if the translation has the hour in words and names only the opposite half of the day.

A word for night names the hours before noon up to 5, and the hours after noon from 6: `रात 2 बजे` is 2 a.m.

Other wrong times are numbers. number-mismatch compares them.

## Why it is bad

People come twelve hours too early or too late, and the figure is that of the source.

## Known problems

- Apart from German and Chinese, the texts that it was measured on have hardly any times: there was no false alarm, but
  little to find.
- Noon and midnight are not judged.
- A German or French text that means the afternoon by `um 5 Uhr` or `à 5 h`, because it said so before, is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.clock import Time, times
from mtqe.checks.numbers.day_periods import halves, names_part_of_day
from mtqe.checks.shared import confidence
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


def _gaps(context: Context) -> str | None:
    missing = [name(lang) for lang in (context.source_base, context.target_base) if language(lang).clock is None]
    return (
        f"times of {' and '.join(missing)} are read with the words that CLDR has for a.m. and p.m." if missing else None
    )


@check(
    "ACC118",
    "time-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="numbers",
    gaps=_gaps,
    examples=[
        Example("The shop closes at 5:30 p.m.", "Der Laden schließt um 17.30 Uhr."),
        Example("The shop closes at 5:30 p.m.", "Der Laden schließt um 5.30 Uhr.", ("5:30 p.m.", "5.30 Uhr")),
        Example("The shop closes at 5 p.m.", "Der Laden schließt nachmittags um 5 Uhr."),
        Example("The train leaves at 7am.", "Der Zug fährt um 19:00 Uhr ab.", ("7am", "19:00 Uhr")),
        Example("Der Laden schließt um 20 Uhr.", "The shop closes at 8 a.m.", ("20 Uhr", "8 a.m."), ("de", "en")),
        Example("商店晚上8点关门。", "The shop closes at 8 p.m.", langs=("zh", "en")),
        Example("The shop opens at 5 a.m.", "يفتح المتجر الساعة ٥ صباحًا.", langs=("en", "ar")),
        Example("The shop opens at 5 a.m.", "يفتح المتجر الساعة ٥ مساءً.", ("5 a.m.", "٥ مساءً"), ("en", "ar")),
        Example("The shop opens at 5 a.m.", "يفتح المتجر في الخامسة مساءً.", ("5 a.m.", "مساءً"), ("en", "ar")),
        Example("The shop opens at 5 a.m.", "Pood avatakse kell 17:00.", ("5 a.m.", "17:00"), ("en", "et")),
        Example("商店晚上8点关门。", "The shop closes at 8 a.m.", ("晚上8点", "8 a.m."), ("zh", "en")),
    ],
)
def time_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the half of the day of times that occur on both sides."""
    source_times = times(segment.source, context.source_base)
    target_times = times(segment.target, context.target_base) if source_times else []
    for source_time in _single(source_times):
        for target_time in _single(target_times):
            if (source_time.hour, source_time.minute) == (
                target_time.hour,
                target_time.minute,
            ) and source_time.half != target_time.half:
                source_text, target_text = (
                    segment.source[source_time.start : source_time.end],
                    segment.target[target_time.start : target_time.end],
                )
                spans = (
                    Span("source", source_time.start, source_time.end),
                    Span("target", target_time.start, target_time.end),
                )
                yield Hit(f"the time {source_text!r} became {target_text!r}", spans, confidence=confidence.PLAIN)
    if not target_times:
        yield from _named_half(source_times, segment, context)


def _named_half(source_times: list[Time], segment: Segment, context: Context) -> Iterator[Hit]:
    """Report a time whose translation has only words for the opposite half of the day, and the hour in words."""
    clock = language(context.target_base).clock
    if len(source_times) != 1 or (clock is not None and not clock.hours_in_words):
        return
    [source_time] = source_times
    rest = segment.source[: source_time.start] + " " + segment.source[source_time.end :]
    named = list(halves(segment.target, context.target_base))
    if named and not names_part_of_day(rest, context.source_base):
        wrong = [half for half in named if half.is_afternoon != (source_time.half == "p.m.")]
        if (
            len(wrong) == len(named) == 1
            and wrong[0].is_word
            and not names_part_of_day(segment.target, context.target_base, 1)
        ):
            spans = Span("source", source_time.start, source_time.end), Span("target", wrong[0].start, wrong[0].end)
            source_text, target_text = segment.source[slice(*source_time[:2])], segment.target[slice(*wrong[0][:2])]
            yield Hit(f"the time {source_text!r} became {target_text!r}", spans, confidence=confidence.LIKELY)


def _single(all_times: list[Time]) -> list[Time]:
    """The times that no other time of the text equals on the clock face."""
    faces = [(time.hour, time.minute) for time in all_times]
    return [time for time, face in zip(all_times, faces, strict=True) if faces.count(face) == 1]
