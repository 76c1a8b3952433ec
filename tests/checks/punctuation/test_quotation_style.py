"""A document that sets its dialogue without quotation marks is told so once."""

from __future__ import annotations

from mtqe.checks import runner as room
from mtqe.contracts import Context
from mtqe.model import Segment
from mtqe.registry import check_table

LOST = ["Wir legen ab.", "Die Flut kommt.", "Mach die Leinen los."]


def found(targets: list[str]) -> list[tuple[str, str]]:
    segments = [Segment(str(n), "“We sail with the tide.”", text, doc="a") for n, text in enumerate(targets)]
    outcome = room.run([check_table.checks()["MRK102"]], segments, Context("en", "de"))
    return [(one.segment, one.message) for one in outcome.findings]


def test_a_style_is_told_once() -> None:
    ((segment, message),) = found(LOST)
    assert segment == "0" and message.endswith("here and 2 times more")


def test_a_few_among_many_are_told_one_by_one() -> None:
    kept = ["„Wir legen ab.“"] * len(LOST)
    assert [segment for segment, _ in found([*LOST, *kept])] == ["0", "1", "2"]
    assert [segment for segment, _ in found(LOST[:2])] == ["0", "1"]
