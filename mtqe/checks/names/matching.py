"""Finds the names of each side without a counterpart on the opposite side, and pairs them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from mtqe.checks.names import pinyin, pinyin_sound
from mtqe.checks.names.atlas import atlas, has_place, pronouns, share_place
from mtqe.checks.names.counterparts import (
    Evidence,
    best_likeness,
    is_missing,
    is_named,
    is_named_nearby,
    unmatched_place_words,
)
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
from mtqe.checks.names.spelling_similarity import is_misspelt, sounds_different
from mtqe.checks.shared import confidence, dangling
from mtqe.checks.shared.lemmas import lexicon
from mtqe.checks.shared.rules import rule
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

ADDED = frozenset({"US", "USA", "EU", "UK"})
"""Acronyms that translators add to people and sums of money, or leave out."""
MOST_PAIRED = 50
"""Names: of each side of a segment that are compared."""
_HOLE = late(
    r"\b(?:in|of|from|to|by|for|with|at|on|the|against|between|and)\s+[.,;:](?:\s|$)|\b(?:the|between)[.,;:](?:\s|$)"
    r"|\b(?:of|from|the|between|and)\s*\"\s*[.,]?$|\"\"|“”|,\s*,(?!\w[^,]*(?:``|''|[“”]))|\s['’]s\s"
    r"|\b(?:of|by|from|with|between|in|at|for)\s(?:and|or)\s"
    r"|\b(?:of|from|by|with)\s(?:have|has|had|is|was|were|are|of|by|in)\b|\bto\s(?:in|of)\s(?:an?|the)\b"
    r"|\bthe\s(?:has|have|had|is|was|were|said)\b"
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A name without its counterpart on the opposite side.

    Args:
        kind: `swap`, `person`, `spelling`, `lost` or `invented`.
        source: Offsets of the name in the source; `None` if the translation invented it.
        target: Offsets of the name in the translation; `None` if it was lost.
        confidence: Confidence, 0 to 1.
        is_full: Whether it is a full name or, if invented, a place.
        usual_spelling: Spelling of the name in the rest of the translation, if that is the evidence.
        beside: Offsets of the word of the other language beside the half of a name that was kept, if nothing in the
            text shows that it is a name. The encoder decides.
    """

    kind: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    confidence: float
    is_full: bool = False
    usual_spelling: str = ""
    beside: tuple[int, int] | None = None

    def judged(self, is_unanswered: bool) -> Mismatch | None:
        """Return the mismatch of a lost name with the judgement of the encoder.

        The result is `None` if a doubtful name may have become another word. A full name or a place has a higher
        confidence if no word answers it.
        """
        if self.confidence <= confidence.DOUBTFUL:
            return self if is_unanswered else None
        return replace(self, confidence=confidence.CONFIRMED) if is_unanswered else self


Pair = tuple[Name, Name]
"""A name of the source and the name in its place."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a segment.

    Args:
        source: The source side.
        target: The target side.
        document: Statistics of the whole document, including this segment.
        at: Index of the segment in the document.
        source_names: Names of the source.
        target_names: Names of the translation.
        lost: Names of the source without a counterpart.
        new: Names of the translation without a counterpart.
        pairs: Lost names, each with the new name in its place.
    """

    source: Side
    target: Side
    document: Evidence
    at: int
    source_names: Sequence[Name]
    target_names: Sequence[Name]
    lost: Sequence[Name]
    new: Sequence[Name]
    pairs: Sequence[Pair] = ()

    @property
    def unpaired(self) -> list[Name]:
        """The lost names without a new name in their place."""
        paired = {source_name for source_name, _ in self.pairs}
        return [name for name in self.lost if name not in paired]


