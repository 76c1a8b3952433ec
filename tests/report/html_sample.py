"""Sample reports for the tests of the HTML page and for looking at it; all texts are written for these tests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from statistics import fmean

import msgspec

from mtqe.model import (
    SCHEMA,
    CheckItem,
    Document,
    Finding,
    Interval,
    MetricItem,
    Mqm,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
    Side,
    Span,
    Verdict,
    fingerprint,
)

WEIGHTS = {"neutral": 0, "minor": 1, "major": 5, "critical": 25}


@dataclass(frozen=True)
class Fault:
    """A finding to plant: its check, the segment it is in, and what is marked on which side."""

    check: str
    name: str
    category: str
    severity: Severity
    segment: int
    message: str
    marks: tuple[tuple[Side, str], ...] = ()
    suggestion: str | None = None
    confidence: float | None = None
    preview: bool = False


MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL

NUMBER = ("ACC103", "number-mismatch", "accuracy/mistranslation")

_DATA = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
ARTICLE: list[tuple[str, str, str]] = [tuple(row) for row in _DATA["article"]]
"""Source, translation, reference; an empty side is an omission or an addition."""
FAULTS = msgspec.convert(_DATA["faults"], list[Fault])


def sample() -> Report:
    """An English news article of 25 segments with a faulty German translation: fails."""
    segments = [
        Segment(
            str(i),
            source,
            target,
            (reference,) if reference else (),
            "wendham",
            {"source_line": i * 2 - 1, "target_line": i * 2 - 1},
        )
        for i, (source, target, reference) in enumerate(ARTICLE, 1)
    ]
    findings = plant(segments, FAULTS)
    words = sum(len(segment.source.split()) for segment in segments)
    mqm = arithmetic(findings, words)
    reasons = (
        "3 critical findings, 0 allowed",
        f"major: {1000 * mqm.counts['major'] / words:.1f} findings per 1,000 words, 2.0 allowed",
        "a check could not run (HAL201 off-topic)",
    )
    return Report(
        SCHEMA,
        run(words, notes=("COMET was not run: `mtqe score -m comet --download` fetches its model (2.3 GB).",)),
        (
            Document(
                "wendham",
                "en",
                "de",
                (),
                "news/wendham.de.txt",
                None,
                "news/wendham.en.txt",
                None,
                ("news/ref.de.txt",),
            ),
        ),
        tuple(segments),
        tuple(likeness("chrf", segments)) + tuple(likeness("ter", segments, lower=True)),
        tuple(findings),
        (Problem("check HAL201 off-topic", "the encoder's weights are not installed"),),
        Verdict(False, reasons, mqm),
    )


def clean() -> Report:
    """A translation without findings: passes."""
    segments = [Segment("1", "The bridge is open again.", "Die Brücke ist wieder offen.")]
    return Report(SCHEMA, run(5), (), tuple(segments), (), (), (), Verdict(True, (), arithmetic([], 5)))


def systems() -> Report:
    """Three systems on the same eight segments."""
    chosen = [pair for pair in ARTICLE if all(pair)][:8]
    lanes = {
        "harbour-large": lambda target, reference: reference,
        "harbour-small": lambda target, reference: target,
        "baseline": lambda target, reference: target.replace(" und ", " and ").rpartition(" ")[0] + ".",
    }
    segments = [
        Segment(str(i), source, make(target, reference), (reference,), "wendham", system=name)
        for name, make in lanes.items()
        for i, (source, target, reference) in enumerate(chosen, 1)
    ]
    findings: list[Finding] = []
    for name in ("harbour-small", "baseline"):
        own = [segment for segment in segments if segment.system == name]
        faults = [fault for fault in FAULTS if fault.segment <= 3 or (fault.segment == 4 and name == "baseline")]
        findings += plant(own, faults)
    scores = [
        score
        for metric, lower in (("chrf", False), ("ter", True))
        for name in lanes
        for score in likeness(metric, [segment for segment in segments if segment.system == name], lower)
    ]
    base = run(120)
    names = tuple(lanes)
    return Report(
        SCHEMA,
        Run(base.version, base.created, 1.5, "en", "de", names, base.checks, base.metrics, (), "lines", 120),
        (Document("wendham", "en", "de", (), "baseline.de.txt", None, "wendham.en.txt"),),
        tuple(segments),
        tuple(scores),
        tuple(findings),
    )


def scripts(lang: str) -> Report:
    """A translation into a language that is written from right to left, or without spaces."""
    texts = {
        "ar": ("أعيد فتح الجسر يوم الثلاثاء.", "كلفت الأعمال 14 مليون يورو."),
        "he": ("הגשר נפתח מחדש ביום שלישי.", "העבודות עלו 14 מיליון אירו."),
        "ja": ("橋は火曜日に再び開通した。", "工事費は1400万ユーロだった。"),
        "zh": ("大桥于周二重新开放。", "工程耗资1400万欧元。"),
    }[lang]
    sources = ("The bridge reopened on Tuesday.", "The works cost 1.4 million euros.")
    segments = [Segment(str(i), *pair) for i, pair in enumerate(zip(sources, texts, strict=True), 1)]
    number = "1400万" if lang in ("ja", "zh") else "14"
    marks: tuple[tuple[Side, str], ...] = (("target", number), ("source", "1.4 million"))
    fault = Fault(*NUMBER, CRITICAL, 2, "1.4 million became 14 million", marks)
    return Report(
        SCHEMA,
        Run("0.1.0", "2026-11-24T14:05:00+00:00", 0.1, "en", lang),
        (),
        tuple(segments),
        (),
        tuple(plant(segments, [fault])),
    )


def large(n: int) -> Report:
    """A report of `n` segments in documents of at most 1,000, every ninth with a finding, with segment scores."""
    pairs = [pair for pair in ARTICLE if all(pair)]
    segments = [
        Segment(str(i + 1), f"{source} ({i})", f"{target} ({i})", (reference,), f"doc-{i // 1000:03}")
        for i in range(n)
        for source, target, reference in [pairs[i % len(pairs)]]
    ]
    cycle = (MINOR, MAJOR, CRITICAL)
    faults = [
        Fault(*NUMBER, cycle[i // 9 % 3], i + 1, "A number differs", (("target", f"({i})"), ("source", f"({i})")))
        for i in range(0, n, 9)
    ]
    scores = [Score("chrf", "segment", (i * 37 % 1000) / 10, str(i + 1)) for i in range(n)]
    documents = [Document(doc, "en", "de") for doc in dict.fromkeys(segment.doc or "" for segment in segments)]
    corpus = Score("chrf", "corpus", 50.0, n=n, interval=Interval(49.0, 51.0))
    findings = plant(segments, faults)
    verdict = Verdict(False, ("too many findings",), arithmetic(findings, 20 * n))
    return Report(
        SCHEMA, run(20 * n), tuple(documents), tuple(segments), (corpus, *scores), tuple(findings), (), verdict
    )


def plant(segments: Sequence[Segment], faults: Iterable[Fault]) -> list[Finding]:
    """Make findings; each mark is looked up in its segment's text, at its last place."""
    by_id = {segment.id: segment for segment in segments}
    findings = []
    for fault in faults:
        segment = by_id[str(fault.segment)]
        spans = []
        for side, text in fault.marks:
            start = segment.text(side).rfind(text)
            if start >= 0:
                spans.append(Span(side, start, start + len(text)))
        marked = tuple(segment.text(span.side)[span.start : span.end] for span in spans)
        findings.append(
            Finding(
                fault.check,
                fault.name,
                fault.category,
                fault.severity,
                segment.id,
                fault.message,
                tuple(spans),
                marked,
                fingerprint(fault.check, segment.source, marked, 0),
                suggestion=fault.suggestion,
                confidence=fault.confidence,
                preview=fault.preview,
                system=segment.system,
            )
        )
    return findings


