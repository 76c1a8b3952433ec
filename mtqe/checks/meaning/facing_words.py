"""Words of a list and the words that face them, by the states of the encoder; for the checks that read lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from mtqe.checks.meaning import disagreements
from mtqe.checks.shared import program_texts
from mtqe.checks.shared.listed_words import Place
from mtqe.model import Segment, Span
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Words


class Pair(Protocol):
    """Places of a word in the source of a segment, and of a word in its translation."""

    @property
    def segment(self) -> Segment:
        """The segment."""

    @property
    def source(self) -> Sequence[Place]:
        """The places of the word of the source."""

    @property
    def target(self) -> Sequence[Place]:
        """The places of the word of the translation."""


P = TypeVar("P", bound=Pair)


def is_judged(segment: Segment, context: Context) -> bool:
    """Whether both sides are sentences of a text, not of a program."""
    return not program_texts.is_program_text(segment) and not disagreements.unjudged(segment, context)


def faced(
    pairs: Sequence[P], context: Context, behind: Callable[[P], float], *, mutual: bool
) -> Iterator[tuple[P, tuple[Span, Span]]]:
    """The pairs whose words face each other, with the two places that do.

    Args:
        pairs: The pairs of a document.
        context: The context of the run.
        behind: Gives the cosine by which the word of the translation may be nearer to another word of the source.
        mutual: Whether the same holds of the word of the source and the words of the translation.
    """
    from mtqe import encoder
    from mtqe.checks.shared import coverage

    texts = [text for pair in pairs for text in (pair.segment.source, pair.segment.target)]
    tokens = encoder.load(context.config.device).tokens(texts) if pairs else []
    for pair, source, target in zip(pairs, tokens[::2], tokens[1::2], strict=True):
        words = coverage.words(pair.segment.source, source), coverage.words(pair.segment.target, target)
        if places := _places(pair, *words, behind(pair), mutual):
            yield pair, places


def _places(pair: Pair, source: Words, target: Words, behind: float, mutual: bool) -> tuple[Span, Span] | None:
    from mtqe.encoder.exact_sums import cosines

    similarities = cosines(source.vectors, target.vectors)
    found = [
        (float(block.max()), here, there)
        for here in pair.source
        for there in pair.target
        if (rows := source.at([here])) and (columns := target.at([there]))
        for block in [similarities[rows][:, columns]]
        if similarities[:, columns].max() <= block.max() + behind
        and (not mutual or similarities[rows].max() <= block.max() + behind)
    ]
    if not found:
        return None
    _, here, there = max(found)
    return Span("source", *here), Span("target", *there)
