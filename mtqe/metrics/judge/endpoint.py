"""Sends a request to the endpoint, over TLS, to no other host, and reads no more than an answer may have.

The key comes from an environment variable and goes into one header. No message quotes it, also if the server does.
"""

from __future__ import annotations

import contextlib
import email.utils
import ipaddress
import os
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mtqe import version
from mtqe.errors import ConfigError, Unavailable
from mtqe.prose import inert
from mtqe.settings.config import JudgeConfig

if TYPE_CHECKING:
    import httpx

LONGEST = 1 << 20
"""Bytes: of an answer, at most."""
QUOTED = 200
"""Characters: of a server's message in ours, at most."""
_BUSY = frozenset({408, 425, 429})
_FINAL = frozenset({401, 402, 403, 404, 405, 407, 410, 501, 505})
_LATE = frozenset({408, 502, 504, 524})
"""A server in between gave up; the one behind it may have answered."""


class Busy(Exception):
    """The request may succeed later.

    Args:
        why: What happened.
        wait: For how many seconds the server wants to be left alone; `None` if it does not say.
        paid: Whether the server may have answered, so that the request may be billed.
        sent: Whether the texts may have reached the server.
    """

    def __init__(self, why: str, wait: float | None = None, paid: bool = False, sent: bool = True) -> None:
        super().__init__(why)
        self.wait = wait
        self.paid = paid
        self.sent = sent


class Untrusted(Unavailable):
    """The server has no certificate that this machine trusts, so it was sent nothing."""


class Refused(Exception):
    """The server does not take this request, or its answer is not read.

    Args:
        why: What happened.
        told: The message of the server in lower case, to be searched, not shown.
        paid: Whether the server answered, so that the request may be billed.
    """

    def __init__(self, why: str, told: str, paid: bool = False) -> None:
        super().__init__(why)
        self.told = told
        self.paid = paid


