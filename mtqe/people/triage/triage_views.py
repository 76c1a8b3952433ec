"""Writes the list of explained findings: as text for people, or as Markdown, JSON or CSV.

The JSON is `{"schema": "mtqe.triage/1", "findings": [...], "problems": [...]}`; fields may be added, but never removed
or given another meaning.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from typing import TextIO

import msgspec

from mtqe.people.triage import Explained, Triage
from mtqe.prose import inert
from mtqe.report import view
from mtqe.report.csv import guard
from mtqe.report.document_markdown import escape

SCHEMA = "mtqe.triage/1"
COLUMNS = ("severity", "system", "segment", "check", "name", "sentence", "decide", "source", "target", "fingerprint")


def text(triage: Triage, out: TextIO, fold: Callable[[str, int], str]) -> None:
    """Write the list for a terminal.

    Args:
        triage: The findings.
        out: Where to write.
        fold: Wraps a line; see `mtqe.cli.wrap.fold`.
    """
    for problem in triage.problems:
        out.write(fold(inert(f"Problem: {problem.what}: {problem.why}"), 2) + "\n\n")
    if not triage.items:
        out.write("no findings to decide on\n")
    for number, item in enumerate(triage.items, 1):
        out.write(fold(inert(f"{number}. {_place(item)}"), 3) + "\n")
        out.write(fold(f"   {inert(item.sentence)}", 0) + "\n")
        out.write(fold(f"   → {item.decide}", 2) + "\n")


def markdown(triage: Triage, out: TextIO) -> None:
    """Write the list as Markdown."""
    out.write("# Findings to decide on\n\n")
    for problem in triage.problems:
        out.write(f"Problem: {escape(inert(f'{problem.what}: {problem.why}'))}\n\n")
    if not triage.items:
        out.write("There are no findings.\n")
    for number, item in enumerate(triage.items, 1):
        out.write(f"{number}. **{escape(inert(_place(item)))}**\n")
        out.write(f"   {escape(inert(item.sentence))}\n")
        out.write(f"   *{item.decide}*\n")


def as_json(triage: Triage, out: TextIO) -> None:
    """Write the list as one JSON object."""
    rows = [_row(item) | {"spans": msgspec.to_builtins(item.finding.spans)} for item in triage.items]
    problems = [{"what": problem.what, "why": problem.why} for problem in triage.problems]
    json.dump({"schema": SCHEMA, "findings": rows, "problems": problems}, out, ensure_ascii=False, indent=2)
    out.write("\n")


def table(triage: Triage, out: TextIO) -> None:
    """Write the list as CSV, a row for each finding; a problem has a row without a check."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for problem in triage.problems:
        row: Mapping[str, str | None] = {"name": "problem", "sentence": f"{problem.what}: {problem.why}"}
        writer.writerow([guard(row.get(column) or "") for column in COLUMNS])
    for item in triage.items:
        row = _row(item)
        writer.writerow([guard(row[column] or "") for column in COLUMNS])


def _place(item: Explained) -> str:
    finding = item.finding
    system = f"{finding.system}, " if finding.system else ""
    note = view.uncounted(finding)
    kind = f"{finding.severity.value}, {note}" if note else finding.severity.value
    return f"{system}{view.place(item.segment)}: {finding.check} {finding.name} ({kind})"


def _row(item: Explained) -> dict[str, str | None]:
    finding = item.finding
    return {
        "severity": finding.severity.value,
        "system": finding.system,
        "segment": finding.segment,
        "check": finding.check,
        "name": finding.name,
        "sentence": item.sentence,
        "decide": item.decide,
        "source": item.segment.source,
        "target": item.segment.target,
        "fingerprint": finding.fingerprint,
    }
