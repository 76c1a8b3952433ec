"""Hand-made sets of the metric benchmark: their faults are reported in one line."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench import correlation, judged
from bench.judged import NotJudged

TEXTS = {
    "The train was late.": ("Der Zug hatte Verspätung.", "Der Zug kam zu spät.", "Der Bus war da."),
    "Nobody knew the answer.": ("Niemand wusste die Antwort.", "Keiner kannte die Antwort.", "Jeder kannte sie."),
    "It will rain tomorrow.": ("Morgen wird es regnen.", "Morgen regnet es.", "Gestern regnete es."),
}
ROWS = [
    {"lp": "en-de", "src": src, "mt": mt, "score": score, "doc": "d", "seg_id": n, "system": system, "refs": {"A": ref}}
    for n, (src, (ref, *own)) in enumerate(TEXTS.items())
    for system, mt, score in zip("xy", own, (0, -5), strict=True)
]


def write(path: Path, rows: Sequence[Any], more: str = "") -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows) + more)
    return path


@pytest.mark.parametrize(
    ("last", "why"),
    [
        ('{"src": ', "line 7: not JSON"),
        ("[1, 2]", "line 7: not a JSON object"),
        ('{"mt": "Ja.", "score": 1}', "line 7: it has no src"),
        ('{"src": null, "mt": "Ja.", "score": 1}', r"line 7: .*`\$\.src`"),
        ('{"src": "Yes.", "mt": 5, "score": 1}', r"line 7: .*`\$\.mt`"),
        ('{"src": "Yes.", "mt": "Ja.", "score": "good"}', r"line 7: .*`\$\.score`"),
        ('{"src": "Yes.", "mt": "Ja.", "score": NaN}', "line 7: its score is nan"),
        ('{"src": "Yes.", "mt": "Ja.", "score": 1, "refs": ["Ja."]}', r"line 7: .*`\$\.refs`"),
        ('{"src": "Yes.", "mt": "Ja.", "score": 1, "system": 4}', r"line 7: .*`\$\.system`"),
        ('{"src": "Yes.", "mt": "Oui.", "score": 1, "lp": "en-fr"}', "several language pairs.*: en-de, en-fr"),
    ],
)
def test_a_row_that_is_none_is_named(tmp_path: Path, last: str, why: str) -> None:
    with pytest.raises(NotJudged, match=why):
        judged.read(write(tmp_path / "set.jsonl.gz", ROWS, last + "\n"))


def test_a_damaged_file_is_no_crash(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl.gz", ROWS)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(NotJudged, match="ended before"):
        judged.read(path)
    path.write_bytes(whole[:12] + bytes(255 - byte for byte in whole[12:40]) + whole[40:])
    with pytest.raises(NotJudged, match="not gzipped JSON Lines"):
        judged.read(path)


def test_lines_without_text_and_rows_without_a_score_are_passed_over(tmp_path: Path) -> None:
    more = '\n{"mt": 5, "score": null}\n\n'
    assert judged.read(write(tmp_path / "set.jsonl.gz", ROWS, more)).size == len(ROWS)


def test_any_row_may_name_the_languages(tmp_path: Path) -> None:
    rows = [ROWS[0] | {"lp": None}, *ROWS[1:]]
    assert judged.read(write(tmp_path / "set.jsonl.gz", rows)).langs == ("en", "de")


def test_a_blank_reference_is_none(tmp_path: Path) -> None:
    first, *rest = TEXTS
    rows = [one | {"refs": {"A": " ", "B": TEXTS[first][0]}} if one["src"] == first else one for one in ROWS]
    rows = [one | {"refs": {"A": None}} if one["src"] == rest[0] else one for one in rows]
    found = judged.read(write(tmp_path / "set.jsonl.gz", rows))
    assert [source.reference for source in found.sources] == [TEXTS[first][0], None, TEXTS[rest[1]][0]]
    assert found.notes == ("reference: A of 1 sources, B of 1 sources", "no reference: 1 sources")


def test_an_empty_translation_is_no_reference(tmp_path: Path) -> None:
    rows = [one | {"refs": {"A": ""}, "mt": "" if one["system"] == "y" else one["mt"]} for one in ROWS]
    assert judged.read(write(tmp_path / "set.jsonl.gz", rows)).systems == ["x", "y"]


def test_the_notes_on_paragraphs_count_paragraphs(tmp_path: Path) -> None:
    made = judged.paragraphs(judged.read(write(tmp_path / "set.jsonl.gz", ROWS)), 2)
    assert made.notes == ("reference: A of 2 sources",)


def test_where_some_have_no_reference_a_metric_with_reference_scores_the_others(tmp_path: Path) -> None:
    rows = [one | ({"refs": {}} if one["seg_id"] == 1 else {}) for one in ROWS]
    wanted, _ = correlation.plans(["learned", "learned:src"], [])
    table = correlation.measure(judged.read(write(tmp_path / "set.jsonl.gz", rows)), wanted, 0)
    with_reference, without, _ = table["metrics"]
    assert "nrefs:1" in with_reference["signature"].replace("=", ":")
    assert "nrefs:0" in without["signature"].replace("=", ":")
    assert "learned: 2 of 6 translations not scored, left out" in table["notes"]
    bare = [one | {"refs": {}} for one in ROWS]
    table = correlation.measure(judged.read(write(tmp_path / "bare.jsonl.gz", bare)), wanted, 0)
    assert table["metrics"][0]["figures"] == table["metrics"][1]["figures"]


def test_what_is_to_be_read_or_written_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["correlation", str(tmp_path), "-m", "chrf"])
    assert correlation.main() == 1
    assert "no .jsonl.gz" in capsys.readouterr().err
    path = write(tmp_path / "set.jsonl.gz", ROWS)
    monkeypatch.setattr(sys, "argv", ["correlation", str(path), "-m", "chrf", "--json", str(tmp_path / "a" / "b.json")])
    with pytest.raises(SystemExit):
        correlation.main()
    assert "no such folder" in capsys.readouterr().err
