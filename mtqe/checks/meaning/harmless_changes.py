"""What a translation adds or changes without saying anything else: an acronym, a first name, a letter or two of a name.

The checks of meaning mark such words too, since nothing in the source stands for them; no reader takes harm, so that a
finding of nothing else is minor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace
from rapidfuzz.distance import OSA

from mtqe.checks.names import atlas
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import words
from mtqe.text.words import Word

LONG = 5
"""Letters: of a name from which on it may have another ending, or one letter that differs. By hand."""
ENDING = 2
"""Letters: of such an ending. By hand."""
_SMALL = frozenset(["of", "the", "and", "for", "de", "du", "des", "la", "le", "et", "y", "und", "der", "für"])
"""Words that acronyms leave out."""


def milder(hits: Iterable[tuple[Segment, Hit]]) -> Iterator[tuple[Segment, Hit]]:
    """The hits; those that mark nothing but acronyms of the source's words and slips in names are minor."""
    for segment, hit in hits:
        yield segment, replace(hit, severity=Severity.MINOR) if _is_harmless(segment, hit.spans) else hit


def _is_harmless(segment: Segment, spans: Sequence[Span]) -> bool:
    source = [_word(segment, span) for span in spans if span.side == "source"]
    target = [_word(segment, span) for span in spans if span.side == "target"]
    if not source:
        whole = words.words(segment.source)
        known = all(word and (_is_acronym(word, whole) or _is_longer(word, whole)) for word in target)
        return bool(target) and (known or (len(spans) == 1 and _is_first_name(spans[0], segment, whole)))
    return len(source) == len(target) == 1 and _is_slip(source[0], target[0])


def _word(segment: Segment, span: Span) -> str:
    """The word that a span marks; empty if it marks more or less."""
    text = segment.text(span.side)[span.start : span.end]
    return text if text.isalpha() else ""


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ in one letter, or two neighbours that changed places."""
    capital = one[:1].isupper() and other[:1].isupper()
    return capital and min(len(one), len(other)) >= LONG and OSA.distance(one, other) == 1


def _is_first_name(span: Span, segment: Segment, source: Sequence[Word]) -> bool:
    """Whether a word stands before a name that has a title in the source: Ms Cox, Jo Cox."""
    name = re.match(r" ([^\W\d_]+)", segment.target[span.end :])
    titles = atlas.persons()
    return (
        name is not None
        and _word(segment, span)[:1].isupper()
        and any(
            one.key in titles and other.text[0].isupper() and re.match(rf"{name[1]}\b", other.text)
            for one, other in pairwise(source)
        )
    )


def _is_longer(word: str, source: Sequence[Word]) -> bool:
    """Whether a name of the source has an ending here."""
    return word[0].isupper() and any(
        LONG <= len(one.text) < len(word) <= len(one.text) + ENDING and word.startswith(one.text) for one in source
    )


def _is_acronym(word: str, source: Sequence[Word]) -> bool:
    """Whether a word has the first letters of words of the source in a row, each with a capital."""
    initials = "".join(re.sub(r"^[^A-Z].*", " ", one.text)[:1] for one in source if one.text not in _SMALL)
    return len(word) > 1 and word.isupper() and word in initials
