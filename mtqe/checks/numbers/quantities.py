"""Finds the quantities of a text: numbers with a currency, a measure or a unit of time. CLDR has their names.

A word may name several units: `pound` is money and mass. A quantity therefore has a set of units.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mtqe.checks.numbers.cldr_words import CONVERTED, currency, unit_names
from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.prefixed_units import prefixed_names
from mtqe.checks.numbers.vocabulary import LETTERS, Value, number_section
from mtqe.checks.shared.lemmas import lexicon
from mtqe.language.lang import any_of, language
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

MEASURES = (
    *(f"length-{unit}" for unit in ("kilometer", "meter", "centimeter", "millimeter", "mile", "yard", "foot", "inch")),
    "length-nautical-mile",
    *(f"length-{unit}" for unit in ("micrometer", "nanometer")),
    *(f"mass-{unit}" for unit in ("tonne", "kilogram", "gram", "milligram", "microgram", "pound", "ounce")),
    *(f"duration-{unit}" for unit in ("year", "month", "week", "day", "hour", "minute", "second")),
    *(f"duration-{unit}" for unit in ("millisecond", "microsecond", "nanosecond")),
    *(f"volume-{unit}" for unit in ("liter", "deciliter", "centiliter", "milliliter", "gallon", "barrel")),
    *(f"area-{unit}" for unit in ("square-kilometer", "square-meter", "square-mile", "square-foot", "hectare", "acre")),
    *(f"area-square-{unit}" for unit in ("centimeter", "inch")),
    *(f"volume-cubic-{unit}" for unit in ("meter", "centimeter", "foot")),
    *(f"speed-{unit}" for unit in ("kilometer-per-hour", "mile-per-hour", "meter-per-second", "knot")),
    *(f"digital-{unit}" for unit in ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")),
    *(f"digital-{unit}" for unit in ("kilobit", "megabit", "gigabit")),
    *(f"power-{unit}" for unit in ("milliwatt", "watt", "kilowatt", "megawatt", "gigawatt", "horsepower")),
    *(f"pressure-{unit}" for unit in ("pascal", "hectopascal", "kilopascal", "megapascal", "bar", "millibar")),
    *(f"pressure-{unit}" for unit in ("atmosphere", "pound-force-per-square-inch", "millimeter-ofhg")),
    *(f"electric-{unit}" for unit in ("volt", "ampere", "milliampere", "ohm")),
    *(f"frequency-{unit}" for unit in ("hertz", "kilohertz", "megahertz", "gigahertz")),
    *(f"energy-{unit}" for unit in ("joule", "kilojoule", "calorie", "kilowatt-hour")),
    *("force-newton", "temperature-kelvin", "temperature-celsius", "temperature-fahrenheit"),
    *("concentr-percent", "concentr-permille", "concentr-part-per-1e6"),
)
ELECTRIC = ("volt", "ampere", "ohm")
"""What units of electricity measure: a voltage, a current and a resistance."""
MONEY = (
    *("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR", "RUB", "PLN", "CZK", "SEK", "BRL", "MXN", "KRW", "TRY"),
    *("NOK", "DKK", "HUF", "UAH", "ILS", "THB"),
)
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY CNY", "₹": "INR", "₽": "RUB", "zł": "PLN", "Kč": "CZK"}
"""Currencies by their sign. All dollars count as one currency."""
PERCENT = "%％٪"
"""Signs for percent in any text; the last one is Arabic."""
LONGEST = 4
"""Words: of the longest name of a unit, as in metres per square second."""
_WIDE = late("[\u3300-\u3357\u3371-\u33df\uff01-\uff5e]")
"""Matches a unit that is one sign (㎞), or a letter of full width (ｋ)."""
_HALF_WIDTH = {at: at - 0xFEE0 for at in range(0xFF01, 0xFF5F)}
"""Replaces letters of full width: ｋｍ is km."""
_RAISED = {ord("2"): "²", ord("3"): "³"}
"""Replaces the power of a unit: ㎡ is m²."""
_SPACE = "[ \u00a0\u2009\u202f]"
_CURRENCY_BEFORE = late(rf"(?:(?<![A-Za-z])([A-Z]{{3}}|RMB)|([$€£¥₹₽])){_SPACE}?$")
_WORD = rf"°[CF]\b|[℃℉\u3300-\u3357\u3371-\u33df]|{LETTERS}(?:/{LETTERS})?[²³]?"
_UNIT_AFTER = late(
    rf"(?:(?<=[^\W\d_])\.)?(?:{_SPACE}|[‑-]){{0,2}}(?:(?P<sign>[$€£¥₹₽‰％٪]|%(?![A-Za-z0-9]))|(?P<word>{_WORD}))"
)
_NEXT_WORD = late(rf"{_SPACE}?({_WORD})")
_NEXT_PART = late(rf"(?:{_SPACE}|[‑-])?({_WORD})")
_BETWEEN_PARTS = late("[ ‑-]")
_MENTION = late(rf"[$€£¥₹₽%‰％٪]|{_WORD}")
_BEFORE_LETTER = late(rf"[\d(\[]{_SPACE}?\Z")
"""Text before a unit of one letter."""
SHORTEST_ADJECTIVE = 4
"""Letters: of the shortest word between a number and its currency."""
_SYMBOL_BEFORE_PARTICLE = late(r"[A-Za-z]+(?=[\uac00-\ud7a3])")
"""A symbol of a unit before a Korean particle."""
_WEEKDAY = late("(?:mon|diens|donners|frei|sams|sonn|(?:vor|nach)mit)tag", re.IGNORECASE)


_PLURAL = late(
    r"(?:(?<!\d)(?:1\d|20)\d\d"  # 1995s
    r"|[^\W\d_][-‐‑–](?:\d{1,3}[-‐‑–])?\d{1,3}"  # over-65s, under-5s, 18-to-34s
    r"|\b(?:over|under|above|below|the|their|his|her|mid|early|late|aged) (?:\d{1,3}(?:[-‐‑–]| to ))?\d{1,3})\Z",
    re.IGNORECASE,
)
"""Text up to the s of a plural. A span of time has no article."""
_LONGEST_PLURAL = 20
"""Characters: in which it is looked for."""


@functools.cache
def _before_unit() -> re.Pattern[str]:
    """Matches text between a number and its unit: 5 US dollars, 3 millions de dollars, un milione d'euro, 6-ти лет."""
    return re.compile(any_of("before_unit").replace("{space}", _SPACE))


