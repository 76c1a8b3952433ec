"""What one side of a segment, or another segment, has of a name: the same, another form, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mtqe.checks.names import pinyin_sound
from mtqe.checks.names.atlas import NONE, apart, atlas, is_where
from mtqe.checks.names.equivalents import FORENAME
from mtqe.checks.names.finder import Name, Side, kin
from mtqe.checks.names.spelling_similarity import NEAR, SAME, likeness, similarity
from mtqe.lang import language

AROUND = 20
"""Segments: before and behind one, in which a translator may have found the name for a pronoun. By hand."""


def best(folded: str, lang: str, side: Side, listed: bool = False) -> int:
    """How alike the likest word of a side is to a folded word; places count as the same by any name.

    Args:
        folded: The word.
        lang: Its language.
        side: The side.
        listed: Whether it is a name by the tables, so that neither chance nor another name makes it the same.
    """
    codes = atlas(lang).surely(folded) if listed else atlas(lang).hinted(folded)
    if folded in side.folds or not apart(codes, side.places):
        return SAME
    # What merely resembles a name and has no capital is another word.
    least = NEAR if language(lang).capital_nouns and not listed else SAME
    for other in side.folds:
        if len(other) > 2 and (found := likeness(folded, other)) and (found >= least or other in side.marked):
            return NEAR
    if language(lang).is_respelled or language(side.lang).is_respelled:
        return NEAR if any(similarity(folded, token.fold) >= 0.4 for token in side.tokens if token.capital) else 0
    return 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document tells about its names, to judge one segment by the others.

    Args:
        kept: In how many segments a folded source word was found again.
        copied: In how many segments a source word was found again in the same letters.
        source: In how many segments a folded word with a capital stands in the source.
        places: In how many segments the source may name a place.
        named: For each segment, those of its source words that begin with a capital, and the places it may name.
    """

    kept: Counter[str]
    copied: Counter[str]
    source: Counter[str]
    places: Counter[str]
    named: list[tuple[frozenset[str], frozenset[str]]]


def evidence(pairs: Iterable[tuple[Side, Side]]) -> Evidence:
    """Collect what the pairs of a document tell."""
    found = Evidence(Counter(), Counter(), Counter(), Counter(), [])
    for source, target in pairs:
        own = source.marked
        other = {token.fold for token in target.tokens if token.capital}
        found.source.update(own)
        found.kept.update(own & other)
        found.copied.update(
            {token.text for token in source.tokens if token.capital} & {token.text for token in target.tokens}
        )
        found.places.update(source.places)
        found.named.append((own, source.places))
    return found


def missing(name: Name, lang: str, other: Side) -> bool:
    """Whether a name of a text in some language has no counterpart on the other side."""
    if not apart(name.places, other.places):
        return False
    if name.places and _in_compound(name.places, other):
        return False
    if language(lang).spaceless or language(other.lang).spaceless:
        return _unheard(name, lang, other)
    folds = [folded for folded in name.folds if len(folded) > 2]
    if not (name.places and other.places):
        return not any(best(folded, lang, other, bool(name.places)) for folded in folds)
    if any(not apart(atlas(lang).surely(folded), other.places) for folded in folds):
        return False
    # Places that are alike, such as Iran and Iraq, are not the same.
    book = atlas(other.lang)
    others = [word for word in other.folds if not (book.is_place(word) if is_where(name.places) else book.named(word))]
    rest = replace(
        other,
        folds=frozenset(others),
        marked=other.marked.intersection(others),
        tokens=tuple(one for one in other.tokens if one.fold in others),
    )
    return not any(best(folded, lang, rest, True) for folded in folds)


def _unheard(name: Name, lang: str, other: Side) -> bool:
    """Whether a name of a Chinese text or its translation has no counterpart, its places aside."""
    if language(lang).spaceless:
        spoken = pinyin_sound.spoken(name.text)
        return bool(name.places) and not any(pinyin_sound.begins(word, spoken) for word in other.marked)
    if (
        language(other.lang).names.romanisation != "pinyin"
        or not name.places
        or any(token.fold in other.folds for token in name.tokens)
    ):
        return False
    if any(not apart(atlas(lang).hinted(token.fold), other.places) for token in name.tokens):
        return False
    if name.places & pinyin_sound.UNCLEAR or all(code.startswith(FORENAME) for code in name.places):
        return False
    return not pinyin_sound.heard("".join(token.text for token in name.tokens), other.text)


def lone_kin(side: Side, other: Side, found: Sequence[Name]) -> list[Name]:
    """Words of a place that the other side does not name; by themselves they are no evidence."""
    if language(side.lang).spaceless or language(other.lang).spaceless:
        return []
    taken = {token.start for name in found for token in name.tokens}
    return [one for one in kin(side) if one.start not in taken and missing(one, side.lang, other)]


def _in_compound(places: frozenset[str], side: Side) -> bool:
    """Whether a long word ends with a name of the place: *Mitteleuropa*, *westchinesisch*."""
    book = atlas(side.lang)
    return any(
        not apart(places, book.hinted(token.fold[at:]))
        for token in side.tokens
        if 7 < len(token.fold) < 40
        for at in range(2, len(token.fold) - 3)
    )


def elsewhere(name: Name, places: Collection[str], words: Iterable[str]) -> bool:
    """Whether the source has a name elsewhere, by the places that it names there or the words with a capital."""
    least = SAME if name.places else NEAR
    return not apart(name.places, places) or any(
        likeness(folded, word) >= least for folded in name.folds for word in words if len(word) > 2
    )


def around(name: Name, known: Evidence, at: int) -> bool:
    """Whether the source names it in a segment nearby: a translator may write the name for a pronoun."""
    near = known.named[max(0, at - AROUND) : at + AROUND + 1]
    return elsewhere(name, NONE.union(*(places for _, places in near)), NONE.union(*(words for words, _ in near)))
