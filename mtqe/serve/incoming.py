"""Reads the body of a request, up to a size and for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http import HTTPStatus
from typing import Any

from mtqe.serve.bounds import Bounds
from mtqe.serve.refusal import Refusal

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
JSON = "application/json"


class Left(Exception):
    """The client has left; nobody reads an answer."""


def refuse_headers(headers: Mapping[str, str], bounds: Bounds) -> None:
    """Refuse a request by its headers, before its body is read.

    Raises:
        Refusal: The body is not JSON in UTF-8, is compressed, or is too large.
    """
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    if kind.strip().lower() != JSON or charset not in ("", "utf-8"):
        message = f"the content type is {headers.get('content-type', '')!r}, not {JSON}"
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, f"send the header Content-Type: {JSON}")
    if headers.get("content-encoding", "identity").lower() != "identity":
        message = f"the body is encoded as {headers['content-encoding']!r}"
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, "send it as it is, not compressed")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > bounds.body:
        raise _too_large(bounds)


async def body(receive: Receive, bounds: Bounds) -> bytes:
    """The body of a request.

    Raises:
        Refusal: It is too large or comes too slowly.
        Left: The client has left.
    """
    pieces = bytearray()
    try:
        async with asyncio.timeout(bounds.patience):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Left
                pieces += message.get("body", b"")
                more = message.get("more_body", False)
                if len(pieces) > bounds.body:
                    raise _too_large(bounds)
    except TimeoutError as error:
        why = f"the body was not complete after {bounds.patience:g} seconds"
        raise Refusal(HTTPStatus.REQUEST_TIMEOUT, why, "send it faster", {"Connection": "close"}) from error
    return bytes(pieces)


async def left(receive: Receive) -> None:
    """Wait until the client leaves; its body must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _too_large(bounds: Bounds) -> Refusal:
    message = f"the body has more than {bounds.body:,} bytes"
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message, "divide it into several requests")
