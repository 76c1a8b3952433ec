"""XCOMET judges a stretch of the translation to be an error.

## What it does

Marks the error spans of a COMET model, with their severities. The model is named in `comet.model` or with `--model`. It
must be one that marks error spans, as XCOMET does. It reads source, translation and reference together. The confidence
is the mean over the tokens.

## Why it is bad

Errors that no list and no pattern describes reach the reader. A model with billions of parameters finds errors of
meaning that the small one inside mtqe (neural-error-span) does not.

## Known problems

- The marks are as good as the model. mtqe has not measured them, so the check is a preview.
- XCOMET is large, and its licence permits non-commercial use only.
- unbabel-comet itself loses a mark that reaches the end of the text, and gives each mark the severity of its first
  token. mtqe keeps the mark and gives it the severity of the whole stretch. The score stays COMET's, so marks and score
  may disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import metric_spans
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

NAME = "comet-error-span"


@check(
    "ACC119",
    NAME,
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("error spans",),
    status="preview",
    limits=metric_spans.limits(NAME),
    examples=[
        Example("The ferry leaves at noon.", "Die Fähre legt mittags ab."),
        Example("The ferry leaves at noon.", "Die Fee legt mittags ab.", ("Fee",)),
        Example("渡轮中午出发。", "The ferry leaves at noon.", langs=("zh", "en")),
        Example("渡轮中午出发。", "The fairy leaves at noon.", ("fairy",), ("zh", "en")),
    ],
)
def comet_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Report the error spans of the model."""
    yield from metric_spans.hits(NAME, segments, context)
