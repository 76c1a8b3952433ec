"""Marks of figures that the other side has in other digits, another calendar or another unit are dropped."""

from __future__ import annotations

import pytest

from mtqe.checks import runner
from mtqe.checks.meaning import equal_figures
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def _marked(source: str, target: str, langs: tuple[str, str], marks: tuple[list[str], list[str]]) -> list[str]:
    segment = Segment("1", source, target)
    spans = [Span("source", source.index(mark), source.index(mark) + len(mark)) for mark in marks[0]]
    spans += [Span("target", target.index(mark), target.index(mark) + len(mark)) for mark in marks[1]]
    hits = [(segment, Hit("", tuple(spans), Severity.MAJOR))]
    kept = list(equal_figures.without_equal_figures(hits, Context(*langs)))
    return [segment.text(span.side)[span.start : span.end] for _, hit in kept for span in hit.spans]


FLOOD = "The flood came in March 2021."
COURT = "On January 5, 2024, the court ruled."


@pytest.mark.parametrize(
    ("source", "target", "langs", "marks", "kept"),
    [
        (FLOOD, "سیل در مارس ۲۰۲۱ آمد.", ("en", "fa"), ([], ["۲۰۲۱"]), []),
        (FLOOD, "سیل در مارس ۲۰۲۱ آمد.", ("en", "fa"), ([], ["مارس ۲۰۲۱"]), ["مارس ۲۰۲۱"]),
        (FLOOD, "سیل در مارس ۲۰۲۲ آمد.", ("en", "fa"), (["2021"], ["۲۰۲۲"]), ["2021", "۲۰۲۲"]),
        (FLOOD, "২০২১ সালের মার্চে বন্যা হয়।", ("en", "bn"), (["2021"], ["২০২১"]), []),
        ("It cost 1,250 euros.", "มีราคา ๑๒๕๐ ยูโร", ("en", "th"), (["1,250"], ["๑๒๕๐"]), []),
        ("It cost 12.50 euros.", "มีราคา ๑๒๕๐ ยูโร", ("en", "th"), (["12.50"], ["๑๒๕๐"]), ["12.50", "๑๒๕๐"]),
        (COURT, "เมื่อวันที่ 5 มกราคม พ.ศ. 2567 ศาลมีคำตัดสิน", ("en", "th"), (["2024"], ["พ", "ศ", "67"]), []),
        (COURT, "เมื่อวันที่ 5 มกราคม พ.ศ. 2568 ศาลมีคำตัดสิน", ("en", "th"), (["2024"], ["2568"]), ["2024", "2568"]),
        ("ในปี 2542 น้ำท่วม", "There was a flood in 1999.", ("th", "en"), (["2542"], ["1999"]), []),
        ("The shed was 80 degrees.", "Der Schuppen hatte 27 °C.", ("en", "de"), (["80"], ["27"]), []),
        ("The shed was 80 degrees.", "Der Schuppen hatte 37 °C.", ("en", "de"), (["80"], ["37"]), ["80", "37"]),
        ("There was a flood in 1999.", "Im Jahr 2542 gab es eine Flut.", ("en", "de"), ([], ["2542"]), ["2542"]),
        ("It began on 16 September 2022.", "این ۲۵ شهریور ۱۴۰۱ آغاز شد.", ("en", "fa"), ([], ["۲۵ شهریور ۱۴۰۱"]), []),
        ("It began on 16 September 2022.", "این ۲۵ شهریور ۱۳۹۰ آغاز شد.", ("en", "fa"), ([], ["۱۳۹۰"]), ["۱۳۹۰"]),
    ],
)
def test_equal_figures_are_not_marked(
    source: str, target: str, langs: tuple[str, str], marks: tuple[list[str], list[str]], kept: list[str]
) -> None:
    assert _marked(source, target, langs, marks) == kept


@pytest.mark.parametrize(
    ("source", "target", "langs"),
    [
        ("It happened in March 2021.", "این اتفاق در مارس ۲۰۲۱ رخ داد.", ("en", "fa")),
        (COURT, "เมื่อวันที่ 5 มกราคม พ.ศ. 2567 ศาลมีคำตัดสิน", ("en", "th")),
        ("He was born in Bangkok in 1999.", "เขาเกิดที่กรุงเทพในปี 2542", ("en", "th")),
    ],
)
def test_the_checks_of_meaning_know_equal_figures(source: str, target: str, langs: tuple[str, str]) -> None:
    names = {"partial-omission", "partial-addition", "meaning-mismatch"}
    checks = [check for check in check_table.checks().values() if check.name in names]
    outcome = runner.run(checks, [Segment("1", source, target)], Context(*langs))
    assert outcome.findings == () and [item.state for item in outcome.items] == ["ran"] * 3
