from __future__ import annotations

import csv
import io
import re

import hostile
import pytest
from hypothesis import given

from mtqe.model import Report
from mtqe.report import csv as reporter

# What OWASP lists under "CSV Injection", and their wide forms.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def table(report: Report) -> list[dict[str, str]]:
    rows = list(csv.reader(io.StringIO(hostile.render(reporter, report), newline=""), strict=True))
    assert rows[0] == list(reporter.COLUMNS)
    assert all(len(row) == len(rows[0]) for row in rows)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@given(hostile.reports())
def test_round_trip(report: Report) -> None:
    rows = table(report)
    assert not any(FORMULA.match(cell) for row in rows for cell in row.values())
    assert len(rows) == len(report.findings) + len(report.failures)
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    for row, finding in zip(rows[len(report.failures) :], report.findings, strict=True):
        read = {key: reporter.unguard(cell).replace("<U+0000>", "\0") for key, cell in row.items()}
        segment = segments[finding.system, finding.segment]
        assert (read["source"], read["target"]) == (segment.source, segment.target)
        assert (read["message"], read["segment"]) == (finding.message, finding.segment)
        assert (read["check"], read["severity"]) == (finding.check, finding.severity.value)
        assert read["suggestion"] == (finding.suggestion or "")


@given(hostile.TEXTS)
def test_guard_can_be_undone(text: str) -> None:
    assert reporter.unguard(reporter.guard(text)) == text.replace("\0", "<U+0000>")


def test_plain_texts_stay_as_they_are() -> None:
    for text in ("", "'tis", "1-2", "a=b", "„Ja“", "'"):
        assert reporter.guard(text) == text


def test_sample(sample: Report) -> None:
    incomplete, first, *others = table(sample)
    assert incomplete["name"] == "could-not-run" and incomplete["severity"] == incomplete["check"] == ""
    assert len(others) == 6
    assert (first["document"], first["path"], first["line"]) == ("lift", "texts/lift.de.txt", "3")
    assert (first["marked_source"], first["marked_target"]) == ("1.2 million", "12 Millionen")
    assert [row["preview"] for row in others] == ["", "", "", "", "yes", ""]


@pytest.mark.parametrize(("report", "count"), [(hostile.EMPTY, 0), (hostile.BROKEN, 1)])
def test_odd_reports(report: Report, count: int) -> None:
    assert len(table(report)) == count
