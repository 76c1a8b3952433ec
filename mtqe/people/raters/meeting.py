"""When two marks are of the same error.

- Two marked texts meet if they have a character of the same side in common. A mark between two characters meets a
  text that it is in or beside.
- A finding that marks nothing concerns the complete segment: every error of the segment meets it.
- An error that marks nothing, such as a missing text, is met by a finding that marks nothing in the translation, and by
  a finding of its category.
- Two categories are the same if one of them is the other or lies below it: `accuracy/mistranslation` and
  `accuracy/mistranslation/number`. An error of the category `other` has none: its rater named none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtqe.model import Finding, Span
from mtqe.model.ratings import OTHER, RatedError


def meet(first: Iterable[Span], second: Sequence[Span]) -> bool:
    """Whether marked texts meet."""
    return any(_touch(one, other) for one in first for other in second if one.side == other.side)


def _touch(one: Span, other: Span) -> bool:
    if one.start == one.end or other.start == other.end:
        return max(one.start, other.start) <= min(one.end, other.end)
    return max(one.start, other.start) < min(one.end, other.end)


def is_met(error: RatedError, finding: Finding) -> bool:
    """Whether a finding is of an error that a rater marked, whatever the categories."""
    if not finding.spans:
        return True
    if not error.spans:
        return not any(span.side == "target" for span in finding.spans) or same(error.category, finding.category)
    return meet(error.spans, finding.spans)


def same_error(one: RatedError, other: RatedError) -> bool:
    """Whether two raters marked one error, whatever the categories."""
    if not one.spans and not other.spans:
        return True
    if not one.spans or not other.spans:
        marked = one.spans or other.spans
        return not any(span.side == "target" for span in marked) or same(one.category, other.category)
    return meet(one.spans, other.spans)


def by_chance(marked: Iterable[Span], errors: Iterable[RatedError], text: str) -> float | None:
    """How often the longest mark in a translation would meet an error if it stood anywhere else in it.

    Args:
        marked: The marks; `None` comes back if none of them is in the translation.
        errors: The errors.
        text: The translation.
    """
    length = max((span.end - span.start for span in marked if span.side == "target"), default=0)
    if not 0 < length <= len(text):
        return None
    starts: set[int] = set()
    for error in errors:
        for span in error.spans:
            if span.side == "target" and span.start < span.end:
                starts.update(range(max(0, span.start - length + 1), min(span.end, len(text) - length + 1)))
    return len(starts) / (len(text) - length + 1)


def is_named(category: str) -> bool:
    """Whether the rater named a category."""
    return category != OTHER


def same(one: str, other: str) -> bool:
    """Whether two categories are the same; `other` is the same as none."""
    if not (is_named(one) and is_named(other)):
        return False
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def is_below(category: str, other: str) -> bool:
    """Whether a category is another one, or lies below it."""
    return category == other or category.startswith(f"{other}/")
