"""A reviewer at the page: keys with modifiers, the mouse, and what the page shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import browser

Show = Callable[..., browser.Page]
"""Opens a review as a file: its sheet, the width of the window, whether it is dark."""

MODIFIERS = {"Alt": 1, "Control": 2, "Meta": 4, "Shift": 8}
CODES = {
    "Enter": 13, "Tab": 9, "Escape": 27, "Backspace": 8, "Delete": 46, "ArrowLeft": 37, "ArrowUp": 38,
    "ArrowRight": 39, "ArrowDown": 40, "Home": 36, "End": 35, " ": 32,
}  # fmt: skip
TEXTS = {"Enter": "\r", " ": " "}


def press(page: browser.Page, *keys: str) -> None:
    """Press keys one after the other, each with its modifiers: `Control+Enter`, `Shift+ArrowRight`, `e`."""
    for combination in keys:
        *held, key = combination.split("+")
        flags = sum(MODIFIERS[name] for name in held) | (MODIFIERS["Shift"] if len(key) == 1 and key.isupper() else 0)
        more: dict[str, Any] = {"modifiers": flags}
        code = CODES.get(key) or ord(key.upper())
        text = "" if flags & ~MODIFIERS["Shift"] else TEXTS.get(key, key if len(key) == 1 else "")
        if text:
            more["text"] = text
        page.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **more)
        page.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code, modifiers=flags)


def write(page: browser.Page, text: str) -> None:
    """Type a text where the focus is."""
    page.call("Input.insertText", text=text)


def drag(page: browser.Page, start: tuple[float, float], end: tuple[float, float], alt: bool = False) -> None:
    """Select text with the mouse."""
    flags = MODIFIERS["Alt"] if alt else 0
    for kind, (x, y), buttons in (
        ("mousePressed", start, 1), ("mouseMoved", end, 1), ("mouseReleased", end, 0),
    ):  # fmt: skip
        page.call(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button="left",
            buttons=buttons,
            clickCount=1,
            modifiers=flags,
        )


def wait_for(page: browser.Page, condition: str) -> None:
    """Waits until a condition holds; RuntimeError after ten seconds."""
    page.run(f"""new Promise((done, fail) => {{
      const end = performance.now() + 10000;
      const look = () => {{
        if ({condition}) done();
        else if (performance.now() > end) fail(new Error("never: " + {condition!r}));
        else setTimeout(look, 15);
      }};
      look();
    }})""")


def wait_for_file(path: Path) -> None:
    """Waits until the browser wrote a file, which is empty at first; AssertionError after ten seconds."""
    end = time.monotonic() + 10
    while not path.exists() or not path.stat().st_size:
        assert time.monotonic() < end, sorted(path.parent.iterdir())
        time.sleep(0.02)


def text(page: browser.Page, query: str) -> str:
    """The text of an element, empty if it is not to be seen."""
    shown: str = page.run(f"""(() => {{
      const found = document.querySelector({query!r});
      return found?.checkVisibility() ? found.innerText : "";
    }})()""")
    return " ".join(shown.split())


def faults(page: browser.Page) -> list[Any]:
    """Exceptions and messages of the browser about the page, such as breaches of its policy."""
    wrong = {"Runtime.exceptionThrown", "Log.entryAdded"}
    return [event["params"] for event in page.events if event["method"] in wrong]


def stored(page: browser.Page, rater: str = "ana") -> dict[str, Any]:
    """The entries in the local storage of the page as a file."""
    entries: dict[str, Any] = page.run(f"""(() => {{
      const {{ report }} = JSON.parse(document.getElementById("sheet").textContent);
      return JSON.parse(localStorage.getItem(`mtqe.review/${{report.id}}/{rater}`) ?? "{{}}").entries ?? {{}};
    }})()""")
    return entries


def reload(page: browser.Page) -> None:
    """Load the page again."""
    page.events.clear()
    page.run("setTimeout(() => location.reload(), 0)")
    page.wait_event("Page.loadEventFired")


def attach(page: browser.Page, query: str, path: Path) -> None:
    """Choose a file in a file field."""
    root = page.call("DOM.getDocument")["root"]["nodeId"]
    node = page.call("DOM.querySelector", nodeId=root, selector=query)["nodeId"]
    page.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])


def place_of(page: browser.Page, query: str, start: int, end: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a part of the text of an element is on the screen: its first and its last point; offsets in UTF-16."""
    left, right, y = page.run(f"""(() => {{
      const walker = document.createTreeWalker(document.querySelector({query!r}), NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      let at = 0;
      while (walker.nextNode()) {{
        const {{ length }} = walker.currentNode;
        if (at <= {start} && {start} < at + length) range.setStart(walker.currentNode, {start} - at);
        if (at < {end} && {end} <= at + length) range.setEnd(walker.currentNode, {end} - at);
        at += length;
      }}
      const box = range.getBoundingClientRect();
      return [box.left, box.right, box.top + box.height / 2];
    }})()""")
    return (left + 0.5, y), (right - 0.5, y)
