"""The number words of a language, from the section `numbers` of its file."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from mtqe.checks.numbers import cldr_words, inside_words
from mtqe.language import language_tags
from mtqe.language.lang import language, tags_with
from mtqe.language.number_sections import Compound, Inverted, Numbers, Table, values_of

Value = int | Decimal
Role = Literal[
    "cardinal", "ordinal", "collective", "magnitude", "fraction", "month", "count", "multiple", "times", "weak"
]
ROLES: tuple[Role, ...] = get_args(Role)
GLUE = "\u02d0"
"""A letter that replaces the hyphen of a hyphenated number word, so that offsets stay the same."""

REMEMBERED = 20_000
"""Words: that a lexicon remembers as no numbers, at most."""
SPACES = " \u00a0\u2009\u202f\ufffd"
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
"""Vowel signs and other marks inside the words of the languages that have a lexicon."""
LETTERS = rf"[^\W\d_](?:[^\W\d_]+|[{MARKS}]+)*"
"""Pattern of the letters of a word with their marks."""
_GAPS = {"_": r"[ \u00a0\u200c]", "'": "['’‘ʼ]", "-": r"[-\u05be]"}
"""Patterns of the characters that may stand inside one number word, by the character in the language file."""
NO_GAPS = dict.fromkeys(map(ord, " \u00a0\u200c'’‘ʼ-\u05be_"), GLUE)
"""Replaces the characters inside a number word by the letter of the same length."""


@dataclass(frozen=True, slots=True)
class Word:
    """The meaning of a word form.

    Args:
        values: Its values. Composition with other words uses the first.
        role: Its role in a number.
        room: A number after it is added only if it is smaller than this: 10 for twenty, 1 for seven.
    """

    values: tuple[Value, ...]
    role: Role
    room: int = 1


@dataclass(frozen=True)
class Lexicon:
    """The number words and number formats of one language; without number words if its file has none."""

    lang: str
    has_words: bool
    decimal: str
    group: str
    space_groups: bool
    either_format: bool
    spaceless: bool
    han: bool
    years: bool
    capital_months: bool
    joiners: frozenset[str]
    after_ten: frozenset[str]
    proclitic_joiners: tuple[str, ...]
    of: frozenset[str]
    and_half: frozenset[str]
    link: frozenset[str]
    teen: frozenset[str]
    units_first: bool
    words: Mapping[str, Word]
    letters: Mapping[str, int]
    glued: re.Pattern[str] | None
    inside: str
    dual: re.Pattern[str] | None
    magnitudes: tuple[str, ...]
    uncounted: tuple[str, ...]
    attached: tuple[str, ...]
    pm: tuple[str, ...]
    clock: tuple[str, ...]
    decade: tuple[str, ...]
    before: Mapping[str, int]
    after: Mapping[str, int]
    ratio: frozenset[str]
    powers: Mapping[str, int]
    homographs: frozenset[str]
    before_pm: tuple[str, ...]
    counters: frozenset[str]
    tenths: frozenset[str]
    remaining: tuple[str, ...]
    century: tuple[str, ...]
    eras: Mapping[str, int]
    fold: Mapping[int, int | None]
    units: Mapping[str, str]
    starts: re.Pattern[str] | None
    compound: re.Pattern[str] | None
    whole: bool
    inside_word: inside_words.InsideWord | None = None
    small: Mapping[str, int] = field(default_factory=dict)
    ordinal_ends: frozenset[str] = frozenset()
    elided_ends: frozenset[str] = frozenset()
    plural_ends: frozenset[str] = frozenset()
    half_ends: frozenset[str] = frozenset()
    prefixes: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    stems: re.Pattern[str] | None = None
    """The prefixes, the longest first."""
    plain: set[str] = field(default_factory=set, compare=False)
    """Words of texts that turned out to be no numbers; at most `REMEMBERED`."""


def known() -> frozenset[str]:
    """Return the primary tags of the languages whose number words are known."""
    return tags_with("numbers")


def unknown(*langs: str) -> str | None:
    """Return what a check cannot read in these languages, as the gap of a check; `None` if it reads all."""
    missing = [language_tags.name(lang) for lang in dict.fromkeys(langs) if lang not in known()]
    return (
        f"only figures are compared, because number words of {' and '.join(missing)} are not read" if missing else None
    )


def judges_months(lang: str) -> bool:
    """Return whether the names of months are distinguished from other words in a language."""
    return lang in known() and not language(lang).spaceless


def number_section(lang: str) -> Numbers:
    """Return the section `numbers` of a language, from CLDR if its file has none."""
    return language(lang).numbers or cldr_words.section(lang)


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """Return the lexicon of a language by its primary tag; if it is not one of `known`, with what CLDR knows."""
    facts = language(lang)
    data = number_section(lang)
    digits, names = data.digits, data.compound
    small, compound = _compound(names)
    prefixes = dict(_forms(data.prefix, {}))
    prefixes |= {stem: (int(value),) for value, stem in names.stems.items()} if names else {}
    fold: dict[int, int | None] = {ord(old): ord(new) for old, new in zip(data.fold[::2], data.fold[1::2], strict=True)}
    fold |= dict.fromkeys(map(ord, data.drop))
    words = _words(data, fold)
    return Lexicon(
        lang=lang,
        has_words=facts.numbers is not None,
        decimal=data.decimal,
        group=data.group,
        space_groups=data.space_groups,
        either_format=data.either_format,
        spaceless=facts.spaceless,
        han=facts.spaceless and "han" in facts.scripts,
        years=data.years,
        capital_months=facts.dates.capitals,
        joiners=frozenset(word.translate(fold) for word in data.joiners),
        after_ten=frozenset(word.translate(fold) for word in data.after_ten),
        proclitic_joiners=tuple(word for word in data.joiners if word in data.proclitics),
        of=frozenset(data.of),
        and_half=frozenset(word.translate(fold) for word in data.and_half),
        link=frozenset(data.link),
        teen=frozenset(word.translate(fold) for word in data.teen),
        units_first=data.units_first,
        words=words,
        letters={form: int(value) for value, forms in data.letters.items() for form in forms},
        glued=_glued(data),
        inside=_inside([*words, *data.plain_words]) if facts.spaceless and "han" not in facts.scripts else "",
        dual=re.compile(rf"\w{{3,}}(?:{'|'.join(data.dual)})") if data.dual else None,
        magnitudes=tuple(digits.magnitudes),
        uncounted=tuple(digits.uncounted),
        attached=_longest_first(digits.attached),
        pm=_longest_first(digits.pm),
        clock=_longest_first(digits.clock),
        decade=_longest_first(digits.decade),
        before=digits.before,
        after=digits.after,
        ratio=frozenset(data.ratio),
        powers=data.power,
        homographs=frozenset(word.translate(fold) for word in data.homographs),
        before_pm=_longest_first(digits.before_pm),
        counters=frozenset(digits.counters),
        tenths=frozenset(digits.tenths),
        remaining=tuple(digits.remaining),
        century=_longest_first(digits.century),
        eras=digits.eras,
        fold=fold,
        units={form: unit for unit, forms in data.unit.items() for form in forms},
        starts=_starts([*small, *prefixes, *((names.hundred, names.thousand) if names else ())]),
        compound=compound,
        whole=names is not None and names.whole,
        inside_word=inside_words.build(data.inside, small, fold, NO_GAPS),
        small=small,
        ordinal_ends=frozenset(names.ordinal if names else ()),
        elided_ends=frozenset(names.ordinal if names and names.elide else ()),
        plural_ends=frozenset(names.plural if names else ()),
        half_ends=frozenset(names.half if names else ()),
        prefixes=dict(sorted(prefixes.items(), key=lambda item: -len(item[0]))),
        stems=re.compile("|".join(map(re.escape, sorted(prefixes, key=len, reverse=True)))) if prefixes else None,
    )


def value(text: str) -> Value:
    """Return a value of the data files. Integers become `int`, so that equal values have equal hashes."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _forms(table: Table, endings: Table) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The forms of a table with their values. `stem~` becomes the stem with each of the endings."""
    for key, forms in table.items():
        values = values_of(key)
        for form in forms:
            mark = form[-1]
            if mark in endings:
                yield from ((form[:-1] + end, values) for end in endings[mark])
            else:
                yield form, values


