"""XCOMET takes a stretch of the translation for an error.

## What it does

Marks what the COMET model that is named in `comet.model` or with `--model` takes for an error, with its severity, where
that model says where the errors are, as XCOMET does. Source, translation and reference are read together. The
confidence is the mean over the tokens.

## Why it is bad

What no list and no pattern describes reaches the reader. A model with some billion parameters sees errors of meaning
that the small one inside mtqe (neural-error-span) does not.

## Known problems

The model's marks are as good as the model; mtqe has not measured them, so the check is a preview. XCOMET is licensed
for non-commercial use only and large. unbabel-comet itself loses a mark that reaches the end of the text and takes the
severity of its first token; here the mark is kept and its severity is that of the whole stretch, so that marks and
score, which stays COMET's, need not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity


def _limits(context: Context) -> str | None:
    return context.error_spans().marks(context) if context.error_spans else "no metric of this run marks error spans"


@check(
    "ACC119",
    "comet-error-span",
    "accuracy/mistranslation",
    Severity.MINOR,
    scope="document",
    needs=("error spans",),
    status="preview",
    limits=_limits,
    examples=[
        Example("The ferry leaves at noon.", "Die Fähre legt mittags ab."),
        Example("The ferry leaves at noon.", "Die Fee legt mittags ab.", ("Fee",)),
        Example("渡轮中午出发。", "The ferry leaves at noon.", langs=("zh", "en")),
        Example("渡轮中午出发。", "The fairy leaves at noon.", ("fairy",), ("zh", "en")),
    ],
)
def comet_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Pass on what the model marks."""
    assert context.error_spans is not None, "the check does not run without it, see its limits"
    yield from context.error_spans().hits(segments, context)
