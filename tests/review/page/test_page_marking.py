"""A reviewer marks errors on both sides, by keyboard, mouse and touch; the offsets are those of Python."""

from __future__ import annotations

from typing import Any

import browser
import pytest
from review_sheet import TEXTS, finding, fresh
from reviewing import Show, drag, place_of, press, stored, text, wait_for, write

pytestmark = browser.NEEDED

FIREFIGHTER = "👩🏽‍🚒"
CAFE = "Cafe\u0301"
HARD = (
    f"Ahoi 👍🏽 {FIREFIGHTER}! \U0001d517he quay, cafe\u0301 🇩🇪🇫🇷 naïve e\u0323\u0302nd",
    f"Hallo 👍🏽 {FIREFIGHTER}! \U0001d517er Kai, {CAFE} 🇩🇪🇫🇷 nai\u0308v e\u0323\u0302nde",
)


def hard(**more: Any) -> dict[str, Any]:
    """A sheet whose first stop has many characters outside the first plane, and combining marks."""
    given = fresh(walk=["0"], **more)
    given["segments"][0] |= {"source": HARD[0], "target": HARD[1], "sampled": True}
    return given


def marked(page: browser.Page, key: str = "0") -> list[list[tuple[str, str]]]:
    """The marked texts of each error, cut as Python cuts them."""
    texts = page.run("""JSON.parse(document.getElementById("sheet").textContent).segments
      .map(({ key, source, target }) => [key, { source, target }])""")
    sides = dict(texts)[key]
    entry = stored(page).get(key, {"errors": []})
    return [
        [(span["side"], sides[span["side"]][span["start"] : span["end"]]) for span in error["spans"]]
        for error in entry["errors"]
    ]


