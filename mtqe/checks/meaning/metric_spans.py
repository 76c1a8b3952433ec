"""Checks that report the error spans of a metric: those of a COMET model, and those of a language model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


def _limits(name: str) -> Callable[[Context], str | None]:
    """The `limits` of a check of this name: why no metric of the run gives it spans, or `None` if one does."""

    def why_not(context: Context) -> str | None:
        if context.error_spans is None:
            return "no metric of this run marks error spans"
        return context.error_spans(name).marks(context)

    return why_not


def _hits(name: str, segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """What the metric of a check of this name marks."""
    assert context.error_spans is not None, "the check does not run without it, see its limits"
    yield from context.error_spans(name).hits(segments, context)


@check(
    "ACC119",
    "comet-error-span",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("error spans",),
    status="preview",
    limits=_limits("comet-error-span"),
    examples=[
        Example("The ferry leaves at noon.", "Die Fähre legt mittags ab."),
        Example("The ferry leaves at noon.", "Die Fee legt mittags ab.", ("Fee",)),
        Example("渡轮中午出发。", "The ferry leaves at noon.", langs=("zh", "en")),
        Example("渡轮中午出发。", "The fairy leaves at noon.", ("fairy",), ("zh", "en")),
    ],
)
def comet_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """XCOMET judges a stretch of the translation to be an error.

    ## What it does

    Marks the error spans of a COMET model, with their severities. The model is named in `comet.model` or with
    `--model`. It must be one that marks error spans, as XCOMET does. It reads source, translation and reference
    together. The confidence is the mean over the tokens.

    ## Why it is bad

    Errors that no list and no pattern describes reach the reader. A model with billions of parameters finds errors of
    meaning that the small one inside mtqe (neural-error-span) does not.

    ## Known problems

    - The marks are as good as the model. mtqe has not measured them, so the check is a preview.
    - XCOMET is large, and its licence permits non-commercial use only.
    - unbabel-comet itself loses a mark that reaches the end of the text, and gives each mark the severity of its first
      token. mtqe keeps the mark and gives it the severity of the whole stretch. The score stays COMET's, so marks and
      score may disagree.
    """
    yield from _hits("comet-error-span", segments, context)


@check(
    "ACC129",
    "judge-error-span",
    "accuracy/mistranslation",
    Severity.MINOR,
    area="hallucination",
    scope="document",
    needs=("error spans",),
    status="preview",
    limits=_limits("judge-error-span"),
    per_segment=True,
    examples=[
        Example("The lamp burns all night.", "Die Lampe brennt die ganze Nacht."),
        Example("The lamp burns all night.", "Das Lamm brennt die ganze Nacht.", ("Das Lamm",)),
        Example("灯整夜亮着。", "The lamp burns all night.", langs=("zh", "en")),
        Example("灯整夜亮着。", "The lamb burns all night.", ("lamb",), ("zh", "en")),
    ],
)
def judge_error_span(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A language model of the user's own judges a stretch to be an error.

    ## What it does

    Marks the errors that the model in `[judge]` quotes, on both sides, with their severities. The model is asked in the
    manner of MQM: for the place, the category and the severity of each error. `docs/judge.md` says what is sent, where
    to, and what it costs.

    ## Why it is bad

    Errors that no list and no pattern describes reach the reader.

    ## Known problems

    - The marks are as good as the model. mtqe has not measured them, so the check is a preview.
    - Each segment is a request to the endpoint. The check runs only if `--select` or `checks.select` names it, never
      with `--preview` alone.
    - A quote that is not in the text, or in it more than once, is dropped. The notes of the report count them.
    - A text can try to talk to the model. What mtqe does against that, and what nothing can prevent, is in
      `docs/judge.md`.
    """
    yield from _hits("judge-error-span", segments, context)
