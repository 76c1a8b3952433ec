"""ESA lines, held against what readers of WMT24's wmt24_esa.jsonl assert of a line."""

from __future__ import annotations

import json
from typing import Any

import hostile
import msgspec
from hypothesis import given

from mtqe.model import Report, Score
from mtqe.report import esa


def read(report: Report) -> list[dict[str, Any]]:
    text = hostile.render(esa, report)
    found = [json.loads(line) for line in text.splitlines()]
    for line in found:
        assert len(line["src"]) > 0
        assert len(line["langs"].split("-")) == 2
        assert isinstance(line["line_id"], int)
        for span in line["esa_spans"]:
            places = (span["start_i"], span["end_i"])
            assert places == ("missing", "missing") or (
                all(isinstance(place, int) for place in places) and 0 <= places[0] < places[1] <= len(line["tgt"])
            )
            assert span["severity"] in ("major", "minor")
    assert len({(line["system"], line["line_id"]) for line in found}) == len(found)
    return found


@given(hostile.reports())
def test_every_report_can_be_read(report: Report) -> None:
    assert [line["tgt"] for line in read(report)] == [segment.target for segment in report.segments]


def test_sample(sample: Report) -> None:
    lines = read(sample)
    assert [len(line["esa_spans"]) for line in lines] == [0, 1, 1, 1, 2, 1]
    number = lines[1]["esa_spans"][0]
    assert lines[1]["tgt"][number["start_i"] : number["end_i"]] == "12 Millionen"
    assert (number["severity"], number["error_type"]) == ("major", "accuracy/mistranslation/number")
    assert lines[2]["tgt"] == "" and lines[2]["esa_spans"][0]["start_i"] == "missing"
    assert lines[3]["src"] == "…"
    assert {line["esa_score"] for line in lines} == {None}
    assert (lines[0]["langs"], lines[0]["system"], lines[0]["annotator"]) == ("en-de", "translation", "mtqe")


def test_score_is_that_of_the_learned_metric(sample: Report) -> None:
    scores = (Score("learned", "segment", 0.8123, segment="2"), Score("chrf", "segment", 55.0, segment="1"))
    lines = read(msgspec.structs.replace(sample, scores=scores))
    assert [line["esa_score"] for line in lines[:3]] == [None, 81.23, None]


def test_regions_of_languages(sample: Report) -> None:
    run = msgspec.structs.replace(sample.run, target_lang="pt-BR")
    assert read(msgspec.structs.replace(sample, run=run))[0]["langs"] == "en-pt_BR"


def test_accepted_findings_are_left_out(sample: Report) -> None:
    accepted = tuple(msgspec.structs.replace(item, suppressed="so") for item in sample.findings)
    assert not any(line["esa_spans"] for line in read(msgspec.structs.replace(sample, findings=accepted)))
