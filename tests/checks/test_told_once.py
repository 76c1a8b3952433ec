"""A general check leaves to particular ones what these have marked; an error counts once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mtqe import checks as room
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Check, Context

SEGMENT = Segment("1", "The ferry leaves at noon.", "Die Fähre fährt um acht.")


def a_check(
    name: str,
    *spans: Span,
    severity: Severity = Severity.MAJOR,
    category: str = "accuracy/mistranslation",
    general: bool = False,
    status: Any = "stable",
) -> Check:
    def run(segment: Segment, context: Context) -> Iterator[Hit]:
        yield Hit(name, spans)

    told: Callable[..., Iterator[Any]] = run
    return Check(name, name.lower(), category, severity, told, "Says it.", (), status=status, general=general)


def found(*checks: Check) -> list[str]:
    outcome = room.run(checks, [SEGMENT], Context("en", "de"))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"] * len(checks)
    return [finding.check for finding in outcome.findings]


NOON, EIGHT, FERRY = Span("source", 20, 24), Span("target", 19, 23), Span("target", 4, 9)
GENERAL = a_check("GEN001", EIGHT, NOON, general=True)


def test_what_a_particular_check_has_marked_is_left_to_it() -> None:
    assert found(GENERAL, a_check("ACC900", NOON)) == ["ACC900"]
    assert found(GENERAL, a_check("TRM900", Span("target", 22, 24), category="terminology/x")) == ["TRM900"]
    assert found(GENERAL, a_check("ACC900", EIGHT, severity=Severity.CRITICAL)) == ["ACC900"]


def test_it_stays_where_the_other_marks_other_words_or_is_milder_or_of_form_or_a_preview() -> None:
    assert found(GENERAL) == ["GEN001"]
    assert found(GENERAL, a_check("ACC900", FERRY)) == ["ACC900", "GEN001"]
    assert found(GENERAL, a_check("ACC900", Span("source", 4, 9))) == ["ACC900", "GEN001"]
    assert found(GENERAL, a_check("ACC900", NOON, severity=Severity.MINOR)) == ["GEN001", "ACC900"]
    assert found(GENERAL, a_check("ART900", EIGHT, category="linguistic-conventions/x")) == ["ART900", "GEN001"]
    assert found(GENERAL, a_check("ACC900", NOON, status="preview")) == ["ACC900", "GEN001"]


def test_two_general_checks_do_not_silence_each_other() -> None:
    assert found(GENERAL, a_check("GEN002", EIGHT, general=True)) == ["GEN001", "GEN002"]
