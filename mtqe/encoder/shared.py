"""The judgements of a run: the metric and the checks share them, and no pair is judged twice."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe import encoder
from mtqe.encoder import Judgement, Pair
from mtqe.model import Segment
from mtqe.registry import Context


def pair(segment: Segment, context: Context, reference: str | None = None) -> Pair:
    """What the encoder has to read of a segment."""
    return Pair(segment.source, segment.target, reference, context.source_lang, context.target_lang)


def judgements(pairs: Sequence[Pair], context: Context, what: str) -> list[Judgement]:
    """The judgement of each pair, in order; what this run has judged before is remembered.

    Args:
        pairs: Pairs with text on both sides.
        context: That of the run.
        what: Who asks, for the progress bar.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    known = context.once(_memory)
    new = [one for one in dict.fromkeys(pairs) if one not in known]
    if new:
        model = encoder.load()
        judged = model.judge(new, lambda done, total: context.progress(what, done, total))
        known.update(zip(new, judged, strict=True))
    return [known[one] for one in pairs]


def _memory(context: Context) -> dict[Pair, Judgement]:
    return {}
