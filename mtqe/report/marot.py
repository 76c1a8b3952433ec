"""The findings for Marot, Google's viewer of MQM annotations: ten tab-separated columns, a row for each error.

- The rater is `mtqe`. Marked text is between `<v>` and `</v>`; if a text contains `<v>` itself, it becomes `< v>`.
  Tabs and line breaks in a text become spaces.
- A segment without findings has a row `no-error`, because Marot averages over segments. If no check ran, rows have
  scores and references but no rater.
- `metadata` has the note, and in the first row of a segment the segment's scores and references.
- Findings that do not count (accepted ones and those of preview checks) are left out. Marot has its own severity
  weights: a critical error weighs 5 there, not 25. Marot's settings can change them.

Format: github.com/google-research/google-research, marot/README.md.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

import msgspec

from mtqe.model import Finding, Report, Score, Segment, Side
from mtqe.report import view

COLUMNS = (
    "system",
    "doc",
    "docSegId",
    "globalSegId",
    "rater",
    "source",
    "target",
    "category",
    "severity",
    "metadata",
)
RATER = "mtqe"
SYSTEM = "translation"
"""Name of the system if the report names none."""

Metadata = dict[str, Any]


def render(report: Report, out: TextIO) -> None:
    """Write the table, its header line first."""
    out.write("\t".join(COLUMNS) + "\n")
    by_segment: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.counts:
            by_segment.setdefault((finding.system, finding.segment), []).append(finding)
    scores = segment_scores(report)
    langs = [report.run.source_lang or "und", report.run.target_lang or "und"]
    in_doc: Counter[tuple[str | None, str | None]] = Counter()
    in_system: Counter[str | None] = Counter()
    first: Metadata = {"evaluation": {"template": "mtqe", "source_language": langs[0], "target_language": langs[1]}}
    for segment in report.segments:
        in_doc[segment.system, segment.doc] += 1
        in_system[segment.system] += 1
        where = (
            _cell(segment.system or SYSTEM),
            f"{_cell(segment.doc or 'document')}:{_cell('-'.join(langs))}",
            str(in_doc[segment.system, segment.doc]),
            str(in_system[segment.system]),
        )
        extra = first | {"segment": _segment(segment, scores.get((segment.system, segment.id), []))}
        first = {}
        for row, metadata in _rows(report, segment, by_segment.get((segment.system, segment.id), [])):
            encoded = msgspec.json.encode(metadata | extra).decode()
            out.write("\t".join((*where, *row, encoded)) + "\n")
            extra = {}


def segment_scores(report: Report) -> dict[tuple[str | None, str], list[Score]]:
    """The segment scores, by system and segment."""
    table: dict[tuple[str | None, str], list[Score]] = {}
    for score in report.scores:
        if score.level == "segment" and score.segment is not None and score.value is not None:
            table.setdefault((score.system, score.segment), []).append(score)
    return table


def _rows(report: Report, segment: Segment, findings: list[Finding]) -> Iterator[tuple[tuple[str, ...], Metadata]]:
    """The columns from the rater to the severity, and the metadata of the row."""
    if not findings:
        rater, label = (RATER, "no-error") if view.checked(report) else ("", "")
        yield (rater, _marked(segment, "source", []), _marked(segment, "target", []), label, label), {}
    for finding in findings:
        sides = (_marked(segment, "source", [finding]), _marked(segment, "target", [finding]))
        metadata: Metadata = {
            "note": f"{finding.check} {finding.name}: {view.sentence(finding)}",
            "marked_text": " … ".join(finding.marked),
        }
        if stamp := _milliseconds(report.run.created):
            metadata["timestamp"] = stamp
        yield (RATER, *sides, _category(finding.category), finding.severity.value.capitalize()), metadata


def _category(path: str) -> str:
    """The MQM path as annotation tools write it: `Linguistic conventions/Punctuation`."""
    return "/".join(part.replace("-", " ").strip().capitalize() for part in _cell(path).split("/"))


def _segment(segment: Segment, scores: Iterable[Score]) -> Metadata:
    metadata: Metadata = {"mtqe_segment": segment.id}
    metrics = {score.metric: score.value for score in scores}
    if metrics:
        metadata["metrics"] = metrics
    references = {f"ref{number}": text for number, text in enumerate(segment.references, 1) if text}
    if references:
        metadata |= {"references": references, "primary_reference": next(iter(references))}
    return metadata


def _marked(segment: Segment, side: Side, findings: Iterable[Finding]) -> str:
    """One side's text with its marks; adjacent marked pieces become one mark."""
    text = segment.text(side)
    written = {match.start() for match in re.finditer(r"<(?=/?v>)", text)}  # a mark may begin inside one
    result, inside, at = "", False, 0
    for piece in view.pieces(text, view.marks(findings, side)):
        if inside != bool(piece.severity):
            result += "</v>" if inside else "<v>"
        inside = bool(piece.severity)
        result += _cell("".join("< " if at + n in written else char for n, char in enumerate(piece.text)))
        at += len(piece.text)
    return result + ("</v>" if inside else "")


def _cell(text: str) -> str:
    return re.sub(r"[\t\r\n]", " ", text)


def _milliseconds(created: str) -> int | None:
    try:
        return round(datetime.datetime.fromisoformat(created).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