def likeness(metric: str, segments: Sequence[Segment], lower: bool = False) -> list[Score]:
    """Scores at segment and corpus level that follow how alike translation and reference are."""
    system = segments[0].system
    values = []
    scores = []
    for segment in segments:
        value = None
        if segment.references and segment.target:
            alike = 100 * SequenceMatcher(None, segment.target, segment.references[0], autojunk=False).ratio()
            value = round(100 - alike if lower else alike, 2)
            values.append(value)
        scores.append(Score(metric, "segment", value, segment.id, segment.doc, system=system, n=int(value is not None)))
    mean = fmean(values)
    signature = {"name": metric, "nrefs": 1, "case": "mixed", "version": "2.5.1"}
    missing = len(segments) - len(values)
    return [
        Score(
            metric, "corpus", mean, None, None, len(values), missing, Interval(mean - 6, mean + 5), signature, system
        ),
        *scores,
    ]


def arithmetic(findings: Sequence[Finding], words: int) -> Mqm:
    counts = Counter(finding.severity.value for finding in findings if not finding.preview)
    penalty = float(sum(WEIGHTS[severity] * number for severity, number in counts.items()))
    score = 100 * (1 - penalty / words)
    formula = "penalty = 25 × critical + 5 × major + 1 × minor; score = (1 − penalty / source words) × 100"
    return Mqm(penalty, words, 1000 * penalty / words, score, {s.value: counts[s.value] for s in Severity}, formula)


def run(words: int, notes: tuple[str, ...] = ()) -> Run:
    names = {fault.check: fault.name for fault in FAULTS}
    checks = [CheckItem(check, name, "ran") for check, name in sorted(names.items())]
    checks.append(CheckItem("ACC105", "wrong-language", "ran"))
    checks.append(CheckItem("HAL201", "off-topic", "failed", "the encoder's weights are not installed"))
    checks.append(CheckItem("MRK201", "tag-mismatch", "not run", "no segment has markup"))
    metrics = (
        MetricItem("chrf", "chrf", "ran"),
        MetricItem("ter", "ter", "ran"),
        MetricItem("comet", "comet", "not run", "Unbabel/wmt22-comet-da is not on this machine"),
    )
    return Run(
        "0.1.0",
        "2026-11-24T14:05:00+00:00",
        2.4,
        "en",
        "de",
        (),
        tuple(checks),
        metrics,
        notes,
        "dynamic programme over length, numbers and cognates",
        words,
        ("glossary.en-de.csv",),
    )
