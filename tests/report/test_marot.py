from __future__ import annotations

import json
import re
from typing import Any

import hostile
import msgspec
import pytest
from hypothesis import given

from mtqe.model import SCHEMA, CheckItem, Finding, Report, Run, Score, Segment, Severity, Span
from mtqe.report import marot


def rows(report: Report) -> list[dict[str, Any]]:
    """The rows as Marot reads them: lines end at LF, cells at tabs, the last is JSON."""
    lines = hostile.render(marot, report).split("\n")
    assert lines.pop() == ""
    assert lines[0].split("\t") == list(marot.COLUMNS)
    found = []
    for line in lines[1:]:
        cells = line.split("\t")
        assert len(cells) == 10 and "\r" not in line
        found.append(dict(zip(marot.COLUMNS, [*cells[:-1], json.loads(cells[-1])], strict=True)))
    return found


@given(hostile.reports())
def test_every_report_can_be_read(report: Report) -> None:
    found = rows(report)
    counted = [finding for finding in report.findings if not finding.preview]
    clean = {(s.system, s.id) for s in report.segments} - {(f.system, f.segment) for f in counted}
    assert len(found) == len(counted) + len(clean)
    for row in found:
        assert row["docSegId"].isdigit() and row["globalSegId"].isdigit()
        assert row["severity"] in {"", "no-error", "Neutral", "Minor", "Major", "Critical"}
        for side in ("source", "target"):
            marks = re.findall(r"</?v>", row[side])
            assert marks == ["<v>", "</v>"] * (len(marks) // 2)
    keys = [(row["system"], row["globalSegId"]) for row in found]
    assert len(set(keys)) == len(report.segments)


def test_marks_are_exact(sample: Report) -> None:
    segments = {segment.id: segment for segment in sample.segments}
    errors = [row for row in rows(sample) if row["severity"] not in ("", "no-error")]
    counted = [finding for finding in sample.findings if not finding.preview]
    assert len(errors) == len(counted)
    for row, finding in zip(errors, counted, strict=True):
        segment: Segment = segments[finding.segment]
        assert re.findall(r"<v>(.*?)</v>", row["source"]) == [
            text for span, text in zip(finding.spans, finding.marked, strict=True) if span.side == "source"
        ]
        assert re.findall(r"<v>(.*?)</v>", row["target"]) == [
            text for span, text in zip(finding.spans, finding.marked, strict=True) if span.side == "target"
        ]
        assert re.sub(r"</?v>", "", row["target"]) == segment.target
        assert row["rater"] == "mtqe" and row["doc"] == "lift:en-de" and row["docSegId"] == segment.id


def test_categories_fit_the_weights_of_the_viewer(sample: Report) -> None:
    found = rows(sample)
    assert found[1]["category"] == "Accuracy/Mistranslation/Number"
    assert re.search("minor:.*punctuation", f"{found[-1]['severity']}:{found[-1]['category']}", re.IGNORECASE)
    assert (found[0]["category"], found[0]["severity"]) == ("no-error", "no-error")


def test_metadata(sample: Report) -> None:
    report = msgspec.structs.replace(
        sample,
        scores=(Score("learned", "segment", 0.5, segment="2"), Score("learned", "segment", None, segment="1")),
        segments=tuple(msgspec.structs.replace(item, references=("Ref.",)) for item in sample.segments),
    )
    first, second, *_ = rows(report)
    assert first["metadata"]["evaluation"]["target_language"] == "de"
    assert "metrics" not in first["metadata"]["segment"]
    assert second["metadata"]["segment"] == {
        "mtqe_segment": "2",
        "metrics": {"learned": 0.5},
        "references": {"ref1": "Ref."},
        "primary_reference": "ref1",
    }
    assert "evaluation" not in second["metadata"]
    assert second["metadata"]["note"].startswith("ACC103 number-mismatch: 1.2 million")


def test_without_checks_there_is_no_rater(sample: Report) -> None:
    run = msgspec.structs.replace(sample.run, checks=(CheckItem("ACC101", "x", "not run", "why"),))
    for row in rows(msgspec.structs.replace(sample, run=run, findings=())):
        assert (row["rater"], row["category"], row["severity"]) == ("", "", "")


def test_systems(two_systems: Report) -> None:
    assert {row["system"] for row in rows(two_systems)} == {"weak-engine", "strong-engine"}


@pytest.mark.parametrize("report", [hostile.EMPTY, hostile.BROKEN])
def test_odd_reports(report: Report) -> None:
    assert rows(report) == []


def test_a_mark_may_end_inside_a_written_mark() -> None:
    segment = Segment("1", "a</v>b", "x")
    spans = (Span("source", 0, 2),)
    finding = Finding("T1", "bad-thing", "accuracy", Severity.MAJOR, "1", "it is bad", spans, ("a<",), "f")
    [row] = rows(Report(SCHEMA, Run("0", ""), (), (segment,), (), (finding,)))
    assert row["source"] == "<v>a< </v>/v>b"
