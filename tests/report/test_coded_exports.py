"""Every reporter writes a report with inline codes, and the spans of exports are those of the stored text."""

from __future__ import annotations

import csv
import io
import json

import coded_sample
import pytest

from mtqe.registry import reporter_table
from mtqe.registry.table_rows import ReporterRow
from mtqe.report import esa, marot, mtme

REPORT = coded_sample.sample()
BY_ID = {segment.id: segment for segment in REPORT.segments}


@pytest.mark.parametrize("row", reporter_table.REPORTERS, ids=lambda row: row.name)
def test_every_reporter_writes_it(row: ReporterRow) -> None:
    if row.kind == "folder":
        assert reporter_table.load_folder(row.name).files(REPORT)
        return
    reporter = reporter_table.load(row.name)
    out = io.BytesIO() if row.kind == "binary" else io.StringIO()
    reporter.render(REPORT, out)
    assert len(out.getvalue()) > 1_000


def test_marot_marks_the_stored_text() -> None:
    out = io.StringIO()
    marot.render(REPORT, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue()), delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = {(segment.source, segment.target) for segment in REPORT.segments}
    bare = [tuple(row[side].replace("<v>", "").replace("</v>", "") for side in ("source", "target")) for row in rows]
    assert set(bare) == texts
    assert any('<v><a href="help/ships.md"></v>über' in row["target"] for row in rows)


def test_spans_of_esa_and_mt_metrics_eval() -> None:
    out = io.StringIO()
    esa.render(REPORT, out)
    marked = [
        line["tgt"][span["start_i"] : span["end_i"]]
        for line in map(json.loads, out.getvalue().splitlines())
        for span in line["esa_spans"]
        if span["start_i"] != esa.MISSING
    ]
    assert marked == [
        text
        for finding in sorted(REPORT.findings, key=lambda finding: list(BY_ID).index(finding.segment))
        for span, text in zip(finding.spans, finding.marked, strict=True)
        if span.side == "target"
    ]
    files = mtme.files(REPORT)
    ratings = [json.loads(line) for line in files["ratings/en-de.mtqe.jsonl"].splitlines()]
    texts = [
        rating["source" if error["is_source_error"] else "hypothesis"][error["start"] : error["end"]]
        for rating in ratings
        for error in rating["errors"]
    ]
    assert sorted(texts) == sorted(text for finding in REPORT.findings for text in finding.marked)
