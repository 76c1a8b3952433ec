"""A sentence or heading of the source has no counterpart in the translation.

## What it does

Reads the alignment that mtqe made itself: source text that no target text belongs to was left out, and is marked as a
whole. Text next to it that is missing too makes a run; each message says which sentences of the run it is about.

A sentence is major. The first sentence of a run of three or more is critical: a whole passage is gone. Minor are a
text of fewer than four words, such as a heading or byline, and what looks like page furniture (a newsletter box, a
cookie notice, a share button, a photo credit); neither counts for a passage. The confidence is that of the aligner in
the bead.

Where added text of like length stands beside the omission, the two may be a free translation or a misalignment: then
both are minor and the confidence is halved.

## Why it is bad

Readers do not see what is missing. A lost sentence can turn the meaning of a passage around, and a lost passage makes
it another article.

## Known problems

- Runs only where mtqe aligned the documents. Within a sentence that does have a counterpart nothing is seen.
- A sentence that was merged into its neighbour's translation, with most of its words gone, can look omitted.
- A passage that was replaced by another of like length looks like a misalignment, and its findings are minor.
- Text that was left out on purpose (a dateline, a footnote) is reported too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.omission.one_sided import BOILERPLATE, SHORT, Lone, lone
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text.words import whole

PASSAGE = 3
"""Sentences in a row that make a passage."""


@check(
    "ACC105",
    "omitted-text",
    "accuracy/omission",
    Severity.MAJOR,
    scope="document",
    needs=("alignment",),
    examples=[
        Example("The dam held all night.", "Der Damm hielt die ganze Nacht.", aligned=True),
        Example("* * *", "", aligned=True),
        Example("The dam held all night. ", "", ("The dam held all night.",), aligned=True),
        Example("Flood watch", "", ("Flood watch",), ("en", "fr"), aligned=True),
        Example("大坝整夜没有决口。", "", ("大坝整夜没有决口。",), ("zh", "en"), aligned=True),
    ],
)
def omitted_text(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark source text without a counterpart."""
    for item in lone(segments, "source", context):
        yield (
            item.segment,
            Hit(
                _message(item),
                whole("source", item.segment.source),
                severity=_severity(item),
                confidence=item.confidence,
                kind=BOILERPLATE if item.furniture else None,
            ),
        )


def _severity(item: Lone) -> Severity:
    if item.furniture or item.doubtful or item.words < SHORT:
        return Severity.MINOR
    return Severity.CRITICAL if item.passage >= PASSAGE else Severity.MAJOR


def _message(item: Lone) -> str:
    what = item.describe("source")
    if item.furniture:
        return f"{what} missing from the translation; it looks like {item.furniture}"
    if item.doubtful:
        return f"{what} missing from the translation, or aligned wrongly: added text of like length stands beside it"
    return f"{what} missing from the translation"
