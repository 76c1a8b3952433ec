"""A language model of the user's own judges a stretch to be an error.

## What it does

Marks the errors that the model in `[judge]` quotes, on both sides, with their severities. The model is asked in the
manner of MQM: for the place, the category and the severity of each error. `docs/judge.md` says what is sent, where to,
and what it costs.

## Why it is bad

Errors that no list and no pattern describes reach the reader.

## Known problems

- The marks are as good as the model. mtqe has not measured them, so the check is a preview.
- Each segment is a request to the endpoint. The check runs only if `--select` or `checks.select` names it, never with
  `--preview` alone.
- A quote that is not in the text, or in it more than once, is dropped. The notes of the report count them.
- A text can try to talk to the model. What mtqe does against that, and what nothing can prevent, is in `docs/judge.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.meaning import metric_spans
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

NAME = "judge-error-span"


@check(
    "ACC129",
    NAME,
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("error spans",),
    status="preview",
    limits=metric_spans.limits(NAME),
    per_segment=True,
    examples=[
        Example("The lamp burns all night.", "Die Lampe brennt die ganze Nacht."),
        Example("The lamp burns all night.", "Das Lamm brennt die ganze Nacht.", ("Das Lamm",)),
        Example("灯整夜亮着。", "The lamp burns all night.", langs=("zh", "en")),
        Example("灯整夜亮着。", "The lamb burns all night.", ("lamb",), ("zh", "en")),
    ],
)
def judge_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Report the errors that the model quotes."""
    yield from metric_spans.hits(NAME, segments, context)
