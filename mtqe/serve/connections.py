"""HTTP connections that no client can keep for ever: uvicorn's own have no limit for slow headers or slow readers.

If too many are open, a new one takes the place of the oldest that has sent the least of a request. So connections
without a request, or with half a one, shut nobody out.

Outside of a request a connection has one timer: for the headers of a request, for a body that nobody reads any more,
and for the answer to leave. While a request is served, `incoming` limits the time for its body, and the pool that for
the report.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from mtqe.serve import refusal
from mtqe.serve.bounds import CONNECTIONS, Bounds
from mtqe.serve.refusal import Refusal


class Connection(H11Protocol):
    """A connection; `of` makes the class with the limits of a server."""

    bounds: ClassVar[Bounds] = Bounds()
    _timer: asyncio.TimerHandle | None = None
    _unwanted = 0
    _since = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the client some time for a request, unless too many are here."""
        super().connection_made(cast(asyncio.Transport, transport))
        self._since = self.loop.time()
        self._arm()
        open_ones = [one for one in self.connections if not one.transport.is_closing()]
        if len(open_ones) <= CONNECTIONS:
            return
        waiting = [one for one in open_ones if isinstance(one, Connection) and one is not self and not one.is_owed]
        if waiting:
            min(waiting, key=lambda one: (one.progress, one._since)).transport.abort()
        else:
            self._refuse(refusal.busy(f"{CONNECTIONS} connections are open already", self.bounds.patience))

    @property
    def is_owed(self) -> bool:
        """Whether the client has sent a whole request and waits for its answer, or takes it."""
        if self.transport.get_write_buffer_size():
            return True
        return self._is_serving() and self.conn.their_state is not h11.SEND_BODY

    @property
    def progress(self) -> int:
        """How much of a request the client has sent: 0 for nothing, 1 for a part of its headers, 2 for the headers."""
        if self._is_serving() or self.conn.their_state is not h11.IDLE:
            return 2
        return 1 if self.conn.trailing_data[0] else 0

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._disarm()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what came. The time for a request does not start again with each part of it."""
        unread = not self._is_serving() and self.conn.their_state is h11.SEND_BODY
        self._unwanted = self._unwanted + len(data) if unread else 0
        if self._unwanted > self.bounds.body:  # the client goes on with a body that was refused
            self.transport.abort()
            return
        super().data_received(data)
        if self._is_serving():
            self._disarm()
        elif self._timer is None:
            self._arm()

    def on_response_complete(self) -> None:
        """Give the client some time to take the answer and to send the next request."""
        self._disarm()
        super().on_response_complete()
        self._since = self.loop.time()
        if not self._is_serving():
            self._arm()

    def pause_writing(self) -> None:
        """Give a client that reads slowly some time."""
        super().pause_writing()
        if self._timer is None:
            self._arm()

    def resume_writing(self) -> None:
        """Go on with the answer."""
        super().resume_writing()
        if self._is_serving():
            self._disarm()

    def send_400_response(self, msg: str) -> None:
        """Answer a request that is not HTTP as any other error."""
        self._refuse(Refusal(HTTPStatus.BAD_REQUEST, "the request is not valid HTTP"))

    def _is_serving(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _arm(self) -> None:
        self._disarm()
        self._timer = self.loop.call_later(self.bounds.patience, self._give_up)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        """The client was too slow: tell it if it has sent half a request, then end the connection."""
        self._timer = None
        if self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
            message = f"the headers of the request were not complete after {self.bounds.patience:g} seconds"
            self._refuse(Refusal(HTTPStatus.REQUEST_TIMEOUT, message))
        else:
            self.transport.abort()

    def _refuse(self, error: Refusal) -> None:
        """Answer outside of a request, and close the connection."""
        if self.transport.is_closing() or self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        body = error.body
        headers = {**error.headers, "Content-Type": "application/json", "Connection": "close"}
        headers["Content-Length"] = str(len(body))
        head = h11.Response(
            status_code=int(error.status), headers=list(headers.items()), reason=error.status.phrase.encode()
        )
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def of(bounds: Bounds) -> type[Connection]:
    """The class of connections with these limits."""
    return type("BoundedConnection", (Connection,), {"bounds": bounds})
