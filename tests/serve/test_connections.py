"""Connections with a small application in this process: an answer that nobody reads, and too many clients."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from served import read_reply

from mtqe.serve import connections
from mtqe.serve.bounds import Bounds

SIZE = 64 * 2**20
PATIENCE = 1.0


async def large(scope: Any, receive: Any, send: Any) -> None:
    """An application whose answers are larger than the buffers of the system."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % SIZE)]})
    for _ in range(SIZE // 2**20):
        await send({"type": "http.response.body", "body": b" " * 2**20, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@contextlib.contextmanager
def serving(app: Any, patience: float = PATIENCE) -> Iterator[int]:
    """The port of a server in a thread."""
    http = connections.of(Bounds(patience=patience))
    config = uvicorn.Config(app, http=http, ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server of large answers."""
    with serving(large) as number:
        yield number


def read_all(connection: socket.socket) -> int:
    """The number of bytes until the server ends the connection."""
    number = 0
    try:
        while piece := connection.recv(2**20):
            number += len(piece)
    except ConnectionResetError:
        pass
    return number


def test_an_answer_that_is_read_arrives_whole(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert read_all(connection) > SIZE


def test_an_answer_that_nobody_reads_is_given_up(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        time.sleep(3 * PATIENCE)
        assert read_all(connection) < SIZE / 2


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one connection may be open, and none ends by itself."""
    monkeypatch.setattr(connections, "CONNECTIONS", 1)
    monkeypatch.setattr(connections.Connection, "_arm", lambda self: None)


@pytest.mark.usefixtures("one")
def test_too_many_connections_with_requests(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as first:
        first.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert first.recv(1)  # the answer, which is large, has begun
        with socket.create_connection(("127.0.0.1", port), timeout=60) as second:
            reply = read_reply(second)
    assert (reply.status, reply.error) == (503, "1 connections are open already")
    assert reply.headers["retry-after"] == "1"


HALF = (b"", b"GET / HTTP/1.1\r\nHost:", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{")


@pytest.mark.usefixtures("one")
@pytest.mark.parametrize("begun", HALF[:2])
def test_a_connection_without_a_whole_request_gives_way(port: int, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as idle:
        idle.sendall(begun)
        time.sleep(0.2)
        with socket.create_connection(("127.0.0.1", port), timeout=60) as second:
            second.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert read_all(second) > SIZE
        assert read_all(idle) == 0


async def patient(scope: Any, receive: Any, send: Any) -> None:
    """An application that waits for the body of a request."""
    more = True
    while more:
        message = await receive()
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def test_the_least_of_a_request_gives_way_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(patient, 60) as port, contextlib.ExitStack() as stack:

        def connected() -> socket.socket:
            return stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))

        half = [connected() for _ in HALF]
        for connection, begun in zip(half, reversed(HALF), strict=True):
            connection.sendall(begun)
        time.sleep(PATIENCE / 4)
        for number, victim in zip((3, 2, 1), reversed(half), strict=True):
            monkeypatch.setattr(connections, "CONNECTIONS", number)
            new = connected()
            new.sendall(HALF[2] + b" " * 7 + b"}")
            assert new.recv(15) == b"HTTP/1.1 200 OK"
            new.close()
            assert read_all(victim) == 0
