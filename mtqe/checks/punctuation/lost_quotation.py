"""The source is a quotation, and its translation has no quotation marks.

## What it does

Marks both quotation marks of a source that stands in them as a whole, when the translation has none of any style and
does not begin with a dash, which some languages set before direct speech. Where a document loses them three times or
more, and more often than it keeps them, that is its style for dialogue: the first segment is marked, for all.

## Why it is bad

What somebody said becomes a statement of the text's author.

## Known problems

A document whose dialogue a translator sets without marks on purpose is reported once. Sources with more than one
quotation, or with words outside it, are not checked, since indirect speech may stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

_WHOLE = re.compile(r"\s*(?:[\"“„«»「『])([^\"“”„«»「」『』]*\w+\W+\w[^\"“”„«»「」『』]*)(?:[\"”“«»」』])\s*")
_MARKS = '"“”„«»「」『』'
STYLE = 3
"""How many quotations without marks make a style, if those with marks are fewer."""
_ANY = re.compile(r"[\"“”„«»「」『』《》‘‚‹›]|''|(?<!\w)'|'(?!\w)|(?<!\w)’|^\s*[-–—―]")


@check(
    "MRK102",
    "lost-quotation",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    scope="document",
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
def lost_quotation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark the quotation marks of a source whose translation has none."""
    lost, kept = [], 0
    for segment in segments:
        if _is_quotation(segment.source) and segment.target.strip():
            if _ANY.search(segment.target):
                kept += 1
            else:
                lost.append(segment)
    style = len(lost) >= STYLE and len(lost) > kept
    for segment in lost[:1] if style else lost:
        text = segment.source.rstrip()
        start = len(text) - len(text.lstrip())
        spans = (Span("source", start, start + 1), Span("source", len(text) - 1, len(text)))
        message = "the source is a quotation, the translation has no quotation marks"
        yield segment, Hit(f"{message}, here and {len(lost) - 1} times more" if style else message, spans)


def _is_quotation(source: str) -> bool:
    """Whether a text stands in quotation marks as a whole."""
    bare = source.strip()
    return bare[:1] in _MARKS and bare[-1:] in _MARKS and _WHOLE.fullmatch(source) is not None
