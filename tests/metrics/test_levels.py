"""Functions for all metrics: documents, blank texts, the interval of a mean, the scores of all levels."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Any

import pytest

from mtqe.metrics import levels
from mtqe.model import Interval, Level, Score, Segment, Signature
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig
from mtqe.stats import resample


def context(**settings: Any) -> Context:
    return Context("en", "de", Config(metrics=MetricsConfig(**settings)))


def test_documents_in_the_order_of_the_text() -> None:
    docs = ("b", None, "a", "b", "a")
    assert list(levels.documents([Segment(str(k), "x", "y", doc=doc) for k, doc in enumerate(docs)]).items()) == [
        ("b", [0, 3]),
        ("a", [2, 4]),
    ]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\ufeff", "\x00 \x07", "\u00ad\u200d"])
def test_invisible_characters_are_blank(text: str) -> None:
    assert levels.is_blank(text)
    assert not levels.is_blank(f"{text}.")


def mean_interval(values: Sequence[float], given: Context) -> Interval | None:
    return levels.bootstrap_interval(len(values), lambda: resample.means(values), resample.mean, given)


def test_an_interval_needs_two_values_and_two_resamples() -> None:
    interval = mean_interval([0.1, 0.5, 0.9], context(resamples=100))
    assert interval is not None and 0.1 - 1e-12 <= interval.low < 0.5 < interval.high <= 0.9 + 1e-12
    assert mean_interval([0.5], context(resamples=100)) is None
    assert mean_interval([0.1, 0.9], context(resamples=1)) is None
    assert mean_interval([0.1, 0.9], context(intervals=False)) is None


def test_scores_of_all_levels_in_the_order_of_the_text() -> None:
    segments = [Segment(str(k), "x", "y", doc=doc) for k, doc in enumerate(("b", None, "a", "b", "c"))]
    values = {0: 0.2, 1: 0.4, 3: 0.6}

    def signature(places: Sequence[int], level: Level) -> Signature:
        return {"of": f"{level} {len(places)}"}

    interval = Interval(0.1, 0.9)
    scores = levels.score_levels(
        "m", segments, values, lambda places: fmean(values[place] for place in places), signature, interval
    )

    def score(level: Level, value: float | None, of: int, n: int, left: int, **fields: Any) -> Score:
        return Score("m", level, value, n=n, n_unscored=left, signature={"of": f"{level} {of}"}, **fields)

    assert scores == [
        score("corpus", fmean(values.values()), 5, 3, 2, interval=interval),
        score("document", fmean([0.2, 0.6]), 2, 2, 0, doc="b"),
        score("document", None, 1, 0, 1, doc="a"),
        score("document", None, 1, 0, 1, doc="c"),
        score("segment", 0.2, 1, 1, 0, segment="0"),
        score("segment", 0.4, 1, 1, 0, segment="1"),
        score("segment", None, 1, 0, 1, segment="2"),
        score("segment", 0.6, 1, 1, 0, segment="3"),
        score("segment", None, 1, 0, 1, segment="4"),
    ]
    alone = levels.score_levels(
        "m", segments, values, lambda places: 0.0, signature, single=lambda place: values[place]
    )
    assert [score.value for score in alone] == [0.0, 0.0, None, None, 0.2, 0.4, None, 0.6, None]
