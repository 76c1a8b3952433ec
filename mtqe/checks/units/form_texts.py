"""Compares the texts of the forms of one plural: changed places, a form in the source language, and one cut short."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from mtqe.checks.shared import lemmas
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity

ALIKE = 45
"""Per cent: of common letters, from which on two forms may be forms of one word."""
FORM_OF_WORD = 60
"""Per cent: of common letters, from which on two words are forms of one word."""
SHORTEST = 4
"""Letters: of a word that is compared. Shorter ones are articles and prepositions."""
TEXTS, OUTVOTED = 3, 4
"""Texts: of the document that have the words of two forms the other way round, and how many times as many they must be
as those that have them so. The second holds for plurals and the ends of their words, too."""
WITNESSES = 2
"""Plurals: of the document that have two words in their places, so that another one has them the wrong way round."""
ENDINGS = 3
"""Plurals: of the document whose words change their ends the other way round, at least; see `OUTVOTED`."""
STEM = 3
"""Letters: that two forms of a word have in common before their ends."""
_ONE, _OTHER = "one", "other"
_FEWER = frozenset({"two", "few"})
"""Forms of languages with several plurals, in which the form other may have any of them."""
_FREE = frozenset({"zero", "=0", "=1"})
"""Forms whose texts may be other sentences: *no ships*."""
_NO_TEXT = late(r"\{[^{}]*\}|%\d*\$?[a-z@]+|[\W\d_]")

Form = tuple[Segment, str]
Pairs = Counter[tuple[str, str]]


class Vocabulary:
    """Which texts of a document have a word, in their source or in their translation.

    Args:
        segments: The texts.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._sources: dict[str, set[int]] = defaultdict(set)
        self._targets: dict[str, set[int]] = defaultdict(set)
        self._units: dict[str | None, set[int]] = defaultdict(set)
        for number, segment in enumerate(segments):
            if segment.target.strip() and segment.target != segment.source:
                self._units[segment.unit.id].add(number)
                for words_of, text in ((self._sources, segment.source), (self._targets, segment.target)):
                    for word in _letters(text).split():
                        words_of[word].add(number)

    def contradicts(self, one: Segment, other: Segment) -> bool:
        """Whether the texts with a word of a form have the word of the other form, and the other way round.

        *Karten* stands where the source says `card`, and *Karte* where it says `cards`, if the forms of a text have
        changed places, but in the other texts of the document it is the other way round.
        """
        votes = [self._votes(pair, one, other) for pair in _different(one.target, other.target)]
        is_so = any(for_it >= TEXTS and OUTVOTED * against <= for_it for for_it, against in votes)
        return not is_so and any(against >= TEXTS and OUTVOTED * for_it <= against for for_it, against in votes)

    def _votes(self, pair: tuple[str, str], one: Segment, other: Segment) -> tuple[int, int]:
        """How many texts have two words of the translation as two forms have them, and the other way round."""
        own = self._units[one.unit.id]
        first, second = (self._targets[word] for word in pair)
        for_it = against = 0
        for single, plural in _different(one.source, other.source):
            with_single, with_plural = self._sources[single], self._sources[plural]
            singles, plurals = with_single - with_plural - own, with_plural - with_single - own
            for_it += len(singles & first) + len(plurals & second)
            against += len(singles & second) + len(plurals & first)
        return for_it, against


class Seen(NamedTuple):
    """What the plurals of a document have in the form one and in the form other.

    Args:
        words: The pairs of words; see `pairs`.
        ends: The pairs of ends of words; see `ends`.
    """

    words: Pairs
    ends: Pairs

    def add(self, forms: Sequence[Form]) -> None:
        """Count the pairs of a plural."""
        self.words.update(pairs(forms))
        self.ends.update(ends(forms))


def hits(forms: Sequence[Form], lang: str, seen: Seen, vocabulary: Vocabulary) -> Iterator[tuple[Segment, Hit]]:
    """The faults in the texts of a plural.

    Args:
        forms: Its texts with their categories.
        lang: Primary tag of the language of the translation.
        seen: The pairs of all plurals of the document.
        vocabulary: The words of all texts of the document.
    """
    filled = [(segment, form) for segment, form in forms if segment.target.strip()]
    left = [form for form in filled if _is_left(form[0], filled)]
    for segment, form in left:
        yield segment, Hit(f"the form {form} is in the source language", words.whole_span("target", segment.target))
    ones = _ones(lang)
    for segment, form in () if language(lang).spaceless else filled:
        if form not in _FREE and (end := _lost_end(segment, [one for one, _ in filled if one is not segment], ones)):
            message = f"the form {form} lacks “{end}”, which ends the others"
            yield segment, Hit(message, words.whole_span("target", segment.target), Severity.MINOR)
    by_form = {form: segment for segment, form in filled}
    if not left and by_form.keys() >= {_ONE, _OTHER} and _is_swapped(forms, lang, seen, vocabulary):
        target = by_form[_ONE].target
        yield (
            by_form[_ONE],
            Hit("the forms one and other seem to have changed places", words.whole_span("target", target)),
        )


