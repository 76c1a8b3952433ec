"""Stored reports for the tests of what a project keeps between runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mtqe.model import SCHEMA, CheckItem, Document, Finding, Report, Run, Score, Segment, Severity, Span, Verdict
from mtqe.report import json as reports

WORDS = " ".join(["word"] * 40)


def report(path: str, *severities: Severity, documents: int = 10, chrf: float = 60.0, **more: Any) -> str:
    """A report of documents of 400 words each, with a finding of each severity in the first one."""
    docs = tuple(Document(f"d{n}", "en", "de", path=f"docs/d{n}.md") for n in range(documents))
    segments = tuple(Segment(f"d{n}-{k}", f"{WORDS} {n} {k}", "ein Wort", doc=f"d{n}") for n in range(documents)
                     for k in range(10))  # fmt: skip
    findings = tuple(
        Finding("ART101", "bracketed-residue", "accuracy/untranslated", severity, "d0-0", "a message",
                (Span("target", 0, 3),), ("ein",), f"{severity}{n}")
        for n, severity in enumerate(severities)
    )  # fmt: skip
    scores = [Score("chrf", "document", chrf + n, doc=f"d{n}", n=10) for n in range(documents)]
    scores += [Score("chrf", "segment", chrf + n % 7, segment.id) for n, segment in enumerate(segments)]
    fields: dict[str, Any] = {"created": "2026-01-02T03:04:05+00:00", "source_lang": "en", "target_lang": "de"} | more
    run = Run("1", checks=(CheckItem("ART101", "bracketed-residue", "ran"),), source_words=400 * documents, **fields)
    whole = (Score("chrf", "corpus", chrf, n=len(segments)), *scores)
    with Path(path).open("w", encoding="utf-8") as out:
        reports.render(Report(SCHEMA, run, docs, segments, whole, findings, verdict=Verdict(True)), out)
    return path


def write(path: str, text: str) -> str:
    Path(path).write_text(text, encoding="utf-8")
    return path
