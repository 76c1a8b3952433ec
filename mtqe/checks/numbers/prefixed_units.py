"""Names of units with a prefix that CLDR does not list: kilovolts, megawatt-hours, mmol, and symbols of any language.

The word for a prefix is what a name of CLDR has more than the name without it: German *Kilohertz* and *Hertz*.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from mtqe.checks.numbers.cldr_words import unit_names

_PREFIXES = {
    "nano": ("n", "length-nanometer", "length-meter"),
    "micro": ("µ", "length-micrometer", "length-meter"),
    "milli": ("m", "length-millimeter", "length-meter"),
    "centi": ("c", "length-centimeter", "length-meter"),
    "deci": ("d", "length-decimeter", "length-meter"),
    "hecto": ("h", "pressure-hectopascal", "pressure-pascal"),
    "kilo": ("k", "frequency-kilohertz", "frequency-hertz"),
    "mega": ("M", "frequency-megahertz", "frequency-hertz"),
    "giga": ("G", "frequency-gigahertz", "frequency-hertz"),
    "tera": ("T", "digital-terabyte", "digital-byte"),
}
"""The symbol of each prefix, and two units of CLDR that differ by it."""
_UNITS = {
    "pressure-pascal": ("Pa", "hecto kilo mega giga"),
    "pressure-bar": ("bar", "milli"),
    "electric-volt": ("V", "micro milli kilo mega"),
    "electric-ampere": ("A", "micro milli kilo"),
    "electric-ohm": ("Ω", "milli kilo mega"),
    "frequency-hertz": ("Hz", "kilo mega giga"),
    "energy-joule": ("J", "kilo mega giga"),
    "energy-watt-hour": ("Wh", "kilo mega giga tera"),
    "energy-electronvolt": ("eV", "kilo mega giga"),
    "power-watt": ("W", "micro milli kilo mega giga"),
    "power-volt-ampere": ("VA", "kilo mega"),
    "force-newton": ("N", "milli kilo mega"),
    "torque-newton-meter": ("Nm", "kilo"),
    "charge-ampere-hour": ("Ah", "milli"),
    "mass-gram": ("g", "nano micro milli kilo"),
    "length-meter": ("m", "nano micro milli centi kilo"),
    "volume-liter": ("l", "micro milli centi deci hecto"),
    "duration-second": ("s", "nano micro milli"),
    "digital-byte": ("B", "kilo mega giga tera"),
    "digital-bit": ("bit", "kilo mega giga tera"),
    "amount-mole": ("mol", "micro milli"),
    "dose-sievert": ("Sv", "micro milli"),
    "dose-gray": ("Gy", "micro milli"),
    "activity-becquerel": ("Bq", "kilo mega giga"),
    "capacitance-farad": ("F", "nano micro milli"),
}
"""The symbol of each unit, and its usual prefixes. Others make words: *5 ks* are Czech pieces, *5 pm* an hour."""
_SYMBOLS = {
    "h": "duration-hour",
    "min": "duration-minute",
    "mcg": "mass-microgram",
    "K": "temperature-kelvin",
    "psi": "pressure-pound-force-per-square-inch",
    "mmHg": "pressure-millimeter-ofhg",
    "atm": "pressure-atmosphere",
    "bps": "digital-bit",
    "kbps": "digital-kilobit",
    "Mbps": "digital-megabit",
    "Gbps": "digital-gigabit",
    "KiB": "digital-kilobyte",
    "MiB": "digital-megabyte",
    "GiB": "digital-gigabyte",
    "TiB": "digital-terabyte",
    "ppm": "concentr-part-per-1e6",
    "ppb": "concentr-part-per-1e9",
    "kcal": "energy-calorie",
}
"""Further symbols of any language. MiB and MB, and kcal and calories, are exchanged by careful writers, too."""
_BITS = {"kb": "kilo", "Mb": "mega", "Gb": "giga"}
"""Symbols for bits that many writers use for bytes."""
_WITHOUT_PREFIX = {"energy-watt-hour": "energy-kilowatt-hour"}
"""Units that CLDR has with the prefix kilo only."""
_UNNAMED = frozenset(
    {
        *("power-volt-ampere", "charge-ampere-hour", "amount-mole", "dose-sievert", "dose-gray", "activity-becquerel"),
        *("capacitance-farad",),
    }
)
"""Units of which CLDR has no names."""
_ALONE = frozenset({"capacitance-farad", "digital-byte"})
"""Units whose symbol is a word of its own: 5 F are degrees, and 5 B is a number of a house."""


def prefixed_names(lang: str) -> Iterator[tuple[str, str]]:
    """Yield symbols of any language and names of the language, and the unit of each.

    A symbol in small letters is yielded for each unit that it may mean: *mw* for milliwatt and megawatt.
    """
    yield from _SYMBOLS.items()
    for symbol, prefix in _BITS.items():
        yield symbol, f"digital-{prefix}bit"
        yield symbol, f"digital-{prefix}byte"
    for unit, (symbol, prefixes) in _UNITS.items():
        kind, _, name = unit.partition("-")
        if unit not in _ALONE:
            yield symbol, unit
        for prefix in prefixes.split():
            whole = f"{kind}-{prefix}{name}"
            for sign in "µμu" if prefix == "micro" else _PREFIXES[prefix][0]:
                yield sign + symbol, whole
                if len(sign + symbol) > 2 and not symbol.islower():  # 5 ma is no milliampere
                    yield (sign + symbol).lower(), whole
            yield from ((word + base, whole) for word in _words(prefix, lang) for base in _bases(unit, lang))


@functools.cache
def _words(prefix: str, lang: str) -> frozenset[str]:
    """The words for a prefix in a language."""
    _, whole, base = _PREFIXES[prefix]
    return frozenset(form.removesuffix(end) for form, end in _pairs(whole, base, lang))


def _bases(unit: str, lang: str) -> set[str]:
    """The names of a unit without a prefix."""
    if unit in _UNNAMED:
        return set()
    if unit in _WITHOUT_PREFIX:
        words = _words("kilo", lang)
        names = (form for form, width in unit_names(_WITHOUT_PREFIX[unit], lang) if width == "long")
        return {form.lower().removeprefix(word) for form in names for word in words if form.lower().startswith(word)}
    return {form.lower() for form, width in unit_names(unit, lang) if width == "long"}


def _pairs(whole: str, base: str, lang: str) -> Iterator[tuple[str, str]]:
    """The long names of two units of which the first one ends with the second one."""
    ends = {form.lower() for form, width in unit_names(base, lang) if width == "long"}
    for form, width in unit_names(whole, lang):
        for end in ends:
            if width == "long" and form.lower().endswith(end) and form.lower() != end:
                yield form.lower(), end
