"""A server with TLS and a proxy on the loopback, for tests. Certificate and key are made when they are needed."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import secrets
import socket
import ssl
import threading
from base64 import encodebytes
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PRIME = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
Point = tuple[int, int] | None


def _plus(a: Point, b: Point) -> Point:
    """The sum of two points of the curve P-256."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % PRIME == 0:
        return None
    rise, run = (3 * a[0] ** 2 - 3, 2 * a[1]) if a == b else (b[1] - a[1], b[0] - a[0])
    slope = rise * pow(run, -1, PRIME)
    x = (slope**2 - a[0] - b[0]) % PRIME
    return x, (slope * (a[0] - x) - a[1]) % PRIME


def _times(number: int, point: Point) -> tuple[int, int]:
    total: Point = None
    while number:
        total = _plus(total, point) if number & 1 else total
        point, number = _plus(point, point), number >> 1
    assert total is not None
    return total


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (size if len(body) < 128 else bytes([128 + len(size)]) + size) + body


def _number(value: int) -> bytes:
    return _der(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _id(*numbers: int) -> bytes:
    out = bytes([40 * numbers[0] + numbers[1]])
    for number in numbers[2:]:
        digits = [number & 127]
        while number := number >> 7:
            digits.insert(0, 128 | number & 127)
        out += bytes(digits)
    return _der(6, out)


def _pem(kind: str, data: bytes) -> str:
    return f"-----BEGIN {kind}-----\n{encodebytes(data).decode()}-----END {kind}-----\n"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate that signs itself, for a name and for 127.0.0.1, and its key, as PEM files."""
    private = secrets.randbelow(ORDER - 1) + 1
    public = b"\x04" + b"".join(part.to_bytes(32, "big") for part in _times(private, BASE))
    curve = _id(1, 2, 840, 10045, 3, 1, 7)
    algorithm = _der(0x30, _id(1, 2, 840, 10045, 4, 3, 2))
    subject = _der(0x30, _der(0x31, _der(0x30, _id(2, 5, 4, 3), _der(12, name.encode()))))
    today = datetime.datetime.now(datetime.UTC)
    dates = [(today + datetime.timedelta(days)).strftime("%y%m%d%H%M%SZ").encode() for days in (-1, 1)]
    names = _der(0x30, _der(0x82, name.encode()), _der(0x87, bytes([127, 0, 0, 1])))
    extensions = (
        _der(0x30, _id(2, 5, 29, 17), _der(4, names)),
        _der(0x30, _id(2, 5, 29, 19), _der(1, b"\xff"), _der(4, _der(0x30, _der(1, b"\xff")))),
        _der(0x30, _id(2, 5, 29, 15), _der(1, b"\xff"), _der(4, _der(3, b"\x02\x84"))),
        _der(0x30, _id(2, 5, 29, 14), _der(4, _der(4, hashlib.sha1(public).digest()))),
    )
    content = _der(
        0x30,
        _der(0xA0, _number(2)),
        _number(secrets.randbits(63) + 1),
        algorithm,
        subject,
        _der(0x30, *(_der(0x17, date) for date in dates)),
        subject,
        _der(0x30, _der(0x30, _id(1, 2, 840, 10045, 2, 1), curve), _der(3, b"\0" + public)),
        _der(0xA3, _der(0x30, *extensions)),
    )
    nonce = secrets.randbelow(ORDER - 1) + 1
    r = _times(nonce, BASE)[0] % ORDER
    digest = int.from_bytes(hashlib.sha256(content).digest(), "big")
    s = pow(nonce, -1, ORDER) * (digest + r * private) % ORDER
    signature = _der(3, b"\0" + _der(0x30, _number(r), _number(s)))
    point = _der(0xA1, _der(3, b"\0" + public))
    key = _der(0x30, _number(1), _der(4, private.to_bytes(32, "big")), _der(0xA0, curve), point)
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_text(_pem("CERTIFICATE", _der(0x30, content, algorithm, signature)), encoding="ascii")
    paths[1].write_text(_pem("EC PRIVATE KEY", key), encoding="ascii")
    return paths


def server_context(folder: Path, name: str) -> ssl.SSLContext:
    """What a server with such a certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(folder, name))
    return context


@dataclass
class Proxy:
    """A proxy. `seen` is all that it was told: the lines of each request, and what went through its tunnels."""

    url: str
    asked: list[str] = field(default_factory=list)
    seen: bytearray = field(default_factory=bytearray)


@contextlib.contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    """A proxy whose tunnels all lead to a port of this machine; to port 0 it opens none."""

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            told.asked.append(self.path)
            told.seen.extend(str(self.headers).encode())
            if not port:
                self.send_error(502)
                return
            with socket.create_connection(("127.0.0.1", port)) as there:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=_pump, args=(there, self.connection, told.seen), daemon=True)
                back.start()
                _pump(self.connection, there, told.seen)
                back.join()

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    told = Proxy(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _pump(first: socket.socket, second: socket.socket, seen: bytearray) -> None:
    with contextlib.suppress(OSError):
        while data := first.recv(1 << 16):
            seen += data
            second.sendall(data)
    with contextlib.suppress(OSError):
        second.shutdown(socket.SHUT_WR)
