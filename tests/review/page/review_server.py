"""A small server that keeps the contract between the review page and its server: revisions, conflicts, the results."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from mtqe.review.page_assets import page


@dataclass
class Server:
    """Serves one sheet. It can be stopped, and started again on the same port with what it has.

    Args:
        sheet: The data of the page.
        entries: What was said, by segment.
        revisions: How often each segment was changed.
        answers: Answers for the next requests that change something: status and body, in place of the usual ones.
    """

    sheet: dict[str, Any]
    entries: dict[str, Any] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    told: bool = True
    port: int = 0
    _http: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/":
                    known = {"entries": server.entries} | ({"revisions": server.revisions} if server.told else {})
                    self.send(200, page(server.sheet | known, served=True), "text/html; charset=utf-8")
                else:
                    body = {"revision": sum(server.revisions.values()), "entries": server.entries}
                    self.send(200, body | ({"revisions": server.revisions} if server.told else {}))

            def do_PUT(self) -> None:
                sent = self.sent()
                if server.answers:
                    return self.send(*server.answers.pop(0))
                key = self.path.removeprefix("/entries/")
                return self.send(*server.put(key, sent["revision"], sent["entry"]))

            def do_POST(self) -> None:
                self.sent()
                self.send(
                    200,
                    {
                        "written": [{"path": "report.review/ana.ratings.jsonl", "what": "ratings"}],
                        "notes": ["segment 7: <b>the placeholder</b> is missing, the edit was not written"],
                    },
                )

            def sent(self) -> Any:
                assert self.headers["content-type"] == "application/json"
                assert self.headers["origin"] == server.url.rstrip("/")
                return json.loads(self.rfile.read(int(self.headers["content-length"])))

            def send(self, status: int, body: str | Mapping[str, Any], kind: str = "application/json") -> None:
                data = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the tests look at what the page shows."""

        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        if self._http:
            self._http.shutdown()
            self._http.server_close()
        self._http = None

    def put(self, key: str, revision: int, entry: Any) -> tuple[int, dict[str, Any]]:
        """Store an entry of a segment if it was changed at this revision."""
        now = self.revisions.get(key, 0)
        if revision != now:
            return 409, {"error": "another window changed it", "revision": now, "entry": self.entries.get(key)}
        self.revisions[key] = now + 1
        if entry is None:
            self.entries.pop(key, None)
        else:
            self.entries[key] = entry
        return 200, {"revision": now + 1}
