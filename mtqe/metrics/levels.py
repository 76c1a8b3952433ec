"""What the metrics share: segments grouped by document, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from mtqe.model import Segment


def documents(segments: Sequence[Segment]) -> dict[str, list[int]]:
    """Positions of the segments of each document by id, in order of appearance; without a document, in none."""
    found: dict[str, list[int]] = {}
    for place, segment in enumerate(segments):
        if segment.doc is not None:
            found.setdefault(segment.doc, []).append(place)
    return found


def is_blank(text: str) -> bool:
    """Whether a text has no character but white space."""
    return not text.strip()
