"""Runs of the judge on small texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mtqe.flow import pipeline
from mtqe.flow.pipeline import Stages
from mtqe.intake.corpus import Corpus
from mtqe.metrics.judge import inquiry
from mtqe.model import Document, Report, Score, Segment
from mtqe.settings.config import ChecksConfig, Config, JudgeConfig, MetricsConfig

KEY = "sk-test-0123456789abcdef"
TEXTS = [("A cat sleeps.", "Eine Katze schläft."), ("It rains.", "Es schneit."), ("Nine boats.", "Neun Boote.")]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(inquiry, "FIRST_WAIT", 0.01)
    monkeypatch.setenv("MTQE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("MTQE_JUDGE_KEY", KEY)


def corpus(texts: Sequence[tuple[str, str]] = TEXTS, docs: Sequence[str] = ("d",) * 1000) -> Corpus:
    groups: dict[str, list[Segment]] = {}
    for number, (pair, doc) in enumerate(zip(texts, docs, strict=False), 1):
        groups.setdefault(doc, []).append(Segment(str(number), *pair, doc=doc))
    return Corpus(tuple(Document(doc, segments=tuple(group)) for doc, group in groups.items()), "pairs")


def config(url: str, *, check: bool = False, cache: bool = True, **settings: Any) -> Config:
    judge = JudgeConfig(**{"url": url, "model": "small", "retries": 2, "timeout": 5.0} | settings)
    checks = ChecksConfig(select=("judge-error-span",)) if check else ChecksConfig()
    return Config("en", "de", checks=checks, metrics=MetricsConfig(use=("judge",), cache=cache), judge=judge)


def run(settings: Config, texts: Corpus | None = None) -> Report:
    return pipeline.assess(texts or corpus(), settings, stages=Stages(checks=False, gate=False))


def check(settings: Config, texts: Corpus | None = None) -> Report:
    return pipeline.assess(texts or corpus(), settings, stages=Stages(metrics=False, gate=False))


def of_segments(report: Report) -> list[float | None]:
    return [score.value for score in report.scores if score.level == "segment"]


def of_corpus(report: Report) -> Score:
    return report.scores[0]
