"""Listens for HTTP, for every server of mtqe: a socket, and how uvicorn reads from its connections."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Literal

import uvicorn

from mtqe.errors import ConfigError
from mtqe.serve import connections
from mtqe.serve.bounds import LINGER, Bounds

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Args:
        host: The address or name on which to listen.
        port: The port; 0 lets the system choose.

    Raises:
        ConfigError: The address cannot be used.
    """
    try:
        (family, _, _, _, address), *_ = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        return socket.create_server(address[:2], family=family, backlog=1024)
    except (OSError, OverflowError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        why = why.partition(" (while")[0]  # Python adds the address
        raise ConfigError(f"cannot listen on {host}, port {port}: {why}", "give another --host or --port") from error


def settings(app: ASGIApp, bounds: Bounds, grace: float, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """How uvicorn serves an application: with patience for slow clients, and without a log of its own."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        app,
        http=connections.of(bounds),
        ws="none",
        lifespan=lifespan,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=round(LINGER),
        timeout_graceful_shutdown=round(grace),
    )
