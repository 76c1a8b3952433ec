"""A time is in the other half of the day: 5 p.m. became 5 Uhr.

## What it does

Compares the times of both sides that stand once on each by the clock face and whose half of the day is sure: `5 p.m.`
and `17 Uhr` in it, `17:00` in English, `5 a.m.` and `5 Uhr` where no word such as *nachmittags* stands in the German
segment, `下午5时`. Where the halves differ, both times are marked. Other wrong times are numbers, which number-mismatch
compares.

## Why it is bad

People come twelve hours too early or too late, and the figure is the one of the source.

## Known problems

- German and Chinese apart, the texts that it was measured on have hardly a time: no alarm, but little to find.
- Knows English beside Chinese, Czech, Dutch, French, German, Italian, Japanese, Polish, Portuguese, Russian and
  Spanish; noon and midnight are not judged.
- A German or French text that means the afternoon by `um 5 Uhr` or `à 5 h`, because it said so before, is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.numbers.clock import Time, times
from mtqe.checks.shared import confidence, measured
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span


@check(
    "ACC118",
    "time-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    limits=measured.only(*measured.with_english("cs", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "zh")),
    examples=[
        Example("The shop closes at 5:30 p.m.", "Der Laden schließt um 17.30 Uhr."),
        Example("The shop closes at 5:30 p.m.", "Der Laden schließt um 5.30 Uhr.", ("5:30 p.m.", "5.30 Uhr")),
        Example("The shop closes at 5 p.m.", "Der Laden schließt nachmittags um 5 Uhr."),
        Example("The train leaves at 7am.", "Der Zug fährt um 19:00 Uhr ab.", ("7am", "19:00 Uhr")),
        Example("Der Laden schließt um 20 Uhr.", "The shop closes at 8 a.m.", ("20 Uhr", "8 a.m."), ("de", "en")),
        Example("商店晚上8点关门。", "The shop closes at 8 p.m.", langs=("zh", "en")),
        Example("商店晚上8点关门。", "The shop closes at 8 a.m.", ("晚上8点", "8 a.m."), ("zh", "en")),
    ],
)
def time_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the half of the day of times that stand on both sides."""
    left = times(segment.source, context.source_base)
    right = times(segment.target, context.target_base) if left else []
    for one in _single(left):
        for other in _single(right):
            if (one.hour, one.minute) == (other.hour, other.minute) and one.half != other.half:
                was, now = segment.source[one.start : one.end], segment.target[other.start : other.end]
                spans = (Span("source", one.start, one.end), Span("target", other.start, other.end))
                yield Hit(f"the time {was!r} became {now!r}", spans, confidence=confidence.PLAIN)


def _single(found: list[Time]) -> list[Time]:
    """The times whose place on the clock face is named once."""
    faces = [(time.hour, time.minute) for time in found]
    return [time for time, face in zip(found, faces, strict=True) if faces.count(face) == 1]
