"""A reviewer walks the tour by keyboard: opinions, reasons, corrections, edits, scores, undo."""

from __future__ import annotations

import browser
import pytest
from review_sheet import TEXTS, fresh
from reviewing import Show, drag, place_of, press, stored, text, wait_for, write

pytestmark = [*browser.NEEDED, pytest.mark.slow]

FOCUSED = "document.activeElement?.id"
SEGMENT = "#focus-h"


def edited(page: browser.Page, key: str) -> str | None:
    entry = stored(page).get(key)
    return entry["edited"] if entry else None


@pytest.mark.parametrize("width", [1280, 390])
def test_the_tour_is_decided_by_keyboard_alone(show: Show, width: int) -> None:
    page = show(width=width)
    assert text(page, SEGMENT) == "Segment 2"
    assert text(page, "#count") == "0 of 5 in the tour"
    press(page, "e", "f")
    write(page, "the house says so")
    press(page, "Enter", "j")
    assert text(page, SEGMENT) == "Segment 5"
    press(page, "t", "1", "Control+Enter")
    assert text(page, SEGMENT) == "Segment 7"
    press(page, "a", "j")
    assert text(page, SEGMENT) == "Segment 4"
    press(page, "s", "9", "0", "Enter", "Control+Enter", "l", "s", "4", "0", "Enter", "j")
    assert text(page, "#count") == "5 of 5 in the tour"
    assert "You have finished" in text(page, "#toast")
    assert "All 5 segments of the tour are decided" in text(page, "#over")
    said = stored(page)
    assert set(said) == {"1", "4", "6", "3", "7"}
    opinions = {
        f"{number:016x}": (item["opinion"], item["reason"])
        for entry in said.values()
        for fingerprint, item in entry["decisions"].items()
        for number in [int(fingerprint, 16)]
    }
    assert opinions == {
        f"{1:016x}": ("error", ""),
        f"{2:016x}": ("false-alarm", "the house says so"),
        f"{3:016x}": ("tolerated", "the house says so"),
        f"{4:016x}": ("error", ""),
    }
    assert said["6"]["edited"] == "Karten kosten 4,50 Euro."
    assert [(said[key]["looked"], said[key]["score"]) for key in ("3", "7")] == [(True, 90), (True, 40)]
    assert all(entry["seconds"] >= 0 for entry in said.values())


def test_a_word_is_allowed_once_for_all_findings_about_it(show: Show) -> None:
    given = fresh()
    (first, _), (other,) = given["segments"][1]["findings"], given["segments"][4]["findings"]
    first["word"] = other["word"] = "hob"
    page = show(given)
    assert text(page, "#finding-0-allow").startswith("Allow “hob”")
    press(page, "w")
    said = stored(page)["1"]["decisions"][f"{1:016x}"]
    assert said == {"opinion": "false-alarm", "reason": "“hob” is allowed", "word": "hob"}
    press(page, "e", "j")
    assert text(page, SEGMENT) == "Segment 5" and text(page, "#tally") == "all decided"
    assert "you allow “hob”" in text(page, "#findings")
    assert set(stored(page)) == {"1"}
    press(page, "u", "u")
    assert text(page, "#count") == "0 of 5 in the tour"


def test_a_reason_is_needed_and_can_be_left(show: Show) -> None:
    page = show()
    press(page, "f", "Enter")
    assert "Write a reason" in text(page, "#reason-fault")
    assert page.run(FOCUSED) == "reason"
    press(page, "Escape")
    assert stored(page) == {}
    assert page.run("document.activeElement.dataset.finding") == f"{1:016x}"
    press(page, "f", "2")
    assert page.run("document.getElementById('reason').value") == "2"  # no recent reason has this number


