"""Annotations for Marot, Google's viewer of MQM annotations: ten tab-separated columns, a row for each error.

- The annotations are the findings, whose rater is `mtqe`, or the ratings of people. Marked text is between `<v>` and
  `</v>`; if a text contains `<v>` itself, it becomes `< v>`. Tabs and line breaks in a text become spaces.
- A segment without errors has a row `no-error`, because Marot averages over segments. If nobody looked for errors, the
  row has scores and references but no rater.
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

from mtqe.model import Report, Score, Segment, Side, Span
from mtqe.report import annotators
from mtqe.report.annotators import Annotation, Annotations

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
SYSTEM = "translation"
"""Name of the system if the report names none."""

Metadata = dict[str, Any]


def render(report: Report, out: TextIO) -> None:
    """Write the table of the findings, its header line first."""
    write(report, annotators.of_report(report), out)


def write(report: Report, found: Annotations, out: TextIO) -> None:
    """Write the table, its header line first.

    Args:
        report: The report that was annotated.
        found: What the annotators said; segments that none of them annotated are left out.
        out: A text stream.
    """
    out.write("\t".join(COLUMNS) + "\n")
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
        extra = {"segment": _segment(segment, scores.get((segment.system, segment.id), []))}
        for annotation in found.get((segment.system, segment.id), ()):
            for row, metadata in _rows(segment, annotation):
                encoded = msgspec.json.encode(metadata | first | extra).decode()
                out.write("\t".join((*where, *row, encoded)) + "\n")
                extra, first = {}, {}


def segment_scores(report: Report) -> dict[tuple[str | None, str], list[Score]]:
    """The segment scores, by system and segment."""
    table: dict[tuple[str | None, str], list[Score]] = {}
    for score in report.scores:
        if score.level == "segment" and score.segment is not None and score.value is not None:
            table.setdefault((score.system, score.segment), []).append(score)
    return table


def _rows(segment: Segment, annotation: Annotation) -> Iterator[tuple[tuple[str, ...], Metadata]]:
    """The columns from the rater to the severity, and the metadata of the row."""
    rater = _cell(annotation.rater)
    if not annotation.marks:
        rater, label = (rater, "no-error") if annotation.marks is not None else ("", "")
        yield (rater, _marked(segment, "source", ()), _marked(segment, "target", ()), label, label), {}
        return
    for mark in annotation.marks:
        sides = (_marked(segment, "source", mark.spans), _marked(segment, "target", mark.spans))
        metadata: Metadata = {"note": mark.note} if mark.note else {}
        metadata["marked_text"] = " … ".join(segment.text(span.side)[span.start : span.end] for span in mark.spans)
        if stamp := _milliseconds(annotation.created):
            metadata["timestamp"] = stamp
        yield (rater, *sides, _category(mark.category), mark.severity.value.capitalize()), metadata


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


def _marked(segment: Segment, side: Side, spans: Iterable[Span]) -> str:
    """One side's text with its marks; adjacent marked pieces become one mark."""
    text = segment.text(side)
    written = {match.start() for match in re.finditer(r"<(?=/?v>)", text)}  # a mark may begin inside one
    result, done = "", 0

    def plain(start: int, end: int) -> str:
        if not written:
            return _cell(text[start:end])
        return _cell("".join("< " if at in written else text[at] for at in range(start, end)))

    for start, end in _joined((span.start, span.end) for span in spans if span.side == side):
        result += f"{plain(done, start)}<v>{plain(start, end)}</v>"
        done = end
    return result + plain(done, len(text))


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order; those that overlap or touch are one. Empty ranges mark nothing."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _cell(text: str) -> str:
    return re.sub(r"[\t\r\n]", " ", text)


def _milliseconds(created: str) -> int | None:
    try:
        return round(datetime.datetime.fromisoformat(created).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None
