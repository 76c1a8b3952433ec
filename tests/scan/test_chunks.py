"""Where a stream of segments is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scanned import corpus

from mtqe.errors import InputError
from mtqe.model import Segment
from mtqe.scan.chunks import Chunk, cut

LENGTHS = st.lists(st.integers(1, 9), max_size=12)


def segments_of(lengths: list[int]) -> list[Segment]:
    """Documents of some lengths."""
    docs = [f"d{place}" for place, length in enumerate(lengths) for _ in range(length)]
    return [Segment(str(number), "a", "b", doc=doc) for number, doc in enumerate(docs, 1)]


@given(LENGTHS, st.integers(1, 7))
def test_chunks_are_the_input_and_keep_documents_whole(lengths: list[int], size: int) -> None:
    segments = segments_of(lengths)
    chunks = list(cut(segments, size, "x"))
    assert [segment for chunk in chunks for segment in chunk.segments] == segments
    assert [chunk.place for chunk in chunks] == list(range(len(chunks)))
    assert all(1 <= len(chunk.segments) <= size for chunk in chunks)
    assert [chunk.first for chunk in chunks] == [
        sum(len(chunk.segments) for chunk in chunks[:place]) for place in range(len(chunks))
    ]
    assert sum(chunk.documents for chunk in chunks) == len(lengths)
    for doc, length in ((f"d{place}", length) for place, length in enumerate(lengths)):
        holding = [chunk for chunk in chunks if any(segment.doc == doc for segment in chunk.segments)]
        if length <= size:
            assert len(holding) == 1
        else:  # every part but the last one fills a chunk of its own
            assert all({segment.doc for segment in chunk.segments} == {doc} for chunk in holding[:-1])


@given(LENGTHS, st.integers(1, 7))
def test_a_chunk_is_given_before_much_more_is_read(lengths: list[int], size: int) -> None:
    read = 0

    def reading() -> Iterator[Segment]:
        nonlocal read
        for segment in segments_of(lengths):
            read += 1
            yield segment

    for chunk in cut(reading(), size, "x"):
        assert read <= chunk.first + len(chunk.segments) + size + 1


def test_segments_without_a_document_belong_to_the_input() -> None:
    chunks = list(cut(corpus(10), 4, "corpus.jsonl"))
    assert [len(chunk.segments) for chunk in chunks] == [4, 4, 2]
    assert {segment.doc for chunk in chunks for segment in chunk.segments} == {"corpus.jsonl"}
    assert [chunk.documents for chunk in chunks] == [1, 0, 0]
    assert str(chunks[1]) == "chunk 1 (segments 5 to 8)"


def test_a_digest_is_that_of_the_texts() -> None:
    first, second = (next(cut([Segment("1", "a", text)], 5, "x")) for text in ("b", "c"))
    assert first.digest != second.digest
    assert first.digest == Chunk(0, 0, 1, first.segments).digest


def test_ids_that_are_unique_in_their_document_get_its_name() -> None:
    pairs = [Segment("1", "a", "b", doc="x"), Segment("1", "c", "d", doc="y")]
    assert [segment.id for segment in next(cut(pairs, 5, "z")).segments] == ["x:1", "y:1"]
    with pytest.raises(InputError, match="id '1'"):
        list(cut([pairs[0], pairs[0]], 5, "z"))


def test_two_systems_are_refused() -> None:
    pairs = [Segment("1", "a", "b", system="one"), Segment("2", "c", "d", system="two")]
    with pytest.raises(InputError, match="segment 2: it is of system 'two', and the first one of 'one'"):
        list(cut(pairs, 5, "z"))
