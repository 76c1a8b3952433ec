"""What CLDR knows of the numbers of a language: its separators, its words for million and the like, its months.

A language whose file has no section `numbers` is read with these words alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from mtqe.language.forms import Words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.number_sections import Digits, Numbers
from mtqe.language.western_digits import western

if TYPE_CHECKING:
    from babel import Locale

SPACE = "[ \u00a0\u2009\u200c\u202f]"
WORD_START = r"(?<![\w\u200c])"
ZERO_WIDTH = "\u200c"
DIRECTION_MARKS = "[\u200e\u200f\u061c]"
SHORTEST_STEM = 4
"""Letters: of the shortest form that may have an ending that CLDR does not list."""
LONGEST_ENDING = 5
"""Letters: of such an ending."""
LONG_NAME = 7
"""Letters: of a month or weekday that is known without its last two letters."""
_POINTS = late("[\u064b-\u0652\u093c\u09bc]")
_UNITS = "km m cm mm kg g mg l ml ha h min s gb mb tb kb ghz mhz w kw mw gw kwh mwh c f x"
"""Symbols of units that may stand right after a number in any language."""
_DEGREES = {"F": Words(["f", "°f"]), "C": Words(["c", "°c"])}
_NUMBER = late(r"^\d\s*|\s*\d$|\.$")
_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_LETTERS = {"1000": Words(["k"]), "1000000": Words(["m"]), "1000000000": Words(["b", "bn"])}


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
"""CLDR names of the units whose inflected forms are in the language files."""


class Forms(NamedTuple):
    """Word forms with their values.

    Args:
        pattern: Matches one of them, as the group `form`.
        values: The values of each form, which is in lower case.
    """

    pattern: re.Pattern[str]
    values: Mapping[str, tuple[int, ...]]

    def of(self, match: re.Match[str]) -> tuple[int, ...]:
        """The values of a match of the pattern."""
        form = match["form"].lower().replace(ZERO_WIDTH, "")
        if form in self.values:
            return self.values[form]
        # Without case, the pattern takes Turkish ı for i.
        return next(values for key, values in self.values.items() if re.fullmatch(re.escape(key), form, re.IGNORECASE))


class Magnitudes(NamedTuple):
    """The words for thousand, million and the like.

    Args:
        after: Those that follow a number; `None` if there are none.
        before: Those that precede a number, as in Swahili.
    """

    after: Forms | None
    before: Forms | None


@functools.cache
def locales(lang: str) -> tuple[Locale, ...]:
    """The locale of a language and those of its regions; none if CLDR does not know the language."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    names = [name for name in locale_identifiers() if name.partition("_")[0] == lang]
    return tuple(Locale.parse(name) for name in sorted(names, key=len))


@functools.cache
def section(lang: str) -> Numbers:
    """The number format of a language that has no number words in its file."""
    every = locales(lang)
    symbols = every[0].number_symbols.get("latn", {}) if every else {}
    decimal, group = str(symbols.get("decimal", ".")), str(symbols.get("group", ","))
    usual_group = "." if decimal == "," else ","
    return Numbers(
        decimal="," if decimal == "," else ".",
        group=group if group in (".", ",") and group != decimal else usual_group,
        space_groups=group.isspace(),
        letters=_LETTERS,
        unit={short: _unit_words(short, unit, lang) for short, unit in CONVERTED.items()} | _DEGREES,
        digits=Digits(attached=Words(_UNITS.split())),
    )


def _unit_words(symbol: str, unit: str, lang: str) -> Words:
    """The symbol of a unit and its names of one word; not the abbreviations `in` and `t`, which are words too."""
    names = {form.lower() for form, _ in unit_names(unit, lang) if form.isalpha()}
    return Words(sorted(names | ({symbol} - {"in", "t", "l", "acre"})))


def unit_names(unit: str, lang: str) -> Iterator[tuple[str, Literal["long", "short"]]]:
    """Yield the names and abbreviations of a unit, and whether they are long or short."""
    from babel.units import format_unit

    for locale in locales(lang)[:1]:
        for width in _WIDTHS:
            for number in (1, 2, 5):
                written = western(format_unit(number, unit, width, locale=locale))
                form = re.sub(DIRECTION_MARKS, "", _NUMBER.sub("", written)).strip()
                if form and not form.startswith(unit):  # babel gives the identifier of the unit if CLDR has no name
                    yield re.sub(SPACE, " ", form), width


def currency(code: str, lang: str) -> str:
    """The name of a currency."""
    return next((locale.currencies.get(code, code) for locale in locales(lang)[:1]), code)


@functools.cache
def magnitudes(lang: str) -> Magnitudes:
    """The words of a language for thousand, million and the like."""
    after: dict[str, set[int]] = defaultdict(set)
    before: dict[str, set[int]] = defaultdict(set)
    spaced = False
    for pattern, factor in _compact(locales(lang)[:1]):
        spaced = spaced or not pattern[pattern.rfind("0") + 1 :][:1].isalpha()
        head, tail = (_plain(part) for part in re.split("0+", pattern, maxsplit=1))
        if not head and _is_word(tail):
            after[tail].add(factor)
        elif not tail and _is_word(head):
            before[head].add(factor)
    for value, forms in language(lang).magnitudes.items():
        after |= {form: {int(value)} for form in forms}
    gap = rf"{DIRECTION_MARKS}?(?:{SPACE}|[-‑])?" if spaced else ""
    return Magnitudes(forms_of(after, lang, before=gap), forms_of(before, lang, after=rf"{SPACE}?\Z"))


