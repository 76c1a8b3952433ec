"""The budget of a run and the pace of its requests; both are shared by all threads."""

from __future__ import annotations

import math
import threading
import time

from mtqe.errors import ConfigError
from mtqe.metrics.judge.replies import Usage
from mtqe.settings.config import JudgeConfig

BYTES = 3
"""Characters: bytes of UTF-8 for each token in an estimate, so that it is rather too high than too low."""
MILLION = 1_000_000
"""Tokens: that a price is for."""
MINUTE = 60.0
"""Seconds: in a minute."""


def tokens(data: bytes) -> int:
    """An estimate of the tokens of a text."""
    return math.ceil(len(data) / BYTES)


class Budget:
    """What a run may spend. Each request holds its estimate before it is sent, and pays what the server counted.

    Args:
        settings: The limits and prices.

    Raises:
        ConfigError: There is a limit of cost, and no price.
    """

    def __init__(self, settings: JudgeConfig) -> None:
        if settings.budget_cost and not (settings.price_input or settings.price_output):
            raise ConfigError(
                "judge.budget_cost is set, and no price is",
                "set judge.price_input and judge.price_output, for a million tokens each",
            )
        self._settings = settings
        self._changed = threading.Condition()
        self._held: list[Usage] = []
        self.spent = Usage(0, 0)

    def cost(self, used: Usage) -> float:
        """The price of some tokens."""
        settings = self._settings
        return (used.prompt_tokens * settings.price_input + used.completion_tokens * settings.price_output) / MILLION

    def hold(self, estimate: Usage) -> bool:
        """Hold an estimate. If only what others hold is in the way, wait for them. False: the budget is used up."""
        with self._changed:
            while True:
                if self._fits(_sum([self.spent, *self._held, estimate])):
                    self._held.append(estimate)
                    return True
                if not self._held:
                    return False
                self._changed.wait()

    def settle(self, estimate: Usage, used: Usage) -> None:
        """Release an estimate and pay what was used."""
        with self._changed:
            self._held.remove(estimate)
            self.spent = _sum([self.spent, used])
            self._changed.notify_all()

    def _fits(self, used: Usage) -> bool:
        settings = self._settings
        within = used.prompt_tokens + used.completion_tokens <= settings.budget_tokens
        return within and (not settings.budget_cost or self.cost(used) <= settings.budget_cost)


def _sum(parts: list[Usage]) -> Usage:
    return Usage(sum(part.prompt_tokens for part in parts), sum(part.completion_tokens for part in parts))


class Pace:
    """When the next request may begin.

    Args:
        per_minute: Requests in a minute; 0 means no limit.
        stop: Set when no request may begin any more.
    """

    def __init__(self, per_minute: int, stop: threading.Event) -> None:
        self._gap = MINUTE / per_minute if per_minute else 0.0
        self._stop = stop
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Wait for the turn of a request."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._gap
        self._stop.wait(max(0.0, turn - time.monotonic()))

    def pause(self, seconds: float) -> None:
        """Let no further request begin for some time."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)
