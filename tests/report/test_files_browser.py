"""The table of files in a real browser: sorting, filters, links, the phone; and a wrong file, told once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from files_sample import three_files
from test_wrong_files import AFTER, FOREIGN, finding, report

from mtqe.model import Report
from mtqe.report import html

pytestmark = browser.NEEDED

ROWS = "[...document.querySelectorAll('#files tbody tr')].filter((row) => !row.hidden)"
NAMES = f"{ROWS}.map((row) => row.querySelector('th').textContent)"
CARDS = "[...document.querySelectorAll('#list > .finding')].filter((card) => !card.hidden)"
WORST_FIRST = ["de/b.txt", "de/c.txt", "en/d.txt", "de/a.txt"]


@pytest.fixture(scope="module")
def page(chrome: browser.Page) -> Iterator[browser.Page]:
    with chrome.tab() as page:
        yield page


def show(page: browser.Page, tmp_path: Path, made: Report, width: int = 1280) -> None:
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as out:
        html.render(made, out)
    page.open(path, width)


def sort(page: browser.Page, title: str) -> None:
    page.run(f"[...document.querySelectorAll('#files .sort')].find((one) => one.textContent === '{title}').click()")


def test_a_click_on_a_column_sorts_and_a_second_one_turns_the_order(page: browser.Page, tmp_path: Path) -> None:
    show(page, tmp_path, three_files())
    assert page.run(NAMES) == WORST_FIRST
    sort(page, "File")
    assert page.run(NAMES) == sorted(WORST_FIRST)
    sort(page, "File")
    assert page.run(NAMES) == sorted(WORST_FIRST, reverse=True)
    assert page.run("document.querySelector('#files th').getAttribute('aria-sort')") == "descending"
    sort(page, "Critical")
    assert page.run(NAMES)[0] == "de/b.txt", "numbers begin with the largest"
    sort(page, "Verdict")
    assert page.run(NAMES)[0] in ("de/b.txt", "de/c.txt")
    assert page.run("document.querySelectorAll('#files th[aria-sort]').length") == 1


def test_files_are_filtered_by_name_and_verdict(page: browser.Page, tmp_path: Path) -> None:
    show(page, tmp_path, three_files())
    page.run("""{
      const control = document.getElementById('file-word');
      control.value = 'FAIL';
      control.dispatchEvent(new Event('change'));
    }""")
    assert page.run(NAMES) == ["de/b.txt", "de/c.txt"]
    assert page.run("document.getElementById('file-tally').textContent") == "2 of 4 shown"
    page.run("""{
      const control = document.getElementById('file-q');
      control.value = 'C.TXT';
      control.dispatchEvent(new Event('input'));
    }""")
    assert page.run(NAMES) == ["de/c.txt"]


@pytest.mark.parametrize("width", [1400, 390])
def test_the_table_fits_the_window(page: browser.Page, tmp_path: Path, width: int) -> None:
    show(page, tmp_path, three_files(), width)
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    assert page.run("document.querySelector('#files a').getBoundingClientRect().width > 0")


def test_findings_that_follow_from_a_wrong_file_are_listed_on_demand(page: browser.Page, tmp_path: Path) -> None:
    show(page, tmp_path, report(*AFTER, *FOREIGN, finding("ACC103", "b1")))
    assert page.run(f"{CARDS}.length") == 2
    assert "the file is in French" in page.run(f"{CARDS}[0].textContent")
    assert page.run("document.getElementById('tally').textContent") == "2 of 6"
    page.run("""{
      const control = document.getElementById('state');
      control.value = 'follows';
      control.dispatchEvent(new Event('change'));
    }""")
    assert page.run(f"{CARDS}.length") == 4
