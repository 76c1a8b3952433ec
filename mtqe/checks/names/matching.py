"""Which names of one text have no counterpart in the other, and which of them stand for each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mtqe.checks.names import pinyin, pinyin_sound
from mtqe.checks.names.atlas import NONE, apart, atlas, is_where, pronouns
from mtqe.checks.names.equivalents import FORENAME
from mtqe.checks.names.finder import (
    CAMEL,
    ROMAN,
    Name,
    Side,
    Token,
    is_common,
    is_listed,
    is_name,
    kin,
    names,
    titled,
)
from mtqe.checks.names.spelling_similarity import NEAR, SAME, VOWELS, edits, likeness, shared_start, similarity
from mtqe.checks.shared import confidence, dangling
from mtqe.checks.shared.lemmas import lexicon
from mtqe.lang import language

ADDED = frozenset({"US", "USA", "EU", "UK"})
AROUND = 20
"""From so many segments before and behind it a translator may take the name for a pronoun."""
PAIRED = 50
"""So many lost and new names of a segment are compared."""
_HOLE = re.compile(
    r"\b(?:in|of|from|to|by|for|with|at|on|the|against|between|and)\s+[.,;:](?:\s|$)|\b(?:the|between)[.,;:](?:\s|$)"
    r"|\b(?:of|from|the|between|and)\s*\"\s*[.,]?$|\"\"|“”|,\s*,(?!\w[^,]*(?:``|''|[“”]))|\s['’]s\s"
    r"|\b(?:of|by|from|with|between|in|at|for)\s(?:and|or)\s"
    r"|\b(?:of|from|by|with)\s(?:have|has|had|is|was|were|are|of|by|in)\b|\bto\s(?:in|of)\s(?:an?|the)\b"
    r"|\bthe\s(?:has|have|had|is|was|were|said)\b"
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What is wrong with a name.

    Args:
        kind: `swap`, `spelling`, `lost` or `invented`.
        source: The name in the source as offsets; `None` if it was invented.
        target: The name in the translation as offsets; `None` if it was lost.
        confidence: 0 to 1.
        person: Whether it is a name of two words or more, as persons have.
        elsewhere: How the rest of the translation spells it.
    """

    kind: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    confidence: float
    person: bool = False
    elsewhere: str = ""

    def with_echo(self, silent: bool) -> Mismatch | None:
        """A lost name, surer if it is a full name or a place that nothing answers; `None` if another word may be it."""
        if self.confidence <= confidence.DOUBTFUL:
            return self if silent else None
        return replace(self, confidence=confidence.CONFIRMED) if silent else self


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


def compare(source: Side, target: Side, known: Evidence, at: int) -> list[Mismatch]:
    """The names of a segment that have no counterpart.

    Args:
        source: The source side.
        target: The target side.
        known: What the whole document tells, this segment included.
        at: The number of the segment in it.
    """
    if source.capitals or target.capitals:
        return []
    proper = frozenset(word for word in source.folds if known.kept[word] > 1)
    people = titled(source), titled(target)
    left = names(source, proper | target.marked | (people[0] if people[1] else frozenset()))
    right = names(target, source.marked | (people[1] if people[0] else frozenset()))
    lost = [name for name in left if _missing(name, source.lang, target)]
    new = [name for name in right if _missing(name, target.lang, source)]
    found = [*_spelling(left, source, target, known), *_halves(left, right, source, target, known)]
    # One that the document has elsewhere may be there for a pronoun, while a word went that merely looks like a name.
    doubtful = {id(name) for name in new if _elsewhere(name, known.places, known.source)}
    sure = [name for name in new if id(name) not in doubtful or _surely_new(name, target)]
    every = lost + _lone_kin(source, target, lost), sure + _lone_kin(target, source, new)
    pairs = _pairs(*every, source, target, doubtful)
    if language(source.lang).names.romanisation == "pinyin":
        taken = {id(name) for pair in pairs for name in pair}
        rest = [name for name in lost if id(name) not in taken]
        persons = [name for name in rest if not is_where(name.places)]
        pairs += _pairs(persons, pinyin_sound.unheard(right, source), source, target)
        pairs += _pairs(pinyin_sound.nations(rest), pinyin_sound.foreign(right, source, target.lang), source, target)
        words = [(token.text, token.start, token.end) for token in target.tokens]
        found += [
            Mismatch("swap", *both, confidence.LIKELY) for both in pinyin.swapped(source.text, target.text, words)
        ]
    for one, other in pairs:
        found.append(
            Mismatch(
                "swap",
                (one.start, one.end),
                (other.start, other.end),
                confidence.LIKELY,
                person=one.shape or other.shape,
            )
        )
    paired = {id(name) for pair in pairs for name in pair}
    for name in lost:
        if id(name) not in paired and (certainty := _surely_lost(name, source, target)):
            found.append(Mismatch("lost", (name.start, name.end), None, certainty, name.shape))
    for name in new:
        if id(name) not in paired and _surely_new(name, target) and not _around(name, known, at):
            full = name.shape or is_where(name.places)
            found.append(Mismatch("invented", None, (name.start, name.end), confidence.EVEN, full))
    return found or _in_hole(source, target)


