"""A name with capitals of its own is written with others in the translation: *Github* for *GitHub*.

## What it does

Takes the words of the source with a capital inside (*iPhone*, *GitHub*, *kWh*), and with a glossary the terms that
are to be kept and the renderings that have such capitals, and marks each place in the translation where they stand
with other capitals. Texts in capitals throughout are left alone, and so is a spelling that the source uses as well.
Where a name stands in the translation as often as in the source, the same letters in small or in a compound may be a
common word (`DropDown: shows a dropdown list`).

## Why it is bad

Owners of names are particular about them, readers see carelessness, and programs and units know one spelling only.

## Known problems

Names that are written in capitals only, or with just a first one, are checked only when the glossary keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals
from mtqe.checks.terms import glossary_terms, occurrences
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.words import masked

_INNER = re.compile(r"(?<![^\W_])[A-Za-z]*[a-z][A-Z][A-Za-z]*")

_HUMP = re.compile("[a-z][A-Z]")
_LONGER = re.compile(r"(?!s(?![^\W_]))[^\W\d_]")


@check(
    "TRM105",
    "wrong-casing",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    examples=[
        Example("It is on GitHub and YouTube.", "Es steht auf GitHub und Youtube.", ("Youtube",)),
        Example("The iPhone user", "Der iPhone-Nutzer"),
        Example("GITHUB AND YouTube", "GITHUB UND YOUTUBE"),
        Example("Use npm.", "Npm verwenden.", glossary=(("npm", "npm", "keep"),)),
        Example("Use npm.", "Verwenden Sie NPM.", ("NPM",), glossary=(("npm", "npm", "keep"),)),
        Example("The hub", "Der Github-Server", ("Github",), glossary=(("hub", "GitHub-Server", "preferred"),)),
        Example("L’iPhone est là.", "The Iphone is here.", ("Iphone",), ("fr", "en")),
    ],
)
def wrong_casing(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark names whose capitals changed."""
    target = segment.target
    if not target.strip() or target.isupper() or capitals.lost(segment, context):
        return
    taken = {span.start for item in _judged(segment, context) for span in item.target}  # forbidden: told already
    names = _names(segment, context)
    visible = masked(target) if names and context.glossary is None else target
    for name in names:
        kept = 0 < segment.source.count(name) <= target.count(name)
        for start, end in occurrences.find(name, visible, context.target_base):
            found = target[start:end]
            if occurrences.same(name, found) or found in segment.source or start in taken:
                continue
            if kept and (found.islower() or target[end : end + 1] == "-"):
                continue
            if language(context.target_base).names.endings == "s" and _LONGER.match(target, end):
                continue  # French `autocorrection` is a word of its own beside AutoCorrect
            # In a stretch of capitals its own are lost, and among keys that are pressed together.
            if found.isupper() and (
                "+" in (target[start - 1 : start], target[end : end + 1])
                or re.search(rf"{re.escape(found)}[-\s]+[A-ZÄÖÜ]{{4,}}", target)
            ):
                continue
            if name.islower() and found == name.capitalize() and occurrences.starts_sentence(target, start):
                continue
            taken.add(start)
            yield Hit(f"“{found}” is written “{name}”", (Span("target", start, end),), suggestion=name)


def _names(segment: Segment, context: Context) -> dict[str, None]:
    """The names whose capitals count, each once."""
    names: dict[str, None] = {}
    if context.glossary is not None:
        names |= dict.fromkeys(name for name, _ in glossary_terms.kept(segment, context))
        for item in _judged(segment, context):
            names |= dict.fromkeys(word for text in item.approved for word in _INNER.findall(text))
    if _HUMP.search(segment.source):
        names |= dict.fromkeys(_INNER.findall(masked(segment.source)))
    return {name: None for name in names if len(name) > 2}


def _judged(segment: Segment, context: Context) -> tuple[glossary_terms.Judgement, ...]:
    """The terms of the segment, where a rendering's capitals count."""
    return tuple(glossary_terms.judge(segment, context)) if context.once(_has_inner) else ()


def _has_inner(context: Context) -> bool:
    """Whether any rendering of the glossary has a capital inside a word."""
    return context.glossary is not None and any(_INNER.search(term.target) for term in context.glossary.terms)