def compare(source: Side, target: Side, document: Evidence, at: int) -> list[Mismatch]:
    """Return the mismatches of the names of a segment."""
    if source.in_capitals or target.in_capitals:
        return []
    document_names = frozenset(word for word in source.folds if document.preserved[word] > 1)
    titled_words = titled(source), titled(target)
    source_names = names(
        source, document_names | target.capitalised | (titled_words[0] if titled_words[1] else frozenset())
    )
    target_names = names(target, source.capitalised | (titled_words[1] if titled_words[0] else frozenset()))
    lost = [name for name in source_names if is_missing(name, source.lang, target)]
    new = [name for name in target_names if is_missing(name, target.lang, source)]
    segment = Names(source, target, document, at, source_names, target_names, lost, new)
    for pairing in PAIRINGS:
        segment = replace(segment, pairs=[*segment.pairs, *pairing(segment)])
    return [item for step in STEPS for item in step(segment)] or [item for step in LAST for item in step(segment)]


# --- which name is in the place of a lost one -------------------------------------------------------------------------


@rule("Sales in Hawaii fell.", "Der Umsatz in Alaska sank.", "Hawaii", "Alaska")
def nearest(segment: Names) -> list[Pair]:
    """A lost name is paired with the new name nearest to its place."""
    source, target, document, lost, new = segment.source, segment.target, segment.document, segment.lost, segment.new
    # A new name that the source has elsewhere may replace a pronoun. The lost word then only looks like a name.
    doubtful = {name for name in new if is_named(name, document.places, document.source)}
    sure = [name for name in new if name not in doubtful or _is_surely_new(name, target)]
    candidates = (
        [*lost, *unmatched_place_words(source, target, lost)],
        [*sure, *unmatched_place_words(target, source, new)],
    )
    return _pairs(*candidates, source, target, doubtful)


@rule("贝多芬昨天到了。", "Kaczmarek arrived yesterday.", "贝多芬", "Kaczmarek", langs=("zh", "en"))
def unheard_person(segment: Names) -> list[Pair]:
    """A person of a Chinese text is paired with a name that is not heard in it."""
    if language(segment.source.lang).names.romanisation != "pinyin":
        return []
    persons = [name for name in segment.unpaired if not has_place(name.places)]
    return _pairs(
        persons, pinyin_sound.unheard_people(segment.target_names, segment.source), segment.source, segment.target
    )


@rule("泰国和越南的总理来了。", "The premiers of Thailand and Peru came.", "越南", "Peru", langs=("zh", "en"))
def foreign_nation(segment: Names) -> list[Pair]:
    """A country or continent of a Chinese text is paired with one that the text does not name."""
    source, target = segment.source, segment.target
    if language(source.lang).names.romanisation != "pinyin":
        return []
    lost = pinyin_sound.nations(segment.unpaired)
    return _pairs(lost, pinyin_sound.unnamed_nations(segment.target_names, source, target.lang), source, target)


PAIRINGS = (nearest, unheard_person, foreign_nation)
"""The rules that pair names, in order. Each gets the names that the rules before it left without a partner."""


# --- what is wrong with the names -------------------------------------------------------------------------------------


@rule("Later Whitlock left.\nThen Whitlock came.", "Später ging Whitlock.\nDann kam Whitlcok.", "Whitlock", "Whitlcok")
def misspelt(segment: Names) -> Iterable[Mismatch]:
    """Another segment copies a name from the source, but this one spells it differently."""
    source, target, document = segment.source, segment.target, segment.document
    for token in (token for name in segment.source_names for token in name.tokens):
        if len(token.text) < 5 or not document.copied[token.text]:
            continue
        if share_place(atlas(source.lang).hinted(token.fold), target.places) or token.text in target.text:
            continue
        for candidate in target.tokens:
            if not candidate.capital or (document.source[candidate.fold] and candidate.fold != token.fold):
                continue
            if is_misspelt(token.text, candidate.text, target.lang) and not lexicon(target.lang).known(candidate.text):
                yield Mismatch("spelling", (token.start, token.end), (candidate.start, candidate.end), confidence.SURE)
                break


