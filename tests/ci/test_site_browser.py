"""The site in a browser: the search finds pages, nothing is asked of other hosts, and a phone shows whole pages."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import browser
import groups
import pytest

pytestmark = pytest.mark.slow
FOUND = "document.querySelectorAll('.md-search-result__item').length"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def visit(page: browser.Page, url: str, width: int) -> None:
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
    page.events.clear()
    page.call("Page.navigate", url=url)
    page.run("new Promise(done => document.readyState == 'complete' ? done() : addEventListener('load', done))")


@groups.needed("site")
@browser.needed
def test_the_site(address: str, chrome: browser.Page) -> None:
    with chrome.tab() as page:
        for name in ("index", "tutorial", "checks", "report", "outside/CHANGELOG"):
            for width in (390, 1280):
                visit(page, f"{address}/{name}.html", width)
                assert page.run("document.documentElement.scrollWidth") <= width, (name, width)
        visit(page, f"{address}/index.html", 1280)
        page.run("document.querySelector('[data-md-component=search-query]').focus()")
        page.call("Input.insertText", text="negation")
        waited = f"new Promise(done => {{ const look = () => {FOUND} ? done({FOUND}) : setTimeout(look, 50); look() }})"
        assert page.run(waited) >= 3
        asked = [
            event["params"]["request"]["url"] for event in page.events if event["method"] == "Network.requestWillBeSent"
        ]
        assert asked and [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
        wrong = [event for event in page.events if event["method"] == "Runtime.exceptionThrown"]
        assert wrong == []