def _in_hole(source: Side, target: Side) -> list[Mismatch]:
    """What was lost where the translation has a hole: an acronym, a word of a place, or any other with a capital."""
    if language(source.lang).spaceless or not _HOLE.search(target.text) or _HOLE.search(source.text):
        return []
    odd = [
        token
        for token in source.tokens
        if token.capital and not token.first and (token.text.isupper() or not language(source.lang).capital_nouns)
        if len(token.fold) > 1 and not ROMAN.fullmatch(token.text) and not is_common(token.text, source.lang)
        if not best(token.fold, source.lang, target)
    ]
    places = [(one.start, one.end) for one in _lone_kin(source, target, [])] + [(one.start, one.end) for one in odd]
    return [Mismatch("lost", places[0], None, confidence.SURE)] if len(places) == 1 else []


def _surely_lost(name: Name, source: Side, target: Side) -> float:
    """How sure it is that a name without counterpart was lost; 0 if it need not be named."""
    if language(source.lang).spaceless or not any(is_name(token, source.lang) for token in name.tokens):
        return 0
    if (_HOLE.search(target.text) or dangling.is_found(target.text, target.lang)) and not _HOLE.search(source.text):
        return confidence.SURE
    if name.places and _is_where(name, source):
        return 0
    if name.shape or is_where(name.places):
        return confidence.PROBABLE
    # It may have become a pronoun, as the encoder may tell.
    return confidence.DOUBTFUL if _pronouns(target) <= _pronouns(source) else 0


def _pronouns(side: Side) -> int:
    whole, heads = pronouns(side.lang)
    return sum(word in whole or word.startswith(heads) for word in (token.text.lower() for token in side.tokens))


def _is_where(name: Name, source: Side) -> bool:
    """Whether it is the country behind a city, which may go without saying: *in Paris, France*."""
    at = source.tokens.index(name.tokens[0])
    before = source.tokens[at - 1] if at else None
    if before is None or not before.capital or source.text[before.end : name.start] != ", ":
        return False
    named = atlas(source.lang).named(before.fold)
    return not named or not apart(named, name.places)


def _surely_new(name: Name, target: Side) -> bool:
    """Whether a name without counterpart is a name for sure: German writes other words with a capital too."""
    if language(target.lang).spaceless:
        return False
    if name.shape or is_where(name.places):
        return True
    if name.places:
        # "Pence" and "Modi" are forms of other words in German.
        word, data = name.tokens[0].text, lexicon(target.lang)
        return not data.known(word) or data.lemma(word) in (word, word.removesuffix("s"))
    if any(atlas(target.lang).is_place(token.fold) for token in name.tokens):
        return False
    return not language(target.lang).capital_nouns or any(
        is_listed(token.text) or CAMEL.fullmatch(token.text) for token in name.tokens
    )


def _missing(name: Name, lang: str, other: Side) -> bool:
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


def _lone_kin(side: Side, other: Side, found: Sequence[Name]) -> list[Name]:
    """Words of a place that the other side does not name; by themselves they are no evidence."""
    if language(side.lang).spaceless or language(other.lang).spaceless:
        return []
    taken = {token.start for name in found for token in name.tokens}
    return [one for one in kin(side) if one.start not in taken and _missing(one, side.lang, other)]


def _in_compound(places: frozenset[str], side: Side) -> bool:
    """Whether a long word ends with a name of the place: *Mitteleuropa*, *westchinesisch*."""
    book = atlas(side.lang)
    return any(
        not apart(places, book.hinted(token.fold[at:]))
        for token in side.tokens
        if 7 < len(token.fold) < 40
        for at in range(2, len(token.fold) - 3)
    )


def _elsewhere(name: Name, places: Collection[str], words: Iterable[str]) -> bool:
    """Whether the source has a name elsewhere, by the places that it names there or the words with a capital."""
    least = SAME if name.places else NEAR
    return not apart(name.places, places) or any(
        likeness(folded, word) >= least for folded in name.folds for word in words if len(word) > 2
    )


