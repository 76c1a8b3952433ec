"""The neural model judges a stretch of the translation to be an error.

## What it does

The encoder inside mtqe was trained on the marks of professional annotators (MQM). For each token of the translation, it
estimates how likely annotators are to mark it. Every stretch of whole words where that is likely enough is marked,
`major` where a major error is likelier than a minor one. The confidence is the mean over the tokens of the stretch. It
orders the findings and is not a frequency. The reference is not read.

## Why it is bad

Errors that no list and no pattern describes reach the reader: a phrase left in another language in the middle of a
sentence, a sentence that has nothing to do with its source, words that make no sense or are repeated.

## Known problems

- Annotators rarely agree where an error begins, and the model agrees with them even less. A mark is a hint where to
  look, not a proof, and the check is a preview.
- A wrong word that fits the sentence is often missed. So are wrong numbers, wrong names and omissions; other checks
  look for those.
- It was measured on English-German, English-Russian and Chinese-English and runs on no other pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import error_spans
from mtqe.checks.shared import measured
from mtqe.encoder import judgement_cache
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "ACC109",
    "neural-error-span",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("encoder",),
    per_segment=True,
    status="preview",
    limits=measured.only("ACC109"),
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
        Example("今天孩子们在花园里玩耍。", "The children are playing in the garden today.", langs=("zh", "en")),
        Example("今天孩子们在花园里玩耍。", "The children are playing in the 花园 today.", ("花园",), ("zh", "en")),
    ],
)
def neural_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Report the error spans of the tagger."""
    with_text = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    judged = judgement_cache.judgements(
        [judgement_cache.pair(segment, context) for segment in with_text], context, "neural-error-span"
    )
    for segment, judgement in zip(with_text, judged, strict=True):
        tokens = error_spans.tokens(segment.target, judgement)
        for span in error_spans.spans(segment.target, tokens, context.target_base):
            yield (
                segment,
                Hit(
                    f"the neural model judges this to be a {span.severity} error (confidence {span.confidence:.0%})",
                    (Span("target", span.start, span.end),),
                    span.severity,
                    confidence=round(span.confidence, 3),
                ),
            )
