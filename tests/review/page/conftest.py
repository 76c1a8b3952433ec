"""A tab of the browser for the tests of one file, and a page of a review in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from review_server import Server
from review_sheet import fresh
from reviewing import Show, faults

from mtqe.review.page_assets import page as review_page


@pytest.fixture(scope="module")
def tab(chrome: browser.Page) -> Iterator[browser.Page]:
    with chrome.tab() as page:
        yield page


@pytest.fixture
def show(tab: browser.Page, tmp_path: Path) -> Iterator[Show]:
    """Opens a review as a file. Afterwards the page has made no mistake and no request."""

    def show(given: dict[str, Any] | None = None, width: int = 1280, dark: bool = False) -> browser.Page:
        path = tmp_path / "review.html"
        path.write_text(review_page(given or fresh(), served=False), encoding="utf-8")
        tab.open(path, width, dark=dark)
        return tab

    yield show
    requests = [
        event["params"]["request"]["url"] for event in tab.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert faults(tab) == []
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(fresh())
    served.start()
    yield served
    served.stop()
