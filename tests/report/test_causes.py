from __future__ import annotations

from collections.abc import Callable

import msgspec

from mtqe.model import SCHEMA, Finding, Report, Run, Segment, Severity, Side, Span
from mtqe.report import causes, console, markdown

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
TEXTS = ["The dike broke.", "The old dikes held.", "“Go,” she said.", "It cost 30 marks.", "He paid 30 marks."]
SEGMENTS = tuple(Segment(str(n), text, f"<{text}>", doc="a") for n, text in enumerate(TEXTS, 1))


def finding(
    segment: int,
    mark: str,
    category: str = "accuracy/mistranslation",
    message: str = "it is wrong",
    severity: Severity = MAJOR,
    check: str = "T101",
    side: Side = "source",
    preview: bool = False,
) -> Finding:
    start = SEGMENTS[segment - 1].text(side).index(mark)
    spans = (Span(side, start, start + len(mark)),)
    name = f"bad-{check.lower()}"
    return Finding(
        check, name, category, severity, str(segment), message, spans, (mark,), f"{check}{segment}", preview=preview
    )


def report(*findings: Finding) -> Report:
    return Report(SCHEMA, Run("0", ""), (), SEGMENTS, (), findings)


def told(*findings: Finding) -> list[tuple[str, ...]]:
    return [tuple(f"{one.check}:{one.segment}" for one in cause.findings) for cause in causes.causes(report(*findings))]


def test_a_term_is_one_cause_in_any_inflection() -> None:
    found = [finding(n, mark, "terminology/wrong-term", "wants Deich") for n, mark in ((1, "dike"), (2, "dikes"))]
    other = finding(1, "dike", "terminology/wrong-term", "wants Damm")
    assert told(*found, other) == [("T101:1", "T101:2"), ("T101:1",)]


def test_what_is_false_in_different_words_is_not_one_cause() -> None:
    assert told(finding(1, "dike"), finding(2, "old")) == [("T101:1",), ("T101:2",)]
    assert told(finding(4, "30 marks"), finding(5, "30 marks")) == [("T101:4", "T101:5")]
    assert told(finding(4, "30 marks"), finding(5, "30 marks", severity=MINOR)) == [("T101:4",), ("T101:5",)]
    bare = [msgspec.structs.replace(finding(n, "30"), spans=(), marked=()) for n in (4, 5)]
    assert told(*bare) == [("T101:4",), ("T101:5",)]


def test_what_embarrasses_most_comes_first() -> None:
    order = [
        finding(5, "He", "other", severity=CRITICAL, check="T109"),
        finding(5, "He", "accuracy/untranslated", check="T104"),
        finding(4, "30", "accuracy/mistranslation", "a", check="T103"),
        finding(4, "30", "accuracy/mistranslation", "b", check="T108"),
        finding(1, "dike", "accuracy/omission", check="T101"),
        finding(5, "paid", "accuracy/omission", check="T105"),
        finding(2, "dikes", "terminology/wrong-term", check="T102"),
        finding(2, "dikes", "accuracy/untranslated", check="T106", preview=True),
        finding(1, "broke", "accuracy/untranslated", severity=MINOR, check="T107"),
    ]
    repeated = [*order, msgspec.structs.replace(order[3], segment="5")]
    # One of two alike is in several places.
    wanted = [order[n].check for n in (0, 1, 3, 2, 4, 5, 6, 7, 8)]
    assert [cause.first.check for cause in causes.causes(report(*reversed(repeated)))] == wanted
    assert list(causes.by_severity(report(*repeated))) == [CRITICAL, MAJOR, MINOR]
    assert causes.causes(report(*order), "other system") == []


def test_a_finding_about_the_segment_explains_what_is_in_it() -> None:
    whole = finding(4, TEXTS[3], "accuracy/omission", check="T102")
    inner = [finding(4, "30"), finding(4, "marks"), finding(4, "30", severity=CRITICAL, check="T103")]
    other = finding(4, "30", side="target", check="T104")
    found = {cause.first.check: cause for cause in causes.causes(report(*inner, whole, other))}
    assert list(found) == ["T103", "T104", "T102"]
    assert [one.marked for one in found["T102"].also] == [("30",), ("marks",)]
    assert causes.also_found(found["T102"]) == "also found there: bad-t101 (2)"
    assert causes.also_found(found["T103"]) == ""
    assert sum(len(cause.findings) + len(cause.also) for cause in found.values()) == 5


