from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from mtqe.encoder import Pair, weight_files
from mtqe.encoder.network import Model
from mtqe.encoder.reader import ReadText
from mtqe.encoder.reference_similarity import Blend, ReferenceSimilarity, match
from mtqe.encoder.rows import Row

WIDTH = 6
SOURCE = "The ferry leaves the harbour at dawn and does not wait for latecomers."
REFERENCE = "Die Fähre verlässt den Hafen im Morgengrauen und wartet nicht auf Nachzügler."


def text(length: int, seed: int) -> ReadText:
    states = np.random.default_rng(seed).normal(size=(length + 2, WIDTH)).astype(np.float16)
    return ReadText(np.arange(length, dtype=np.int32), np.zeros((length, 2), np.int32), states)


class Upper:
    """Replaces the encoder's upper half: reverses every state, so that its output differs from its input."""

    def __init__(self) -> None:
        self.read = 0

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
        assert names == ["tokens"]
        assert not feeds["states"][feeds["mask"] == 0].any()
        self.read += len(feeds["states"])
        return [-feeds["states"] - 7.0 * (feeds["mask"] == 0)[:, :, None]]


def likeness(upper: Any, chrf: float = 1.0, match: float = 10.0) -> ReferenceSimilarity:
    return ReferenceSimilarity(lambda: upper, Blend(chrf, match, 0.6, 0.9))


def whole(mt: ReadText, ref: ReadText | None, chrf: float = 0.5) -> Row:
    return Row(mt, text(4, 99), ref, ((0, len(mt)), (0, 4), (0, len(ref) if ref else 0)), chrf if ref else 0.0)


def directions(states: Any) -> Any:
    plain = states.astype(np.float32)
    return plain / np.linalg.norm(plain, axis=1, keepdims=True)


def test_the_formula_by_hand() -> None:
    one, other = text(3, 1), text(5, 2)
    table = directions(one.states[1:-1]) @ directions(other.states[1:-1]).T
    precision, recall = table.max(1).mean(), table.max(0).mean()
    by_hand = 2 * precision * recall / (precision + recall)
    rows = [whole(one, other, 0.3), whole(one, None), whole(one, one, 1.0)]
    found = likeness(Upper()).penalties(rows)
    np.testing.assert_allclose(found, [0.3 + 10 * (0.9 - by_hand), 0, -0.4 - 1.0], rtol=1e-3)
    assert found.dtype == np.float32


def test_a_text_is_read_once_whatever_it_stands_beside() -> None:
    refs, upper = [text(4, 5), text(9, 6)], Upper()
    rows = [whole(text(length, length), ref) for length in (3, 6, 40) for ref in refs]
    together = likeness(upper).penalties(rows)
    assert upper.read == 6 + 2  # each translation is an object of its own
    alone = [likeness(Upper()).penalties([row])[0] for row in rows]
    np.testing.assert_allclose(together, alone, rtol=1e-5)


def test_rows_of_a_long_piece_look_at_their_own_share() -> None:
    mt, ref = text(10, 1), text(6, 2)
    first = Row(mt, text(4, 3), ref, ((0, 5), (0, 2), (0, 3)), 0.5)
    empty = Row(mt, text(4, 3), ref, ((5, 10), (2, 4), (3, 3)), 0.5)
    cut = ReadText(mt.ids[:5], mt.offsets[:5], np.concatenate([mt.states[:6], mt.states[-1:]]))
    short = ReadText(ref.ids[:3], ref.offsets[:3], np.concatenate([ref.states[:4], ref.states[-1:]]))
    found = likeness(Upper()).penalties([first, empty])
    assert found[0] == pytest.approx(likeness(Upper()).penalties([whole(cut, short)])[0], abs=1e-5)
    assert found[1] == 0
    assert likeness(Upper()).penalties([]).shape == (0,)
    second = Row(mt, text(4, 3), ref, ((5, 10), (2, 4), (3, 6)), 0.5)
    alone = [likeness(Upper()).penalties([row])[0] for row in (first, second)]
    assert abs(alone[0] - alone[1]) > 0.1
    np.testing.assert_allclose(likeness(Upper()).penalties([first, second]), alone, rtol=1e-5)


def test_a_reference_of_many_pages_is_read_in_windows() -> None:
    class Short(Upper):
        def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
            assert feeds["states"].shape[1] <= 502
            return super().run(names, feeds)

    mt, ref = text(6, 1), text(2_345, 2)
    table = directions(mt.states[1:-1]) @ directions(ref.states[1:-1]).T
    precision, recall = table.max(1).mean(), table.max(0).mean()
    by_hand = 2 * precision * recall / (precision + recall)
    found = likeness(Short(), chrf=0.0).penalties([whole(mt, ref)])
    np.testing.assert_allclose(found, [10 * (0.9 - by_hand)], rtol=1e-3)


def test_match_lies_between_nothing_and_all() -> None:
    one = directions(np.eye(4)[:2])
    assert match(one, one) == pytest.approx(1)
    assert match(one, directions(np.eye(4)[2:])) == 0
    assert match(one[:1], -one[:1]) == 0  # away from each other is not better than nothing in common
    assert match(one[:1], one) == match(one, one[:1]) == pytest.approx(2 / 3)  # F1 of 1 and a half
    assert match(one, directions(np.eye(4)[1:3])) == pytest.approx(0.5)


def test_the_weights_are_those_of_the_manifest(model: Model) -> None:
    settings = weight_files.manifest(weight_files.FOLDER)
    plain = Model(weight_files.FOLDER, {**settings, "blend": settings["blend"] | {"chrf": 0.0, "match": 0.0}}, 1)
    pairs = [Pair(SOURCE, mt, REFERENCE, "en", "de") for mt in (REFERENCE, "Heute regnet es in Bremen.")]
    pairs.append(Pair(SOURCE, REFERENCE, None, "en", "de"))
    same, other, alone = (
        math.log1p(one.penalty) - math.log1p(bare.penalty)
        for one, bare in zip(model.judge(pairs), plain.judge(pairs), strict=True)
    )
    assert same < -0.01  # as like as can be: less than what the scorer says
    assert other > 0.5
    assert alone == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ("Die Fähre verlässt den Hafen bei Tagesanbruch und wartet nicht auf Verspätete.", "Das Schiff fährt bald ab."),
        (
            "Die Fähre verlässt den Hafen bei Tagesanbruch und wartet nicht auf Verspätete.",
            "Heute regnet es in Bremen.",
        ),
    ],
)
def test_the_nearer_translation_has_the_smaller_penalty(model: Model, nearer: str, farther: str) -> None:
    near, far = model.judge([Pair(SOURCE, mt, REFERENCE, "en", "de") for mt in (nearer, farther)])
    assert near.penalty < far.penalty
