"""A text of a program lacks its end, or a word that the other texts of its file have for a word of its source.

## What it does

Looks at the texts of a program that are far shorter than expected, or that are copies of their sources. For each word
of the source it reads the other texts of the file whose sources have the word, at least three. If all their
translations share some letters that the rest of the file seldom has, these letters belong to the translation of the
word: `clipboard` is *Zwischenablage* in all of them. If the short text or the copy lacks them, the word of the source
is marked.

The finding is major for a copy of at least two words, one of them in small letters or most of them lacking, and for a
text of a source of four words or more that has less than 55 % of the expected length and lacks at least half of the
words that the file says something about; where that is a single word, less than 30 %. Otherwise it is minor.

A copy is also found if the other texts of the file translate its words and keep none of them: one word of a label in
small letters, or all words of a label of three words or more. The words of a name are kept.

In a file of 30 texts or more it also weighs what speaks for a lost end in a text of 4 to 24 words:

- how much shorter it is than the other texts of the file, compared with their sources;
- whether its last word, such as a preposition, is often in other texts but seldom ends one;
- whether it ends with a comma or a colon, lacks the mark at the end of its source, or leaves a bracket open;
- how many words of its source it lacks that the other texts have.

If these together leave hardly a doubt, the finding is major, otherwise minor. It is minor, too, if the translation has
all placeholders of its source, one of them from its second half.

## Why it is bad

The user does not see what *Copy to* does. People shorten labels, so that its length alone does not prove it.

## Known problems

- A word is not looked for if fewer than three other texts of the file have it.
- A word that goes without saying is reported if all other texts of the file translate it.
- A label that says half of what its source says, on purpose, is reported.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from mtqe.checks.omission import cut_short, message_length
from mtqe.checks.shared import lengths, program_texts, spelled_out
from mtqe.language import identify, program_code, words
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

SHORT, CUT, CUT_BY_ONE = 0.65, 0.55, 0.3
"""Shares: of the expected length, below which a text is looked at, below which one that lacks half of the words is cut
off, and the same where a single word is lacking. Measured with bench/projects_planted.py."""
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
"""Words: of the longest source whose words are looked for if the file does not say how long its texts are."""
WITNESSES = 2
"""Texts: that must translate a word in small letters which shows that a copy is no name."""


class _Text(NamedTuple):
    """A text of the file.

    Args:
        segment: The text.
        words: The words of its source, by key.
        letters: The rows of letters of its translation.
        kept: The words of its translation, by key.
    """

    segment: Segment
    words: frozenset[str]
    letters: frozenset[str]
    kept: frozenset[str]


class File:
    """What the texts of a file say of each word. They are read when they are needed.

    Args:
        segments: Its texts.
        lang: Primary tag of the language of the translation.
    """

    def __init__(self, segments: Sequence[Segment], lang: str) -> None:
        self._segments = segments
        self._length = SIGNS if language(lang).spaceless else LETTERS
        frequent = language(lang).frequent
        self._frequent = {*frequent.function, *frequent.common}
        self._times: Counter[str] = Counter()
        self._count = 0

    @functools.cached_property
    def _with_word(self) -> Mapping[str, Sequence[_Text]]:
        """The texts whose sources have a word; the times of rows of letters are counted on the way."""
        with_word: dict[str, list[_Text]] = defaultdict(list)
        seen = set[tuple[str | None, str, str]]()
        for segment in self._segments:
            text = self._text(segment)
            key = (segment.unit.id if segment.unit.form else None, segment.source, segment.target)
            if key in seen or is_copy(segment):
                continue
            seen.add(key)
            self._times.update(text.letters)
            for word in text.words:
                with_word[word].append(text)
        self._count = len(seen)
        return with_word

    def _text(self, segment: Segment) -> _Text:
        rows = frozenset(_rows(segment.target, self._length, self._frequent))
        return _Text(segment, frozenset(_keys(segment.source)), rows, frozenset(_keys(segment.target)))

    def times_translated(self, word: str, own: Segment) -> int:
        """How many other texts translate a word of a source; 0 if one of them keeps it."""
        others = [other for other in self._with_word.get(_stem(word), ()) if other.segment.source != own.source]
        if any(_stem(word) in other.kept for other in others):
            return 0
        return len({other.segment.target for other in others})

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
            for other in self._with_word.get(word, ())
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


def _rows(text: str, length: int, frequent: Container[str]) -> Iterator[str]:
    """The rows of letters of a text; a word that is shorter is one. Frequent words show nothing."""
    for word in words.words(words.masked(text)):
        if word.key in frequent:
            continue
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
    """Compare short texts and copies with the other texts of the file."""
    texts = [
        one for one in segments if program_texts.is_program_text(one) and one.source.strip() and one.target.strip()
    ]
    file = File(texts, context.target_base)
    usual = cut_short.Lengths(texts, (context.target_base, context.source_base))
    for segment in texts:
        if hit := _fault(segment, file, usual, context):
            yield segment, hit


def _fault(segment: Segment, file: File, usual: cut_short.Lengths, context: Context) -> Hit | None:
    """What the other texts of its file say against a text."""
    number = len(words.words(segment.source))
    if number < 2 or program_code.is_code(segment.source):
        return None
    langs = (context.target_base, context.source_base)
    is_label, copy = number <= LONGEST, is_copy(segment)
    share = lengths.ratio(segment.target, segment.source, langs)
    may_be_cut = not copy and usual.may_be_cut(segment)
    if not may_be_cut and not (is_label and (copy or share < SHORT)):
        return None
    found = file.judged(segment, language(context.source_base).frequent.function)
    lost = [word for word, is_there in found.items() if not is_there]
    if copy:
        stays = _is_name(segment.target) or program_code.is_usage(segment.source)
        return None if stays else _copy(segment, lost, file, context)
    is_lacking = bool(lost) and is_label and share < SHORT
    is_sure = is_lacking and _is_cut(segment, share, found)
    common = language(context.source_base).frequent.common
    weighed = [word not in lost for word in found if word not in common]
    facts = usual.facts(segment, weighed.count(False), weighed.count(True)) if may_be_cut else None
    if facts and facts.weight >= cut_short.PERHAPS and not _is_cut_anyway(segment, langs):
        return _cut(segment, facts, lost, langs[::-1], is_sure=is_sure)
    return _lacking(segment, lost, None if is_sure else Severity.MINOR) if is_lacking else None


def _is_name(text: str) -> bool:
    """Whether a text is an abbreviation with its words."""
    return spelled_out.is_within(text.strip(), 0, len(text.strip()))


def _lacking(segment: Segment, lost: Sequence[str], severity: Severity | None) -> Hit:
    """The finding on a text without words that the other texts have."""
    spans, names = _marked(segment, lost)
    return Hit(f"the other texts of the file all have a translation of {names}, and this one has not", spans, severity)


def _copy(segment: Segment, lost: Sequence[str], file: File, context: Context) -> Hit | None:
    """The finding on a copy of words that the other texts of the file translate."""
    spans = words.whole_span("target", segment.target)
    is_sure = _is_translated_elsewhere(segment, file, context)
    if not lost:
        return Hit("the other texts of the file translate these words", spans) if is_sure else None
    severity = None if is_sure or _is_untranslated(segment, lost) else Severity.MINOR
    return replace(_lacking(segment, lost, severity), spans=spans)


def _cut(
    segment: Segment, facts: cut_short.Facts, lost: Sequence[str], langs: tuple[str, str], *, is_sure: bool
) -> Hit:
    """The finding on a text that seems to lack its end; `is_sure` if the lacking words alone show it."""
    spans, names = _marked(segment, lost)
    reasons = [f"has only {facts.length:.0%} of the length that is usual in this file"]
    if facts.end:
        reasons.append(f"ends with “{facts.end}”, which seldom ends another text")
    if lost:
        reasons.append(f"lacks a translation of {names}, which all other texts have")
    message = f"the translation seems to lack its end: it {', '.join(reasons)}"
    is_clear = facts.weight >= cut_short.SURE and not message_length.keeps_last_value(segment)
    is_clear = is_clear and not program_texts.has_each_word(segment, langs)
    severity = None if is_sure or is_clear else Severity.MINOR
    return Hit(message, spans or words.whole_span("source", segment.source), severity)


def _is_cut_anyway(segment: Segment, langs: tuple[str, str]) -> bool:
    """Whether `text-too-short` reports the text as a major error."""
    fault = message_length.fault(segment, langs[::-1])
    return fault is not None and fault[1] == Severity.MAJOR


def _marked(segment: Segment, lost: Sequence[str]) -> tuple[tuple[Span, ...], str]:
    """The places of some words in the source, and the words in quotation marks."""
    marked = [word for word in words.words(words.masked(segment.source)) if _stem(word.key) in lost]
    names = ", ".join(word.text for word in marked)
    return tuple(Span("source", word.start, word.end) for word in marked), f"“{names}”"


def _is_untranslated(segment: Segment, lost: Sequence[str]) -> bool:
    """Whether a copy is a label that nobody translated: it has a word in small letters, or lacks most of its words."""
    label = _label(segment)
    is_plain = any(words.is_plain(word.text) and len(word.text) > 1 for word in label)
    if all(word.text.isupper() for word in label):
        return False  # a keyword of a query language, or an abbreviation
    return len(label) > 1 and (is_plain or 2 * len(lost) > len(set(_keys(segment.source))))


def _is_translated_elsewhere(segment: Segment, file: File, context: Context) -> bool:
    """Whether the other texts of the file translate the words of a copy, and keep none of them.

    A word in small letters shows a label that is no name, if two texts translate it, or all longer words of the label.
    Where all words have capitals, there have to be two such words, and no abbreviation. A word with a capital inside a
    label may be a name, so that it has to be translated, too.
    """
    if segment.source.strip() != segment.target.strip():
        return False
    frequent = language(context.source_base).frequent
    label = _label(segment)
    content = [word for word in label if len(word.text) >= SHORTEST and not word.text.isupper()]
    content = [word for word in content if word.key not in frequent.function and word.key not in frequent.common]
    times = {word.key: file.times_translated(word.key, segment) for word in content}
    if len(label) < 2 or not times or any(not times[word.key] for word in content[1:] if not words.is_plain(word.text)):
        return False
    if any(words.is_plain(word.text) and times.get(word.key, 0) >= WITNESSES for word in label):
        return True
    if any(words.is_plain(word.text) for word in label):
        return min(times.values()) >= WITNESSES
    has_abbreviation = any(word.text.isupper() for word in label)  # as in the full name of an abbreviation
    return len(content) > 1 and len(label) > 2 and all(times.values()) and not has_abbreviation


def _label(segment: Segment) -> list[words.Word]:
    """The words of a copy that have only letters."""
    return [word for word in words.words(words.masked(segment.target)) if word.text.isalpha()]


def _is_cut(segment: Segment, share: float, found: Mapping[str, bool]) -> bool:
    """Whether a short text lacks at least half of the words that the file says something about."""
    n_lost = sum(not is_there for is_there in found.values())
    limit = CUT if n_lost > 1 else CUT_BY_ONE
    return len(words.words(segment.source)) >= cut_short.FEWEST_WORDS and share < limit and 2 * n_lost >= len(found)
