"""A report to review, a server in a process of its own, and clients of it."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from answers import OURS, Reply, Server

from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Segment, Severity, Span
from mtqe.report import json as report_json

DEMO = OURS / "references" / "demo"
SOURCES = ("One ship came.", "It had 12 tons.", "The end.")
TARGETS = ("Ein Schiff kam.", "Es hatte 21 Tonnen.", "Das Ende .")


def sheet_of(page: str) -> dict[str, Any]:
    """The sheet in a page."""
    (text,) = re.findall(r'<script type="application/json" id="sheet">(.*?)</script>', page, re.DOTALL)
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def finding(check: str, segment: Segment, marked: str, severity: Severity, **more: Any) -> Finding:
    start = segment.target.index(marked)
    spans = (Span("target", start, start + len(marked)),)
    mark = f"{check.lower()}{segment.id}".ljust(16, "0")
    return Finding(
        check,
        f"a-{check.lower()}",
        "accuracy/mistranslation",
        severity,
        segment.id,
        "it is wrong",
        spans,
        (marked,),
        mark,
        **more,
    )


def make_report(folder: Path, *, systems: tuple[str | None, ...] = (None,), findings: bool = True) -> Path:
    """Write a report of three lines, and the files that it is of."""
    import hashlib

    documents, segments, found = [], [], []
    for system in systems:
        name = f"{system or 'text'}.de.txt"
        for path, lines in ((folder / "text.en.txt", SOURCES), (folder / name, TARGETS)):
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        sha256 = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        documents.append(Document(name, path=str(folder / name), sha256=sha256))
        own = [
            Segment(str(n), source, target, doc=name, system=system, meta={"source_line": n, "target_line": n})
            for n, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True), 1)
        ]
        segments += own
        if findings:
            space = {"fixable": True, "suggestion": ".", "system": system}
            found += [
                finding("ART103", own[2], " .", Severity.MINOR, **space),
                finding("ACC101", own[1], "21", Severity.CRITICAL, system=system),
            ]
    run = Run(
        "0", "2026-01-01T00:00:00+00:00", source_lang="en", target_lang="de", systems=tuple(filter(None, systems))
    )
    run = Run(
        **{name: getattr(run, name) for name in run.__struct_fields__}
        | {"checks": (CheckItem("ACC101", "a-acc101", "ran"), CheckItem("ART103", "a-art103", "ran"))}
    )
    path = folder / "report.json"
    with path.open("w", encoding="utf-8") as out:
        report_json.render(Report(SCHEMA, run, tuple(documents), tuple(segments), findings=tuple(found)), out)
    return path


class Running(Server):
    """`mtqe review`, and a browser that has opened it."""

    def __init__(self, folder: Path, *args: str) -> None:
        env = {**os.environ, "PYTHONPATH": str(OURS)}
        opened = r"open (?P<origin>http://127\.0\.0\.1:(?P<port>\d+))/\?token=(?P<token>\S+)"
        super().__init__(folder, ["review", "--no-glosses", *args], opened, env)
        self.origin, self.token = self.address["origin"], self.address["token"]
        self.cookie = self.ask("GET", f"/?token={self.token}", cookie=False).headers["set-cookie"].partition(";")[0]

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, cookie: bool = True
    ) -> Reply:
        """Send a request as the page does; an empty header is left out."""
        sent = {"Cookie": self.cookie} if cookie else {}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            sent |= {"Content-Type": "application/json", "Origin": self.origin}
        sent = {name: value for name, value in {**sent, **(headers or {})}.items() if value}
        return self.exchange(method, path, data, sent)

    def put(self, key: str, revision: int, entry: Any) -> Reply:
        return self.ask("PUT", f"/entries/{key}", {"revision": revision, "entry": entry})

    def finish(self) -> Any:
        reply = self.ask("POST", "/finish", {})
        assert reply.status == 200, reply
        return reply.json

    @property
    def sheet(self) -> dict[str, Any]:
        return sheet_of(self.ask("GET", "/").body.decode())

    def stop(self, number: int = signal.SIGINT) -> int:
        """End the review as Ctrl-C does."""
        return super().stop(number)
