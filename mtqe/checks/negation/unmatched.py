"""Where one side of a segment has a clear negation and the other has nothing that could stand for one.

The whole segment is compared first. Where both sides have negations and equally many sentences, each sentence is
compared with the one in its place, for a negation of another sentence explains nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.negation import directions
from mtqe.checks.negation.negation_words import Place, negations
from mtqe.contracts import Context
from mtqe.model import Segment, Side, Span
from mtqe.text import sentences
from mtqe.text.words import key, words

AFTER = 30
"""Characters: behind a negation within which the word may stand that it turns round. By hand."""


class OneSided(NamedTuple):
    """Negations without counterpart.

    Args:
        segment: Where.
        side: The side that has them.
        text: The sentence or whole text of that side.
        other: That of the other side.
        places: Where they stand in `text`.
        shift: Where `text` begins in the segment.
    """

    segment: Segment
    side: Side
    text: str
    other: str
    places: tuple[Place, ...]
    shift: int

    @property
    def whole(self) -> bool:
        """Whether the whole segment was compared."""
        return len(self.text) == len(self.segment.text(self.side))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the negations stand in the segment."""
        return tuple(Span(self.side, self.shift + start, self.shift + end) for start, end in self.places)


def one_sided(segment: Segment, context: Context) -> Iterator[OneSided]:
    """The negations of a segment that have no counterpart; of several sentences where they are compared singly."""
    left, right = segment.source, segment.target
    if not left.strip() or not right.strip():
        return
    langs = context.source_base, context.target_base
    if not any(negations(text, lang).clear for text, lang in zip((left, right), langs, strict=True)):
        return
    found = _compared(segment, (0, len(left)), (0, len(right)), langs)
    if found:
        yield found
    else:
        pairs = sentences.places(left, langs[0]), sentences.places(right, langs[1])
        if len(pairs[0]) == len(pairs[1]) > 1:
            for here, there in zip(*pairs, strict=True):
                if found := _compared(segment, here, there, langs):
                    yield found


def _compared(segment: Segment, here: Place, there: Place, langs: tuple[str, str]) -> OneSided | None:
    texts = segment.source[slice(*here)], segment.target[slice(*there)]
    source, target = (negations(text, lang) for text, lang in zip(texts, langs, strict=True))
    if bool(source.clear) == bool(target.clear):
        return None
    side: Side = "source" if source.clear else "target"
    own, other = (source, target) if source.clear else (target, source)
    if not other.none():
        return None
    text, answer = texts if source.clear else texts[::-1]
    if _opposite(text, answer, own.clear, langs if source.clear else langs[::-1]):
        return None
    # A title or quotation in the foreign language, or a segment that was not translated at all.
    copied = {word.key for word in words(other.text)}
    if copied.intersection(key(text[start:end]) for start, end in own.clear):
        return None
    return OneSided(segment, side, text, answer, own.clear, (here if source.clear else there)[0])


def _opposite(text: str, answer: str, places: tuple[Place, ...], langs: tuple[str, str]) -> bool:
    """Whether the other side says by an opposite what this one negates: *not deep*, *flach*."""
    if not directions.known().issuperset(langs):
        return False
    negated = {
        (name, 1 - end)
        for (name, end), words_of in directions.load(langs[0]).find(text).items()
        for one in words_of
        if any(0 <= one.places[0][0] - stop <= AFTER for _, stop in places)
    }
    return bool(negated) and not negated.isdisjoint(directions.load(langs[1]).find(answer))
