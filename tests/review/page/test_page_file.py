"""The review page as a file: it keeps what was said, apart for each rater, exports it and reads it back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import browser
import pytest
from review_sheet import fresh
from reviewing import Show, attach, press, reload, stored, text, wait_for, wait_for_file, write

pytestmark = browser.NEEDED


def export(page: browser.Page, folder: Path, name: str) -> dict[str, Any]:
    """Press the button and read the file."""
    page.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), browserContextId=page.context)
    page.run("document.querySelector('[data-do=export]').click()")
    path = folder / name
    wait_for_file(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return found


def name_rater(page: browser.Page, name: str) -> None:
    """Answer the question who reviews."""
    assert page.run("document.getElementById('raters').open")
    page.run("document.getElementById('rater').select()")
    write(page, name)
    press(page, "Enter")


def work(page: browser.Page) -> None:
    """An opinion with a reason, an error, a score, a note and an edit."""
    press(page, "f")
    write(page, "a reason, <b>bold</b>")
    press(page, "Enter", "m", "Enter")
    write(page, "spell")
    press(page, "1", "Enter", "s", "7", "7", "Enter", "o")
    write(page, "a note")
    press(page, "Escape", "l", "i")
    write(page, " Mehr 👍🏽.")
    press(page, "Escape")


def test_nothing_is_lost_by_a_reload_at_any_time(show: Show) -> None:
    page = show()
    work(page)
    before = stored(page)
    reload(page)
    assert stored(page) == before
    assert page.run("document.getElementById('points').value") == "77"
    assert page.run("document.getElementById('note').value") == "a note"
    assert "Mehr" in text(page, "#diff")
    press(page, "n", "i")
    write(page, " Halb")
    reload(page)  # in the middle of an edit
    assert stored(page)["2"]["edited"].endswith("suchten. Halb")


def test_the_page_goes_on_where_the_tour_is_not_decided(show: Show) -> None:
    page = show()
    press(page, "e", "e", "j", "e", "j")
    reload(page)
    assert text(page, "#focus-h") == "Segment 7"
    assert text(page, "#count") == "2 of 5 in the tour"


def test_an_id_of_file_and_number_is_not_shown_beside_the_line(show: Show) -> None:
    given = fresh()
    for segment in given["segments"]:
        segment["id"] = f"{segment['doc']}:{segment['id']}"
    assert re.fullmatch(r"Segment \d+", text(show(given), "#focus-h"))
    for segment in given["segments"]:
        segment["id"] = f"menu.{segment['id']}"
    assert "(menu.harbour.md:" in text(show(given), "#focus-h")


def test_an_export_is_read_back(show: Show, tmp_path: Path) -> None:
    page = show()
    work(page)
    before = stored(page)
    file = export(page, tmp_path, "report.ana.review.json")
    assert (file["schema"], file["rater"]) == ("mtqe.review-entries/1", "ana")
    assert file["report"] == page.run("JSON.parse(document.getElementById('sheet').textContent).report.id")
    assert file["entries"] == before
    page.run("localStorage.clear()")
    reload(page)
    assert stored(page) == {}
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps(file), encoding="utf-8")
    attach(page, "#file", saved)
    wait_for(page, "document.getElementById('toast').innerText.includes('Imported saved.json: 1 segment')")
    again = stored(page)
    assert {key: entry | {"seconds": 0} for key, entry in again.items()} == {
        key: entry | {"seconds": 0} for key, entry in before.items()
    }
    assert page.run("document.getElementById('points').value") == "77"
    press(page, "Control+z")
    assert stored(page) == {}


def test_paper_says_how_to_print_all_findings(show: Show) -> None:
    shown = "(query) => getComputedStyle(document.querySelector(query)).display !== 'none'"
    page = show(fresh(rater=""))
    assert not page.run(f"({shown})('.on-paper')")
    page.call("Emulation.setEmulatedMedia", media="print")
    assert "mtqe report report.json -o report.html" in text(page, ".on-paper")
    assert not page.run(f"({shown})('.bench')")  # no segment is open before somebody has given a name
    page.call("Emulation.setEmulatedMedia", media="")
    name_rater(page, "Ana")
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run(f"({shown})('.on-paper') && ({shown})('.bench')")
    page.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"report": "0" * 64}, "it belongs to another report"),
        ({"schema": "mtqe.report/1"}, "it is not an export of a review"),
        ({"rater": "ben"}, "it belongs to ben, but you are ana"),
        ({"entries": {"99": {}}}, "the report has no segment 99"),
        ({"entries": {"0": {"score": 101}}}, "segment 1 has a score that is not between 0 and 100"),
        ({"entries": {"0": {"looked": "yes"}}}, "segment 1 has a field of the wrong kind"),
        ({"entries": {"0": {"decisions": {"x": {"opinion": "maybe"}}}}}, "has an invalid decision"),
        (
            {"entries": {"0": {"errors": [{"category": "other", "severity": "minor", "spans": [
                {"side": "target", "start": 0, "end": 999}]}]}}},
            "has an error that does not fit its text",
        ),
        (None, "it is not JSON"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_one_line(
    show: Show, tmp_path: Path, change: dict[str, Any] | None, why: str
) -> None:
    given = fresh()
    page = show(given)
    press(page, "e")
    before = stored(page)
    good = {
        "schema": "mtqe.review-entries/1",
        "report": given["report"]["id"],
        "rater": "ana",
        "exported": "",
        "entries": {},
    }
    path = tmp_path / "wrong.json"
    path.write_text("{" if change is None else json.dumps(good | change), encoding="utf-8")
    attach(page, "#file", path)
    wait_for(page, "document.getElementById('written').open")
    assert text(page, "#written-h") == "wrong.json was not imported"
    assert why in text(page, "#written-say")
    assert stored(page) == before


def test_raters_are_apart(show: Show, tmp_path: Path) -> None:
    given = fresh(rater="")
    page = show(given)
    press(page, "Escape", "Escape", "Escape")
    wait_for(page, "document.getElementById('raters').open")
    name_rater(page, "ana/../x")
    assert "Write 1 to 64 letters and digits" in text(page, "#rater-fault")
    name_rater(page, "Ana Ψ")
    press(page, "e")
    page.run("document.querySelector('[data-do=rater]').click()")
    name_rater(page, "ben")
    assert text(page, "#count") == "0 of 5 in the tour"
    press(page, "t")
    write(page, "it may stay")
    press(page, "Enter", "u", "u")
    assert stored(page, "ben") == {}
    press(page, "U")
    assert stored(page, "Ana Ψ")["1"]["decisions"][f"{1:016x}"]["opinion"] == "error"
    assert stored(page, "ben")["1"]["decisions"][f"{1:016x}"]["opinion"] == "tolerated"
    reload(page)
    assert text(page, "#who") == "ben"
    page.run("document.querySelector('[data-do=rater]').click()")
    page.run("[...document.querySelectorAll('#known button')].find((item) => item.innerText === 'Ana Ψ').click()")
    assert page.run("document.querySelector('[aria-pressed=true]').innerText").startswith("Error")
    assert export(page, tmp_path, "report.Ana Ψ.review.json")["rater"] == "Ana Ψ"


def test_without_storage_the_page_says_so_and_exports(show: Show, tmp_path: Path) -> None:
    page = show()
    page.run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    press(page, "e", "e")
    wait_for(page, "document.getElementById('state').dataset.kind === 'failed'")
    assert "Export before you close it" in text(page, "#state")
    assert set(export(page, tmp_path, "report.ana.review.json")["entries"]) == {"1"}
    page.run(
        "delete Storage.prototype.setItem; Storage.prototype.setItem = function (name, value) { this[name] = value; }"
    )
    page.run("document.getElementById('retry').click()")
    wait_for(page, "document.getElementById('state').dataset.kind === 'saved'")
    assert set(stored(page)) == {"1"}
    assert len(stored(page)["1"]["decisions"]) == 2


def test_two_windows_do_not_overwrite_each_other(show: Show) -> None:
    page = show()
    press(page, "e")
    page.run("""(() => {
      const { report } = JSON.parse(document.getElementById("sheet").textContent);
      const name = `mtqe.review/${report.id}/ana`;
      const held = JSON.parse(localStorage.getItem(name));
      held.entries["7"] = { decisions: {}, errors: [], looked: true, score: 12, edited: null, note: "", seconds: 1 };
      localStorage.setItem(name, JSON.stringify(held));
    })()""")
    press(page, "j", "f")
    write(page, "why not")
    press(page, "Enter")
    assert set(stored(page)) == {"1", "4", "7"}
    page.run("""(() => {
      const { report } = JSON.parse(document.getElementById("sheet").textContent);
      dispatchEvent(new StorageEvent("storage", { key: `mtqe.review/${report.id}/ana` }));
    })()""")
    assert text(page, "#count") == "2 of 5 in the tour"


def test_a_report_without_segments_says_so(show: Show) -> None:
    page = show(fresh(segments=[], walk=[]))
    assert text(page, "#written-h") == "There is nothing to review"
