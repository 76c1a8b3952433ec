"""A headless Chromium, spoken to over its debugging pipe: no driver, no package, no open port.

Tests take the fixture `chrome`: one browser for all tests of a process, as its start takes a second of CPU time. Each
tab of it has a profile of its own, so that no test sees what another one has stored.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip
REQUIRED = os.environ.get("BROWSER_TESTS") == "required"
"""Where the browser is required, as in CI, its absence fails the tests; elsewhere it skips them."""
NEEDED = [
    pytest.mark.skipif(PROGRAM is None and not REQUIRED, reason="there is no Chromium on this machine"),
    pytest.mark.skipif(sys.platform == "win32", reason="the debugging pipe needs file descriptors to inherit"),
]


def needed(test: Any) -> Any:
    """A test that needs the browser."""
    for mark in NEEDED:
        test = mark(test)
    return test


@dataclass
class Page:
    """A tab, or the browser itself, which has no session.

    Attributes:
        write: Takes messages to the browser.
        read: Gives its messages.
        numbers: Of the messages to the browser, which all tabs share.
        session: The tab.
        context: Its profile.
        events: What the browser reported of it: requests, console messages, exceptions.
    """

    write: Any
    read: Any
    numbers: Iterator[int] = field(default_factory=itertools.count)
    session: str | None = None
    context: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def tab(self) -> Iterator[Page]:
        """A tab of the browser with a new profile, which ends with the block."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self.write, self.read, self.numbers, session, context)
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(f"{domain}.enable")
        yield page
        self.call("Target.disposeBrowserContext", browserContextId=context)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol and wait for its answer."""
        number = self._send(method, params)
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _send(self, method: str, params: dict[str, Any]) -> int:
        number = next(self.numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.write.write(json.dumps(message).encode() + b"\0")
        self.write.flush()
        return number

    def open(self, place: Path | str, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        """Load a file or an address and wait until it has loaded; below 500 pixels the browser acts as a phone."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.events.clear()
        self.call("Page.navigate", url=place if isinstance(place, str) else place.resolve().as_uri())
        self.wait_event("Page.loadEventFired")

    def wait_event(self, method: str) -> None:
        """Wait until the browser has reported an event since the last page was opened."""
        while not any(event["method"] == method for event in self.events):
            self._next()

    def run(self, script: str) -> Any:
        """The value of an expression; a promise is awaited."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str, code: int = 0) -> None:
        """Press and release a key; Tab does its work only with its virtual key code, 9."""
        text: dict[str, Any] = {"text": key} if len(key) == 1 else {"windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def picture(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def _next(self) -> dict[str, Any]:
        data = bytearray()
        while not data.endswith(b"\0"):
            part = self.read.peek()
            if not part:
                raise RuntimeError("the browser has ended")
            data += self.read.read(part.find(b"\0") + 1 or len(part))
        answer: dict[str, Any] = json.loads(data[:-1])
        if "method" in answer and answer.get("sessionId") == self.session:
            self.events.append(answer)
            if answer["params"].get("type") == "beforeunload":  # a page that asks whether to leave it is left
                self._send("Page.handleJavaScriptDialog", {"accept": True})
        return answer


@contextmanager
def chromium() -> Iterator[Page]:
    """A browser, which ends with the block; `tab` opens a tab."""
    if PROGRAM is None:
        raise RuntimeError("there is no Chromium on this machine")
    import fcntl  # Windows has none; this module is imported there too

    (child_in, to_child), (from_child, child_out) = os.pipe(), os.pipe()
    # The browser reads from 3 and writes to 4; first out of the way with what may have these numbers.
    high_in, high_out = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (child_in, child_out))

    def connect() -> None:
        os.dup2(high_in, 3)
        os.dup2(high_out, 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # The browser leaves a folder of sockets in the folder for temporary files when it is ended.
        env = os.environ | {"TMPDIR": profile}
        with subprocess.Popen(command, preexec_fn=connect, close_fds=False, env=env, **quiet) as process:
            for end in (child_in, child_out, high_in, high_out):
                os.close(end)
            with os.fdopen(to_child, "wb") as write, os.fdopen(from_child, "rb") as read:
                try:
                    yield Page(write, read)
                finally:
                    process.terminate()
                    process.wait(20)
