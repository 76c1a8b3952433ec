"""A server on the loopback that speaks the OpenAI protocol, with a model that a test writes in Python."""

from __future__ import annotations

import contextlib
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DATA = re.compile(r"(\S+)\n(\{.*\})\n\1\nThe code of this request is (\S+)\.")


@dataclass(frozen=True)
class Asked:
    """A request as the model sees it."""

    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def user(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def boundary(self) -> str:
        return self._match[1]

    @property
    def fields(self) -> dict[str, str]:
        fields: dict[str, str] = json.loads(self._match[2])
        return fields

    @property
    def code(self) -> str:
        return self._match[3]

    @property
    def wants_score(self) -> bool:
        return '"score": NUMBER' in self.body["messages"][0]["content"]

    @property
    def _match(self) -> re.Match[str]:
        match = DATA.match(self.user)
        assert match, self.user
        return match


@dataclass
class Reply:
    """What the server sends: a status, headers and bytes; `drop` of them do not come, `drip` is a pause after each."""

    status: int = 200
    content: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop: int = 0
    drip: float = 0.0


def chat(content: str | dict[str, Any], usage: tuple[int, int] | None = (100, 20), **choice: Any) -> Reply:
    """An answer of a model in the form of the protocol."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    answer: dict[str, Any] = {
        "object": "chat.completion",
        "model": "small-1",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}} | choice],
    }
    if usage:
        answer["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return Reply(content=json.dumps(answer).encode())


def scored(asked: Asked, score: float = 90) -> Reply:
    return chat({"code": asked.code, "errors": [], "score": score})


@dataclass
class Served:
    url: str
    asked: list[Asked] = field(default_factory=list)


@contextlib.contextmanager
def endpoint(model: Callable[[Asked], Reply], tls: ssl.SSLContext | None = None) -> Iterator[Served]:
    """A server whose answers come from `model`; with a context it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/chat/completions"
            asked = Asked({name.lower(): value for name, value in self.headers.items()}, json.loads(body))
            served.asked.append(asked)
            reply = model(asked)
            with contextlib.suppress(ConnectionError):  # a client that gave up
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.content)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                sent = reply.content[: len(reply.content) - reply.drop]
                for piece in [sent[k : k + 1] for k in range(len(sent))] if reply.drip else [sent]:
                    self.wfile.write(piece)
                    time.sleep(reply.drip)
                if reply.drop:
                    self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    served = Served(f"http{'s' * bool(tls)}://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
