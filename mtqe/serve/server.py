"""Listens, and stops in good order: what is computed is finished, what waits is refused."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from mtqe.errors import ConfigError
from mtqe.serve import listening
from mtqe.serve.access import Access
from mtqe.serve.application import Guard, Pages, application
from mtqe.serve.bounds import Bounds
from mtqe.serve.commands import sample
from mtqe.serve.instruments import Instruments
from mtqe.serve.messages import Start
from mtqe.serve.pool import Pool
from mtqe.settings.config import Config

SPARE = 5
"""Seconds: after the time for a report, in which a stopping server delivers it."""


def run(
    host: str,
    port: int,
    access: Access,
    config: Config,
    bounds: Bounds,
    note: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        host: The address or name on which to listen.
        port: The port; 0 lets the system choose.
        access: Who may ask.
        config: The configuration.
        bounds: The limits.
        note: Called with a line for the log.

    Raises:
        ConfigError: The address cannot be used, or the configuration is wrong.
    """
    listener = listening.listener(host, port)
    with listener:
        place = listener.getsockname()
        shown = f"[{place[0]}]" if ":" in place[0] else place[0]
        note(f"listening on http://{shown}:{place[1]}; the models are loading")
        server = _Server(config, bounds, access, note)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, server.stop)  # uvicorn raises the signal once more when it has stopped
        server.run(sockets=[listener])
    if server.fault:
        raise server.fault
    note("stopped")


class _Server(uvicorn.Server):
    """The server with its pool.

    Attributes:
        fault: Why it stopped, if the configuration cannot be used.
    """

    def __init__(self, config: Config, bounds: Bounds, access: Access, note: Callable[[str], None]) -> None:
        self.fault: ConfigError | None = None
        instruments = Instruments()
        self._pool = Pool(Start(config, sample(config)), bounds, note, self._give_up)
        pages = Pages(config, bounds, self._pool, instruments, note)
        super().__init__(
            listening.settings(
                Guard(application(pages, self._pool), access, instruments, note), bounds, bounds.seconds + SPARE, "on"
            )
        )

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Stop in good order; for signals before and after those that uvicorn handles."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse what waits, then finish what runs."""
        self._pool.drain()
        await super().shutdown(sockets)

    def _give_up(self, message: str, hint: str) -> None:
        self.fault = ConfigError(message, hint)
        self.should_exit = True
