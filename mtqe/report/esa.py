"""Error span annotations (ESA), JSON Lines: one object for each segment and annotator, as WMT publishes them.

- The annotations are the findings, whose annotator is `mtqe`, or the ratings of people. A span covers code points of
  the translation. An error that marks only the source, such as an omission, has a span whose start and end are
  `missing`. An omitted segment has an empty `tgt`.
- ESA has minor and major errors; critical ones become major. Neutral findings are not errors and are left out, as are
  findings that do not count (accepted ones and those of preview checks). `error_type` is the MQM category.
- `esa_score` is the score of a person. For findings it is 100 times the segment's score by the metric that estimates
  quality (`learned`), `null` if it has none: a metric's score on ESA's scale, not a human rating.
- `line_id` counts the segments of a system from 0. The format requires a source, which added text does not have: the
  source of such a segment is `…`.

Source: the keys of WMT24's wmt24_esa.jsonl; the protocol is arXiv 2406.11580.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TextIO

from mtqe.model import Report, Segment, Severity
from mtqe.prose import json_line
from mtqe.report import annotators, view
from mtqe.report.annotators import Annotation, Annotations, Mark

SYSTEM = "translation"
"""Name of the system if the report names none."""
MISSING = "missing"
NO_SOURCE = "…"
SEVERITIES = {Severity.MINOR: "minor", Severity.MAJOR: "major", Severity.CRITICAL: "major"}


def render(report: Report, out: TextIO) -> None:
    """Write one line for each segment, with its findings."""
    write(report, annotators.of_report(report), out)


def write(report: Report, found: Annotations, out: TextIO) -> None:
    """Write one line for each segment and annotator.

    Args:
        report: The report that was annotated.
        found: What the annotators said; segments that none of them annotated are left out.
        out: A text stream.
    """
    numbers: Counter[str | None] = Counter()
    for segment in report.segments:
        for annotation in found.get((segment.system, segment.id), ()):
            line = _line(report, segment, numbers[segment.system], annotation)
            out.write(json_line(line) + "\n")
        numbers[segment.system] += 1


def _line(report: Report, segment: Segment, number: int, annotation: Annotation) -> dict[str, Any]:
    marks = [mark for mark in annotation.marks or () if mark.severity in SEVERITIES]
    return {
        "langs": view.pair(report),
        "line_id": number,
        "src": segment.source or NO_SOURCE,
        "tgt": segment.target,
        "doc_id": segment.doc or "document",
        "domain": "",
        "esa_spans": [span for mark in marks for span in _spans(mark)],
        "esa_score": None if annotation.score is None else round(annotation.score, 2),
        "system": segment.system or SYSTEM,
        "annotator": annotation.rater,
    }


def _spans(mark: Mark) -> Iterator[dict[str, Any]]:
    about = {"severity": SEVERITIES[mark.severity], "error_type": mark.category}
    places = [(span.start, span.end) for span in mark.spans if span.side == "target" and span.start < span.end]
    yield from ({"start_i": start, "end_i": end, **about} for start, end in places)
    if not places:
        yield {"start_i": MISSING, "end_i": MISSING, **about}
