"""Words and phrases that are repeated in a row, and the excuses for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.repetition.repeats import (
    SENTENCE_END,
    SHORTEST_PHRASE,
    Source,
    begins_sentence,
    wrongly_doubled,
)
from mtqe.checks.shared.rules import rule
from mtqe.language.lang import any_of, anywhere, language
from mtqe.language.late_patterns import late
from mtqe.language.words import Word
from mtqe.model import Hit, Severity, Span
from mtqe.registry.contracts import Context

DOUBLED = 6
"""Characters: of the shortest phrase that no good Chinese or Japanese text has twice in a row."""
_SIGN = late(r"\S")


@dataclass(frozen=True, slots=True)
class Run:
    """A word or phrase that is repeated in a row.

    Args:
        text: The translation.
        words: The words of all copies.
        length: Words of one copy.
        copies: The number of copies.
        source: The source.
        allowed: The largest number of copies in a row that the source has of any phrase that counts here.
        context: The context of the check.
    """

    text: str
    words: Sequence[Word]
    length: int
    copies: int
    source: Source
    allowed: int
    context: Context

    @property
    def is_spaceless(self) -> bool:
        """Whether each character of the translation is read as a word, as in Chinese and Japanese."""
        return language(self.context.target_base).spaceless

    @property
    def first(self) -> Sequence[Word]:
        """The words of the first copy."""
        return self.words[: self.length]

    @property
    def phrase(self) -> str:
        """The text of the first copy."""
        return self.text[self.words[0].start : self.words[self.length - 1].end]

    @property
    def all_copies(self) -> str:
        """The text of all copies."""
        return self.text[self.words[0].start : self.words[-1].end]

    @property
    def between(self) -> str:
        """The text between the first copy and the second."""
        return self.text[self.words[self.length - 1].end : self.words[self.length].start]

    @property
    def severity(self) -> Severity | None:
        """Minor for two copies of a word or two, since grammar can double a noun and its article."""
        return Severity.MINOR if self.copies == 2 and self.length < 3 else None


def in_a_row(text: str, target: Sequence[Word], source: Source, context: Context) -> Iterator[Hit]:
    """Mark the copies of words and phrases in a row, where the source does not repeat anything as often.

    In Chinese and Japanese, where a character is read as a word, three copies count, or two of a long phrase.
    """
    target_runs = list(runs([word.key for word in target]))
    if not target_runs:
        return
    source_runs = list(runs(source.keys))
    for start, length, copies in target_runs:
        words = target[start : start + copies * length]
        run = Run(text, words, length, copies, source, _allowed(source_runs, length, context), context)
        if not any(excuse(run) for excuse in EXCUSES):
            span = Span("target", words[length].start, words[-1].end)
            yield Hit(f"“{run.phrase}” appears {copies} times in a row", (span,), run.severity)


def runs(keys: list[str]) -> Iterator[tuple[int, int, int]]:
    """`(start, length, copies)` of each phrase that occurs twice or more in a row, from left to right."""
    places: dict[str, list[int]] = {}
    end_of_last = 0
    for at, word in enumerate(keys):
        earlier = places.get(word)
        if earlier is None:
            places[word] = [at]
            continue
        for before in reversed(earlier[-6:]):
            length = at - before
            if before < end_of_last or keys[at - 1 : at] != keys[at + length - 1 : at + length]:
                continue  # slices as long as the text would take quadratic time
            if keys[before:at] != keys[at : at + length]:
                continue
            copies = 2
            while keys[before:at] == keys[before + copies * length : before + (copies + 1) * length]:
                copies += 1
            yield before, length, copies
            end_of_last = before + copies * length
            break
        earlier.append(at)


def _allowed(source_runs: list[tuple[int, int, int]], length: int, context: Context) -> int:
    """The largest number of copies in a row in the source that excuses a repeated phrase of this length, in words."""
    spaceless = language(context.source_base).spaceless
    # Chinese and Japanese double characters in ordinary words.
    least_copies = 4 if spaceless else 2
    # `一步一步` excuses "step by step", but no doubled phrase.
    shortest = SHORTEST_PHRASE if spaceless and length >= SHORTEST_PHRASE else 2
    return max((copies for _, length, copies in source_runs if length >= shortest or copies >= least_copies), default=1)


@rule("The dogs bark.", "狗叫狗叫。", langs=("en", "zh"))
def short_in_characters(run: Run) -> bool:
    """Chinese and Japanese may double a short word."""
    if not run.is_spaceless or run.copies > 2:
        return False
    first, second = (run.text[copy[0].start : copy[-1].end] for copy in (run.first, run.words[run.length :]))
    doubled = run.length >= DOUBLED and first == second and not run.between.strip('。！？.!? \n「」『』“”"()（）')
    return not doubled


@rule("They knock knock knock.", "Sie klopfen klopfen klopfen.")
def source_repeats(run: Run) -> bool:
    """The source has as many copies of a word or phrase in a row."""
    return run.copies <= run.allowed + (run.allowed > 1)


@rule("They laughed.", "他们哈哈哈哈地笑了。", langs=("en", "zh"))
def one_character(run: Run) -> bool:
    """Laughter and the like are written as one character over and over."""
    return run.is_spaceless and run.length == 1 and run.copies < 6


@rule("Es wird kalt.", "It got colder and colder and stayed so.", langs=("de", "en"))
def with_conjunction(run: Run) -> bool:
    """A phrase that a conjunction joins to itself, *and more and more*, is left to `joined`."""
    return (
        run.copies == 2
        and 1 < run.length <= SHORTEST_PHRASE
        and bool({run.first[0].key, run.first[-1].key} & anywhere("joins"))
    )


@rule("This is what all know.", "Das ist, was alle, was alle wissen.")
def new_clause(run: Run) -> bool:
    """A clause begins with the words that the clause before ends with."""
    return run.copies == 2 and run.length < SHORTEST_PHRASE and bool(re.search(r"[^\w\s'’-]|\s-\s", run.all_copies))


@rule("He has the right to work, the right to strike.", "Er hat das Recht auf eine, das Recht auf eine Arbeit.")
def alike_items(run: Run) -> bool:
    """The items of a list begin alike, and the source repeats words too."""
    if run.copies > 2 or run.length < SHORTEST_PHRASE or not re.search(r"[,;:]", run.all_copies):
        return False
    is_sentence = begins_sentence(run.text, run.first[0]) and SENTENCE_END.search(run.between)
    return not is_sentence and run.source.repeats(run.copies)


@rule("Er sah es.", "He saw the big old gate. The big old gate was shut.", langs=("de", "en"))
def new_sentence(run: Run) -> bool:
    """A sentence begins with the last words of the sentence before: *saw the old gate. The old gate was shut*."""
    if run.copies > 2:
        return False
    if not SENTENCE_END.search(run.between) or begins_sentence(run.text, run.words[0]):
        return False
    following = _SIGN.search(run.text, run.words[-1].end)
    return following is not None and following[0] not in ".!?…"


@rule("Er sagte, dass das Haus es ist.", "He said that that house is it.", langs=("de", "en"))
def doubled_rightly(run: Run) -> bool:
    """Grammar allows the doubled word, or it is a number or a name."""
    return (
        run.length == 1 and run.copies == 2 and not wrongly_doubled(run.text, run.words[0], run.words[1], run.context)
    )


@rule("Rufen Sie uns an.", "Call 26 35 40 26 35 40 now.", langs=("de", "en"))
def short_words_only(run: Run) -> bool:
    """The phrase consists of short words and numbers only."""
    if run.copies == 2 and run.length < 3:
        return False
    return not any(
        any(map(str.isalpha, word.text)) and (run.is_spaceless or len(word.key) > 3 or run.copies > 2)
        for word in run.first
    )


@rule("Ab und zu hilft er.", "It helps from time to time to rest.", langs=("de", "en"))
def idiom(run: Run) -> bool:
    """The repetition is part of an idiom: *from time to time to*."""
    return run.copies == 2 and re.fullmatch(any_of("doubled_idioms"), run.phrase.lower()) is not None


EXCUSES = (
    short_in_characters,
    source_repeats,
    one_character,
    with_conjunction,
    new_clause,
    alike_items,
    new_sentence,
    doubled_rightly,
    short_words_only,
    idiom,
)
"""What excuses a repetition in a row; the order does not matter."""
