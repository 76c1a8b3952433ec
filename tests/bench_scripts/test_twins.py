"""The benchmark of twins counts as its docstring says."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench import correlation, twins

ROWS = [
    {"src": "A red kite.", "ref": "Ein roter Drachen.", "mt": "Ein Drachen.", "mt_unperturbed": "Ein roter Drachen."},
    {"src": "He sings.", "ref": "Er singt.", "mt": "Er singt!", "mt_unperturbed": "Er singt."},
    {"src": "It rains.", "ref": "Es regnet.", "mt": "Es regnet.", "mt_unperturbed": "Es regnet."},
]


def test_twins_are_counted_by_severity(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl.gz"
    kinds = [("major", "BAD"), ("minor", "BAD"), ("minor", "BAD"), ("base", "OK")]
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for row, (severity, label) in zip([*ROWS, ROWS[0]], kinds, strict=True):
            out.write(json.dumps(row | {"lp": "en-de", "severity": severity, "label": label}) + "\n")
    rows = twins.rows_of(path)
    assert len(rows) == 3
    (plan, _), _ = correlation.plans(["chrf"], [])
    values = correlation.score(plan, twins.twins("set", rows)).values
    assert twins.shares(rows, values) == {"all": pytest.approx(2.5 / 3), "major": 1.0, "minor": 0.75}


def test_a_translation_without_a_score_is_the_worst() -> None:
    rows = [{"severity": "major"}, {"severity": "major"}, {"severity": "major"}]
    assert twins.shares(rows, [0.1, None, None, 0.1, None, None])["all"] == pytest.approx((1 + 0 + 0.5) / 3)
