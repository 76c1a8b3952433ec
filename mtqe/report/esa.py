"""The findings as error span annotations (ESA), JSON Lines: one object for each segment, as WMT publishes them.

- The annotator is `mtqe`. A span covers code points of the translation. A finding that marks only the source, such as
  an omission, has a span whose start and end are `missing`. An omitted segment has an empty `tgt`.
- ESA has minor and major errors; critical findings become major. Neutral findings are not errors and are left out, as
  are findings that do not count (accepted ones and those of preview checks). `error_type` is the MQM category.
- `esa_score` is 100 times the segment's score by the metric that estimates quality (`learned`), `null` if it has none.
  It is a metric's score on ESA's scale, not a human rating.
- `line_id` counts the segments of a system from 0. The format requires a source, which added text does not have: the
  source of such a segment is `…`.

Source: the keys of WMT24's wmt24_esa.jsonl; the protocol is arXiv 2406.11580.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

import msgspec

from mtqe.model import Finding, Report, Segment, Severity
from mtqe.registry import metric_table
from mtqe.report import view

ANNOTATOR = "mtqe"
SYSTEM = "translation"
"""Name of the system if the report names none."""
MISSING = "missing"
NO_SOURCE = "…"
SEVERITIES = {Severity.MINOR: "minor", Severity.MAJOR: "major", Severity.CRITICAL: "major"}
# JSON allows these characters unescaped, but many line readers split at them.
_ESCAPED = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def render(report: Report, out: TextIO) -> None:
    """Write one line for each segment."""
    findings: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.severity in SEVERITIES and finding.counts:
            findings.setdefault((finding.system, finding.segment), []).append(finding)
    facts = metric_table.facts(report)
    quality = next((score.metric for score in report.scores if facts[score.metric].estimates == "quality"), None)
    scores = {
        (score.system, score.segment): score.value
        for score in report.scores
        if score.metric == quality and score.level == "segment" and score.value is not None
    }
    numbers: Counter[str | None] = Counter()
    for segment in report.segments:
        key = (segment.system, segment.id)
        line = _annotation(report, segment, numbers[segment.system], findings.get(key, []), scores.get(key))
        numbers[segment.system] += 1
        out.write(msgspec.json.encode(line).decode().translate(_ESCAPED) + "\n")


def _annotation(
    report: Report, segment: Segment, number: int, findings: Sequence[Finding], score: float | None
) -> dict[str, Any]:
    return {
        "langs": view.pair(report),
        "line_id": number,
        "src": segment.source or NO_SOURCE,
        "tgt": segment.target,
        "doc_id": segment.doc or "document",
        "domain": "",
        "esa_spans": [span for finding in findings for span in _spans(finding)],
        "esa_score": None if score is None else round(100 * score, 2),
        "system": segment.system or SYSTEM,
        "annotator": ANNOTATOR,
    }


def _spans(finding: Finding) -> Iterator[dict[str, Any]]:
    about = {"severity": SEVERITIES[finding.severity], "error_type": finding.category}
    places = [(span.start, span.end) for span in finding.spans if span.side == "target" and span.start < span.end]
    yield from ({"start_i": start, "end_i": end, **about} for start, end in places)
    if not places:
        yield {"start_i": MISSING, "end_i": MISSING, **about}
