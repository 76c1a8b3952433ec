"""In French a mark of two parts stands close to its word: *Vraiment?* where it is *Vraiment ?* there.

## What it does

Marks `;`, `!`, `?` and `:` that follow a word without a space, and `«` and `»` without one inside; all of a segment are
one finding. Where the source has the same word with the same mark, as in names and code, it is let alone, and so are
calls of functions (`SOMME(un;deux)`).
Which space it is, one that breaks or not, is the matter of `breaking-space`.

## Why it is bad

It is a spelling mistake in France, and a trace of text translated sign by sign.

## Known problems

Does not run for `fr-CH` and `fr-CA`, which set the marks closer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.checks.spacing import function_calls
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.words import masked

_CLOSE = re.compile(r"(?<=([^\W\d_]{2}))(?:[;!?](?=[\s»”\"]|$)|:(?=\s|$))|«(?=\w)|(?<=[\w.!?…])»")
_WORD = re.compile(r"[\w\\.-]+$")
_CODE = re.compile(r"[\w\[]|[\"”][&;)]")
"""What behind a mark shows that it is one of a program."""


def _limits(context: Context) -> str | None:
    known = language(context.target_base)
    if known.space_before_marks == "needed" and context.target_lang not in known.no_space_before_marks_in:
        return None
    return not_for(context)


@check(
    "LOC110",
    "missing-french-space",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("Really? Yes: “go”!", "Vraiment ? Oui\u00a0: « allez »\u202f!", langs=("en", "fr")),
        Example("Open at 10:30: Yahoo! and C:\\tides", "À 10:30 : Yahoo! et C:\\tides", langs=("en", "fr")),
        Example("ERROR: no tide", "ERROR: pas de marée", langs=("en", "fr")),
        Example("Really? Yes!", "Vraiment? Oui!", ("?", "!"), ("en", "fr")),
        Example("Er sagte „ja“.", "Il dit «oui».", ("«", "»"), ("de", "fr")),
    ],
)
def missing_french_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark signs that stand too close to a word."""
    text = masked(segment.target)
    spans: list[tuple[int, int]] = []
    close = list(_CLOSE.finditer(text))
    code = function_calls.spans(segment.target) if close else []
    for found in close:
        if (found[0] not in "«»" and _CODE.match(segment.target, found.end())) or function_calls.holds(
            code, found.start()
        ):
            continue
        word = _WORD.search(text[max(0, found.start() - 40) : found.start()])
        if found[0] in "«»" or not word or word[0] + found[0] not in segment.source:
            spans.append(found.span())
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        yield Hit(f"French has a space beside {' '.join(marks)}", tuple(Span("target", *span) for span in spans))
