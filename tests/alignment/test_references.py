from __future__ import annotations

from mtqe.alignment.nouns import Alignment
from mtqe.alignment.references import with_references
from mtqe.language.sentences import Sentence
from mtqe.model import Bead

SOURCE = ("S0.", "S1.", "S2.", "S3.")


def alignment(*beads: tuple[tuple[int, ...], tuple[int, ...]], name: str) -> Alignment:
    made = []
    for source, target in beads:
        kind = "omission" if not target else "match" if source else "addition"
        made.append(
            Bead(
                source,
                target,
                " ".join(SOURCE[number] for number in source),
                " ".join(f"{name}{number}." for number in target),
                0.9,
                kind,
            )
        )
    sides = [
        tuple(Sentence(f"{n}", 0, 1, 0, 1) for n in range(count))
        for count in (len(SOURCE), sum(len(target) for _, target in beads))
    ]
    return Alignment(tuple(made), sides[0], sides[1], 1.0)


def rows(segments) -> list[tuple[str, str, tuple[str, ...]]]:
    assert [segment.id for segment in segments] == [str(n) for n in range(1, len(segments) + 1)]
    return [(segment.source, segment.target, segment.references) for segment in segments]


ONE_TO_ONE = alignment(((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), (3,)), name="R")


def test_one_to_one() -> None:
    mt = alignment(((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), (3,)), name="T")
    found = rows(with_references(mt, [ONE_TO_ONE, ONE_TO_ONE], "d", "de"))
    assert found[2] == ("S2.", "T2.", ("R2.", "R2."))


def test_omission_keeps_its_reference_and_addition_has_none() -> None:
    mt = alignment(((), (0,)), ((0,), (1,)), ((1,), ()), ((2,), (2,)), ((3,), (3,)), name="T")
    found = rows(with_references(mt, [ONE_TO_ONE], "d", "de"))
    assert found[0] == ("", "T0.", ("",))
    assert found[2] == ("S1.", "", ("R1.",))


def test_reference_that_joins_sentences_joins_segments() -> None:
    mt = alignment(((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), (3,)), name="T")
    reference = alignment(((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), name="R")
    found = rows(with_references(mt, [reference], "d", "de"))
    assert found == [("S0.", "T0.", ("R0.",)), ("S1. S2.", "T1. T2.", ("R1.",)), ("S3.", "T3.", ("R2.",))]
    assert rows(with_references(mt, [reference], "d", "ja"))[1][1] == "T1.T2."


def test_omission_is_not_joined_away() -> None:
    mt = alignment(((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,)), name="T")
    reference = alignment(((0, 1), (0,)), ((2,), (1,)), ((3,), (2,)), name="R")
    found = rows(with_references(mt, [reference], "d", "de"))
    assert found[:2] == [("S0.", "T0.", ("R0.",)), ("S1.", "", ("",))]


def test_what_a_reference_adds_or_leaves_out() -> None:
    mt = alignment(((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), (3,)), name="T")
    reference = alignment(((0,), (0,)), ((), (1,)), ((1,), ()), ((2,), (2,)), ((3,), (3,)), name="R")
    found = rows(with_references(mt, [reference], "d", "de"))
    assert [references for _, _, references in found] == [("R0. R1.",), ("",), ("R2.",), ("R3.",)]
