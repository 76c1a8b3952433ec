"""What the HTML page says of known, new and accepted findings, of many reasons and of an undecided verdict."""

from __future__ import annotations

import html_sample
import msgspec
from page_tree import Node, parse

from mtqe.model import (
    SCHEMA,
    Finding,
    Report,
    Ruling,
    Run,
    Segment,
    Severity,
    Span,
    Verdict,
)


def states(page: Node) -> list[str]:
    return [card.attrs["data-state"] for card in page.all("li", "finding")]


def test_findings_of_the_baseline_are_known_as_often_as_it_has_them() -> None:
    segments = tuple(Segment(str(number), "a", "b") for number in range(4))
    findings = tuple(
        Finding("A1", "a", "c", Severity.MINOR, str(n), "m", (), (), fingerprint, preview=n == 3)
        for n, fingerprint in enumerate(("x", "x", "y", "y"))
    )
    report = Report(SCHEMA, Run("0", ""), (), segments, (), findings)
    page = parse(report, msgspec.structs.replace(report, findings=findings[:1]))
    assert states(page) == ["known", "new", "new", "preview"]
    options = [option.text() for option in page.by_id("state").all("option")]
    assert options == ["All findings", "New (2)", "Already in the baseline (1)", "In preview, not counted (1)"]
    assert [card.one("p", "where").text().endswith("new") for card in page.all("li", "finding")][:3] == [
        *(False, True, True)
    ]
    assert states(parse(report)) == ["counted", "counted", "counted", "preview"]


def test_findings_in_one_state_need_no_choice() -> None:
    assert not any(node.attrs.get("id") == "state" for node in parse(html_sample.systems()).all())


def test_accepted_findings_colour_nothing_and_give_their_reason() -> None:
    segments = (Segment("1", "a", "b"), Segment("2", "a", "b"))
    span = (Span("target", 0, 1),)
    finding = Finding("A1", "a", "c", Severity.CRITICAL, "1", "m", span, ("b",), "x", suppressed="a brand name")
    other = Finding("A1", "a", "c", Severity.MINOR, "2", "m", span, ("b",), "y")
    page = parse(Report(SCHEMA, Run("0", ""), (), segments, (), (finding, other)))
    assert states(page) == ["counted", "accepted"]
    assert "accepted, not counted: a brand name" in page.by_id("f2").text()
    assert [tick.attrs["class"] for tick in page.one("div", "strip").all("a")] == ["tick", "tick r1"]
    assert [page.by_id(row).attrs["class"] for row in ("s1", "s2")] == ["row", "row r1"]
    assert [mark.attrs["class"] for mark in page.all("mark")] == ["accepted", "r1"]


def test_thousands_of_reasons_are_counted() -> None:
    reasons = tuple(f"doc-{n}: too bad" for n in range(3000))
    rulings = tuple(Ruling("max.major", "fail", text) for text in reasons)
    page = parse(msgspec.structs.replace(html_sample.clean(), verdict=Verdict(False, reasons, rulings=rulings)))
    head = page.one("div", "verdict")
    assert [item.text() for item in head.one("ul", "reasons").all("li")] == list(reasons[:10])
    assert "and 2,990 more" in head.text() and "All rules of the gate (3,000)" in head.text()
    assert len(list(head.all("li"))) + len(list(head.all("tr"))) < 500


def test_a_short_text_passes_under_the_same_words_as_everywhere() -> None:
    text = "1 major error in 80 words"
    ruling = Ruling("max_per_1000.major", "undecided", text, 12.5, 2.0, None, "news")
    label = "PASS (short text: limits per 1,000 words not applied)"
    verdict = Verdict(True, (), None, "pass", (f"news: {text}",), (ruling,), label=label)
    page = parse(msgspec.structs.replace(html_sample.clean(), verdict=verdict))
    assert page.one("h1").text() == "Pass"
    assert page.one("p", "lede").text().endswith(" Short text: limits per 1,000 words not applied.")
    assert [item.text() for item in page.one("ul", "unsure").all("li")] == [f"news: {text}"]
    row = page.one("details", "rules").one("tbody").one("tr")
    assert row.text() == f"max_per_1000.majorundecided news: {text}"
