"""Guarded segments are counted and listed, and the corpus score is given without them, for every neural metric."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from statistics import fmean
from typing import get_args

import msgspec
import pytest
from comet_fixture import PAIRS

from mtqe.flow import pipeline
from mtqe.intake.corpus import Corpus
from mtqe.metrics import guards, pools
from mtqe.model import Document, Guarded, Report, Score, Segment
from mtqe.registry import metric_table, reporter_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

SEGMENTS = [
    Segment("1", "The bridge is closed until June.", "Die Brücke ist bis Juni gesperrt."),
    Segment("2", "The bridge is closed until June.", ""),
    Segment("3", "The bridge is closed until June.", "The bridge is closed until June."),
    Segment("4", "Nobody can cross the old bridge.", "Niemand kann die alte Brücke überqueren."),
    Segment("5", "The bridge is closed until June.", "Le pont est fermé jusqu'en juin."),
    Segment("6", "", "Abonnieren Sie unseren Rundbrief."),
]


def test_the_score_without_them() -> None:
    score = Score("learned", "corpus", 0.5, n=4)
    rows = {place: (value, 1.0) for place, value in enumerate([0.2, 0.9, 0.4, 0.5])}
    pool = pools.pool(SEGMENTS[:4], rows, {}, {2: "copied", 1: "empty"})
    without = pools.with_guarded(score, pool, lambda table: fmean(table[:, 0].tolist()))
    assert pool.number("copied") == 1 and pool.number("foreign") == 0
    assert without.guarded == Guarded({"empty": ("2",), "copied": ("3",)}, pytest.approx(0.35), 2)
    assert msgspec.structs.replace(without, guarded=None) == score
    assert pools.with_guarded(score, pools.pool(SEGMENTS[:4], rows, {}), fmean) is score
    guarded = pools.pool(SEGMENTS[1:2], {0: (0.1, 1.0)}, {}, {0: "empty"})
    alone = pools.with_guarded(Score("comet", "corpus", 0.1), guarded, fmean)
    assert alone.guarded == Guarded({"empty": ("2",)}, None, 0)
    assert guards.note(alone) == "Segment 2 has no translation, so its comet score means little; no others are scored"
    both = pools.pool(SEGMENTS[:4], rows, {}, {1: "empty", 2: "copied"})
    two = pools.with_guarded(Score("comet", "corpus", 0.2, n=4), both, lambda table: 0.35)
    sentence = "Segment 2 has no translation and segment 3 is a copy of its source, so their comet scores mean little"
    assert guards.note(two) == f"{sentence}; without them: 0.3500"


def test_a_note_on_several_guards_is_a_sentence() -> None:
    guarded = Guarded({"empty": ("1", "2"), "copied": ("3", "4", "7"), "foreign": ("5",)}, 0.8, 30)
    assert guards.note(Score("comet", "corpus", 0.5, guarded=guarded)) == (
        "Segments 1 and 2 have no translation, segments 3, 4 and 7 are copies of their sources, and segment 5 is not "
        "in the target language, so their comet scores mean little; without them: 0.8000"
    )


def test_many_segments_are_counted_and_the_first_are_named() -> None:
    ids = tuple(map(str, range(1, 1201)))
    note = guards.note(Score("comet", "corpus", 0.5, guarded=Guarded({"copied": ids}, 0.8, 30), system="a"))
    listed = "segments 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ... (1,200 in all) are copies of their sources"
    assert note == f"a: {listed}, so their comet scores mean little; without them: 0.8000"
    assert set(guards.SAYS) == set(get_args(guards.Guard))


def test_a_language_that_the_encoder_never_read() -> None:
    assert guards.untrained(Context("en", "zh-TW")) is None
    assert "'yo'" in (guards.untrained(Context("en", "yo")) or "")
    for metric in ("learned", "comet"):
        assert "not trained on 'yo'" in metric_table.load(metric).limits(Context("yo", "en"))


@pytest.fixture
def report() -> Report:
    config = Config("en", "de", metrics=MetricsConfig(use=("learned",), resamples=50))
    read = Corpus((Document("d", segments=tuple(SEGMENTS)),), "lines")
    return pipeline.assess(read, config, stages=pipeline.Stages(checks=False, gate=False))


def test_they_are_shown_beside_the_number(report: Report) -> None:
    corpus = report.scores[0]
    assert corpus.guarded is not None
    assert corpus.guarded.segments == {"empty": ("2",), "copied": ("3",), "foreign": ("5",)}
    assert (corpus.n, corpus.guarded.n) == (5, 2)
    assert corpus.value is not None and corpus.guarded.value is not None
    single = {score.segment: score.value or 0.0 for score in report.scores if score.level == "segment"}
    assert min(single["1"], single["4"]) <= corpus.guarded.value <= max(single["1"], single["4"])
    assert corpus.guarded.value > corpus.value
    assert all(score.guarded is None for score in report.scores[1:])
    shown = f"{corpus.guarded.value:.4f}"
    for reporter in ("console", "md", "html", "json"):
        out = io.StringIO()
        reporter_table.load(reporter).render(report, out)
        text = " ".join(out.getvalue().split())
        assert shown in text, reporter
        is_note = "egment 3 is a copy of its source" in text
        assert is_note is (reporter != "console"), "the console says it once, beside the number"


def test_comet_has_them_too(tiny_comet: Callable[[str], Path]) -> None:
    segments = [
        Segment(str(place), source, target, (reference,)) for place, (source, target, reference) in enumerate(PAIRS)
    ]
    copied = Segment("copied", SEGMENTS[2].source, SEGMENTS[2].target, ("Die Brücke bleibt bis Juni zu.",))
    long = Segment("long", "A word. " * 600, "Ein Wort. " * 600, ("Das Wort. " * 600,))
    config = Config(comet=CometConfig(str(tiny_comet("regression_metric"))), metrics=MetricsConfig(intervals=False))
    scores = metric_table.load("comet").score([*segments, copied, long], Context("en", "de", config))
    plain = [score.value for score in scores if score.level == "segment"][: len(segments)]
    assert scores[0].guarded.segments == {"copied": ("copied",), "truncated": ("long",)}
    assert scores[0].guarded.value == pytest.approx(fmean(plain))
    assert scores[0].guarded.n == len(segments)
