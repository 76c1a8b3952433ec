"""The number words of a language, read from `mtqe/data/numbers`; that folder's README says what the keys mean."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

from mtqe.checks.shared import lexicons

Value = int | Decimal
Role = Literal[
    "cardinal", "ordinal", "collective", "magnitude", "fraction", "month", "count", "multiple", "times", "weak"
]
ROLES: tuple[Role, ...] = get_args(Role)
GLUE = "\u02d0"
"""A letter that stands in for the hyphen of a glued word, so that positions stay."""

REMEMBERED = 100_000
SPACES = " \u00a0\u2009\u202f\ufffd"


@dataclass(frozen=True, slots=True)
class Word:
    """What a word form means.

    Args:
        values: The values that it may stand for; the first is the one that it composes with.
        role: Its part in a number.
        room: Exclusive limit of what may still be added behind it: 10 behind twenty, 1 behind seven.
    """

    values: tuple[Value, ...]
    role: Role
    room: int = 1


@dataclass(frozen=True)
class Lexicon:
    """All that is known of the numbers of one language."""

    lang: str
    decimal: str
    group: str
    space_groups: bool
    spaceless: bool
    years: bool
    capital_months: bool
    joiners: frozenset[str]
    of: frozenset[str]
    words: Mapping[str, Word]
    letters: Mapping[str, int]
    glued: tuple[tuple[str, str], ...]
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
    century: tuple[str, ...]
    eras: Mapping[str, int]
    fold: Mapping[int, int]
    units: Mapping[str, str]
    starts: re.Pattern[str] | None
    compound: re.Pattern[str] | None
    small: Mapping[str, int] = field(default_factory=dict)
    ordinal_ends: frozenset[str] = frozenset()
    plural_ends: frozenset[str] = frozenset()
    half_ends: frozenset[str] = frozenset()
    prefixes: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    stems: re.Pattern[str] | None = None
    """The prefixes, the longest first."""
    plain: set[str] = field(default_factory=set, compare=False)
    """Words of texts that were found to say nothing of a number; at most `REMEMBERED`."""


def known() -> frozenset[str]:
    """Primary tags of the languages that have a lexicon."""
    return lexicons.known("numbers")


@functools.cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language by its primary tag; `known` must hold it."""
    data = lexicons.read("numbers", lang)
    digits = data.get("digits", {})
    small, compound = _compound(data.get("compound"))
    prefixes = dict(_forms(data.get("prefix", {}), {}))
    prefixes |= {stem: (int(value),) for value, stem in data.get("compound", {}).get("stems", {}).items()}
    names = data.get("compound", {})
    glue = data.get("glue", "").split()
    fold = {ord(letter): ord(other) for letter, other in [data["fold"]]} if "fold" in data else {}
    return Lexicon(
        lang=lang,
        decimal=data["decimal"],
        group=data["group"],
        space_groups=data.get("space_groups", False),
        spaceless=data.get("spaceless", False),
        years=data.get("years", False),
        capital_months=data.get("capital_months", False),
        joiners=frozenset(data.get("joiners", "").split()),
        of=frozenset(data.get("of", "").split()),
        words=_words(data, fold),
        letters={form: int(value) for value, forms in data.get("letters", {}).items() for form in forms.split()},
        glued=tuple((word, word.replace("-", GLUE)) for word in glue),
        attached=_longest_first(digits.get("attached", "")),
        pm=_longest_first(digits.get("pm", "")),
        clock=_longest_first(digits.get("clock", "")),
        decade=_longest_first(digits.get("decade", "")),
        before=digits.get("before", {}),
        after=digits.get("after", {}),
        ratio=frozenset(data.get("ratio", ())),
        powers=data.get("power", {}),
        homographs=frozenset(data.get("homographs", "").split()),
        before_pm=_longest_first(digits.get("before_pm", "")),
        counters=frozenset(digits.get("counters", "")),
        tenths=frozenset(digits.get("tenths", "").split()),
        century=_longest_first(digits.get("century", "")),
        eras=digits.get("eras", {}),
        fold=fold,
        units={form: unit for unit, forms in data.get("unit", {}).items() for form in forms.split()},
        starts=_starts([*small, *prefixes, names.get("hundred", ""), names.get("thousand", "")]),
        compound=compound,
        small=small,
        ordinal_ends=frozenset(names.get("ordinal", "").split()),
        plural_ends=frozenset(names.get("plural", "").split()),
        half_ends=frozenset(names.get("half", "").split()),
        prefixes=dict(sorted(prefixes.items(), key=lambda item: -len(item[0]))),
        stems=re.compile("|".join(map(re.escape, sorted(prefixes, key=len, reverse=True)))) if prefixes else None,
    )


