"""Hedges of a source that nothing in its translation expresses, by the lists of words and by the encoder.

The lists say whether the translation has a word that may express the hedge. But a long sentence nearly always has one:
*said*, *wird*. So the encoder says whether any word of the translation is the counterpart of the hedge. Its states of
words that translate each other are similar, and each is the most similar one to the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from mtqe.checks.negation import negation_words
from mtqe.checks.negation.hedge_words import Hedges, hedges
from mtqe.checks.negation.negation_words import negations
from mtqe.checks.shared.listed_words import CLAUSE, Place, Places
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.words import key, keys, straight
from mtqe.model import Segment
from mtqe.registry.contracts import Context

if TYPE_CHECKING:
    from mtqe.checks.shared.coverage import Floats, Words

RELATED: Mapping[str, tuple[str, ...]] = {
    "alleged": ("suspected", "claimed", "seems"),
    "attributed": ("alleged", "suspected", "claimed"),
    "suspected": ("alleged", "claimed", "seems", "possible", "likely"),
    "possible": ("likely", "seems", "sometimes", "alleged", "suspected"),
    "likely": ("possible", "seems", "must", "should", "planned", "alleged", "suspected", "often"),
    "must": ("should", "planned"),
    "should": ("must", "planned", "likely"),
    "can": ("possible",),
    "at_least": ("about",),
    "at_most": ("nearly", "about", "only"),
    "nearly": ("about", "partly", "often", "at_most"),
    "about": ("nearly", "at_least", "at_most", "possible"),
    "only": ("at_most", "not_yet"),
    "seems": ("alleged", "suspected", "likely", "possible", "claimed"),
    "claimed": ("alleged", "suspected"),
    "planned": ("tried", "must", "should", "likely", "possible"),
    "tried": ("planned", "claimed"),
    "partly": ("sometimes", "often", "about", "only"),
    "often": ("sometimes", "likely", "partly"),
    "sometimes": ("often", "partly", "possible", "can"),
}
"""By what a hedge expresses: what else a translator may say for it."""
CONTRARY: Mapping[str, tuple[str, ...]] = {
    "must": ("can", "possible"),
    "possible": ("must",),
    "not_yet": ("already",),
}
"""By what a hedge expresses: what a wrong translation may say instead."""
CERTAIN: Mapping[str, tuple[str, ...]] = {"possible": ("will",)}
"""The same, where the translation has no word that may express the hedge: *may close* became *wird schließen*."""
QUANTITIES = frozenset({"at_least", "at_most", "nearly", "about"})
"""Hedges that are judged only beside a number, since they have other meanings elsewhere."""
SAME = {"attributed": "alleged"}
"""By what a hedge expresses: the name of the words that may express it."""
NEGATIVE = frozenset({"not_yet"})
"""Hedges that are negations: a translation without any negation and without their words has lost them."""
MODAL = frozenset({"possible", "must"})
"""Hedges that are not judged before a negation: *could not* says that nobody was able, and *must not* forbids."""
BEHIND_NEGATION = 3
"""Words: between a negation and a modal verb that it also negates, at most."""
NEXT = 2
"""Characters: between such a hedge and its negation, at most."""
REACH = 12
"""Characters: between such a hedge and its number, at most."""
BESIDE = 4
"""Words: compared on each side of a hedge."""
LEAD = 0.05
"""Cosine: by which the margin of a contrary word is greater than that of a word for the hedge, which renders another
word of the source. Measured with bench/articles.py."""
LEAST_MARGIN = -0.3
"""Cosine: the least margin that counts."""
_DIGITS = late(r"\d")


class Level(IntEnum):
    """What the translation has, by the lists.

    `NONE` is nothing, `MAYBE` words that may express the hedge, `CLEAR` words that clearly express it or something
    related, and `SURE` as many words for it as the source has.
    """

    NONE = 0
    MAYBE = 1
    CLEAR = 2
    SURE = 3


INDIRECT = 6
"""Words: before a modal verb, of which one may begin an indirect question. Measured with bench/articles.py."""


class Unmatched(NamedTuple):
    """A hedge that the translation may lack.

    Args:
        name: What it expresses.
        places: Its place in the source.
        level: What the translation has, by the lists.
        contraries: The places of words of the translation that express the contrary, which the source does not.
        same: The places of words of the translation that clearly express the hedge.
        spare: Whether the source has more words for the hedge than the translation, so that one of them may have become
            its contrary: *must hold a hearing, which has to be announced*.
        affirmed: Whether it is a negation, while the translation has no clear negation at all.
    """

    name: str
    places: Places
    level: Level
    contraries: tuple[Places, ...] = ()
    same: tuple[Places, ...] = ()
    spare: bool = False
    affirmed: bool = False


class Evidence(NamedTuple):
    """What the encoder says of a hedge.

    Args:
        similarity: How similar the most similar word of the translation is, plus by how much it is more similar to the
            hedge than to all other words of the source. It is small where the hedge has no counterpart.
        beside: How similar the most similar words are to the words beside the hedge.
        contrary: The word of `contraries` that is the counterpart of the hedge, if one is.
    """

    similarity: float
    beside: float
    contrary: Places | None


def unmatched(segment: Segment, names: Sequence[str], context: Context) -> Iterator[Unmatched]:
    """The clear hedges of a source, each with what its translation has."""
    if not segment.source.strip() or not segment.target.strip():
        return
    source = hedges(segment.source, context.source_base)
    wanted = [name for name in names if name in source and source[name].clear]
    if not wanted:
        return
    target = hedges(segment.target, context.target_base)
    copied = frozenset(keys(segment.target, hyphens=False))
    negated = _any_negation(segment.source, context.source_base)
    is_plain = not _negated(segment.target, context.target_base)
    for name in wanted:
        level = _level(source, target, name)
        contraries = _contraries(source, target, name, level)
        same = target[name].clear if name in target else ()
        spare = len(same) < len(source[name].clear) + _phrases(segment.source, source[name])
        if level is Level.SURE and not (name in MODAL and contraries and spare):
            continue
        for places in source[name].clear:
            if name in QUANTITIES and not _DIGITS.search(segment.source, *_around(places)):
                continue
            if name in MODAL and any(start < places[-1][1] + NEXT and places[0][0] < end for start, end in negated):
                continue
            if name in MODAL and _in_negated_clause(segment.source, places[0][0], negated):
                continue
            if name == "possible" and _is_inability(segment.source, places, negated, context.source_base):
                continue
            if name in MODAL and _in_indirect_question(segment.source, places[0][0], context.source_base):
                continue
            if key(segment.source[slice(*places[0])]) not in copied:
                affirmed = name in NEGATIVE and is_plain
                yield Unmatched(name, places, level, contraries, same, spare, affirmed)


def _level(source: Mapping[str, Hedges], target: Mapping[str, Hedges], name: str) -> Level:
    """What the translation has. A related word does not count if the source has as many of its own: *suspected*."""
    none = Hedges()
    if name in target and len(target[name].clear) >= len(source[name].clear):
        return Level.SURE
    is_related = any(
        len(target.get(other, none).clear) > len(source.get(other, none).clear) for other in RELATED.get(name, ())
    )
    if is_related or target.get(name, none).clear:
        return Level.CLEAR
    return Level.MAYBE if SAME.get(name, name) in target else Level.NONE


def _contraries(
    source: Mapping[str, Hedges], target: Mapping[str, Hedges], name: str, level: Level
) -> tuple[Places, ...]:
    names = (*CONTRARY.get(name, ()), *(CERTAIN.get(name, ()) if level is Level.NONE else ()))
    if any(contrary in source and source[contrary].clear for contrary in names):
        return ()
    return tuple(places for contrary in names if contrary in target for places in target[contrary].clear)


def _phrases(text: str, found: Hedges) -> int:
    """How many phrases such as *has to* may express a hedge, with nothing between their words."""
    phrases = [
        (places[0][0], places[-1][1])
        for places in found.maybe
        if len(places) > 1 and all(not text[end:start].strip() for (_, end), (start, _) in itertools.pairwise(places))
    ]
    return len({end for _, end in phrases})


def _negated(text: str, lang: str) -> tuple[Place, ...]:
    return negations(text, lang).clear if lang in negation_words.known() else ()


def _any_negation(text: str, lang: str) -> tuple[Place, ...]:
    """The negations of a text, also those of a fixed phrase: *must not lose*."""
    if lang not in negation_words.known():
        return ()
    return tuple(match.span() for match in negation_words.load(lang).clear.finditer(straight(text)))


def _in_indirect_question(text: str, start: int, lang: str) -> bool:
    """Whether the clause of a modal verb begins with a word such as *how*: *how prolonged the struggle may be*.

    A purpose is no possibility either: *so that larger ships could dock*.
    """
    asking = language(lang).asking
    if asking is None:
        return False
    before = keys(CLAUSE.split(text[:start])[-1])[-INDIRECT:]
    pairs = (f"{first}_{second}" for first, second in itertools.pairwise(before))
    return not {*before, *pairs}.isdisjoint(asking.indirect)


def _in_negated_clause(text: str, start: int, negated: Sequence[Place]) -> bool:
    """Whether the clause of a modal verb begins with a negation, or has one just before: *because no bed could*."""
    clause = CLAUSE.split(text[:start])[-1].lstrip()
    begin = start - len(clause)
    return any(
        place[0] == begin or (place[0] > begin and len(keys(text[place[1] : start])) <= BEHIND_NEGATION)
        for place in negated
        if place[1] <= start
    )


def _is_inability(text: str, places: Places, negated: Sequence[Place], lang: str) -> bool:
    """Whether a verb of ability and one more word stand before a negation: *could find nothing*.

    *May pose no risk* is a possibility.
    """
    asking, end = language(lang).asking, places[-1][1]
    if asking is None or not any(text[slice(*place)].casefold() in asking.able for place in places):
        return False
    return any(
        start > end and len(keys(text[end:start])) == 1 and not CLAUSE.search(text[end:start]) for start, _ in negated
    )


def _around(places: Places) -> Place:
    return max(0, places[0][0] - REACH), places[-1][1] + REACH


def evidence(source: Words, target: Words, hedge: Unmatched) -> Evidence | None:
    """What the encoder says of a hedge, or `None` if it cannot tell."""
    from mtqe.encoder.exact_sums import cosines

    rows = source.at(hedge.places)
    others = [n for n in range(len(source.spans)) if n not in rows]
    if not rows or not others or not len(target.spans):
        return None
    beside = [n for n in others if rows[0] - BESIDE <= n <= rows[-1] + BESIDE]
    similarities = cosines(source.vectors, target.vectors)
    of_hedge = similarities[rows].max(axis=0)
    margins = of_hedge - similarities[others].max(axis=0)
    margin = max(float(margins.max()), LEAST_MARGIN)
    beside_similarity = float(similarities[beside].max(axis=1).mean())
    return Evidence(float(of_hedge.max()) + margin, beside_similarity, _counterpart(target, hedge, of_hedge, margins))


def _counterpart(target: Words, hedge: Unmatched, of_hedge: Floats, margins: Floats) -> Places | None:
    """The contrary word that is the most similar word to the hedge, and the hedge to it.

    Of a phrase such as *has yet to*, another word may be the most similar one to its auxiliary. Where the translation
    has words for the hedge, they must render other words of the source: the contrary word belongs to the hedge, and
    they do less so.
    """
    if hedge.level > Level.MAYBE and not (hedge.name in MODAL and (hedge.spare or not hedge.same)):
        return None
    same = [column for places in hedge.same for column in target.at(places)]
    for places in hedge.contraries:
        columns = target.at(places)
        if not columns or margins[columns].max() < 0:
            continue
        is_nearest = len(hedge.places) > 1 or of_hedge[columns].max() == of_hedge.max()
        if margins[columns].max() >= margins[same].max() + LEAD if same else is_nearest:
            return places
    return None
