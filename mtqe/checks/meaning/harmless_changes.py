"""Changes that do not mislead a reader: an acronym, an address, a first name, a letter or two of a name, a lost word.

The checks of meaning mark such words, since the source has no counterpart. A finding that marks nothing else is minor.
So is one that marks the same name on both sides, because a few words beside it are said in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from mtqe.checks.names import atlas
from mtqe.checks.negation import negation_words
from mtqe.checks.numbers.finder import numbers
from mtqe.language import words
from mtqe.language.lang import anywhere, language
from mtqe.language.words import Word
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context

LONG = 5
"""Letters: of a name, from which on a different ending or one different letter is harmless."""
ENDING = 2
"""Letters: of the longest ending that a name may gain."""
FEW = 2
"""Words: beside a name that is marked on both sides, up to which the name explains the finding."""


def harmless_as_minor(hits: Iterable[tuple[Segment, Hit]]) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those that mark nothing but a harmless change become minor; see the module."""
    for segment, hit in hits:
        yield segment, replace(hit, severity=Severity.MINOR) if _is_harmless(segment, hit.spans) else hit


def _is_harmless(segment: Segment, spans: Sequence[Span]) -> bool:
    source = [_word(segment, span) for span in spans if span.side == "source"]
    target = [_word(segment, span) for span in spans if span.side == "target"]
    if not source:
        if target and all(_is_address(segment.target[span.start : span.end]) for span in spans):
            return True
        source_words = words.words(segment.source)
        all_known = all(word and (_is_acronym(word, source_words) or _is_longer(word, source_words)) for word in target)
        return bool(target) and (all_known or (len(spans) == 1 and _is_first_name(spans[0], segment, source_words)))
    return (len(source) == len(target) == 1 and _is_slip(source[0], target[0])) or _is_same_name(segment, spans)


def _is_address(text: str) -> bool:
    """Whether a text has no words but those of an address: *http://example.org/tides*."""
    return "/" in text and any(map(str.isalpha, text)) and not any(map(str.isalpha, words.masked(text)))


def _word(segment: Segment, span: Span) -> str:
    """The word that a span marks; empty if it marks more or less."""
    text = segment.text(span.side)[span.start : span.end]
    return text if text.isalpha() else ""


def _is_slip(first: str, second: str) -> bool:
    """Whether two names differ in one letter or in the order of two neighbouring letters."""
    both_capitalised = first[:1].isupper() and second[:1].isupper()
    return both_capitalised and min(len(first), len(second)) >= LONG and OSA.distance(first, second) == 1


def _is_same_name(segment: Segment, spans: Sequence[Span]) -> bool:
    """Whether the translation's marked words are names that are marked in the source too, beside a few small words."""
    marked: dict[str, list[str]] = {"source": [], "target": []}
    for span in spans:
        marked[span.side] += words.texts(segment.text(span.side)[span.start : span.end])
    beside = [word for word in marked["source"] if word not in marked["target"]]
    return (
        bool(marked["target"])
        and all(word[0].isupper() and word in marked["source"] for word in marked["target"])
        and len(beside) <= FEW
        and all(word.isalpha() and word.islower() for word in beside)
    )


def _is_first_name(span: Span, segment: Segment, source: Sequence[Word]) -> bool:
    """Whether a word is the first name of a person who has a title in the source: Ms Cox, Jo Cox."""
    next_word = re.match(r" ([^\W\d_]+)", segment.target[span.end :])
    titles = atlas.persons()
    return (
        next_word is not None
        and _word(segment, span)[:1].isupper()
        and any(
            title.key in titles and full_name.text[0].isupper() and re.match(rf"{next_word[1]}\b", full_name.text)
            for title, full_name in pairwise(source)
        )
    )


def _is_longer(word: str, source: Sequence[Word]) -> bool:
    """Whether a word is a name of the source with an ending."""
    return word[0].isupper() and any(
        LONG <= len(name.text) < len(word) <= len(name.text) + ENDING and word.startswith(name.text) for name in source
    )


def _is_acronym(word: str, source: Sequence[Word]) -> bool:
    """Whether a word consists of the initials of capitalised source words in a row."""
    left_out = anywhere("outside_acronyms")
    initials = "".join(re.sub(r"^[^A-Z].*", " ", item.text)[:1] for item in source if item.text not in left_out)
    return len(word) > 1 and word.isupper() and word in initials


def one_word_as_minor(hits: Iterable[tuple[Segment, Hit]], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those of an omission that mark a single word beside small ones become minor, unless they negate.

    A translator who writes *the album shows who we are* for *the album is more of a reflection of who we are* leaves
    out nothing. A name or a figure is more.
    """
    frequent = language(context.source_base).frequent
    small = frozenset((*frequent.function, *frequent.common))
    for segment, hit in hits:
        if hit.severity is Severity.MAJOR and small and {span.side for span in hit.spans} == {"source"}:
            marked = [
                word
                for span in hit.spans
                for word in words.words(segment.source[span.start : span.end])
                if word.key not in small and len(word.key) > 1
            ]
            text = " ".join(segment.source[span.start : span.end] for span in hit.spans)
            if len(marked) == 1 and marked[0].text.islower() and not _says_more(text, context.source_base):
                hit = replace(hit, severity=Severity.MINOR)
        yield segment, hit


def added_word_as_minor(hits: Iterable[tuple[Segment, Hit]], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those of an addition that mark a single word become minor, unless it has a figure or negates.

    A translator who repeats a name for *she* adds nothing, and a verb in another place can look added. Whether a name
    is the right one, the checks of names say.
    """
    for segment, hit in hits:
        if hit.severity is Severity.MAJOR and {span.side for span in hit.spans} == {"target"}:
            text = " ".join(segment.target[span.start : span.end] for span in hit.spans)
            is_spaceless = language(context.target_base).spaceless
            if not is_spaceless and len(words.words(text)) == 1 and not _says_more(text, context.target_base):
                hit = replace(hit, severity=Severity.MINOR)
        yield segment, hit


def _says_more(text: str, lang: str) -> bool:
    """Whether words have a number or may negate."""
    counts = any(number.kind != "weak" for number in numbers(text, lang))
    return counts or (lang in negation_words.known() and bool(negation_words.cues(text, lang)))
