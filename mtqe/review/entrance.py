"""Who may see and change a review: the browser that was opened with the token.

The token comes once, in the address; a cookie takes its place. A page of the web can make a browser send requests to
this machine, under a name of its own that points here (DNS rebinding). So `Host` must name this machine, a change must
come from the review's own page (`Origin`), and the cookie is not sent with requests of other pages.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from http import HTTPStatus

from mtqe.serve.refusal import Refusal

BYTES = 32
"""Bytes: of randomness in the token and in the cookie."""
PLAIN_PORT = 80
"""Port: which browsers leave out of `Host` and `Origin`. By definition, as in RFC 9110."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer."""


class Entrance:
    """The rule of a server.

    Args:
        port: The port on which it listens.
    """

    def __init__(self, port: int) -> None:
        self._token, self._pass = secrets.token_urlsafe(BYTES), secrets.token_urlsafe(BYTES)
        self._once = ""
        self._port = port
        end = f":{port}"
        names = ("127.0.0.1", "localhost")
        self._hosts = {name + end for name in names} | (set(names) if port == PLAIN_PORT else set())
        self._cookie = f"mtqe-review-{port}"  # cookies do not know ports, and several reviews may be open

    @property
    def address(self) -> str:
        """The address with the token."""
        return self._with(self._token)

    def once(self) -> str:
        """An address that works once: other users of the machine see the one with which a browser is started."""
        self._once = secrets.token_urlsafe(BYTES)
        return self._with(self._once)

    def _with(self, token: str) -> str:
        return f"http://127.0.0.1:{self._port}/?token={token}"

    @property
    def set_cookie(self) -> str:
        """The header that gives the cookie."""
        return f"{self._cookie}={self._pass}; Path=/; HttpOnly; SameSite=Strict"

    def has_token(self, token: str) -> bool:
        """Whether a token is the right one; one that works once is then used up."""
        given = token.encode("utf-8", "replace")
        if self._once and hmac.compare_digest(given, self._once.encode()):
            self._once = ""
            return True
        return hmac.compare_digest(given, self._token.encode())

    def refuse_host(self, headers: Mapping[str, str]) -> None:
        """Refuse a request under another name than that of this machine.

        Raises:
            Refusal: So it is.
        """
        host = headers.get("host", "")
        if host.lower() not in self._hosts:
            message = f"the header Host is {host!r}, which is not this review"
            raise Refusal(HTTPStatus.FORBIDDEN, message, "open the address that mtqe review prints")

    def refuse_strangers(self, method: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> None:
        """Refuse a request that does not come from the page.

        Raises:
            Refusal: It has another host or origin, or has not the cookie.
        """
        self.refuse_host(headers)
        given = cookies.get(self._cookie, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._pass.encode()):
            message = "this browser has not opened the review with its token"
            raise Refusal(HTTPStatus.FORBIDDEN, message, "open the address that mtqe review prints")
        if method not in ("GET", "HEAD") and headers.get("origin", "") != f"http://{headers['host'].lower()}":
            message = f"the request comes from {headers.get('origin', 'no page')!r}, not from the page of the review"
            raise Refusal(HTTPStatus.FORBIDDEN, message, "open the address that mtqe review prints")
