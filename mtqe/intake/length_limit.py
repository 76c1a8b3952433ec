"""Segments that are too long to be judged, such as a whole file without a line break.

No metric or check reads them, so that a run ends in reasonable time and memory. The report has them, and a problem that
makes it incomplete.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.model import Problem, Segment

LONGEST = 100_000
"""Characters: of the longest text of a segment that is judged: some forty pages. Measured with bench/growth.py."""
NAMED = 10
"""Segments: that the problem names at most."""


def without(segments: Sequence[Segment]) -> tuple[list[Segment], list[Problem]]:
    """The segments that are judged, and the problem that some are not."""
    judged = [segment for segment in segments if size(segment) <= LONGEST]
    left = [segment for segment in segments if size(segment) > LONGEST]
    if not left:
        return judged, []
    names = ", ".join(segment.id for segment in left[:NAMED]) + (f", ... ({len(left):,} in all)" * (len(left) > NAMED))
    have, they = ("has", "it was") if len(left) == 1 else ("have up to", "they were")
    why = (
        f"{have} {max(map(size, left)):,} characters on one side, and mtqe judges at most {LONGEST:,}, "
        f"so {they} neither scored nor checked; divide the text into paragraphs or sentences"
    )
    return judged, [Problem(f"segment{'s' if len(left) > 1 else ''} {names}", why)]


def size(segment: Segment) -> int:
    """The number of characters of the longest text of a segment."""
    return max(map(len, (segment.source, segment.target, *segment.references)))
