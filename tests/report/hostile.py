"""Reports for the tests of the machine-read outputs: hostile texts in every field, and the odd shapes of a report."""

from __future__ import annotations

import io
from typing import Any

from hypothesis import strategies as st

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Coverage,
    Document,
    Finding,
    MetricFacts,
    MetricItem,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Span,
    Verdict,
)

WORDS = (
    "]]>", "<script>alert(1)</script>", "=1+1", "@SUM(A1)", "-2", "＝1", "'=x", "\x00", "\x1b[31m", "\ufffe", "\uffff",
    "\r\n", "\n", "\r", "\t", "\u2028", "\x85", "::error::x", "%0A", "%", ":", ",", '"', "'", "&amp;", "{0}", "{x}",
    "[a](1)", "<v>", "</v>", "\u202eabc", "שלום", "مرحبا", "😀", "東京", "e\u0301", " ", "\\", "a",
    "[[ATTACHMENT|/etc/x]]",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map("".join)
LABELS = st.sampled_from([None, "", "-", "a/b.txt", "/dev/stdin", "ü %:,\n.txt", "../x.md", "/y.txt", "x.docx"])


def render(reporter: Any, report: Report) -> str:
    out = io.StringIO(newline="")
    reporter.render(report, out)
    return out.getvalue()


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report whose texts are hostile; its spans fit."""
    systems = draw(st.sampled_from([(None,), ("one", "two"), (draw(TEXTS) or "x",)]))
    docs = draw(st.lists(st.tuples(TEXTS, LABELS, LABELS), max_size=2, unique_by=lambda item: item[0]))
    documents = tuple(Document(name, "en", "de", (), path, "0" * 64, source, "0" * 64) for name, path, source in docs)
    segments, findings = [], []
    for system in systems:
        for number in range(draw(st.integers(0, 3))):
            segment = Segment(
                f"{number}{draw(TEXTS)}",
                draw(TEXTS),
                draw(TEXTS),
                tuple(draw(st.lists(TEXTS, max_size=1))),
                doc=draw(st.sampled_from([None, *(name for name, _, _ in docs)])),
                meta=draw(st.sampled_from([{}, {"target_line": 3, "source_line": 2}, {"target_line": "x"}])),
                system=system,
            )
            segments.append(segment)
            findings += [draw(_findings(segment)) for _ in range(draw(st.integers(0, 2)))]
    return Report(
        SCHEMA,
        Run(
            "1",
            draw(st.sampled_from(["", "2026-01-02T03:04:05+00:00", "soon"])),
            0.5,
            draw(st.sampled_from([None, "en"])),
            draw(st.sampled_from([None, "de"])),
            tuple(system for system in systems if system),
            draw(st.sampled_from([(), (CheckItem("ACC101", "number-mismatch", "ran"),)])),
            (MetricItem("bleu", "bleu", "not run", draw(TEXTS), MetricFacts(draw(TEXTS))),),
            (draw(TEXTS),),
            coverage=(Coverage("names", draw(st.sampled_from(["full", "part", "none", "off"])), (draw(TEXTS),)),),
        ),
        documents,
        tuple(segments),
        (Score("bleu", "corpus", draw(st.sampled_from([None, 31.4])), system=systems[0]),),
        tuple(findings),
        tuple(Problem(draw(TEXTS), draw(TEXTS), draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))),
        draw(st.sampled_from([None, Verdict(True), Verdict(False, (draw(TEXTS), draw(TEXTS)))])),
    )


@st.composite
def _findings(draw: st.DrawFn, segment: Segment) -> Finding:
    spans = []
    for side in draw(st.lists(st.sampled_from(["source", "target"]), max_size=2)):
        if length := len(segment.text(side)):
            start = draw(st.integers(0, length - 1))
            spans.append(Span(side, start, draw(st.integers(start + 1, length))))
    return Finding(
        draw(st.sampled_from(["ACC101", "acme/GLS001"])),
        "some-name",
        "accuracy/omission",
        draw(st.sampled_from(list(Severity))),
        segment.id,
        draw(TEXTS),
        tuple(spans),
        tuple(segment.text(span.side)[span.start : span.end] for span in spans),
        draw(st.sampled_from(["0" * 16, "f" * 16])),
        suggestion=draw(st.sampled_from([None, draw(TEXTS)])),
        confidence=draw(st.sampled_from([None, 0.5])),
        preview=draw(st.booleans()),
        system=segment.system,
    )


EMPTY = Report(SCHEMA, Run("1", "2026-01-02T03:04:05+00:00"))
BROKEN = Report(
    SCHEMA, Run("1", ""), problems=(Problem("check HAL101", "boom"), Problem("metric learned", "far", False))
)