@functools.cache
def _no_unit_before_word(lang: str) -> re.Pattern[str] | None:
    """Pattern of abbreviations that are no units before a word: `6 in x 4 in` has inches, `2024 in Berlin` does not."""
    number_words = language(lang).numbers
    if number_words is None or not number_words.unit_before_words:
        return None
    return re.compile(rf"{_SPACE}(?:{number_words.unit_before_words})(?=[^\S\n]+(?!(?:x|by)\b)[^\W_])")


@functools.cache
def _between_number_and_unit(lang: str) -> re.Pattern[str]:
    """Pattern of the characters between a number and its unit in a language without spaces: 20多年."""
    number_words = language(lang).numbers
    return re.compile(number_words.about if number_words else "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its units.

    Args:
        start: Offset of the first character of number and unit.
        end: Offset after their last character.
        value: Most likely value of the number.
        units: Units that it may have.
        kinds: Kinds of the units: `money`, the first part of a CLDR name, such as `length`, or one of `ELECTRIC`.
    """

    start: int
    end: int
    value: Value
    units: frozenset[str]
    kinds: frozenset[str]


def quantities(text: str, lang: str) -> Iterator[Quantity]:
    """Return the quantities of a text, in order."""
    text = western(text)
    for number in numbers(text, lang):
        if (
            number.kind == "weak"
            and number.value == 2
            and (units := _units_of_dual(text[number.start : number.end], lang))
        ):
            yield Quantity(number.start, number.end, 2, units, _kinds(units))
        if (
            number.kind not in ("digits", "word")
            or number.value is None
            or (number.start and text[number.start - 1] == "%")
        ):
            continue  # %20 is a code of a character
        before = _CURRENCY_BEFORE.search(text, max(0, number.start - 5), number.start)
        units = _units_of(before[1] or before[2], lang) if before else frozenset()
        if before and units:
            yield Quantity(before.start(), number.end, number.value, units, _kinds(units))
            continue
        gap = _before_unit().match(text, number.end)
        # After the last letter of the gap comes a space, or the unit.
        units, end = _unit(text, gap.end() - text[gap.end() - 1 : gap.end()].isspace() if gap else number.end, lang)
        if units:
            yield Quantity(number.start, end, number.value, units, _kinds(units))


def _units_of_dual(word: str, lang: str) -> frozenset[str]:
    """The units of a noun in the dual: مترين has two metres, سنتان two years."""
    for ending in number_section(lang).dual:
        stem = word.removesuffix(ending)
        if stem != word:
            singulars = (stem, stem[:-1] + "ة") if stem.endswith("ت") else (stem,)
            if units := next(filter(None, (_units_of(singular, lang) for singular in singulars)), None):
                return units
    return frozenset()


def _unit(text: str, at: int, lang: str) -> tuple[frozenset[str], int]:
    """The units at an offset, and where their name ends."""
    after = _UNIT_AFTER.match(text, at)
    if after is None or ((no_unit := _no_unit_before_word(lang)) and no_unit.match(text, at)):
        return frozenset(), at
    if after["sign"]:
        return _units_of(after["sign"], lang), after.end()
    word, start = after["word"], after.start("word")
    if word == "s" and start == at and _is_plural(text, at):
        return frozenset(), at
    if language(lang).spaceless:
        if _WIDE.match(word) and (sign := _units_of(word[0], lang)):
            return sign, start + 1
        word, forms = word.translate(_HALF_WIDTH), _units_by_form(lang)
        between = _between_number_and_unit(lang).match(word)
        for gap in dict.fromkeys((0, between.end() if between else 0)):
            for end in range(min(gap + 8, len(word)), gap, -1):
                if units := forms.get(word[gap:end]):
                    return units, start + end
        return frozenset(), at
    units, end = _phrase(text, start, lang)
    if units:
        return units, end
    if len(word) == 1 and text[start + 1 : start + 2] in ("'", "’"):  # le résultat 42 s'affiche
        return frozenset(), at
    if "/" in word and not _units_of(word, lang):  # not km/h, but euros/kg
        word = word.partition("/")[0]
    if units := _units_of(word, lang):
        return units, start + len(word)
    if "hangul" in language(lang).scripts:
        return _unit_before_particle(word, start, lang)
    return _money_after_adjective(text, start + len(word), lang) if len(word) >= SHORTEST_ADJECTIVE else (units, start)


def _is_plural(text: str, at: int) -> bool:
    """Whether an s right after a figure makes its plural, and is no symbol of seconds: *the 90s*, *over-65s*.

    It is one after a round figure, which is a decade, after a year, and where the figure names people by age.
    """
    return text[at - 1] == "0" or _PLURAL.search(text, max(0, at - _LONGEST_PLURAL), at) is not None


def _unit_before_particle(word: str, start: int, lang: str) -> tuple[frozenset[str], int]:
    """The units that a Korean word begins with, and where their name ends: 파운드의, 14m의."""
    forms = _units_by_form(lang)
    symbol = _SYMBOL_BEFORE_PARTICLE.match(word)
    ends = [symbol.end()] if symbol else range(len(word) - 1, 1, -1)
    for end in ends:
        if units := forms.get(word[:end]):
            return units, start + end
    return frozenset(), start


def _money_after_adjective(text: str, at: int, lang: str) -> tuple[frozenset[str], int]:
    """The currency after one other word, such as the name of its country: 40 Amerikaanse dollar."""
    match = _NEXT_WORD.match(text, at)
    units = _units_of(match[1], lang) if match and len(match[1]) > 1 else frozenset()
    return (units, match.end()) if match and _kinds(units) == {"money"} else (frozenset(), at)


def _phrase(text: str, start: int, lang: str) -> tuple[frozenset[str], int]:
    """The unit of several words at an offset (degrees Celsius, percentage points), and where it ends."""
    phrases = _phrases(lang)
    words: tuple[str, ...] = ()
    longest: tuple[frozenset[str], int] = (frozenset(), start)
    match = _NEXT_PART.match(text, start)
    while match and len(words) < LONGEST:
        words += (_variants(match[1], lang)[2],)
        if words[0] not in phrases:
            break
        if units := phrases[words[0]].get(words):
            longest = units, match.end()
        match = _NEXT_PART.match(text, match.end())
    return longest


def mentioned(text: str, lang: str) -> frozenset[str]:
    """Return all units that a text may name, with or without a number."""
    return frozenset().union(*(units for _, units in mentions(text, lang)))


def mentions(text: str, lang: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the offsets where a text may name units, with or without a number, and the units. Offsets may repeat."""
    text = western(text)
    if language(lang).spaceless:
        for form, units in sorted(_units_by_form(lang).items(), key=lambda item: -len(item[0])):
            at = text.find(form)
            while at >= 0:
                yield at, units
                # The word for dollar contains that for yuan.
                text = text[:at] + "\n" * len(form) + text[at + len(form) :]
                at = text.find(form, at + len(form))
        return
    for match in _MENTION.finditer(text):
        if match[0] == "in" or (
            len(match[0]) == 1
            and match[0].isalpha()
            and not _BEFORE_LETTER.search(text, max(0, match.start() - 2), match.start())
        ):
            continue  # prepositions, neither inches nor seconds
        units, _ = _phrase(text, match.start(), lang)
        for word in {match[0], match[0].partition("/")[0]}:
            units = units.union(*(_units_of(tail, lang) for tail in _tails(word, lang)))
        if units:
            yield match.start(), units


def _tails(word: str, lang: str) -> Iterator[str]:
    """A word, and in German each ending that may be part of a compound: *Quadratkilometer*, *Dreitagesfahrt*."""
    yield word
    if language(lang).compounding == "german" and len(word) > 6 and not _WEEKDAY.match(word):
        yield from (word[at:].capitalize() for at in range(2, len(word) - 2))


def _kinds(units: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_kind, units))


