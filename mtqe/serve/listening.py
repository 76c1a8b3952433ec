"""Listens for HTTP, for every server of mtqe: a socket, and how uvicorn reads from its connections."""

from __future__ import annotations

import logging
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

import uvicorn

from mtqe.errors import ConfigError
from mtqe.serve import connections
from mtqe.serve.bounds import LINGER, Bounds
from mtqe.serve.refusal import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


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


def _unambiguous(app: ASGIApp) -> ASGIApp:
    """The same application, which gets no request whose length two headers give.

    A proxy in between may believe the other header, and take a part of the body for the next request.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in scope.get("headers", ())}
        if not names.issuperset((b"content-length", b"transfer-encoding")):
            await app(scope, receive, send)
            return
        message = "the request has both Content-Length and Transfer-Encoding"
        refusal = Refusal(HTTPStatus.BAD_REQUEST, message, "send one of them", {"Connection": "close"})
        headers = {**refusal.headers, "Content-Type": "application/json", "Content-Length": str(len(refusal.body))}
        encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": int(refusal.status), "headers": encoded})
        await send({"type": "http.response.body", "body": refusal.body})

    return serve


def settings(app: ASGIApp, bounds: Bounds, grace: float, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """How uvicorn serves an application: with patience for slow clients, and without a log of its own."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    return uvicorn.Config(
        _unambiguous(app),
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
