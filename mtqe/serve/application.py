"""The addresses of the server, and what happens at each."""

from __future__ import annotations

import asyncio
import json
import os
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mtqe.flow.pipeline import STAGES
from mtqe.serve import bodies, incoming, openapi
from mtqe.serve.access import Access
from mtqe.serve.bounds import Bounds
from mtqe.serve.commands import BUG
from mtqe.serve.instruments import TYPE, Instruments
from mtqe.serve.refusal import Refusal, busy
from mtqe.version import VERSION

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from mtqe.serve.pool import Pool
    from mtqe.settings.config import Config

REPORTS = {f"/v1/{command}": command for command in STAGES}
"""The command whose report each address gives."""
LEFT = 499
"""Status of HTTP: of a client that left before the answer, as nginx counts it."""
OTHER = "other"
"""The route of requests for an address that does not exist, in the numbers for Prometheus."""


class Pages:
    """What the server answers.

    Args:
        config: The configuration of the server.
        bounds: The limits.
        pool: The workers.
        instruments: The counters.
        note: Called with a line for the log.
    """

    def __init__(
        self, config: Config, bounds: Bounds, pool: Pool, instruments: Instruments, note: Callable[[str], None]
    ) -> None:
        self._config = config
        self._bounds = bounds
        self._pool = pool
        self._instruments = instruments
        self._note = note

    async def report(self, request: Request) -> Response:
        """The report of a body.

        Raises:
            Refusal: The request is not served.
            Left: The client has left.
        """
        incoming.refuse_headers(request.headers, self._bounds)
        self._pool.refuse_if_full()
        body = await incoming.body(request.receive, self._bounds)
        order = bodies.read(body, REPORTS[request.scope["path"]], self._config, self._bounds)
        del body
        job = self._pool.put(order)
        client_left = asyncio.ensure_future(incoming.left(request.receive))
        try:
            await asyncio.wait((job.answer, client_left), return_when=asyncio.FIRST_COMPLETED)
        finally:
            client_left.cancel()
        if not job.answer.done():
            self._pool.withdraw(job)
            raise incoming.Left
        answer = job.answer.result()
        if answer.status == HTTPStatus.OK:
            self._instruments.count_segments(len(order.segments))
        elif answer.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self._note(json.loads(answer.body)["error"])
        return Response(answer.body, answer.status, media_type=incoming.JSON)

    async def healthz(self, request: Request) -> Response:
        """The server is alive."""
        return PlainTextResponse("alive\n")

    async def readyz(self, request: Request) -> Response:
        """Whether the models are loaded.

        Raises:
            Refusal: They are not.
        """
        if not self._pool.ready:
            raise busy("the models are not loaded yet", 1)
        if self._pool.lacks:
            raise busy("; ".join(self._pool.lacks), self._bounds.patience)
        return PlainTextResponse("ready\n")

    async def metrics(self, request: Request) -> Response:
        """The numbers for Prometheus."""
        text = self._instruments.text(self._pool.waiting, self._pool.ready, self._pool.lost)
        return Response(text, media_type=TYPE)

    async def openapi(self, request: Request) -> Response:
        """The description of the server."""
        return Response(json.dumps(openapi.document(), ensure_ascii=False), media_type=incoming.JSON)

    async def root(self, request: Request) -> Response:
        """Where to look."""
        return PlainTextResponse(f"mtqe {VERSION}: POST pairs to /v1/evaluate; see /openapi.json\n")

    @property
    def routes(self) -> list[Route]:
        """The addresses."""
        reports = [Route(path, self.report, methods=["POST"]) for path in REPORTS]
        names = ("healthz", "readyz", "metrics")
        plain = [Route(f"/{name}", getattr(self, name), methods=["GET"]) for name in names]
        return [*reports, *plain, Route("/openapi.json", self.openapi), Route("/", self.root)]


def application(pages: Pages, pool: Pool) -> Starlette:
    """The application; it opens and closes the pool."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        pool.open()
        try:
            yield
        finally:
            await pool.close()

    handlers = {HTTPException: _no_such_page, Refusal: _not_served, incoming.Left: _to_nobody, Exception: _failed}
    app = Starlette(routes=pages.routes, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _refused(error)


async def _to_nobody(request: Request, error: Exception) -> Response:
    return Response(status_code=LEFT)


async def _failed(request: Request, error: Exception) -> Response:
    return _refused(Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, f"mtqe failed with {type(error).__name__}", BUG))


async def _no_such_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, path = HTTPStatus(error.status_code), request.scope["path"]
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = (error.headers or {}).get("Allow", "")
        refusal = Refusal(status, f"{path} has no method {request.method}", f"use {allowed}", error.headers)
    else:
        refusal = Refusal(status, f"there is no {path}", "see /openapi.json for what there is")
    return _refused(refusal)


def _refused(refusal: Refusal) -> Response:
    return Response(refusal.body, refusal.status, refusal.headers, media_type=incoming.JSON)


class Guard:
    """Around the application: asks who may come in, counts, and takes note of failures.

    Args:
        app: The application.
        access: Who may come in.
        instruments: The counters.
        note: Called with a line for the log.
    """

    def __init__(self, app: ASGIApp, access: Access, instruments: Instruments, note: Callable[[str], None]) -> None:
        self._app = app
        self._access = access
        self._instruments = instruments
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), LEFT

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] += [(b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store")]
            await send(message)

        try:
            self._access.refuse_strangers(scope["path"], Headers(scope=scope))
            await self._app(scope, receive, sending)
        except Refusal as refusal:
            await _refused(refusal)(scope, receive, sending)
        except Exception as error:  # Starlette has answered
            if os.environ.get("MTQE_TRACEBACK"):
                traceback.print_exc()
            self._note(f"{type(error).__name__} in the server; {BUG}")
        finally:
            route = scope["path"] if scope["path"] in openapi.document()["paths"] else OTHER
            self._instruments.count_request(route, status, time.monotonic() - started)
