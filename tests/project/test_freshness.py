"""What counts as a change of running text, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mtqe.model.status import Change
from mtqe.project import lock
from mtqe.project.status import Piece, _changed_blocks

BLOCKS = st.lists(st.sampled_from(["alpha", "bravo", "carlo", "delta", "echo"]), max_size=8)


def pieces(texts: list[str]) -> list[Piece]:
    return [Piece(lock.digest(text), text, line) for line, text in enumerate(texts, 1)]


def changes(before: list[str], now: list[str]) -> list[Change]:
    return list(_changed_blocks(pieces(now), [lock.digest(text) for text in before]))


@given(BLOCKS.flatmap(lambda blocks: st.tuples(st.just(blocks), st.permutations(blocks))))
def test_moved_blocks_are_no_change(both: tuple[list[str], list[str]]) -> None:
    assert changes(*both) == []


@given(BLOCKS.filter(bool), st.data())
def test_an_edited_block_is_the_only_change(blocks: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(blocks) - 1))
    now = [*blocks[:place], "new text", *blocks[place + 1 :]]
    kinds = [(item.kind, item.line) for item in changes(blocks, now) if item.kind != "removed"]
    assert kinds in ([("stale", place + 1)], [("untranslated", place + 1)])


@given(BLOCKS, BLOCKS)
def test_every_block_is_accounted_for(before: list[str], now: list[str]) -> None:
    found = changes(before, now)
    added = sum(item.kind in ("stale", "untranslated") for item in found)
    gone = sum(item.kind in ("stale", "removed") for item in found)
    assert len(now) - added == len(before) - gone
