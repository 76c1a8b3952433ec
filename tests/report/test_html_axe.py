"""axe-core finds nothing wrong with the HTML page, whatever it shows and however it looks.

axe-core stands unchanged in `vendor`, under its own licence (MPL-2.0); no part of it is in the package.
"""

from __future__ import annotations

import json
from pathlib import Path

import browser
import pytest
from test_html import REPORTS
from test_html_browser import choose, page, point_at, pytestmark, show, wait_for

__all__ = ["page", "pytestmark", "show"]

(AXE,) = Path(__file__).with_name("vendor").glob("axe-*.min.js")
RUN = "axe.run({{ resultTypes: ['violations'], {rules} }}).then((found) => JSON.stringify(found.violations))"
COLOURS = "runOnly: ['color-contrast']"
"""The rules to ask in the dark: all others depend on the elements alone, which are the same in the light."""


def violations(page: browser.Page, dark: bool = False) -> list[str]:
    """What axe-core finds: rule, weight and the first element."""
    if not page.run("'axe' in window"):
        page.run(AXE.read_text(encoding="utf-8"))
    found = json.loads(page.run(RUN.format(rules=COLOURS if dark else "")))
    return [f"{item['impact']} {item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("name", "width"), [("sample", 1280), ("sample", 390), ("systems", 1280), ("arabic", 1280), ("clean", 390)]
)
def test_page_is_accessible(show, name: str, width: int, dark: bool) -> None:
    assert violations(show(REPORTS[name], width, dark), dark) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_page_in_use_is_accessible(show, dark: bool) -> None:
    page = show(REPORTS["systems"], dark=dark)
    choose(page, "base", "1")
    page.run("document.querySelector('.chip').click()")
    page.press("j")
    wait_for(page, "document.querySelectorAll('ins.diff').length")
    page.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    point_at(page, "document.querySelector('mark:not(.off)')")
    assert violations(page, dark) == []


def test_open_dialogs_are_accessible(show) -> None:
    page = show(REPORTS["sample"])
    page.press("?")
    assert violations(page) == []
    page.press("?")
    page.run("document.querySelector('button.rule').click()")
    assert violations(page) == []


def test_faults_are_found(show) -> None:
    page = show(REPORTS["clean"], dark=True)
    page.run("document.querySelector('h1').style.color = '#222'")
    assert [fault.split(":")[0] for fault in violations(page, dark=True)] == ["serious color-contrast"]
    page = show(REPORTS["clean"])
    page.run("document.querySelector('h1').setAttribute('aria-hidden', 'nonsense'); document.documentElement.lang = ''")
    assert {fault.split(":")[0] for fault in violations(page)} >= {"serious html-has-lang"}
