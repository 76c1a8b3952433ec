"""Finds measures that were converted into another unit: 6 ft 2 in and 1,88 m."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.numbers import signs
from mtqe.checks.numbers.finder import Number
from mtqe.checks.numbers.number_side import Side
from mtqe.checks.numbers.vocabulary import LETTERS, Lexicon, lexicon, number_section
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

METRES = {
    "in": 0.0254,
    "ft": 0.3048,
    "yd": 0.9144,
    "mi": 1609.344,
    "mm": 0.001,
    "cm": 0.01,
    "m": 1.0,
    "km": 1000.0,
    "mil": 1e4,
}
"""Factor: metres of each unit of length; a Scandinavian mil has 10 km."""
GRAMS = {"oz": 28.35, "lb": 453.6, "st": 6350.0, "g": 1.0, "kg": 1000.0, "t": 1e6, "jin": 500.0}
"""Factor: grams of each unit of weight."""
AREAS = {"acre": 4047.0, "ha": 10000.0, "mu": 666.7} | {unit + "2": size**2 for unit, size in METRES.items()}
"""Factor: square metres of each unit of area."""
VOLUMES = {"gal": 0.003785, "pt": 0.000473, "l": 0.001} | {unit + "3": size**3 for unit, size in METRES.items()}
"""Factor: cubic metres of each unit of volume."""
WATTS = {"W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9}
"""Factor: watts of each unit of power."""
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}
"""Factor: seconds of each unit of time."""
SCALES: tuple[dict[str, float], ...] = (METRES | {"li": 500.0}, GRAMS, AREAS, VOLUMES, WATTS, SECONDS)
"""Factors: of the units of one quantity each; a Chinese li is half a kilometre."""
_JOINED_UNITS = {("ft", "in"), ("st", "lb"), ("lb", "oz"), ("m", "cm")}
"""Units: of two numbers that are one measure."""
_EITHER = {"kilo": ("km", "kg")}
"""Units: of a word for a thousand of another unit, which East Asian languages use of distances and of weights."""
_FEET = late(r"\W?(?:foot|feet|ft\.?|['′])\W?", re.IGNORECASE)
_METRES = late(
    r"[ \u00a0]?(?:m|м|m[eéèë]tr?\w{0,4}|метр\w{0,3})[ \u00a0]?(?:e |et |y |i |и |und |en |och )?", re.IGNORECASE
)
"""Text between metres and centimetres: *1 metre 68*."""
_GAP = late(r"^[\s\-‑]+")
_QUOTES = {"′": "ft", "'": "ft", "″": "in", '"': "in"}
_WORD = late(rf"°?\s?{LETTERS}(?:(?<=[א-ת])[\"״“”„][א-ת]+)?|[′″'\"]")
"""A unit. An abbreviation of Hebrew has a mark before its last letter: ק״מ."""
_ARTICLE = late(r"\Aan? ")
_WIDE = late("[℃℉\u3300-\u3357\u3371-\u33df\uff01-\uff5e]")
"""A sign that is a unit by itself (㎞, ㎡, ㏊, ㌔, ℃), or a letter of full width (ｋｍ)."""
_SYMBOL = late(r"(?:km|cm|mm|kg|ha|mi|ft|lb|yd|oz|[mgtl]|°[cf])(?![A-Za-z])", re.IGNORECASE)
"""An international symbol, which is a unit in each language: *145km 떨어져*."""
_DEGREES = {"°C": "C", "°F": "F"}
SHORTEST_STEM = 5
"""Letters: of the shortest name of a unit that a word with an ending begins with."""
_ELIDED = late(r"\Ad['’]", re.IGNORECASE)
"""A word between a magnitude and its unit that lost its vowel: *un millier d’hectares*."""
_NO_LETTERS = late(r"[\s\"״“”„]")
TOLERANCE = 0.12
"""Share: how far rounding may change a converted measure."""
TEMPERATURE, DIFFERENCE = -1, -2
"""In the place of a dimension: a temperature in kelvins, and a difference of temperatures in degrees Celsius."""
DIFFERENCE_TOLERANCE = 1.0
"""Degrees Celsius: how far rounding may change a converted difference of temperatures that is small."""
TEMPERATURE_TOLERANCE = 3.0
"""Degrees Celsius: how far rounding may change a converted temperature."""
SECONDS_PER_HOUR = 3600
"""Seconds: in an hour. A speed is read as its length, so that 85 mph are so many times longer than 38 m/s."""
COARSE, COARSEST = 0.25, 1.0
"""Share, and units: how far rounding may change a small whole number; 1 inch is 2 or 3 cm."""
FROST_BEFORE, FROST_AFTER = 14, 26
"""Characters: beside a temperature in which a word may say that it is below zero."""
DECADE, HOTTEST = 10, 130
"""Degrees Fahrenheit: that *the 80s* comprise, and above all weather."""
_DECADE = late(r"['’]?s\b")
MOST_MEASURES = 200
"""Numbers: with a unit that are compared on each side."""


def converted(sides: tuple[Side, Side]) -> tuple[set[Number], set[Number]]:
    """Return the numbers of each side whose measure is there in another unit: 6 ft 2 in and 1,88 m, 161 ft (49 m)."""
    numbers: tuple[set[Number], set[Number]] = (set(), set())
    sizes = [(at, size) for at, side in enumerate(sides) for size in _with_differences(_sizes(side)[:MOST_MEASURES])]
    for (side_of_first, first), (side_of_second, second) in itertools.combinations(sizes, 2):
        if first.dimension == second.dimension and first.unit != second.unit and _close(first, second):
            numbers[side_of_first].update(first.numbers)
            numbers[side_of_second].update(second.numbers)
    return numbers


def _with_differences(sizes: Sequence[_Size]) -> Iterator[_Size]:
    """The measures, and temperatures also as what they are in *10 degrees above average*."""
    for size in sizes:
        yield size
        if size.dimension == TEMPERATURE:
            celsius = size.size - 273
            yield _Size(size.numbers, DIFFERENCE, size.unit, celsius + 32 / 1.8 if size.unit == "F" else celsius)


def in_unit_of(source: Number, target: Number, sides: tuple[Side, Side]) -> float | None:
    """Return a measure of the source in the unit of a wrong measure of the translation.

    It is `None` if the units are equal or not of one kind.
    """
    of_source, of_target = (
        [size for size in _sizes(side) if number.start == size.numbers[0].start or number in size.numbers]
        for number, side in zip((source, target), sides, strict=True)
    )
    if not (of_source and of_target):
        return None
    first, second = max(of_source, key=lambda size: len(size.numbers)), of_target[-1]
    if first.dimension != second.dimension or first.unit == second.unit:
        return None
    if first.dimension >= 0:
        scale = SCALES[second.dimension]
        return first.size / scale[second.unit]
    celsius = first.size - 273
    return celsius * 1.8 + 32 if second.unit == "F" else celsius


@dataclass(frozen=True, slots=True)
class _Size:
    numbers: Sequence[Number]
    dimension: int
    unit: str
    size: float


def _sizes(side: Side) -> list[_Size]:
    """The measures of a side, also feet and inches together."""
    sizes: list[_Size] = []
    units = [_unit(number, side) for number in side.numbers]
    for at in range(len(units) - 2, -1, -1):
        between = side.text[side.numbers[at].end : side.numbers[at + 1].start]
        if units[at] == "ft" and units[at + 1] is None and _FEET.fullmatch(between):
            units[at + 1] = "in"  # a 6-foot-6 forward
        if units[at] == "m" and units[at + 1] is None and _METRES.fullmatch(between):
            units[at + 1] = "cm"  # 1 metre 68
        if units[at] is None and len(between) < 8 and not re.search(r"[.,;:]", between):
            units[at] = units[at + 1]
    for number, unit in zip(side.numbers, units, strict=True):
        if number.value is not None and unit is None and _is_decade(number, side):
            for degrees in (float(number.value), float(number.value) + DECADE / 2):
                sizes.append(_Size((number,), TEMPERATURE, "F", (degrees - 32) / 1.8 + 273))
        if unit is None or number.value is None:
            continue
        size = float(number.value)
        if unit in ("F", "C"):
            for degrees in (size, -size) if _may_be_negative(number, side) else (size,):
                kelvins = (degrees - 32) / 1.8 + 273 if unit == "F" else degrees + 273
                sizes.append(_Size((number,), TEMPERATURE, unit, kelvins))
            continue
        for one in _EITHER.get(unit, (unit,)):
            dimension = next(place for place, scale in enumerate(SCALES) if one in scale)
            measured = size * SCALES[dimension][one]
            previous = sizes[-1] if sizes else None
            if previous and (previous.unit, one) in _JOINED_UNITS:
                sizes.append(_Size((*previous.numbers, number), dimension, previous.unit, previous.size + measured))
            sizes.append(_Size((number,), dimension, one, measured))
    return sizes


def _is_decade(number: Number, side: Side) -> bool:
    """Whether a number may be ten degrees Fahrenheit: *highs in the 80s*."""
    return (
        language(side.lang).grammar == "english"
        and number.value in range(DECADE, HOTTEST, DECADE)
        and _DECADE.match(side.text, number.end) is not None
    )


def _may_be_negative(number: Number, side: Side) -> bool:
    """Whether a sign or a word beside a temperature may say that it is below zero."""
    before = side.text[max(0, number.start - FROST_BEFORE) : number.start].lower()
    if before and before[-1] in signs.MINUS:
        return True
    after = side.text[number.end : number.end + FROST_AFTER].lower()
    words = (word.replace("_", " ") for word in number_section(side.lang).minus)
    return any(word in before or word in after for word in words)


def _unit(number: Number, side: Side) -> str | None:
    """The unit of measure after a number, as in the tables above."""
    words = lexicon(side.lang)
    after = _GAP.sub("", side.text[number.end : number.end + 40]).replace("º", "°")
    if _WIDE.search(after):
        after = unicodedata.normalize("NFKC", after)
    if number.family == "share" and language(side.lang).grammar == "english":
        after = _ARTICLE.sub("", after)  # half an inch
    after = _ELIDED.sub("", after)
    head, _, tail = after.partition(" ")
    after = tail if head in words.link else after  # 20 de metri
    power, form = _power(after, words)
    after = re.sub(r"^[.\s\-‑]+", "", after[len(form) :]) if form else after
    unit, end = _named(after, words)
    if not words.spaceless or end == 0:
        symbol = _SYMBOL.match(after) if unit is None else None
        if symbol:
            unit, end = _DEGREES.get(symbol[0], symbol[0].lower()), symbol.end()
        after_unit = after[end:] if end else ""
        power = (
            power
            or {"²": 2, "2": 2, "³": 3, "3": 3}.get(after_unit[:1], 0)
            or _power(_GAP.sub("", after_unit), words)[0]
        )
    return f"{unit}{power}" if power and unit in METRES else unit


def _named(text: str, words: Lexicon) -> tuple[str | None, int]:
    """The unit whose name a text begins with, and where the name ends, or 0."""
    if words.spaceless or "hangul" in language(words.lang).scripts:  # 킬로미터를
        form = max((form for form in words.units if text.startswith(form)), key=len, default="")
        return words.units.get(form), len(form)
    word = _WORD.match(text)
    if word is None:
        return None, 0
    form = _NO_LETTERS.sub("", word[0].lower())
    unit = words.units.get(form) or _QUOTES.get(word[0])
    if unit is None and len(form) > SHORTEST_STEM:  # kilometreye
        stems = (stem for stem in words.units if len(stem) >= SHORTEST_STEM and form.startswith(stem))
        unit = words.units.get(max(stems, key=len, default=""))
    return unit, word.end()


def _power(text: str, words: Lexicon) -> tuple[int, str]:
    """The power that a text begins with, and its word: 2 for square, 3 for cubic, 0 for neither."""
    lower = text.lower()
    return next(((power, form) for form, power in words.powers.items() if lower.startswith(form)), (0, ""))


def _close(first: _Size, second: _Size) -> bool:
    if first.dimension == TEMPERATURE:
        return abs(first.size - second.size) <= TEMPERATURE_TOLERANCE
    if first.dimension == DIFFERENCE:
        largest = max(abs(first.size), abs(second.size))
        return abs(first.size - second.size) <= max(DIFFERENCE_TOLERANCE, TOLERANCE * largest)
    low, high = sorted((abs(first.size), abs(second.size)))
    if high - low <= TOLERANCE * high or _is_coarse(first, second):
        return True
    is_speed = first.dimension == 0 and "m" in (first.unit, second.unit)
    return is_speed and abs(high - SECONDS_PER_HOUR * low) <= TOLERANCE * high


def _is_coarse(first: _Size, second: _Size) -> bool:
    """Whether a measure is another one rounded to a small whole number or a half, up or down; not 1 m 68."""
    difference = abs(first.size - second.size)
    if difference > COARSE * max(abs(first.size), abs(second.size)):
        return False
    return any(
        difference < COARSEST * SCALES[size.dimension][size.unit]
        for size in (first, second)
        if len(size.numbers) == 1
        and size.unit in SCALES[size.dimension]
        and (2 * (size.numbers[-1].value or 0)) % 1 == 0
    )
