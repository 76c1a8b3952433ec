"""Cuts a stream of segments into chunks. Where it is cut depends on the segments and the size only.

Adjacent segments with the same `doc` are a document. A document stays whole, unless it is longer than a chunk: then
each part of it is judged as a document.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from mtqe.errors import InputError
from mtqe.formats import records
from mtqe.model import Segment


@dataclass(frozen=True)
class Chunk:
    """Some adjacent segments of the input.

    Args:
        place: Its place among the chunks, from 0.
        first: The number of segments before it.
        documents: How many documents begin in it.
        segments: The segments.
    """

    place: int
    first: int
    documents: int
    segments: tuple[Segment, ...]

    @functools.cached_property
    def digest(self) -> str:
        """A hash of everything that its results depend on."""
        return hashlib.sha256(msgspec.msgpack.encode(self.segments)).hexdigest()

    def __str__(self) -> str:
        return f"chunk {self.place:,} (segments {self.first + 1:,} to {self.first + len(self.segments):,})"


def cut(segments: Iterable[Segment], size: int, name: str) -> Iterator[Chunk]:
    """Cut the segments into chunks.

    Raises:
        InputError: A chunk has two segments of one id, or the input has several systems.
    """
    first = 0
    named = (segment if segment.doc else msgspec.structs.replace(segment, doc=name) for segment in segments)
    for place, (documents, part) in enumerate(_parts(named, size)):
        yield Chunk(place, first, documents, tuple(records.distinct(part, name)))
        first += len(part)


def _parts(segments: Iterable[Segment], size: int) -> Iterator[tuple[int, list[Segment]]]:
    """The segments of each chunk, with the number of documents that begin in it."""
    ended: list[Segment] = []  # whole documents
    begun: list[Segment] = []  # the last document, as far as it was read
    starts = [0, 0]  # how many documents begin in the one and in the other
    doc: str | None = None
    system: str | None = None
    for number, segment in enumerate(segments):
        if number == 0:
            system = segment.system
        elif segment.system != system:
            raise InputError(
                f"segment {segment.id}: it is of system {segment.system!r}, and the first one of {system!r}",
                "scan the translations of each system by themselves",
            )
        if number == 0 or segment.doc != doc:
            ended, starts = ended + begun, [sum(starts), 1]
            begun, doc = [], segment.doc
        begun.append(segment)
        if ended and len(ended) + len(begun) > size:
            yield starts[0], ended
            ended, starts = [], [0, starts[1]]
        if len(begun) == size:
            yield starts[1], begun
            begun, starts = [], [0, 0]
    if ended or begun:
        yield sum(starts), ended + begun