def test_the_last_reasons_come_first(show: Show) -> None:
    page = show()
    press(page, "f")
    write(page, "first")
    press(page, "Enter", "t")
    write(page, "second")
    press(page, "Enter", "j", "f")
    assert page.run("[...document.querySelectorAll('.recent-reason span')].map((item) => item.innerText)") == [
        "second",
        "first",
    ]
    press(page, "2")
    assert stored(page)["4"]["decisions"][f"{3:016x}"] == {"opinion": "false-alarm", "reason": "first"}


def test_undo_and_redo_go_back_to_their_segment(show: Show) -> None:
    page = show()
    press(page, "e", "e", "j", "e", "u")
    assert set(stored(page)) == {"1"}
    assert text(page, SEGMENT) == "Segment 5"
    assert "Undo: Segment 5" in page.run("document.getElementById('said').textContent")
    press(page, "u", "u")
    assert stored(page) == {}
    assert text(page, SEGMENT) == "Segment 2"
    press(page, "u")
    assert "nothing to undo" in page.run("document.getElementById('said').textContent")
    press(page, "U", "Control+Shift+Z", "Control+y")
    assert set(stored(page)) == {"1", "4"}
    press(page, "Control+z", "e")
    assert page.run("document.querySelector('[data-do=redo]').getAttribute('aria-disabled')") == "true"


def test_a_correction_is_taken_once_and_beside_an_edit(show: Show) -> None:
    page = show()
    press(page, "i")
    write(page, " Ja.")
    press(page, "Escape", "j", "a")
    wanted = TEXTS[1][1].replace("hob", "transportierte") + " Ja."
    assert edited(page, "1") == wanted
    press(page, "j", "k", "k", "j", "a")
    assert "changed these words already" in text(page, "#toast")
    assert edited(page, "1") == wanted
    press(page, "u")
    assert edited(page, "1") == TEXTS[1][1] + " Ja."


@pytest.mark.parametrize("width", [1280, 390])
def test_an_edit_shows_its_words_and_is_one_step_of_undo(show: Show, width: int) -> None:
    page = show(width=width)
    press(page, "n", "i")
    page.run("document.getElementById('text').select()")
    write(page, "Im Mai stand es zwölf Tage still.")
    wait_for(page, "document.querySelectorAll('#diff del').length > 1")
    assert "März" in page.run("[...document.querySelectorAll('#diff del')].map((item) => item.innerText).join(' ')")
    wait_for(page, "document.querySelector('#tools [data-do=undo]').getAttribute('aria-disabled') === 'false'")
    press(page, "End")
    write(page, " Schade.")
    press(page, "Control+Enter")
    assert edited(page, "2") == "Im Mai stand es zwölf Tage still. Schade."
    press(page, "u")
    assert stored(page) == {}
    press(page, "U")
    assert edited(page, "2") == "Im Mai stand es zwölf Tage still. Schade."
    press(page, "i")
    page.run("document.querySelector('[data-do=original]').click()")
    press(page, "Escape")
    assert stored(page) == {}


def test_an_open_edit_follows_undo_and_corrections(show: Show) -> None:
    page = show()
    field = "document.getElementById('text').value"
    press(page, "i")
    write(page, " Neu.")
    page.run("document.getElementById('finding-1-accept').click()")
    wanted = TEXTS[1][1].replace("hob", "transportierte") + " Neu."
    assert page.run(field) == edited(page, "1") == wanted
    page.run("document.querySelector('#tools [data-do=undo]').click()")
    assert page.run(field) == edited(page, "1") == TEXTS[1][1] + " Neu."
    page.run("document.querySelector('#tools [data-do=undo]').click()")
    press(page, "Escape")
    assert stored(page) == {}


def test_a_locked_segment_is_not_edited(show: Show) -> None:
    given = fresh()
    given["segments"][1]["locked"] = True
    page = show(given)
    press(page, "i")
    assert "locked in its file" in text(page, "#toast")
    assert text(page, "#editor") == ""


def test_an_edit_that_no_file_gets_says_why(show: Show) -> None:
    page = show(fresh(rights=False, rights_why="The file mt.de.txt is gone."))
    press(page, "i")
    assert "The file mt.de.txt is gone." in text(page, "#unwritten")


