"""The findings as a Parquet file, a row for each finding: the columns of the CSV view, with types.

Numbers have numeric types and `preview` is a boolean; unknown values are null. Texts are unchanged, without the CSV's
guard against formulas. Each check or metric that could not run has a row named `could-not-run`, as in the CSV. The
verdict, the languages and the version are in the file's metadata, under `mtqe.report/1`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from mtqe.model import Finding, Report, Segment
from mtqe.report import view
from mtqe.report.locations import Place, places

if TYPE_CHECKING:
    import pyarrow as pa

TEXTS = ("system", "document", "path", "segment", "severity", "category", "check", "name", "message")
COLUMNS = {
    **dict.fromkeys(TEXTS, "string"),
    "line": "int64",
    "column": "int64",
    "marked_source": "list<string>",
    "marked_target": "list<string>",
    "suggestion": "string",
    "confidence": "double",
    "preview": "bool",
    "fingerprint": "string",
    "source": "string",
    "target": "string",
    "suppressed": "string",
    "unit": "string",
    "form": "string",
    "place": "string",
}
"""The type of each column, in order."""


def render(report: Report, out: BinaryIO) -> None:
    """Write the table to a stream of bytes."""
    from pyarrow import parquet

    located = places(report)
    segments = view.segments_by_id(report)
    rows = [
        {"name": "could-not-run", "message": f"{problem.what}: {problem.why}", "preview": False}
        for problem in report.failures
    ]
    rows += [
        row(finding, segments.get((finding.system, finding.segment)), located[number][0])
        for number, finding in enumerate(report.findings)
    ]
    about = {"run": report.run, "verdict": report.verdict}
    parquet.write_table(table(rows, {report.schema: msgspec.json.encode(about)}), out)


def table(rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, bytes]) -> pa.Table:
    """The table of some rows."""
    import pyarrow as pa

    types = [(name, pa.list_(pa.string()) if kind.startswith("list") else kind) for name, kind in COLUMNS.items()]
    return pa.Table.from_pylist(rows, schema=pa.schema(types, metadata=metadata))


def row(finding: Finding, segment: Segment | None, place: Place) -> dict[str, Any]:
    """The row of a finding."""
    marked = list(zip(finding.spans, finding.marked, strict=False))
    return {
        "system": finding.system,
        "document": segment.doc if segment else None,
        "path": place.path,
        "line": place.region.line if place.region else None,
        "column": place.region.column if place.region else None,
        "segment": finding.segment,
        "severity": finding.severity.value,
        "category": finding.category,
        "check": finding.check,
        "name": finding.name,
        "message": finding.message,
        "marked_source": [text for span, text in marked if span.side == "source"],
        "marked_target": [text for span, text in marked if span.side == "target"],
        "suggestion": finding.suggestion,
        "confidence": finding.confidence,
        "preview": finding.preview,
        "fingerprint": finding.fingerprint,
        "source": segment.source if segment else None,
        "target": segment.target if segment else None,
        "suppressed": finding.suppressed,
        "unit": segment.unit.id if segment else None,
        "form": segment.unit.form if segment else None,
        "place": place.within or None,
    }
