"""The HTML page in a real browser: filters, keyboard, hostile text under the page's own policy, phone width."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import browser
import html_sample
import pytest
from test_html import REPORTS

from mtqe.model import Report
from mtqe.report import html

pytestmark = [
    pytest.mark.skipif(browser.PROGRAM is None, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(sys.platform == "win32", reason="the debugging pipe needs file descriptors to inherit"),
]

VISIBLE = "[...document.querySelectorAll('#list > .finding')].filter((card) => !card.hidden).map((card) => card.id)"
ROWS = "[...document.querySelectorAll('.row')].filter((row) => !row.hidden).map((row) => row.id)"
CURRENT = "document.querySelector('#list > [aria-current]')?.id"


@pytest.fixture(scope="module")
def page() -> Iterator[browser.Page]:
    with browser.chromium() as page:
        yield page


@pytest.fixture
def show(page: browser.Page, tmp_path: Path) -> Iterator[object]:
    def show(report: Report, width: int = 1280) -> browser.Page:
        path = tmp_path / "report.html"
        with path.open("w", encoding="utf-8") as out:
            html.render(report, out)
        page.open(path, width)
        return page

    yield show
    wrong = [event for event in page.events if event["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}]
    requests = [
        event["params"]["request"]["url"] for event in page.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert wrong == []
    assert [url.rpartition("/")[2] for url in requests] == ["report.html"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", list(REPORTS))
def test_page_fits_the_window(show, name: str, width: int) -> None:
    page = show(REPORTS[name], width)
    assert page.run("document.documentElement.scrollWidth") == page.run("innerWidth") == width
    assert page.run("document.documentElement.className") == "js"


def test_hostile_text_runs_nowhere(show) -> None:
    page = show(REPORTS["hostile"])
    title = page.run("document.title")
    cards = page.run(VISIBLE)
    for card in cards:
        page.run(f"document.querySelector('#{card} .message').click()")
    page.run("document.querySelectorAll('.rule, .tag, .tick, mark').forEach((node) => node.click())")
    assert page.run("document.title") == title != "owned"
    assert page.run("document.scripts.length") == 2
    assert page.run("document.images.length") == 0


def test_an_injected_script_is_refused_by_the_policy(page: browser.Page, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as out:
        html.render(REPORTS["sample"], out)
    text = path.read_text(encoding="utf-8")
    injected = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    path.write_text(text.replace("<main>", f"<main>{injected}"), encoding="utf-8")
    page.open(path)
    assert page.run("document.title") != "owned"
    assert sum(event["method"] == "Log.entryAdded" for event in page.events) >= 2


def test_filters(show) -> None:
    page = show(REPORTS["sample"])
    every = page.run(VISIBLE)
    assert every == [f"f{n}" for n in range(1, 13)]
    page.run("document.querySelector('.chip[data-sev=critical]').click()")
    assert page.run(VISIBLE) == ["f1", "f2", "f3"]
    assert page.run("document.getElementById('tally').textContent") == "3 of 12"
    assert page.run("document.querySelectorAll('#s1 mark:not(.off)').length") == 0
    assert page.run("document.querySelectorAll('#s3 mark:not(.off)').length") == 2
    page.press("Escape")
    assert page.run(VISIBLE) == every
    choose = "const c = document.getElementById('check'); c.value = VALUE; c.dispatchEvent(new Event('change'))"
    page.run(choose.replace("VALUE", "'c:terminology'"))
    assert page.run("[...document.querySelectorAll('#list > :not([hidden])')].map((c) => c.dataset.check).sort()") == [
        *("TRM101", "TRM102", "TRM201")
    ]
    page.run("document.getElementById('clear').click()")
    page.run("document.getElementById('only').click()")
    assert page.run(ROWS) == [f"s{n}" for n in (1, 3, 4, 6, 9, 10, 12, 15, 16, 19)]
    page.run("document.getElementById('only').click()")
    assert len(page.run(ROWS)) == 25


def test_search_and_keyboard(show) -> None:
    page = show(REPORTS["sample"])
    page.press("/")
    assert page.run("document.activeElement.id") == "q"
    for key in "gulls":
        page.press(key)
    page.run("new Promise((done) => setTimeout(done, 300))")
    assert page.run(ROWS) == ["s4"] and page.run(VISIBLE) == ["f5", "f9"]
    page.press("Escape")
    assert len(page.run(VISIBLE)) == 12
    for key, expected in (("j", "f1"), ("j", "f2"), ("j", "f3"), ("k", "f2"), ("n", "f3"), ("p", "f2")):
        page.press(key)
        assert page.run(CURRENT) == expected
    assert page.run("document.activeElement.closest('.finding').id") == "f2"
    box = "document.querySelector('#s12').getBoundingClientRect()"
    top, bottom, height = (page.run(value) for value in (f"{box}.top", f"{box}.bottom", "innerHeight"))
    assert 0 <= top < bottom <= height
    page.run("document.getElementById('keys').click()")
    page.press("j")
    assert page.run(CURRENT) == "f2"


def test_a_mark_leads_to_its_finding(show) -> None:
    page = show(REPORTS["sample"])
    page.run("document.querySelector('#s9 .out mark').click()")
    assert page.run(f"document.getElementById({CURRENT}).dataset.check") == "ART101"
    assert page.run("document.getElementById('sheet').hidden") is True
    page = show(REPORTS["sample"], 390)
    page.run("document.querySelector('#s9 .out mark').click()")
    assert page.run("document.getElementById('sheet').hidden") is False
    assert "Source text in brackets" in page.run("document.getElementById('sheet').textContent")
    page.press("Escape")
    assert page.run("document.getElementById('sheet').hidden") is True


def test_systems_can_be_chosen(show) -> None:
    page = show(REPORTS["systems"])
    page.run("const l = document.getElementById('lane'); l.value = '2'; l.dispatchEvent(new Event('change'))")
    shown = page.run("[...new Set([...document.querySelectorAll('.cell:not([hidden])')].map((c) => c.dataset.lane))]")
    assert shown == ["2"]
    report = REPORTS["systems"]
    assert len(page.run(VISIBLE)) == sum(finding.system == "baseline" for finding in report.findings)


def test_without_scripts_everything_is_there(show, page: browser.Page) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        show(REPORTS["sample"])
        tree = page.call("DOM.getDocument", depth=-1)
        root = tree["root"]["nodeId"]

        def boxes(selector: str) -> list[int]:
            nodes = page.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
            height = []
            for node in nodes:
                try:
                    height.append(page.call("DOM.getBoxModel", nodeId=node)["model"]["height"])
                except RuntimeError:
                    height.append(0)  # it has no box
            return height

        assert min(boxes(".row")) > 0 and len(boxes(".row")) == 25
        assert min(boxes("#list > .finding")) > 0
        assert max(boxes(".tools")) == max(boxes("#sheet")) == 0
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_long_report_lays_out_what_is_near(show) -> None:
    page = show(html_sample.large(2000))
    page.run("document.querySelector('#list > .finding:last-child').click()")
    page.run("new Promise((done) => setTimeout(done, 300))")
    card = page.run(CURRENT)
    box = f"document.getElementById(document.getElementById('{card}').dataset.row).getBoundingClientRect()"
    assert 0 <= page.run(f"{box}.top") < page.run("innerHeight")
