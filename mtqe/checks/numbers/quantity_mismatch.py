"""A number is right, but it counts something else: dollars for euros, grams for kilograms, weeks for days.

## What it does

Reads currencies (`$`, `USD`, `dollars`), measures (length, mass, volume, area, temperature, power, data), percent and
spans of time from second to year beside the numbers of both sides, by the names, symbols and codes that CLDR has for
them. Quantities that are equal on both sides are paired first, one for one. Where one of a value is left on each side,
with a unit of one kind but another one, both are marked, and so are a share and its number in a translation that says
per cent nowhere. Percent for percentage points and the reverse is minor.

Silent are converted measures (another number), a unit of the translation that the source names beside (`5 miles (8 km)`
as `5 km`), dollars of different countries, and units that the languages put into the number (`2 weeks`, `14 days`).

## Why it is bad

A dose in grams, a distance in kilometres for miles or a price in the wrong currency is wrong by the whole factor, and
the number looks as if somebody had checked it.

## Known problems

- Chinese and Japanese speeds (`时速5公里`) are lengths to it.
- Where a translator puts another unit into an idiom and keeps its number, that is reported. Yards and metres count as
  equal.
- An age that has no unit in the source (`aged 11`) is not compared, nor is `20 workdays`.
- An example price that a manual gives in the money of its readers is reported.
- Measured on English-German and Chinese-English professional translations, Russian-English post-edits and manuals in
  all languages, and with units changed by rule in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.quantities import Quantity, mentioned, mentions, quantities
from mtqe.checks.numbers.vocabulary import known
from mtqe.checks.shared import confidence
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

ALIKE = frozenset({"length-yard", "length-meter"})
"""Units that are nearly as long: who writes the one for the other rounds."""


_PERCENT = re.compile(r"pro[zc]|perc|pct|проц|per cent|p(?:our|or) ?c|\bv\. ?H|\bp\. ?c|[百分割成]", re.IGNORECASE)
"""What may say per cent, also in a part of a word: `50-prozentig`."""
YEAR = "duration-year"
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:1\d|20)\d\d\W?$")
_YEAR_AFTER = re.compile(r"\w+\W(?:1\d|20)\d\d\b")
"""Im Jahr 1996, 2018 году: says which year, not how many."""
SHARES = frozenset({"concentr-percent", "concentr-percentage-point"})
"""Writers who know better mix them up, so that another one is a minor error."""


def _limits(context: Context) -> str | None:
    missing = [lang for lang in (context.source_base, context.target_base) if lang not in known()]
    return f"has no number words of {' and '.join(map(name, dict.fromkeys(missing)))}" if missing else None


@check(
    "ACC115",
    "quantity-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The flat costs $900 a month.", "Die Wohnung kostet monatlich 900 Dollar."),
        Example("The flat costs $900 a month.", "Die Wohnung kostet monatlich 900 Euro.", ("$900", "900 Euro")),
        Example("The flat costs USD 900.", "Die Wohnung kostet 900 US-Dollar."),
        Example("Add 5 grams of salt.", "Fügen Sie 5 kg Salz hinzu.", ("5 grams", "5 kg")),
        Example("The trip took three weeks.", "Die Reise dauerte drei Tage.", ("three weeks", "drei Tage")),
        Example("It rose from 5% to 8%.", "Es stieg von 5 % auf 8 Promille.", ("8%", "8 Promille")),
        Example("The trip took 2 weeks.", "Die Reise dauerte 14 Tage."),
        Example("It is 10 miles (16 km) away.", "Es ist 16 km entfernt."),
        Example("这座桥长5公里。", "The bridge is 5 miles long.", ("5公里", "5 miles"), ("zh", "en")),
        Example("这座桥长5公里。", "The bridge is 5 kilometres long.", langs=("zh", "en")),
        Example("Il pèse 40 kilogrammes.", "He weighs 40 pounds.", ("40 kilogrammes", "40 pounds"), ("fr", "en")),
    ],
)
def quantity_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the units of numbers that stand on both sides."""
    langs = (context.source_base, context.target_base)
    left = list(quantities(segment.source, langs[0]))
    if not left:
        return
    yield from _lost(left, segment, langs)
    right = list(quantities(segment.target, langs[1]))
    ours, theirs = _unpaired(left, right)
    for one in ours:
        twins = [other for other in theirs if one.value == other.value]
        rivals = [other for other in ours if one.value == other.value]
        if len(twins) == len(rivals) == 1 and _differ(one, twins[0]):
            [other] = twins
            # The source may give both, 10 miles (16 km), and the translation choose.
            settled = (
                [x for x in left if x is one or x not in ours],
                [x for x in right if x is other or x not in theirs],
            )
            here = _named(segment.source, langs[0], other.units, settled[0])
            there = _named(segment.target, langs[1], other.units, settled[1])
            if here > there:
                continue
            spans = (Span("source", one.start, one.end), Span("target", other.start, other.end))
            was, now = segment.source[one.start : one.end], segment.target[other.start : other.end]
            severity = Severity.MINOR if (one.units | other.units) <= SHARES else None
            yield Hit(f"the quantity {was!r} became {now!r}", spans, severity, confidence=confidence.SURE)


def _unpaired(left: list[Quantity], right: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The quantities of both sides without those that have an equal on the other, one for one."""
    ours, theirs = [], list(right)
    for one in left:
        for other in theirs:
            if one.value == other.value and not one.units.isdisjoint(other.units):
                theirs.remove(other)
                break
        else:
            ours.append(one)
    return ours, theirs


def _named(text: str, lang: str, units: frozenset[str], settled: Iterable[Quantity]) -> int:
    """How often a text may name one of the units outside of some of its quantities and of years."""
    return sum(
        not units.isdisjoint(named)
        and not any(part.start <= at < part.end for part in settled)
        and not (YEAR in named and (_YEAR_BEFORE.search(text, max(0, at - 6), at) or _YEAR_AFTER.match(text, at)))
        for at, named in mentions(text, lang)
    )


def _lost(left: list[Quantity], segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """Shares whose number the translation has, once as the source has, while nothing in it says per cent."""
    shares = [one for one in left if one.units <= SHARES]
    if not shares or _PERCENT.search(segment.target) or SHARES & mentioned(segment.target, langs[1]):
        return
    theirs, ours = (numbers(text, lang) for text, lang in zip((segment.source, segment.target), langs, strict=True))
    for one in shares:
        here = [number for number in theirs if number.value == one.value]
        there = [number for number in ours if number.value == one.value and number.kind == "digits"]
        if len(here) == len(there) == 1:
            [other] = there
            spans = (Span("source", one.start, one.end), Span("target", other.start, other.end))
            was, now = segment.source[one.start : one.end], segment.target[other.start : other.end]
            yield Hit(f"the share {was!r} became {now!r}, without per cent", spans, confidence=confidence.SURE)


def _differ(one: Quantity, other: Quantity) -> bool:
    if (one.units | other.units) <= ALIKE:
        return False
    return bool(one.kinds & other.kinds) and one.units.isdisjoint(other.units)
