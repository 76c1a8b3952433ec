from __future__ import annotations

import json
from typing import Any

import hostile
import pytest
from hypothesis import given

from mtqe.model import Report
from mtqe.report import gitlab


def entries(report: Report) -> list[dict[str, Any]]:
    """The entries, held against the rules of GitLab's documentation and of its `codeclimate.json`."""
    found: list[dict[str, Any]] = json.loads(hostile.render(gitlab, report))
    assert isinstance(found, list)
    for entry in found:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert all(isinstance(entry[key], str) for key in ("description", "check_name", "fingerprint", "severity"))
        assert entry["check_name"] and len(entry["fingerprint"]) == 32
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert isinstance(entry["location"]["path"], str) and entry["location"]["path"]
        assert not entry["location"]["path"].startswith("./")
        lines = entry["location"]["lines"]
        assert isinstance(lines["begin"], int) and 1 <= lines["begin"] <= lines.get("end", lines["begin"])
    fingerprints = [entry["fingerprint"] for entry in found]
    assert len(set(fingerprints)) == len(fingerprints)
    return found


@given(hostile.reports())
def test_every_report_keeps_the_rules(report: Report) -> None:
    assert len(entries(report)) == len(report.findings) + len(report.failures)


def test_sample(sample: Report) -> None:
    incomplete, first, *others = entries(sample)
    assert incomplete["severity"] == "blocker" and "boom" in incomplete["description"]
    assert first["description"] == "1.2 million became 12 million → 1,2 Millionen"
    assert first["check_name"] == "ACC103 number-mismatch"
    assert first["location"] == {"path": "texts/lift.de.txt", "lines": {"begin": 3}}
    assert [item["severity"] for item in (first, *others)] == [
        "critical", "major", "major", "major", "minor", "info", "minor",
    ]  # fmt: skip


def test_fingerprints_last_and_systems_differ(sample: Report, two_systems: Report) -> None:
    assert entries(sample) == entries(sample)
    assert not {e["fingerprint"] for e in entries(sample)[1:]} & {e["fingerprint"] for e in entries(two_systems)[1:]}


@pytest.mark.parametrize(("report", "count"), [(hostile.EMPTY, 0), (hostile.BROKEN, 1)])
def test_odd_reports(report: Report, count: int) -> None:
    assert len(entries(report)) == count
