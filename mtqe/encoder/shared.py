"""What a run has judged: metrics and checks share it, and no pair is judged twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe import encoder
from mtqe.encoder import Judgement, Pair
from mtqe.model import Segment
from mtqe.registry import Context

if TYPE_CHECKING:
    from mtqe.encoder.risk import Risk


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


def risks(segments: Sequence[Segment], context: Context, what: str) -> list[Risk | None]:
    """The risk of each segment to be a hallucination, in order; `None` where a side has no text.

    Args:
        segments: Segments.
        context: That of the run.
        what: Who asks, for the progress bar.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    from mtqe.encoder.risk import risks

    known = context.once(_risks)
    pairs = [(one.source, one.target) if one.source.strip() and one.target.strip() else None for one in segments]
    new = list(dict.fromkeys(pair for pair in pairs if pair and pair not in known))
    if new:
        for done, (pair, risk) in enumerate(zip(new, risks(encoder.load(), new), strict=True)):
            known[pair] = risk
            if not done % 100:
                context.progress(what, done, len(new))
        context.progress(what, len(new), len(new))
    return [known[pair] if pair else None for pair in pairs]


def _risks(context: Context) -> dict[tuple[str, str], Risk]:
    return {}


def _memory(context: Context) -> dict[Pair, Judgement]:
    return {}
