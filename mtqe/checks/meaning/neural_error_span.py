"""The neural model takes a stretch of the translation for an error.

## What it does

Asks the encoder inside mtqe, which was trained on the marks of professional annotators (MQM), for each token of the
translation how likely they would have marked it. Marks every stretch of whole words in which that is likely enough,
`major` where a major error is likelier than a minor one. The confidence is the mean over its tokens; it orders the
findings, but it is no frequency. The reference is not looked at.

## Why it is bad

What no list and no pattern describes reaches the reader: a phrase left in another language in the middle of a sentence,
a sentence that has nothing to do with its source, words that make no sense or come twice.

## Known problems

Annotators agree little on where an error begins, and the model less: it gives a hint of where to look, not a proof, and
the check is a preview. A wrong word that fits the sentence often escapes it, and so does a wrong number or name, and
what is missing; there are other checks for these. It was measured on English-German, English-Russian and
Chinese-English and runs on no other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import error_spans
from mtqe.checks.shared import measured
from mtqe.contracts import Context, Example, check
from mtqe.encoder import judgement_cache
from mtqe.model import Hit, Segment, Severity, Span


@check(
    "ACC109",
    "neural-error-span",
    "accuracy/mistranslation",
    Severity.MINOR,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    status="preview",
    limits=measured.only("en-de", "en-ru", "zh-en"),
    examples=[
        Example(
            "Our train was late, so we missed the ferry.",
            "Unser Zug hatte Verspätung, also verpassten wir die Fähre.",
        ),
        Example(
            "Our train was late, so we missed the ferry.",
            "Unser Zug hatte Verspätung, so we missed the ferry.",
            ("so we missed the ferry",),
        ),
        Example("孩子们在花园里玩耍。", "The children are playing in the garden.", langs=("zh", "en")),
        Example("孩子们在花园里玩耍。", "The children are playing 在花园里.", ("在花园里",), ("zh", "en")),
    ],
)
def neural_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark what the tagger takes for an error."""
    filled = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    judged = judgement_cache.judgements(
        [judgement_cache.pair(segment, context) for segment in filled], context, "neural-error-span"
    )
    for segment, judgement in zip(filled, judged, strict=True):
        read = error_spans.tokens(segment.target, judgement)
        for found in error_spans.spans(segment.target, read, context.target_base):
            yield (
                segment,
                Hit(
                    f"the neural model takes this for a {found.severity} error (confidence {found.confidence:.0%})",
                    (Span("target", found.start, found.end),),
                    found.severity,
                    confidence=round(found.confidence, 3),
                ),
            )
