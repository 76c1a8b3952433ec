"""Answers of servers that run in processes of their own, and waiting for what they do."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mtqe as package

OURS = Path(package.__file__).parent.parent
PATIENCE = 180.0
"""Seconds for anything that must happen, on a machine that has much else to do."""


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The line of an error, which must be one, with its hint beside it."""
        loaded = self.json
        assert set(loaded) == {"error", "hint"} and "\n" not in loaded["error"] + loaded["hint"], loaded
        assert self.headers["content-type"] == "application/json"
        error: str = loaded["error"]
        return error


def wait(condition: Callable[[], Any]) -> Any:
    """Wait until a condition is true, and return its value."""
    end = time.monotonic() + PATIENCE
    while not (value := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return value


class Server:
    """A server of mtqe in a process of its own, and a client of it.

    Args:
        folder: Where it runs; its caches are there, too.
        args: The arguments of mtqe.
        address: What it prints when it listens.
        env: Its environment, but for the places of the caches.

    Attributes:
        address: The match of what it printed.
        log: What it printed so far, a line each.
    """

    def __init__(self, folder: Path, args: Sequence[str], address: str, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mtqe", *args],
            cwd=folder,
            env={**env, "HF_HOME": str(folder / "hub"), "MTQE_CACHE_DIR": str(folder / "cache")},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        found = wait(lambda: re.search(address, self.all_log) or self.has_ended)
        assert isinstance(found, re.Match), self.all_log
        self.address = found

    def _read_log(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            for line in lines:
                self.log.append(line)

    @property
    def port(self) -> int:
        return int(self.address["port"])

    @property
    def all_log(self) -> str:
        return "".join(self.log)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def exchange(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """Send a request and read the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def end_of_log(self) -> str:
        """The log of a server that has ended."""
        self._reader.join(PATIENCE)
        return self.all_log

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        if not self.has_ended:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.end_of_log()
        return code
