"""Clients that are slow, or send too much."""

from __future__ import annotations

import contextlib
import json
import socket
import time

from answers import Reply
from served import RULES, Server, read_reply

HEAD = "POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SMALL = {"source": "9 people came.", "translation": "6 Leute kamen.", "source_lang": "en", "target_lang": "de"}


def trickle(connection: socket.socket, words: bytes, pause: float) -> Reply:
    """Send a byte at a time until the server answers."""
    connection.settimeout(pause)
    for byte in words:
        with contextlib.suppress(TimeoutError):
            if connection.recv(1, socket.MSG_PEEK):
                break
        connection.sendall(bytes([byte]))
    connection.settimeout(60)
    return read_reply(connection)


def test_slow_headers(server: Server) -> None:
    with server.connect() as connection:
        started = time.monotonic()
        reply = trickle(connection, HEAD.encode() + b"X-Slow: " + b"x" * 1_000, 0.2)
        assert reply.status == 408 and reply.error.startswith("the headers of the request were not complete")
        assert time.monotonic() - started >= 2.5
        assert connection.recv(1) == b"", "the connection is closed"


def test_a_slow_body(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(f"{HEAD}Content-Length: 2000\r\n\r\n".encode())
        reply = trickle(connection, b" " * 1_000, 0.2)
        assert reply.status == 408 and reply.error == "the body was not complete after 3 seconds"


def test_a_connection_without_a_request(server: Server) -> None:
    with server.connect() as connection:
        assert connection.recv(1) == b""


def test_slow_clients_do_not_keep_others_out(server: Server) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            slow = stack.enter_context(server.connect())
            slow.sendall(f"{HEAD}Content-Length: 2000\r\n\r\n{{".encode())
        assert server.post("/v1/check", {**SMALL, "checks": RULES}).status == 200


def test_a_body_that_says_that_it_is_too_large(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(f"{HEAD}Content-Length: 100001\r\n\r\n".encode())
        reply = read_reply(connection)
        assert (reply.status, reply.error) == (413, "the body has more than 100,000 bytes")


def test_a_body_that_grows_too_large(server: Server) -> None:
    piece = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    sent = 0
    with server.connect() as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        connection.settimeout(1)
        with contextlib.suppress(OSError):
            while sent < 1_000 * len(piece):
                connection.sendall(piece)
                sent += len(piece)
        connection.settimeout(60)
        reply = read_reply(connection)
    assert reply.status == 413
    assert sent < 200 * len(piece), "the server did not read it to its end"


def test_two_lengths(server: Server) -> None:
    with server.connect() as connection:
        lengths = "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"
        connection.sendall(f"{HEAD}{lengths}\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        reply = read_reply(connection)
        assert (reply.status, reply.error) == (400, "the request has both Content-Length and Transfer-Encoding")
        assert connection.recv(1) == b"", "what follows is no request"


def test_a_chunk_that_is_none(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(f"{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n".encode())
        assert read_reply(connection).status == 400
    assert server.get("/healthz").status == 200


def test_a_connection_serves_one_request_after_the_other(server: Server) -> None:
    body = json.dumps({**SMALL, "checks": RULES}).encode()
    with server.connect() as connection:
        for _ in range(3):
            connection.sendall(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            assert read_reply(connection).status == 200
