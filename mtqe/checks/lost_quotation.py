"""The source is a quotation, and its translation has no quotation marks.

## What it does

Marks both quotation marks of a source that stands in them as a whole, when the translation has none of any style and
does not begin with a dash, which some languages set before direct speech.

## Why it is bad

What somebody said becomes a statement of the text's author.

## Known problems

Lines of dialogue that a translator sets without marks on purpose are reported. Sources with more than one quotation, or
with words outside it, are not checked, since indirect speech may stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

_WHOLE = re.compile(r"\s*(?:[\"“„«»「『])([^\"“”„«»「」『』]*\w+\W+\w[^\"“”„«»「」『』]*)(?:[\"”“«»」』])\s*")
_MARKS = '"“”„«»「」『』'
_ANY = re.compile(r"[\"“”„«»「」『』《》‘‚‹›]|''|(?<!\w)'|'(?!\w)|(?<!\w)’|^\s*[-–—―]")


@check(
    "MRK102",
    "lost-quotation",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("“We sail at noon.”", "„Wir legen um zwölf ab.“"),
        Example("“We sail at noon.”", "'Wir legen um zwölf ab.'"),
        Example("“We sail at noon.”", "— Nous partons à midi.", langs=("en", "fr")),
        Example("“We sail at noon,” she said.", "Sie sagte, man lege um zwölf ab."),
        Example("“We sail,” she said. “At noon.”", "Man lege um zwölf ab, sagte sie."),
        Example("“We sail at noon", "Wir legen um zwölf ab."),
        Example("“We sail at noon.”", ""),
        Example("“We sail at noon.”", "Wir legen um zwölf ab.", ("“", "”")),
        Example("« Nous partons à midi. »", "We sail at noon.", ("«", "»"), ("fr", "en")),
    ],
)
def lost_quotation(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the quotation marks of a source whose translation has none."""
    bare = segment.source.strip()
    if bare[:1] not in _MARKS or bare[-1:] not in _MARKS:
        return
    if not _WHOLE.fullmatch(segment.source) or not segment.target.strip() or _ANY.search(segment.target):
        return
    text = segment.source.rstrip()
    start = len(text) - len(text.lstrip())
    spans = (Span("source", start, start + 1), Span("source", len(text) - 1, len(text)))
    yield Hit("the source is a quotation, the translation has no quotation marks", spans)