class Endpoint:
    """An endpoint that speaks the OpenAI protocol.

    Args:
        settings: Its address and how to speak with it.

    Raises:
        ConfigError: The address cannot be used.
        Unavailable: httpx is not installed, the key is not set, or the environment names a proxy or certificates that
            cannot be used.
    """

    def __init__(self, settings: JudgeConfig) -> None:
        url = address(settings)
        self._host = host(settings)
        self._url = f"{url}/chat/completions"
        self._seconds = settings.timeout
        self._key = _key(settings, _is_loopback(url))
        try:
            import httpx
        except ImportError as error:
            raise Unavailable("the judge needs the package httpx", version.adding("judge")) from error
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        limits = httpx.Limits(max_connections=settings.concurrency)
        # A proxy of the environment must not see what is meant for this machine.
        direct: Any = {f"all://{_bracketed(urlsplit(url).hostname or '')}": None} if _is_loopback(url) else None
        try:
            self._client = httpx.Client(
                headers=headers, timeout=settings.timeout, limits=limits, follow_redirects=False, mounts=direct
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            # The message of the error is not shown: it may have the password of a proxy.
            raise Unavailable(
                f"the proxy or the certificates that the environment names cannot be used ({type(error).__name__})",
                "correct HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR",
            ) from None

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def masked(self, text: str) -> str:
        """A text of the server without the key, if it has it."""
        return text.replace(self._key, "***") if self._key else text

    def post(self, body: bytes) -> bytes:
        """Send a request and return the body of the answer.

        Raises:
            Busy: It may succeed later.
            Refused: The server does not take this request.
            Unavailable: The server takes no request like this one.
        """
        import httpx

        try:
            with self._client.stream("POST", self._url, content=body) as response:
                data = self._read(response)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                untrusted = f"{self._host} has no certificate that this machine trusts"
                raise Untrusted(untrusted, "correct its certificate, or set SSL_CERT_FILE") from error
            raise Busy(f"{self._host} cannot be reached ({type(error).__name__})", sent=False) from error
        except httpx.TimeoutException as error:
            raise Busy(f"{self._host} did not answer within {self._seconds:g} s", paid=True) from error
        except httpx.TransportError as error:
            raise Busy(f"the connection to {self._host} broke ({type(error).__name__})", paid=True) from error
        if response.status_code != httpx.codes.OK:
            self._fail(response, data)
        return data

    def _read(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise Unavailable(
                f"{self._host} sends compressed answers, although mtqe did not ask for them", "configure the server"
            )
        end = time.monotonic() + self._seconds
        data = bytearray()
        for part in response.iter_raw():
            data += part
            if len(data) > LONGEST:
                raise Refused(f"{self._host} sent more than {LONGEST >> 20} MiB", "", paid=True)
            if time.monotonic() > end:
                raise Busy(f"{self._host} did not end its answer within {self._seconds:g} s", paid=True)
        return bytes(data)

    def _fail(self, response: httpx.Response, data: bytes) -> None:
        """Say what another status than OK means. Always raises."""
        status = response.status_code
        why = f"{self._host} answered with HTTP {status}"
        if status in _BUSY or (status >= 500 and status not in _FINAL):
            raise Busy(why, _retry_after(response.headers.get("retry-after", "")), paid=status in _LATE)
        if 300 <= status < 400:
            raise Unavailable(f"{why}, a redirection, which is not followed", "set judge.url to the right address")
        if status in (401, 403):
            raise Unavailable(f"{why}: it does not accept the key", "check the key and the variable in judge.key_env")
        told = self.masked(data.decode(errors="replace"))
        shown = f"{why}: {inert(told)[:QUOTED]}"
        if status in _FINAL:
            raise Unavailable(shown, "check judge.url and judge.model")
        raise Refused(shown, told.lower())


def address(settings: JudgeConfig) -> str:
    """The configured address, without a slash at its end.

    Raises:
        ConfigError: It is no address of an endpoint, holds a secret, or would send texts in the clear.
    """
    url = settings.url.rstrip("/").removesuffix("/chat/completions")
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        _ = parts.port
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ConfigError(
                "judge.url has a user, a password, a query or a fragment", "put the key into the variable judge.key_env"
            )
        if parts.hostname and parts.hostname.encode("idna") and re.fullmatch(r"[!-~]+", url):
            if parts.scheme == "https" or (parts.scheme == "http" and (settings.allow_http or _is_loopback(url))):
                return url
            if parts.scheme == "http":
                raise ConfigError(
                    f"judge.url would send the texts to {parts.hostname} without encryption",
                    "write https://, or set judge.allow_http if you trust the network in between",
                )
    shown = f": {settings.url!r:.80}" if "@" not in url else ""  # it may have a password
    raise ConfigError(f"judge.url{shown} is not an address", "write it like https://api.example.com/v1")


def host(settings: JudgeConfig) -> str:
    """The name of the host, with its port if the address has one; raises as `address`."""
    return urlsplit(address(settings)).netloc


def _bracketed(hostname: str) -> str:
    return f"[{hostname}]" if ":" in hostname else hostname


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _key(settings: JudgeConfig, on_this_machine: bool) -> str:
    """The key; empty if none is needed."""
    name = settings.key_env
    key = os.environ.get(name, "").strip() if name else ""
    if name and not key and not on_this_machine:
        hint = f"set {name}, or judge.key_env to another name; an empty name means that the endpoint needs no key"
        raise Unavailable(f"the judge needs its key in the environment variable {name}", hint)
    if not re.fullmatch(r"[!-~]*", key):
        raise Unavailable(
            f"the value of {name} cannot be a key: it contains characters that keys do not have", "set it again"
        )
    return key


def _retry_after(value: str) -> float | None:
    """The seconds of a header `Retry-After`, which has a number or a date; `None` if it has neither."""
    if re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,9})?\s*", value):
        return float(value)
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return None
