"""Connections with a small application in this process: an answer that nobody reads, and too many clients."""

from __future__ import annotations

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


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server in a thread."""
    http = connections.of(Bounds(patience=PATIENCE))
    config = uvicorn.Config(large, http=http, ws="none", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


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


def test_too_many_connections(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "CONNECTIONS", 1)
    monkeypatch.setattr(connections.Connection, "_arm", lambda self: None)  # the first one stays
    with (
        socket.create_connection(("127.0.0.1", port), timeout=60),
        socket.create_connection(("127.0.0.1", port), timeout=60) as second,
    ):
        reply = read_reply(second)
    assert (reply.status, reply.error) == (503, "1 connections are open already")
    assert reply.headers["retry-after"] == "1"
