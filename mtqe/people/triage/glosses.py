"""Back-glosses: what a word of another language means in English, as far as the encoder is sure.

A word gets the English word whose state is most like its own. Two cosines are added: of the word read by itself, which
knows nothing of the source and so cannot repeat it, and of the word in its sentence, which tells its senses apart. An
English word that stands in the same place on the other side gets a little more, so that it wins among words of similar
meaning. The gloss is shown only from `SURE` on, a limit at which nine of ten glosses are right
(`bench/glosses.py`, also for words that were planted into a wrong sentence).

Names of countries, months and weekdays are read from CLDR, negations from the language's file: these need no guess.
Words with digits, and words that the text of the other side has too, are left as they are.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtqe.checks.negation import negation_words
from mtqe.checks.shared.coverage import Words
from mtqe.encoder.lexicon import READER, Floats, Lexicon, alone, unit
from mtqe.language.lang import language
from mtqe.language.words import straight
from mtqe.people.triage.facing_words import inside
from mtqe.people.triage.number_readings import is_number, readings

if TYPE_CHECKING:
    from mtqe.encoder.network import Model

SURE = 1.2
"""Cosine: sum of both cosines from which on a gloss is shown. Measured with bench/glosses.py."""
FACED = 0.3
"""Cosine: added for the English word of the other side that faces a word. It is too little to give a word the meaning
of a word that it wrongly stands for. Measured with bench/glosses.py."""
SAMPLE = 300
"""Words: of a text at most, whose mean state is that of its language."""
REMEMBERED = 4_096
"""Words: whose vectors stay in memory (6 MB)."""
SMALL = 3
"""Letters: of a word at most that is left out without a sign if it has no certain gloss."""
MOST = 8
"""Words: of a gloss at most."""
LEAST_KNOWN = 0.5
"""Share: of the longer words of a text that need a certain gloss, otherwise none is shown."""
MARKS = ".,;:!?()[]\"'“”„«»"
UNKNOWN, NEGATION = "?", "no/not"


def nothing(start: int, end: int) -> str:
    """What faces a range if that is not known."""
    return ""


Faced = Callable[[int, int], str]


class Glosser:
    """Glosses words of one language.

    Args:
        model: The encoder.
        lexicon: The English words.
        lang: Primary tag of the language.
        texts: Texts in this language, such as all translations of a report; their words give the language's mean.
    """

    def __init__(self, model: Model, lexicon: Lexicon, lang: str, texts: Iterable[Words]) -> None:
        self._model, self._lexicon, self._lang = model, lexicon, lang
        sample: dict[str, None] = {}
        for words in texts:
            sample |= dict.fromkeys(words.text[start:end] for start, end in words.spans)
            if len(sample) >= SAMPLE:
                break
        chosen = list(sample)[:SAMPLE]
        self._alone: dict[str, Floats] = {}
        self._mean = alone(model, chosen).mean(0) if chosen else np.zeros(1, np.float32)

    def gloss(self, words: Words, start: int, end: int, other: str = "", faced: Faced = nothing) -> str:
        """The gloss of a range of a text; empty if it is not sure.

        Args:
            words: The words of the text, as `mtqe.checks.shared.coverage.words` reads them.
            start: First code point of the range.
            end: The code point after its last.
            other: The text of the other side; its words need no gloss.
            faced: Gives the English text of the other side that faces a range of this one, if that side is English.
        """
        found: list[str] = []
        sure = long = 0
        for text, word in self._read(words, start, end, other, faced):
            is_long = len(word) > SMALL or language(self._lang).spaceless
            long += is_long
            sure += bool(text) and (is_long or text[0].isdigit())
            if text or is_long:
                found.append(text or UNKNOWN)
        if all(text == UNKNOWN for text in found) or sure < LEAST_KNOWN * long:
            return ""
        return " ".join(_shortened(found))

    def key_words(self, words: Words, start: int, end: int, other: str = "", faced: Faced = nothing) -> list[str]:
        """The longer words among the certain glosses of a long range, in order; arguments as for `gloss`."""
        texts = [text for text, word in self._read(words, start, end, other, faced) if text != word]
        return [text for text in dict.fromkeys(texts) if len(text) > SMALL][:MOST]

    def _read(self, words: Words, start: int, end: int, other: str, faced: Faced) -> Iterator[tuple[str, str]]:
        """The gloss of each word of a range, empty if it is not sure, and the word."""
        values = readings(words.text, self._lang)
        longest_first = sorted(values, key=lambda place: place[0] - place[1])
        kept = {word.strip(MARKS).casefold() for word in other.split()}
        told: set[tuple[int, int]] = set()
        numbers = inside(words, start, end)
        self._by_itself([words.text[slice(*words.spans[number])] for number in numbers])  # all at once is faster
        for number in numbers:
            first, last = words.spans[number]
            word = words.text[first:last]
            places = (place for place in longest_first if place[0] < last and place[1] > first)
            place = next((place for place in places if start <= place[0] and place[1] <= end), None)
            if place is not None:
                if place not in told:
                    told.add(place)
                    yield values[place], word
            elif word.casefold() in kept or any(map(str.isdigit, word)):
                yield word, word
            elif listed := self._listed(word):
                yield listed, word
            else:
                best, score = self.likeliest(words, first, last, faced(first, last).casefold())
                yield best if score >= SURE and not is_number(best) else "", word

    def likeliest(self, words: Words, start: int, end: int, faced: str = "") -> tuple[str, float]:
        """The English word that is most like a range of a text, and the sum of its cosines.

        A word that is spelled as an English word has none: it may mean something else, as German *Gift* does.

        Args:
            words: The words of the text.
            start: First code point of a word, or of several that are one word.
            end: The code point after its last.
            faced: The English word of the other side that faces it, in small letters, if there is one.
        """
        text = words.text[start:end]
        if text.casefold() in self._lexicon:
            return "", -math.inf
        in_place = unit(words.vectors[inside(words, start, end)].sum(0, keepdims=True))
        # The sum of both cosines is twice that of the mean: one product in place of two.
        likeness = 2 * self._lexicon.likeness((self._by_itself([text]) + in_place) / 2)[0]
        if faced in self._lexicon:
            likeness[self._lexicon.place(faced)] += FACED
        best = int(likeness.argmax())
        return self._lexicon.words[best], float(likeness[best])

    def _by_itself(self, texts: Sequence[str]) -> Floats:
        """The vectors of words that are read by themselves; the latest stay in memory."""
        new = [text for text in dict.fromkeys(texts) if text not in self._alone]
        if len(self._alone) + len(new) > REMEMBERED:
            self._alone.clear()
            new = list(dict.fromkeys(texts))
        self._alone |= dict(zip(new, unit(alone(self._model, new) - self._mean), strict=True)) if new else {}
        return np.array([self._alone[text] for text in texts])

    def _listed(self, text: str) -> str:
        """The gloss of a word that is in a list; empty for other words."""
        if text.casefold() in _names(self._lang):
            return _names(self._lang)[text.casefold()]
        return NEGATION if _is_negation(text, self._lang) else ""


def _shortened(texts: list[str]) -> list[str]:
    """At most `MOST` words, without unknown words in a row."""
    kept = [text for k, text in enumerate(texts) if text != UNKNOWN or k == 0 or texts[k - 1] != UNKNOWN]
    return kept if len(kept) <= MOST else [*kept[:MOST], "…"]


@functools.cache
def _names(lang: str) -> Mapping[str, str]:
    """English names of countries, weekdays and months, by their names in a language, in small letters."""
    from babel import Locale, UnknownLocaleError

    try:
        own, english = Locale(lang), Locale(READER)
    except (UnknownLocaleError, ValueError):
        return {}
    theirs = own.territories
    names = {theirs[code].casefold(): name for code, name in english.territories.items() if code in theirs}
    for part in ("days", "months"):
        for context in ("format", "stand-alone"):
            ours = getattr(english, part)["format"]["wide"]
            names |= {name.casefold(): ours[number] for number, name in getattr(own, part)[context]["wide"].items()}
    return {name: gloss for name, gloss in names.items() if not any(map(str.isdigit, name))}


def _is_negation(word: str, lang: str) -> bool:
    """Whether a word by itself is a clear negation."""
    if lang not in negation_words.known():
        return False
    match = negation_words.load(lang).clear.fullmatch(straight(word))
    return match is not None