def test_nothing_falls_out_of_sight() -> None:
    both = [(Span("source", 0, 18), Span("target", 0, 3)), (Span("target", 0, 20), Span("target", 1, 2))]
    wholes = [
        msgspec.structs.replace(finding(4, TEXTS[3], check=f"T20{n}"), spans=spans) for n, spans in enumerate(both)
    ]
    inner = finding(4, "30", severity=MINOR)
    found = causes.causes(report(*wholes, inner))
    assert sum(len(cause.findings) + len(cause.also) for cause in found) == 3


def test_a_preview_explains_nothing_that_counts() -> None:
    whole = finding(4, TEXTS[3], check="T102", preview=True)
    assert told(finding(4, "30"), whole) == [("T101:4",), ("T102:4",)]


def test_what_was_accepted_stands_apart_and_last() -> None:
    found = [finding(4, "30 marks"), finding(5, "30 marks"), finding(1, "dike", "other", check="T102")]
    accepted = msgspec.structs.replace(found[0], suppressed="as agreed")
    assert told(accepted, *found[1:]) == [("T101:5",), ("T102:1",), ("T101:4",)]
    whole = msgspec.structs.replace(finding(4, TEXTS[3], check="T103"), suppressed="as agreed")
    assert told(found[0], whole) == [("T101:4",), ("T103:4",)]


def test_causes_are_counted() -> None:
    one = finding(1, "dike", "terminology/wrong-term")
    (cause,) = causes.causes(report(one))
    many = cause._replace(findings=tuple(msgspec.structs.replace(one, segment=str(n)) for n in range(1, 10)))
    assert causes.heading(MAJOR, [many, cause]) == "10 major, 2 causes"
    assert causes.heading(MAJOR, [cause]) == "1 major"


def test_views_tell_a_cause_once(render: Callable[..., str]) -> None:
    found = [finding(n, mark, "terminology/wrong-term", "wants Deich") for n, mark in ((1, "dike"), (2, "dikes"))]
    text = render(console, report(*found), 100)
    assert "MAJOR 2, 1 cause\n" in text
    assert text.count("wants Deich") == 1
    assert "and in 1 more place: segment 2" in text
    page = render(markdown, report(*found))
    assert "<b>2 major, 1 cause</b>" in page
    assert page.count("wants Deich") == 1
    assert "and in 1 more place: segment 2" in page


def test_where_a_check_names_the_kind_the_message_is_the_cause() -> None:
    found = [msgspec.structs.replace(finding(n, mark), kind="bold") for n, mark in ((1, "dike"), (2, "old"))]
    assert told(*found) == [("T101:1", "T101:2")]
    assert told(found[0], msgspec.structs.replace(found[1], kind="code")) == [("T101:1",), ("T101:2",)]


def test_segments_left_untranslated_are_one_cause_and_stretches_are_not() -> None:
    left = [finding(n, f"<{TEXTS[n - 1]}>", "accuracy/untranslated", side="target") for n in (1, 2)]
    assert told(*left) == [("T101:1", "T101:2")]
    parts = [finding(n, mark, "accuracy/untranslated", side="target") for n, mark in ((1, "dike"), (2, "old"))]
    assert told(*parts) == [("T101:1",), ("T101:2",)]


def test_too_short_and_broken_off_are_one_cause() -> None:
    short = finding(1, TEXTS[0], "accuracy/omission")
    cut = finding(1, "broke", "accuracy/omission", check="T102", side="target")
    assert told(short, cut) == [("T101:1",)]
    other = finding(1, "broke", "accuracy/addition", check="T102", side="target")
    assert told(short, other) == [("T102:1",), ("T101:1",)]
