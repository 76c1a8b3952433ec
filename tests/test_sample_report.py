"""The sample report in reports/sample is what `mtqe demo` makes today. `UPDATE_GOLDEN=1` writes it anew."""

from __future__ import annotations

import io
import os
from pathlib import Path

import msgspec
import pytest

from mtqe import pipeline, registry
from mtqe.config import Config
from mtqe.formats import glossary
from mtqe.model import Report, Score
from mtqe.report import json

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "sample"
VIEWS = {"html": "demo.html", "md": "demo.md"}


def render(report: Report, name: str) -> str:
    out = io.StringIO()
    registry.load("reporters", name).render(report, out)
    return out.getvalue()


def scrubbed(report: Report) -> Report:
    """Without what differs between two runs that find the same: time, versions, the last digits of sums."""
    run = msgspec.structs.replace(report.run, version="", created="2026-01-01T00:00:00+00:00", seconds=0.0)
    return msgspec.structs.replace(report, run=run, scores=tuple(map(steady, report.scores)))


def steady(score: Score) -> Score:
    signature = {key: value for key, value in score.signature.items() if key != "version"}
    value, interval = score.value, score.interval
    if interval is not None:
        interval = msgspec.structs.replace(interval, low=round(interval.low, 6), high=round(interval.high, 6))
    rounded = None if value is None else round(value, 6)
    return msgspec.structs.replace(score, value=rounded, interval=interval, signature=signature)


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


@pytest.mark.parametrize(("name", "file"), VIEWS.items())
def test_sample_views_are_what_the_reporters_write(name: str, file: str) -> None:
    stored = json.read(SAMPLE / "demo.json")
    assert render(stored, name) == (SAMPLE / file).read_text(encoding="utf-8")
