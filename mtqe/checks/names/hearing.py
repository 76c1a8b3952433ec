"""Decides whether a name is heard in a text of another script, by its consonants.

The words of a text in Chinese characters are its runs of characters, spelled in pinyin; those of a Japanese text are
its runs of katakana. In such runs a name may stand anywhere. In other texts it must begin a word, apart from letters
that the script joins to it, and may have an ending.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from mtqe.language import consonants, words
from mtqe.language.late_patterns import late

FEWEST = 2
"""Consonants: of the shortest name whose absence says anything."""
TOLERANCE = 0.25
"""Cost: of changes for each consonant of a name that is heard."""
IN_CHARACTERS = 0.5
"""Share: of a tolerated cost that is tolerated in Chinese characters, in which any consonants are heard by chance."""
BEGINNING = 3
"""Letters: that two forms of a name share at least, if they are not the same."""
TEXTS = 1_024
"""Texts: whose words stay in memory, because the rules read a document several times."""
LONGEST_IN_CHARACTERS = 6
"""Characters: of the longest Chinese transcription of one word of a name."""
_KANA = late(r"[ァ-ヺー]+")
_JAPANESE = late(r"[ぁ-ゖァ-ヺ]")
_HAN = late(r"[\u3400-\u9fff]+")
_JOINS_BEFORE = late(r"[\u0590-\u07ff]")
_HANGUL = late(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as it is heard.

    Args:
        text: The word.
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        consonants: The classes of its consonants.
        before: Cost of a consonant of the word before a name.
        after: Cost of a consonant after it.
    """

    text: str
    start: int
    end: int
    consonants: str
    before: float = 1.0
    after: float = 0.15

    def distance(self, name: str) -> float:
        """The cost of the changes that make a name this word, or a part of it."""
        return consonants.distance(name, self.consonants, self.before, self.after)


@functools.lru_cache(maxsize=TEXTS)
def heard_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text as they are heard."""
    found = [_word(word.text, word.start) for word in words.words(words.masked(text), hyphens=False)]
    found = [word for word in found if word.consonants and not _KANA.match(word.text) and not _HAN.match(word.text)]
    for run in _KANA.finditer(text):
        if sounds := consonants.consonants(run[0]):
            found.append(Word(run[0], run.start(), run.end(), sounds, 0.0, 0.0))
    for run in _HAN.finditer(text) if not _JAPANESE.search(text) else ():
        if sounds := "".join(map(_of_character, run[0])):
            found.append(Word(run[0], run.start(), run.end(), sounds, 0.0, 0.0))
    return tuple(sorted(found, key=lambda word: word.start))


@functools.lru_cache(maxsize=TEXTS)
def by_beginning(text: str) -> Mapping[str | None, tuple[tuple[int, Word], ...]]:
    """Return the heard words of a text, each with its number, by their first letters; by `None` the runs.

    The letters are those of the word without case. A name may stand anywhere in a run of a script without spaces.
    """
    words_of: dict[str | None, list[tuple[int, Word]]] = defaultdict(list)
    for number, word in enumerate(heard_words(text)):
        words_of[None if word.after == word.before == 0 else word.text.casefold()[:BEGINNING]].append((number, word))
    return {beginning: tuple(found) for beginning, found in words_of.items()}


def loudest(name: str, text: str, only_capitals: bool = False) -> Word | None:
    """Return the word in which a name is heard best, or `None` if it is not heard. In Chinese, only its characters."""
    sounds = consonants.consonants(name)
    candidates = (word for word in heard_words(text) if not only_capitals or not word.text[:1].islower())
    best = min(candidates, key=lambda word: word.distance(sounds), default=None)
    if len(sounds) < FEWEST or best is None:
        return None
    is_han = _HAN.match(best.text) is not None
    if best.distance(sounds) > TOLERANCE * (IN_CHARACTERS if is_han else 1) * len(sounds):
        return None
    if not is_han:
        return best
    parts = (
        Word(
            best.text[at:to], best.start + at, best.start + to, "".join(map(_of_character, best.text[at:to])), 1.0, 1.0
        )
        for at in range(len(best.text))
        for to in range(at + 1, min(at + LONGEST_IN_CHARACTERS, len(best.text)) + 1)
    )
    return min(parts, key=lambda part: (part.distance(sounds), len(part.text)))


def _word(text: str, start: int) -> Word:
    sounds = consonants.consonants(text)
    if _JOINS_BEFORE.search(text):
        return Word(text, start, start + len(text), sounds, 0.25, 0.25)
    if _HANGUL.search(text):
        return Word(text, start, start + len(text), sounds, 1.0, 0.1)
    return Word(text, start, start + len(text), sounds)


@functools.lru_cache(maxsize=8192)
def _of_character(character: str) -> str:
    from pypinyin import Style, lazy_pinyin

    [syllable] = lazy_pinyin(character, Style.NORMAL)
    for initial, sound in (("zh", "j"), ("q", "ch"), ("x", "sh"), ("c", "ts" if syllable[1:2] != "h" else "c")):
        if syllable.startswith(initial):
            syllable = sound + syllable[len(initial) :]
            break
    return consonants.consonants(syllable)


@functools.lru_cache(maxsize=8192)
def cost(names: tuple[str, ...], text: str, only_capitals: bool = False) -> float:
    """Return the least cost of the words of a name, one after another in a text, for each consonant.

    Args:
        names: Words of a name.
        text: The text.
        only_capitals: Whether only words with a capital count.
    """
    spelled = [sounds for name in names if len(sounds := consonants.consonants(name)) >= FEWEST]
    if not spelled:
        return 0.0
    found = [word for word in heard_words(text) if not only_capitals or not word.text[:1].islower()]
    rows = (
        sum(found[at + n].distance(sounds) for n, sounds in enumerate(spelled))
        for at in range(len(found) - len(spelled) + 1)
    )
    return min(rows, default=9.0) / sum(map(len, spelled))
