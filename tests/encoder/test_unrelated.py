"""Translations of a different text are detected, also in language pairs that were not used in training."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from mtqe.encoder import Judgement, Pair, unrelated
from mtqe.encoder.network import Model

TEXTS = {
    "en": ("The museum stays closed on Monday because the heating has failed.", "She bought two kilos of apples."),
    "fr": ("Le musée reste fermé lundi parce que le chauffage est en panne.", "Elle a acheté deux kilos de pommes."),
    "pl": ("Muzeum jest w poniedziałek zamknięte, bo zepsuło się ogrzewanie.", "Kupiła dwa kilogramy jabłek."),
    "ja": ("暖房が故障したため、博物館は月曜日に休館します。", "彼女はリンゴを2キロ買った。"),
}


def states(*rows: Sequence[float]) -> NDArray[np.float16]:
    return np.array(rows, np.float16)


def test_match_is_the_mean_of_the_best_cosines() -> None:
    one = states((1, 0), (0, 1), (-1, -1))
    assert unrelated.match(one, one) == pytest.approx(1.0, abs=1e-3)
    assert unrelated.match(one, one[::-1]) == pytest.approx(1.0, abs=1e-3)
    other = states((1, 0.5), (0, 1))
    assert unrelated.match(one, other) == pytest.approx(unrelated.match(other, one))
    assert unrelated.match(one, one[:0]) == unrelated.match(one[:0], one) == 0.0
    assert unrelated.match(states((1, 0), (-1, 0)), states((0, 1), (0, -1))) == pytest.approx(0.0, abs=1e-3)


def test_vectors_are_asked_for_where_the_match_is_low() -> None:
    none = np.zeros((0, 4), np.float32)
    empty = Judgement(1.0, 1, none[:, :2].astype(np.int32), none, none[:, 0])
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.array([(1, 0) if "same" in text else (0, 1) for text in texts], np.float32).reshape(-1, 2)

    pairs = [
        Pair(source, target, None, "en", "de")
        for source, target in (("a", "b"), ("same c", "d"), ("same e", "same f"), (" ", "g"))
    ]
    low = dataclasses.replace(empty, match=unrelated.LOW_MATCH - 0.01)
    found = unrelated.with_unrelated(pairs, [empty, low, low, low], embed)
    assert [one.unrelated for one in found] == [False, True, False, False]
    assert asked == ["same c", "d", "same e", "same f"]
    assert unrelated.with_unrelated([], [], embed) == []


@pytest.mark.parametrize(
    ("match", "cosine", "apart"),
    [
        (0.0, 0.82, False),
        (0.2, 0.82, False),
        (0.37, 0.8, False),
        (0.0, 0.8, True),
        (-1.0, 0.85, False),
        (0.3, 0.5, True),
    ],
)
def test_a_low_match_says_nothing_beside_a_cosine_of_translations(match: float, cosine: float, apart: bool) -> None:
    none = np.zeros((0, 4), np.float32)
    judged = Judgement(1.0, 1, none[:, :2].astype(np.int32), none, none[:, 0], match)
    vectors = np.array([(1, 0), (cosine, (1 - cosine**2) ** 0.5)], np.float32)
    (found,) = unrelated.with_unrelated([Pair("a", "b", None, "en", "de")], [judged], lambda texts: vectors)
    assert found.unrelated is apart


def test_with_the_encoder(model: Model) -> None:
    langs = [(one, other) for one in TEXTS for other in TEXTS if one != other]
    pairs = [Pair(TEXTS[a][k], TEXTS[b][k], None, a, b) for a, b in langs for k in (0, 1)]
    strangers = [Pair(TEXTS[a][k], TEXTS[b][1 - k], None, a, b) for a, b in langs for k in (0, 1)]
    assert not any(one.unrelated for one in model.judge(pairs))
    assert sum(one.unrelated for one in model.judge(strangers)) >= 0.8 * len(strangers)
