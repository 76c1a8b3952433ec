"""A label lacks the word that the other texts of its file have for a word of its source.

## What it does

Looks at the texts of a program that are far shorter than expected, or that are copies of their sources. For each word
of the source it reads the other texts of the file whose sources have the word, at least three. If all their
translations share some letters that the rest of the file seldom has, these letters belong to the translation of the
word: `clipboard` is *Zwischenablage* in all of them. If the short text or the copy lacks them, the word of the source
is marked.

The finding is major for a copy of at least two words, one of them in small letters or most of them lacking, and for a
text of a source of four words or more that has less than 55 % of the expected length and lacks at least half of the
words that the file says something about; where that is a single word, less than 30 %. Otherwise it is minor.

## Why it is bad

The user does not see what *Copy to* does. People shorten labels, so that its length alone does not prove it.

## Known problems

- A word is not looked for if fewer than three other texts of the file have it.
- A word that goes without saying is reported if all other texts of the file translate it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mtqe.checks.shared import lengths, program_texts
from mtqe.language import identify, program_code, words
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

SHORT, CUT, CUT_BY_ONE = 0.65, 0.55, 0.3
"""Shares: of the expected length, below which a text is looked at, below which one that lacks half of the words is cut
off, and the same where a single word is lacking. Measured with bench/projects_planted.py."""
FEWEST_WORDS = 4
"""Words: of a source whose translation can be cut off; shorter labels are free."""
FEWEST = 3
"""Texts: that must say how a word is translated."""
MOST = 30
"""Texts: that are read about one word, at most."""
ELSEWHERE = 0.2
"""Share: of the other texts of the file that have some letters, above which the letters belong to no word."""
SHORTEST = 4
"""Letters: of a word of the source that is looked for."""
LETTERS, SIGNS = 4, 2
"""Letters: in a row that show a word, and characters in scripts without spaces between words."""
LONGEST = 12
"""Words: of the longest source that is looked at."""


class _Text(NamedTuple):
    """A text of the file.

    Args:
        segment: The text.
        words: The words of its source, by key.
        letters: The rows of letters of its translation.
    """

    segment: Segment
    words: frozenset[str]
    letters: frozenset[str]


class File:
    """What the texts of a file say of each word.

    Args:
        segments: Its texts.
        lang: Primary tag of the language of the translation.
    """

    def __init__(self, segments: Iterable[Segment], lang: str) -> None:
        self._length = SIGNS if language(lang).spaceless else LETTERS
        self._with_word: dict[str, list[_Text]] = defaultdict(list)
        self._times: Counter[str] = Counter()
        seen = set[tuple[str | None, str, str]]()
        for segment in segments:
            text = self._text(segment)
            key = (segment.unit.id if segment.unit.form else None, segment.source, segment.target)
            if key in seen or is_copy(segment):
                continue
            seen.add(key)
            self._times.update(text.letters)
            for word in text.words:
                self._with_word[word].append(text)
        self._count = len(seen)

    def _text(self, segment: Segment) -> _Text:
        return _Text(segment, frozenset(_keys(segment.source)), frozenset(_rows(segment.target, self._length)))

    def judged(self, segment: Segment, function: Container[str]) -> Mapping[str, bool]:
        """The words of a source about whose translation the file says something, and whether a text has it.

        Args:
            segment: The text.
            function: Words of the source language that a translation need not have one by one.
        """
        found = {}
        text = self._text(segment)
        for word in text.words:
            if word in function or f"{word}s" in function:
                continue
            letters = self._letters_for(word, text)
            if letters:
                found[word] = not letters.isdisjoint(text.letters)
        return found

    def _letters_for(self, word: str, text: _Text) -> frozenset[str]:
        """The rows of letters that the other texts have for a word of the source."""
        own = text.segment
        others = [
            other
            for other in self._with_word[word]
            if other.segment.unit.id != own.unit.id and other.segment.source != own.source
        ]
        if len({other.segment.target for other in others}) < FEWEST:
            return frozenset()
        read = others[:MOST]
        common = frozenset.intersection(*(other.letters for other in read))
        rest = self._count - len(others)
        return frozenset(row for row in common if self._times[row] - len(others) <= ELSEWHERE * rest)


def is_copy(segment: Segment) -> bool:
    """Whether a translation is a copy of its source."""
    return words.copied(segment.source, segment.target) >= identify.COPIED


def _keys(text: str) -> Iterator[str]:
    for word in words.words(words.masked(text)):
        if len(word.text) >= SHORTEST and word.text.isalpha():
            yield _stem(word.key)


def _stem(key: str) -> str:
    return key.removesuffix("s")


def _rows(text: str, length: int) -> Iterator[str]:
    """The rows of letters of a text; a word that is shorter is one."""
    for word in words.words(words.masked(text)):
        key = "".join(filter(str.isalpha, word.text.casefold()))
        if key:
            yield from (key[at : at + length] for at in range(max(1, len(key) - length + 1)))


def _limits(context: Context) -> str | None:
    same = identify.same(context.source_base, context.target_base)
    return "source and translation are in the same language" if same else None


_FILE = (
    "Copy link to clipboard\nThe clipboard is empty.\nClear the clipboard\n",
    "Copier le lien dans le presse-papiers\nLe presse-papiers est vide.\nVider le presse-papiers\n",
)
_UNITS = tuple({"unit": f"text.{number}"} for number in range(4))


@check(
    "ACC126",
    "unlike-other-texts",
    "accuracy/omission",
    Severity.MAJOR,
    area="omission",
    scope="document",
    limits=_limits,
    yields_to_specific=True,
    examples=[
        Example(
            f"{_FILE[0]}Copy text to clipboard",
            f"{_FILE[1]}Copier le texte dans le presse-papiers",
            langs=("en", "fr"),
            meta=_UNITS,
        ),
        Example(f"{_FILE[0]}Copy text to clipboard", f"{_FILE[1]}Copier le", ("clipboard",), ("en", "fr"), meta=_UNITS),
        Example(
            f"{_FILE[0]}Show the clipboard",
            f"{_FILE[1]}Show the clipboard",
            ("Show the clipboard",),
            ("en", "fr"),
            meta=_UNITS,
        ),
        Example(f"{_FILE[0]}Low tide", f"{_FILE[1]}Basse mer", langs=("en", "fr"), meta=_UNITS),
        Example(
            "Der Hafen ist geschlossen.\nHafen anzeigen\nKarte vom Hafen\nEin Boot aus dem Hafen schleppen",
            "The harbour is closed.\nShow harbour\nMap of the harbour\nTow out",
            ("Hafen",),
            ("de", "en"),
            meta=_UNITS,
        ),
    ],
)
def unlike_other_texts(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Compare short texts and copies with the other texts of the file that have the same words."""
    texts = [
        one for one in segments if program_texts.is_program_text(one) and one.source.strip() and one.target.strip()
    ]
    langs = (context.target_base, context.source_base)
    file: File | None = None
    for segment in texts:
        if not 1 < len(words.words(segment.source)) <= LONGEST or program_code.is_code(segment.source):
            continue
        share = lengths.ratio(segment.target, segment.source, langs)
        copy = is_copy(segment)
        if share >= SHORT and not copy:
            continue
        file = file or File(texts, context.target_base)
        found = file.judged(segment, language(context.source_base).frequent.function)
        lost = [word for word, is_there in found.items() if not is_there]
        if not lost:
            continue
        is_sure = _is_untranslated(segment, lost) if copy else _is_cut(segment, share, found)
        marked = [word for word in words.words(words.masked(segment.source)) if _stem(word.key) in lost]
        names = ", ".join(word.text for word in marked)
        message = f"the other texts of the file all have a translation of “{names}”, and this one has not"
        spans = tuple(Span("source", word.start, word.end) for word in marked)
        spans = words.whole_span("target", segment.target) if copy else spans
        yield segment, Hit(message, spans, None if is_sure else Severity.MINOR)


def _is_untranslated(segment: Segment, lost: Sequence[str]) -> bool:
    """Whether a copy is a label that nobody translated: it has a word in small letters, or lacks most of its words."""
    label = [word for word in words.words(words.masked(segment.target)) if word.text.isalpha()]
    is_plain = any(words.is_plain(word.text) and len(word.text) > 1 for word in label)
    return len(label) > 1 and (is_plain or 2 * len(lost) > len(set(_keys(segment.source))))


def _is_cut(segment: Segment, share: float, found: Mapping[str, bool]) -> bool:
    """Whether a short text lacks at least half of the words that the file says something about."""
    n_lost = sum(not is_there for is_there in found.values())
    limit = CUT if n_lost > 1 else CUT_BY_ONE
    return len(words.words(segment.source)) >= FEWEST_WORDS and share < limit and 2 * n_lost >= len(found)
