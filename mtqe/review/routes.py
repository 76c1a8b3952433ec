"""The addresses of a review on this machine: the page, its entries, and the end of the work."""

from __future__ import annotations

import asyncio
import html
import json
import os
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mtqe.errors import ExitCode, InputError, MtqeError
from mtqe.review import entries, sheet
from mtqe.review.collection import Review
from mtqe.review.entrance import HEADERS, Entrance
from mtqe.review.journal import Conflict, Journal
from mtqe.review.outcomes import Finished
from mtqe.review.sheet import Matter
from mtqe.serve import incoming
from mtqe.serve.bounds import Bounds
from mtqe.serve.refusal import Refusal

BUG = "this is a bug in mtqe; set MTQE_TRACEBACK=1 to see where"
LEFT = 499
"""Status of HTTP: of a client that left before the answer, as nginx counts it."""
BOUNDS = Bounds()


Page = Callable[[Mapping[str, Any]], str]
"""Makes the page of a sheet."""
Finish = Callable[[Review], Finished]
"""Writes what becomes of the review of a rater."""


class _Put(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a change."""

    revision: int
    entry: msgspec.Raw


class Routes:
    """What the server answers.

    Args:
        matter: What is reviewed.
        shown: The sheet, without entries.
        journal: The journal of the rater.
        page: Makes the page.
        finish: Writes the results.
        entrance: Who may come in.
    """

    def __init__(
        self,
        matter: Matter,
        shown: Mapping[str, Any],
        journal: Journal,
        page: Page,
        finish: Finish,
        entrance: Entrance,
    ) -> None:
        self._matter = matter
        self._sheet = shown
        self._journal = journal
        self._page = page
        self._finish = finish
        self._entrance = entrance
        self._finishing = asyncio.Lock()

    async def root(self, request: Request) -> Response:
        """The page; with a token, the way to it."""
        if (token := request.query_params.get("token")) is not None:
            if not self._entrance.has_token(token):
                message = "the token in the address is not that of this review"
                raise Refusal(HTTPStatus.FORBIDDEN, message, "open the address that mtqe review prints")
            headers = {"Set-Cookie": self._entrance.set_cookie}
            return RedirectResponse("/", HTTPStatus.SEE_OTHER, headers)
        self._entrance.refuse_strangers(request.method, request.headers, request.cookies)
        kept = self._journal.kept
        return HTMLResponse(self._page(sheet.with_entries(self._sheet, kept.rater, kept.entries, kept.revisions)))

    async def entries(self, request: Request) -> Response:
        """All entries of the rater."""
        kept = self._journal.kept
        revision = sum(kept.revisions.values())
        return _json({"revision": revision, "revisions": kept.revisions, "entries": kept.entries})

    async def put(self, request: Request) -> Response:
        """Change an entry.

        Raises:
            Refusal: There is no such segment.
            InputError: The body is not an entry that fits the segment.
        """
        incoming.refuse_headers(request.headers, BOUNDS)
        body = await incoming.body(request.receive, BOUNDS)
        key = request.path_params["key"]
        if key not in self._matter.members:
            message = f"the report has no segment with the key {key!r}"
            raise Refusal(HTTPStatus.NOT_FOUND, message, "reload the page")
        try:
            given = msgspec.json.decode(body, type=_Put)
            value = msgspec.json.decode(given.entry)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise InputError(entries.explained(str(error)), "reload the page") from error
        entry = None if value is None else entries.read(value, *self._matter.members[key])
        try:
            revision = self._journal.put(key, given.revision, entry)
        except Conflict:
            now = self._journal.kept
            state = {"revision": now.revisions.get(key, 0), "entry": now.entries.get(key)}
            words = {"error": "another window has changed this segment", "hint": "see what it says now"}
            return _json({**words, **state}, HTTPStatus.CONFLICT)
        return _json({"revision": revision})

    async def finish(self, request: Request) -> Response:
        """Write what becomes of the review."""
        incoming.refuse_headers(request.headers, BOUNDS)
        await incoming.body(request.receive, BOUNDS)
        kept = self._journal.kept
        review = Review(kept.rater, dict(kept.entries), dict(kept.times))
        async with self._finishing:
            done = await asyncio.to_thread(self._finish, review)
        return _json({"written": [one._asdict() for one in done.written], "notes": done.notes})

    @property
    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/", self.root, methods=["GET"]),
            Route("/entries", self.entries, methods=["GET"]),
            Route("/entries/{key}", self.put, methods=["PUT"]),
            Route("/finish", self.finish, methods=["POST"]),
        ]


def application(routes: Routes, entrance: Entrance, note: Callable[[str], None]) -> ASGIApp:
    """The application.

    Args:
        routes: What it answers.
        entrance: Who may come in.
        note: Called with a line for the rater if mtqe fails.
    """
    handlers = {HTTPException: _no_such_page, MtqeError: _refused, incoming.Left: _to_nobody, Exception: _failed}
    app = Starlette(routes=routes.routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guard(app, entrance, note)


class Guard:
    """Around the application: asks who may come in, and adds the headers that every answer has.

    Args:
        app: The application.
        entrance: Who may come in.
        note: Called with a line for the rater if mtqe fails.
    """

    def __init__(self, app: ASGIApp, entrance: Entrance, note: Callable[[str], None]) -> None:
        self._app = app
        self._entrance = entrance
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        request = Request(scope)
        try:
            headers = Headers(scope=scope)
            self._entrance.refuse_host(headers)
            if scope["path"] != "/":
                self._entrance.refuse_strangers(scope["method"], headers, request.cookies)
            await self._app(scope, receive, sending)
        except Refusal as refusal:
            await (await _refused(request, refusal))(scope, receive, sending)
        except Exception as error:  # Starlette has answered
            if os.environ.get("MTQE_TRACEBACK"):
                traceback.print_exc()
            self._note(f"{type(error).__name__} in the server; {BUG}")


def _json(value: Any, status: int = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(value), status, media_type=incoming.JSON)


async def _refused(request: Request, error: Exception) -> Response:
    """The answer to a request that is not served: a page for people, else JSON."""
    assert isinstance(error, MtqeError)
    headers = error.headers if isinstance(error, Refusal) else {}
    is_ours = error.exit_code == ExitCode.INCOMPLETE  # a full disk, for example; the page tries again
    status = HTTPStatus.INTERNAL_SERVER_ERROR if is_ours else HTTPStatus.UNPROCESSABLE_ENTITY
    status = error.status if isinstance(error, Refusal) else status
    if request.url.path == "/" and request.method in ("GET", "HEAD"):
        words = (error.message, error.hint)
        lines = "".join(f"<p>{html.escape(line[0].upper() + line[1:])}.</p>" for line in words if line)
        text = f'<!doctype html><html lang="en"><title>mtqe review</title><h1>This review is not open here</h1>{lines}'
        return HTMLResponse(text, status, headers)
    body = json.dumps({"error": error.message, "hint": error.hint}, ensure_ascii=False).encode()
    return Response(body, status, headers, media_type=incoming.JSON)


async def _to_nobody(request: Request, error: Exception) -> Response:
    return Response(status_code=LEFT)


async def _failed(request: Request, error: Exception) -> Response:
    message = f"mtqe failed with {type(error).__name__}"
    return await _refused(request, Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, message, BUG))


async def _no_such_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    what = f"{request.method} {request.scope['path']}"
    return await _refused(request, Refusal(status, f"the review does not know {what}", "", error.headers))
