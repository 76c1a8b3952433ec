"""The lock file of `mtqe status`."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mtqe.project import lock
from mtqe.project.lock import Entry

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
ENTRIES = st.builds(Entry, NAMES, NAMES, NAMES, NAMES, NAMES)


@given(st.lists(ENTRIES, unique_by=lambda entry: (entry.file, entry.unit)))
def test_what_is_written_is_read(entries: list[Entry]) -> None:
    read = lock.parse(lock.render(entries).encode(), "mtqe.lock")
    assert sorted(entry for units in read.values() for entry in units.values()) == sorted(entries)


def test_lines_are_sorted_and_of_one_entry() -> None:
    entries = [Entry("b", "2", "s", "1", "2"), Entry("a", "", "s", "1", "2"), Entry("b", "1", "s", "1", "2")]
    lines = lock.render(entries).splitlines()
    assert lines[0] == '{"mtqe_lock":1}'
    assert lines[1] == '{"file":"a","unit":"","source":"s","from":"1","to":"2"}'
    assert [line[:25] for line in lines[2:]] == ['{"file":"b","unit":"1","s', '{"file":"b","unit":"2","s']


@given(st.text())
def test_layout_does_not_change_a_hash(text: str) -> None:
    assert lock.digest(text) == lock.digest(f"\r\n {unicodedata.normalize('NFD', text)}\t")


def test_words_and_marks_change_a_hash() -> None:
    assert (
        len({lock.digest(text) for text in ("12 litres.", "15 litres.", "12 Litres.", "12 litres", "12litres.")}) == 5
    )
