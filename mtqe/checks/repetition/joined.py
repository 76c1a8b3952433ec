"""Words and phrases that a conjunction joins to themselves, such as *change and change*, and the excuses for them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.repetition.repeats import SHORTEST_PHRASE, Source, begins_sentence
from mtqe.checks.shared.rules import rule
from mtqe.language import words
from mtqe.language.facts import Language
from mtqe.language.lang import any_of, anywhere, language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word
from mtqe.model import Hit, Severity, Span

_WORD, _COMPOUND = late(r"\s\w"), late(r"-|\s\w{5}")


@functools.cache
def _negation() -> re.Pattern[str]:
    return re.compile(any_of("negates"), re.IGNORECASE)


@functools.cache
def _complement() -> re.Pattern[str]:
    """Matches the beginning of a noun's complement in a Romance language."""
    return re.compile(rf"\s{any_of('complements')}(?!\w)|\sd['’]")


@functools.cache
def _continuation() -> re.Pattern[str]:
    """Matches what continues the phrase after a noun: a name, a clause, a genitive.

    Group 1 is a preposition, which may belong to the verb.
    """
    return re.compile(rf",?\s(?:({any_of('prepositions')}\s)|[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Join:
    """A word or phrase, a conjunction, and the same word or phrase again.

    Args:
        text: The translation.
        words: The words of the first copy, the conjunction and the words of the second copy.
        source: The source.
        target_language: What is known of the language of the translation.
    """

    text: str
    words: Sequence[Word]
    source: Source
    target_language: Language

    @property
    def length(self) -> int:
        """Words of one copy."""
        return len(self.words) // 2

    @property
    def first(self) -> Sequence[Word]:
        """The words of the first copy."""
        return self.words[: self.length]

    @property
    def conjunction(self) -> Word:
        """The word between the copies."""
        return self.words[self.length]

    @property
    def second(self) -> Sequence[Word]:
        """The words of the second copy."""
        return self.words[self.length + 1 :]

    @property
    def is_single(self) -> bool:
        """Whether one word is repeated, not a phrase."""
        return self.length == 1

    @property
    def phrase(self) -> str:
        """The text of the first copy."""
        return self.text[self.first[0].start : self.first[-1].end]

    def is_followed_by(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text after the second copy begins with a pattern."""
        return pattern.match(self.text, self.words[-1].end) is not None

    @property
    def continuation(self) -> re.Match[str] | None:
        """What continues the phrase, in a language that puts a genitive after the noun."""
        if self.target_language.complement != "genitive":
            return None
        return _continuation().match(self.text, self.words[-1].end)

    @property
    def severity(self) -> Severity | None:
        """Minor if more words follow, which may distinguish the copies: `índice ou índice remissivo`.

        That can happen where complements and adjectives follow the noun.
        """
        has_more = self.target_language.complement == "preposition" and self.is_followed_by(_WORD)
        return Severity.MINOR if has_more or self.continuation else None


def joined(text: str, target: Sequence[Word], source: Source, lang: str) -> Iterator[Hit]:
    """Mark `and X` in `X and X`, where X is a word or short phrase; of several phrases at one place the longest."""
    keys, target_language = [word.key for word in target], language(lang)
    for at in range(1, len(keys) - 1):
        if keys[at] not in anywhere("joins"):
            continue
        for length in range(min(SHORTEST_PHRASE, at, len(keys) - at - 1), 0, -1):
            if keys[at - length : at] != keys[at + 1 : at + 1 + length]:
                continue
            join = Join(text, target[at - length : at + 1 + length], source, target_language)
            if not any(excuse(join) for excuse in EXCUSES):
                span = Span("target", join.conjunction.start, join.words[-1].end)
                message = f"“{join.phrase}” is joined to itself by “{join.conjunction.text}”"
                yield Hit(message, (span,), join.severity)
                break


@rule("He walked away.", "Er lief auf und auf.")
def short_word(join: Join) -> bool:
    """A short word may be joined to itself: *up and up*."""
    return join.is_single and len(join.first[0].key) < 5


@rule("He is a sailor.", "Er ist durch und durch Seemann.")
def doubled_in_idioms(join: Join) -> bool:
    """Idioms join the word to itself: *again and again*."""
    return join.is_single and join.first[0].key in anywhere("doubled_in_idioms")


@rule("Es wurde kälter.", "It got colder and colder.", langs=("de", "en"))
def comparative(join: Join) -> bool:
    """Comparatives are joined to themselves to show growth: *colder and colder*."""
    return join.is_single and words.is_plain(join.phrase) and join.phrase.endswith(join.target_language.comparative)


@rule("Step by step he came.", "Schritt und Schritt kam er.")
def source_alternates(join: Join) -> bool:
    """The source has a word twice with one word in between: *step by step*."""
    return join.is_single and join.source.alternates


@rule("A heading and a repeated heading.", "Überschrift und Überschrift.")
def source_returns(join: Join) -> bool:
    """The source returns to a word of four letters or more within a few words."""
    return join.is_single and join.source.returns


@rule("He walks.", "Er geht so an und so an.")
def short_words_only(join: Join) -> bool:
    """The phrase consists of short words only."""
    return not join.is_single and all(len(word.key) <= 3 for word in join.first)


@rule("The old gate met the new gate.", "Das alte Tor und das alte Tor.")
def source_repeats_word(join: Join) -> bool:
    """The source has a word of four letters or more twice, which may explain a repeated phrase."""
    return not join.is_single and join.source.repeats_word


@rule("Er tat, was er tun kann.", "He did what he could and could not do.", langs=("de", "en"))
def negated(join: Join) -> bool:
    """A negation makes one copy the opposite of the other: *could and could not*."""
    return join.is_followed_by(_negation()) or _negation().search(join.phrase) is not None


@rule("A list of system files.", "Lista nowych plików i plików systemu.", langs=("en", "pl"))
def genitive_follows(join: Join) -> bool:
    """A genitive or the like distinguishes the copies: *nowych plików i plików systemu*."""
    return join.continuation is not None and not join.continuation[1]


@rule("He likes bread.", "Er mag Butter, und Butter hat er.")
def two_clauses(join: Join) -> bool:
    """There is a mark between the copies or inside one, so the second copy may begin a clause."""
    return re.search(r"[^\w\s'’“”„\"«»-]", join.text[join.words[0].start : join.words[-1].end]) is not None


@rule(
    "Ministerpräsident und Handelsminister kamen.", "The Prime Minister and Minister of Trade came.", langs=("de", "en")
)
def in_names(join: Join) -> bool:
    """A word with a capital may be part of two names: *Prime Minister and Minister of Trade*."""
    return join.is_single and not join.target_language.capital_nouns and not words.is_plain(join.phrase)


@rule("Er prüft die Summen.", "He checks sub-totals and totals.", langs=("de", "en"))
def in_hyphenated_word(join: Join) -> bool:
    """A hyphen before one copy makes it part of a compound: *sub-totals and totals*."""
    return any(join.text[copy[0].start - 1 : copy[0].start] in {"-", "‐", "‑"} for copy in (join.first, join.second))


@rule("He knows him.", "Er kennt den Jungen und jungen Mann.")
def other_capitals(join: Join) -> bool:
    """One copy has a capital that the other lacks, and it begins no sentence: it is a name or a noun."""
    first, second = join.first[0], join.second[0]
    return first.text != second.text and not begins_sentence(join.text, first)


@rule("Sie wollen Gesundheit.", "They want health and health insurance.", langs=("de", "en"))
def begins_english_compound(join: Join) -> bool:
    """A word that follows may form a compound with the second copy: *health and health insurance*."""
    return join.target_language.grammar == "english" and join.is_followed_by(_COMPOUND)


@rule("It opens windows.", "Apre finestre e finestre di dialogo.", langs=("en", "it"))
def complement_follows(join: Join) -> bool:
    """A complement distinguishes the copies: *finestre e finestre di dialogo*."""
    return join.target_language.complement == "preposition" and join.is_followed_by(_complement())


EXCUSES = (
    short_word,
    doubled_in_idioms,
    comparative,
    source_alternates,
    source_returns,
    short_words_only,
    source_repeats_word,
    negated,
    genitive_follows,
    two_clauses,
    in_names,
    in_hyphenated_word,
    other_capitals,
    begins_english_compound,
    complement_follows,
)
"""What excuses a phrase that is joined to itself; the order does not matter."""
