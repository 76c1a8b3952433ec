"""A document that omits the quotation marks of dialogue gets one finding."""

from __future__ import annotations

from mtqe.checks import runner as room
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context

LOST = ["Wir legen ab.", "Die Flut kommt.", "Mach die Leinen los."]


def reported(targets: list[str]) -> list[tuple[str, str]]:
    segments = [Segment(str(n), "“We sail with the tide.”", text, doc="a") for n, text in enumerate(targets)]
    outcome = room.run([check_table.checks()["MRK102"]], segments, Context("en", "de"))
    return [(finding.segment, finding.message) for finding in outcome.findings]


def test_a_style_is_reported_once() -> None:
    ((segment, message),) = reported(LOST)
    assert segment == "0" and message.endswith("here and 2 times more in the document")


def test_lost_marks_are_reported_one_by_one_where_they_are_no_style() -> None:
    with_marks = ["„Wir legen ab.“"] * len(LOST)
    assert [segment for segment, _ in reported([*LOST, *with_marks])] == ["0", "1", "2"]
    assert [segment for segment, _ in reported(LOST[:2])] == ["0", "1"]
