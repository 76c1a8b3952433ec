"""What the numbers of a text count: currencies, measures, spans of time, by the names that CLDR has for them.

A form may name several units (`pound` is money and mass, `t` only one), so what stands at a number is a set of units.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mtqe.checks.numbers.finder import numbers
from mtqe.checks.numbers.vocabulary import Value
from mtqe.checks.shared.lemmas import lexicon
from mtqe.lang import language

MEASURES = (
    *(f"length-{unit}" for unit in ("kilometer", "meter", "centimeter", "millimeter", "mile", "yard", "foot", "inch")),
    *(f"mass-{unit}" for unit in ("tonne", "kilogram", "gram", "milligram", "pound", "ounce")),
    *(f"duration-{unit}" for unit in ("year", "month", "week", "day", "hour", "minute", "second")),
    *(f"volume-{unit}" for unit in ("liter", "milliliter", "gallon", "barrel")),
    *(f"area-{unit}" for unit in ("square-kilometer", "square-meter", "square-mile", "square-foot", "hectare", "acre")),
    *(f"volume-cubic-{unit}" for unit in ("meter", "foot")),
    *(f"speed-{unit}" for unit in ("kilometer-per-hour", "mile-per-hour", "meter-per-second", "knot")),
    *(f"digital-{unit}" for unit in ("kilobyte", "megabyte", "gigabyte", "terabyte")),
    *(f"power-{unit}" for unit in ("watt", "kilowatt", "megawatt", "gigawatt")),
    *("temperature-celsius", "temperature-fahrenheit", "concentr-percent", "concentr-permille"),
)
MONEY = ("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR", "RUB", "PLN", "CZK", "SEK", "BRL", "MXN", "KRW", "TRY")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY CNY", "₹": "INR", "₽": "RUB", "zł": "PLN", "Kč": "CZK"}
"""Currencies that share a word with another, all dollars, count as one."""
CONVERTED = {
    "ft": "length-foot",
    "in": "length-inch",
    "yd": "length-yard",
    "mi": "length-mile",
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "m": "length-meter",
    "km": "length-kilometer",
    "lb": "mass-pound",
    "oz": "mass-ounce",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "t": "mass-tonne",
    "gal": "volume-gallon",
    "l": "volume-liter",
    "acre": "area-acre",
    "ha": "area-hectare",
}
"""CLDR's names of the units whose inflected forms the language files have."""
LONGEST = 4
"""Words: in the name of a unit, as in metres per square second. By hand."""
_SPACE = "[ \u00a0\u2009\u202f]"
_BEFORE = re.compile(rf"(?:(?<![A-Za-z])([A-Z]{{3}}|RMB)|([$€£¥₹₽])){_SPACE}?$")
_WORD = r"°[CF]\b|[℃℉]|[^\W\d_]+(?:/[^\W\d_]+)?[²³]?"
_AFTER = re.compile(rf"(?:{_SPACE}|[‑-]){{0,2}}(?:(?P<sign>[$€£¥₹₽‰％]|%(?![A-Za-z0-9]))|(?P<word>{_WORD}))")
_MORE = re.compile(rf"{_SPACE}?({_WORD})")
_MENTION = re.compile(rf"[$€£¥₹₽%‰％]|{_WORD}")
_AT_UNIT = re.compile(rf"[\d(\[]{_SPACE}?\Z")
"""Before a unit of one letter."""
_WEEKDAY = re.compile("(?:mon|diens|donners|frei|sams|sonn|(?:vor|nach)mit)tag", re.IGNORECASE)
_NUMBER = re.compile(r"^\d\s*|\s*\d$|\.$")
_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_GAP = re.compile(
    rf"{_SPACE}(?:US|U\.S\.)[ \u00a0\u202f‑-]|{_SPACE}(?:d[ei]{_SPACE}|d['’](?=[^\W\d_]))"
    rf"|-?(?:ти|[её][хм]|ми|го|му){_SPACE}|{_SPACE}(?:working|consecutive|full|whole|more|additional|further){_SPACE}"
)
"""What may stand between a number and its unit: 5 US dollars, 3 millions de dollars, un milione d'euro, 6-ти лет."""


