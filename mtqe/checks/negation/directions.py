"""Words of direction and their opposites, by language.

The words of a language are in the section `directions` of its file.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mtqe.checks.negation import negation_words
from mtqe.checks.shared import lemmas
from mtqe.checks.shared.listed_words import CLAUSE, Place, Places, Token, WordList
from mtqe.language.lang import language, tags_with
from mtqe.language.late_patterns import late
from mtqe.language.words import Word, words
from mtqe.model import Side

SUPPLETIVE = 5
"""Letters: of the longest word that means something else than its dictionary form where the list has both: *least*."""
SHORT = 4
"""Letters: of the shortest beginning of a listed word, which must also begin a word of the text; a longer beginning may
stand inside a word. Measured with bench/articles.py."""
ACTIONS = frozenset(
    [
        *("rise", "raise", "accept", "support", "allow", "open", "win", "gain", "join", "enter", "confirm", "admit"),
        *("arrest", "uphold", "praise", "hire", "lead", "survive", "upgrade", "abolish", "resume", "impose", "score"),
        *("injured", "land", "postpone", "retreat", "ease", "grant", "prevent", "east", "north", "side"),
    ]
)
"""Pairs of which both words may have a second meaning, since these words are the usual ones of the news."""
FIRM = ACTIONS | frozenset(
    [
        *("better", "strong", "safe", "profit", "success", "guilty", "accuse", "expand", "legal", "ally", "attack"),
        *("build", "create", "encourage", "punish", "comply", "exceed", "above", "upper", "upstream"),
        *("promote", "recover", "extend", "tighten", "accelerate", "arrive", "stay", "rescue", "lend", "fast"),
        *("repair", "cancel", "flee", "warn", "seize", "occupy"),
        *(
            "protect",
            "violent",
            "intact",
            "conscious",
            "armed",
            "upward",
            "warming",
            "agree",
            "stable",
            "before",
        ),
    ]
)
"""Pairs of which one of the two words may have a second meaning. The words of other pairs are said of too much."""
DEGREE = "more"
"""The pair of the words of degree."""
PLACES = frozenset(["east", "north"])
"""Pairs of which a text often names both ends: *east toward the West Coast*."""
LONGEST_TIME = 3
"""Words: of the longest time before which no translator exchanges *before* and *after*."""
TIMES = frozenset(["before"])
"""Pairs of which the word of the source must be clear: *since* and *by* are said of any time."""
_SUSPENDED = late(r"(?<![\w-])(?P<first>\w{2,20})-,? (?:\w{1,6}\.? )?(?P<later>\w{4,30})")
Pole = tuple[str, int]
"""A pair of opposites by name, and which end of it: 0 or 1."""


class Mention(NamedTuple):
    """A word in a text that names an end of a pair.

    Args:
        places: Its place; for a phrase or a German verb in two parts, the places of all parts.
        clear: Whether it has no second meaning. Another one may express the end.
        loose: Whether it says too little to be the opposite of a word: it may be part of a longer word or of a phrase,
            or it may name both ends. It only prevents findings.
    """

    places: Places
    clear: bool
    loose: bool = False


Mentions = Mapping[Pole, list[Mention]]


@dataclass(frozen=True)
class Lexicon:
    """The opposites of one language.

    Args:
        lang: Primary language tag.
        listed: The words of all ends.
        clear: By end, its words that have no second meaning, as they are written.
        beginnings: By end, the beginnings of its words, by which a part of a longer word may express it.
        whole: Words that the list has as they are, alone or in a phrase: *not* of *not_guilty*.
        negative: Beginnings of words that are negations already: *bilinmeyen*.
    """

    lang: str
    listed: WordList[tuple[Pole, bool]]
    clear: Mapping[Pole, tuple[str, ...]]
    beginnings: Mapping[Pole, tuple[str, ...]]
    whole: frozenset[str]
    negative: tuple[str, ...]

    def find(self, text: str) -> Mentions:
        """The words of a text that name an end of a pair, by end.

        A word inside a phrase of the list means something else on the axes that the phrase does not name. A word that
        may name both ends is clear of neither.
        """
        found = self.listed.find(text, self._tokens(text))
        in_phrase = {place for one in found if one.phrase for place in one.places}
        mentions: dict[Pole, dict[Places, bool]] = defaultdict(dict)
        loose: set[Places] = set()
        for one in found:
            weak = one.loose or (not one.phrase and not in_phrase.isdisjoint(one.places))
            loose.update([one.places] if weak else [])
            is_short = one.places[0][1] - one.places[0][0] <= SUPPLETIVE
            as_written = self.listed.as_written(text, one) if is_short and not one.phrase else ()
            for pole, clear in one.values:
                # *least* is no *less* where the list has both.
                is_clear = clear and not weak and ((pole, False) not in as_written or (pole, True) in as_written)
                mentions[pole][one.places] = mentions[pole].get(one.places, False) or is_clear
        for place, poles in self._suspended(text):
            for pole in poles:
                mentions[pole].setdefault((place,), True)
        return {
            (name, end): [
                Mention(place, clear and not both, both or place in loose)
                for place, clear in places.items()
                for both in [place in mentions.get((name, 1 - end), ())]
            ]
            for (name, end), places in mentions.items()
        }

    def _suspended(self, text: str) -> Iterator[tuple[Place, set[Pole]]]:
        """Words that share the end of a later one: *Vor-* in *Vor- und Nachteile* is *Vorteile*."""
        for match in _SUSPENDED.finditer(text):
            for cut in range(1, len(match["later"]) - 1):
                word = match["first"] + match["later"][cut:]
                poles = {
                    pole for one in self.listed.find(word, self._tokens(word)) for pole, clear in one.values if clear
                }
                if poles:
                    yield match.span("first"), poles
                    break

    def has_negated(self, word: str) -> bool:
        """Whether the list has a word with its negation; *kabul etmedi* says the opposite of *kabul_et* in the list."""
        folded = word.casefold()
        return folded in self.whole or folded.startswith(self.negative)

    def hints(self, pole: Pole, text: str) -> Iterator[Mention]:
        """Words of a text with a part that may name an end of a pair."""
        if language(self.lang).spaceless:
            return
        beginnings = self.beginnings.get(pole, ())
        for word in words(text, hyphens=False):
            folded = lemmas.fold(word.text)
            if any(
                beginning in folded if len(beginning) > SHORT else folded.startswith(beginning)
                for beginning in beginnings
            ):
                yield Mention(((word.start, word.end),), clear=False)

    def _tokens(self, text: str) -> list[Token]:
        facts = language(self.lang)
        if facts.spaceless:
            return []
        read = words(text, hyphens=False)
        separable = self._separable_verbs(text, read) if facts.verbs.clause_enders else {}
        tails = {tail.start for tail, _ in separable.values()}
        tokens = []
        for number, word in enumerate(read):
            token = self.listed.token(word)
            if number in separable:
                tail, verbs = separable[number]
                token = Token(((word.start, word.end), (tail.start, tail.end)), verbs)
            elif word.start in tails:
                token = Token(token.places, ())
            tokens.append(token)
        return tokens

    def _separable_verbs(self, text: str, tokens: tuple[Word, ...]) -> dict[int, tuple[Word, tuple[str, ...]]]:
        """German verbs whose prefix ends the clause, by the place of the verb: *nahm ... zu* is *zunehmen*."""
        keys = lemmas.lexicon(self.lang).keys
        verbs = language(self.lang).verbs
        separable: dict[int, tuple[Word, tuple[str, ...]]] = {}
        for number, tail in enumerate(tokens):
            if tail.text not in verbs.prefixes or not _ends_clause(text, tokens, number, verbs.clause_enders):
                continue
            for place in range(number - 1, -1, -1):
                if CLAUSE.search(text, tokens[place].end, tokens[place + 1].start):
                    break
                infinitives = tuple(
                    tail.text + key for key in keys(tokens[place].text) if tail.text + key in self.listed
                )
                if infinitives and tokens[place].text[:1].islower():
                    separable[place] = tail, infinitives
                    break
        return separable


def _ends_clause(text: str, tokens: tuple[Word, ...], number: int, enders: Collection[str]) -> bool:
    """Whether a clause ends after a word: at the end of the text, before a mark, or before one of the `enders`."""
    if number + 1 == len(tokens):
        return True
    after = tokens[number + 1]
    return after.key in enders or CLAUSE.search(text, tokens[number].end, after.start) is not None


def known() -> frozenset[str]:
    """Primary tags of the languages that have lists of opposites."""
    return tags_with("directions")


@functools.cache
def load(lang: str) -> Lexicon:
    """The opposites of a language that is in `known`."""
    entries: list[tuple[str, tuple[Pole, bool]]] = []
    clear: dict[Pole, tuple[str, ...]] = {}
    beginnings: dict[Pole, tuple[str, ...]] = {}
    for name, cells in language(lang).directions.items():
        for number, cell in enumerate(cells):
            entries += [(word, ((name, number % 2), number < 2)) for word in cell]
        for end in (0, 1):
            clear[name, end] = cells[end]
            forms = [lemmas.fold(word) for word in (*cells[end], *cells[end + 2])]
            beginnings[name, end] = tuple(
                form[: max(SHORT, len(form) - 2)] for form in forms if len(form) >= SHORT and not set("*_") & set(form)
            )
    parts = {part.casefold() for word, _ in entries for part in word.split("_")}
    whole = frozenset(part for part in parts if "*" not in part)
    stems = [part[:-1] for part in parts - whole if part.endswith("*") and not part.startswith("*")]
    negates = lang in negation_words.known()
    negative = tuple(stem for stem in stems if negates and negation_words.negations(stem, lang).clear)
    return Lexicon(lang, WordList(lang, entries), clear, beginnings, whole, negative)


class Reversal(NamedTuple):
    """A word of the source, and a word of the translation that may be its opposite.

    Args:
        axis: The pair of opposites, by name.
        source: The place of the word of the source.
        target: The place of the word of the translation.
        rivals_source: Other words of the source that may be the counterpart of the word of the translation.
        rivals_target: Other words of the translation that may be the counterpart of the word of the source.
        doubtful: How many of the two words may mean something else, 0 to 2.
        rendered: In the source and in the translation, the places of words that clearly name the same end of a pair.
        excuses: Words before one of the two that may negate it, unless they have counterparts of their own: with the
            side that has them.
    """

    axis: str
    source: Places
    target: Places
    rivals_source: tuple[Places, ...]
    rivals_target: tuple[Places, ...]
    doubtful: int = 0
    rendered: tuple[frozenset[Place], frozenset[Place]] = (frozenset(), frozenset())
    excuses: tuple[tuple[Side, Place], ...] = ()


class Counterparts(NamedTuple):
    """Two words that are the counterparts of each other.

    Args:
        reversal: The two words.
        margin: By how much they are nearer to each other than to other words.
        in_place: Whether a word beside the one has its counterpart near the other, so that both clauses say the same.
        parallel: Whether words before and after the one have their counterparts before and after the other, or all of
            them before it, in the same order. Then nobody and nothing has exchanged roles.
        crossed: Whether a word before the one has its counterpart after the other, and a word after it before the
            other.
        before_same: Whether a word of the short time after the one has its counterpart beside the other, with no more
            than particles between: *before midnight*, *vor der Mitternacht*.
    """

    reversal: Reversal
    margin: float
    in_place: bool
    parallel: bool
    crossed: bool
    before_same: bool


def reversals(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Reversal]:
    """Words of the source with a word of the translation that means the opposite, and the rivals of both."""
    source_lexicon, target_lexicon = load(source_lang), load(target_lang)
    source_mentions = source_lexicon.find(source)
    if not source_mentions:
        return
    target_mentions = target_lexicon.find(target)
    named = _named(source_mentions, target_mentions)
    for (name, end), mentions in source_mentions.items():
        pole, opposite = (name, end), (name, 1 - end)
        pairs = [
            (here, there)
            for here in mentions
            for there in target_mentions.get(opposite, ())
            if named.may_be_reversed(name, here, there)
        ]
        kept = sum(mention.clear for mention in target_mentions.get(pole, ()))
        if not pairs or kept >= sum(mention.clear for mention in mentions) > 0:  # *Show/Hide* has both on both sides
            continue
        if name in PLACES and len(target_mentions[opposite]) <= len(source_mentions.get(opposite, ())):
            continue
        ours = [*source_mentions.get(opposite, ()), *source_lexicon.hints(opposite, source)]
        theirs = [*target_mentions.get(pole, ()), *target_lexicon.hints(pole, target)]
        for here, there in pairs:
            rivals_source = [*ours, *_alike(there.places, target_mentions, source_mentions)]
            rivals_target = [*theirs, *_alike(here.places, source_mentions, target_mentions)]
            yield Reversal(
                name,
                here.places,
                there.places,
                _others(rivals_source, here.places),
                _others(rivals_target, there.places),
                2 - here.clear - there.clear,
                named.rendered,
            )


class _Named(NamedTuple):
    """What words of two texts name, on any pair.

    Args:
        source: The words of the source that clearly name an end.
        target: The same of the translation.
        agreeing: Words of both that name the same end.
        degrees: Words of both that may say *more* or *less*; beside an adjective they mean nothing else: *plus faible*.
        rendered: The places of words that clearly name the same end, in the source and in the translation.
    """

    source: Collection[Places]
    target: Collection[Places]
    agreeing: Collection[tuple[Places, Places]]
    degrees: tuple[Collection[Places], Collection[Places]]
    rendered: tuple[frozenset[Place], frozenset[Place]]

    def may_be_reversed(self, axis: str, here: Mention, there: Mention) -> bool:
        """Whether two words may be opposites: both are clear, or they are usual words of the pair and no other says no.

        Words that both have a second meaning must have none that the list knows.
        """
        if here.clear and there.clear:
            return True
        if here.loose or there.loose or (here.places, there.places) in self.agreeing:
            return False
        if axis != DEGREE and any(
            not mention.clear and mention.places in said
            for mention, said in zip((here, there), self.degrees, strict=True)
        ):
            return False
        if here.clear or there.clear:
            return axis in FIRM and (here.clear or axis not in TIMES)
        return axis in ACTIONS and here.places not in self.source and there.places not in self.target


def _named(source: Mentions, target: Mentions) -> _Named:
    clear = [
        {mention.places for named in side.values() for mention in named if mention.clear} for side in (source, target)
    ]
    agreeing = {
        (here.places, there.places)
        for pole, mentions in source.items()
        for here in mentions
        for there in target.get(pole, ())
    }
    source_degrees, target_degrees = (
        {mention.places for end in (0, 1) for mention in side.get((DEGREE, end), ())} for side in (source, target)
    )
    same = [
        (here, there)
        for pole, mentions in source.items()
        for here in mentions
        for there in target.get(pole, ())
        if here.clear and there.clear
    ]
    rendered = tuple(frozenset(place for pair in same for place in pair[side].places) for side in (0, 1))
    return _Named(clear[0], clear[1], agreeing, (source_degrees, target_degrees), (rendered[0], rendered[1]))


def _alike(places: Places, mentions: Mentions, other_mentions: Mentions) -> Iterator[Mention]:
    """The words of the other side that clearly name any of the ends that a word names: *acquitted* is *innocent*."""
    for pole, named in mentions.items():
        if any(mention.places == places for mention in named):
            yield from (mention for mention in other_mentions.get(pole, ()) if mention.clear)


def _others(mentions: Collection[Mention], left_out: Places) -> tuple[Places, ...]:
    """The places of mentions, without those of a word."""
    return tuple(dict.fromkeys(one.places for one in mentions if not set(one.places) & set(left_out)))
