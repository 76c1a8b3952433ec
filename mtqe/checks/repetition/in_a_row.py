"""Words and phrases that follow themselves at once, and what excuses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.repetition.repeats import (
    GRAM,
    JOINERS,
    STOP,
    opens,
    repeats,
    wrongly_doubled,
)
from mtqe.checks.shared.rules import rule
from mtqe.contracts import Context
from mtqe.lang import language
from mtqe.model import Hit, Severity, Span
from mtqe.text.words import Word

DOUBLED = 6
"""Characters: in a row that no good Chinese or Japanese text has twice at once. By hand."""
# "From time to time to": the idiom and the word behind it look like "time to" twice.
_IDIOMS = re.compile(r"(?:time|day|year|week|month|house|door) to|(?:day|week|step|bit) by|(?:day|year|time) after")


@dataclass(frozen=True, slots=True)
class Run:
    """A word or phrase that follows itself.

    Args:
        text: The translation.
        words: The words of all copies.
        length: Words of one copy.
        copies: How often it stands there.
        source: The words of the source.
        allowed: Copies in a row that the source has of anything.
        context: That of the check.
    """

    text: str
    words: Sequence[Word]
    length: int
    copies: int
    source: Sequence[Word]
    allowed: int
    context: Context

    @property
    def characters(self) -> bool:
        """Whether each character is a word, as in Chinese and Japanese."""
        return language(self.context.target_base).spaceless

    @property
    def unit(self) -> Sequence[Word]:
        """The words of the first copy."""
        return self.words[: self.length]

    @property
    def phrase(self) -> str:
        """The first copy."""
        return self.text[self.words[0].start : self.words[self.length - 1].end]

    @property
    def stretch(self) -> str:
        """All copies."""
        return self.text[self.words[0].start : self.words[-1].end]

    @property
    def between(self) -> str:
        """What stands between the first copy and the second."""
        return self.text[self.words[self.length - 1].end : self.words[self.length].start]

    @property
    def severity(self) -> Severity | None:
        """Minor for a word or two that stand there twice: grammar can set a noun and its article twice in a row."""
        return Severity.MINOR if self.copies == 2 and self.length < 3 else None


def in_a_row(text: str, target: Sequence[Word], source: Sequence[Word], context: Context) -> Iterator[Hit]:
    """Words and phrases that follow themselves, more often than anything in the source does.

    In Chinese and Japanese, where a character is a word, it takes three copies, or two of a long phrase.
    """
    found = list(runs([word.key for word in target]))
    if not found:
        return
    allowed = list(runs([word.key for word in source]))
    for start, length, copies in found:
        words = target[start : start + copies * length]
        run = Run(text, words, length, copies, source, _allowed(allowed, length, context), context)
        if not any(excuse(run) for excuse in EXCUSES):
            span = Span("target", words[length].start, words[-1].end)
            yield Hit(f"“{run.phrase}” stands {copies} times in a row", (span,), run.severity)


def runs(keys: list[str]) -> Iterator[tuple[int, int, int]]:
    """`(start, length, copies)` of each phrase that stands twice or more in a row, left to right."""
    places: dict[str, list[int]] = {}
    done = 0
    for at, word in enumerate(keys):
        seen = places.get(word)
        if seen is None:
            places[word] = [at]
            continue
        for before in reversed(seen[-6:]):
            length = at - before
            if before < done or keys[before:at] != keys[at : at + length]:
                continue
            copies = 2
            while keys[before:at] == keys[before + copies * length : before + (copies + 1) * length]:
                copies += 1
            yield before, length, copies
            done = before + copies * length
            break
        seen.append(at)


def _allowed(source: list[tuple[int, int, int]], length: int, context: Context) -> int:
    """Copies in a row that the source has of anything that excuses a phrase of some words."""
    spaceless = language(context.source_base).spaceless
    # A doubled character is a word like any other.
    single = 4 if spaceless else 2
    # `一步一步` excuses "step by step", and no phrase that stands there twice.
    least = GRAM if spaceless and length >= GRAM else 2
    return max((copies for _, length, copies in source if length >= least or copies >= single), default=1)


@rule("The dogs bark.", "狗叫狗叫。", langs=("en", "zh"))
def short_in_characters(run: Run) -> bool:
    """A short word of Chinese or Japanese may stand twice."""
    if not run.characters or run.copies > 2:
        return False
    first, second = (run.text[part[0].start : part[-1].end] for part in (run.unit, run.words[run.length :]))
    doubled = run.length >= DOUBLED and first == second and not run.between.strip('。！？.!? \n「」『』“”"()（）')
    return not doubled


@rule("They knock knock knock.", "Sie klopfen klopfen klopfen.")
def source_repeats(run: Run) -> bool:
    """The source has a repetition with as many copies."""
    return run.copies <= run.allowed + (run.allowed > 1)


@rule("They laughed.", "他们哈哈哈哈地笑了。", langs=("en", "zh"))
def one_character(run: Run) -> bool:
    """Laughter and the like are written with one character over and over."""
    return run.characters and run.length == 1 and run.copies < 6


@rule("Es wird kalt.", "It got colder and colder and stayed so.", langs=("de", "en"))
def with_joiner(run: Run) -> bool:
    """What is joined to itself, *and more and more*, is judged by `joined`."""
    return run.copies == 2 and 1 < run.length <= GRAM and bool({run.unit[0].key, run.unit[-1].key} & JOINERS)


@rule("This is what all know.", "Das ist, was alle, was alle wissen.")
def new_clause(run: Run) -> bool:
    """One clause ends with the words that the next takes up."""
    return run.copies == 2 and run.length < GRAM and bool(re.search(r"[^\w\s'’-]|\s-\s", run.stretch))


@rule("He has the right to work, the right to strike.", "Er hat das Recht auf eine, das Recht auf eine Arbeit.")
def alike_items(run: Run) -> bool:
    """The items of a list begin alike, and the source comes back to something too."""
    if run.copies > 2 or run.length < GRAM or not re.search(r"[,;:]", run.stretch):
        return False
    sentence = opens(run.text, run.unit[0]) and STOP.search(run.between)
    return not sentence and repeats(run.source, run.copies)


@rule("Er sah es.", "He saw the big old gate. The big old gate was shut.", langs=("de", "en"))
def taken_up(run: Run) -> bool:
    """A sentence takes up the last words of the one before: *saw the old gate. The old gate was shut*."""
    if run.copies > 2:
        return False
    behind = run.text[run.words[-1].end :].lstrip()
    return not (STOP.search(run.between) is None or opens(run.text, run.words[0]) or not behind or behind[0] in ".!?…")


@rule("Er sagte, dass das Haus es ist.", "He said that that house is it.", langs=("de", "en"))
def word_that_may_double(run: Run) -> bool:
    """Grammar allows the word twice, or it is a number or a name."""
    return (
        run.length == 1 and run.copies == 2 and not wrongly_doubled(run.text, run.words[0], run.words[1], run.context)
    )


@rule("Rufen Sie uns an.", "Call 26 35 40 26 35 40 now.", langs=("de", "en"))
def short_words_only(run: Run) -> bool:
    """Nothing but short words and numbers is repeated."""
    if run.copies == 2 and run.length < 3:
        return False
    return not any(
        any(map(str.isalpha, word.text)) and (run.characters or len(word.key) > 3 or run.copies > 2)
        for word in run.unit
    )


@rule("Ab und zu hilft er.", "It helps from time to time to rest.", langs=("de", "en"))
def idiom(run: Run) -> bool:
    """An idiom has a word twice: *from time to time to time*."""
    return run.copies == 2 and _IDIOMS.fullmatch(run.phrase.lower()) is not None


EXCUSES = (
    short_in_characters,
    source_repeats,
    one_character,
    with_joiner,
    new_clause,
    alike_items,
    taken_up,
    word_that_may_double,
    short_words_only,
    idiom,
)
"""What lets a run stand; the order does not matter."""