@functools.cache
def _before_words(lang: str) -> re.Pattern[str] | None:
    """Abbreviations that are no units before a word: 6 in x 4 in is a length, in 2024 in Berlin none is."""
    known = language(lang).numbers
    if known is None or not known.unit_before_words:
        return None
    return re.compile(rf"{_SPACE}(?:{known.unit_before_words})(?=[^\S\n]+(?!(?:x|by)\b)[^\W_])")


@functools.cache
def _about(lang: str) -> re.Pattern[str]:
    """What may stand between a number and its unit without a space: more than 20 years, 2 hours."""
    known = language(lang).numbers
    return re.compile(known.about if known else "")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    Args:
        start: Offset where number and unit begin.
        end: Offset behind them.
        value: Likeliest value of the number.
        units: What it may count.
        kinds: Of the units: `money`, or the first half of a CLDR unit, such as `length`.
    """

    start: int
    end: int
    value: Value
    units: frozenset[str]
    kinds: frozenset[str]


def quantities(text: str, lang: str) -> Iterator[Quantity]:
    """The numbers of a text that have a unit, in order."""
    for number in numbers(text, lang):
        if number.kind not in ("digits", "word") or number.value is None:
            continue
        before = _BEFORE.search(text, max(0, number.start - 5), number.start)
        units = _named(before[1] or before[2], lang) if before else frozenset()
        if before and units:
            yield Quantity(before.start(), number.end, number.value, units, _kinds(units))
            continue
        gap = _GAP.match(text, number.end)
        # Behind the last letter of the gap stands a space, or the unit.
        units, end = _unit(text, gap.end() - text[gap.end() - 1 : gap.end()].isspace() if gap else number.end, lang)
        if units:
            yield Quantity(number.start, end, number.value, units, _kinds(units))


def _unit(text: str, at: int, lang: str) -> tuple[frozenset[str], int]:
    """The units that stand at an offset, and where their name ends."""
    after = _AFTER.match(text, at)
    if after is None or ((small := _before_words(lang)) and small.match(text, at)):
        return frozenset(), at
    if after["sign"]:
        return _named(after["sign"], lang), after.end()
    word, start = after["word"], after.start("word")
    if language(lang).spaceless:
        known = _units(lang)
        about = _about(lang).match(word)
        for gap in dict.fromkeys((0, about.end() if about else 0)):
            for end in range(min(gap + 8, len(word)), gap, -1):
                if units := known.get(word[gap:end]):
                    return units, start + end
        return frozenset(), at
    units, end = _phrase(text, start, lang)
    if units:
        return units, end
    if len(word) == 1 and text[start + 1 : start + 2] in ("'", "’"):  # le résultat 42 s'affiche
        return frozenset(), at
    if "/" in word and not _named(word, lang):  # not km/h, but euros/kg
        word = word.partition("/")[0]
    return _named(word, lang), start + len(word)


def _phrase(text: str, start: int, lang: str) -> tuple[frozenset[str], int]:
    """The unit of several words that begins at an offset: degrees Celsius, percentage points."""
    phrases = _phrases(lang)
    words: tuple[str, ...] = ()
    found: tuple[frozenset[str], int] = (frozenset(), start)
    match = _MORE.match(text, start)
    while match and len(words) < LONGEST:
        words += (_cased(match[1], lang)[2],)
        if words[0] not in phrases:
            break
        if units := phrases[words[0]].get(words):
            found = units, match.end()
        match = _MORE.match(text, match.end())
    return found


def mentioned(text: str, lang: str) -> frozenset[str]:
    """All units that a text may name, with a number or not."""
    return frozenset().union(*(units for _, units in mentions(text, lang)))


def mentions(text: str, lang: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Where a text may name units, with a number or not, and which; those of one place may come one by one."""
    if language(lang).spaceless:
        for form, units in sorted(_units(lang).items(), key=lambda item: -len(item[0])):
            at = text.find(form)
            while at >= 0:
                yield at, units
                # The yuan is a part of the word for dollar.
                text = text[:at] + "\n" * len(form) + text[at + len(form) :]
                at = text.find(form, at + len(form))
        return
    for match in _MENTION.finditer(text):
        if match[0] == "in" or (
            len(match[0]) == 1
            and match[0].isalpha()
            and not _AT_UNIT.search(text, max(0, match.start() - 2), match.start())
        ):
            continue  # prepositions, not inches, not the seconds of a Russian s
        units, _ = _phrase(text, match.start(), lang)
        for word in {match[0], match[0].partition("/")[0]}:
            units = units.union(*(_named(tail, lang) for tail in _tails(word, lang)))
        if units:
            yield match.start(), units


