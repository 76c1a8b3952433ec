"""Servers for the tests of `mtqe serve`."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator

import pytest
from answers import wait
from served import QUICK, TOKEN, Server


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Starts servers, which end with the tests."""
    started: list[Server] = []

    def start(*args: str, token: str = "") -> Server:
        started.append(Server(tmp_path_factory.mktemp("serve"), *args, token=token))
        return started[-1]

    yield start
    for server in started:
        if not server.has_ended:
            server.process.kill()
            server.stop()


@pytest.fixture(scope="session")
def server(start_server: Callable[..., Server]) -> Iterator[Server]:
    """A server for most tests; Ctrl-C ends it, with 0."""
    limits = ("--max-body", "100000", "--max-segments", "60", "--max-characters", "2000", "--client-timeout", "3")
    running = start_server(*limits)
    wait(running.is_ready)
    yield running
    assert running.stop(signal.SIGINT) == 0
    assert running.log[1:] == ["mtqe: ready\n", "mtqe: stopped\n"]


@pytest.fixture(scope="session")
def strict_server(start_server: Callable[..., Server]) -> Server:
    """A server with a token, little time for reports and a short queue."""
    running = start_server(*QUICK, "--timeout", "4", "--queue", "1", token=TOKEN)
    wait(running.is_ready)
    return running
