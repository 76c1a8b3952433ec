from __future__ import annotations

import coded
from hypothesis import given
from hypothesis import strategies as st

from mtqe.comparing.pairing import pair
from mtqe.model import Segment


def segments(*sources: str) -> list[Segment]:
    return [Segment(str(number), source, f"{source}!") for number, source in enumerate(sources, 1)]


def ids(shared: tuple[tuple[Segment, ...], ...]) -> list[tuple[str, ...]]:
    return [tuple(segment.id for segment in group) for group in shared]


def test_the_same_text_pairs_occurrence_by_occurrence_wherever_it_stands() -> None:
    found = pair([segments("a", "b", "b", "c"), segments("new", "b", "a", "b", "b")])
    assert ids(found.shared) == [("1", "3"), ("2", "2"), ("3", "4")]
    assert found.unpaired == (1, 2)  # "c"; "new" and the third "b"
    assert found.additions == (0, 0)


def test_segments_without_a_source_are_never_paired() -> None:
    found = pair([segments("", "a", " "), segments("", "a")])
    assert ids(found.shared) == [("2", "2")]
    assert (found.unpaired, found.additions) == ((0, 0), (2, 1))


def test_three_systems_share_what_all_have() -> None:
    found = pair([segments("a", "b"), segments("b", "a"), segments("b")])
    assert ids(found.shared) == [("2", "1", "1")]
    assert found.unpaired == (1, 1, 0)


def test_the_numbers_of_inline_codes_do_not_count() -> None:
    systems = [
        [coded.segment(str(place), text.format(first=n, second=n + 1), "x") for place, text in enumerate(SHOWN)]
        for n in (1, 101)
    ]
    assert systems[0][0].source != systems[1][0].source
    found = pair([*systems, segments("The Anna waited.")])
    assert ids(found.shared) == [("0", "0", "1")]
    assert found.unpaired == (1, 1, 0)
    assert ids(pair([systems[0], systems[0]]).shared) == [("0", "0"), ("1", "1")]  # a code alone is a source


SHOWN = ('The ⟦<g id="{first}">⟧Anna⟦</g>⟧ waited⟦<x id="{second}"/>⟧.', '⟦<x id="{first}"/>⟧')


@given(st.lists(st.lists(st.sampled_from(["", "a", "b", "c"]), max_size=8), min_size=2, max_size=4))
def test_every_segment_is_counted_once(texts: list[list[str]]) -> None:
    systems = [segments(*sources) for sources in texts]
    found = pair(systems)
    for number, own in enumerate(systems):
        used = [group[number] for group in found.shared]
        assert len({segment.id for segment in used}) == len(used)
        assert len(used) + found.unpaired[number] + found.additions[number] == len(own)
    assert all(len({segment.source for segment in group}) == 1 for group in found.shared)