def _compact(every: Iterable[Locale]) -> Iterator[tuple[str, int]]:
    """Patterns such as `0 million`, and what they multiply a number by."""
    for locale in every:
        for width in ("long", "short"):
            for patterns in locale.compact_decimal_formats.get(width, {}).values():
                for key, number_pattern in patterns.items():
                    pattern = str(getattr(number_pattern, "pattern", number_pattern)).partition(";")[0]
                    zeros = re.search("0+", pattern)
                    if zeros is not None and pattern.strip("0"):
                        yield pattern.replace("'", ""), int(key) // 10 ** (len(zeros[0]) - 1)


def _plain(text: str) -> str:
    return re.sub(rf"\A{SPACE}+|{SPACE}+\Z", "", re.sub(DIRECTION_MARKS, "", text)).lower()


def _is_word(form: str) -> bool:
    """Whether a form is a word or an abbreviation, not a single letter, which may be a unit as well."""
    return len(form.rstrip(".")) > 1 or (form > "\u2e7f")


@functools.cache
def months(lang: str) -> Forms | None:
    """The names of the months of a language, without those that are a number themselves: 3월."""
    return calendar_names(_month_names(lang), lang)


@functools.cache
def months_beside_digits(lang: str) -> Forms | None:
    """The same names without their last letters, as they may be inflected: Slovene 4. marca for *marec*."""
    forms: dict[str, set[int]] = defaultdict(set)
    for number, names in _month_names(lang).items():
        for name in names:
            forms[name if len(name) < SHORTEST_STEM else name[: max(SHORTEST_STEM - 1, len(name) - 2)]].add(number)
    clear = {form: numbers for form, numbers in forms.items() if len(numbers) == 1}
    return forms_of(clear, lang, before=WORD_START, shortest=SHORTEST_STEM - 1)


def _month_names(lang: str) -> dict[int, set[str]]:
    names: dict[int, set[str]] = defaultdict(set)
    for locale in locales(lang):
        for form in ("format", "stand-alone"):
            for number, name in locale.months[form]["wide"].items():
                if not re.search(r"\d", name):
                    names[number].add(name.lower())
    return names


@functools.cache
def weekdays(lang: str) -> Forms | None:
    """The names of the weekdays of a language: 0 for Monday to 6 for Sunday."""
    names: dict[int, set[str]] = defaultdict(set)
    for locale in locales(lang)[:1]:
        for form in ("format", "stand-alone"):
            for number, name in locale.days[form]["wide"].items():
                names[number].add(name.lower())
    return calendar_names(names, lang)


def calendar_names(names: Mapping[int, Iterable[str]], lang: str) -> Forms | None:
    """The forms of months or weekdays."""
    forms: dict[str, set[int]] = defaultdict(set)
    for number, every in names.items():
        # Genitive and nominative of a month share a stem, which other cases have too.
        first, last = min(every), max(every)
        stem = first[: next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))]
        for form in (stem,) if len(stem) >= SHORTEST_STEM else every:
            forms[form].add(number)
            if len(form) >= LONG_NAME:
                forms[form[:-2]].add(number)  # oktoober, oktoobri
    forms = {form: numbers for form, numbers in forms.items() if len(numbers) == 1 or len(form) < LONG_NAME - 2}
    prefix = r"\w{0,2}?" if language(lang).lemmas.prefixed else ""
    return forms_of(forms, lang, before=WORD_START + prefix)


def forms_of(
    words: Mapping[str, Iterable[int]],
    lang: str,
    before: str = "",
    after: str = "",
    shortest: int = SHORTEST_STEM,
) -> Forms | None:
    """Return forms with one pattern; `None` without a form."""
    values = {variant: tuple(sorted(numbers)) for form, numbers in words.items() for variant in _variants(form)}
    if not values:
        return None
    spaceless = _is_spaceless(lang)
    every = "|".join(_letters(form) + _end(form, spaceless, shortest) for form in sorted(values, key=len, reverse=True))
    before = before.replace(WORD_START, "") if spaceless else before
    return Forms(re.compile(f"{before}(?P<form>{every}){after}", re.IGNORECASE), values)


def _letters(form: str) -> str:
    """Pattern of a form. Persian writes parts of a word with or without a sign of no width between them."""
    joint = f"{ZERO_WIDTH}?" if "\u0600" <= form[0] < "\u0780" else ""
    return joint.join(map(re.escape, form))


def word_end(text: str, end: int, lang: str) -> int:
    """The end of the word that a form is the beginning of."""
    if not _is_spaceless(lang):
        while end < len(text) and (text[end].isalpha() or text[end] in _marks()):
            end += 1
    return end


def _is_spaceless(lang: str) -> bool:
    """Whether other words may follow a form without a space."""
    return language(lang).spaceless or "hangul" in language(lang).scripts


def _end(form: str, spaceless: bool, shortest: int) -> str:
    """Pattern of what must follow a form: the end of a word, in long forms after an ending."""
    if spaceless or form.endswith("."):
        return ""
    letters = _marks() + r"\w"
    return rf"(?=[{letters}]{{0,{LONGEST_ENDING}}}(?![{letters}]))" if len(form) >= shortest else f"(?![{letters}])"


@functools.cache
def _marks() -> str:
    """The signs that are part of a word although they are no letters, such as Indian vowels."""
    return "".join(char for char in map(chr, range(0x300, 0x3000)) if unicodedata.category(char) in ("Mn", "Mc"))


def _variants(form: str) -> set[str]:
    """A form as CLDR and as other writers spell it: Hindi without the dot below letters, Arabic without vowel signs."""
    plain = _POINTS.sub("", unicodedata.normalize("NFD", form))
    form = form.replace(ZERO_WIDTH, "") if "\u0600" <= form[0] < "\u0780" else form
    composed, decomposed, unpointed = (
        unicodedata.normalize(*each) for each in (("NFC", form), ("NFD", form), ("NFC", plain))
    )
    return {form, composed, decomposed, unpointed}
