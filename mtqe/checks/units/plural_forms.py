"""The translation of a plural lacks a form that the language needs, or has one that it does not know.

## What it does

Collects the forms of each unit that has forms by plural category (`one`, `few`, `many`, `other` ...). The translation
needs every category that CLDR has for whole numbers in its language. Forms that the program chooses by something else
than a number of things (`select`, `selectordinal`) are no plural. The last form is marked if one is missing. A
category that the language does not have is minor: its text is never shown.

## Why it is bad

The program shows the wrong form for some numbers (*5 plik*), the source text, or nothing at all.

## Known problems

- Categories of fractions and of numbers from a million on are not asked for: most texts with a count never meet them.
- Forms of ordinals (`1st`) and messages with several plurals are not judged.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from mtqe.checks.shared import counted
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
NUMBERS = range(1_000)
"""Numbers: whose categories a language needs; from 1,000 on they repeat, apart from millions. By definition."""
_ONE, _FEW, _MANY, _OTHER, _EXACT = ({"unit": "files", "form": form} for form in ("one", "few", "many", "other", "=1"))
_NUMBER = re.compile(r"=(\d{1,9})")
"""The form of a single number in a message of ICU."""


@check(
    "MRK118",
    "plural-forms",
    "linguistic-conventions/grammar",
    Severity.MAJOR,
    area="markup",
    scope="document",
    examples=[
        Example("file\nfiles", "Datei\nDateien", meta=(_ONE, _OTHER)),
        Example("files", "ファイル", langs=("en", "ja"), meta=(_OTHER,)),
        Example("file\nfiles", "\n", langs=("en", "pl"), meta=(_ONE, _OTHER)),
        Example("file\nfiles", "plik\npliki", ("pliki",), ("en", "pl"), meta=(_ONE, _OTHER)),
        Example("file\nfiles", "Datei\nDateien", meta=(_EXACT, _OTHER)),
        Example(
            "file\nfiles\nfiles", "un fichier\nfichiers\nde fichiers", langs=("en", "fr"), meta=(_ONE, _OTHER, _MANY)
        ),
        Example("file\nfiles", "plik\npliki", ("pliki",), ("en", "pl"), meta=(_EXACT, _OTHER)),
        Example("file\nfiles\nfiles", "Datei\nDateien\nDateien", ("Dateien",), meta=(_ONE, _FEW, _OTHER)),
    ],
)
def plural_forms(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the forms of each unit with the categories of the language."""
    rule = _rule(context.target_lang)
    if rule is None:
        return
    units: dict[str, list[Segment]] = {}
    exact: dict[str, set[int]] = {}
    selections: set[str] = set()
    for segment in segments:
        unit, form = segment.meta.get("unit"), segment.meta.get("form")
        if isinstance(unit, str) and form in CATEGORIES and counted.is_cardinal(segment):
            units.setdefault(unit, []).append(segment)
        elif isinstance(unit, str) and (number := _NUMBER.fullmatch(str(form))):
            exact.setdefault(unit, set()).add(int(number[1]))
        elif isinstance(unit, str) and str(form).isidentifier():
            selections.add(unit)
    for unit, members in units.items():
        filled = [segment for segment in members if segment.target.strip()]
        if not filled or unit in selections:
            continue
        needed = _needed(rule, frozenset(exact.get(unit, ())))
        forms = [str(segment.meta["form"]) for segment in members]
        missing = [category for category in CATEGORIES if category in needed and category not in forms]
        if missing:
            message = f"the plural has no form for {' and '.join(missing)}; the forms are {', '.join(forms)}"
            yield filled[-1], Hit(message, words.whole_span("target", filled[-1].target))
        for segment in filled:
            form = segment.meta["form"]
            if form not in (known := rule.tags | {"other"}):
                message = f"the language has no plural category {form}; its categories are {', '.join(sorted(known))}"
                yield segment, Hit(message, words.whole_span("target", segment.target), Severity.MINOR)


@functools.cache
def _rule(lang: str) -> Any:
    """The plural rule of a language; `None` if CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang.replace("-", "_")).plural_form
    except (UnknownLocaleError, ValueError):
        return None


@functools.cache
def _needed(rule: Any, exact: frozenset[int]) -> frozenset[str]:
    """The plural categories of whole numbers without those that have a form of their own."""
    return frozenset(rule(number) for number in NUMBERS if number not in exact)
