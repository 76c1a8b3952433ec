"""The comparison of two checkouts sees what changed, and reads the rows of a set at even distances."""

from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bench import unchanged

REPORT: dict[str, Any] = {
    "findings": [{"check": "ACC101", "segment": "1", "severity": "major", "confidence": 0.9}],
    "scores": [["hallucination", "segment", "1", 0.25]],
    "checks": [["ACC101", "ran"]],
    "verdict": True,
}


def test_rows_are_taken_at_even_distances(tmp_path: Path) -> None:
    path = tmp_path / "news.en-de.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"src": f"a {n}", "mt": f"b\n{n}"}) + "\n" for n in range(10))
    assert unchanged.rows(path, 5) == [(f"a {n}", f"b {n}") for n in (0, 2, 4, 6, 8)]


def test_equal_reports_do_not_differ() -> None:
    assert unchanged.differences(REPORT, copy.deepcopy(REPORT)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("findings", []),
        ("findings", [{**REPORT["findings"][0], "confidence": 0.8}]),
        ("scores", [["hallucination", "segment", "1", 0.250000001]]),
        ("checks", [["ACC101", "not run"]]),
        ("verdict", False),
    ],
)
def test_every_kind_of_difference_is_seen(key: str, value: object) -> None:
    (line,) = unchanged.differences(REPORT, {**REPORT, key: value})
    assert line.startswith(key)
