"""The bars of slow calls: in terminals and notebooks only, after a while, and never if they are switched off."""

from __future__ import annotations

import io
import sys
import types
from typing import Any

import pytest
from api.samples import DE, EN, LANGUAGES, NUMBERS

import mtqe
from mtqe.api import meters
from mtqe.registry.contracts import no_progress


class Handle:
    def __init__(self, shown: list[dict[str, str]]) -> None:
        self.shown = shown

    def update(self, view: dict[str, str], raw: bool) -> None:
        assert raw
        self.shown.append(view)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    shown: list[dict[str, str]] = []

    def display(view: dict[str, str], raw: bool, display_id: bool) -> Handle:
        assert raw and display_id
        return Handle(shown)

    shell: Any = types.ModuleType("IPython")
    shell.get_ipython = lambda: types.SimpleNamespace(kernel=object())
    shell.display = types.ModuleType("IPython.display")
    shell.display.display = display
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "IPython.display", shell.display)
    monkeypatch.setattr(meters, "APART", 0.0)
    return shown


def test_a_notebook_shows_slow_work_and_removes_it(
    notebook: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with meters.meter(None) as callback:
        callback("learned", 1, 10)
    assert notebook == [], "quick work shows nothing"
    monkeypatch.setattr(meters, "SHOW_AFTER", -1.0)
    with pytest.raises(KeyboardInterrupt), meters.meter(True) as callback:
        callback("<b>", 1, 10)
        raise KeyboardInterrupt
    assert notebook[0]["text/html"] == '<progress value="1" max="10"></progress> &lt;b&gt; 1 of 10'
    assert notebook[-1] == {"text/plain": "", "text/html": ""}
    del notebook[:]
    mtqe.check(EN, DE, select=NUMBERS, progress=False, **LANGUAGES)
    assert notebook == []
    mtqe.check(EN, DE, select=NUMBERS, **LANGUAGES)
    assert notebook[-1]["text/html"] == ""


def test_a_terminal_shows_a_bar_and_a_file_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.setattr(meters, "SHOW_AFTER", -1.0)
    monkeypatch.setenv("TERM", "xterm")
    for stream, expected in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with meters.meter(None) as callback:
            callback("learned", 1, 10)
            callback("learned", 5, 10)
            callback("learned", 10, 10)
        assert ("learned" in stream.getvalue()) is expected
    monkeypatch.setattr(sys, "stderr", None)
    with meters.meter(None) as callback:
        assert callback is no_progress


def test_the_callback_of_the_caller_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    mtqe.check(EN, DE, select=NUMBERS, progress=lambda *facts: told.append(facts), **LANGUAGES)
    assert told and all(done <= total for _, done, total in told)