@rule("The book by Kenan Oruç is out.", "Das Buch von Kenan Ürgüp ist da.", "Oruç", "Ürgüp")
def half_kept(segment: Names) -> Iterable[Mismatch]:
    """One word of a full name was kept and the other one changed: Kenan Oruç and Kenan Ürgüp."""
    for source_name in segment.source_names[:MOST_PAIRED]:
        for target_name in segment.target_names[:MOST_PAIRED]:
            if len(source_name.tokens) != 2 or len(target_name.tokens) != 2 or source_name.places or target_name.places:
                continue
            for changed, unchanged in ((1, 0), (0, 1)):
                if source_name.tokens[unchanged].fold == target_name.tokens[unchanged].fold:
                    yield from _changed_word(source_name.tokens[changed], target_name.tokens[changed], segment)


@rule("李娜说桥很安全。", "Zhang Wei said the bridge was safe.", "李娜", "Zhang Wei", langs=("zh", "en"))
def spelled_in_pinyin(segment: Names) -> Iterable[Mismatch]:
    """The translation has the pinyin of another Chinese name."""
    if language(segment.source.lang).names.romanisation != "pinyin":
        return
    words = [(token.text, token.start, token.end) for token in segment.target.tokens]
    for places in pinyin.swapped(segment.source.text, segment.target.text, words):
        yield Mismatch("swap", *places, confidence.LIKELY)


@rule("Die Bank in Portugal zahlt.", "The bank in Hawaii pays.", "Portugal", "Hawaii", langs=("de", "en"))
def replaced(segment: Names) -> Iterable[Mismatch]:
    """A lost name has a new name in its place."""
    for source_name, target_name in segment.pairs:
        places = (source_name.start, source_name.end), (target_name.start, target_name.end)
        yield Mismatch("swap", *places, confidence.LIKELY, is_full=source_name.is_full or target_name.is_full)


@rule("The flood reached Portugal at night.", "Nachts kam die Flut.", "Portugal")
def dropped(segment: Names) -> Iterable[Mismatch]:
    """A lost name has nothing in its place."""
    for name in segment.unpaired:
        if certainty := _lost_confidence(name, segment.source, segment.target):
            yield Mismatch("lost", (name.start, name.end), None, certainty, name.is_full)


@rule("The flood came at night.", "Nachts kam in Portugal die Flut.", "Portugal")
def added(segment: Names) -> Iterable[Mismatch]:
    """A new name is in the place of nothing, and the source does not have it nearby."""
    paired = {target_name for _, target_name in segment.pairs}
    for name in segment.new:
        if (
            name not in paired
            and _is_surely_new(name, segment.target)
            and not is_named_nearby(name, segment.document, segment.at)
        ):
            is_full = name.is_full or has_place(name.places)
            yield Mismatch("invented", None, (name.start, name.end), confidence.EVEN, is_full)


@rule("Die Schweizer Bank zahlt.", "The bank from , pays.", "Schweizer", langs=("de", "en"))
def in_hole(segment: Names) -> Iterable[Mismatch]:
    """The translation has a hole, and a single acronym, place word or other word with a capital fits into it."""
    source, target = segment.source, segment.target
    if language(source.lang).spaceless or not _HOLE.search(target.text) or _HOLE.search(source.text):
        return
    capitalised = [
        token
        for token in source.tokens
        if token.capital and not token.first and (token.text.isupper() or not language(source.lang).capital_nouns)
        if len(token.fold) > 1 and not ROMAN.fullmatch(token.text) and not is_common(token.text, source.lang)
        if not best_likeness(token.fold, source.lang, target)
    ]
    words: list[Name | Token] = [*unmatched_place_words(source, target, []), *capitalised]
    if len(words) == 1:
        yield Mismatch("lost", (words[0].start, words[0].end), None, confidence.SURE)


def has_hole(text: str) -> bool:
    """Whether a word is missing before a mark."""
    return _HOLE.search(text) is not None


