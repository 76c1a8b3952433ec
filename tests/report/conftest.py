"""A sample report; its texts are written for these tests. It has overlapping marks, an omission, a problem, a note."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from mtqe.gate.verdicts import judge
from mtqe.model import (
    SCHEMA,
    CheckItem,
    Document,
    Finding,
    Interval,
    MetricItem,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Side,
    Span,
    fingerprint,
)
from mtqe.settings.config import GateConfig

GOLDEN = Path(__file__).parent / "golden"
MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL

TEXTS = (
    ("Lock keepers raise the alarm", "Schleusenwärter schlagen Alarm"),
    (
        "The lift at Oderwick carried 1.2 million tonnes of gravel last year, more than in any of the ten years "
        "before, although it stood still for eleven days in March while divers looked for a lost anchor.",
        "Das Schiffshebewerk Oderwick beförderte im vergangenen Jahr 12 Millionen Tonnen Kies, mehr als in jedem "
        "der zehn Jahre zuvor, obwohl es im März elf Tage lang stillstand, weil Taucher einen Anker suchten.",
    ),
    ("The gates have not been overhauled since 1987.", ""),
    ("", "Lesen Sie auch: Die schönsten Radwege am Wasser"),
    (
        "“They [the ministry] know it,” said the keeper of the lock.",
        "„Sie [the ministry] wissen es“, sagte der Torwart des Schlosses.",
    ),
    ("A new pump will be fitted in autumn.", "Im Herbst wird eine neue Pumpe eingebaut ."),
)


def finding(
    check: str,
    name: str,
    category: str,
    severity: Severity,
    segment: Segment,
    message: str,
    *marks: tuple[Side, str],
    suggestion: str | None = None,
    confidence: float | None = None,
    preview: bool = False,
) -> Finding:
    """A finding that marks the given texts where they stand first."""
    spans = tuple(
        Span(side, segment.text(side).index(text), segment.text(side).index(text) + len(text)) for side, text in marks
    )
    marked = tuple(text for _, text in marks)
    return Finding(
        check,
        name,
        category,
        severity,
        segment.id,
        message,
        spans,
        marked,
        fingerprint(check, segment.source, marked, 0),
        suggestion=suggestion,
        confidence=confidence,
        preview=preview,
        system=segment.system,
    )


def found(segments: list[Segment]) -> tuple[Finding, ...]:
    return (
        finding(
            "ACC103",
            "number-mismatch",
            "accuracy/mistranslation/number",
            CRITICAL,
            segments[1],
            "1.2 million became 12 million",
            ("source", "1.2 million"),
            ("target", "12 Millionen"),
            suggestion="1,2 Millionen",
        ),
        finding(
            "ACC101",
            "omitted-text",
            "accuracy/omission",
            MAJOR,
            segments[2],
            "The translation leaves out this sentence",
            ("source", segments[2].source),
        ),
        finding(
            "ACC102",
            "added-text",
            "accuracy/addition",
            MAJOR,
            segments[3],
            "The translation has a sentence that the source has not",
            ("target", segments[3].target),
            confidence=0.91,
        ),
        finding(
            "ART101",
            "bracketed-source",
            "accuracy/untranslated",
            MAJOR,
            segments[4],
            "Words in brackets were left in English",
            ("source", "[the ministry]"),
            ("target", "[the ministry]"),
        ),
        finding(
            "ACC104",
            "copied-words",
            "accuracy/untranslated",
            MINOR,
            segments[4],
            "Several words in a row were copied",
            ("target", "Sie [the ministry] wissen"),
        ),
        finding(
            "TRM101",
            "wrong-term",
            "terminology/wrong-term",
            MINOR,
            segments[4],
            "“Torwart” keeps a goal, not a lock",
            ("source", "keeper of the lock"),
            ("target", "Torwart des Schlosses"),
            suggestion="Schleusenwärter",
            confidence=0.6,
            preview=True,
        ),
        finding(
            "MRK102",
            "space-before-punctuation",
            "linguistic-conventions/punctuation",
            MINOR,
            segments[5],
            "There is a space before the full stop",
            ("target", " ."),
        ),
    )


def make_report(system: str | None = None) -> Report:
    segments = [
        Segment(
            str(number),
            source,
            target,
            doc="lift",
            meta=({"source_line": number} if source else {}) | ({"target_line": number + 1} if target else {}),
            system=system,
        )
        for number, (source, target) in enumerate(TEXTS, 1)
    ]
    signature: dict[str, str | int | float | bool | None] = {"name": "BLEU", "nrefs": 1, "version": "2.5.1"}
    values = (("bleu", 31.42, 5.1), ("chrf", 62.08, 4.0), ("ter", 51.9, 6.6), ("comet", 0.8123, 0.0214))
    scores = tuple(
        Score(metric, "corpus", value, n=5, interval=Interval(value - half, value + half), signature=signature)
        for metric, value, half in values
    )
    report = Report(
        SCHEMA,
        Run(
            "0.0.0",
            "2026-01-02T03:04:05+00:00",
            1.5,
            "en",
            "de",
            (system,) if system else (),
            (
                CheckItem("ACC103", "number-mismatch", "ran"),
                CheckItem("TRM102", "forbidden-term", "not run", "no glossary was given"),
                CheckItem("TRM103", "missing-term", "not run", "no glossary was given"),
                CheckItem("HAL101", "repeated-phrase", "failed", "ValueError: boom"),
            ),
            (MetricItem("bleu", "bleu", "ran"), MetricItem("ter", "ter", "ran")),
            ("translation.txt has no final newline",),
            "lexical",
            67,
        ),
        (Document("lift", "en", "de", (), "texts/lift.de.txt", None, "texts/lift.en.txt"),),
        tuple(segments),
        tuple(msgspec.structs.replace(score, system=system) for score in scores),
        found(segments),
        (Problem("check HAL101 repeated-phrase", "ValueError: boom"),),
    )
    return msgspec.structs.replace(
        report, verdict=judge(report, GateConfig(min={"bleu": 35.0}, max_score={"ter": 60.0}))
    )


def better(score: Score) -> Score:
    assert score.interval is not None
    factor = 0.9 if score.metric == "ter" else 1.1
    low, high, value = (factor * number for number in (score.interval.low, score.interval.high, score.value or 0))
    return msgspec.structs.replace(score, value=value, interval=Interval(low, high))


@pytest.fixture
def sample() -> Report:
    """One system: fails."""
    return make_report()


@pytest.fixture
def two_systems() -> Report:
    """The sample beside a system without findings and with other scores."""
    bad, good = make_report("weak-engine"), make_report("strong-engine")
    both = msgspec.structs.replace(
        bad,
        run=msgspec.structs.replace(bad.run, systems=("weak-engine", "strong-engine")),
        segments=bad.segments + good.segments,
        scores=bad.scores + tuple(map(better, good.scores)),
        verdict=None,
    )
    return msgspec.structs.replace(both, verdict=judge(both, GateConfig(min={"chrf": 65.0})))


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """`render(reporter, report, columns=80)`: the text that a reporter writes, without any terminal."""

    def write(reporter: object, report: Report, columns: int = 80) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("COLUMNS", str(columns))
        out = io.StringIO()
        reporter.render(report, out)
        return out.getvalue()

    return write


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden(name, text)` compares with a golden file; `make golden` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
