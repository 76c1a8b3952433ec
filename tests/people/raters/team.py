"""Reports of systems and ratings of a team, on invented sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Finding,
    MetricFacts,
    MetricItem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Span,
)
from mtqe.model.ratings import Decision, RatedError, Rating

MINOR, MAJOR, CRITICAL, NEUTRAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL, Severity.NEUTRAL
NUMBER = "accuracy/mistranslation/number"
CATEGORIES = {"ACC101": NUMBER, "LOC101": "linguistic-conventions/punctuation", "ACC110": "accuracy/omission"}


def target(start: int, end: int) -> Span:
    return Span("target", start, end)


def source(start: int, end: int) -> Span:
    return Span("source", start, end)


def finding(check: str, segment: str, *spans: Span, severity: Severity = MAJOR, mark: str = "f") -> Finding:
    return Finding(
        check,
        f"name-{check}",
        CATEGORIES[check],
        severity,
        segment,
        "wrong",
        spans,
        ("",) * len(spans),
        f"{check}-{segment}-{mark}",
    )


def report(
    segments: Sequence[Segment],
    findings: Sequence[Finding] = (),
    scores: Mapping[str, Sequence[float | None]] | None = None,
    checks: Sequence[str] = tuple(CATEGORIES),
    lower: Sequence[str] = (),
    unknown: Sequence[str] = (),
) -> Report:
    """A report whose metrics are those of `scores`, a score for each segment."""
    facts = {
        name: MetricFacts(name, digits=2, higher_is_better=None if name in unknown else name not in lower)
        for name in scores or {}
    }
    run = Run(
        "1",
        "2026-01-01T00:00:00+00:00",
        source_lang="en",
        target_lang="de",
        checks=tuple(CheckItem(check, f"name-{check}", "ran") for check in checks),
        metrics=tuple(MetricItem(name, name, "ran", None, known) for name, known in facts.items()),
        systems=tuple(dict.fromkeys(segment.system for segment in segments if segment.system)),
        source_words=sum(len(segment.source.split()) for segment in segments),
    )
    values = [
        Score(name, "segment", value, segment.id, system=segment.system)
        for name, column in (scores or {}).items()
        for segment, value in zip(segments, column, strict=True)
    ]
    return Report(SCHEMA, run, (), tuple(segments), tuple(values), tuple(findings))


def said(of: Segment, /, rater: str = "Ana", **more: object) -> Rating:
    """A rating of a segment by its texts and id."""
    given = {"segment": of.id, "source": of.source, "target": of.target} | more
    return Rating(rater=rater, **given)


def error(category: str, severity: Severity, *spans: Span) -> RatedError:
    return RatedError(category, severity, spans)


def opinion(of: Finding, word: str) -> Decision:
    return Decision(of.fingerprint, of.check, word)
