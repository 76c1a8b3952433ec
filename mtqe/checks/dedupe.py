"""One error counts once: where two checks mark the same words, the finding of the specific check is kept.

A check that only knows that something is wrong yields to a check that knows what is wrong. And where words should not
be in the translation at all (chatter of a model, text left in another language), other findings in them are dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mtqe.model import Finding, Segment, Span
from mtqe.text import words

MEANING = ("accuracy", "terminology")
"""Categories of errors of meaning, one of which may be what a general check has seen."""
SURPLUS = ("accuracy/untranslated", "accuracy/addition")
"""Categories of words that should not be there."""
BESIDE = 3
"""Words: that a general check may mark beside those of a specific one (`were not allowed to`) without saying more.
By hand."""


def told_once(findings: Sequence[Finding], yielding: frozenset[str], texts: Mapping[str, Segment]) -> list[Finding]:
    """The findings without what another finding has told: see above.

    Args:
        findings: All findings.
        yielding: Ids of the checks that yield to a specific one.
        texts: The segments by id.
    """
    particular: dict[str, list[Finding]] = defaultdict(list)
    surplus: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.check not in yielding and not finding.preview and finding.category.startswith(SURPLUS):
            surplus[finding.segment].append(finding)
        if finding.check not in yielding and not finding.preview and finding.category.startswith(MEANING):
            particular[finding.segment].append(finding)

    def told(one: Finding) -> bool:
        others = [other for other in particular[one.segment] if other.severity.rank >= one.severity.rank]
        return _explained(texts[one.segment], one.spans, [span for other in others for span in other.spans])

    left = [finding for finding in findings if finding.check not in yielding or not told(finding)]
    return [finding for finding in left if not any(_covers(other, finding) for other in surplus[finding.segment])]


def _covers(other: Finding, one: Finding) -> bool:
    """Whether a finding is about words of the translation that another one, no milder, says should not be there."""
    if other.check == one.check or other.severity.rank < one.severity.rank or not one.spans:
        return False
    inside = all(
        any(
            outer.side == span.side == "target" and outer.start <= span.start and span.end <= outer.end
            for outer in other.spans
        )
        for span in one.spans
    )
    # Of two on exactly the same words the worse tells, or else the one whose check comes later: of a kind of artifact.
    alike = set(other.spans) == set(one.spans) and one.category.startswith(SURPLUS) and not one.preview
    return inside and (not alike or (other.severity.rank, other.check) > (one.severity.rank, one.check))


def _explained(segment: Segment, spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Whether other marks explain these: on a side that has both, each meets one, and little is beside them."""
    sides = {one.side for one in spans for other in others if _meet(one, other)}
    beside = []
    for span in spans:
        if span.side not in sides:
            continue
        near = [other for other in others if _meet(span, other)]
        text = segment.text(span.side)
        for word in words.words(text):
            place = Span(span.side, word.start, word.end)
            if _meet(place, span) and not any(_meet(place, other) for other in near):
                beside.append(word)
        if not near:
            return False
    return bool(sides) and len(beside) <= BESIDE and not any(map(_telling, beside))


def _telling(word: words.Word) -> bool:
    """Whether a word looks like a name or a number, or a noun of German, which may be wrong by itself."""
    return (word.start > 0 and word.text[0].isupper()) or any(map(str.isdigit, word.text))


def _meet(one: Span, other: Span) -> bool:
    return one.side == other.side and one.start < other.end and other.start < one.end
