"""Pairs have the same results, to the last bit, in every batch, order, state of memory and number of threads."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pytest

import mtqe.encoder
from mtqe.encoder import Pair, exact_sums
from mtqe.encoder.network import Model
from mtqe.encoder.risk import risks

SOURCES = [
    "Snow fell on the pass all night, and the road to the hut stayed closed until noon.",
    "Who fed the goats?",
    "The baker opens at six. On Sundays he sleeps, and his daughter sells yesterday's bread.",
    "Close the valve before you remove the filter.",
    "Tea",
    "Nobody in the village could say when the clock on the town hall had stopped.",
    "We sail at dawn!",
    "The second volume of the atlas, which was printed in 1911, shows the lake before the dam was built.",
]
TARGETS = [
    "In der Nacht schneite es am Pass, und die Straße zur Hütte blieb bis Mittag gesperrt.",
    "Wer hat die Ziegen gefüttert?",
    "Der Bäcker öffnet um sechs. Sonntags schläft er, und seine Tochter verkauft das Brot von gestern.",
    "Öffnen Sie das Ventil, bevor Sie den Filter herausnehmen.",
    "Der Tee war noch heiß",
    "Der Mond hat keine Meere aus Wasser.",
    "Wir segeln bei Tagesanbruch!",
    "Der zweite Band des Atlas zeigt den See vor dem Bau der Mauer.",
]
LONG = tuple(" ".join(texts[0].rstrip(".") for _ in range(26)) for texts in (SOURCES, TARGETS))
"""A sentence of several rows and windows."""
PAIRS = [
    *(Pair(source, target, None, "en", "de") for source, target in zip(SOURCES, TARGETS, strict=True)),
    *(
        Pair(source, target, TARGETS[k - 1], "en", "de")
        for k, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True))
    ),
    Pair(SOURCES[1], TARGETS[1] + " Und wer die Hühner?", None, "en", "de"),
    Pair(LONG[0], LONG[1], None, "en", "de"),
]


def results(model: Model, pairs: Sequence[Pair]) -> list[tuple[object, ...]]:
    """Everything that the encoder says of each pair, in a form in which bits are compared."""
    found = []
    for pair, judged, criticised, risk, vector, tokens in zip(
        pairs,
        model.judge(pairs),
        model.criticise(pairs),
        risks(model, pairs, model.criticise),
        model.embed([pair.source for pair in pairs]),
        model.tokens([pair.target for pair in pairs]),
        strict=True,
    ):
        arrays = (judged.tags, judged.rates, criticised.source, criticised.target, vector, tokens.states)
        numbers = (judged.penalty, judged.match, judged.unrelated, criticised.odds, dataclasses.astuple(risk))
        found.append((pair, numbers, tuple(array.tobytes() for array in arrays)))
    return found


def forget(model: Model) -> None:
    for memory in (model._vectors, model._reader._known, model._reader._exact):
        memory.clear()


@pytest.fixture(scope="module")
def expected(model: Model) -> list[tuple[object, ...]]:
    forget(model)
    return results(model, PAIRS)


def test_one_by_one(model: Model, expected: list[tuple[object, ...]]) -> None:
    forget(model)
    assert [results(model, [pair])[0] for pair in PAIRS] == expected


def test_in_another_order_on_more_threads(expected: list[tuple[object, ...]]) -> None:
    """More threads than the machine may have cores, so that each has some of the work."""
    other = mtqe.encoder.load(threads=3)
    assert results(other, PAIRS[::-1])[::-1] == expected


def test_some_of_the_pairs_while_some_texts_are_in_memory(model: Model, expected: list[tuple[object, ...]]) -> None:
    rng = random.Random(5)
    forget(model)
    model.embed([pair.target for pair in rng.sample(PAIRS, 6)])  # with states in single precision
    model._reader._exact.clear()
    model.judge(rng.sample(PAIRS, 5))
    chosen = rng.sample(range(len(PAIRS)), 9)
    assert results(model, [PAIRS[k] for k in chosen]) == [expected[k] for k in chosen]


def test_sums_and_products_have_the_same_bits_in_any_order() -> None:
    rng = np.random.default_rng(7)
    order = rng.permutation(384)
    first, second = (exact_sums.unit(rng.normal(size=(n, 384)) ** 3) for n in (30, 41))
    products = exact_sums.cosines(first, second)
    assert np.abs(products - first @ second.T).max() < 1e-7
    assert exact_sums.cosines(first[:, order], second[:, order]).tolist() == products.tolist()
    assert exact_sums.cosines(first[3:4], second).tolist() == products[3:4].tolist()
    assert exact_sums.unit(first[:, order])[:, order.argsort()].tolist() == exact_sums.unit(first).tolist()

    weights, bias = rng.normal(size=(384, 5)) / 20, rng.normal(size=5)
    values = 3 * rng.normal(size=(40, 384))
    mapped = exact_sums.Map(weights, bias)(values)
    assert np.abs(mapped - (values @ weights + bias)).max() < 1e-3
    assert exact_sums.Map(weights[order], bias)(values[:, order]).tolist() == mapped.tolist()
    assert exact_sums.Map(weights, bias)(values[7:8]).tolist() == mapped[7:8].tolist()

    tokens, chosen = exact_sums.on_grid(rng.normal(size=(2, 50, 384))), rng.random((2, 50)) < 0.5
    means = exact_sums.means(tokens, chosen)
    assert means.tolist() == exact_sums.means(tokens[:, ::-1], chosen[:, ::-1]).tolist()
    assert np.abs(means[1] - tokens[1][chosen[1]].mean(0)).max() < 1e-12
    assert not exact_sums.means(tokens, chosen & False).any()


def test_values_too_great_for_exact_sums_are_limited() -> None:
    assert exact_sums.Map(np.ones((2, 1)), np.zeros(1))(np.array([[1e9, 1.0]])).tolist() == [
        [exact_sums.SUM_LIMIT / 2 + 1]
    ]
    assert exact_sums.unit(np.zeros((1, 4))).tolist() == [[0.0] * 4]


class Watched(np.ndarray[tuple[int, ...], np.dtype[np.float64]]):
    """Notes the size of each product that BLAS computes."""

    sizes: ClassVar[list[int]] = []

    def __matmul__(self, other: Any) -> Any:
        Watched.sizes.append(self.shape[0] * self.shape[1] * other.shape[1])
        return np.asarray(self) @ np.asarray(other)


@pytest.mark.parametrize("shape", [(2, 384, 700), (60, 384, 60), (25, 1159, 256), (1, 1159, 256), (256, 384, 1)])
def test_products_are_exact_and_too_small_for_threads_of_blas(shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(11)
    n, k, m = shape
    first, second = rng.integers(-999, 999, (n, k)), rng.integers(-999, 999, (k, m))
    Watched.sizes.clear()
    made = exact_sums.product(first.astype(float).view(Watched), second.astype(float).view(Watched))
    assert np.asarray(made).tolist() == (first @ second).tolist()
    assert max(Watched.sizes, default=0) <= exact_sums.SMALL
    assert bool(Watched.sizes) == (1 not in (n, m))
