"""Segments where one side has a clear negation and the other has nothing that could express one.

The whole segment is compared first. Where both sides have negations and equally many sentences, each sentence is
compared with the one in the same place, since the negation of another sentence is no counterpart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtqe.checks.negation import directions
from mtqe.checks.negation.demands import is_demanded
from mtqe.checks.negation.negation_words import Place, negations, said_freely
from mtqe.checks.shared import program_texts
from mtqe.language import sentences
from mtqe.language.late_patterns import late
from mtqe.language.words import key, words
from mtqe.model import Segment, Side, Span
from mtqe.registry.contracts import Context

_FOR_ZERO = frozenset({"zero", "=0"})
_YEAR = late(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_REST_OF_CLAUSE = late(r"[^.;:!?。！？]{1,120}")
_IN_QUOTES = late(r"[\"“„«]\w[^\"“”„«»\n]{1,40}[\"”“»]")
_LAST = ("first", 1)
"""The end of a pair of opposites: words for *last*."""
SHORTEST_NAME = 5
"""Letters: of a name that is written in quotation marks, such as that of an option."""
LONGEST_REACH = 30
"""Characters: between a negation and the word that it negates, at most."""


class OneSided(NamedTuple):
    """Negations without a counterpart.

    Args:
        segment: The segment.
        side: The side that has the negations.
        text: The sentence or the whole text of that side.
        other_text: The sentence or the whole text of the other side.
        places: The places of the negations in `text`.
        shift: Where `text` begins in the segment.
    """

    segment: Segment
    side: Side
    text: str
    other_text: str
    places: tuple[Place, ...]
    shift: int

    @property
    def whole(self) -> bool:
        """Whether the whole segment was compared."""
        return len(self.text) == len(self.segment.text(self.side))

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places of the negations in the segment."""
        return tuple(Span(self.side, self.shift + start, self.shift + end) for start, end in self.places)


def one_sided(segment: Segment, context: Context) -> Iterator[OneSided]:
    """The negations of a segment without a counterpart: one item, or one for each sentence that was compared singly."""
    source, target = segment.source, segment.target
    if not source.strip() or not target.strip():
        return
    langs = context.source_base, context.target_base
    if not any(negations(text, lang).clear for text, lang in zip((source, target), langs, strict=True)):
        return
    whole_text = _compare(segment, (0, len(source)), (0, len(target)), langs)
    if whole_text and whole_text.side == "target" and is_for_zero(segment):
        return
    if whole_text:
        yield whole_text
    else:
        places = sentences.places(source, langs[0]), sentences.places(target, langs[1])
        if len(places[0]) == len(places[1]) > 1:
            for source_place, target_place in zip(*places, strict=True):
                if in_sentence := _compare(segment, source_place, target_place, langs):
                    yield in_sentence


def is_for_zero(segment: Segment) -> bool:
    """Whether the text is a plural form for the number zero, which many languages say as *no files*."""
    return not _FOR_ZERO.isdisjoint((segment.unit.form or "").split("."))


def may_be_said_freely(segment: Segment, source_lang: str) -> bool:
    """Whether a message has a word that others say with a negation: *bad folder*."""
    return program_texts.is_message(segment) and bool(said_freely(segment.source, source_lang))


def _compare(segment: Segment, source_place: Place, target_place: Place, langs: tuple[str, str]) -> OneSided | None:
    texts = segment.source[slice(*source_place)], segment.target[slice(*target_place)]
    source, target = (negations(text, lang) for text, lang in zip(texts, langs, strict=True))
    if bool(source.clear) == bool(target.clear):
        return None
    side: Side = "source" if source.clear else "target"
    negated, plain = (source, target) if source.clear else (target, source)
    if not plain.has_none():
        return None
    text, other_text = texts if source.clear else texts[::-1]
    own_langs = langs if source.clear else langs[::-1]
    if negates_opposite(text, other_text, negated.clear, own_langs):
        return None
    if was_last_then(text, other_text, negated.clear, own_langs[1]):
        return None
    shift = (source_place if source.clear else target_place)[0]
    if is_demanded(segment, side, [(shift + start, shift + end) for start, end in negated.clear], own_langs):
        return None
    if is_kept(text, negated.clear, other_text):
        return None
    if side == "target" and may_be_said_freely(segment, langs[0]):
        return None
    return OneSided(segment, side, text, other_text, negated.clear, shift)


def is_kept(text: str, places: Sequence[Place], other_text: str) -> bool:
    """Whether the other text has a word of negation as it is: a title, a quotation or a text that was not translated.

    An option may be written in one word: *"no quit"*, `"noquit"`.
    """
    negated = {key(text[start:end]) for start, end in places}
    if not negated.isdisjoint(word.key for word in words(other_text)):
        return True
    named = [
        "".join(filter(str.isalnum, match[0])).casefold()
        for match in _IN_QUOTES.finditer(text)
        if any(match.start() < start and end < match.end() for start, end in places)
    ]
    return any(len(name) >= SHORTEST_NAME and name in other_text.casefold() for name in named)


def _has_negation(word: Sequence[Place], places: Sequence[Place]) -> bool:
    """Whether a phrase of the lists has a negation as a word of its own: *not guilty*, but not *satmıyor*."""
    return len(word) > 1 and any(start < stop and begin < end for start, end in word for begin, stop in places)


def negates_opposite(text: str, other_text: str, places: tuple[Place, ...], langs: tuple[str, str]) -> bool:
    """Whether the other side has the opposite of a negated word: *not deep*, *flach*, or *not guilty*, *innocent*."""
    if not directions.known().issuperset(langs):
        return False
    found, others = directions.load(langs[0]).find(text), directions.load(langs[1]).find(other_text)
    for (name, end), mentions in found.items():
        if (name, end) in others and any(_has_negation(mention.places, places) for mention in mentions):
            return True
        opposite = (name, 1 - end)
        if opposite in found or opposite not in others:  # *not turn off* has a word of both
            continue
        near = [
            mention
            for mention in mentions
            if any(0 <= mention.places[0][0] - stop <= LONGEST_REACH for _, stop in places)
        ]
        if near and any(mention.clear for mention in (*near, *others[opposite])):
            return True
    return False


def was_last_then(text: str, other_text: str, places: tuple[Place, ...], other_lang: str) -> bool:
    """Whether the other side says when something was last: *not met since 1962* is *met last in 1962*."""
    if other_lang not in directions.known() or not _YEAR.search(other_text):
        return False
    years = set(_YEAR.findall(other_text))
    near = (_REST_OF_CLAUSE.match(text, stop) for _, stop in places)
    if not any(rest and not years.isdisjoint(_YEAR.findall(rest[0])) for rest in near):
        return False
    return any(mention.clear for mention in directions.load(other_lang).find(other_text).get(_LAST, ()))