def _kind(unit: str) -> str:
    if unit in MONEY:
        return "money"
    if unit.startswith("electric-"):
        return next(base for base in ELECTRIC if unit.endswith(base))
    return unit.partition("-")[0]


@functools.lru_cache(maxsize=8192)
def _variants(form: str, lang: str) -> tuple[str, ...]:
    """A word, in lower case, and the lemmas of both."""
    lower = form.lower()
    return form, lower, lexicon(lang).lemma(lower).lower(), lexicon(lang).lemma(form).lower()


@functools.lru_cache(maxsize=8192)
def _units_of(form: str, lang: str) -> frozenset[str]:
    """The units of a word: those of the same abbreviation, or those of all words that it may be a form of."""
    by_form = _units_by_form(lang)
    if _WIDE.search(form):
        form = unicodedata.normalize("NFKC", form)
        form = form[:-1] + form[-1].translate(_RAISED) if len(form) > 1 else form
    if len(form) == 1 or (len(form) < 4 and form in by_form):  # 5G is not a mass
        return by_form.get(form, frozenset())
    return frozenset().union(*(by_form.get(variant, frozenset()) for variant in _variants(form, lang)))


@functools.cache
def _units_by_form(lang: str) -> dict[str, frozenset[str]]:
    """The units of each name of a single word: abbreviations as written, words in lower case."""
    by_form = {form: units for form, units in _forms(lang).items() if " " not in form}
    for form, units in _forms(lang).items():
        if form != form.lower() and form[:1].islower():  # `ml` as well as `mL` of CLDR
            by_form.setdefault(form.lower(), units)
    if "l" in by_form:
        by_form.setdefault("L", by_form["l"])
    return by_form