def _glued(data: Numbers) -> re.Pattern[str] | None:
    """Pattern of the number words that have a space, an apostrophe or a hyphen inside."""
    forms = {form for role in ROLES for form, _ in _forms(getattr(data, role), data.endings) if not form.isalpha()}
    forms = {form for form in forms if "_" in form or "'" in form} | set(data.hyphenated)
    tables = (data.inside.stems, data.inside.units) if data.inside else ()
    inside = {stem for table in tables for stems in table.values() for stem in stems if "'" in stem}
    if not (forms or inside):
        return None
    patterns = ["".join(_GAPS.get(char) or re.escape(char) for char in form) for form in _longest_first(forms)]
    if inside:
        stem = "|".join("".join(_GAPS.get(char) or char for char in form) for form in _longest_first(inside))
        mark = _GAPS["'"]
        patterns.append(rf"[^\W\d_]*(?:{stem})(?:[^\W\d_]|{mark}(?=[^\W\d_]))*+")  # п'ятдесятирічний
    before = "" if data.proclitics else r"(?<!\w)"
    return re.compile(rf"{before}(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def _inside(forms: list[str]) -> str:
    """Pattern of the number words in a text without spaces, the longest first."""
    return "|".join(map(re.escape, _longest_first(forms)))


def _words(data: Numbers, fold: Mapping[int, int | None]) -> dict[str, Word]:
    """All word forms. A form in several tables has the role of the first and the values of all."""
    rooms = {int(key): room for key, room in data.room.items()}
    words: dict[str, Word] = {}
    for role in ROLES:
        for form, values in _forms(getattr(data, role), data.endings):
            form = form.translate(NO_GAPS).translate(fold)
            if form in words:
                old = words[form]
                words[form] = Word(tuple(dict.fromkeys(old.values + values)), old.role, old.room)
            else:
                words[form] = Word(values, role, _room(values[0], role, rooms))
    words |= {form: word for form, word in _inverted(data.inverted, words) if form not in words}
    for ending in data.ordinal_endings:
        made = {f"{form}{ending}".translate(fold): word for form, word in words.items() if word.role == "cardinal"}
        words = {form: Word(word.values, "ordinal") for form, word in made.items()} | words
    together = {
        f"{proclitic}{form}".translate(fold): word for proclitic in data.proclitics for form, word in words.items()
    }
    never = {form.translate(fold) for form in data.plain_words}
    return {form: word for form, word in (together | words).items() if form not in never}


def _inverted(table: Inverted | None, words: Mapping[str, Word]) -> Iterator[tuple[str, Word]]:
    """The inverted forms of numbers, five-and-twenty in one word: pětadvacet."""
    if table is None:
        return
    for form in table.tens:
        ten = words[form]
        for unit in table.units:
            value = ten.values[0] + words[unit].values[0]
            yield unit + table.link + form, Word((value,), ten.role)


def _room(number: Value, role: Role, rooms: Mapping[int, int]) -> int:
    """The limit below which a number after this one is added to it; see `Word.room`."""
    if role == "magnitude":
        return int(number)
    if number in rooms:
        return rooms[int(number)]
    if number % 100 == 0 and number:
        return 100
    return 10 if number % 10 == 0 and number > 10 else 1


def _compound(table: Compound | None) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """The forms of 1 to 99 in a language that writes numbers as one word, and the pattern of its longer numbers."""
    if not table:
        return {}, None
    units, teens, tens = table.units, table.teens, table.tens
    small = {form: number for number, form in enumerate(units, start=1)}
    small |= {form: number for number, form in enumerate(teens, start=10)}
    variants = [(int(key), form) for key, form in table.variants.items()]
    for ten, form in [*zip(range(20, 100, 10), tens, strict=True), *(pair for pair in variants if pair[0] % 10 == 0)]:
        small[form] = ten
        for unit, name in enumerate(units, start=1):
            if table.order == "unit-ten":
                small |= {f"{name}{link}{form}": ten + unit for link in table.link}
            else:
                elided = form[:-1] if table.elide and name[0] in "aeiou" else form
                small[elided + name] = ten + unit
    small |= {form: number for number, form in variants}
    names = "|".join(sorted(map(re.escape, small), key=len, reverse=True))
    link = "(?:" + "|".join(table.link) + ")?"
    hundred, thousand = table.hundred, table.thousand
    if table.elide:
        hundred = f"{hundred[:-1]}(?:{hundred[-1]}(?!tt)|(?=[aeiou]))"  # cent'ottanta
    pattern = (
        rf"(?P<thousands>(?P<hundred_thousands>(?P<th>{names})?{hundred}{link})?(?P<ts>{names})?{thousand}{link})?"
        rf"(?P<hundreds>(?P<h>{names})?{hundred}{link})?(?P<small>{names})?(?P<ending>.*)"
    )
    return small, re.compile(pattern, re.DOTALL)


def _starts(forms: list[str]) -> re.Pattern[str] | None:
    """Pattern of the first letters of compound numbers: a cheap filter before the full pattern."""
    heads = sorted({form[:3] for form in forms if form})
    return re.compile("|".join(map(re.escape, heads))) if heads else None


def _longest_first(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: -len(form)))
