"""A number has a different unit in the translation: dollars for euros, grams for kilograms, weeks for days.

## What it does

Reads the units beside the numbers of both sides: currencies (`$`, `USD`, `dollars`), measures (length, mass, volume,
area, temperature, power, data, pressure, force, energy, frequency, voltage, current and more), percent, and spans of
time from nanosecond to year. Most of their names, symbols and codes come from CLDR.

Equal quantities of both sides are paired first, one to one. If each side then has one quantity of the same value, and
their units are of one kind but differ, or one is a weight and the other a different measure (tonnes and litres), both
are marked. A percentage and its number are marked if the translation has no word or sign for percent at all. Percent
for percentage points and the reverse is minor.

Not reported are converted measures, because the number is different; a unit that the source names too (`5 miles (8 km)`
translated as `5 km`); dollars of different countries; and units that belong to the number (`2 weeks`, `14 days`).

## Why it is bad

A dose in grams, a distance in kilometres for miles or a price in the wrong currency is wrong by the whole factor, and
the number looks checked.

## Known problems

- A word of four or more letters between a number and a currency is taken for its country: `40 Amerikaanse dollar`.
- Chinese and Japanese speeds (`时速5公里`) are read as lengths.
- An idiom with another unit and the same number is reported. Yards and metres count as equal.
- An age without a unit in the source (`aged 11`) is not compared, nor is `20 workdays`.
- An example price that a manual gives in the currency of its readers is reported.
- In languages whose number words mtqe does not know, it reads numbers in figures and the units that CLDR names. A
  lost percent sign is reported there only if CLDR has a word for percent too.
- Measured on English-German and Chinese-English professional translations, Russian-English post-edits and manuals in
  all languages, and on the same texts with units changed by rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtqe.checks.numbers import percent_words, vocabulary
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.quantities import Quantity, mentioned, mentions, quantities
from mtqe.checks.shared import confidence
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

NEARLY_EQUAL = frozenset({"length-yard", "length-meter"})
"""Units of nearly the same length. A translator who replaces one by the other rounds."""

MATERIAL = frozenset({"mass", "volume", "length", "area", "power", "digital"})
"""Kinds of units of which none can replace a weight."""
YEAR = "duration-year"
_YEAR_BEFORE = late(r"(?<!\d)(?:1\d|20)\d\d\W?$")
_YEAR_AFTER = late(r"\w+\W(?:1\d|20)\d\d\b")
"""The number of a year beside the word for year: `Im Jahr 1996`, `2018 году`. It does not count years."""
SHARES = frozenset({"concentr-percent", "concentr-percentage-point"})
"""Even good writers mix these up, so a difference is a minor error."""


def _gaps(context: Context) -> str | None:
    return vocabulary.unknown(context.source_base, context.target_base)


@check(
    "ACC115",
    "quantity-mismatch",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="numbers",
    gaps=_gaps,
    examples=[
        Example("The flat costs $900 a month.", "Die Wohnung kostet monatlich 900 Dollar."),
        Example("The flat costs $900 a month.", "Die Wohnung kostet monatlich 900 Euro.", ("$900", "900 Euro")),
        Example("The flat costs USD 900.", "Die Wohnung kostet 900 US-Dollar."),
        Example("Add 5 grams of salt.", "Fügen Sie 5 kg Salz hinzu.", ("5 grams", "5 kg")),
        Example("At most 16 bar", "Höchstens 16 mbar", ("16 bar", "16 mbar")),
        Example("The lamp needs 230 volts.", "Die Lampe braucht 230 Kilovolt.", ("230 volts", "230 Kilovolt")),
        Example("Wait 20 ms.", "Warten Sie 20 Millisekunden."),
        Example("The trip took three weeks.", "Die Reise dauerte drei Tage.", ("three weeks", "drei Tage")),
        Example("It rose from 5% to 8%.", "Es stieg von 5 % auf 8 Promille.", ("8%", "8 Promille")),
        Example("The trip took 2 weeks.", "Die Reise dauerte 14 Tage."),
        Example("It is 10 miles (16 km) away.", "Es ist 16 km entfernt."),
        Example("这座桥长5公里。", "The bridge is 5 miles long.", ("5公里", "5 miles"), ("zh", "en")),
        Example("这座桥长5公里。", "The bridge is 5 kilometres long.", langs=("zh", "en")),
        Example("The boat costs €900.", "Paat maksab 900 dollarit.", ("€900", "900 dollarit"), ("en", "et")),
        Example("The boat costs €900.", "Paat maksab 900 eurot.", langs=("en", "et")),
        Example("नाव में 15% पानी है।", "The boat is 15 full of water.", ("15%", "15"), ("hi", "en")),
        Example("Il pèse 40 kilogrammes.", "He weighs 40 pounds.", ("40 kilogrammes", "40 pounds"), ("fr", "en")),
    ],
)
def quantity_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the units of numbers that stand on both sides."""
    langs = (context.source_base, context.target_base)
    source_quantities = list(quantities(segment.source, langs[0]))
    if not source_quantities:
        return
    yield from _lost_percent(source_quantities, segment, langs)
    target_quantities = list(quantities(segment.target, langs[1]))
    source_unpaired, target_unpaired = _unpaired(source_quantities, target_quantities)
    for quantity in source_unpaired:
        rivals = [rival for rival in source_unpaired if rival.value == quantity.value]
        counterparts = [candidate for candidate in target_unpaired if candidate.value == quantity.value]
        if not (len(counterparts) == len(rivals) == 1 and _differ(quantity, counterparts[0])):
            continue
        [counterpart] = counterparts
        # The source may have both units, 10 miles (16 km), and the translation only one of them.
        source_settled = [item for item in source_quantities if item is quantity or item not in source_unpaired]
        target_settled = [item for item in target_quantities if item is counterpart or item not in target_unpaired]
        n_source = _count_mentions(segment.source, langs[0], counterpart.units, source_settled)
        n_target = _count_mentions(segment.target, langs[1], counterpart.units, target_settled)
        if n_source > n_target:
            continue
        spans = (Span("source", quantity.start, quantity.end), Span("target", counterpart.start, counterpart.end))
        source_text = segment.source[quantity.start : quantity.end]
        target_text = segment.target[counterpart.start : counterpart.end]
        severity = Severity.MINOR if (quantity.units | counterpart.units) <= SHARES else None
        yield Hit(f"the quantity {source_text!r} became {target_text!r}", spans, severity, confidence=confidence.SURE)


