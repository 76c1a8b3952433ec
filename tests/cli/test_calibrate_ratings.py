"""`mtqe calibrate --ratings`: limits from documents that people rated, and how many bad ones they let pass."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.model import SCHEMA, CheckItem, Document, Report, Run, Score, Segment, Severity, Span
from mtqe.model.ratings import RatedError, Rating, line
from mtqe.report import json as reports

WORDS = " ".join(["word"] * 40)
GOOD, BAD = 40, 20


def documents(number: int) -> list[Segment]:
    return [
        Segment(f"d{n}-{k}", f"{WORDS} {n} {k}", f"Wort {n} {k}", doc=f"d{n}") for n in range(number) for k in range(5)
    ]


def store(path: str, quality: Callable[[int], float]) -> str:
    """Sixty documents; `good` scores each as `quality` says, `noise` all alike."""
    segments = documents(GOOD + BAD)
    docs = tuple(Document(f"d{n}", "en", "de", path=f"docs/d{n}.md") for n in range(GOOD + BAD))
    scores = [Score("chrf", "document", quality(n), doc=f"d{n}", n=5) for n in range(GOOD + BAD)]
    scores += [Score("chrf++", "document", 50.0 + n % 7, doc=f"d{n}", n=5) for n in range(GOOD + BAD)]
    run = Run("1", "", source_lang="en", target_lang="de", checks=(CheckItem("ART101", "bracketed-residue", "ran"),))
    with Path(path).open("w", encoding="utf-8") as out:
        reports.render(Report(SCHEMA, run, docs, tuple(segments), tuple(scores)), out)
    return path


def keep(path: str, score: Callable[[int], float | None], errors: Callable[[int], int] | None = None) -> str:
    ratings = []
    for number, segment in enumerate(documents(GOOD + BAD)):
        marked = (RatedError("accuracy", Severity.MAJOR, (Span("target", 0, 4),)),) * (
            errors(number // 5) if errors else 0
        )
        ratings.append(
            Rating(
                rater="Ana",
                segment=segment.id,
                source=segment.source,
                target=segment.target,
                score=score(number // 5),
                errors=marked if errors else None,
            )
        )
    Path(path).write_text("".join(line(rating) + "\n" for rating in ratings), "utf-8")
    return path


def table(err: str) -> dict[str, list[str]]:
    rows = [re.split(r"  +", row.rstrip()) for row in err.splitlines()]
    return {row[0]: row[1:] for row in rows if len(row) == 8}


def test_limits_of_good_documents_are_measured_on_bad_ones(mtqe: Callable) -> None:
    """Good documents score 60 and more, bad ones 40 to 59: two of them as good as the worst good one."""
    report = store("r.json", lambda n: 60.0 + n if n < GOOD else 40.0 + (n - GOOD) * 1.1)
    done = mtqe(
        "calibrate", report, "--ratings", keep("t.jsonl", lambda n: 90.0 if n < GOOD else 50.0), "--acceptable", "70"
    )
    assert done.code == 0, done.err
    assert "People accept 40 of 60 documents and not 20; 0 are rated too little. 300 of 300 ratings" in done.err
    rows = table(done.err)
    assert rows["min.chrf"][1:4] == ["61", "-", "1 of 40"]
    assert rows["min.chrf"][5:] == ["0 of 20", "0.0% to 16.8%"]
    assert rows["min.chrf++"] == ["-", "no limit", "-", "-", "-", rows["min.chrf++"][5], rows["min.chrf++"][6]]
    useless = next(row for row in done.err.splitlines() if row.startswith("no limit, because bad documents"))
    assert "min.chrf++" in useless and "min.chrf," not in useless
    assert "The proposed limits let 0 of 20 bad documents pass: 0.0% to 16.8% of further ones" in done.err
    assert "The current policy lets 20 of 20 bad documents pass: 83.2% to 100.0% of further ones" in done.err
    added = "\n".join(row[1:] for row in done.out.splitlines()[3:] if row.startswith("+"))
    assert tomllib.loads(added)["gate"]["min"] == {"chrf": 61.0}


def test_documents_by_the_penalty_of_their_errors(mtqe: Callable) -> None:
    """Five points in 42 words are 119 per 1,000."""
    report = store("r.json", lambda n: 60.0 + n)
    ratings = keep("t.jsonl", lambda n: None, lambda n: int(n >= GOOD))
    done = mtqe("calibrate", report, "--ratings", ratings, "--acceptable-mqm", "118")
    assert "People accept 40 of 60 documents and not 20;" in done.err
    done = mtqe("calibrate", report, "--ratings", ratings, "--acceptable-mqm", "120")
    assert "People accept 60 of 60 documents and not 0;" in done.err
    assert "People refuse none of the documents, so it is not known what the limits let pass" in done.err


def test_documents_that_are_rated_too_little_are_left_out(mtqe: Callable) -> None:
    report = store("r.json", lambda n: 60.0 + n)
    path = Path(keep("t.jsonl", lambda n: 90.0 if n < GOOD else 50.0))
    rows = path.read_text().splitlines(keepends=True)
    path.write_text("".join(row for number, row in enumerate(rows) if number >= 3))
    done = mtqe("calibrate", report, "--ratings", path, "--acceptable", "70")
    assert "People accept 39 of 60 documents and not 20; 1 are rated too little." in done.err
    path.write_text(rows[0])
    done = mtqe("calibrate", report, "--ratings", path, "--acceptable", "70")
    assert done.code == 2 and "people rated less than half of the words of each of these documents" in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--ratings", "t.jsonl"], "--ratings needs one of --acceptable and --acceptable-mqm"),
        (["--acceptable", "70"], "--ratings needs one of --acceptable and --acceptable-mqm"),
        (["--ratings", "t.jsonl", "--acceptable", "7", "--acceptable-mqm", "7"], "--ratings needs one of"),
        (["--ratings", "t.jsonl", "--acceptable", "99"], "people accept none of these documents"),
        (["--ratings", "t.jsonl", "--acceptable-mqm", "9"], "none of 300 ratings has marked errors"),
        (["--ratings", "none.jsonl", "--acceptable", "9"], "none.jsonl: no such file"),
    ],
)  # fmt: skip
def test_what_is_refused(mtqe: Callable, options: list[str], message: str) -> None:
    store("r.json", lambda n: 60.0)
    keep("t.jsonl", lambda n: 90.0)
    done = mtqe("calibrate", "r.json", *options)
    assert (done.code, done.out) == (2, "")
    assert message in done.err, done.err
