"""A report of three files, and of one that has no translation; its texts are written for these tests."""

from __future__ import annotations

import msgspec

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Problem, Report, Run, Segment, Severity
from mtqe.settings.config import GateConfig


def error(segment: str, severity: Severity = Severity.MAJOR, **more: object) -> Finding:
    finding = Finding(
        "ACC101", "number-mismatch", "accuracy/mistranslation", severity, segment, "wrong", (), (), segment
    )
    return msgspec.structs.replace(finding, **more)


def three_files() -> Report:
    """Three files: one passes, one fails twice, one fails once; and one that has no translation."""
    names = ("a.txt", "b.txt", "c.txt")
    segments = tuple(
        Segment(f"{name}:{n}", "The pier is 30 metres long.", "Der Pier ist 30 Meter lang.", doc=name,
                meta={"source_line": 2 * n, "target_line": 2 * n + 1})
        for name in names for n in (1, 2)
    )  # fmt: skip
    documents = tuple(Document(name, "en", "de", (), f"de/{name}", None, f"en/{name}") for name in names)
    found = (error("c.txt:2"), error("b.txt:1"), error("b.txt:2", Severity.CRITICAL), error("a.txt:1", preview=True))
    checks = (CheckItem("ACC101", "number-mismatch", "ran", area="numbers"),)
    run = Run("0", "", 0.0, "en", "de", (), checks, source_words=36)
    report = Report(SCHEMA, run, documents, segments, (), found, (Problem("file en/d.txt", "no counterpart in de"),))
    return msgspec.structs.replace(
        report, verdict=judge(report, GateConfig(max={Severity.MAJOR: 0}, max_per_1000={}, uncovered="pass"))
    )
