"""`mtqe sample`: from a report to a sample, and from ratings to estimates; what is refused, and how."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mtqe.cli import run
from mtqe.model import ratings
from mtqe.model.ratings import Rating

Command = Callable[..., tuple[int, str, str]]
LINES = 40


@pytest.fixture
def mtqe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.chdir(tmp_path)

    def command(*args: str) -> tuple[int, str, str]:
        code = run(list(args))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    source = [f"The river near town number {number} is wide and calm." for number in range(LINES)]
    target = [f"Der Fluss bei Stadt Nummer {number} ist breit." for number in range(LINES)]
    Path("src.txt").write_text("\n".join(source) + "\n", encoding="utf-8")
    Path("mt.txt").write_text("\n".join(target) + "\n", encoding="utf-8")
    langs = ["--source-lang", "en", "--target-lang", "de"]
    args = ["-s", "src.txt", "-t", "mt.txt", *langs, "--select", "ACC101", "--json", "report.json", "-q"]
    assert command("check", *args)[0] == 0
    return command


def rate(name: str, *, leave_out: int = 0) -> None:
    """Write ratings of the sample, without its last segments."""
    sample = json.loads(Path("sample.json").read_text(encoding="utf-8"))
    texts = {item["id"]: item for item in json.loads(Path("report.json").read_text(encoding="utf-8"))["segments"]}
    chosen = sample["segments"][: len(sample["segments"]) - leave_out]
    rows = [
        Rating(
            rater="anna",
            segment=item["id"],
            source=texts[item["id"]]["source"],
            target=texts[item["id"]]["target"],
            score=60.0 + int(item["id"]) % 7,
            errors=(),
        )
        for item in chosen
    ]
    Path(name).write_text("".join(ratings.line(row) + "\n" for row in rows), encoding="utf-8")


def test_a_sample_names_its_report_and_is_the_same_with_the_same_seed(mtqe: Command) -> None:
    code, _, err = mtqe("sample", "report.json", "--budget", "12", "-o", "sample.json")
    assert code == 0
    assert err.splitlines() == [
        "12 of 40 segments with 120 source words, from 1 stratum by findings and length",
        "wrote sample.json",
        "next: mtqe review report.json --sample sample.json",
    ]
    sample = json.loads(Path("sample.json").read_text(encoding="utf-8"))
    assert sample["schema"] == "mtqe.sample/1"
    assert sample["report"] == hashlib.sha256(Path("report.json").read_bytes()).hexdigest()
    assert {"system", "id", "stratum", "probability"} <= set(sample["segments"][0])
    assert len(sample["segments"]) == 12
    again = mtqe("sample", "report.json", "--budget", "12", "-q")[1]
    assert json.loads(again) == sample
    other = json.loads(mtqe("sample", "report.json", "--budget", "12", "--seed", "2", "-q")[1])
    assert [item["id"] for item in other["segments"]] != [item["id"] for item in sample["segments"]]


def test_a_list_for_people_has_the_texts(mtqe: Command) -> None:
    out = mtqe("sample", "report.json", "--budget", "5", "-f", "csv", "-q")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 5
    assert rows[0]["source"].startswith("The river") and rows[0]["score"] == ""
    lines = mtqe("sample", "report.json", "--budget", "5", "-f", "tsv", "-q")[1].splitlines()
    assert lines[0].split("\t") == list(rows[0])


def test_ratings_become_estimates(mtqe: Command) -> None:
    mtqe("sample", "report.json", "--budget", "20", "-o", "sample.json", "-q")
    rate("anna.ratings.jsonl")
    code, out, _ = mtqe("sample", "--estimate", "sample.json", "anna.ratings.jsonl")
    assert code == 0
    assert out.startswith("mean score, 0 to 100 (20 of 20 segments rated)\n  stratified: 6")
    assert "the tighter one" in out and "a simple random sample of as many segments" in out
    assert "share of segments with a major error (20 of 20 segments rated)\n  stratified: 0.000, 95 % interval" in out
    whole = json.loads(mtqe("sample", "--estimate", "sample.json", "anna.ratings.jsonl", "-f", "json")[1])
    assert whole["schema"] == "mtqe.estimate/1"
    score = whole["estimates"][0]
    assert (score["quantity"], score["rated"], score["missing"], score["bounds"]) == ("score", 20, [], None)
    assert score["stratified"]["low"] < score["stratified"]["value"] < score["stratified"]["high"]


def test_what_nobody_rated_is_named(mtqe: Command) -> None:
    mtqe("sample", "report.json", "--budget", "20", "-o", "sample.json", "-q")
    rate("anna.ratings.jsonl", leave_out=3)
    out = mtqe("sample", "--estimate", "sample.json", "anna.ratings.jsonl")[1]
    assert "(17 of 20 segments rated)" in out
    assert "taken to be like the rated segments of the same stratum; if all were worst or all best" in out


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["report.json"], "give --budget"),
        (["report.json", "src.txt", "--budget", "5"], "one report"),
        (["report.json", "--budget", "1"], "a budget of 1 segment is too small"),
        (["report.json", "--budget", "5", "--by", "nonsense"], "unknown metric"),
        (["src.txt", "--budget", "5"], "src.txt"),
        (["missing.json", "--budget", "5"], "no such file"),
        (["-", "--budget", "5"], "give the path of the report"),
        (["report.json", "--budget", "5", "-f", "text"], "json, tsv or csv"),
        (["--estimate", "report.json", "src.txt"], "not a sample"),
        (["--estimate", "missing.json", "src.txt"], "missing.json"),
        (["--estimate", "sample.json", "src.txt"], "src.txt"),
        (["--estimate", "sample.json", "src.txt", "--budget", "5"], "omit --budget"),
        (["--estimate", "sample.json", "empty.jsonl"], "empty.jsonl"),
        (["--estimate", "sample.json", "src.txt", "-f", "csv"], "text or json"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(mtqe: Command, args: list[str], why: str) -> None:
    mtqe("sample", "report.json", "--budget", "5", "-o", "sample.json", "-q")
    Path("empty.jsonl").write_text("", encoding="utf-8")
    code, out, err = mtqe("sample", *args)
    assert (code, out) == (2, "")
    assert why in err.replace("\n  ", "; ")
