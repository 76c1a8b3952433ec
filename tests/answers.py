"""Answers of servers that run in processes of their own, and waiting for what they do."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mtqe as package

OURS = Path(package.__file__).parent.parent
PATIENCE = 180.0
"""Seconds for anything that must happen, on a machine that has much else to do."""


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The line of an error, which must be one, with its hint beside it."""
        loaded = self.json
        assert set(loaded) == {"error", "hint"} and "\n" not in loaded["error"] + loaded["hint"], loaded
        assert self.headers["content-type"] == "application/json"
        error: str = loaded["error"]
        return error


def wait(condition: Callable[[], Any]) -> Any:
    """Wait until a condition is true, and return its value."""
    end = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return value
