"""`mtqe check` reads each text once with each half of the encoder, although the states of few texts stay in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

import mtqe.encoder
from mtqe.checks import reading_order
from mtqe.checks.shared import moved_words
from mtqe.encoder import loader, reader, tokenizer
from mtqe.encoder.sessions import Session
from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.model import Document, Segment
from mtqe.settings.config import Config, MetricsConfig

PLACES = ("river", "bridge", "school", "market", "tower", "garden", "station", "harbour", "library", "theatre")
ORTE = ("Fluss", "Brücke", "Schule", "Markt", "Turm", "Garten", "Bahnhof", "Hafen", "Bücherei", "Theater")


def test_each_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    segments = tuple(
        Segment(
            str(k), f"Jane Doe met the {k} old men near the {place}.", f"Er traf die {k} alten Männer: {ort}.", doc="d"
        )
        for k, (place, ort) in enumerate(zip(PLACES, ORTE, strict=True))
    )
    size = sum(len(segment.source) + len(segment.target) for segment in segments[:2])
    monkeypatch.setattr(reading_order, "PART", size)
    monkeypatch.setattr(reader, "REMEMBERED_STATES", 120)
    monkeypatch.setattr(reader, "EXACT_STATES", 120)
    divided: Counter[str] = Counter()
    rows: Counter[tuple[str, bytes]] = Counter()
    encode, run = tokenizer.Tokenizer._encode, Session.run

    def encoded(instance: tokenizer.Tokenizer, text: str) -> tokenizer.Encoded:
        divided[text] += 1
        return encode(instance, text)

    def ran(instance: Session, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
        on = feeds.get("mask", feeds.get("sides")) != 0
        values = feeds.get("words", feeds.get("states"))
        rows.update((f"{id(instance)}", row[place].tobytes()) for row, place in zip(values, on, strict=True))
        return run(instance, names, feeds)

    loader.loaded.cache_clear()  # the memory of a model of other tests
    monkeypatch.setattr(tokenizer.Tokenizer, "_encode", encoded)
    monkeypatch.setattr(Session, "run", ran)
    monkeypatch.setattr(moved_words, "gains", lambda *given: [])  # it reads the neighbours of a finding again
    config = Config(source_lang="en", target_lang="de", metrics=MetricsConfig(cache=False))
    report = pipeline.assess(
        Corpus((Document("d", segments=segments),), "lines"), config, None, pipeline.STAGES["check"]
    )
    loader.loaded.cache_clear()
    assert not report.problems
    assert {score.metric for score in report.scores} == {"hallucination"}
    assert all(divided[text] == 1 for segment in segments for text in (segment.source, segment.target))
    assert set(rows.values()) == {1}
    assert mtqe.encoder.load() is mtqe.encoder.load()