def value(text: str) -> Value:
    """A value as the data files write it; integers stay `int`, so that equal values are equal and hash alike."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def _forms(table: Mapping[str, str], endings: Mapping[str, str]) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Each form of a table with its values; `stem~` becomes the stem with each of the endings."""
    for key, forms in table.items():
        values = tuple(value(part) for part in key.split())
        for form in forms.split():
            mark = form[-1]
            if mark in endings:
                yield from ((form[:-1] + end, values) for end in endings[mark].split())
            else:
                yield form, values


def _words(data: Mapping[str, Any], fold: Mapping[int, int]) -> dict[str, Word]:
    """All forms; one that stands in several tables has the role of the first and the values of all."""
    rooms = {int(key): room for key, room in data.get("room", {}).items()}
    words: dict[str, Word] = {}
    for role in ROLES:
        for form, values in _forms(data.get(role, {}), data.get("endings", {})):
            form = form.replace("-", GLUE).translate(fold)
            if form in words:
                old = words[form]
                words[form] = Word(tuple(dict.fromkeys(old.values + values)), old.role, old.room)
            else:
                words[form] = Word(values, role, _room(values[0], role, rooms))
    words |= {form: word for form, word in _inverted(data.get("inverted", {}), words) if form not in words}
    return words


def _inverted(table: Mapping[str, str], words: Mapping[str, Word]) -> Iterator[tuple[str, Word]]:
    """Five-and-twenty in one word, beside twenty-five: pětadvacet."""
    for form in table.get("tens", "").split():
        ten = words[form]
        for unit in table["units"].split():
            value = ten.values[0] + words[unit].values[0]
            yield unit + table["and"] + form, Word((value,), ten.role)


def _room(number: Value, role: Role, rooms: Mapping[int, int]) -> int:
    if role == "magnitude":
        return int(number)
    if number in rooms:
        return rooms[int(number)]
    if number % 100 == 0 and number:
        return 100
    return 10 if number % 10 == 0 and number > 10 else 1


def _compound(table: Mapping[str, Any] | None) -> tuple[dict[str, int], re.Pattern[str] | None]:
    """The forms of 1 to 99 in a language that writes numbers as one word, and the pattern of its longer numbers."""
    if not table:
        return {}, None
    units, teens, tens = (table[key].split() for key in ("units", "teens", "tens"))
    small = {form: number for number, form in enumerate(units, start=1)}
    small |= {form: number for number, form in enumerate(teens, start=10)}
    variants = [(int(key), form) for key, form in table.get("variants", {}).items()]
    for ten, form in [*zip(range(20, 100, 10), tens, strict=True), *(pair for pair in variants if pair[0] % 10 == 0)]:
        small[form] = ten
        for unit, name in enumerate(units, start=1):
            if table["order"] == "unit-ten":
                small |= {f"{name}{link}{form}": ten + unit for link in table["and"].split()}
            else:
                elided = form[:-1] if table.get("elide") and name[0] in "aeiou" else form
                small[elided + name] = ten + unit
    small |= {form: number for number, form in variants}
    names = "|".join(sorted(map(re.escape, small), key=len, reverse=True))
    link = "(?:" + "|".join(table.get("and", "").split()) + ")?"
    hundred, thousand = table["hundred"], table["thousand"]
    if table.get("elide"):
        hundred = f"{hundred[:-1]}(?:{hundred[-1]}(?!tt)|(?=[aeiou]))"  # cent'ottanta
    pattern = (
        rf"(?P<thousands>(?P<hundred_thousands>(?P<th>{names})?{hundred}{link})?(?P<ts>{names})?{thousand}{link})?"
        rf"(?P<hundreds>(?P<h>{names})?{hundred}{link})?(?P<small>{names})?(?P<rest>.*)"
    )
    return small, re.compile(pattern, re.DOTALL)


def _starts(forms: list[str]) -> re.Pattern[str] | None:
    """What any compound number begins with: a cheap filter before the big pattern."""
    heads = sorted({form[:3] for form in forms if form})
    return re.compile("|".join(map(re.escape, heads))) if heads else None


def _longest_first(forms: str) -> tuple[str, ...]:
    return tuple(sorted(forms.split(), key=lambda form: -len(form)))
