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

from mtqe.checks.support.lemmas import lexicon
from mtqe.checks.support.numbers import numbers
from mtqe.checks.support.numbers_lexicon import Value
from mtqe.languages import NO_SPACES

MEASURES = (
    *(f"length-{unit}" for unit in ("kilometer", "meter", "centimeter", "millimeter", "mile", "yard", "foot", "inch")),
    *(f"mass-{unit}" for unit in ("tonne", "kilogram", "gram", "milligram", "pound", "ounce")),
    *(f"duration-{unit}" for unit in ("year", "month", "week", "day", "hour", "minute", "second")),
    *(f"volume-{unit}" for unit in ("liter", "milliliter", "gallon", "barrel")),
    *(f"area-{unit}" for unit in ("square-kilometer", "square-meter", "square-mile", "hectare", "acre")),
    *(f"digital-{unit}" for unit in ("kilobyte", "megabyte", "gigabyte", "terabyte")),
    *(f"power-{unit}" for unit in ("watt", "kilowatt", "megawatt", "gigawatt")),
    *("temperature-celsius", "temperature-fahrenheit", "concentr-percent", "concentr-permille"),
)
MONEY = ("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR", "RUB", "PLN", "CZK", "SEK", "BRL", "MXN", "KRW", "TRY")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY CNY", "₹": "INR", "₽": "RUB", "zł": "PLN", "Kč": "CZK"}
"""Currencies that share a word with another, all dollars, count as one."""
_BEFORE = re.compile(r"(?:(?<![A-Za-z])([A-Z]{3}|RMB)|([$€£¥₹₽]))[ \u00a0\u202f]?$")
_AFTER = re.compile(r"[ \u00a0\u202f‑-]{0,2}(?P<sign>[$€£¥₹₽%‰％])|[ \u00a0\u202f‑-]{0,2}(?P<word>°[CF]\b|[^\W\d_]+)")
_NUMBER = re.compile(r"^\d\s*|\s*\d$|\.$")
_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_GAP = re.compile(r"[ \u00a0\u202f](?:US|U\.S\.)[ \u00a0\u202f‑-]")


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
    known = _units(lang)
    for number in numbers(text, lang):
        if number.kind not in ("digits", "word") or number.value is None:
            continue
        before = _BEFORE.search(text, max(0, number.start - 5), number.start)
        units = _named(before[1] or before[2], known, lang) if before else frozenset()
        if before and units:
            yield Quantity(before.start(), number.end, number.value, units, _kinds(units))
            continue
        gap = _GAP.match(text, number.end)
        after = _AFTER.match(text, gap.end() - 1 if gap else number.end)
        form = (after["sign"] or after["word"]) if after else ""
        if after and lang in NO_SPACES and after["word"]:
            form = next((form[:size] for size in range(min(4, len(form)), 0, -1) if form[:size] in known), "")
        units = _named(form, known, lang) if after else frozenset()
        if after and units:
            end = after.start("sign" if after["sign"] else "word") + len(form)
            yield Quantity(number.start, end, number.value, units, _kinds(units))


def mentioned(text: str, lang: str) -> frozenset[str]:
    """All units that a text may name, with a number or not."""
    known = _units(lang)
    if lang in NO_SPACES:
        return frozenset().union(*(units for form, units in known.items() if form in text))
    words = re.findall(r"[$€£¥₹₽%‰％]|°[CF]|[^\W\d_]+", text)
    parts = {tail for word in words for tail in _tails(word, lang)}
    return frozenset().union(*(_named(word, known, lang) for word in parts))


def _tails(word: str, lang: str) -> Iterator[str]:
    """A word, and in German what may be the last part of a compound: *Quadratkilometer*, *Dreitagesfahrt*."""
    yield word
    if lang == "de" and len(word) > 6:
        yield from (word[at:].capitalize() for at in range(2, len(word) - 2))


def _kinds(units: frozenset[str]) -> frozenset[str]:
    return frozenset("money" if unit in MONEY else unit.partition("-")[0] for unit in units)


@functools.lru_cache(maxsize=50_000)
def _cased(form: str, lang: str) -> tuple[str, ...]:
    lower = form.lower()
    return form, lower, lexicon(lang).lemma(lower).lower(), lexicon(lang).lemma(form).lower()


def _named(form: str, known: dict[str, frozenset[str]], lang: str) -> frozenset[str]:
    return next((known[one] for one in _cased(form, lang) if one in known), frozenset())


@functools.cache
def _units(lang: str) -> dict[str, frozenset[str]]:
    """The units of each form: abbreviations as written, words in lower case."""
    from babel import Locale
    from babel.units import format_unit

    locale = Locale(lang)
    found: dict[str, set[str]] = defaultdict(set)
    for unit in MEASURES:
        for width in _WIDTHS:
            for number in (1, 2, 5):
                form = _NUMBER.sub("", format_unit(number, unit, width, locale=locale)).strip()
                if form and " " not in form:
                    found[form.lower() if width == "long" else form].add(unit)
    for code in MONEY:
        name = locale.currencies.get(code, code)
        forms = [name.split()[-1].split("-")[-1], name.split()[0].split("-")[-1]]
        found[code].add(code)
        for form in forms[: 1 if lang in ("en", "de", "nl", "zh", "ja") else 2]:
            found[form.lower()].add(code)
    for sign, codes in SIGNS.items():
        found[sign] |= set(codes.split())
    found["％"] |= {"concentr-percent"}
    return {form: frozenset(units) for form, units in found.items()}
