"""A Spanish question or exclamation has no *¿* or *¡* at its beginning.

## What it does

Marks a question or exclamation mark behind a word of a Spanish translation when no `¿` or `¡` stands before it in the
same sentence; one may begin in the middle (*Pero ¿quién es?*), and the two may be mixed (*¡Quién es?*). All of a
segment are one finding. Names that end in a mark (*Yahoo!*), addresses and words left as in the source are let alone.

## Why it is bad

It is a spelling mistake that every reader of Spanish sees, and a mark of text translated sign by sign.

## Known problems

Chats and advertisements leave the first mark out on purpose. A question whose beginning stands in the segment before is
reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses
from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

_SIGN = re.compile(r"[¿¡]|(?<=[\w»”\"’')\]])[?!]+(?![\w=>])|[.…](?=\s)")
_LAST = re.compile(r"([^\s¿¡?!.…]+)$")


def _limits(context: Context) -> str | None:
    return None if language(context.target_base).inverted_marks else not_for(context)


@check(
    "LOC107",
    "missing-inverted-mark",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("But who is it? Stop!", "Pero ¿quién es? ¡Alto!", langs=("en", "es")),
        Example("He fishes at Yahoo! and at home.", "Pesca en Yahoo! y en casa.", langs=("en", "es")),
        Example("See https://harbour.example/?a=1", "Vea https://harbour.example/?a=1", langs=("en", "es")),
        Example("“¿Quién es?”, fragte sie.", "«¡¿Quién es?!», preguntó.", langs=("de", "es")),
        Example("Who is it? Stop!", "Quién es? ¡Alto!", ("?",), ("en", "es")),
        Example("Halt! Wer ist da?", "¡Alto! Quién es?", ("?",), ("de", "es")),
        Example("Who is it? And where?", "Quién es? Y dónde?", ("?", "?"), ("en", "es")),
    ],
)
def missing_inverted_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark closing marks that nothing opens."""
    if "?" not in segment.target and "!" not in segment.target:
        return
    text = addresses.without(segment.target)
    spans, opened, start = [], False, 0
    for found in _SIGN.finditer(text):
        if found[0] in "¿¡":
            opened = True
            continue
        if found[0] not in ".…" and not opened and not _is_kept(text[start : found.start()], found[0], segment.source):
            spans.append(found.span())
        opened, start = False, found.end()
    if spans:
        sign = "¿" if "?" in segment.target[spans[0][0] : spans[0][1]] else "¡"
        yield Hit(f"no {sign} stands before this sentence", tuple(Span("target", *span) for span in spans))


def _is_kept(before: str, mark: str, source: str) -> bool:
    """Whether the words before a mark are the source's, or the last one is a name that has it (`Yahoo!`)."""
    before = before.strip(" \"'“”«»()")
    last = _LAST.search(before)
    if last and re.search(rf"{re.escape(last[1] + mark)}(?:,|[\s’'][a-z])", source):
        return True
    return " " in before and before in source
