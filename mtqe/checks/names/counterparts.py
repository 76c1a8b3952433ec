"""Decides whether one side of a segment, or another segment, has the counterpart of a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mtqe.checks.names import pinyin_sound
from mtqe.checks.names.atlas import NONE, atlas, has_place, share_place
from mtqe.checks.names.equivalents import FORENAME
from mtqe.checks.names.finder import Name, Side, place_words
from mtqe.checks.names.spelling_similarity import SAME, SIMILAR, likeness, similarity
from mtqe.language.lang import language

NEARBY = 20
"""Segments: before and after a segment in which a translator looks for the name that a pronoun means."""


def best_likeness(folded: str, lang: str, side: Side, is_listed: bool = False) -> int:
    """Return how alike a word and the most similar word of a side are. Names of the same place are the same.

    Args:
        folded: The word, folded.
        lang: Its language.
        side: The side.
        is_listed: Whether the tables have it as a name. Coincidence and other names then do not count.
    """
    codes = atlas(lang).certain(folded) if is_listed else atlas(lang).hinted(folded)
    if folded in side.folds or share_place(codes, side.places):
        return SAME
    # A word without a capital that only resembles a name is a different word.
    least_lowercase = SIMILAR if language(lang).capital_nouns and not is_listed else SAME
    for word in side.folds:
        if (
            len(word) > 2
            and (word_likeness := likeness(folded, word))
            and (word_likeness >= least_lowercase or word in side.capitalised)
        ):
            return SIMILAR
    if language(lang).is_respelled or language(side.lang).is_respelled:
        return SIMILAR if any(similarity(folded, token.fold) >= 0.4 for token in side.tokens if token.capital) else 0
    return 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Statistics of the names of a document, to judge one segment by the others.

    Args:
        preserved: Number of segments whose translation has a folded source word too.
        copied: Number of segments whose translation has a source word in the same letters.
        source: Number of segments whose source has a folded word with a capital.
        places: Number of segments whose source may name a place.
        named: Source words with a capital and places that the source may name, for each segment.
    """

    preserved: Counter[str]
    copied: Counter[str]
    source: Counter[str]
    places: Counter[str]
    named: list[tuple[frozenset[str], frozenset[str]]]


def evidence(pairs: Iterable[tuple[Side, Side]]) -> Evidence:
    """Collect the statistics of the pairs of a document."""
    collected = Evidence(Counter(), Counter(), Counter(), Counter(), [])
    for source, target in pairs:
        source_words = source.capitalised
        target_words = {token.fold for token in target.tokens if token.capital}
        collected.source.update(source_words)
        collected.preserved.update(source_words & target_words)
        collected.copied.update(
            {token.text for token in source.tokens if token.capital} & {token.text for token in target.tokens}
        )
        collected.places.update(source.places)
        collected.named.append((source_words, source.places))
    return collected


def is_missing(name: Name, lang: str, opposite: Side) -> bool:
    """Return whether a name has no counterpart on the opposite side."""
    if share_place(name.places, opposite.places):
        return False
    if name.places and _in_compound(name.places, opposite):
        return False
    if language(lang).spaceless or language(opposite.lang).spaceless:
        return _is_unheard(name, lang, opposite)
    folds = [folded for folded in name.folds if len(folded) > 2]
    if not (name.places and opposite.places):
        return not any(best_likeness(folded, lang, opposite, bool(name.places)) for folded in folds)
    if any(share_place(atlas(lang).certain(folded), opposite.places) for folded in folds):
        return False
    # Places with similar names, such as Iran and Iraq, are different.
    book = atlas(opposite.lang)
    words = [
        word for word in opposite.folds if not (book.is_place(word) if has_place(name.places) else book.named(word))
    ]
    without_places = replace(
        opposite,
        folds=frozenset(words),
        capitalised=opposite.capitalised.intersection(words),
        tokens=tuple(token for token in opposite.tokens if token.fold in words),
    )
    return not any(best_likeness(folded, lang, without_places, True) for folded in folds)


def _is_unheard(name: Name, lang: str, opposite: Side) -> bool:
    """Whether a name of a Chinese text or its translation has no counterpart by sound."""
    if language(lang).spaceless:
        spoken = pinyin_sound.text_consonants(name.text)
        return bool(name.places) and not any(pinyin_sound.sounds_like(word, spoken) for word in opposite.capitalised)
    if (
        language(opposite.lang).names.romanisation != "pinyin"
        or not name.places
        or any(token.fold in opposite.folds for token in name.tokens)
    ):
        return False
    if any(share_place(atlas(lang).hinted(token.fold), opposite.places) for token in name.tokens):
        return False
    if name.places & pinyin_sound.AMBIGUOUS or all(code.startswith(FORENAME) for code in name.places):
        return False
    return not pinyin_sound.is_heard("".join(token.text for token in name.tokens), opposite.text)


def unmatched_place_words(side: Side, opposite: Side, paired: Sequence[Name]) -> list[Name]:
    """Return place words without a counterpart on the opposite side. By themselves they are no evidence."""
    if language(side.lang).spaceless or language(opposite.lang).spaceless:
        return []
    starts = {token.start for name in paired for token in name.tokens}
    return [word for word in place_words(side) if word.start not in starts and is_missing(word, side.lang, opposite)]


def _in_compound(places: frozenset[str], side: Side) -> bool:
    """Whether a long word ends with a name of the place: *Mitteleuropa*, *westchinesisch*."""
    book = atlas(side.lang)
    return any(
        share_place(places, book.hinted(token.fold[at:]))
        for token in side.tokens
        if 7 < len(token.fold) < 40
        for at in range(2, len(token.fold) - 3)
    )


def is_named(name: Name, places: Collection[str], words: Iterable[str]) -> bool:
    """Return whether the source has a name in another place."""
    least = SAME if name.places else SIMILAR
    return share_place(name.places, places) or any(
        likeness(folded, word) >= least for folded in name.folds for word in words if len(word) > 2
    )


def is_named_nearby(name: Name, document: Evidence, at: int) -> bool:
    """Return whether the source has a name in a segment nearby: a translator may replace a pronoun by the name."""
    near = document.named[max(0, at - NEARBY) : at + NEARBY + 1]
    return is_named(name, NONE.union(*(places for _, places in near)), NONE.union(*(words for words, _ in near)))