def test_a_score_is_one_step_whatever_gives_it(show: Show) -> None:
    page = show()
    press(page, "s", "1", "5", "0")
    assert stored(page)["1"]["score"] == 100
    press(page, "Enter")
    assert page.run("document.getElementById('points').value") == "100"
    press(page, "u")
    assert stored(page) == {}
    page.run("document.getElementById('slider').focus()")
    press(page, "ArrowRight", "ArrowRight")
    assert stored(page)["1"]["score"] == 52
    press(page, "Control+z")
    assert stored(page) == {}
    left, right = place_of(page, "#score legend", 0, 5)[0], page.run("document.getElementById('slider').offsetWidth")
    drag(page, (left[0] + right / 2, left[1] + 32), (left[0] + right / 4, left[1] + 32))
    assert 20 < stored(page)["1"]["score"] < 30
    press(page, "Control+z")
    assert stored(page) == {}
    page.run("[...document.querySelectorAll('#anchors button')][2].click()")
    assert stored(page)["1"]["score"] == 66
    page.run("document.getElementById('unscore').click()")
    assert stored(page) == {}


def test_the_tour_can_stop_only_where_something_is_left(show: Show) -> None:
    page = show()
    press(page, "e", "e", "e")
    choose = """(value) => {
      const list = document.getElementById("filter");
      list.value = value;
      list.dispatchEvent(new Event("change"));
    }"""
    page.run(f"({choose})('undecided')")
    press(page, "j")
    assert text(page, SEGMENT) == "Segment 5"
    press(page, "k")
    assert text(page, SEGMENT) == "Segment 5"
    page.run(f"({choose})('sampled')")
    press(page, "j")
    assert text(page, SEGMENT) == "Segment 4"
    press(page, "ArrowDown")
    assert text(page, SEGMENT) == "Segment 8"
    press(page, "ArrowUp")
    assert text(page, SEGMENT) == "Segment 4"


def test_every_segment_can_be_reached(show: Show) -> None:
    page = show()
    press(page, "p", "p")
    assert text(page, SEGMENT) == "Segment 1"
    press(page, "g")
    write(page, "6")
    press(page, "Enter")
    assert text(page, SEGMENT) == "Segment 6"
    press(page, "/")
    write(page, "anker VERLOREN")
    assert text(page, "#matches") == "1 segment of 8"
    press(page, "Enter")
    assert text(page, SEGMENT) == "Segment 3"
    assert text(page, "#references summary") == "Reference"
    press(page, "g", "ArrowDown", "Enter")
    assert text(page, SEGMENT) == "Segment 4"
    page.run("document.querySelector('#before [aria-keyshortcuts=p]').click()")
    assert text(page, SEGMENT) == "Segment 3"
    press(page, "j")
    assert text(page, SEGMENT) == "Segment 8"  # the tour goes on after its last stop, segment 4


def test_the_scores_of_a_sampled_segment_are_shown_after_it_is_rated(show: Show) -> None:
    page = show()
    assert "learned 0.76 (0.60–0.90)" in text(page, "#facts")
    press(page, "j", "j", "j", "j")
    assert text(page, SEGMENT) == "Segment 4"
    assert "learned" not in text(page, "#facts")
    press(page, "l")
    assert "learned 0.66" in text(page, "#facts")


def test_a_finding_that_was_accepted_before_needs_no_opinion(show: Show) -> None:
    page = show()
    press(page, "j", "j", "j")
    assert text(page, SEGMENT) == "Segment 7"
    assert "Accepted before: the house writes it so" in text(page, "#findings")
    press(page, "e")
    assert text(page, "#count") == "1 of 5 in the tour"


