"""The translation of a plural lacks a form that the language needs, or has one that it does not know.

## What it does

Collects the forms of each unit that has forms by plural category (`one`, `few`, `many`, `other` ...). The translation
needs every category that CLDR has for whole numbers in its language. The last form is marked if one is missing. This is
minor if only `zero` or `two` is missing: the program shows the form `other`, which has the number. So it is if the form
`other` is there and says several words without a number, in the source, too (*Delete the chosen files*): then it may
serve for few and for many. A category that the language does not have is minor, too: its text is never shown. A plural
inside another choice, such as a gender or a device, needs its categories in every branch.

It also compares the texts of the forms: a form that is still in the source language, although the others are translated
into other words; a form with fewer words that lacks the last word of all others, if that of the sources is the same;
and a form `one` with a plural whose dictionary form is in the form for more (*Dateien*, *Datei*), or with a word
that two other plurals of the document have in the form `other`, in the same exchange, or whose end changes as in three
other plurals in the opposite direction, or that three other texts of the document have only where the source has the
word of the other form.

## Why it is bad

The program shows the wrong form for some numbers (*5 plik*), the source text, or nothing at all.

## Known problems

- Categories of fractions and of numbers from a million on are not asked for: most texts with a count never meet them.
- If a number has a form of its own (`=1`), the category of 0 is not asked for.
- Forms of ordinals (`1st`) are not judged.
- Forms that changed places are found only where the lemma data of the language knows the word, or where other texts of
  the document have the same words, or, without the forms `two` and `few`, words with the same ends.
- A unit with the form `other` alone in a language that has other forms, too, does not count.
- Of a plural inside a plural, a category that only some of the outer forms lack is not missed.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from mtqe.checks.units import form_texts
from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_RARE = frozenset({"zero", "two"})
"""Categories without which the program shows the form `other`, with the number."""
NUMBERS = range(1_000)
"""Numbers: whose categories a language needs; from 1,000 on they repeat, apart from millions."""
_ONE, _FEW, _MANY, _OTHER, _EXACT = ({"unit": "files", "form": form} for form in ("one", "few", "many", "other", "=1"))
_HERS = tuple({"unit": "files", "form": f"female.{form}"} for form in ("one", "other"))
_NUMBER = late(r"=?(\d{1,9})")
"""The form of a single number in a message of ICU or Fluent."""
_CHOICES = (", plural", ", select", ", selectordinal", "->")
"""How the keys of the codes of choices end (`mtqe.formats.programs.choices`)."""
_SHOWN = late(r"\d|[#%]|\{ ?\$?\w+ ?\}|\{\}")
"""The place of a number, or a number."""
_CHOICE = late(r"^\{[^{}]*->\s*\*?\[\w+\]")
"""The beginning of a choice of Fluent, as its texts have it: `{ $count ->*[other]`."""
_ORDINAL = "ordinal"
"""What the forms and keys of ordinals have."""
_OTHER_CHOICE = "?"
"""The kind of a part that the codes do not explain."""


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
        Example("file\nfiles", "Dateien\nDatei", ("Dateien",), meta=(_ONE, _OTHER)),
        Example("an hour\nsome hours", "an hour\neinige Stunden", ("an hour",), meta=(_ONE, _OTHER)),
        Example("a file left\nfiles left", "Datei\nDateien übrig", ("Datei",), meta=(_ONE, _OTHER)),
        Example("her file\nher files", "jej plik\njej pliki", ("jej pliki",), ("en", "pl"), meta=_HERS),
        Example("her file\nher files", "ihre Datei\nihre Dateien", meta=_HERS),
    ],
)
def plural_forms(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare the forms of each unit with the categories of the language."""
    rule = _rule(context.target_lang)
    if rule is None:
        return
    units: dict[str, list[_Form]] = {}
    for segment in segments:
        unit = segment.unit
        if unit.id is not None and unit.form is not None:
            units.setdefault(unit.id, []).append(_form(segment, unit.form))
    found = [(branch, plural) for forms in units.values() for branch, plural in _plurals(forms)]
    found = [(branch, plural) for branch, plural in found if not _counts_nothing(plural, context)]
    vocabulary = form_texts.Vocabulary(segments if found else ())
    seen = form_texts.Seen(Counter(), Counter())
    for _, plural in found:
        seen.add(plural)
    for branch, plural in found:
        yield from _faults(plural, branch, rule)
        yield from form_texts.hits(plural, context.target_base, seen, vocabulary)


