"""Counts each error once: if two checks mark the same words, the finding of the specific check is kept.

A check that detects an error without identifying it yields to a check that identifies it. If words should not be in the
translation at all (comments of a model, text in another language), other findings inside these words are dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mtqe.model import Finding, Segment, Span
from mtqe.text import words

MEANING = ("accuracy", "terminology")
"""Categories of errors in meaning, which may explain the finding of a general check."""
SURPLUS = ("accuracy/untranslated", "accuracy/addition")
"""Categories of words that should not be in the translation."""
ADDITION = "accuracy/addition"
"""Category of repetition and runaway text, and of added text itself."""
MAX_EXTRA_WORDS = 3
"""Words: that a general check may mark in addition to those of a specific check (`were not allowed to`) and still mean
the same error. By hand."""


def without_duplicates(
    findings: Sequence[Finding], yielding: frozenset[str], texts: Mapping[str, Segment]
) -> list[Finding]:
    """The findings without those whose error another finding reports; see the module.

    Args:
        findings: All findings.
        yielding: Ids of the checks that yield to a specific one.
        texts: The segments by id.
    """
    specific: dict[str, list[Finding]] = defaultdict(list)
    surplus: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check not in yielding and not finding.preview and finding.category.startswith(SURPLUS):
            surplus[finding.segment].append(finding)
        if finding.check not in yielding and not finding.preview and finding.category.startswith(MEANING):
            specific[finding.segment].append(finding)

    def is_reported(general: Finding) -> bool:
        explanations = [item for item in specific[general.segment] if item.severity.rank >= general.severity.rank]
        spans = [span for item in explanations for span in item.spans]
        return _explained(texts[general.segment], general.spans, spans)

    remaining = [finding for finding in findings if finding.check not in yielding or not is_reported(finding)]
    return [
        finding
        for finding in remaining
        if _describes_added_text(finding, texts) or not any(_covers(item, finding) for item in surplus[finding.segment])
    ]


def _describes_added_text(finding: Finding, texts: Mapping[str, Segment]) -> bool:
    """Whether a finding says what is wrong with added text, such as a repetition: `added-text` alone does not."""
    return finding.category.startswith(ADDITION) and not texts[finding.segment].source.strip()


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


def _explained(segment: Segment, spans: Sequence[Span], explanations: Sequence[Span]) -> bool:
    """Whether the spans of specific findings explain those of a general one.

    On a side with spans of both, each general span must overlap a specific span, with few words outside it.
    """
    sides = {span.side for span in spans for explanation in explanations if _overlap(span, explanation)}
    extra = []
    for span in spans:
        if span.side not in sides:
            continue
        overlapping = [explanation for explanation in explanations if _overlap(span, explanation)]
        text = segment.text(span.side)
        for word in words.words(text):
            place = Span(span.side, word.start, word.end)
            if _overlap(place, span) and not any(_overlap(place, explanation) for explanation in overlapping):
                extra.append(word)
        if not overlapping:
            return False
    return bool(sides) and len(extra) <= MAX_EXTRA_WORDS and not any(map(_is_specific, extra))


def _is_specific(word: words.Word) -> bool:
    """Whether a word looks like a name, a number or a German noun, which may be an error of its own."""
    return (word.start > 0 and word.text[0].isupper()) or any(map(str.isdigit, word.text))


def _overlap(first: Span, second: Span) -> bool:
    return first.side == second.side and first.start < second.end and second.start < first.end
