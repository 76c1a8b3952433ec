"""A space at the beginning or end of the source is not in the translation.

## What it does

Compares the white space at both ends, and marks the character beside it in the source when the translation has none
there. Not into languages that set no spaces.

## Why it is bad

A program that puts the text between others joins two words.

## Known problems

Many files have spaces at the ends of lines that mean nothing, and translation systems drop them: a preview, for those
who translate the texts of programs.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name


def _limits(context: Context) -> str | None:
    return f"{name(context.target_lang)} sets no spaces" if language(context.target_base).spaceless else None


@check(
    "MRK112",
    "edge-space",
    "design-and-markup/markup",
    Severity.MINOR,
    status="preview",
    limits=_limits,
    examples=[
        Example(" Berth: ", " Liegeplatz: "),
        Example("Berth:", "Liegeplatz: "),
        Example("Berth: ", "Liegeplatz:", (":",)),
        Example(" et la marée ", "and the tide", ("e", "e"), ("fr", "en")),
    ],
)
def edge_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the white space at both ends."""
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip():
        return
    if source[0].isspace() and not target[0].isspace():
        at = len(source) - len(source.lstrip())
        yield Hit("the space before the text is missing", (Span("source", at, at + 1),))
    if source[-1].isspace() and not target[-1].isspace():
        at = len(source.rstrip())
        yield Hit("the space behind the text is missing", (Span("source", at - 1, at),))
