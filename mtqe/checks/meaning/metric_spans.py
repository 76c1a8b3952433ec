"""For checks that report the error spans of a metric, such as those of a neural model or a language model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mtqe.model import Hit, Segment
from mtqe.registry.contracts import Context


def limits(check: str) -> Callable[[Context], str | None]:
    """The `limits` of a check of this name: why no metric of the run gives it spans, or `None` if one does."""

    def why_not(context: Context) -> str | None:
        if context.error_spans is None:
            return "no metric of this run marks error spans"
        return context.error_spans(check).marks(context)

    return why_not


def hits(check: str, segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """What the metric of a check of this name marks."""
    assert context.error_spans is not None, "the check does not run without it, see its limits"
    yield from context.error_spans(check).hits(segments, context)
