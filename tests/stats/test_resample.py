"""The bootstrap and the paired tests: sacreBLEU's numbers for the same seed, and theoretical values for means."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest, _bootstrap_resample

from mtqe.metrics.lexical import block_statistics
from mtqe.stats import resample
from mtqe.stats.resample import Array

WORDS = (
    "der",
    "die",
    "Stadt",
    "Rat",
    "Fluss",
    "sagt",
    "heute",
    "morgen",
    "kommt",
    "geht",
    "nicht",
    "am",
    "neue",
    "drei",
)


def texts(seed: int, number: int = 40) -> tuple[list[str], list[str], list[str]]:
    """References, and two systems; the second replaces more words."""
    generator = np.random.default_rng(seed)

    def damage(sentence: list[str], share: float) -> str:
        return " ".join(str(generator.choice(WORDS)) if generator.random() < share else word for word in sentence)

    sentences = [[str(word) for word in generator.choice(WORDS, size=generator.integers(4, 15))] for _ in range(number)]
    return (
        [" ".join(sentence) for sentence in sentences],
        [damage(sentence, 0.25) for sentence in sentences],
        [damage(sentence, 0.32) for sentence in sentences],
    )


METRICS = [(BLEU, block_statistics.bleu_of), (CHRF, block_statistics.chrf_of), (TER, block_statistics.ter_of)]


@pytest.mark.parametrize(("make", "aggregate"), METRICS, ids=["bleu", "chrf", "ter"])
def test_the_bootstrap_is_that_of_sacrebleu(make: type, aggregate: resample.Aggregate) -> None:
    references, system, _ = texts(1)
    scorer = make()
    statistics = scorer._extract_corpus_statistics(system, [references])
    _, scores = _bootstrap_resample(statistics, scorer, 300)
    ordered = sorted(item.score for item in scores)
    interval = resample.bootstrap_interval(np.array(statistics, dtype=float), aggregate, 300, 12345)
    assert (interval.low, interval.high) == pytest.approx((ordered[7], ordered[-8]), abs=1e-4)


@pytest.mark.parametrize(("make", "aggregate"), METRICS, ids=["bleu", "chrf", "ter"])
def test_the_paired_tests_are_those_of_sacrebleu(make: type, aggregate: resample.Aggregate) -> None:
    references, better, worse = texts(2)
    first, second = (
        np.array(make()._extract_corpus_statistics(side, [references]), dtype=float) for side in (better, worse)
    )
    systems = [("better", better), ("worse", worse)]
    for kind, paired in (
        ("bs", resample.paired_bootstrap(first, second, aggregate, 500)),
        ("ar", resample.paired_approximate_randomization(first, second, aggregate, 500)),
    ):
        _, table = PairedTest(systems, {"m": make()}, [references], test_type=kind, n_samples=500)()
        baseline, system = next(value for key, value in table.items() if key != "System")
        if make is TER:  # with few segments many trials tie, and only sacreBLEU takes them for less extreme
            assert paired.p_value >= system.p_value
        else:
            assert paired.p_value == pytest.approx(system.p_value, abs=1e-12)
        assert paired.difference == pytest.approx(system.score - baseline.score)


@pytest.mark.parametrize("cells", [1, 40 * 7, 40 * 64])
def test_the_size_of_the_blocks_changes_nothing(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(3)
    first, second = resample.means(generator.random(40).tolist()), resample.means(generator.random(40).tolist())

    def everything() -> list[float]:
        interval = resample.bootstrap_interval(first, resample.mean, 150, 9)
        paired = [
            resample.paired_bootstrap(first, second, resample.mean, 150, 9),
            resample.paired_approximate_randomization(first, second, resample.mean, 150, 9),
        ]
        return [interval.low, interval.high, *(item.p_value for item in paired), paired[0].wins or 0]

    whole = everything()
    monkeypatch.setattr(resample, "_CELLS", cells)
    assert everything() == pytest.approx(whole, abs=1e-12)


def test_the_interval_of_a_mean_is_that_of_theory() -> None:
    values = np.random.default_rng(4).normal(0.7, 0.1, 400)
    interval = resample.bootstrap_interval(resample.means(values.tolist()), resample.mean, 4000, 1)
    reach = 1.96 * values.std(ddof=1) / math.sqrt(len(values))
    assert interval.low == pytest.approx(values.mean() - reach, abs=reach / 8)
    assert interval.high == pytest.approx(values.mean() + reach, abs=reach / 8)
    narrow = resample.bootstrap_interval(resample.means(values.tolist()), resample.mean, 4000, 1, level=0.5)
    assert narrow.level == 0.5
    assert interval.low < narrow.low < values.mean() < narrow.high < interval.high


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 2**32))
def test_bounds_are_scores_of_resamples(values: list[float], seed: int) -> None:
    interval = resample.bootstrap_interval(resample.means(values), resample.mean, 50, seed)
    assert min(values) - 1e-12 <= interval.low <= interval.high <= max(values) + 1e-12


def test_of_many_segments_groups_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    values = resample.means(np.random.default_rng(4).normal(0.5, 0.1, 4_001))
    alone = resample.bootstrap_interval(values, resample.mean)
    monkeypatch.setattr(resample, "MOST", 1_000)
    groups = resample.grouped(values)
    assert groups.shape == (801, 2) and set(groups[:, 1]) == {5.0, 1.0}
    assert math.isclose(groups[800, 0], values[4_000, 0])
    interval = resample.bootstrap_interval(values, resample.mean)
    assert interval == resample.bootstrap_interval(groups, resample.mean) != alone
    assert 0.9 < (interval.high - interval.low) / (alone.high - alone.low) < 1.1  # neighbours are not alike here


def test_a_system_does_not_differ_from_its_copy() -> None:
    same = resample.means([0.1, 0.9, 0.4, 0.6, 0.5])
    for paired in (
        resample.paired_bootstrap(same, same, resample.mean, 200),
        resample.paired_approximate_randomization(same, same, resample.mean, 200),
    ):
        assert (paired.difference, paired.p_value) == (0.0, 1.0)


def test_a_clear_difference_is_significant_and_has_a_sign() -> None:
    generator = np.random.default_rng(5)
    low, high = (
        resample.means((generator.random(60) * 0.5).tolist()),
        resample.means((generator.random(60) + 1).tolist()),
    )
    up = resample.paired_bootstrap(low, high, resample.mean, 500)
    down = resample.paired_bootstrap(high, low, resample.mean, 500)
    assert up.p_value == down.p_value == pytest.approx(1 / 501)
    assert (up.wins, down.wins) == (1.0, 0.0)
    assert up.interval is not None
    assert up.interval.low < up.difference < up.interval.high
    assert up.difference == -down.difference > 0
    assert resample.paired_approximate_randomization(low, high, resample.mean, 500).p_value == pytest.approx(1 / 501)


def test_randomization_of_two_segments_is_exact() -> None:
    """Two of the four ways to swap two segments give the real difference of 0.5, two give less: p = 1/2."""
    paired = resample.paired_approximate_randomization(
        resample.means([0.0, 0.0]), resample.means([0.6, 0.4]), resample.mean, 4000
    )
    assert paired.p_value == pytest.approx(0.5, abs=0.03)


def test_bad_arguments_are_refused() -> None:
    good = resample.means([0.5, 0.6])
    nothing: Array = np.zeros((0, 2))
    with pytest.raises(ValueError, match="with at least one segment"):
        resample.bootstrap_interval(nothing, resample.mean)
    with pytest.raises(ValueError, match="resamples must be 1 or more, got 0"):
        resample.bootstrap_interval(good, resample.mean, 0)
    with pytest.raises(ValueError, match="level must be between 0 and 1, got 95"):
        resample.bootstrap_interval(good, resample.mean, level=95)
    with pytest.raises(ValueError, match=r"one shape, got \(2, 2\) and \(1, 2\)"):
        resample.paired_bootstrap(good, good[:1], resample.mean)


def test_sums_of_resamples_have_the_same_bits_in_any_order() -> None:
    """The product of matrices adds up in an order that depends on the number of threads."""
    generator = np.random.default_rng(4)
    table = generator.gamma(0.5, size=(3000, 4)) * [1, 1e-6, 1e7, 0]
    exact = resample._table(table)
    assert (np.abs(exact - table).max(0) <= 2e-12 * table.max(0)).all()
    order = generator.permutation(len(table))
    for counts in (generator.integers(0, 9, (20, len(table))), generator.integers(0, 2, (20, len(table)))):
        sums = counts.astype(np.float64) @ exact
        assert (counts[:, order].astype(np.float64) @ exact[order]).tolist() == sums.tolist()
    whole = generator.integers(0, 500, (3000, 3)).astype(np.float64)
    assert resample._table(whole).tolist() == whole.tolist()
    first, second = resample._pair(table, 1e3 * table[::-1])
    keep, change = generator.integers(0, 2, (20, len(table))).astype(np.float64), first - second
    sums = keep @ change + second.sum(0)
    assert (keep[:, order] @ change[order] + second[order].sum(0)).tolist() == sums.tolist()
