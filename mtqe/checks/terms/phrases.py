"""Finds the phrases that a document repeats, and the word that usually translates each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.shared.lemmas import Lexicon, lexicon, plain
from mtqe.checks.terms.renderings import View
from mtqe.language.lang import language
from mtqe.language.words import masked
from mtqe.model import Segment, Span
from mtqe.registry.contracts import Context

FEWEST_SEGMENTS = 3
"""Segments: the fewest that must have a word before it is the usual rendering of a phrase."""
USUAL_FROM = 0.6
"""Share: the fewest segments with a phrase that have its usual rendering."""
SPECIFIC_FROM = 0.8
"""Share: the fewest segments with the usual rendering that have the phrase."""
SAME_WORD_FROM = 0.7
"""Share: of the longer word, the shortest common beginning of one word: *Intelligence*, *Intelligenz*."""
_SHORTEST_WORD = 4
"""Letters: the shortest word of a phrase or rendering."""
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
class Deviation:
    """A place where a phrase does not have its usual rendering.

    Args:
        segment: The segment.
        phrase: The phrase in its source.
        usual: The usual word of the translation, as written where the document first has it.
        times: How many segments with the phrase have the usual word.
    """

    segment: Segment
    phrase: Span
    usual: str
    times: int


def limits(context: Context) -> str | None:
    """Why phrases cannot be found in a language pair, if they cannot."""
    if language(context.source_base).grammar != "english":
        return "reads phrases of English sources only"
    return "needs a target language with spaces between words" if language(context.target_base).spaceless else None


def deviations(segments: Sequence[Segment], source_lang: str, target_lang: str) -> Iterator[Deviation]:
    """The places where a repeated phrase of the document does not have its usual rendering."""
    source_lexicon, target_lexicon = lexicon(source_lang), lexicon(target_lang)
    paired = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    places: dict[str, dict[int, Span]] = defaultdict(dict)
    for number, segment in enumerate(paired):
        for key, span in phrases_of(segment, source_lexicon):
            places[key].setdefault(number, span)
    repeated = {key: spans for key, spans in places.items() if len(spans) > FEWEST_SEGMENTS}
    if not repeated:
        return
    views = [View(segment.target, target_lexicon) for segment in paired]
    words = [words_by_key(view) for view in views]
    in_document = Counter(key for segment_words in words for key in segment_words)
    for spans in repeated.values():
        with_phrase = Counter(key for number in spans for key in words[number])
        usual_key = usual_word(with_phrase, in_document, len(spans))
        if usual_key is None:
            continue
        usual = next(words[number][usual_key] for number in spans if usual_key in words[number])
        for number, span in spans.items():
            if usual_key not in words[number] and not has_word(views[number], usual):
                yield Deviation(paired[number], span, usual, with_phrase[usual_key])


def has_word(view: View, usual: str) -> bool:
    """Whether a translation has the usual word in any form."""
    return any(
        common_start(plain(usual), plain(word.text)) >= SAME_WORD_FROM or view.lex.alike(usual, word.text)
        for word in view.words
    )


def common_start(first: str, second: str) -> float:
    """The common beginning of two words, as a share of the longer one."""
    shorter, longer = sorted((len(first), len(second)))
    same = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), shorter)
    return same / max(longer, 1)


def phrases_of(segment: Segment, lex: Lexicon) -> Iterator[tuple[str, Span]]:
    """The pairs of neighbouring content words in a source, with a key that is the same for all forms of a phrase."""
    view = View(masked(segment.source), lex)
    for number, (first, second) in enumerate(zip(view.words, view.words[1:], strict=False)):
        if view.between(number) in {" ", "-"} and is_content(first.text) and is_content(second.text):
            key = f"{view.keys[number][-1]} {view.keys[number + 1][-1]}"
            yield key.lower(), Span("source", first.start, second.end)


def is_content(word: str) -> bool:
    """Whether an English word may be a part of a term."""
    return (
        len(word) >= _SHORTEST_WORD
        and not word.isdecimal()
        and word.lower() not in _ENGLISH
        and not re.search(r"ly$", word)
    )


def words_by_key(view: View) -> dict[str, str]:
    """The words of a translation that may be a rendering, as written, by key."""
    return {
        view.keys[number][-1].lower(): word.text
        for number, word in enumerate(view.words)
        if len(word.text) >= _SHORTEST_WORD and not word.text.isdecimal()
    }


def usual_word(with_phrase: Counter[str], in_document: Counter[str], n_segments: int) -> str | None:
    """The key of the word that most segments with a phrase have, and hardly any other segment; else `None`."""
    best = max(with_phrase, key=lambda key: (with_phrase[key] ** 2 / in_document[key], len(key)), default=None)
    if best is None or with_phrase[best] < max(FEWEST_SEGMENTS, USUAL_FROM * n_segments):
        return None
    return best if with_phrase[best] >= SPECIFIC_FROM * in_document[best] else None
