"""A general check leaves to particular ones what these have marked; an error counts once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mtqe.checks import dedupe
from mtqe.checks import runner as room
from mtqe.language import codes
from mtqe.model import Code, Hit, Segment, Severity, Span
from mtqe.registry.contracts import Check, Context

SEGMENT = Segment("1", "The ferry leaves at noon.", "Die Fähre fährt um acht.")


def a_check(
    name: str,
    *spans: Span,
    severity: Severity = Severity.MAJOR,
    category: str = "accuracy/mistranslation",
    yields_to_specific: bool = False,
    status: Any = "stable",
) -> Check:
    def run(segment: Segment, context: Context) -> Iterator[Hit]:
        yield Hit(name, spans)

    told: Callable[..., Iterator[Any]] = run
    return Check(
        name,
        name.lower(),
        category,
        severity,
        told,
        "Says it.",
        (),
        status=status,
        yields_to_specific=yields_to_specific,
    )


def found(*checks: Check, segment: Segment = SEGMENT) -> list[str]:
    outcome = room.run(checks, [segment], Context("en", "de"))
    assert outcome.problems == ()
    assert [item.state for item in outcome.items] == ["ran"] * len(checks)
    return [finding.check for finding in outcome.findings]


NOON, EIGHT, FERRY = Span("source", 20, 24), Span("target", 19, 23), Span("target", 4, 9)
GENERAL = a_check("GEN001", EIGHT, NOON, yields_to_specific=True)


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
    assert found(GENERAL, a_check("GEN002", EIGHT, yields_to_specific=True)) == ["GEN001", "GEN002"]


LONG = Segment(
    "1", "The mayor of Bern did not answer the 7 letters.", "Der Bürgermeister von Bern hat die Briefe gelesen."
)


def left(*marks: str) -> bool:
    """Whether a general finding with these marks gives way to one that marks `not` and `answer`."""
    sides = [LONG.source if mark in LONG.source else LONG.target for mark in marks]
    spans = [
        Span("source" if text == LONG.source else "target", text.index(mark), text.index(mark) + len(mark))
        for mark, text in zip(marks, sides, strict=True)
    ]
    at = LONG.source.index("not")
    checks = [
        a_check("GEN001", *spans, yields_to_specific=True),
        a_check("ACC900", Span("source", at, at + len("not answer"))),
    ]
    return [one.check for one in room.run(checks, [LONG], Context("en", "de")).findings] == ["ACC900"]


def test_little_may_be_marked_beside_and_nothing_that_tells_something_else() -> None:
    assert left("not")
    assert left("did not answer the")
    assert left("not", "gelesen")  # on the other side the particular check marks nothing
    assert not left("did not answer the 7")
    assert not left("Bern did not")
    assert not left("not", "letters")
    assert not left("not answer", "mayor")
    assert not left("gelesen")


def test_codes_in_a_mark_are_no_words_beside_it() -> None:
    """`<ph id="1" equiv-text="the Name"/>` alone has more words than a general mark may have, and a capital."""
    target = 'Die Fähre <ph id="1" equiv-text="the name of the Ship"/> fährt um <b>acht</b>.'
    places = [match.span() for match in re.finditer("<[^>]*>", target)]
    tags = tuple(Code("target", *place, str(number)) for number, place in enumerate(places))
    segment = Segment("1", SEGMENT.source, target, codes=tags)
    bare = "Die Fähre fährt um acht."
    assert codes.bare(segment).target == bare
    eight = Span("target", bare.index("acht"), bare.index("acht") + 4)
    specific = a_check("ACC900", eight)
    assert found(a_check("GEN001", Span("target", 10, 23), yields_to_specific=True), specific, segment=segment) == [
        "ACC900"
    ]
    assert found(a_check("GEN001", Span("target", 4, 23), yields_to_specific=True), specific, segment=segment) == [
        "ACC900",
        "GEN001",
    ]  # "Fähre" may be an error of its own
    opener = Segment("1", "The.", "<b>Die</b> alte.", codes=(Code("target", 0, 3, "b"), Code("target", 6, 10, "/b")))
    general = a_check("GEN001", Span("target", 0, 8), yields_to_specific=True)
    assert found(general, a_check("ACC900", Span("target", 4, 8)), segment=opener) == ["ACC900"]


def test_what_is_said_of_words_that_should_not_be_there_is_no_error_besides() -> None:
    chatter = a_check("ART900", Span("target", 0, 9), severity=Severity.CRITICAL, category="accuracy/addition")
    spelling = a_check("ART901", FERRY, category="linguistic-conventions/spelling")
    assert found(chatter, spelling) == ["ART900"]
    assert found(chatter, a_check("ART901", EIGHT, category="linguistic-conventions/spelling")) == ["ART900", "ART901"]
    assert found(chatter, a_check("ACC900", FERRY, NOON)) == ["ART900", "ACC900"]  # the source has a part in it
    mild = a_check("ART900", Span("target", 0, 9), severity=Severity.MINOR, category="accuracy/addition")
    assert found(mild, spelling) == ["ART901", "ART900"]
    wrong = a_check("ACC900", Span("target", 0, 9))
    assert found(wrong, spelling) == ["ACC900", "ART901"]  # it should be there, in other words


def test_of_two_on_the_same_surplus_words_one_tells() -> None:
    whole = Span("target", 0, 24)
    foreign = a_check("ACC900", whole, category="accuracy/untranslated")
    chatter = a_check("ART900", whole, category="accuracy/addition")
    assert found(foreign, chatter) == found(chatter, foreign) == ["ART900"]
    worse = a_check("ACC900", whole, severity=Severity.CRITICAL, category="accuracy/untranslated")
    assert found(worse, chatter) == ["ACC900"]


def test_a_repetition_in_added_text_is_told_beside_it() -> None:
    whole = a_check("ACC900", Span("target", 0, 24), category="accuracy/addition")
    inside = a_check("HAL900", EIGHT, category="accuracy/addition")
    name = a_check("ACC901", FERRY)
    assert found(whole, inside, name) == ["ACC900"]
    assert found(whole, inside, name, segment=Segment("1", "", SEGMENT.target)) == ["ACC900", "HAL900"]


RANGES = st.lists(
    st.builds(
        lambda side, start, size: Span(side, start, start + size),
        st.sampled_from(["source", "target"]),
        st.integers(0, 12),
        st.integers(1, 8),
    ),
    max_size=8,
)


@given(RANGES, RANGES)
def test_ranges_that_overlap_are_found(spans: list[Span], others: list[Span]) -> None:
    ranges = dedupe._Ranges((span, number) for number, span in enumerate(spans))
    for other in others:
        found = {number for _, number in ranges.overlapping(other)}
        assert found == {number for number, span in enumerate(spans) if dedupe._overlap(span, other)}
