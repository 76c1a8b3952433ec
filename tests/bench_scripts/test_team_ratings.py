"""The benchmark of `mtqe agreement`: what it makes of a set of human judgements."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import team_ratings
from mtqe.model import ratings


def error(rater: str | None, severity: str, start: int, end: int) -> dict[str, Any]:
    named = {"rater": rater} if rater else {}
    return {"category": "Accuracy/Omission", "severity": severity, "spans": [[start, end]], "src_spans": []} | named


def row(doc: str, system: str, *errors: dict[str, Any], raters: int = 2) -> dict[str, Any]:
    text = f"Die Boote von {doc} kamen."
    base = {"lp": "en-de", "doc": doc, "system": system, "src": f"The boats of {doc} came.", "mt": text, "score": 0}
    return base | {"errors": list(errors), "n_raters": raters}


ROWS = [
    *(row(f"d{n}", "alpha", error("r1", "Major", 0, 3), error("r2", "minor", 4, 9)) for n in range(6)),
    *(row(f"d{n}", "beta", error("r1", "Minor", 4, 99)) for n in range(6)),
    row("d7", "alpha", error("r1", "Major", 0, 3), raters=3),
    row("d0", "Human-A.0"),
]


def test_the_raters_of_a_document_are_those_who_marked_anything_in_it() -> None:
    assert team_ratings.teams(ROWS) == {f"d{n}": {"r1", "r2"} for n in range(6)}, "d7 has three raters, one is known"
    unnamed = [row("d0", "alpha", error(None, "Major", 0, 3), raters=0), row("d1", "alpha", raters=0)]
    assert team_ratings.teams(unnamed) == {"d0": {"rater"}, "d1": {"rater"}}


def test_a_set_becomes_reports_and_ratings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in ROWS)
    words = [
        "team_ratings",
        str(path),
        "-m",
        "chrf",
        "--no-checks",
        "--resamples",
        "0",
        "--keep",
        str(tmp_path / "kept"),
    ]
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.chdir(tmp_path)
    assert team_ratings.main() == 0
    kept = tmp_path / "kept" / "set"
    assert sorted(file.name for file in kept.iterdir()) == ["alpha.json", "beta.json", "set.jsonl.gz.ratings.jsonl"]
    lines = (kept / "set.jsonl.gz.ratings.jsonl").read_text("utf-8").splitlines()
    read = list(ratings.parse(lines, "t"))
    assert [(one.rater, one.system) for one in read[:2]] == [("r1", "alpha"), ("r2", "alpha")]
    assert len(read) == 24
    assert (read[12].errors or ())[0].spans[0].end == len(read[12].target), "a span ends with the text"
    out = capsys.readouterr().out
    assert "### set.jsonl.gz" in out
    assert "24 of 24 ratings belong to a segment of the reports." in out
