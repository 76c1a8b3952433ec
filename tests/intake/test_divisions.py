"""Shards of a corpus: documents stay whole, every machine divides equally, and all shards together are the corpus."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.flow import shards
from mtqe.formats.records import split_documents
from mtqe.intake.corpus import Corpus, Piece, joined, part_of
from mtqe.model import Document, Glossary, Problem, Segment, Shard, Term
from mtqe.settings.config import Config

NAMES = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=12)


def corpus_of(names: list[str]) -> Corpus:
    """A segment for each name of a document."""
    segments = tuple(Segment(str(place), "s", "t", doc=name) for place, name in enumerate(names))
    return Corpus(split_documents(Document("all", segments=segments)), "pairs", ("a note",), (Problem("x", "y"),))


@given(NAMES, st.integers(1, 5))
def test_all_shards_together_are_the_corpus(names: list[str], total: int) -> None:
    whole = corpus_of(names)
    parts = [part_of(whole, Shard(number, total), by_document=True) for number in range(1, total + 1)]
    assert len({part.division.shard.input for part in parts if part.division}) == 1
    assert sum(len(part.segments) for part in parts) == len(whole.segments)
    for part in parts:
        assert part.division is not None and part.division.shard.documents == len(whole.documents)
        assert all(document in whole.documents for document in part.documents)
    pieces = sorted((piece for part in parts if part.division for piece in part.division.pieces), key=lambda p: p.place)
    assert joined(pieces, whole.notes, whole.problems) == whole


def test_documents_go_to_shards_in_turn() -> None:
    whole = corpus_of(list("abcde"))
    second = part_of(whole, Shard(2, 3), by_document=True)
    assert [document.id for document in second.documents] == ["b", "e"]


def test_all_translations_of_a_source_are_in_one_shard() -> None:
    whole = corpus_of(list("abc"))
    assert part_of(whole, Shard(1, 2), by_document=False).documents == whole.documents
    assert part_of(whole, Shard(2, 2), by_document=False).documents == ()


def test_notes_on_pieces_are_counted_and_come_after_those_on_the_input() -> None:
    pieces = [
        Piece(place, (Document(str(place)),), aligner, notes=("by line",), problems=(Problem(str(place), "?"),))
        for place, aligner in enumerate(("lines", "encoder", "lines"))
    ]
    made = joined([*pieces, Piece(3)], ["first"], [Problem("first", "?")])
    assert made.notes == ("first", "by line (3 pairs of files)")
    assert made.aligner == "lines, encoder"
    assert [problem.what for problem in made.problems] == ["first", "0", "1", "2"]


def test_another_text_is_another_input() -> None:
    whole = corpus_of(list("abc"))
    changed = msgspec.structs.replace(whole.documents[2].segments[0], target="u")
    other = Corpus((*whole.documents[:2], msgspec.structs.replace(whole.documents[2], segments=(changed,))), "pairs")
    inputs = [part_of(texts, Shard(1, 3), by_document=True).division for texts in (whole, other)]
    assert inputs[0] and inputs[1] and inputs[0].shard.input != inputs[1].shard.input


def test_what_a_shard_keeps_survives_packing() -> None:
    keep = shards.Keep(Config(), {"gate": True}, Glossary((Term("a", "b"),)), problems=(Problem("n\udcff.txt", "?"),))
    again = shards.unpacked(shards.packed(keep))
    assert again.problems == (Problem("n\\xff.txt", "?"),)
    assert msgspec.structs.replace(again, problems=()) == msgspec.structs.replace(keep, problems=())


def test_no_more_is_unpacked_than_a_report_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "LIMIT", 1_000)
    data = shards.packed(shards.Keep(Config(), {}, notes=("x" * 5_000,)))
    with pytest.raises(ValueError, match="too large"):
        shards.unpacked(data)
