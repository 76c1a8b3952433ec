from __future__ import annotations

import io
import json

import hostile
import pytest
from hypothesis import given
from pyarrow import parquet as reader

from mtqe.model import Report
from mtqe.report import csv, parquet


def table(report: Report) -> reader.ParquetFile:
    out = io.BytesIO()
    parquet.render(report, out)
    return reader.read_table(io.BytesIO(out.getvalue()))


@given(hostile.reports())
def test_every_report_can_be_read(report: Report) -> None:
    rows = table(report).to_pylist()
    assert [row["message"] for row in rows[len(report.failures) :]] == [item.message for item in report.findings]
    assert [row["name"] for row in rows[: len(report.failures)]] == ["could-not-run"] * len(report.failures)


def test_columns_are_those_of_the_csv() -> None:
    assert set(parquet.COLUMNS) == set(csv.COLUMNS)


def test_sample(sample: Report) -> None:
    found = table(sample)
    row = found.to_pylist()[1]
    assert (row["severity"], row["confidence"], row["preview"], row["line"]) == ("critical", None, False, 3)
    assert (row["marked_source"], row["marked_target"]) == (["1.2 million"], ["12 Millionen"])
    about = json.loads(found.schema.metadata[b"mtqe.report/1"])
    assert about["run"]["target_lang"] == "de" and about["verdict"]["passed"] is False


@pytest.mark.parametrize("report", [hostile.EMPTY, hostile.BROKEN])
def test_odd_reports_have_the_columns(report: Report) -> None:
    assert table(report).column_names == list(parquet.COLUMNS)