def save(page: browser.Page, category: str = "gramm", severity: str = "2") -> None:
    """Choose a category and a severity in the open picker."""
    write(page, category)
    press(page, severity, "Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_errors_are_marked_on_each_side_by_keyboard_alone(show: Show, width: int) -> None:
    page = show(hard(), width)
    press(page, "m", *["ArrowRight"] * 6, "Shift+ArrowRight", "Enter")
    save(page)
    press(page, "m", "Tab", *["ArrowRight"] * 2, "Enter")
    save(page, "omis", "3")
    press(page, "m", "End", "Tab", "End", "Shift+ArrowLeft", "c")
    save(page, "number for", "1")
    assert marked(page) == [
        [("target", f", {CAFE}")],
        [("source", FIREFIGHTER)],
        [("source", "naïve e\u0323\u0302nd"), ("target", "e\u0323\u0302nde")],
    ]
    errors = stored(page)["0"]["errors"]
    assert [(error["category"], error["severity"]) for error in errors] == [
        ("linguistic-conventions/grammar", "major"),
        ("accuracy/omission", "critical"),
        ("locale-conventions/number-format", "minor"),
    ]
    assert page.run("[...document.querySelectorAll('#target mark.own')].map((mark) => mark.textContent)") == [
        f", {CAFE}",
        "e\u0323\u0302nde",
    ]


def test_characters_are_never_split(show: Show) -> None:
    page = show(hard())
    pieces = ["H", "a", "l", "l", "o", " ", "👍🏽", " ", FIREFIGHTER, "!", " ", "\U0001d517", "e", "r", " ", "K"]
    press(page, "m")
    for place in range(5, 13):
        press(page, "Alt+ArrowRight")
        assert text(page, "#picked") == " ".join(f"Marked: translation “{pieces[place]}”".split())
    press(page, "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "Enter")
    save(page)
    assert marked(page) == [[("target", "".join(pieces[10:13]))]]


def test_words_end_where_characters_end(show: Show) -> None:
    given = hard(target_lang="my")
    burmese = "\u1040\u1020\u1039\u1020\u1080\u1020 \u1000"  # a dictionary cuts after U+1039, inside a character
    given["segments"][0]["target"] = burmese
    page = show(given)
    press(page, "m", "ArrowRight", "Enter")
    save(page)
    starts = page.run(f"""Array.from(new Intl.Segmenter("my", {{ granularity: "grapheme" }}).segment({burmese!r}),
      (part) => part.index)""")
    assert stored(page)["0"]["errors"][0]["spans"][0]["start"] in starts


def test_a_side_without_a_move_is_not_marked(show: Show) -> None:
    page = show(hard())
    press(page, "m", "Tab", "Tab", "Enter")
    save(page)
    assert marked(page) == [[("target", "Hallo")]]
    press(page, "m", "ArrowRight", "Tab", "ArrowRight", "Backspace", "Enter")
    save(page)
    assert marked(page)[1] == [("target", "👍🏽")]
    press(page, "m", "Backspace", "Enter")
    assert "Mark some text first" in text(page, "#toast")
    press(page, "Escape")
    assert text(page, "#markbar") == ""
    press(page, "e", "c")
    assert "The complete segment" in text(page, "#whole")
    assert "no text is marked" in text(page, "#picker")
    save(page, "awkw")
    assert marked(page)[2] == []


def test_the_caret_starts_at_the_finding(show: Show) -> None:
    page = show(fresh())
    press(page, "m", "Shift+ArrowRight", "Enter")
    save(page)
    assert marked(page, "1") == [[("target", "1,2 Milliarden")]]


def test_arrows_follow_the_direction_of_the_text(show: Show) -> None:
    given = hard(target_lang="ar", directions=["ltr", "rtl"])
    given["segments"][0]["target"] = "وصلت السفينة إلى الميناء 👍🏽 أمس"
    page = show(given)
    assert page.run("document.getElementById('target').dir + document.getElementById('target').lang") == "rtlar"
    press(page, "m", "ArrowLeft", "Shift+ArrowLeft", "Enter")
    save(page)
    assert marked(page) == [[("target", "السفينة إلى")]]
    press(page, "i")
    assert page.run("document.getElementById('text').dir") == "rtl"


def test_the_mouse_marks_whole_words_and_with_alt_characters(show: Show) -> None:
    page = show(hard())
    target = HARD[1]
    units = len(target.split("Kai")[0].encode("utf-16-le")) // 2
    start, end = place_of(page, "#target", units + 1, units + 6)
    drag(page, start, end)
    assert text(page, "#picked") == f"Marked: translation “Kai, {CAFE}”"
    source = len(HARD[0].split("quay")[0].encode("utf-16-le")) // 2
    start, end = place_of(page, "#source", source + 1, source + 3)
    drag(page, start, end, alt=True)
    press(page, "Enter")
    save(page)
    assert marked(page) == [[("source", "ua"), ("target", f"Kai, {CAFE}")]]


def test_a_click_marks_the_word_below_it_while_text_is_marked(show: Show) -> None:
    page = show(fresh())
    (x, y), _ = place_of(page, "#target", TEXTS[1][1].index("letzten") + 3, TEXTS[1][1].index("letzten") + 4)
    drag(page, (x, y), (x, y))
    assert text(page, "#markbar") == ""
    press(page, "m")
    drag(page, (x, y), (x, y))
    assert text(page, "#picked") == "Marked: translation “letzten”"
    copied = page.run("""(() => {
      const clipboardData = new DataTransfer();
      document.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
      return clipboardData.getData("text/plain");
    })()""")
    assert copied == "letzten"
    press(page, "e")
    assert stored(page) == {}
    assert "Escape leaves" in text(page, "#toast")


def test_a_selection_by_touch_keeps_its_handles(show: Show) -> None:
    page = show(hard(), 390)
    page.run("""(() => {
      const words = document.getElementById("target").firstChild;
      const at = words.data.indexOf("Kai");
      words.parentElement.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "touch", bubbles: true }));
      getSelection().setBaseAndExtent(words, at + 1, words, at + 2);
    })()""")
    wait_for(page, "document.getElementById('picked').innerText.includes('Kai')")
    assert page.run("getSelection().toString()") == "a"
    page.run("document.querySelector('[data-do=choose]').click()")
    save(page)
    assert marked(page) == [[("target", "Kai")]]


def test_severity_may_come_first_or_last(show: Show) -> None:
    page = show(fresh())
    press(page, "m", "Enter", "Enter")
    assert "how severe is it? Press 1 for minor" in text(page, "#picker-fault")
    press(page, "3")
    assert [error["severity"] for error in stored(page)["1"]["errors"]] == ["critical"]
    assert stored(page)["1"]["errors"][0]["category"] == "accuracy"
    press(page, "m", "Enter")
    write(page, "no such words")
    press(page, "1", "Enter")
    assert "No category has these words" in text(page, "#picker-fault")
    press(page, "Escape", "Escape")
    assert len(stored(page)["1"]["errors"]) == 1


def test_an_error_can_be_changed_and_removed(show: Show) -> None:
    page = show(fresh())
    press(page, "m", "Enter")
    save(page)
    page.run("document.getElementById('error-0-change').click()")
    assert page.run("document.querySelector('#categories [aria-selected=true]').innerText").startswith("Linguistic")
    page.run("document.getElementById('remark').focus()")
    write(page, "3 cases")
    press(page, "Enter")
    assert stored(page)["1"]["errors"][0] | {"spans": []} == {
        "category": "linguistic-conventions/grammar", "severity": "major", "spans": [], "note": "3 cases",
    }  # fmt: skip
    page.run("document.getElementById('error-0-remove').click()")
    assert stored(page) == {}
    press(page, "u")
    assert len(stored(page)["1"]["errors"]) == 1
    press(page, "c")
    assert page.run("document.querySelector('#categories .option').innerText").startswith("Linguistic conventions")


def test_marks_of_findings_are_where_python_has_them(show: Show) -> None:
    given = hard()
    spans = [(side, start, start + 2) for side in (0, 1) for start in range(0, len(HARD[side]) - 2, 5)]
    given["segments"][0]["findings"] = [
        finding(20, 0, "made-up", "minor", "every fifth place")
        | {"spans": [{"side": ("source", "target")[side], "start": a, "end": b} for side, a, b in spans]}
    ]
    page = show(given)
    shown = page.run("[...document.querySelectorAll('#source mark, #target mark')].map((mark) => mark.textContent)")
    assert shown == [HARD[side][a:b] for side, a, b in spans]
    quotes = page.run("[...document.querySelectorAll('#findings q')].map((quote) => quote.textContent)")
    assert quotes == shown


def test_a_click_on_a_mark_chooses_its_finding(show: Show) -> None:
    page = show(fresh())
    page.run("[...document.querySelectorAll('#target mark')].find((mark) => mark.textContent === 'hob').click()")
    press(page, "e")
    assert list(stored(page)["1"]["decisions"]) == [f"{2:016x}"]
    assert TEXTS[1][1].count("hob") == 1
