"""A question mark, colon or ellipsis at the end of the source is missing in the translation.

## What it does

Where a short source ends with `?`, `:` or an ellipsis, looks at the end of the translation: a label that has lost its
colon or ellipsis and ends with a letter or digit is marked, and so is a question that became a statement: the
translation has no question mark at all. The sign is marked in the source.

## Why it is bad

A question reads as a statement; a label runs into the field behind it; *Save as* without dots promises that nothing
more will be asked.

## Known problems

- Sources of more than 40 characters are not judged: a long question is often told indirectly.
- A full stop that came or went is not reported, for headlines and lists have their own customs.
- Questions are not judged in Japanese, Thai and other languages that need no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

LONGEST = 40
"""Characters of the longest source that is judged."""
_END = re.compile(r"(?<=\w)\s?(\?|？|:|：|…|\.\.\.)[\s\"'”“’»)\]」]*$")
_QUESTION = re.compile("[?？؟՞;፧]")
_UNASKED = frozenset({"ja", "th", "lo", "km", "my", "ko", "zh"})


@check(
    "MRK110",
    "lost-end-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("Are you ready?", "Sind Sie bereit?"),
        Example("Are you ready?", "準備ができましたか。", langs=("en", "ja")),
        Example("Berth:", "Liegeplatz :"),
        Example("Loading...", "Wird geladen …"),
        Example("What will they write on my tombstone when I am gone?", "Ich fragte mich, was sie schreiben werden."),
        Example("Are you ready?", "Sind Sie bereit.", ("?",)),
        Example("Berth: ", "Liegeplatz", (":",)),
        Example("Chargement…", "Loading", ("…",), ("fr", "en")),
    ],
)
def lost_end_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the marks at the end."""
    target = segment.target.rstrip()
    if len(segment.source) > LONGEST or not target or not (found := _END.search(segment.source)):
        return
    if found[1] in "?？":
        lost = context.target_base not in _UNASKED and not _QUESTION.search(target)
    else:
        lost = target[-1].isalnum()
    if lost:
        yield Hit(f"{found[1]} is missing at the end of the translation", (Span("source", *found.span(1)),))
