"""The measures of segments: they survive a report without rounding, and all scores follow from them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics.lexical import sacre
from mtqe.model import Measures, Segment
from mtqe.registry.contracts import Context

CONTEXT = Context("en", "de")
TEXT = st.text("abc .é", max_size=12)
LEXICAL = [sacre.bleu, sacre.chrf, sacre.chrf_plus, sacre.ter]


def restored(measures: Measures) -> Measures:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(measures), type=Measures)


@pytest.mark.parametrize("metric", LEXICAL, ids=lambda metric: metric.name)
@settings(max_examples=25)
@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=2, max_size=2) | st.just([])), min_size=1, max_size=6))
def test_scores_follow_from_measures(metric: sacre.Sacre, texts: list[tuple[str, list[str]]]) -> None:
    segments = [
        Segment(str(place), "s", text, tuple(references), doc=f"d{place // 2}")
        for place, (text, references) in enumerate(texts)
    ]
    try:
        scores = metric.score(segments, CONTEXT)
    except Unavailable:
        with pytest.raises(Unavailable):
            metric.measures(segments, CONTEXT)
        return
    assert metric.scores(segments, restored(metric.measures(segments, CONTEXT)), CONTEXT) == scores
    # The measures of parts are the rows of the whole, where each part has a reference.
    rows = metric.measures(segments, CONTEXT).rows
    for place, segment in enumerate(segments):
        if segment.references:
            assert metric.measures([segment], CONTEXT).rows == [rows[place]]


def test_measures_of_another_version_are_refused() -> None:
    segments = [Segment("1", "a b", "a b", ("a b c",))]
    made = sacre.bleu.measures(segments, CONTEXT)
    other = msgspec.structs.replace(made, signature=made.signature | {"version": "1.0.0"})
    with pytest.raises(ConfigError, match=r"bleu was scored with BLEU\|.*version:1.0.0, and here it is BLEU"):
        sacre.bleu.scores(segments, other, CONTEXT)
