"""A reviewer at the page: keys with modifiers, the mouse, and what the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import browser

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
            "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=buttons, clickCount=1, modifiers=flags
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


def text(page: browser.Page, query: str) -> str:
    """The visible text of an element."""
    shown: str = page.run(f"document.querySelector({query!r})?.innerText ?? ''")
    return " ".join(shown.split())


def faults(page: browser.Page) -> list[Any]:
    """Exceptions and messages of the browser about the page, such as breaches of its policy."""
    wrong = {"Runtime.exceptionThrown", "Log.entryAdded"}
    return [event["params"] for event in page.events if event["method"] in wrong]


def stored(page: browser.Page, rater: str = "ana") -> dict[str, Any]:
    """The entries in the local storage of the page as a file."""
    name = f"mtqe.review/{'ab' * 32}/{rater}"
    entries: dict[str, Any] = page.run(f"JSON.parse(localStorage.getItem({name!r}) ?? '{{}}').entries ?? {{}}")
    return entries


def open_file(page: browser.Page, path: Path, html: str, width: int = 1280, dark: bool = False) -> None:
    """Open a page that was written as a file."""
    path.write_text(html, encoding="utf-8")
    page.open(path, width, dark=dark)
