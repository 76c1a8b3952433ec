"""Numbers that a translator moved to a neighbouring sentence: lost in one segment, added in another one nearby.

A translator may tell the age of a person one sentence earlier than the source. Then one segment lacks the number, and
its neighbour has it in addition. Nothing is lost, so both findings are minor. That is so only if

- the number is lost once and added once in these segments, each time alone: in figures that were exchanged, another
  number stands in its place, which is a finding on both sides;
- it did not leave its word: where *23 cows* became *cows*, and the next sentence has *23 hens* for its *hens*, by the
  encoder, the number counts something else, which is an error;
- both segments are running text: the messages of a program are independent of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from mtqe.checks.numbers.number_side import read
from mtqe.checks.numbers.vocabulary import Value
from mtqe.checks.shared import program_texts
from mtqe.language.codes import SIDES
from mtqe.model import Hit, Segment, Severity, Side
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Words

NEAR = 2
"""Segments: between the two, at most."""
LEAST = 4
"""Letters: of the shortest word that a number may count."""
COUNTERPART = 0.5
"""Cosine: of a word to its counterpart, at least. Measured with bench/articles.py."""
_JOINT = frozenset({" ", "\u00a0", "\u202f", "-", "‑"})
"""What may stand between a number and the word that it counts."""


class _Alone(NamedTuple):
    """A hit of a number that only one side has.

    Args:
        place: The number of its segment.
        number: The number of the hit.
        side: The side that has it.
        values: The values that it may have.
    """

    place: int
    number: int
    side: Side
    values: frozenset[Value]


def moved_as_minor(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> list[tuple[Segment, Hit]]:
    """The hits; those of numbers that moved to a near segment of the document are minor."""
    judged = list(hits)
    for lost, added in _moved(judged, segments, context):
        if any(judged[at][1].severity is not Severity.MINOR for at in (lost, added)) and not _stays(
            judged[lost], judged[added], context
        ):
            for at in (lost, added):
                segment, hit = judged[at]
                judged[at] = segment, replace(hit, severity=Severity.MINOR)
    return judged


def _moved(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> Iterator[tuple[int, int]]:
    """The hits of a lost number and of the same number added nearby, each the only one."""
    places = {segment.id: place for place, segment in enumerate(segments)}
    by_doc: dict[str | None, dict[int, list[_Alone]]] = defaultdict(lambda: defaultdict(list))
    for number, (segment, hit) in enumerate(hits):
        if len(hit.spans) == 1 and not program_texts.is_program_text(segment):
            alone = _Alone(places[segment.id], number, hit.spans[0].side, _values(segment, hit, context))
            by_doc[segment.doc][alone.place].append(alone)
    for by_place in by_doc.values():
        for lost in (item for items in by_place.values() for item in items if item.side == "source"):
            partners = _near(lost, by_place)
            if len(partners) == 1 and len(_near(partners[0], by_place)) == 1:
                yield lost.number, partners[0].number


def _near(one: _Alone, by_place: Mapping[int, Sequence[_Alone]]) -> list[_Alone]:
    """The hits near a hit that have its number on the other side."""
    return [
        item
        for place in range(one.place - NEAR, one.place + NEAR + 1)
        if place != one.place
        for item in by_place.get(place, ())
        if item.side != one.side and not item.values.isdisjoint(one.values)
    ]


def _values(segment: Segment, hit: Hit, context: Context) -> frozenset[Value]:
    """The values that the number of a hit may have."""
    (span,) = hit.spans
    lang = context.source_base if span.side == "source" else context.target_base
    found = read(segment.text(span.side), lang).numbers
    parts = (part for number in found for part in (number, *number.parts))
    return frozenset(
        value for part in parts if (part.start, part.end) == (span.start, span.end) for value in part.values
    )


def _stays(lost: tuple[Segment, Hit], added: tuple[Segment, Hit], context: Context) -> bool:
    """Whether the word that the number counts did not move with it, on either side."""
    from mtqe import encoder
    from mtqe.checks.shared import coverage

    texts = [segment.text(side) for segment, _ in (lost, added) for side in SIDES]
    tokens = encoder.load(context.config.device).tokens(texts)
    source, own_target, own_source, target = (
        coverage.words(text, of_text) for text, of_text in zip(texts, tokens, strict=True)
    )
    return _is_left(source, lost[1], own_target, target) or _is_left(target, added[1], own_source, source)


def _is_left(words: Words, hit: Hit, own: Words, far: Words) -> bool:
    """Whether the counterpart of the word that a number counts is in the same segment, not in that of the number."""
    from mtqe.encoder.exact_sums import cosines

    end = hit.spans[0].end
    counted = [
        number
        for number, (start, stop) in enumerate(words.spans)
        if start == end + 1 and words.text[end] in _JOINT and stop - start >= LEAST
    ]
    if not counted or not len(own.spans) or not len(far.spans):
        return False
    here, there = (float(cosines(words.vectors[counted], side.vectors).max()) for side in (own, far))
    return here >= COUNTERPART and here > there
