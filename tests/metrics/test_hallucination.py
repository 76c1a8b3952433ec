"""The metric `hallucination`: levels, empty sides, and that every report with checks has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtqe import encoder
from mtqe.encoder import judgement_cache
from mtqe.errors import Unavailable
from mtqe.flow import pipeline
from mtqe.metrics.hallucination import hallucination
from mtqe.model import Segment
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

GOOD = Segment(
    "1", "The bakery sells fresh bread every morning.", "Die Bäckerei verkauft jeden Morgen frisches Brot.", doc="a"
)
OTHER = Segment(
    "2", "The bakery sells fresh bread every morning.", "Das Gericht vertagte den Prozess auf Mai.", doc="b"
)
ADDED = Segment("3", "", "Jetzt den Newsletter bestellen!", doc="b")
LOST = Segment("4", "Nobody was hurt.", "", doc="b")


def context(target: str = "de") -> Context:
    return Context("en", target)


def test_segments_documents_and_corpus() -> None:
    scores = hallucination.score([GOOD, OTHER, ADDED, LOST], context())
    values = {(score.level, score.segment or score.doc): score.value for score in scores}
    assert values.pop(("segment", "4")) is None
    known = {place: value for place, value in values.items() if value is not None}
    assert len(known) == len(values)
    assert known["segment", "1"] < 0.1 < 0.9 < known["segment", "2"]
    assert known["segment", "3"] == 1.0
    assert known["document", "b"] == pytest.approx((known["segment", "2"] + 1) / 2)
    assert scores[0].level == "corpus"
    assert (scores[0].n, scores[0].n_unscored) == (3, 1)
    assert scores[0].signature["weights"] == encoder.load().signature["weights"]


COPIED = Segment(
    "5", "The bakery sells fresh bread every morning.", "The bakery sells fresh bread every morning.", doc="c"
)
FOREIGN = Segment(
    "6",
    "The bakery sells fresh bread every morning.",
    "La boulangerie vend du pain frais tous les matins de la semaine.",
    doc="c",
)
NAME = Segment("7", "Marie Curie", "Marie Curie", doc="c")


def test_a_translation_in_the_wrong_language_is_a_great_risk() -> None:
    total, *others = hallucination.score([GOOD, COPIED, FOREIGN, NAME], context())
    values = {score.segment: score.value or 0.0 for score in others if score.level == "segment"}
    assert values["5"] > 0.95 and values["6"] > 0.95
    assert values["1"] < 0.1 and values["7"] < 0.1
    assert total.guarded and total.guarded.segments == {"copied": ("5",), "foreign": ("6",)}
    assert total.guarded.value == pytest.approx((values["1"] + values["7"]) / 2)
    assert total.guarded.n == 2


def test_without_any_source_it_is_unavailable() -> None:
    with pytest.raises(Unavailable, match="needs a source"):
        hallucination.score([ADDED], context())


def test_an_unmeasured_pair_is_a_caution() -> None:
    assert hallucination.limits(context()) is None
    assert "not on en-fi" in (hallucination.limits(context("fi")) or "")


def test_metric_and_check_read_a_pair_once(monkeypatch: pytest.MonkeyPatch) -> None:
    used = context()
    first = judgement_cache.risks([GOOD, OTHER], used, "a")
    monkeypatch.setattr(encoder, "load", None)
    assert judgement_cache.risks([OTHER, GOOD], used, "b") == first[::-1]


def test_every_report_with_checks_has_it_in_addition_to_the_named_metrics(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text(GOOD.source + "\n", encoding="utf-8")
    (tmp_path / "a.de").write_text(GOOD.target + "\n", encoding="utf-8")
    config = Config(source_lang="en", target_lang="de", metrics=MetricsConfig(use=("learned",)))
    report = pipeline.evaluate(tmp_path / "a.en", tmp_path / "a.de", config=config)
    assert {score.metric for score in report.scores if score.level == "segment"} == {"learned", "hallucination"}
