"""axe-core finds nothing wrong with the review page, whatever is open and however it looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from review_server import Server
from review_sheet import fresh
from reviewing import Show, press, wait_for, write

pytestmark = [*browser.NEEDED, pytest.mark.slow]

(AXE,) = (Path(__file__).parents[2] / "report" / "vendor").glob("axe-*.min.js")
RUN = """axe.run({{ resultTypes: ['violations'], {rules} }})
  .then((found) => JSON.stringify(found.violations))"""
COLOURS = "runOnly: ['color-contrast']"
"""The rules to ask in the dark: all others depend on the elements alone, which are the same in the light."""


def violations(page: browser.Page, dark: bool = False) -> list[str]:
    """What axe-core finds: rule, weight and the first element."""
    if not page.run("'axe' in window"):
        page.run(AXE.read_text(encoding="utf-8"))
    found = json.loads(page.run(RUN.format(rules=COLOURS if dark else "")))
    return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:200]}" for item in found]


def states(page: browser.Page) -> Iterator[str]:
    """Brings the page into one state after the other, and names each."""
    yield "start"
    press(page, "f")
    write(page, "a reason")
    press(page, "Enter", "t")
    yield "a reason is asked for"
    press(page, "Escape", "a", "m", "Shift+ArrowRight", "Tab")
    yield "text is marked"
    press(page, "Enter", "Enter")
    yield "categories"
    press(page, "2", "s", "Escape", "Escape", "c", "1", "Enter", "s", "7", "0")
    yield "an error and a score"
    press(page, "Enter", "i")
    write(page, " Mehr.")
    yield "edit"
    press(page, "Escape", "g", "ArrowDown")
    yield "go to"
    press(page, "Escape", "?")
    yield "keys"
    press(page, "Escape")
    page.run("document.getElementById('menu').click()")
    yield "menu"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible_in_every_state(show: Show, width: int, dark: bool) -> None:
    page = show(width=width, dark=dark)
    assert {state: found for state in states(page) if (found := violations(page, dark))} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_question_who_reviews_and_the_end_are_accessible(show: Show, dark: bool) -> None:
    page = show(fresh(rater="", walk=["0"]), dark=dark)
    assert violations(page, dark) == []
    write(page, "ana")
    press(page, "Enter", "Control+Enter")
    assert violations(page, dark) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_conflict_and_the_results_are_accessible(tab: browser.Page, server: Server, width: int, dark: bool) -> None:
    tab.open(server.url, width, dark=dark)
    server.put("1", 0, {"score": 10})
    press(tab, "e")
    wait_for(tab, "document.getElementById('conflict').open")
    assert violations(tab, dark) == []
    tab.run("document.getElementById('keep-ours').click()")
    wait_for(tab, "document.getElementById('state').innerText.trim() === 'Saved'")
    tab.run("document.querySelector('[data-do=finish]').click()")
    wait_for(tab, "document.getElementById('written').open")
    assert violations(tab, dark) == []


def test_faults_are_found(show: Show) -> None:
    page = show(dark=True)
    page.run("document.querySelector('.brand').style.color = '#222'")
    assert [fault.split(":")[0] for fault in violations(page, dark=True)] == ["serious color-contrast"]
    page = show()
    page.run("document.getElementById('slider').removeAttribute('aria-label')")
    assert [fault.split(":")[0] for fault in violations(page)] == ["serious label-title-only", "critical label"]
