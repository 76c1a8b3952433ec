"""COMET in the chunks of a scan: the model is loaded once, and the corpus score is that of one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtqe.machine.memo import Memo
from mtqe.metrics import pools
from mtqe.metrics.comet import cached_scorer, network
from mtqe.metrics.comet.metric import comet
from mtqe.model import Segment
from mtqe.registry.contracts import Context
from mtqe.scan.assessment import Settings, assess
from mtqe.scan.chunks import cut
from mtqe.scan.states import decode
from mtqe.settings.config import CometConfig, Config, MetricsConfig

TEXTS = ("The bridge is closed.", "Nobody came to the party.", "We sell apples and pears.", "", "It rains.")
SEGMENTS = [
    Segment(str(place), text, f"Satz {place} hier.", (f"Satz {place} dort.",), doc="d")
    for place, text in enumerate(TEXTS * 4)
]


def test_a_scan_loads_the_model_once(tiny_comet: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Any] = []
    load = network.load

    def counted(*given: Any) -> Any:
        loaded.append(given)
        return load(*given)

    monkeypatch.setattr(cached_scorer, "load", counted)
    config = Config(
        source_lang="en",
        target_lang="de",
        comet=CometConfig(str(tiny_comet("regression_metric")), batch_size=4),
        metrics=MetricsConfig(use=("comet",), resamples=50, cache=False),
    )
    settings = Settings(config, checks=False, chunk=6)
    memo = Memo()
    states = [decode(assess(chunk, settings, memo).state) for chunk in cut(SEGMENTS, 6, "x")]
    assert len(states) == 4 and len(loaded) == 1
    parts = [state.statistics["comet"] for state in states]
    context = Context("en", "de", config)
    score = comet.corpus(pools.joined((part.pool for part in parts), sum(part.rows for part in parts), 10), context)
    whole = comet.score(SEGMENTS, context)[0]
    assert (score.n, score.n_unscored, score.signature) == (whole.n, whole.n_unscored, whole.signature)
    assert score.value == pytest.approx(whole.value, abs=1e-6)
    assert len(loaded) == 2
