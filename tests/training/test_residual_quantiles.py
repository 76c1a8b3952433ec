"""The quantiles that `training/residuals.py` ships and publishes, on residuals made for the tests."""

from __future__ import annotations

import data
import numpy as np
import pytest
import residuals

from bench.intervals import Rated
from mtqe.encoder.residuals import read


def rated(scale: float, documents: int = 40, seed: int = 1) -> Rated:
    """Two translations of each of five sources in a document; human scores are off by up to `scale`."""
    rng = np.random.default_rng(seed)
    docs = np.repeat([f"d{n}" for n in range(documents)], 10)
    sources = np.array([f"{doc} {n // 2}" for doc, n in zip(docs, np.arange(len(docs)), strict=True)])
    score = rng.uniform(0.4, 0.6, len(docs))
    return Rated(score, score + rng.uniform(-scale, scale, len(docs)), sources, docs)


def test_the_halves_share_no_document() -> None:
    one = rated(0.1)
    first = residuals.half(one)
    assert 0 < first.sum() < len(first)
    assert not set(one.docs[first]) & set(one.docs[~first])


def test_the_coverage_is_that_of_documents_that_were_not_fitted() -> None:
    found = residuals.crossed(rated(0.1), 0.8)
    assert found.covered == pytest.approx(0.8, abs=0.05)
    assert found.differences == pytest.approx(0.8, abs=0.1)
    assert found.width == pytest.approx(0.16, abs=0.02)
    # One half is far easier than the other. Fitted on all documents, .8 would be covered.
    one = rated(0.1)
    easy = residuals.half(one)
    harder = Rated(one.score, np.where(easy, one.score, one.human), one.sources, one.docs)
    assert residuals.crossed(harder, 0.8).covered == pytest.approx(0.5, abs=0.1)


def test_an_unrated_pair_is_judged_by_the_others() -> None:
    by = {"en-de": rated(0.05), "zh-en": rated(0.2), "en-fr": rated(0.1)}
    assert residuals.unrated(by, "en-fr", 0.8).covered == 1.0  # the widest is that of zh-en
    assert residuals.unrated(by, "zh-en", 0.8).covered == pytest.approx(0.4, abs=0.05)


def test_a_pair_needs_documents_and_translations_to_compare_in_each_half() -> None:
    assert residuals.enough(rated(0.1))
    assert not residuals.enough(rated(0.1, documents=3))
    one = rated(0.1)
    alone = Rated(one.score, one.human, np.array([f"{n}" for n in range(len(one.score))]), one.docs)
    assert not residuals.enough(alone)


def test_what_is_written_can_be_read() -> None:
    by = {"zh-en": rated(0.2), "en-de": rated(0.05)}
    written = residuals.shipped({False: by, True: {"en-de": rated(0.02)}}, "abc")
    found = read({"residuals": written}, "abc")
    assert found is not None
    assert list(found.without) == ["en-de", "zh-en"]
    for level in residuals.LEVELS:
        wanted = residuals.fit(by["zh-en"], level)
        assert found.of("zh-en", level, False) == pytest.approx(wanted, abs=1e-4)
        assert found.of("zh-en", level, True) == pytest.approx(residuals.fit(rated(0.02), level), abs=1e-4)


def test_the_table_has_each_pair_by_halves_and_as_unrated() -> None:
    lines = residuals.published({False: {"en-de": rated(0.1), "zh-en": rated(0.2)}, True: {"en-de": rated(0.1)}})
    names = [line.split(" | ")[0].strip("| ") for line in lines[1:]]
    assert names == [
        *("en-de", "en-de", "zh-en", "zh-en", "en-de as unrated", "en-de as unrated"),
        *("zh-en as unrated", "zh-en as unrated", "en-de", "en-de"),
    ]


def test_only_documents_that_training_left_out_are_used() -> None:
    names = [f"doc{n}" for n in range(200)]
    for name in ("wmt20_news_mqm.en-de", "bio_mqm.en-es"):
        share = np.mean([residuals.held_out(name, doc) for doc in names])
        assert 0.05 < share < 0.25
    assert not any(residuals.held_out("wmt21_ted_mqm.en-de", doc) for doc in names)
    assert any(residuals.held_out("bio_mqm.en-es", doc) != data.held_out("wmt20_news_mqm.en-de", doc) for doc in names)