class _Form(NamedTuple):
    """A text of a unit.

    Args:
        segment: The text.
        parts: The selectors of its branches, outermost first.
        kinds: What decides about each part: the key of its code, empty if the file has no such code.
    """

    segment: Segment
    parts: Sequence[str]
    kinds: Sequence[str]


def _form(segment: Segment, form: str) -> _Form:
    parts = form.split(".")
    opened = [code for code in segment.codes if code.role == "open" and code.key.endswith(_CHOICES)]
    choices = [code for code in opened if code.side == "target"] or opened
    kinds = [""] * len(parts)
    if len(choices) <= len(parts):
        for place, code in enumerate(choices, len(parts) - len(choices)):
            kinds[place] = code.key if parts[place] in code.text else _OTHER_CHOICE
    return _Form(segment, parts, kinds)


def _plurals(forms: Sequence[_Form]) -> Iterator[tuple[str, Sequence[tuple[Segment, str]]]]:
    """The plurals of a unit: the branch that each is in, and its texts with their categories."""
    stack: list[tuple[tuple[str, ...], int, Sequence[_Form]]] = [((), 0, forms)]
    while stack:
        branch, depth, members = stack.pop()
        members = [member for member in members if len(member.parts) > depth]
        if not members:
            continue
        if _is_plural(members, depth):
            yield ".".join(branch), [(member.segment, member.parts[depth]) for member in members]
            stack.append((branch, depth + 1, members))
            continue
        inside: dict[str, list[_Form]] = {}
        for member in members:
            inside.setdefault(member.parts[depth], []).append(member)
        stack += [((*branch, part), depth + 1, group) for part, group in reversed(inside.items()) if part != _ORDINAL]


def _is_plural(members: Sequence[_Form], depth: int) -> bool:
    """Whether the selectors at a depth are the categories of a plural."""
    kinds = {member.kinds[depth] for member in members}
    selectors = {member.parts[depth] for member in members}
    if any(_ORDINAL in kind or kind.endswith((", select", _OTHER_CHOICE)) for kind in kinds):
        return False
    return all(part in CATEGORIES or _NUMBER.fullmatch(part) for part in selectors) and not selectors.isdisjoint(
        CATEGORIES
    )


def _counts_nothing(plural: Sequence[tuple[Segment, str]], context: Context) -> bool:
    """Whether `other` is the only form although the source language has more: `subject_other` of another subject."""
    rule = _rule(context.source_lang)
    return rule is not None and {part for _, part in plural} == {"other"} and len(_needed(rule, frozenset())) > 1


def _faults(plural: Sequence[tuple[Segment, str]], branch: str, rule: Any) -> Iterator[tuple[Segment, Hit]]:
    """The categories that a plural lacks, and those that the language does not have."""
    filled = [(segment, part) for segment, part in plural if segment.target.strip()]
    if not filled:
        return
    exact = frozenset(int(match[1]) for _, part in plural if (match := _NUMBER.fullmatch(part)))
    forms = list(dict.fromkeys(part for _, part in plural if part in CATEGORIES))
    needed = _needed(rule, exact)
    missing = [category for category in CATEGORIES if category in needed and category not in forms]
    if missing:
        where = f" in the branch {branch}" if branch else ""
        message = f"the plural{where} has no form for {' and '.join(missing)}; the forms are {', '.join(forms)}"
        last = [segment for segment, part in filled if part in CATEGORIES] or [segment for segment, _ in filled]
        severity = Severity.MINOR if _RARE.issuperset(missing) or _serves_all(filled) else None
        yield last[-1], Hit(message, words.whole_span("target", last[-1].target), severity)
    known = rule.tags | {"other"}
    for segment, part in filled:
        if part in CATEGORIES and part not in known:
            message = f"the language has no plural category {part}; its categories are {', '.join(sorted(known))}"
            yield segment, Hit(message, words.whole_span("target", segment.target), Severity.MINOR)


def _serves_all(forms: Sequence[tuple[Segment, str]]) -> bool:
    """Whether the form `other` may serve for all numbers but one: it has several words, and no side shows a number."""
    return any(
        part == "other"
        and len(words.words(words.masked(segment.target))) > 1
        and not any(_SHOWN.search(_CHOICE.sub("", text)) for text in (segment.source, segment.target))
        for segment, part in forms
    )


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
    """The plural categories of whole numbers without those that have a form of their own.

    If one has, the message is made for the numbers that occur, and 0 mostly does not.
    """
    return frozenset(rule(number) for number in NUMBERS if number not in exact and (number or not exact))
