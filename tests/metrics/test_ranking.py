"""Ranking of candidates: utilities computed by hand, the scores of comet, the order, and the refused methods."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import pytest
from comet_fixture import PAIRS
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from mtqe import ranking
from mtqe.config import CometConfig, Config, MetricsConfig
from mtqe.contracts import Context
from mtqe.errors import ConfigError
from mtqe.formats.candidates import Candidates

TEXT = st.text("ab .,é", max_size=12)


def context(model: str = "x") -> Context:
    return Context("en", "de", Config(comet=CometConfig(model, dtype="fp32"), metrics=MetricsConfig(intervals=False)))


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["chrf", "chrf++"]))
def test_the_utility_is_the_mean_chrf_with_the_others(texts: list[str], metric: str) -> None:
    scorer = CHRF(word_order=2 if metric == "chrf++" else 0)
    ranked = ranking.rank([Candidates("1", "s", tuple(texts))], metric, "mbr", context())[0]
    expected = {
        place: fmean(
            scorer.sentence_score(text, [reference]).score for at, reference in enumerate(texts) if at != place
        )
        for place, text in enumerate(texts)
        if len(texts) > 1
    }
    assert sorted(ranked.order) == list(range(len(texts)))
    for place, score in zip(ranked.order, ranked.scores, strict=True):
        assert score == (pytest.approx(expected[place], abs=1e-9) if expected else None)
    assert list(ranked.scores) == sorted(ranked.scores, key=lambda score: -(score or 0.0))


def test_of_equal_candidates_the_first_is_first() -> None:
    ranked = ranking.rank([Candidates("1", "s", ("ab", "xy", "ab"))], "chrf", "mbr", context())[0]
    assert ranked.order == (0, 2, 1)


def test_learned_puts_the_translation_first() -> None:
    items = [
        Candidates(
            "1",
            "Our neighbour has planted three apple trees behind the old school.",
            (
                "Our neighbour has planted three apple trees behind the old school.",
                "Unser Nachbar hat hinter der alten Schule drei Apfelbäume gepflanzt.",
                "",
                "Der Fahrplan der Straßenbahn wird im Winter geändert.",
                "Unser Nachbar pflanzte drei Apfelbäume hinter der alten Schule.",
            ),
        ),
        Candidates("2", "The library is closed.", ("Die Bibliothek ist geschlossen.",)),
        Candidates("3", " ", ("Was soll das?", "Wer weiß?")),
    ]
    methods: tuple[ranking.Method, ...] = ("quality", "consensus", "mbr")
    for method in methods:
        first, second, third = ranking.rank(items, "learned", method, context())
        assert set(first.order[:2]) == {1, 4}
        given = [score for score in first.scores if score is not None]
        assert list(first.scores) == sorted(given, reverse=True)
        assert (second.scores == (None,)) == (method == "mbr")
        assert third.scores == (None, None)


def test_comet_agrees_with_its_own_scores(tiny_comet: Callable[[str], Path]) -> None:
    """Mean over the others, itself left out, as in comet.cli.mbr."""
    where = context(str(tiny_comet("regression_metric")))
    texts = tuple(pair[1] for pair in PAIRS[:4])
    items = [Candidates("1", PAIRS[0][0], texts)]
    assert ranking.method_of("comet", None, where) == "mbr"
    ranked = ranking.rank(items, "comet", "mbr", where)[0]
    from mtqe.metrics.comet.network import offline, quiet

    with quiet(), offline():
        from comet import load_from_checkpoint

        model = load_from_checkpoint(where.config.comet.model)
        samples = [
            {"src": PAIRS[0][0], "mt": text, "ref": reference}
            for place, text in enumerate(texts)
            for at, reference in enumerate(texts)
            if at != place
        ]
        scores = model.predict(samples, gpus=0, progress_bar=False).scores
    expected = [fmean(scores[place * 3 : place * 3 + 3]) for place in range(4)]
    assert ranked.order == tuple(sorted(range(4), key=lambda place: -expected[place]))
    assert ranked.scores == pytest.approx(sorted(expected, reverse=True), abs=1e-5)


def test_what_a_metric_cannot_do(tiny_comet: Callable[[str], Path]) -> None:
    with pytest.raises(ConfigError, match="chrf needs other texts to compare with"):
        ranking.method_of("chrf", "quality", context())
    where = context(str(tiny_comet("referenceless_regression_metric")))
    assert ranking.method_of("comet", None, where) == "quality"
    with pytest.raises(ConfigError, match="does not use references; use --method quality"):
        ranking.rank([Candidates("1", "s", ("a b", "c d"))], "comet", "mbr", where)
