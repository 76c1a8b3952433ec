"""Serves a review on this machine until Ctrl-C. What is saved is on the disk already, so nothing is lost at the end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from mtqe.serve import listening
from mtqe.serve.bounds import Bounds

if TYPE_CHECKING:
    from starlette.types import ASGIApp

GRACE = 5.0
"""Seconds: that a stopping server gives to requests which are being answered."""
HOST = "127.0.0.1"


def listener(port: int) -> socket.socket:
    """A socket that listens on this machine only.

    Raises:
        ConfigError: The port cannot be used.
    """
    return listening.listener(HOST, port)


def serve(app: ASGIApp, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = _Server(listening.settings(app, Bounds(), GRACE, "off"), ready)
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, server.stop) for number in numbers]  # uvicorn raises them once more at its end
    try:
        server.run(sockets=[listener])
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Stop in good order; for signals before and after those that uvicorn handles."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()
