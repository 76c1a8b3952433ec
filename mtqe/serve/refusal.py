"""Why a request is not served: a status of HTTP and one line, as for errors on the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from mtqe.errors import MtqeError
from mtqe.prose import count


class Refusal(MtqeError):
    """A request that is not served.

    Args:
        status: Status of HTTP.
        message: What is wrong, and where.
        hint: What the client can do about it; may be empty.
        headers: Headers of the answer.
    """

    def __init__(self, status: HTTPStatus, message: str, hint: str = "", headers: Mapping[str, str] | None = None):
        super().__init__(message, hint)
        self.status = status
        self.headers = dict(headers or {})

    @property
    def body(self) -> bytes:
        """The body of the answer: a JSON object with `error` and `hint`."""
        return json.dumps({"error": self.message, "hint": self.hint}, ensure_ascii=False).encode()


def busy(message: str, seconds: float) -> Refusal:
    """The refusal of a request that can be sent again after some seconds."""
    whole = max(1, round(seconds))
    again = f"send it again in {count(whole, 'second')}"
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, message, again, {"Retry-After": str(whole)})