def test_keys_of_one_letter_can_be_switched_off(show: Show) -> None:
    page = show()
    press(page, "?")
    assert "False alarm, with a reason" in text(page, "#help")
    page.run("document.getElementById('letters').click()")
    press(page, "Escape", "e", "n")
    assert stored(page) == {}
    assert text(page, SEGMENT) == "Segment 2"
    press(page, "ArrowDown", "ArrowDown")
    assert text(page, SEGMENT) == "Segment 5"
    page.run("localStorage.removeItem('mtqe.review.letters')")


def test_every_key_has_a_control_that_names_it(show: Show) -> None:
    page = show()
    press(page, "j")
    named = set(page.run("[...document.querySelectorAll('[aria-keyshortcuts]')].map((item) => item.ariaKeyShortcuts)"))
    assert named >= set("jkenpftaimclsougo?") | {"Control+Enter", "Shift+U"}
    nameless = """[...document.querySelectorAll("button")]
      .filter((item) => !item.innerText.trim() && !item.ariaLabel && item.checkVisibility())
      .map((item) => item.outerHTML)"""
    assert page.run(nameless) == []


def test_of_five_thousand_segments_few_are_elements(show: Show) -> None:
    given = fresh()
    first = given["segments"]
    given["segments"] = [
        {**first[place % 8], "key": str(place), "id": str(place + 1), "findings": first[place % 8]["findings"]}
        for place in range(5000)
    ]
    given["walk"] = [str(place) for place in range(5000) if place % 8 in (1, 4, 6, 3, 7)]
    page = show(given)
    assert page.run("document.querySelectorAll('*').length") < 600
    press(page, "e", "e", "j", "g")
    assert page.run("document.querySelectorAll('#hits .option').length") < 40
    write(page, "5000")
    press(page, "Enter")
    assert text(page, SEGMENT) == "Segment 5000"
    press(page, *"ppppp")
    assert text(page, SEGMENT) == "Segment 4995"
    assert page.run("document.querySelectorAll('*').length") < 600


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_the_window(show: Show, width: int) -> None:
    given = fresh()
    given["segments"][1]["source"] = given["segments"][1]["target"] = "Donau" * 300
    given["segments"][1]["findings"][0] |= {"message": "x" * 500, "explanation": "y" * 500, "suggestion": "z" * 500}
    given["report"]["name"] = "r" * 200
    page = show(given, width)
    for keys in (("f",), ("Escape", "m"), ("Enter",), ("Escape", "Escape", "i"), ("Escape", "g"), ("Escape", "?")):
        press(page, *keys)
        assert page.run("document.documentElement.scrollWidth") == width


def test_keys_work_on_a_keyboard_of_another_script(show: Show) -> None:
    page = show()
    for key, code in (("\u0443", "KeyE"), ("\u062a", "KeyJ"), ("\u0435", "KeyT")):
        page.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=code, text=key)
        page.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=code)
    assert list(stored(page)["1"]["decisions"].values()) == [{"opinion": "error", "reason": ""}]
    assert page.run(FOCUSED) == "reason"
    assert page.run("document.getElementById('reason').value") == ""


def test_a_finding_is_said_once(show: Show) -> None:
    """What the sentence on a finding has already, of the message and of the marked texts, is not there again."""
    given = fresh()
    found = given["segments"][1]["findings"][0]
    found["explanation"] = f"{found['message'].capitalize()}: the translation says ‘1,2 Milliarden’."
    page = show(given)
    card = "#findings .finding:first-child"
    assert text(page, f"{card} .message") == "" and found["explanation"] == text(page, f"{card} .explanation")
    quotes = f"[...document.querySelectorAll('{card} q')].map((quote) => quote.textContent)"
    assert page.run(quotes) == ["1.2 million"]
    found["explanation"] = "Another sentence."
    page = show(given)
    assert text(page, f"{card} .message") == found["message"]
    assert page.run(quotes) == ["1.2 million", "1,2 Milliarden"]


def test_a_phone_says_that_findings_are_below(show: Show) -> None:
    assert text(show(), ".fact.left") == ""
    assert text(show(width=390), ".fact.left") == "2 findings to decide"