@functools.cache
def _phrases(lang: str) -> dict[str, dict[tuple[str, ...], frozenset[str]]]:
    """The units of each name of several words, as lemmas, by the first lemma."""
    by_first_word: dict[str, dict[tuple[str, ...], frozenset[str]]] = defaultdict(dict)
    lemma = lexicon(lang).lemma
    for form, units in _forms(lang).items():
        parts = [word for word in _BETWEEN_PARTS.split(form) if word]
        if len(parts) > 1:
            words = tuple(lemma(word.lower()).lower() for word in parts)
            by_first_word[words[0]][words] = units
    return dict(by_first_word)


@functools.cache
def _forms(lang: str) -> dict[str, frozenset[str]]:
    """The units of each name and abbreviation, from CLDR and the language files."""
    number_words = number_section(lang)
    units_by_name: dict[str, set[str]] = defaultdict(set)
    for unit in MEASURES:
        for form, width in unit_names(unit, lang):
            units_by_name[form.lower() if width == "long" else form].add(unit)
    for form, unit in prefixed_names(lang):
        units_by_name[form].add(unit)
    for code in MONEY:
        name = currency(code, lang)
        forms = [name.split()[-1].split("-")[-1], name.split()[0].split("-")[-1]]
        units_by_name[code].add(code)
        for form in forms[: 1 if number_words.currency_last else 2]:
            units_by_name[form.lower()].add(code)
    for sign, codes in SIGNS.items():
        units_by_name[sign] |= set(codes.split())
    for sign in PERCENT:
        units_by_name[sign] |= {"concentr-percent"}
    for short, words in number_words.unit.items():
        for form in words:
            if short in CONVERTED and (len(form) > 3 or language(lang).spaceless):
                units_by_name[form].add(CONVERTED[short])
    for unit, names in number_words.measure.items():
        for form in names:
            # Words for speeds are among the lengths, because both are converted in the same way.
            units_by_name[form] = {unit} if unit.startswith("speed-") else units_by_name[form] | {unit}
    return {form: frozenset(units) for form, units in units_by_name.items()}
