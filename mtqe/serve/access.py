"""Who may ask: clients with the token, or, without a token, those of this machine.

A page of the web can make a browser send requests to this machine, under a name of the page's own that points here (DNS
rebinding). So without a token the header `Host` must name this machine itself.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Mapping
from http import HTTPStatus

from mtqe.errors import ConfigError
from mtqe.language.late_patterns import late
from mtqe.serve.refusal import Refusal
from mtqe.settings.sources import SERVE_TOKEN

SHORTEST_TOKEN = 16
"""Characters: of a token."""
NAMES_OF_LOOPBACK = ("localhost", "localhost.localdomain")
OPEN = ("/healthz", "/readyz")
"""Addresses for which no token is needed: what watches over services often has none, and they tell nothing."""
_PORT = late(r":\d*$")


class Access:
    """The rule of a server.

    Args:
        host: The address on which it listens.
        token: The token; empty means none.
        remote: Whether other machines may ask without a token.

    Raises:
        ConfigError: Other machines could ask without a token, or the token is too short.
    """

    def __init__(self, host: str, token: str = "", remote: bool = False) -> None:
        if token and (len(token) < SHORTEST_TOKEN or not re.fullmatch(r"[\x21-\x7e]+", token)):
            way = "for example: openssl rand -hex 32"
            raise ConfigError(
                f"{SERVE_TOKEN} is shorter than {SHORTEST_TOKEN} characters, or has characters other than ASCII", way
            )
        self._token = token.encode()
        self._local = is_loopback(host)
        if not (self._local or token or remote):
            raise ConfigError(
                f"{host} can be reached by other machines, and {SERVE_TOKEN} has no token",
                "set it, or give --allow-remote if something in front of mtqe decides who may send requests",
            )

    def refuse_strangers(self, path: str, headers: Mapping[str, str]) -> None:
        """Refuse a request that may not be served.

        Raises:
            Refusal: It has not the token, or names another host than this machine.
        """
        if self._token:
            if path not in OPEN:
                self._refuse_without_token(headers.get("authorization", ""))
        elif self._local and not is_loopback(_PORT.sub("", headers.get("host", ""))):
            message = f"the header Host is {headers.get('host', '')!r}, which is not this machine"
            hint = f"ask for localhost or 127.0.0.1, or set {SERVE_TOKEN} for the server"
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, message, hint)

    def _refuse_without_token(self, given: str) -> None:
        scheme, _, token = given.partition(" ")
        same = hmac.compare_digest(token.strip().encode("utf-8", "replace"), self._token)
        if scheme.lower() != "bearer" or not same:
            message = "the token is wrong" if given else "there is no token"
            hint = "send the header Authorization: Bearer TOKEN"
            raise Refusal(HTTPStatus.UNAUTHORIZED, message, hint, {"WWW-Authenticate": "Bearer"})


def is_loopback(host: str) -> bool:
    """Whether a name or address, an IPv6 address also in brackets, always is this machine."""
    host = host.removeprefix("[").removesuffix("]").lower().removesuffix(".")
    if host in NAMES_OF_LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