STEPS = (misspelt, half_kept, spelled_in_pinyin, replaced, dropped, added)
"""The rules that find mismatches, in the order of the findings."""
LAST = (in_hole,)
"""Rules for segments in which the others found nothing."""


# --- how certain it is ------------------------------------------------------------------------------------------------


def _lost_confidence(name: Name, source: Side, target: Side) -> float:
    """The confidence that a name without a counterpart was lost; 0 if the translation need not have it."""
    if language(source.lang).spaceless or not any(is_name(token, source.lang) for token in name.tokens):
        return 0
    if (_HOLE.search(target.text) or dangling.is_found(target.text, target.lang)) and not _HOLE.search(source.text):
        return confidence.SURE
    if name.places and _is_country_of_city(name, source):
        return 0
    if name.is_full or has_place(name.places):
        return confidence.PROBABLE
    # It may have become a pronoun. The encoder decides.
    return confidence.DOUBTFUL if _count_pronouns(target) <= _count_pronouns(source) else 0


def _count_pronouns(side: Side) -> int:
    words, beginnings = pronouns(side.lang)
    return sum(word in words or word.startswith(beginnings) for word in (token.text.lower() for token in side.tokens))


def _is_country_of_city(name: Name, source: Side) -> bool:
    """Whether a name is the country after a city, which may be left out: *in Paris, France*."""
    at = source.tokens.index(name.tokens[0])
    before = source.tokens[at - 1] if at else None
    if before is None or not before.capital or source.text[before.end : name.start] != ", ":
        return False
    named = atlas(source.lang).named(before.fold)
    return not named or share_place(named, name.places)


def _is_surely_new(name: Name, target: Side) -> bool:
    """Whether a new name is certainly a name. German writes other words with a capital too."""
    if language(target.lang).spaceless:
        return False
    if name.is_full or has_place(name.places):
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
    """Pair lost names with the new names nearest to their places, the nearest first."""
    costs = sorted(
        (abs(lost_name.start / len(source.text) - new_name.start / len(target.text)), at, to)
        for at, lost_name in enumerate(lost[:MOST_PAIRED])
        for to, new_name in enumerate(new[:MOST_PAIRED])
    )
    pairs: dict[int, int] = {}
    for _, at, to in costs:
        if at in pairs or to in pairs.values() or not _may_pair(lost[at], new[to], source, target):
            continue
        if new[to] not in doubtful or _is_surely_name(lost[at], source.lang):
            pairs[at] = to
    return [(lost[at], new[to]) for at, to in sorted(pairs.items())]


def _is_surely_name(name: Name, lang: str) -> bool:
    return bool(name.places) or any(is_name(token, lang) for token in name.tokens)


def _may_pair(source_name: Name, target_name: Name, source: Side, target: Side) -> bool:
    """Whether a name may replace another. Translators add *US* to people and sums of money, and leave it out."""
    added = (
        (target.text[target_name.start : target_name.end], source_name),
        (source.text[source_name.start : source_name.end], target_name),
    )
    return all(text not in ADDED or has_place(partner.places) for text, partner in added)


def _changed_word(source_word: Token, target_word: Token, segment: Names) -> Iterable[Mismatch]:
    """The mismatch of a word that changed, while the other word of the full name was kept."""
    source, target = segment.source, segment.target
    if not (is_name(source_word, source.lang) and is_name(target_word, target.lang)):
        return
    if segment.document.source[target_word.fold]:
        return
    places = (source_word.start, source_word.end), (target_word.start, target_word.end)
    if not (
        best_likeness(source_word.fold, source.lang, target) or best_likeness(target_word.fold, target.lang, source)
    ):
        yield Mismatch("swap", *places, confidence.SURE, is_full=True)
    elif (
        source_word.text.isascii()
        and is_misspelt(source_word.text, target_word.text, target.lang)
        and sounds_different(source_word.fold, target_word.fold)
    ):
        yield Mismatch("spelling", *places, confidence.PROBABLE)
