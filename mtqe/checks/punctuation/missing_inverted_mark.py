"""A Spanish question or exclamation lacks its opening *¿* or *¡*.

## What it does

Marks a question or exclamation mark after a word of a Spanish translation if the same sentence has no `¿` or `¡` before
it. The opening mark may come in mid-sentence (*Pero ¿quién es?*), and the two marks may differ (*¡Quién es?*). All
marks of a segment are one finding. Names that end in a mark (*Yahoo!*), addresses and words copied from the source are
ignored.

## Why it is bad

Every reader of Spanish sees it as a spelling mistake, and as a sign of text translated character by character.

## Known problems

Chats and advertisements omit the opening mark on purpose. A question that begins in the previous segment is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses
from mtqe.checks.shared.not_run import not_for
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SIGN = late(r"[¿¡]|(?<=[\w»”\"’')\]])[?!]+(?![\w=>])|[.…](?=\s)")
_LAST_WORD = late(r"([^\s¿¡?!.…]+)$")


def _limits(context: Context) -> str | None:
    return None if language(context.target_base).inverted_marks else not_for(context)


@check(
    "LOC107",
    "missing-inverted-mark",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
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
    """Yield one hit for all closing marks that have no opening mark."""
    if "?" not in segment.target and "!" not in segment.target:
        return
    text = addresses.without(segment.target)
    spans, opened, start = [], False, 0
    for mark in _SIGN.finditer(text):
        if mark[0] in "¿¡":
            opened = True
            continue
        if mark[0] not in ".…" and not opened and not _is_copied(text[start : mark.start()], mark[0], segment.source):
            spans.append(mark.span())
        opened, start = False, mark.end()
    if spans:
        sign = "¿" if "?" in segment.target[spans[0][0] : spans[0][1]] else "¡"
        yield Hit(f"this sentence lacks an opening {sign}", tuple(Span("target", *span) for span in spans))


def _is_copied(before: str, mark: str, source: str) -> bool:
    """Whether the words before a mark are copied from the source, or end in a name with that mark (`Yahoo!`)."""
    before = before.strip(" \"'“”«»()")
    last_word = _LAST_WORD.search(before)
    if last_word and re.search(rf"{re.escape(last_word[1] + mark)}(?:,|[\s’'][a-z])", source):
        return True
    return " " in before and before in source