def _is_swapped(forms: Sequence[Form], lang: str, seen: Seen, vocabulary: Vocabulary) -> bool:
    """Whether the forms one and other of a plural have changed places."""
    by_form = {form: segment for segment, form in forms}
    one, other = by_form[_ONE], by_form[_OTHER]
    return (
        _is_unlike_others(pairs(forms), seen.words)
        or (_FEWER.isdisjoint(by_form) and _ends_unlike_others(ends(forms), seen.ends))
        or _has_lemma_in_plural(one, other, lang)
        or vocabulary.contradicts(one, other)
    )


def pairs(forms: Sequence[Form]) -> Pairs:
    """The words of the form one and those that stand in their places in the form other, if these are different."""
    by_form = {form: segment.target for segment, form in forms}
    return Counter(dict.fromkeys(_different(by_form.get(_ONE, ""), by_form.get(_OTHER, "")), 1))


def ends(forms: Sequence[Form]) -> Pairs:
    """The ends in which the words of the form one and those in their places in the form other differ."""
    found = Counter[tuple[str, str]]()
    for one, other in pairs(forms):
        stem = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
        if stem >= STEM:
            found[one[stem:], other[stem:]] = 1
    return found


def _different(one: str, other: str) -> list[tuple[str, str]]:
    """The words of a text and the other words in their places in another text; none if one text has more."""
    sides = [_letters(text).split() for text in (one, other)]
    if len(sides[0]) != len(sides[1]):
        return []
    return [pair for pair in zip(*sides, strict=True) if pair[0] != pair[1]]


def _is_unlike_others(own: Pairs, seen: Pairs) -> bool:
    """Whether the other plurals of the document have two words of a plural the other way round."""
    return any(
        seen[second, first] - own[second, first] >= WITNESSES and seen[first, second] == own[first, second]
        for first, second in own
    )


def _ends_unlike_others(own: Pairs, seen: Pairs) -> bool:
    """Whether the words of a plural change their ends as those of the other plurals do from the form other to one.

    A plural of which a word changes as in other plurals is right: *cats jump*, *a cat jumps*.
    """
    for pair in own:
        for_it, against = seen[pair] - own[pair], seen[pair[::-1]] - own[pair[::-1]]
        if for_it > against:
            return False
    return any(seen[pair[::-1]] - own[pair[::-1]] >= max(ENDINGS, OUTVOTED * (seen[pair] - own[pair])) for pair in own)


def _ones(lang: str) -> frozenset[str]:
    """The words of a language for 1."""
    numbers = language(lang).numbers
    tables = (numbers.cardinal, numbers.weak) if numbers else ()
    return frozenset(word.casefold() for table in tables for word in table.get("1", ()))


def _lost_end(segment: Segment, others: Sequence[Segment], ones: Collection[str]) -> str | None:
    """The last word of all other forms that a shorter form lacks, although all sources end with one word.

    Args:
        segment: The text of the form.
        others: The texts of the other forms.
        ones: The words for 1, which may stand at the end of the form one: *مقالة واحدة*.
    """
    sources = [_letters(one.source).split()[-1:] for one in (segment, *others)]
    if not (others and all(sources) and all(_is_like(one[0], sources[0][0]) for one in sources)):
        return None
    lengths = [len(_letters(one.source).split()) for one in (segment, *others)]
    if lengths[0] < min(lengths[1:]):  # `Delete file`, `Delete selected files`: the source lacks a word, too
        return None
    own, rest = _letters(segment.target).split(), [_letters(one.target).split() for one in others]
    if not own or len(own) >= min(map(len, rest)):
        return None
    last = rest[0][-1]
    if len(last) < SHORTEST or not all(_is_like(one[-1], last) for one in rest) or last in ones:
        return None
    return None if any(_is_like(word, last) for word in own) else last


def _is_like(word: str, other: str) -> bool:
    return fuzz.ratio(word, other) >= FORM_OF_WORD


def _is_left(segment: Segment, forms: Sequence[Form]) -> bool:
    """Whether a form is its source, although the others were translated into other words."""
    others = [other for other, _ in forms if other is not segment]
    text = _letters(segment.target)
    if not others or not text or segment.target.strip() != segment.source.strip():
        return False
    return all(fuzz.ratio(text, _letters(other.target)) < ALIKE for other in others) and not any(
        other.target.strip() == other.source.strip() for other in others
    )


def _letters(text: str) -> str:
    return _NO_TEXT.sub(" ", text).strip().casefold()


def _has_lemma_in_plural(single: Segment, plural: Segment, lang: str) -> bool:
    """Whether the form for one has a plural whose dictionary form stands in the form for more.

    Where nouns have capitals, other words do not count: the infinitive of a verb is a plural, too.
    """
    lexicon = lemmas.lexicon(lang)
    one, many = (_NO_TEXT.sub(" ", segment.target).split() for segment in (single, plural))
    if len(one) != len(many) or not lexicon.has_data:
        return False
    pairs = [
        (a, b)
        for a, b in zip(one, many, strict=True)
        if a.casefold() != b.casefold() and min(len(a), len(b)) >= SHORTEST
    ]
    if lexicon.facts.capital_nouns:
        pairs = [(a, b) for a, b in pairs if a[0].isupper() and b[0].isupper()]
    return any(_is_lemma(b, a, lexicon) for a, b in pairs) and not any(_is_lemma(a, b, lexicon) for a, b in pairs)


def _is_lemma(lemma: str, word: str, lexicon: lemmas.Lexicon) -> bool:
    """Whether a word is the dictionary form of another."""
    return lexicon.lemma(lemma) == lemma == lexicon.lemma(word)
