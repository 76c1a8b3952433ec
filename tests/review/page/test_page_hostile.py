"""Hostile text in every field of a review stays text, and the page's policy refuses what is not its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser
import pytest
from review_server import Server
from review_sheet import fresh
from reviewing import Show, faults, press, stored, text, wait_for, write

from mtqe.review.page_assets import page as review_page

pytestmark = browser.NEEDED

WORDS = (
    "</script><script>document.title = 'owned'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "\u2028\u2029\x00\x1b\x7f\ufffe\ud800 ${document.title} {{ 7 * 7 }} ]]> &lt;b&gt; \r\n\t\u202eabc",
)
HOSTILE = " ".join(WORDS)


def poisoned(value: Any) -> Any:
    """The value with hostile text in place of each text."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if isinstance(value, dict):
        return {key: poisoned(item) for key, item in value.items()}
    return value


def hostile() -> dict[str, Any]:
    """A sheet with hostile text wherever the report or a file may bring text."""
    given = fresh()
    for segment in given["segments"]:
        for name in ("id", "doc", "system", "source", "target", "references", "origin"):
            segment[name] = HOSTILE if segment[name] in (None, []) else poisoned(segment[name])
        segment["references"] = [HOSTILE]
        for score in segment["scores"]:
            score["metric"] = HOSTILE
        for finding in segment["findings"]:
            for name in ("check", "name", "category", "message", "explanation", "suggestion"):
                finding[name] = HOSTILE
            finding["suppressed"] = finding["suppressed"] and HOSTILE
            finding["spans"] = [{"side": side, "start": 0, "end": len(HOSTILE)} for side in ("source", "target")]
            finding["changes"] = [[0, 5, HOSTILE]]
    given["report"]["name"] = HOSTILE
    given["categories"] = [{"path": f"{item['path']}{HOSTILE}", "title": HOSTILE} for item in given["categories"]]
    given |= {"source_lang": HOSTILE, "target_lang": HOSTILE, "rights": False, "rights_why": HOSTILE}
    return given


def use(page: browser.Page) -> None:
    """Opens everything that shows text."""
    press(page, "f")
    write(page, WORDS[0])
    press(page, "Enter", "t", "1", "a", "m", "Shift+ArrowRight", "Tab", "Enter", "2", "Enter")
    press(page, "c", "1", "Enter", "i")
    write(page, WORDS[2])
    press(page, "Escape", "o")
    write(page, WORDS[2])
    press(page, "Escape", "g", "ArrowDown", "Escape", "j", "j", "n", "p")


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_text_stays_text_everywhere(show: Show, width: int) -> None:
    page = show(hostile(), width)
    scripts = page.run("document.scripts.length")
    use(page)
    assert "owned" not in page.run("document.title").split("document.title")[0]
    assert page.run("document.scripts.length") == scripts == 4
    assert page.run("document.querySelectorAll('img, iframe, object, svg').length") == 0
    assert page.run("document.getElementById('source').textContent") == HOSTILE
    assert stored(page)["1"]["note"] == WORDS[2]


def test_hostile_entries_stay_text(tab: browser.Page, server: Server) -> None:
    server.sheet = hostile()
    key = "1"
    said = {
        "decisions": {HOSTILE.replace("\ud800", ""): {"opinion": "tolerated", "reason": WORDS[0]}},
        "errors": [{"category": WORDS[2], "severity": WORDS[2], "spans": [], "note": WORDS[0]}],
        "looked": True, "score": 3, "edited": WORDS[0], "note": WORDS[2], "seconds": 1,
    }  # fmt: skip
    server.entries[key], server.revisions[key] = said, 1
    tab.open(server.url)
    assert WORDS[0] in tab.run("document.getElementById('diff').textContent")
    server.put(key, 1, said | {"note": WORDS[0]})
    press(tab, "e")
    wait_for(tab, "document.getElementById('conflict').open")
    assert "<script>" in text(tab, "#theirs")
    assert tab.run("document.querySelectorAll('img').length") == 0
    assert not tab.run("document.title").startswith("owned")
    tab.run("document.getElementById('keep-ours').click()")


def test_the_policy_refuses_scripts_and_requests_of_others(tab: browser.Page, tmp_path: Path) -> None:
    html = review_page(fresh(), served=False)
    injected = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
    path = tmp_path / "review.html"
    path.write_text(html.replace('<main id="main">', f'<main id="main">{injected}'), encoding="utf-8")
    tab.open(path)
    assert tab.run("document.title") != "owned"
    assert len(faults(tab)) >= 2
    assert tab.run("fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => error.name)") == "TypeError"
    assert "violates the document's Content Security Policy" in str(faults(tab)[-1])
    assert tab.run(
        """(() => { try { document.body.innerHTML = '<b>x</b>'; } catch (error) { return error.name; } })()"""
    ) == ("TypeError")
