"""The workbook for reviewers: readable, complete, and no cell is a formula."""

from __future__ import annotations

import io
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mtqe.model import Document, Finding, Report, Segment, Severity, Span
from mtqe.model.run import Run
from mtqe.report import review


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


def sheet_of(report: Report) -> Any:
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
    assert sheet.column_dimensions["I"].width == review.COLUMNS["source"]
    (choice,) = sheet.data_validations.dataValidation
    assert str(choice.sqref) == "O2:O3"


def test_a_run_that_failed_has_a_row() -> None:
    from mtqe.model import Problem

    report = msgspec.structs.replace(report_of("a"), problems=(Problem("check X", "broken"),))
    assert [cell.value for cell in list(sheet_of(report).iter_rows())[1]][7] == "could-not-run"


def test_a_row_says_where_the_text_stands() -> None:
    segments = (
        Segment("a", "s", "x", doc="a", meta={"unit": "k", "form": "one", "target_line": 2, "target_column": 7}),
        Segment("b", "s", "x", doc="a", meta={"target_place": "Sheet1!B7"}),
    )
    report = msgspec.structs.replace(report_of("x", "x"), segments=segments)
    findings = zip(report.findings, segments, strict=True)
    report = msgspec.structs.replace(
        report,
        findings=tuple(msgspec.structs.replace(finding, segment=segment.id) for finding, segment in findings),
        documents=(Document("a", path="a.xlsx"),),
    )
    names = ("unit", "form", "line", "column", "place")
    rows = [dict(zip(review.COLUMNS, row, strict=True)) for row in sheet_of(report).iter_rows(values_only=True)]
    assert [row[name] for name in names for row in rows[2:]] == ["b", None, None, None, "Sheet1!B7"]
    report = msgspec.structs.replace(report, documents=(Document("a", path="a.po"),))
    rows = [dict(zip(review.COLUMNS, row, strict=True)) for row in sheet_of(report).iter_rows(values_only=True)]
    assert [rows[1][name] for name in names] == ["k", "one", 2, 7, None]


def test_a_long_text_is_cut_where_excel_cuts() -> None:
    (_, row) = sheet_of(report_of("\U0001f600" * 20_000)).iter_rows(values_only=True)
    text = dict(zip(review.COLUMNS, row, strict=True))["source"]
    assert text == "\U0001f600" * 16_383 + "…"


@settings(max_examples=30)
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
    cells = [row[8] for row in list(sheet.iter_rows())[1:]]
    for cell, text in zip(cells, texts, strict=True):
        if text.isprintable() and text and len(text) < 100:
            assert cell.value == text
            assert cell.quotePrefix == (text[0] in "=+-@＝＋－＠")
