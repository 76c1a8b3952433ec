"""The scores of single annotators are rebuilt from the errors that they marked, on hand-made rows."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import correlation, judged, raters


def error(rater: str, severity: str, category: str = "Accuracy/Mistranslation") -> dict[str, str]:
    return {"rater": rater, "severity": severity, "category": category}


def row(score: float, *errors: dict[str, str], doc: str = "d", n_raters: int = 3, **more: Any) -> dict[str, Any]:
    return {"doc": doc, "n_raters": n_raters, "score": score, "errors": list(errors)} | more


TEAM = row(-4.0, error("r1", "Major"), error("r2", "Major"), error("r3", "Minor"), error("r3", "Minor"))


@pytest.mark.parametrize(
    ("category", "severity", "penalty"),
    [
        ("Accuracy/Omission", "Minor", 1),
        ("Accuracy/Omission", "major", 5),
        ("Style/Awkward", "Neutral", 0),
        ("Fluency/Punctuation", "Minor", 0.1),
        ("Fluency/Punctuation", "Major", 5),
        ("Non-translation!", "Major", 25),
    ],
)
def test_the_published_weights(category: str, severity: str, penalty: float) -> None:
    assert raters.penalty(category, severity) == penalty


def test_who_marked_nothing_in_a_row_is_known_from_its_document() -> None:
    rows = [TEAM, row(-0.3667, error("r2", "Minor"), error("r2", "Minor", "Fluency/Punctuation")), row(0.0)]
    rebuilt = raters.rebuild(rows)
    assert rebuilt.ratings == (
        {"r1": -5.0, "r2": -5.0, "r3": -2.0},
        {"r1": 0.0, "r2": -1.1, "r3": 0.0},
        {"r1": 0.0, "r2": 0.0, "r3": 0.0},
    )
    assert (rebuilt.known, rebuilt.lacking, rebuilt.unnamed) == (3, 0, 0)


def test_rows_that_cannot_be_known_are_left_out() -> None:
    rows = [
        TEAM,
        row(-2.0, error("r1", "Major")),  # an error is missing
        row(-1.6667, error("r1", "Major"), doc="two", n_raters=3),  # only two of three marked anything in the document
        row(-0.3333, error("r2", "Minor"), doc="two", n_raters=3),
        row(-1.0, error("r1", "Minor"), doc="one", n_raters=1),  # there are no others
        row(-1.0, error("r1", "Grave")),  # no such severity
        row(-1.3333, error("r2", "Major"), {"severity": "Minor", "category": "Style/Awkward"}),  # whose is it?
    ]
    rebuilt = raters.rebuild(rows)
    assert [ratings is not None for ratings in rebuilt.ratings] == [True] + [False] * 6
    assert (rebuilt.known, rebuilt.lacking, rebuilt.unnamed) == (1, 3, 3)
    assert "known for 1 of 7 rows; in 3 rows the errors do not give the score, in 3 the" in str(rebuilt)


def test_sets_without_names_of_annotators_have_no_ratings() -> None:
    rows = [row(-1.0, {"severity": "minor", "category": "Style/Awkward"}), {"score": 0.4, "mt": ""}]
    assert raters.rebuild(rows) == raters.Rebuilt((None, None))


def test_the_others_of_an_annotator() -> None:
    assert raters.others({"r1": -5.0, "r2": -1.0, "r3": 0.0}, "r1") == -0.5


def test_paragraphs_have_ratings_if_all_their_sentences_have() -> None:
    first, second = {"r1": -1.0, "r2": 0.0}, {"r1": -5.0, "r2": -0.1}
    assert raters.summed([first, second]) == {"r1": -6.0, "r2": -0.1}
    assert raters.summed([first, None]) is None
    assert raters.summed([first, {"r1": 0.0, "r3": 0.0}]) is None


# --- in the benchmark -------------------------------------------------------------------------------------------------

SOURCES = ("The train was late.", "Nobody knew the answer.", "It will rain tomorrow.")
MARKS = {  # by system: what r1, r2 and r3 marked in each source
    "x": ("", "", ""),
    "y": ("Minor", "Minor", "Minor"),
    "z": ("Major", "Major", ""),
}


def write(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in rows)
    return path


def rated(sources: Sequence[str] = SOURCES) -> list[dict[str, Any]]:
    rows = []
    for number, source in enumerate(sources):
        for system, marks in MARKS.items():
            errors = [error(f"r{k}", mark) for k, mark in enumerate(marks, 1) if mark]
            score = -sum(raters.penalty(one["category"], one["severity"]) for one in errors) / 3
            texts: dict[str, Any] = {
                "lp": "en-de",
                "src": source,
                "mt": f"{source} {system}",
                "system": system,
                "seg_id": number,
            }
            texts |= {"seg_id": number, "refs": {"A": f"{source} A"}}
            rows.append(row(round(score, 4), *errors, **texts))
    return rows


def test_each_annotator_is_measured_against_the_others(tmp_path: Path) -> None:
    requested, _ = correlation.plans(["chrf"], [])
    result = correlation.measure(judged.read(write(tmp_path / "set.jsonl.gz", rated())), requested, 0)
    assert set(result["annotators"]) == {"r1", "r2", "r3"}
    # r1 and r2 order the systems alike (x, y, z). The mean of r1 and r2 is the same order, which r3 does not have.
    of_first, of_third = (result["annotators"][name]["figures"]["the annotator"] for name in ("r1", "r3"))
    assert of_first["order"] == 1.0
    assert of_third["order"] == pytest.approx(0.5)
    assert result["annotators"]["r3"]["translations"] == 9
    # Minus the length of the source says nothing within a source; it is measured on the same translations.
    assert result["annotators"]["r3"]["figures"]["-length"]["order"] == 0.5
    table = correlation.markdown(result)
    assert "| r3 | the annotator | " in table
    assert "| mean | chrf | " in table
    assert "- scores of single annotators are known for 9 of 9 rows" in table


def test_rows_whose_annotators_are_unknown_count_for_metrics_only(tmp_path: Path) -> None:
    rows = rated()
    rows[0]["score"] = -1.0  # without an error that says so
    requested, _ = correlation.plans(["chrf"], [])
    result = correlation.measure(judged.read(write(tmp_path / "set.jsonl.gz", rows)), requested, 0)
    assert result["translations"] == 9
    assert [one["translations"] for one in result["annotators"].values()] == [8, 8, 8]


def test_a_set_without_annotators_has_no_second_table(tmp_path: Path) -> None:
    rows = [{**one, "errors": []} for one in rated()]
    requested, _ = correlation.plans(["chrf"], [])
    result = correlation.measure(judged.read(write(tmp_path / "set.jsonl.gz", rows)), requested, 0)
    assert result["annotators"] == {}
    assert "annotator" not in correlation.markdown(result)


def test_paragraphs_keep_the_annotators(tmp_path: Path) -> None:
    found = judged.paragraphs(judged.read(write(tmp_path / "set.jsonl.gz", rated())), 3)
    assert [one.ratings for one in found.sources[0].translations] == [
        {"r1": 0.0, "r2": 0.0, "r3": 0.0},
        {"r1": -3.0, "r2": -3.0, "r3": -3.0},
        {"r1": -15.0, "r2": -15.0, "r3": 0.0},
    ]


def test_a_kind_stands_for_its_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    direct = [
        {name: one[name] for name in ("src", "mt", "score", "system", "refs")} | {"lp": pair}
        for pair in ("cs-en", "de-en")
        for one in rated()
    ]
    for pair in ("cs-en", "de-en"):
        write(tmp_path / f"crowd_da.{pair}.jsonl.gz", [one for one in direct if one["lp"] == pair])
    write(tmp_path / "crowd_da_old.de-en.jsonl.gz", direct[-9:])
    monkeypatch.setattr(sys, "argv", ["correlation", str(tmp_path / "crowd_da"), "-m", "chrf", "--resamples", "1"])
    assert correlation.main() == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line.startswith("### ")] == [
        "### crowd_da.cs-en",
        "### crowd_da.de-en",
    ]
    assert correlation.files([tmp_path / "nothing"]) == [tmp_path / "nothing"]
