"""A sentence or heading of the translation has no counterpart in the source.

## What it does

Reads the alignment that mtqe made itself: target text that no source text belongs to was added, and is marked as a
whole. Text next to it that was added too makes a run; each message says which sentences of the run it is about.

A sentence is major. Minor are a text of fewer than four words, such as a heading or label, and what looks like page
furniture: a newsletter box, a cookie notice, "read more", an advertisement label, a share button, a photo credit. Such
lines come from the web page that the text was copied from, or from one that the translation system saw in training.
The confidence is that of the aligner in the bead.

Where omitted text of like length stands beside the addition, the two may be a free translation or a misalignment: then
both are minor and the confidence is halved.

## Why it is bad

The translation claims what its author never said. Sentences from nowhere are the clearest kind of hallucination.

## Known problems

- Runs only where mtqe aligned the documents. Within a sentence that does have a counterpart nothing is seen.
- A sentence that was split off its neighbour, when it shares few words with the source, can look added.
- A passage that was replaced by another of like length looks like a misalignment, and its findings are minor.
- Page furniture is known in Chinese, Czech, Dutch, English, French, German, Italian, Japanese, Polish, Portuguese,
  Russian and Spanish. It is told by its wording alone: an article about newsletters is not misread often, but may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.omission.one_sided import BOILERPLATE, SHORT, Lone, lone
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text.words import whole


@check(
    "ACC106",
    "added-text",
    "accuracy/addition",
    Severity.MAJOR,
    scope="document",
    needs=("alignment",),
    examples=[
        Example("The dam held all night.", "Der Damm hielt die ganze Nacht.", aligned=True),
        Example("", "***", aligned=True),
        Example("", "Der Damm hielt die ganze Nacht. ", ("Der Damm hielt die ganze Nacht.",), aligned=True),
        Example("", "Newsletter abonnieren", ("Newsletter abonnieren",), aligned=True),
        Example("", "Lire la suite", ("Lire la suite",), ("en", "fr"), aligned=True),
        Example("", "大坝整夜没有决口。", ("大坝整夜没有决口。",), ("en", "zh"), aligned=True),
    ],
)
def added_text(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark target text without a counterpart."""
    for item in lone(segments, "target", context):
        minor = item.furniture or item.doubtful or item.words < SHORT
        yield (
            item.segment,
            Hit(
                _message(item),
                whole("target", item.segment.target),
                severity=Severity.MINOR if minor else Severity.MAJOR,
                confidence=item.confidence,
                kind=BOILERPLATE if item.furniture else None,
            ),
        )


def _message(item: Lone) -> str:
    what = item.describe("target")
    if item.furniture:
        return f"{what} not in the source; it looks like {item.furniture}"
    if item.doubtful:
        return f"{what} not in the source, or aligned wrongly: omitted text of like length stands beside it"
    return f"{what} not in the source"
