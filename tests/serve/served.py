"""A real `mtqe serve` in a process of its own, on a free port of this machine, and clients of it."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from answers import OURS, PATIENCE, Reply, wait

PLUGIN = Path(__file__).parent / "slow_plugin"
TOKEN = "a-token-for-these-tests"
RULES = {"select": ["number-mismatch", "repeated-phrase"]}
QUICK = ("--select", "number-mismatch", "-m", "chrf")
"""Options of a server that loads little."""


class Server:
    """The process, and a client of it."""

    def __init__(self, folder: Path, *args: str, token: str = "") -> None:
        env = {name: value for name, value in os.environ.items() if name != "MTQE_SERVE_TOKEN"}
        env |= {"PYTHONPATH": os.pathsep.join([str(PLUGIN), str(OURS)]), "HF_HOME": str(folder / "hub")}
        env |= {"MTQE_CACHE_DIR": str(folder / "cache")} | ({"MTQE_SERVE_TOKEN": token} if token else {})
        command = [sys.executable, "-m", "mtqe", "serve", "--port", "0", *args]
        self.token = token
        self.process = subprocess.Popen(command, cwd=folder, env=env, stderr=subprocess.PIPE, text=True)
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        found = wait(lambda: re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.all_log) or self.has_ended)
        assert isinstance(found, re.Match), self.all_log
        self.port = int(found[1])

    def _read_log(self) -> None:
        assert self.process.stderr
        with self.process.stderr as lines:
            for line in lines:
                self.log.append(line)

    @property
    def all_log(self) -> str:
        return "".join(self.log)

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and read the answer."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= {"Content-Type": "application/json"} if body is not None else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

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


def read_reply(connection: socket.socket) -> Reply:
    """Read the answer on a connection on which HTTP was written by hand."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
