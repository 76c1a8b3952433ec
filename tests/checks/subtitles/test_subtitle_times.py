"""Times of subtitles: single ones that have moved, whole files, overlaps; segments without times are not judged."""

from __future__ import annotations

import pytest

from mtqe.checks import runner as room
from mtqe.model import Finding, Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

Times = tuple[float, float]


def segment(number: int, source: Times | None, target: Times | None, text: str = "Auf See.", **meta: int) -> Segment:
    times = {"source_time": source, "target_time": target}
    facts = {name: list(time) for name, time in times.items() if time} | meta
    return Segment(str(number), "At sea." if source else "", text if target else "", meta=facts)


def found(check: str, *segments: Segment, langs: tuple[str, str] = ("en", "de")) -> list[Finding]:
    return list(room.run([check_table.checks()[check]], segments, Context(*langs)).findings)


def lines(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.segment or "", finding.severity.value, finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ((4, 6), (5, 6.5), None),
        ((4, 6), (4, 8), None),
        ((4, 6), (5.2, 6.5), "it starts 1.2 s later than the source"),
        ((4, 6), (2.5, 6), "it starts 1.5 s earlier than the source"),
        ((4, 6), (4, 8.5), "it ends 2.5 s later than the source"),
        (None, (4, 6), None),
        ((4, 6), None, None),
    ],
)
def test_a_subtitle_that_has_moved(source: Times | None, target: Times | None, message: str | None) -> None:
    findings = found("MRK120", segment(1, source, target))
    assert [finding.message for finding in findings] == ([message] if message else [])


def test_a_negative_time_is_major() -> None:
    assert lines(found("MRK120", segment(1, (4, 6), (4, 3)))) == [("1", "major", "it ends before it starts")]


def test_a_file_that_has_moved_is_one_finding() -> None:
    moved = [segment(n, (n, n + 0.5), (n + 10, n + 10.5)) for n in range(1, 9)]
    same = [segment(n, (n, n + 0.5), (n, n + 0.5)) for n in range(20, 24)]
    (finding,) = found("MRK120", *moved, *same)
    assert lines([finding]) == [
        ("1", "minor", "8 of 12 subtitles have moved; this one starts 10.0 s later than the source")
    ]
    few = [*moved[:2], *same]
    assert len(found("MRK120", *few)) == 2


def test_overlaps_of_the_source_are_no_errors() -> None:
    first, second = segment(1, (1, 3), (1, 3)), segment(2, (2, 4), (2, 4))
    assert found("MRK120", first, second) == []
    assert [item.segment for item in found("MRK120", segment(1, (1, 2), (1, 2.5)), segment(2, (2, 4), (2, 4)))] == ["2"]
    assert found("MRK120", segment(1, (1, 2), (1, 2.05)), segment(2, (2, 4), (2, 4))) == []


def test_a_fast_source_excuses_a_translation_that_is_as_fast() -> None:
    long = "Wo ist denn nun das alte Schiff?"
    fast = Segment("1", long, long.replace("Wo", "Da"), meta={"source_time": [1, 2], "target_time": [1, 2]})
    assert found("MRK121", fast) == []
    assert [f.message for f in found("MRK121", segment(1, (1, 2), (1, 2), long))] == [
        "32 characters a second; viewers can read 21"
    ]
    assert found("MRK121", segment(1, (1, 2), (2, 2), long)) == []


def test_split_subtitles_may_have_the_lines_of_all_their_parts() -> None:
    text = "eins\nzwei\ndrei\nvier"
    assert found("MRK122", segment(1, (1, 9), (1, 9), text, target_cues=2)) == []
    (finding,) = found("MRK122", segment(1, (1, 9), (1, 9), text))
    assert (finding.message, finding.marked) == ("4 lines; a subtitle has 2", ("drei\nvier",))


def test_half_wide_characters_count_half() -> None:
    text = "DVD " * 8 + "見る"
    assert found("MRK122", segment(1, (1, 9), (1, 9), text), langs=("en", "ja")) == []
    assert len(found("MRK122", segment(1, (1, 9), (1, 9), "船" * 19), langs=("en", "ja"))) == 1
