"""A real `mtqe serve` in a process of its own, on a free port of this machine, and clients of it."""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import answers
from answers import OURS, PATIENCE, Reply

PLUGIN = Path(__file__).parent / "slow_plugin"
TOKEN = "a-token-for-these-tests"
RULES = {"select": ["number-mismatch", "repeated-phrase"]}
QUICK = ("--select", "number-mismatch", "-m", "chrf", "--spare", "0")
"""Options of a server that loads little."""


class Server(answers.Server):
    """`mtqe serve`, and a client of it."""

    def __init__(self, folder: Path, *args: str, token: str = "") -> None:
        env = {name: value for name, value in os.environ.items() if name != "MTQE_SERVE_TOKEN"}
        env |= {"PYTHONPATH": os.pathsep.join([str(PLUGIN), str(OURS)])}
        env |= {"MTQE_SERVE_TOKEN": token} if token else {}
        self.token = token
        listening = r"listening on http://127\.0\.0\.1:(?P<port>\d+)"
        super().__init__(folder, ["serve", "--port", "0", *args], listening, env)

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and read the answer."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= {"Content-Type": "application/json"} if body is not None else {}
        return self.exchange(method, path, body, {**sent, **(headers or {})})

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, value: Any, **headers: str) -> Reply:
        """Send a value as JSON."""
        return self.ask("POST", path, json.dumps(value).encode(), headers)

    def connect(self) -> socket.socket:
        """A connection for tests that write HTTP by hand."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def is_ready(self) -> bool:
        return self.get("/readyz").status == 200

    def number(self, name: str) -> float:
        """A number of `/metrics`, by its name with labels."""
        lines = dict(line.rsplit(" ", 1) for line in self.get("/metrics").body.decode().splitlines() if line[0] != "#")
        return float(lines[name])

    def workers(self) -> list[int]:
        """The processes that compute."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def read_reply(connection: socket.socket) -> Reply:
    """Read the answer on a connection on which HTTP was written by hand."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
