"""White space at the edges of a text of a program, as the formats give it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtqe.checks import runner as room
from mtqe.formats import dispatch
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def marked(segments: list[Segment] | tuple[Segment, ...]) -> list[tuple[str, ...]]:
    outcome = room.run([check_table.checks()["MRK124"]], segments, Context("en", "de"))
    assert outcome.problems == ()
    return [finding.marked for finding in outcome.findings]


def of_program(source: str, target: str) -> list[Segment]:
    return [Segment("1", source, target, meta={"unit": "tide"})]


@pytest.mark.parametrize(
    ("source", "target", "marks"),
    [
        ("Tide: ", "Flut: ", []),
        ("Tide\n", "Flut\n\n", []),
        ("Tide\n", "Flut\r\n", [("Flut\r\n",)]),
        ("Tide\t", "Flut", [("Tide\t",)]),
        ("Tide \n", "Flut\n", []),
        (r"\tTide", "\tFlut", []),
        (" Tide", "Flut ", [(" Tide",), ("Flut ",)]),
        ("It is low.\nWait.", "Es ist Ebbe. Warten!", [("low.\n",)]),
        ("It is low.\nWait.", r"Es ist Ebbe.\nWarten!", []),
        ("It is low and the\nship waits.\nGo on.", "Es ist Ebbe, und das Schiff wartet. Weiter!", []),
        ("low\thigh", "Ebbe Flut", [("low\t",)]),
    ],
)
def test_white_space_that_one_side_lacks(source: str, target: str, marks: list[tuple[str, ...]]) -> None:
    assert marked(of_program(source, target)) == marks


def test_spaces_count_only_in_texts_with_a_key() -> None:
    assert marked([Segment("1", "The tide is low. ", "Es ist Ebbe.")]) == []
    assert marked([Segment("1", "The tide is low.\n", "Es ist Ebbe.")]) == [("low.\n",)]
    assert marked([Segment("1", "It is low.\n", "Ebbe.", meta={"kind": "match"})]) == []


def test_cells_of_csv_keep_their_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text('source,target\n"The tide\n","Die Flut"\n', encoding="utf-8")
    assert marked(dispatch.read_pairs(path).segments) == [("tide\n",)]


def test_json_lines_with_keys_keep_the_spaces_of_their_texts(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    row = {"source": "Tide: ", "target": "Flut:", "meta": {"unit": "tide"}}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert marked(dispatch.read_pairs(path).segments) == [("Tide: ",)]


def test_line_breaks_of_gettext_are_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    path.write_text('msgid "Tide\\n"\nmsgstr "Flut"\n', encoding="utf-8")
    assert marked(dispatch.read_pairs(path).segments) == []
