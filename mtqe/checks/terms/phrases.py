"""Phrases that a document repeats, and the word of the translation that usually stands for each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.shared.lemmas import Lexicon, lexicon, plain
from mtqe.checks.terms.renderings import View
from mtqe.model import Segment, Span
from mtqe.text.words import masked

LEAST = 3
"""Segments: that must have a rendering before it is the usual one. By hand."""
SHARE = 0.6
"""Share: of these segments that have the usual rendering. By hand."""
SURE = 0.8
"""Share: of the segments with the usual word that have the phrase. By hand."""
ALIKE = 0.7
"""Share: of their letters that two words begin with in common, from which on they are one word: *Intelligence*,
*Intelligenz*. By hand."""
_SHORT = 4
"""Letters: of the shortest word of a phrase. By hand."""
_ENGLISH = frozenset(
    {
        *("that", "this", "these", "those", "with", "from", "have", "been", "were", "will", "would", "could", "should"),
        *("more", "most", "much", "many", "some", "such", "than", "then", "them", "they", "their", "there", "other"),
        *("what", "when", "where", "which", "while", "whose", "about", "after", "before", "between", "during", "into"),
        *("over", "only", "also", "just", "even", "very", "well", "your", "last", "next", "first", "both", "each"),
        *("because", "through", "against", "under", "since", "until", "according", "said", "says", "told", "year"),
        *("years", "month", "months", "week", "weeks", "time", "times", "people", "make", "made", "take", "being"),
        *("does", "doing", "going", "still", "like", "same", "here", "every", "another", "among", "without"),
    }
)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a phrase has not its usual rendering.

    Args:
        segment: The segment.
        phrase: The phrase there.
        usual: The usual word, as it stands first in the document.
        times: In how many segments it is used.
    """

    segment: Segment
    phrase: Span
    usual: str
    times: int


def breaks(segments: Sequence[Segment], source_lang: str, target_lang: str) -> Iterator[Break]:
    """The places where a repeated phrase of the document is not rendered as elsewhere.

    Args:
        segments: A document.
        source_lang: Primary language tag; phrases are two words in a row, from English.
        target_lang: Primary language tag; a language with spaces.
    """
    lex, other = lexicon(source_lang), lexicon(target_lang)
    paired = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    places: dict[str, dict[int, Span]] = defaultdict(dict)
    for number, segment in enumerate(paired):
        for key, span in _phrases(segment, lex):
            places[key].setdefault(number, span)
    repeated = {key: found for key, found in places.items() if len(found) > LEAST}
    if not repeated:
        return
    views = [View(segment.target, other) for segment in paired]
    words = [_words(view) for view in views]
    everywhere = Counter(key for found in words for key in found)
    for found in repeated.values():
        here = Counter(key for number in found for key in words[number])
        usual = _usual(here, everywhere, len(found))
        if usual is None:
            continue
        shown = next(words[number][usual] for number in found if usual in words[number])
        for number, span in found.items():
            if usual not in words[number] and not _stands_in(shown, views[number]):
                yield Break(paired[number], span, shown, here[usual])


def _stands_in(usual: str, view: View) -> bool:
    """Whether a translation has the usual word in any form."""
    return any(
        _shared(plain(usual), plain(word.text)) >= ALIKE or view.lex.alike(usual, word.text) for word in view.words
    )


def _shared(one: str, other: str) -> float:
    """The share of the longer word that both begin with."""
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same / max(len(one), len(other), 1)


def _phrases(segment: Segment, lex: Lexicon) -> Iterator[tuple[str, Span]]:
    view = View(masked(segment.source), lex)
    for number, (one, two) in enumerate(zip(view.words, view.words[1:], strict=False)):
        if view.between(number) in {" ", "-"} and _is_content(one.text) and _is_content(two.text):
            key = f"{view.keys[number][-1]} {view.keys[number + 1][-1]}"
            yield key.lower(), Span("source", one.start, two.end)


def _is_content(word: str) -> bool:
    return len(word) >= _SHORT and not word.isdecimal() and word.lower() not in _ENGLISH and not re.search(r"ly$", word)


def _words(view: View) -> dict[str, str]:
    """The words of a translation that may be a rendering: by key, as they stand."""
    return {
        view.keys[number][-1].lower(): word.text
        for number, word in enumerate(view.words)
        if len(word.text) >= _SHORT and not word.text.isdecimal()
    }


def _usual(here: Counter[str], everywhere: Counter[str], segments: int) -> str | None:
    """The word that most of a phrase's segments have and few others."""
    best = max(here, key=lambda key: (here[key] * here[key] / everywhere[key], len(key)), default=None)
    if best is None or here[best] < max(LEAST, SHARE * segments) or here[best] < SURE * everywhere[best]:
        return None
    return best