def _unpaired(
    source_quantities: list[Quantity], target_quantities: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """The quantities of each side without those that have an equal on the opposite side, one to one."""
    source_unpaired, target_unpaired = [], list(target_quantities)
    for quantity in source_quantities:
        for candidate in target_unpaired:
            if quantity.value == candidate.value and not quantity.units.isdisjoint(candidate.units):
                target_unpaired.remove(candidate)
                break
        else:
            source_unpaired.append(quantity)
    return source_unpaired, target_unpaired


def _count_mentions(text: str, lang: str, units: frozenset[str], settled: Iterable[Quantity]) -> int:
    """How often a text may name one of the units, not counting settled quantities and words before years."""
    return sum(
        not units.isdisjoint(named)
        and not any(quantity.start <= at < quantity.end for quantity in settled)
        and not (YEAR in named and (_YEAR_BEFORE.search(text, max(0, at - 6), at) or _YEAR_AFTER.match(text, at)))
        for at, named in mentions(text, lang)
    )


def _lost_percent(source_quantities: list[Quantity], segment: Segment, langs: tuple[str, str]) -> Iterator[Hit]:
    """Report percentages whose number is once on each side, if the translation has no word or sign for percent."""
    shares = [quantity for quantity in source_quantities if quantity.units <= SHARES]
    if not shares or not percent_words.is_lost(segment.target, langs[1]):
        return
    if SHARES & mentioned(segment.target, langs[1]):
        return
    number_words = language(langs[1]).numbers
    if number_words and any(name in segment.target for name in number_words.measure.get("concentr-percent", ())):
        return  # also with endings: 5퍼센트를
    source_numbers, target_numbers = numbers(segment.source, langs[0]), numbers(segment.target, langs[1])
    for share in shares:
        rivals = [number for number in source_numbers if number.value == share.value]
        counterparts = [number for number in target_numbers if number.value == share.value and number.kind == "digits"]
        if len(rivals) == len(counterparts) == 1:
            [counterpart] = counterparts
            spans = (Span("source", share.start, share.end), Span("target", counterpart.start, counterpart.end))
            source_text = segment.source[share.start : share.end]
            target_text = segment.target[counterpart.start : counterpart.end]
            message = f"the percentage {source_text!r} became {target_text!r} without a percent sign or word"
            yield Hit(message, spans, confidence=confidence.SURE)


def _differ(quantity: Quantity, counterpart: Quantity) -> bool:
    """Whether the units are of one kind but not the same, or a weight became another measure."""
    if (quantity.units | counterpart.units) <= NEARLY_EQUAL:
        return False
    if not quantity.units.isdisjoint(counterpart.units):
        return False
    kinds = quantity.kinds | counterpart.kinds
    return bool(quantity.kinds & counterpart.kinds) or (len(kinds) == 2 and "mass" in kinds and kinds <= MATERIAL)
