"""The review page at a server: it saves by itself, survives a server that is gone, and shows conflicts."""

from __future__ import annotations

import browser
import pytest
from review_server import Server
from reviewing import faults, press, reload, text, wait_for, write

pytestmark = browser.NEEDED

SAVED = "document.getElementById('state').innerText.trim() === 'Saved'"
FAILED = "document.getElementById('state').dataset.kind === 'failed'"


def entry(**more: object) -> dict[str, object]:
    return {
        "decisions": {},
        "errors": [],
        "looked": False,
        "score": None,
        "edited": None,
        "note": "",
        "seconds": 0,
    } | more


def opened(tab: browser.Page, server: Server, width: int = 1280) -> browser.Page:
    tab.open(server.url, width)
    return tab


def test_what_is_said_is_on_the_server_at_once(tab: browser.Page, server: Server) -> None:
    page = opened(tab, server)
    press(page, "e", "f")
    write(page, "a reason")
    press(page, "Enter", "s", "5", "0", "Enter")
    wait_for(page, SAVED)
    assert server.entries["1"]["score"] == 50
    assert server.entries["1"]["decisions"][f"{2:016x}"] == {"opinion": "false-alarm", "reason": "a reason"}
    press(page, "u", "u", "u")
    wait_for(page, SAVED)
    assert server.entries == {}
    press(page, "U")
    wait_for(page, SAVED)
    reload(page)
    assert page.run("document.querySelectorAll('[aria-pressed=true]').length") == 1
    press(page, "e")
    wait_for(page, SAVED)
    assert len(server.entries["1"]["decisions"]) == 2
    assert faults(page) == []


def test_a_server_that_is_gone_loses_nothing(tab: browser.Page, server: Server) -> None:
    page = opened(tab, server)
    press(page, "e")
    wait_for(page, SAVED)
    server.stop()
    press(page, "e", "n")
    wait_for(page, FAILED)
    assert text(page, "#state").startswith("Not saved: the server does not answer. Trying again.")
    assert "Not saved" in text(page, "#toast")
    press(page, "i")
    write(page, " Und?")
    press(page, "Escape")
    server.start()
    page.run("document.getElementById('retry').click()")
    wait_for(page, SAVED)
    assert len(server.entries["1"]["decisions"]) == 2
    assert server.entries["2"]["edited"].endswith("Und?")


def test_the_page_tries_again_by_itself(tab: browser.Page, server: Server) -> None:
    page = opened(tab, server)
    server.answers = [(500, {"error": "the disk is full"})]
    press(page, "e")
    wait_for(page, FAILED)
    assert "Not saved: the disk is full. Trying again." in text(page, "#state")
    wait_for(page, SAVED)
    assert list(server.entries) == ["1"]


def test_what_is_not_sent_survives_a_reload(tab: browser.Page, server: Server) -> None:
    page = opened(tab, server)
    server.answers = [(500, {"error": "busy"})]
    press(page, "e")
    wait_for(page, FAILED)
    reload(page)
    assert any(event["method"] == "Page.javascriptDialogOpening" for event in page.events), "it asks before it is left"
    wait_for(page, SAVED)
    assert server.entries["1"]["decisions"][f"{1:016x}"]["opinion"] == "error"
    assert page.run("sessionStorage.length") == 0


@pytest.mark.parametrize("keep", [True, False])
def test_a_conflict_shows_both_versions(tab: browser.Page, server: Server, keep: bool) -> None:
    page = opened(tab, server)
    error = {
        "category": "accuracy/omission", "severity": "major", "note": "gone",
        "spans": [{"side": "source", "start": 0, "end": 8}],
    }  # fmt: skip
    server.put("1", 0, entry(score=10, errors=[error], note="<i>theirs</i>", edited="Anders.", looked=True))
    press(page, "e")
    wait_for(page, "document.getElementById('conflict').open")
    assert text(page, "#conflict-h") == "Another window has changed segment 2"
    assert text(page, "#ours") == "number mismatch: Error"
    assert text(page, "#theirs") == (
        "major error, Accuracy › Omission “The lift”, gone Looked at all of it Score 10 Translation: Anders. "
        "Note: <i>theirs</i>"
    )
    press(page, "Escape", "Escape", "Escape")
    wait_for(page, "document.getElementById('conflict').open")  # it needs an answer
    page.run(f"document.getElementById('{'keep-ours' if keep else 'take-theirs'}').click()")
    wait_for(page, SAVED)
    said = server.entries["1"]
    assert (said["score"], len(said["decisions"])) == ((None, 1) if keep else (10, 0))
    assert text(page, "#findings [aria-pressed=true] span") == ("Error" if keep else "")
    press(page, "s", "3", "Enter")
    wait_for(page, SAVED)
    assert server.entries["1"]["score"] == 3


def test_a_server_that_tells_no_revisions_is_no_conflict(tab: browser.Page, server: Server) -> None:
    server.told = False
    server.put("1", 0, entry(note="mine, from yesterday"))
    page = opened(tab, server)
    press(page, "e")
    wait_for(page, SAVED)
    assert server.entries["1"]["note"] == "mine, from yesterday"
    assert len(server.entries["1"]["decisions"]) == 1


def test_the_other_window_is_seen_when_this_one_comes_back(tab: browser.Page, server: Server) -> None:
    page = opened(tab, server)
    server.put("3", 0, entry(looked=True))
    page.run("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for(page, "document.getElementById('count').innerText.startsWith('1 of 5')")


@pytest.mark.parametrize(
    ("status", "body", "shown"),
    [
        (403, {"error": "no cookie"}, "this window has no access any more; open the address that mtqe review shows"),
        (422, {"error": "the score is not a number"}, "Not saved: the score is not a number"),
    ],
)
def test_a_refusal_is_shown(tab: browser.Page, server: Server, status: int, body: dict[str, str], shown: str) -> None:
    page = opened(tab, server)
    server.answers = [(status, body)]
    press(page, "e")
    wait_for(page, FAILED)
    assert shown in text(page, "#state")
    page.run("document.getElementById('retry').click()")
    wait_for(page, SAVED)
    assert list(server.entries) == ["1"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_results_are_written_on_request(tab: browser.Page, server: Server, width: int) -> None:
    page = opened(tab, server, width)
    press(page, "e")
    page.run("document.querySelector('[data-do=finish]').click()")
    wait_for(page, "document.getElementById('written').open")
    assert text(page, "#written-h") == "The results are written"
    assert "report.review/ana.ratings.jsonl" in text(page, "#paths")
    assert "<b>the placeholder</b> is missing" in text(page, "#notes")
    press(page, "Escape")
    server.stop()
    page.run("document.querySelector('[data-do=finish]').click()")
    wait_for(page, "document.getElementById('written').open")
    assert "The server does not answer" in text(page, "#written-say")
