"""The trend on the HTML page: tables that say all, and drawings of them in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser
import html_sample
import pytest
from page_tree import Node
from test_html import HOSTILE, parse, write
from test_html_axe import violations
from test_html_browser import page, wait_for

from mtqe.model import Interval
from mtqe.project.trend import Change, Series, Value
from mtqe.report import trends

__all__ = ["page"]

REPORT = html_sample.sample()


def days(count: int) -> list[str]:
    return [f"2026-{1 + n // 28:02}-{1 + n % 28:02}T09:00:00+00:00" for n in range(count)]


def series(name: str, kind: str, values: list[float], lang: str = "de", **more: Any) -> Series:
    points = tuple(
        Value(day, value, Interval(value - 1, value + 1) if kind == "metric" else None)
        for day, value in zip(days(len(values)), values, strict=True)
    )
    return Series("en", lang, None, None, name, kind, points, **more)


HISTORY = [
    series("bleu", "metric", [31.0, 32.0, 25.0, 25.5], cuts=(1,), changes=(Change(2, 31.5, 25.2, 0.004),)),
    series("critical", "severity", [0.0, 0.0, 1.0, 2.0]),
    series("minor", "severity", [4.0, 3.0, 4.0, 5.0]),
    series("neutral", "severity", [1.0, 1.0, 1.0, 1.0]),
    series("mqm", "mqm", [10.0, 12.0, 30.0, 32.0]),
]


def figures(tree: Node) -> dict[str, Node]:
    return {figure.one("b").text(): figure for figure in tree.all("figure")}


def rows(figure: Node) -> list[list[str]]:
    body = figure.one("tbody")
    return [[row.one("time").text(), *(cell.text() for cell in row.all("td"))] for row in body.all("tr")]


def test_every_quantity_has_its_figure() -> None:
    found = figures(parse(REPORT, None, HISTORY))
    assert list(found) == ["MQM penalty", "Findings", "BLEU"]
    assert rows(found["BLEU"])[0] == ["1 January 2026", "31.0 (30.0–32.0)"]
    assert rows(found["Findings"])[-1] == ["4 January 2026", "2.0", "5.0"]
    assert [cell.text() for cell in found["Findings"].one("thead").all("th")] == ["Run", "critical", "minor"]
    assert [row.attrs["class"].split() for row in found["BLEU"].one("tbody").all("tr")] == [[], ["cut"], ["change"], []]
    assert found["BLEU"].one("p", "changed").text() == ("changed on 3 January 2026, from 31.5 to 25.2 (p = 0.004)")
    label = found["BLEU"].one("div", "chart").attrs["aria-label"]
    assert label.startswith("BLEU over 4 runs: BLEU from 31.0 (30.0–32.0) on 1 January 2026 to 25.5")


def test_no_history_no_trend_and_no_library() -> None:
    text = write(REPORT)
    assert 'id="trend-h"' not in text and "uPlot" not in text


def test_only_the_languages_of_the_report_are_shown() -> None:
    assert trends.figures(REPORT, [series("bleu", "metric", [1.0, 2.0], "fr")]) == []
    assert trends.figures(REPORT, [series("bleu", "metric", [1.0])]) == []


def test_a_long_history_shows_its_last_runs() -> None:
    values = [float(n) for n in range(trends.RUNS + 5)]
    line = series("bleu", "metric", values, cuts=(3, 7), changes=(Change(9, 1.0, 2.0, 0.01),))
    ((_, (figure,)),) = trends.figures(REPORT, [line])
    assert len(figure.runs) == trends.RUNS and figure.left_out == 5
    assert figure.cuts == {2} and figure.changes == {4}
    assert figure.columns[0].texts[0].startswith("5.0")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_inert(text: str) -> None:
    points = (Value(text, 1.0), Value(text, 2.0))
    line = Series("en", "de", text, text, text, "metric", points)
    calm, found = (parse(REPORT, None, [line]) for line in (Series("en", "de", "a", "b", "c", "metric", points), line))
    assert {node.tag for node in found.all()} == {node.tag for node in calm.all()}
    assert any(text in node.text() for node in found.all("figcaption"))


@pytest.fixture
def drawn(page: browser.Page, tmp_path: Path) -> browser.Page:
    path = tmp_path / "report.html"
    path.write_text(write(REPORT, None, HISTORY), encoding="utf-8")
    page.open(path)
    wait_for(page, "document.querySelectorAll('.chart canvas').length === 3")
    return page


@browser.needed
def test_figures_are_drawn_under_the_policy(drawn: browser.Page) -> None:
    assert [event for event in drawn.events if event["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}] == []
    ink = """[...document.querySelectorAll('.chart canvas')].map((canvas) =>
      canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value > 0))"""
    assert drawn.run(ink) == [True, True, True]
    assert drawn.run("document.documentElement.scrollWidth") == 1280


@browser.needed
def test_the_pointer_reads_a_figure(drawn: browser.Page) -> None:
    drawn.run("document.getElementById('trend-h').scrollIntoView()")
    box = drawn.run("Object.values(document.querySelector('.u-over').getBoundingClientRect().toJSON())")
    at = {"x": box[0] + box[2] - 3, "y": box[1] + box[3] / 2}
    drawn.call("Input.dispatchMouseEvent", type="mouseMoved", **at)
    wait_for(drawn, "document.querySelector('.trend output').textContent")
    assert drawn.run("document.querySelector('.trend output').textContent") == "2026-01-04 · MQM penalty 32"


@browser.needed
def test_the_trend_is_accessible(drawn: browser.Page) -> None:
    drawn.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert violations(drawn) == []
