"""Which names of one text have no counterpart in the other, and which of them stand for each other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mtqe.checks.names import pinyin, pinyin_sound
from mtqe.checks.names.atlas import apart, atlas, is_where, pronouns
from mtqe.checks.names.counterparts import Evidence, around, best, elsewhere, lone_kin, missing
from mtqe.checks.names.finder import (
    CAMEL,
    ROMAN,
    Name,
    Side,
    Token,
    is_common,
    is_listed,
    is_name,
    names,
    titled,
)
from mtqe.checks.names.spelling_similarity import VOWELS, edits, shared_start
from mtqe.checks.shared import confidence, dangling
from mtqe.checks.shared.lemmas import lexicon
from mtqe.checks.shared.rules import rule
from mtqe.lang import language

ADDED = frozenset({"US", "USA", "EU", "UK"})
PAIRED = 50
"""Names: of each side of a segment that are compared. By hand."""
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


Pair = tuple[Name, Name]
"""A name of the source and the one that stands in its place."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a segment.

    Args:
        source: The source side.
        target: The target side.
        known: What the whole document tells, this segment included.
        at: The number of the segment in it.
        left: Names of the source.
        right: Names of the translation.
        lost: Those of the source that have no counterpart.
        new: Those of the translation that have none.
        pairs: Each lost name with the one that stands in its place.
    """

    source: Side
    target: Side
    known: Evidence
    at: int
    left: Sequence[Name]
    right: Sequence[Name]
    lost: Sequence[Name]
    new: Sequence[Name]
    pairs: Sequence[Pair] = ()

    @property
    def unpaired(self) -> list[Name]:
        """The lost names that have no partner."""
        paired = {one for one, _ in self.pairs}
        return [name for name in self.lost if name not in paired]


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
    lost = [name for name in left if missing(name, source.lang, target)]
    new = [name for name in right if missing(name, target.lang, source)]
    segment = Names(source, target, known, at, left, right, lost, new)
    for pairing in PAIRINGS:
        segment = replace(segment, pairs=[*segment.pairs, *pairing(segment)])
    return [item for step in STEPS for item in step(segment)] or [item for step in LAST for item in step(segment)]


# --- which name stands in the place of a lost one ---------------------------------------------------------------------


@rule("Sales in Hawaii fell.", "Der Umsatz in Alaska sank.", "Hawaii", "Alaska")
def nearest(segment: Names) -> list[Pair]:
    """A lost name and the new one that stands nearest to its place."""
    source, target, known, lost, new = segment.source, segment.target, segment.known, segment.lost, segment.new
    # One that the document has elsewhere may be there for a pronoun, while a word went that merely looks like a name.
    doubtful = {name for name in new if elsewhere(name, known.places, known.source)}
    sure = [name for name in new if name not in doubtful or _surely_new(name, target)]
    every = [*lost, *lone_kin(source, target, lost)], [*sure, *lone_kin(target, source, new)]
    return _pairs(*every, source, target, doubtful)


@rule("贝多芬昨天到了。", "Kaczmarek arrived yesterday.", "贝多芬", "Kaczmarek", langs=("zh", "en"))
def unheard_person(segment: Names) -> list[Pair]:
    """A person in a Chinese text, and a name that is not heard in it."""
    if language(segment.source.lang).names.romanisation != "pinyin":
        return []
    persons = [name for name in segment.unpaired if not is_where(name.places)]
    return _pairs(persons, pinyin_sound.unheard(segment.right, segment.source), segment.source, segment.target)


@rule("越南总理昨天抵达。", "Peru's premier arrived.", "越南", "Peru", langs=("zh", "en"))
def foreign_nation(segment: Names) -> list[Pair]:
    """A country or continent in a Chinese text, and one that the text does not have by any name."""
    source, target = segment.source, segment.target
    if language(source.lang).names.romanisation != "pinyin":
        return []
    lost = pinyin_sound.nations(segment.unpaired)
    return _pairs(lost, pinyin_sound.foreign(segment.right, source, target.lang), source, target)


PAIRINGS = (nearest, unheard_person, foreign_nation)
"""In this order: each looks at the names that those before it left without a partner."""


# --- what is wrong with the names -------------------------------------------------------------------------------------


@rule("Later Whitlock left.\nThen Whitlock came.", "Später ging Whitlock.\nDann kam Whitlcok.", "Whitlock", "Whitlcok")
def misspelt(segment: Names) -> Iterable[Mismatch]:
    """A name that another segment has in the letters of the source, and this one in others."""
    source, target, known = segment.source, segment.target, segment.known
    for token in (token for name in segment.left for token in name.tokens):
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


@rule("The book by Kenan Oruç is out.", "Das Buch von Kenan Ürgüp ist da.", "Oruç", "Ürgüp")
def half_kept(segment: Names) -> Iterable[Mismatch]:
    """A name of two words: one was kept, the other became another word, as in Kenan Oruç and Kenan Ürgüp."""
    for one in segment.left[:PAIRED]:
        for other in segment.right[:PAIRED]:
            if len(one.tokens) == len(other.tokens) == 2 and not (one.places or other.places):
                for kept in (0, 1):
                    if one.tokens[kept].fold == other.tokens[kept].fold:
                        yield from _half(
                            one.tokens[1 - kept], other.tokens[1 - kept], segment.source, segment.target, segment.known
                        )


@rule("李娜说桥很安全。", "Zhang Wei said the bridge was safe.", "李娜", "Zhang Wei", langs=("zh", "en"))
def spelled_in_pinyin(segment: Names) -> Iterable[Mismatch]:
    """A Chinese name, and the Pinyin of another one."""
    if language(segment.source.lang).names.romanisation != "pinyin":
        return
    words = [(token.text, token.start, token.end) for token in segment.target.tokens]
    for both in pinyin.swapped(segment.source.text, segment.target.text, words):
        yield Mismatch("swap", *both, confidence.LIKELY)


@rule("Die Bank in Portugal zahlt.", "The bank in Hawaii pays.", "Portugal", "Hawaii", langs=("de", "en"))
def replaced(segment: Names) -> Iterable[Mismatch]:
    """A lost name with another one in its place."""
    for one, other in segment.pairs:
        places = (one.start, one.end), (other.start, other.end)
        yield Mismatch("swap", *places, confidence.LIKELY, person=one.shape or other.shape)


@rule("The flood reached Portugal at night.", "Nachts kam die Flut.", "Portugal")
def dropped(segment: Names) -> Iterable[Mismatch]:
    """A lost name with nothing in its place."""
    for name in segment.unpaired:
        if certainty := _surely_lost(name, segment.source, segment.target):
            yield Mismatch("lost", (name.start, name.end), None, certainty, name.shape)


@rule("The flood came at night.", "Nachts kam in Portugal die Flut.", "Portugal")
def added(segment: Names) -> Iterable[Mismatch]:
    """A name of the translation in the place of nothing, which the source does not have nearby either."""
    paired = {other for _, other in segment.pairs}
    for name in segment.new:
        if name not in paired and _surely_new(name, segment.target) and not around(name, segment.known, segment.at):
            full = name.shape or is_where(name.places)
            yield Mismatch("invented", None, (name.start, name.end), confidence.EVEN, full)


@rule("Die Schweizer Bank zahlt.", "The bank from , pays.", "Schweizer", langs=("de", "en"))
def in_hole(segment: Names) -> Iterable[Mismatch]:
    """The only candidate where the translation has a hole: an acronym, a word of a place, or another with a capital."""
    source, target = segment.source, segment.target
    if language(source.lang).spaceless or not _HOLE.search(target.text) or _HOLE.search(source.text):
        return
    odd = [
        token
        for token in source.tokens
        if token.capital and not token.first and (token.text.isupper() or not language(source.lang).capital_nouns)
        if len(token.fold) > 1 and not ROMAN.fullmatch(token.text) and not is_common(token.text, source.lang)
        if not best(token.fold, source.lang, target)
    ]
    places = [(one.start, one.end) for one in lone_kin(source, target, [])] + [(one.start, one.end) for one in odd]
    if len(places) == 1:
        yield Mismatch("lost", places[0], None, confidence.SURE)


STEPS = (misspelt, half_kept, spelled_in_pinyin, replaced, dropped, added)
"""In the order of the findings."""
LAST = (in_hole,)
"""Only where no step found anything."""


# --- how sure it is ---------------------------------------------------------------------------------------------------


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


def _pairs(
    lost: Sequence[Name], new: Sequence[Name], source: Side, target: Side, doubtful: Collection[Name] = ()
) -> list[tuple[Name, Name]]:
    """Each lost name with the new one that stands nearest to its place, the nearest first.

    Args:
        lost: The lost names.
        new: The new names.
        source: The source side.
        target: The target side.
        doubtful: New names that stand only for what is a name by itself.
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
        if new[to] not in doubtful or _is_sure(lost[at], source.lang):
            pairs[at] = to
    return [(lost[at], new[to]) for at, to in sorted(pairs.items())]


def _is_sure(name: Name, lang: str) -> bool:
    return bool(name.places) or any(is_name(token, lang) for token in name.tokens)


def _may_pair(one: Name, other: Name, source: Side, target: Side) -> bool:
    """Whether one may stand for the other: translators add *US* to people and sums of money, and leave it out."""
    added = (target.text[other.start : other.end], one), (source.text[one.start : one.end], other)
    return all(text not in ADDED or is_where(partner.places) for text, partner in added)


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


def _misspelt(token: Token, other: Token, lang: str) -> bool:
    one, two = token.text.casefold(), other.text.casefold()
    if one in two or one.startswith(two) or abs(len(one) - len(two)) > 2 or len(one) > 40:
        return False
    if edits(one, two) > 1 + (len(one) > 7):
        return False
    return shared_start(one, two) < len(one) - (
        2 if language(lang).names.endings == "cases" else int(len(one) != len(two))
    )
