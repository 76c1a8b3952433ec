"""The map of the HTML page: a cell for each segment, by its worst finding and its risk."""

from __future__ import annotations

import html_sample
import pytest
from page_tree import parse

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Finding,
    Report,
    Run,
    Score,
    Segment,
    Severity,
)
from mtqe.report.document_map import CELLS
from mtqe.report.layout import lay_out


def test_map_has_a_cell_for_each_segment_coloured_by_its_worst_finding() -> None:
    page = parse(html_sample.sample())
    ticks = list(page.one("div", "strip").all("a"))
    assert len(ticks) == 25
    assert ticks[2].attrs["class"] == "tick r3" and ticks[2].attrs["title"] == "Segment 3: 1 critical"
    assert ticks[3].attrs["title"] == "Segment 4: 1 major, 1 minor" and ticks[3].attrs["class"] == "tick r2"
    assert ticks[1].attrs["class"] == "tick"
    assert [tick.attrs.get("tabindex") for tick in ticks] == [None] + ["-1"] * 24


@pytest.mark.parametrize(
    ("metric", "shades"),
    [("hallucination", ["q0", "q2", "q4", None]), ("learned", ["w4", "w2", "w0", None])],
)
def test_map_shows_the_risk_that_a_metric_sees(metric: str, shades: list[str | None]) -> None:
    segments = tuple(Segment(str(number), "a", "b") for number in range(4))
    scores = tuple(Score(metric, "segment", value, str(n)) for n, value in enumerate((0.0, 0.5, 1.0, None)))
    finding = Finding("A1", "a", "c", Severity.MINOR, "0", "m", (), (), "x")
    page = parse(Report(SCHEMA, Run("0", ""), (), segments, scores, (finding,)))
    ticks = list(page.one("div", "risky").all("a"))
    classes = [tick.attrs["class"].split() for tick in ticks]
    assert [next((name for name in names if name[0] in "qw"), None) for names in classes] == shades
    assert ticks[1].attrs["title"] == f"Segment 1: no findings, estimated risk 0.50 ({metric})"
    assert "risk" not in ticks[3].attrs["title"] and f"({metric})" in page.one("p", "legend").text()


def test_two_risks_have_a_lane_each() -> None:
    segments = (Segment("1", "a", "b"),)
    scores = (Score("learned", "segment", 0.1, "1"), Score("hallucination", "segment", 0.1, "1"))
    page = parse(Report(SCHEMA, Run("0", ""), (), segments, scores))
    assert not list(page.all("div", "strip"))  # nothing was checked
    run = Run("0", "", checks=(CheckItem("A1", "a", "ran"),))
    page = parse(Report(SCHEMA, run, (), segments, scores))
    assert page.one("div", "both").one("a").attrs["class"] == "tick q0 w4"
    assert "(upper row: hallucination; lower row: learned)" in page.one("p", "legend").text()


def test_a_scoreless_map_shows_no_risk() -> None:
    page = parse(html_sample.sample())
    assert not list(page.all("div", "risky")) and "risk" not in page.one("p", "legend").text()


def test_map_of_a_long_document_shares_cells() -> None:
    segments = tuple(Segment(str(i), "a", "b") for i in range(2 * CELLS + 1))
    finding = Finding("A1", "a", "c", Severity.MINOR, "700", "m", (), (), "x")
    layout = lay_out(Report(SCHEMA, Run("0", ""), (), segments, (), (finding,)))
    ticks = layout.blocks[0].strips[0].ticks
    assert len(ticks) <= CELLS
    assert [(tick.anchor, tick.title) for tick in ticks if tick.rank >= 0] == [("s701", "Segments 699 to 701: 1 minor")]
