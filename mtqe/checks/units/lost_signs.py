"""A text of a program has lost its brackets, the sign at its beginning or all of its letters, or a tick is a cross.

## What it does

Looks at texts with a key that have fewer than eight words, and marks four things:

- brackets (`[old]`, `}old{`) of the source, if the translation has no bracket of any kind. Round ones do not count, and
  `{old}` is left to `placeholder-mismatch`;
- a sign at the beginning of the source (`…`, `<<`, `>>`, `*`, `→`), if the translation does not have it, and one that
  only the translation begins with;
- an ellipsis at the end of a translation whose source has none. `lost-end-mark` reports the reverse;
- a translation of signs alone for a source with words, and one with words for a source of signs alone.

In any text, it marks a tick, a cross or a box that became another one (`✓` and `✗`, `☑` and `☐`) as a major error.

## Why it is bad

A cross in place of a tick says the opposite. The signs of a label say what it does: `<<` goes back, and an ellipsis
says that a dialog follows. Brackets are often part of what a program reads or prints.

## Known problems

A sign that a designer put in place of a word on purpose (`×` for *Close*) is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from mtqe.checks.shared import program_texts
from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side, Span
from mtqe.registry.contracts import Context, Example, check

_BRACKET = late(r"\[(?!\w*\()[^\[\]]*\]|\][^\[\]]*\[|\}[^{}]*\{")
_ANY_BRACKET = late(r"[\[\](){}<>«»‹›（）【】「」『』《》〈〉［］｛｝]")
_FIRST = late(r"\s*(…|\.\.\.|<<|>>|«(?=\s)(?![^«»]*»)|»(?=\s)|[*+•→←](?=\s?\w))")
_SAME = ({"…", "..."}, {"<<", "«", ">>", "»", "←", "→"})
"""Signs that stand for each other; a text from right to left turns arrows round."""
_ELLIPSIS = late(r"(?<=[^\W\d_])[ \u00a0\u202f]?(?:…|\.\.\.)\s*\Z")
_MEANINGS = {"yes": "✓✔✅☑", "no": "✗✘❌✖", "open": "☐", "box": "☒"}
_MEANING = {sign: meaning for meaning, signs in _MEANINGS.items() for sign in signs}
"""What ticks and crosses say. A crossed box is a yes in forms and a no in tables."""
_TICK = late(f"[{''.join(_MEANING)}]")
_KEY = {"unit": "tide"}


@check(
    "MRK125",
    "lost-sign",
    "design-and-markup/markup",
    Severity.MINOR,
    area="markup",
    examples=[
        Example("For [old] ships", "Für „alte“ Schiffe"),
        Example("For [old] ships", "Für (alte) Schiffe", meta=(_KEY,)),
        Example("<< Back", "→ Zurück", meta=(_KEY,)),
        Example("Save as…", "Enregistrer sous…", langs=("en", "fr"), meta=(_KEY,)),
        Example("[{0}] of ships", "[{0}] Schiffe", meta=(_KEY,)),
        Example("✓ Low tide, ❌ high tide", "✅ Ebbe, ✗ Flut"),
        Example("Dogs ✗, cats ✓", "✓ Katzen, ✗ Hunde"),
        Example("Dogs: ✗", "Hunde: ✓", ("✗", "✓")),
        Example("For [old] ships", "Für alte Schiffe", ("[old]",), meta=(_KEY,)),
        Example("<< Back", "Retour", ("<<",), ("en", "fr"), meta=(_KEY,)),
        Example("Back", "… Zurück", ("…",), meta=(_KEY,)),
        Example("Save", "Speichern…", ("…",), meta=(_KEY,)),
        Example("Old ships", "©", ("©",), meta=(_KEY,)),
        Example("'", "Ships", ("Ships",), ("de", "en"), meta=(_KEY,)),
    ],
)
def lost_sign(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the signs of both sides."""
    source, target = segment.source, segment.target
    yield from _ticks(source, target)
    if not (source.strip() and target.strip() and program_texts.is_label(segment)):
        return
    if hit := _without_letters(source, target):
        yield hit
        return
    if (bracket := _BRACKET.search(source)) and not _ANY_BRACKET.search(target):
        yield Hit(f"the brackets of {bracket[0]} are missing", (Span("source", *bracket.span()),))
    yield from _beginning(source, target)
    if (end := _ELLIPSIS.search(target)) and not re.search(r"…|\.\.|[。．・:：]", source):
        yield Hit("the translation ends with an ellipsis, and the source does not", (Span("target", *end.span()),))


def _ticks(source: str, target: str) -> Iterator[Hit]:
    """Ticks, crosses and boxes in whose place the translation has other ones."""
    if not _TICK.search(target):
        return
    marks = [list(_TICK.finditer(text)) for text in (source, target)]
    said = [Counter(_MEANING[mark[0]] for mark in side) for side in marks]
    if len(marks[0]) != len(marks[1]) or said[0] == said[1]:
        return
    for before, after in zip(*marks, strict=True):
        if _MEANING[before[0]] != _MEANING[after[0]]:
            spans = Span("source", *before.span()), Span("target", *after.span())
            yield Hit(f"{before[0]} has become {after[0]}", spans, severity=Severity.MAJOR)


def _without_letters(source: str, target: str) -> Hit | None:
    """The fault if one side has words and the other one has signs alone."""
    if words.words(words.masked(source)) and any(map(str.isalpha, source)):
        if not any(sign.isalpha() or sign.isdecimal() for sign in target) and not _is_picture(target):
            return Hit("the translation has signs alone, and the source has words", words.whole_span("target", target))
    elif len(source.strip()) == 1 and unicodedata.category(source.strip())[0] == "P" and any(map(str.isalpha, target)):
        return Hit("the translation has words, and the source is a sign alone", words.whole_span("target", target))
    return None


def _is_picture(text: str) -> bool:
    """Whether a text has an emoji or is a single mark, such as a tick or a cross."""
    return any(sign >= "\u2190" or sign == "×" for sign in text) or not any(
        unicodedata.category(sign)[0] in "SN" for sign in text
    )


def _beginning(source: str, target: str) -> Iterator[Hit]:
    """A sign at the beginning that only one side has."""
    places = (_FIRST.match(source), _FIRST.match(target))
    if (places[0] is None) == (places[1] is None):
        return
    side: Side = "source" if places[0] else "target"
    place = places[0] or places[1]
    assert place is not None
    other = target if side == "source" else source
    alike = next((signs for signs in _SAME if place[1] in signs), {place[1]})
    if not any(sign in other for sign in alike):
        first, second = ("source", "translation") if side == "source" else ("translation", "source")
        yield Hit(f"the {first} begins with {place[1]}, and the {second} does not", (Span(side, *place.span(1)),))
