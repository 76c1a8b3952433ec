"""The translation of a plural lacks a form that the language needs, or has one that it does not know.

## What it does

Collects the forms of each unit that has forms by plural category (`one`, `few`, `many`, `other` ...). The translation
needs every category that CLDR has for whole numbers in its language. The last form is marked if one is missing. A
category that the language does not have is minor: its text is never shown.

## Why it is bad

The program shows the wrong form for some numbers (*5 plik*), the source text, or nothing at all.

## Known problems

- Categories of fractions and of numbers from a million on are not asked for: most texts with a count never meet them.
- Forms of ordinals (`1st`) and messages with several plurals are not judged.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
NUMBERS = range(1_000)
"""Numbers: whose categories a language needs; from 1,000 on they repeat, apart from millions. By definition."""
_ONE, _FEW, _OTHER = ({"unit": "files", "form": form} for form in ("one", "few", "other"))


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
        Example("file\nfiles\nfiles", "Datei\nDateien\nDateien", ("Dateien",), meta=(_ONE, _FEW, _OTHER)),
    ],
)
def plural_forms(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the forms of each unit with the categories of the language."""
    needed = _categories(context.target_lang)
    units: dict[str, list[Segment]] = {}
    for segment in segments:
        unit = segment.meta.get("unit")
        if isinstance(unit, str) and segment.meta.get("form") in CATEGORIES:
            units.setdefault(unit, []).append(segment)
    for members in units.values():
        filled = [segment for segment in members if segment.target.strip()]
        if not needed or not filled:
            continue
        forms = [str(segment.meta["form"]) for segment in members]
        missing = [category for category in CATEGORIES if category in needed and category not in forms]
        if missing:
            message = f"the plural has no form for {' and '.join(missing)}; the forms are {', '.join(forms)}"
            yield filled[-1], Hit(message, words.whole_span("target", filled[-1].target))
        for segment in filled:
            form = segment.meta["form"]
            if form not in needed | {"other"}:
                message = f"the language has no plural category {form}; its categories are {', '.join(sorted(needed))}"
                yield segment, Hit(message, words.whole_span("target", segment.target), Severity.MINOR)


@functools.cache
def _categories(lang: str) -> frozenset[str]:
    """The plural categories of whole numbers in a language; empty if CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(lang.replace("-", "_")).plural_form
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(rule(number) for number in NUMBERS)