def _around(name: Name, known: Evidence, at: int) -> bool:
    """Whether the source names it in a segment nearby: a translator may write the name for a pronoun."""
    near = known.named[max(0, at - AROUND) : at + AROUND + 1]
    return _elsewhere(name, NONE.union(*(places for _, places in near)), NONE.union(*(words for words, _ in near)))


def _pairs(
    lost: Sequence[Name], new: Sequence[Name], source: Side, target: Side, doubtful: Collection[int] = ()
) -> list[tuple[Name, Name]]:
    """Each lost name with the new one that stands nearest to its place, the nearest first.

    Args:
        lost: The lost names.
        new: The new names.
        source: The source side.
        target: The target side.
        doubtful: The identities of new names that stand only for what is a name by itself.
    """
    costs = sorted(
        (abs(one.start / len(source.text) - other.start / len(target.text)), at, to)
        for at, one in enumerate(lost[:PAIRED])
        for to, other in enumerate(new[:PAIRED])
    )
    pairs: dict[int, int] = {}
    for _, at, to in costs:
        if at in pairs or to in pairs.values() or not _may_pair(lost[at], new[to], source, target):
            continue
        if id(new[to]) not in doubtful or _is_sure(lost[at], source.lang):
            pairs[at] = to
    return [(lost[at], new[to]) for at, to in sorted(pairs.items())]


def _is_sure(name: Name, lang: str) -> bool:
    return bool(name.places) or any(is_name(token, lang) for token in name.tokens)


def _may_pair(one: Name, other: Name, source: Side, target: Side) -> bool:
    """Whether one may stand for the other: translators add *US* to people and sums of money, and leave it out."""
    added = (target.text[other.start : other.end], one), (source.text[one.start : one.end], other)
    return all(text not in ADDED or is_where(partner.places) for text, partner in added)


def _halves(
    left: Sequence[Name], right: Sequence[Name], source: Side, target: Side, known: Evidence
) -> Iterable[Mismatch]:
    """Names of two words of which one was kept and the other became another word: Kenan Oruç, Kenan Ürgüp."""
    for one in left[:PAIRED]:
        for other in right[:PAIRED]:
            if len(one.tokens) == len(other.tokens) == 2 and not (one.places or other.places):
                for kept in (0, 1):
                    if one.tokens[kept].fold == other.tokens[kept].fold:
                        yield from _half(one.tokens[1 - kept], other.tokens[1 - kept], source, target, known)


def _half(was: Token, now: Token, source: Side, target: Side, known: Evidence) -> Iterable[Mismatch]:
    if not (is_name(was, source.lang) and is_name(now, target.lang)) or known.source[now.fold]:
        return
    places = (was.start, was.end), (now.start, now.end)
    if not (best(was.fold, source.lang, target) or best(now.fold, target.lang, source)):
        yield Mismatch("swap", *places, confidence.SURE, person=True)
    elif was.text.isascii() and _misspelt(was, now, target.lang) and _not_by_sound(was.fold, now.fold):
        yield Mismatch("spelling", *places, confidence.PROBABLE)


def _not_by_sound(one: str, other: str) -> bool:
    """Whether two folded words differ by more than vowels and doubled letters, or by neighbours that changed places."""
    bones = VOWELS.sub("", one), VOWELS.sub("", other)
    return one != other and (bones[0] != bones[1] or sorted(one) == sorted(other))


def _spelling(left: Sequence[Name], source: Side, target: Side, known: Evidence) -> Iterable[Mismatch]:
    """Names that another segment has in the letters of the source, and this one in others."""
    for token in (token for name in left for token in name.tokens):
        if len(token.text) < 5 or not known.copied[token.text]:
            continue
        if not apart(atlas(source.lang).hinted(token.fold), target.places) or token.text in target.text:
            continue
        for other in target.tokens:
            if not other.capital or (known.source[other.fold] and other.fold != token.fold):
                continue
            if _misspelt(token, other, target.lang) and not lexicon(target.lang).known(other.text):
                yield Mismatch("spelling", (token.start, token.end), (other.start, other.end), confidence.SURE)
                break


def _misspelt(token: Token, other: Token, lang: str) -> bool:
    one, two = token.text.casefold(), other.text.casefold()
    if one in two or one.startswith(two) or abs(len(one) - len(two)) > 2 or len(one) > 40:
        return False
    if edits(one, two) > 1 + (len(one) > 7):
        return False
    return shared_start(one, two) < len(one) - (
        2 if language(lang).names.endings == "cases" else int(len(one) != len(two))
    )
