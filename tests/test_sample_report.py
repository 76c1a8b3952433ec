"""The sample report in reports/sample is what `mtqe demo` makes today. `make golden` writes it anew.

A new check changes nothing in it: checks that ran and found nothing are left out. The scores of the encoder are rounded
to two digits there, because further digits differ from processor to processor.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import msgspec
import pytest

from mtqe.flow import pipeline
from mtqe.formats.termbases import glossary
from mtqe.model import CheckItem, Report, Score
from mtqe.project import seals
from mtqe.registry import reporter_table
from mtqe.report import json
from mtqe.settings.config import Config
from mtqe.settings.policy import GateConfig

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "sample"
VIEWS = {"html": "demo.html", "md": "demo.md"}


def render(report: Report, name: str) -> str:
    out = io.StringIO()
    reporter_table.load(name).render(report, out)
    return out.getvalue()


EPOCH = "2026-01-01T00:00:00+00:00"
NEURAL = ("learned", "hallucination")


def scrubbed(report: Report) -> Report:
    """Without what differs between two runs that find the same: time, versions, the last digits of sums, the seal.

    What the encoder says differs in more digits from processor to processor, and is compared apart; see `neural`.
    """
    notes = tuple(re.sub(r"(without (?:it|them): )[\d.]+", r"\1", note) for note in report.run.notes)
    run = msgspec.structs.replace(report.run, version="", created=EPOCH, seconds=0.0, notes=notes)
    scores = tuple(map(steady, report.scores))
    segments = tuple(
        msgspec.structs.replace(segment, meta={key: value for key, value in segment.meta.items() if key != "score"})
        for segment in report.segments
    )
    findings = tuple(msgspec.structs.replace(finding, confidence=None) for finding in report.findings)
    run = msgspec.structs.replace(run, checks=telling(report))
    return msgspec.structs.replace(report, run=run, scores=scores, segments=segments, findings=findings, seal=None)


def steady(score: Score) -> Score:
    signature = {key: value for key, value in score.signature.items() if key != "version"}
    value, interval = score.value, score.interval
    if score.metric in NEURAL:
        value, interval = None, None
    if interval is not None:
        interval = msgspec.structs.replace(interval, low=round(interval.low, 6), high=round(interval.high, 6))
    guarded = score.guarded and msgspec.structs.replace(score.guarded, value=None)
    rounded = None if value is None else round(value, 6)
    return msgspec.structs.replace(score, value=rounded, interval=interval, signature=signature, guarded=guarded)


def neural(report: Report) -> list[float]:
    """The numbers that come from the encoder: the aligner's certainty, confidences, scores."""
    certain = [float(segment.meta["score"]) for segment in report.segments]
    confident = [finding.confidence or 0.0 for finding in report.findings]
    scores = [score for score in report.scores if score.metric in NEURAL]
    without = [score.guarded.value or 0.0 for score in scores if score.guarded]
    return certain + confident + without + [score.value or 0.0 for score in scores]


def telling(report: Report) -> tuple[CheckItem, ...]:
    """The checks that found something or did not run."""
    found = {finding.check for finding in report.findings}
    return tuple(item for item in report.run.checks if item.state != "ran" or item.id in found)


def short(report: Report) -> Report:
    """The report as it is stored: without the checks that found nothing, two digits of the encoder's numbers."""
    run = msgspec.structs.replace(report.run, created=EPOCH, seconds=0.0, checks=telling(report))
    segments = tuple(
        msgspec.structs.replace(segment, meta={**segment.meta, "score": round(float(segment.meta["score"]), 2)})
        for segment in report.segments
    )
    findings = tuple(
        msgspec.structs.replace(finding, confidence=finding.confidence and round(finding.confidence, 2))
        for finding in report.findings
    )
    scores = tuple(rounded(score) if score.metric in NEURAL else score for score in report.scores)
    stored = msgspec.structs.replace(report, run=run, segments=segments, findings=findings, scores=scores)
    return seals.sealed(stored, GateConfig())


def rounded(score: Score) -> Score:
    interval, guarded = score.interval, score.guarded
    return msgspec.structs.replace(
        score,
        value=two(score.value),
        interval=interval and msgspec.structs.replace(interval, low=two(interval.low), high=two(interval.high)),
        guarded=guarded and msgspec.structs.replace(guarded, value=two(guarded.value)),
    )


def two(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Report:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    folder = Path("references/demo")
    terms = glossary.read([folder / "glossary.en-de.csv"], source_lang="en", target_lang="de")
    config = Config(source_lang="en", target_lang="de")
    report = pipeline.evaluate(
        folder / "article.en.txt", folder / "mt.de.txt", [folder / "reference.de.txt"], config, terms
    )
    if os.environ.get("UPDATE_GOLDEN"):
        SAMPLE.mkdir(parents=True, exist_ok=True)
        stored = short(report)
        for name, file in {"json": "demo.json", **VIEWS}.items():
            (SAMPLE / file).write_text(render(stored, name), encoding="utf-8")
    return report


def test_sample_is_what_the_demo_finds(fresh: Report) -> None:
    stored = json.read(SAMPLE / "demo.json")
    seals.refuse_edited(stored, SAMPLE / "demo.json", GateConfig())
    assert stored.seal and scrubbed(fresh) == scrubbed(stored)
    assert neural(fresh) == pytest.approx(neural(stored), abs=0.03)


@pytest.mark.parametrize(("name", "file"), VIEWS.items())
def test_sample_views_are_what_the_reporters_write(name: str, file: str) -> None:
    stored = json.read(SAMPLE / "demo.json")
    assert render(stored, name) == (SAMPLE / file).read_text(encoding="utf-8")
