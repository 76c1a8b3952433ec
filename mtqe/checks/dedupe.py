"""Counts each error once: if two checks mark the same words, the finding of the specific check is kept.

A check that detects an error without identifying it yields to a check that identifies it. If words should not be in the
translation at all (comments of a model, text in another language), other findings inside these words are dropped.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from mtqe.language import codes, words
from mtqe.model import Finding, Side, Span

T = TypeVar("T")
_PlacedWord = tuple[words.Word, Span]
"""A word of the text without codes, and its place in the text with them."""

MEANING = ("accuracy", "terminology")
"""Categories of errors in meaning, which may explain the finding of a general check."""
SURPLUS = ("accuracy/untranslated", "accuracy/addition")
"""Categories of words that should not be in the translation."""
ADDITION = "accuracy/addition"
"""Category of repetition and runaway text, and of added text itself."""
MAX_EXTRA_WORDS = 3
"""Words: that a general check may mark in addition to those of a specific check (`were not allowed to`) and still mean
the same error."""


def without_duplicates(
    findings: Sequence[Finding], yielding: frozenset[str], texts: Mapping[str, codes.Stored]
) -> list[Finding]:
    """The findings without those whose error another finding reports; see the module."""
    specific: dict[str, list[Finding]] = defaultdict(list)
    covers: dict[str, list[tuple[Span, Finding]]] = defaultdict(list)
    for finding in findings:
        if finding.check not in yielding and not finding.preview and finding.category.startswith(SURPLUS):
            covers[finding.segment] += [(span, finding) for span in finding.spans if span.side == "target"]
        if finding.check not in yielding and not finding.preview and finding.category.startswith(MEANING):
            specific[finding.segment].append(finding)

    @functools.cache
    def explanations(segment: str, rank: int) -> _Ranges[Span]:
        items = (item for item in specific[segment] if item.severity.rank >= rank)
        return _Ranges((span, span) for item in items for span in item.spans)

    @functools.cache
    def words_of(segment: str, side: Side) -> list[_PlacedWord]:
        bare = codes.bare(texts[segment].segment).text(side)
        return [(word, texts[segment].span(Span(side, word.start, word.end))) for word in words.words(bare)]

    def is_reported(general: Finding) -> bool:
        spans = explanations(general.segment, general.severity.rank)
        return _explained(functools.partial(words_of, general.segment), general.spans, spans)

    surplus = {segment: _Ranges(pairs) for segment, pairs in covers.items()}

    def is_covered(inner: Finding) -> bool:
        if inner.segment not in surplus or not inner.spans or _describes_added_text(inner, texts):
            return False
        outer = (item for span, item in surplus[inner.segment].overlapping(inner.spans[0]))
        return any(_covers(item, inner) for item in outer)

    remaining = [finding for finding in findings if finding.check not in yielding or not is_reported(finding)]
    return [finding for finding in remaining if not is_covered(finding)]


class _Ranges(Generic[T]):
    """Ranges of a segment with what belongs to each; those that overlap another range are found fast."""

    def __init__(self, pairs: Iterable[tuple[Span, T]]) -> None:
        self._sides: dict[Side, list[tuple[Span, T]]] = {"source": [], "target": []}
        for span, item in pairs:
            self._sides[span.side].append((span, item))
        for side in self._sides.values():
            side.sort(key=lambda pair: pair[0].start)
        self._ends = {
            name: list(itertools.accumulate((span.end for span, _ in side), max)) for name, side in self._sides.items()
        }
        """The greatest end of the ranges up to each."""

    def overlapping(self, span: Span) -> list[tuple[Span, T]]:
        """The ranges that overlap a range, in order of their start, with what belongs to them."""
        side, ends = self._sides[span.side], self._ends[span.side]
        first = bisect.bisect_right(ends, span.start)
        last = bisect.bisect_left(side, span.end, lo=first, key=lambda pair: pair[0].start)
        return [pair for pair in side[first:last] if _overlap(pair[0], span)]


def _describes_added_text(finding: Finding, texts: Mapping[str, codes.Stored]) -> bool:
    """Whether a finding says what is wrong with added text, such as a repetition: `added-text` alone does not."""
    return finding.category.startswith(ADDITION) and not texts[finding.segment].segment.source.strip()


def _covers(outer: Finding, inner: Finding) -> bool:
    """Whether a finding is inside words that another finding of at least its severity marks as surplus."""
    if outer.check == inner.check or outer.severity.rank < inner.severity.rank or not inner.spans:
        return False
    inside = all(
        any(
            cover.side == span.side == "target" and cover.start <= span.start and span.end <= cover.end
            for cover in outer.spans
        )
        for span in inner.spans
    )
    # Of two findings on exactly the same words the more severe one is kept, or else that of the later check id, which
    # identifies a kind of artifact.
    same = set(outer.spans) == set(inner.spans) and inner.category.startswith(SURPLUS) and not inner.preview
    return inside and (not same or (outer.severity.rank, outer.check) > (inner.severity.rank, inner.check))


def _explained(
    words_of: Callable[[Side], Sequence[_PlacedWord]], spans: Sequence[Span], explanations: _Ranges[Span]
) -> bool:
    """Whether the spans of specific findings explain those of a general one.

    On a side with spans of both, each general span must overlap a specific span, with few words outside it.
    """
    sides = {span.side for span in spans if explanations.overlapping(span)}
    extra = []
    for span in spans:
        if span.side not in sides:
            continue
        if not explanations.overlapping(span):
            return False
        text_words = words_of(span.side)
        first = bisect.bisect_right(text_words, span.start, key=lambda placed: placed[1].end)
        last = bisect.bisect_left(text_words, span.end, lo=first, key=lambda placed: placed[1].start)
        for word, place in text_words[first:last]:
            if not any(_overlap(span, explanation) for explanation, _ in explanations.overlapping(place)):
                extra.append(word)
    return bool(sides) and len(extra) <= MAX_EXTRA_WORDS and not any(map(_is_specific, extra))


def _is_specific(word: words.Word) -> bool:
    """Whether a word looks like a name, a number or a German noun, which may be an error of its own."""
    return (word.start > 0 and word.text[0].isupper()) or any(map(str.isdigit, word.text))


def _overlap(first: Span, second: Span) -> bool:
    return first.side == second.side and first.start < second.end and second.start < first.end