def _tails(word: str, lang: str) -> Iterator[str]:
    """A word, and in German what may be the last part of a compound: *Quadratkilometer*, *Dreitagesfahrt*."""
    yield word
    if language(lang).compounding == "german" and len(word) > 6 and not _WEEKDAY.match(word):
        yield from (word[at:].capitalize() for at in range(2, len(word) - 2))


def _kinds(units: frozenset[str]) -> frozenset[str]:
    return frozenset("money" if unit in MONEY else unit.partition("-")[0] for unit in units)


@functools.lru_cache(maxsize=50_000)
def _cased(form: str, lang: str) -> tuple[str, ...]:
    lower = form.lower()
    return form, lower, lexicon(lang).lemma(lower).lower(), lexicon(lang).lemma(form).lower()


@functools.lru_cache(maxsize=50_000)
def _named(form: str, lang: str) -> frozenset[str]:
    """The units of a word: those of the abbreviation as it is written, or of all that the word may be a form of."""
    known = _units(lang)
    if len(form) == 1 or (len(form) < 4 and form in known):  # 5G is no mass
        return known.get(form, frozenset())
    return frozenset().union(*(known.get(one, frozenset()) for one in _cased(form, lang)))


@functools.cache
def _units(lang: str) -> dict[str, frozenset[str]]:
    """The units of each form of one word: abbreviations as written, words in lower case."""
    found = {form: units for form, units in _forms(lang).items() if " " not in form}
    for form, units in _forms(lang).items():
        if form != form.lower() and form[:1].islower():  # ml, as well as CLDR's mL
            found.setdefault(form.lower(), units)
    if "l" in found:
        found.setdefault("L", found["l"])
    return found


@functools.cache
def _phrases(lang: str) -> dict[str, dict[tuple[str, ...], frozenset[str]]]:
    """The units of each name of several words, as lemmas, by the first of them."""
    found: dict[str, dict[tuple[str, ...], frozenset[str]]] = defaultdict(dict)
    for form, units in _forms(lang).items():
        words = tuple(_cased(word, lang)[2] for word in form.split())
        if len(words) > 1:
            found[words[0]][words] = units
    return dict(found)


@functools.cache
def _forms(lang: str) -> dict[str, frozenset[str]]:
    """The units of each name and abbreviation, from CLDR and from the language files."""
    from babel import Locale
    from babel.units import format_unit

    locale, number_words = Locale(lang), language(lang).numbers
    assert number_words is not None
    found: dict[str, set[str]] = defaultdict(set)
    for unit in MEASURES:
        for width in _WIDTHS:
            for number in (1, 2, 5):
                form = _NUMBER.sub("", format_unit(number, unit, width, locale=locale)).strip()
                if form and not form.startswith(unit):  # babel gives the name of the unit where CLDR has none
                    form = re.sub(_SPACE, " ", form)
                    found[form.lower() if width == "long" else form].add(unit)
    for code in MONEY:
        name = locale.currencies.get(code, code)
        forms = [name.split()[-1].split("-")[-1], name.split()[0].split("-")[-1]]
        found[code].add(code)
        for form in forms[: 1 if number_words.currency_last else 2]:
            found[form.lower()].add(code)
    for sign, codes in SIGNS.items():
        found[sign] |= set(codes.split())
    found["％"] |= {"concentr-percent"}
    for short, words in number_words.unit.items():
        for form in words:
            if short in CONVERTED and (len(form) > 3 or language(lang).spaceless):
                found[form].add(CONVERTED[short])
    for unit, names in number_words.measure.items():
        for form in names:
            # A word for a speed stands among the lengths, as both are converted alike.
            found[form] = {unit} if unit.startswith("speed-") else found[form] | {unit}
    return {form: frozenset(units) for form, units in found.items()}
