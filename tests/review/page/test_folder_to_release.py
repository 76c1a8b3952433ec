"""From a folder of three languages to a release: one run, its matrix, a review of each language, and one that passes.

In German a number is wrong and a word may stay; in French a sentence is not translated; in Japanese a number is wrong.
"""

from __future__ import annotations

from pathlib import Path

import browser
import pytest
from reviewed import Running
from reviewing import faults, press, text, wait_for, write

from mtqe.cli import run

pytestmark = [*browser.NEEDED, pytest.mark.slow, pytest.mark.usefixtures("judged_cache")]
SAVED = "document.getElementById('state').innerText.trim() === 'Saved'"
CELLS = """[...document.querySelectorAll('#matrix tbody tr')].map((row) => [
  row.querySelector('th').textContent, [...row.querySelectorAll('td .word')].map((word) => word.textContent)])"""
POLICY = """
[align]
mode = "lines"

[checks]
select = ["number-mismatch", "untranslated-segment", "untranslated-words"]

[metrics]
use = ["chrf"]

[gate]
uncovered = "pass"
incomplete = "pass"
min_words = 1

[gate.max]
major = 0
"""
TEXTS = {
    "en/news.txt": ["The bridge opened in 1932.", "The boats stopped suddenly."],
    "de/news.txt": ["Die Brücke wurde 1923 eröffnet.", "Die Boote hielten suddenly an."],
    "fr/news.txt": ["Le pont a ouvert en 1932.", "Les bateaux se sont arrêtés d'un coup."],
    "ja/news.txt": ["橋は1923年に開通した。", "船は突然止まった。"],
    "en/shop.txt": ["The shops on the old quay close at noon.", "Nobody works on Sunday."],
    "de/shop.txt": ["Die Läden am alten Kai schließen mittags.", "Sonntags arbeitet niemand."],
    "fr/shop.txt": ["The shops on the old quay close at noon.", "Personne ne travaille le dimanche."],
    "ja/shop.txt": ["古い埠頭の店は正午に閉まる。", "日曜日には誰も働かない。"],
}
BETTER = {
    "de": {"ACC101": "Die Brücke wurde 1932 eröffnet."},
    "fr": {"ACC102": "Les magasins du vieux quai ferment à midi."},
    "ja": {"ACC101": "橋は1932年に開通した。"},
}
"""The right translations by language and by the check that finds the error. All other findings are about a word."""
FILES = ("-o", "release.html", "--json", "release.json", "-q")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with its policy."""
    for name, lines in TEXTS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (tmp_path / "mtqe.toml").write_text(POLICY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    return tmp_path


def matrix(tab: browser.Page) -> dict[str, list[str]]:
    """The verdicts on each source file, in German, French and Japanese, as the page shows them."""
    return dict(tab.run(CELLS))


def follow(tab: browser.Page, link: str) -> None:
    """Click on a link and wait for its page."""
    tab.events.clear()
    tab.run(f"document.querySelector({link!r}).click()")
    tab.wait_event("Page.loadEventFired")


def review(tab: browser.Page, project: Path, lang: str) -> None:
    """Correct the errors of a language and allow the word, by keyboard, and write the results into the files."""
    running = Running(project, f"report.{lang}.json", "--rater", "ana", "--in-place")
    try:
        tab.open(f"{running.origin}/?token={running.token}")
        for _ in range(int(text(tab, "#count").split()[2])):
            check = text(tab, ".finding.here .rule")
            if better := BETTER[lang].get(check):
                press(tab, "e", "i")
                tab.run("document.getElementById('text').select()")
                write(tab, better)
            else:
                press(tab, "w")
            press(tab, "Control+Enter")
            wait_for(tab, SAVED)
        tab.run("document.querySelector('[data-do=finish]').click()")
        wait_for(tab, "document.querySelector('dialog[open] code')")
        assert faults(tab) == []
    finally:
        assert running.stop() == 0, running.log


def test_three_languages_are_released(tab: browser.Page, project: Path) -> None:
    assert run(["evaluate", *FILES]) == 1
    tab.open(project / "release.html")
    assert text(tab, "h1") == "Fail" and text(tab, ".lede") == "German, French and Japanese fail."
    assert matrix(tab) == {"en/shop.txt": ["PASS", "FAIL", "PASS"], "en/news.txt": ["FAIL", "PASS", "FAIL"]}
    follow(tab, "#matrix a.word.fail")
    assert tab.run("location.pathname").endswith("/release.fr.html")
    assert text(tab, f"{tab.run('location.hash')} h3") == "fr/shop.txt", "the cell leads to the text of its file"
    follow(tab, ".brand .up")
    assert tab.run("location.pathname").endswith("/release.html")
    for lang in BETTER:
        assert run(["report", "release.json", "--target-lang", lang, "-o", f"report.{lang}.json"]) == 0
        review(tab, project, lang)
    assert run(["evaluate", *FILES]) == 0
    tab.open(project / "release.html")
    assert text(tab, "h1") == "Pass" and text(tab, ".lede") == "Every language passes."
    assert matrix(tab) == dict.fromkeys(("en/news.txt", "en/shop.txt"), ["PASS"] * 3)
    assert 'allow_words = ["suddenly"]' in (project / "mtqe.toml").read_text(encoding="utf-8")
    assert "suddenly" in (project / "de/news.txt").read_text(encoding="utf-8"), "the word stays"
    assert "checks.allow_words accepts 1 finding" in (project / "release.de.html").read_text(encoding="utf-8")
