"""What the metrics share: documents, blank texts, the interval of a mean."""

from __future__ import annotations

from typing import Any

import pytest

from mtqe.config import Config, MetricsConfig
from mtqe.contracts import Context
from mtqe.metrics import levels
from mtqe.model import Segment


def context(**settings: Any) -> Context:
    return Context("en", "de", Config(metrics=MetricsConfig(**settings)))


def test_documents_in_the_order_of_the_text() -> None:
    docs = ("b", None, "a", "b", "a")
    assert list(levels.documents([Segment(str(k), "x", "y", doc=doc) for k, doc in enumerate(docs)]).items()) == [
        ("b", [0, 3]),
        ("a", [2, 4]),
    ]


@pytest.mark.parametrize("text", ["", " \n", "\u200b\ufeff", "\x00 \x07", "\u00ad\u200d"])
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert levels.is_blank(text)
    assert not levels.is_blank(f"{text}.")


def test_an_interval_wants_some_values_and_some_resamples() -> None:
    found = levels.mean_interval([0.1, 0.5, 0.9], context(resamples=100))
    assert found is not None and 0.1 <= found.low < 0.5 < found.high <= 0.9
    assert levels.mean_interval([0.5], context(resamples=100)) is None
    assert levels.mean_interval([0.1, 0.9], context(resamples=1)) is None
    assert levels.mean_interval([0.1, 0.9], context(intervals=False)) is None
