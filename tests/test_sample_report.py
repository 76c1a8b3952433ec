"""The sample report in reports/sample is what `mtqe demo` makes today. `UPDATE_GOLDEN=1` writes it anew."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import msgspec
import pytest

from mtqe import pipeline
from mtqe.config import Config
from mtqe.formats import glossary
from mtqe.model import Report, Score
from mtqe.registry import reporter_table
from mtqe.report import json

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "sample"
VIEWS = {"html": "demo.html", "md": "demo.md"}


def render(report: Report, name: str) -> str:
    out = io.StringIO()
    reporter_table.load(name).render(report, out)
    return out.getvalue()


NEURAL = ("learned", "hallucination")


def scrubbed(report: Report) -> Report:
    """Without what differs between two runs that find the same: time, versions, the last digits of sums.

    What the encoder says differs in more digits from processor to processor, and is compared apart; see `neural`.
    """
    notes = tuple(re.sub(r"(?<=without them: )[\d.]+", "", note) for note in report.run.notes)
    run = msgspec.structs.replace(report.run, version="", created="2026-01-01T00:00:00+00:00", seconds=0.0, notes=notes)
    scores = tuple(map(steady, report.scores))
    segments = tuple(
        msgspec.structs.replace(segment, meta={key: value for key, value in segment.meta.items() if key != "score"})
        for segment in report.segments
    )
    findings = tuple(msgspec.structs.replace(finding, confidence=None) for finding in report.findings)
    return msgspec.structs.replace(report, run=run, scores=scores, segments=segments, findings=findings)


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
        run = msgspec.structs.replace(report.run, created="2026-01-01T00:00:00+00:00", seconds=0.0)
        stored = msgspec.structs.replace(report, run=run)
        for name, file in {"json": "demo.json", **VIEWS}.items():
            (SAMPLE / file).write_text(render(stored, name), encoding="utf-8")
    return report


def test_sample_is_what_the_demo_finds(fresh: Report) -> None:
    stored = json.read(SAMPLE / "demo.json")
    assert scrubbed(fresh) == scrubbed(stored)
    assert neural(fresh) == pytest.approx(neural(stored), abs=0.03)


@pytest.mark.parametrize(("name", "file"), VIEWS.items())
def test_sample_views_are_what_the_reporters_write(name: str, file: str) -> None:
    stored = json.read(SAMPLE / "demo.json")
    assert render(stored, name) == (SAMPLE / file).read_text(encoding="utf-8")
