"""Words that a translator moved over the border of a segment: the neighbour's translation has them.

A clause such as *he told the crowd* may stand at the end of one sentence and at the beginning of the translation of the
next one. Then one segment seems to lack it, and its neighbour seems to add it. Nothing is lost. So a finding of an
omission or addition is minor if its words cover words of the neighbour that the neighbour itself does not cover.

Who said a long quotation stands at its end in some languages, and at its beginning in others. So for a sentence at one
end of a quotation, a segment at the other end is a neighbour, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Side, other_side
from mtqe.registry.contracts import Context

GAIN = 0.12
"""Cosine: by which the marked words are nearer to words of the neighbour's other side than the neighbour's own words,
summed over these words, for each marked word. Measured with bench/articles.py."""

SENTENCE, NEAR, BETTER, MUCH = 0.06, 0.33, 0.36, 0.2
"""Cosine: the same where the marked words are a whole sentence without a counterpart, at least, if these words and
those that they cover better are so near, see `Gain`; or the last one whatever these are. Measured on articles of
bench/articles.py: 48 invented sentences gain at most .03, and beside a lost clause at most .14, with words .31 near. Of
halves of sentences that people split, nine in ten are above."""
CLAUSE = 0.06
"""Cosine: the gain of words of a part of a sentence that are as near as `NEAR`, at least. A clause that became a part
of the next sentence gains .08 and is .35 near. Of 22 lost clauses those that gain .06 are at most .26 near, and those
that are .33 near gain at most .03 (bench/articles.py)."""
FILLS = 0.35
"""Cosine: of the marked words to their nearest words of a neighbouring sentence without a counterpart, on average, from
which on this sentence renders them. Invented sentences beside a lost clause have at most .24."""
QUOTATION = 4
"""Segments: of a quotation, at most, from one end of which words may be moved to the other."""
_QUOTE = late('["“”„«»「」『』]')


def moved_as_minor(
    hits: Iterable[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those whose words a neighbouring segment has on its other side become minor; see the module."""
    places: dict[str, int] = {}
    for segment, hit in hits:
        if hit.severity is Severity.MAJOR and len({span.side for span in hit.spans}) == 1:
            places = places or {item.id: place for place, item in enumerate(segments)}
            place = places[segment.id]
            is_whole = not segment.text(other_side(hit.spans[0].side)).strip()
            near = _beside(segments, place) if is_whole else _near(segments, place, hit.spans[0].side)
            neighbours = [segments[at] for at in near]
            if neighbours and _is_moved(gains(segment, hit, neighbours, context), is_whole):
                hit = replace(hit, severity=Severity.MINOR)
        yield segment, hit


def _near(segments: Sequence[Segment], place: int, side: Side) -> Iterator[int]:
    """The places of the segments beside one, and of those at the other end of a quotation that begins or ends in it."""
    here, other = segments[place], other_side(side)
    is_quoting = _QUOTE.search(here.text(side)) is not None
    for at in range(max(0, place - QUOTATION), min(len(segments), place + QUOTATION + 1)):
        is_end = is_quoting and _QUOTE.search(segments[at].text(other)) is not None
        if at != place and segments[at].doc == here.doc and (abs(at - place) == 1 or is_end):
            yield at


def _beside(segments: Sequence[Segment], place: int) -> Iterator[int]:
    """The places of the nearest segments before and after one that have text on both sides."""
    for step in (-1, 1):
        for at in range(place + step, place + step * (QUOTATION + 1), step):
            if not 0 <= at < len(segments) or segments[at].doc != segments[place].doc:
                break
            if segments[at].source.strip() and segments[at].target.strip():
                yield at
                break


class Gain(NamedTuple):
    """What the marked words are to a neighbour.

    Args:
        gain: How much more of the neighbour's other side is covered with them; see `GAIN`.
        near: How near they are to their nearest words of that side, on average.
        better: The same of the words of that side that they cover better than the neighbour's own words.
        alone: Whether the neighbour has no own words.
    """

    gain: float
    near: float
    better: float
    alone: bool = False

    @property
    def is_sentence(self) -> bool:
        """Whether they are the rest of the neighbour, as a sentence of their own."""
        is_like = self.gain >= SENTENCE and self.near >= NEAR and self.better >= BETTER
        return not self.alone and (is_like or self.gain >= MUCH)

    @property
    def is_clause(self) -> bool:
        """Whether they are a clause of the neighbour, beside its own words."""
        return self.gain >= GAIN or (self.gain >= CLAUSE and self.near >= NEAR)


def _is_moved(found: Sequence[Gain], is_whole: bool) -> bool:
    if is_whole:
        return any(one.is_sentence for one in found)
    return any(one.near >= FILLS if one.alone else one.is_clause for one in found)


def gains(segment: Segment, hit: Hit, neighbours: Sequence[Segment], context: Context) -> list[Gain]:
    """What the marked words are to each neighbour that has words on its other side."""
    from mtqe import encoder
    from mtqe.checks.shared import coverage
    from mtqe.encoder.exact_sums import cosines, gain

    side = hit.spans[0].side
    other = other_side(side)
    texts = [segment.text(side), *(item.text(at) for item in neighbours for at in (side, other))]
    tokens = encoder.load(context.config.device).tokens(texts)
    own, *rest = (coverage.words(text, read) for text, read in zip(texts, tokens, strict=True))
    marked = own.vectors[own.at([(span.start, span.end) for span in hit.spans])]
    found = []
    for near, far in zip(rest[::2], rest[1::2], strict=True):
        if not len(marked) or not len(far.vectors):
            continue
        nearest = float(cosines(marked, far.vectors).max(axis=1).mean())
        if not len(near.vectors):
            found.append(Gain(0.0, nearest, 0.0, alone=True))
            continue
        covered, before = (cosines(far.vectors, words).max(axis=1) for words in (marked, near.vectors))
        better = covered[covered > before]
        mean = float(better.mean()) if len(better) else 0.0
        found.append(Gain(gain(far.vectors, marked, near.vectors), nearest, mean))
    return found
