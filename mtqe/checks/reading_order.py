"""The order in which checks of scope `document` read the text: in parts, each with the documents that end in it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import groupby

from mtqe.model import Segment

PART = 40_000
"""Characters: of both sides of the segments that all checks with `per_segment` judge before the next ones."""


def with_documents(
    segments: Sequence[Segment],
) -> Iterator[tuple[int, tuple[Segment, ...], list[tuple[Segment, ...]]]]:
    """The parts, each with the documents that end in it: the encoder may still have their texts in memory, too."""
    documents = deque(tuple(group) for _, group in groupby(segments, key=lambda segment: segment.doc))
    read = 0
    for start, part in parts(segments):
        ended = []
        while documents and read + len(documents[0]) <= start + len(part):
            read += len(documents[0])
            ended.append(documents.popleft())
        yield start, part, ended


def parts(segments: Sequence[Segment]) -> Iterator[tuple[int, tuple[Segment, ...]]]:
    """The segments in parts for checks with `per_segment`, and the number of segments before each part.

    All such checks judge a part before the next part, while the encoder still has its texts in memory. A part with
    segments of several short documents also makes fuller batches. Where a long document is divided does not depend on
    the documents before it, so that it is judged equally in every run.
    """
    begun: list[Segment] = []
    start = size = 0
    for chunk, length in _chunks(segments):
        if begun and size + length > PART:
            yield start, tuple(begun)
            start, size, begun = start + len(begun), 0, []
        begun += chunk
        size += length
    if begun:
        yield start, tuple(begun)


def _chunks(segments: Sequence[Segment]) -> Iterator[tuple[list[Segment], int]]:
    """The documents, long ones divided, each with its number of characters."""
    for _, document in groupby(segments, key=lambda segment: segment.doc):
        chunk: list[Segment] = []
        size = 0
        for segment in document:
            length = len(segment.source) + len(segment.target)
            if chunk and size + length > PART:
                yield chunk, size
                chunk, size = [], 0
            chunk.append(segment)
            size += length
        yield chunk, size
