"""The workbook for reviewers: readable, complete, and no cell is a formula."""

from __future__ import annotations

import io

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mtqe.model import Finding, Report, Segment, Severity, Span
from mtqe.report import review
from mtqe.run import Run


def report_of(*texts: str) -> Report:
    segments = tuple(
        Segment(str(number), text, text, doc="a", meta={"target_line": number}) for number, text in enumerate(texts, 1)
    )
    findings = tuple(
        Finding(
            "ART103",
            "stray-spacing",
            "form",
            Severity.MINOR,
            s.id,
            s.source,
            (Span("target", 0, 1),),
            ("x",),
            "f",
            "-1",
        )
        for s in segments
    )
    return Report(
        "mtqe.report/1", Run("0", "now", source_lang="en", target_lang="de"), segments=segments, findings=findings
    )


def sheet_of(report: Report):  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    review.render(report, out)
    return load_workbook(io.BytesIO(out.getvalue()))["findings"]


def test_a_row_for_each_finding_and_columns_for_the_reviewer() -> None:
    sheet = sheet_of(report_of("=1+1", "Er kam ."))
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head] == list(review.COLUMNS)
    row = dict(zip(review.COLUMNS, (cell.value for cell in rows[1]), strict=True))
    assert row == dict.fromkeys(review.COLUMNS) | {
        "file": "a",
        "unit": "2",
        "line": 2,
        "severity": "minor",
        "check": "ART103 stray-spacing",
        "source": "Er kam .",
        "translation": "Er kam .",
        "marked": "x",
        "message": "Er kam .",
        "suggestion": "-1",
        "fingerprint": "f",
    }
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["F"].width == review.COLUMNS["source"]
    (choice,) = sheet.data_validations.dataValidation
    assert str(choice.sqref) == "L2:L3"


def test_a_run_that_failed_has_a_row() -> None:
    from mtqe.model import Problem

    report = msgspec.structs.replace(report_of("a"), problems=(Problem("check X", "broken"),))
    assert [cell.value for cell in list(sheet_of(report).iter_rows())[1]][4] == "could-not-run"


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.text(max_size=20) | st.sampled_from(["=A1", "+1", "-1", "@x", "\t=1", "\0\x1f", "x" * 40_000]),
        min_size=1,
        max_size=3,
    )
)
def test_no_cell_is_a_formula(texts: list[str]) -> None:
    sheet = sheet_of(report_of(*texts))
    for row in list(sheet.iter_rows())[1:]:
        for cell in row:
            assert cell.data_type != "f"
    cells = [row[5] for row in list(sheet.iter_rows())[1:]]
    for cell, text in zip(cells, texts, strict=True):
        if text.isprintable() and text and len(text) < 100:
            assert cell.value == text
            assert cell.quotePrefix == (text[0] in "=+-@＝＋－＠")
