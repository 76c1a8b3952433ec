"""The arithmetic of the hallucination risk on made-up tokens, compared with a simple implementation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mtqe.encoder import Criticism, Pair, Tokens, judgement_cache, risk
from mtqe.encoder.risk import Risk, in_document, risks
from mtqe.model import Segment
from mtqe.registry.contracts import Context

WIDTH = 12


def tokens(text: str) -> Tokens:
    """Each letter is a token of two characters with its own state."""
    states = [np.random.default_rng(ord(char) + 1000 * place).normal(size=WIDTH) for place, char in enumerate(text)]
    special = np.full((1, WIDTH), 9.0)
    offsets = np.array([[2 * k, 2 * k + 1] for k in range(len(text))], np.int32).reshape(-1, 2)
    table = np.concatenate([special, np.array(states).reshape(-1, WIDTH), -special])
    return Tokens(tuple(map(ord, text)), offsets, table.astype(np.float16))


class Texts:
    """Replaces the encoder: the vectors of two different texts have a cosine of 0.9."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        return [tokens(text) for text in texts]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.eye(len(texts), len(texts) + 1, 1) * math.sqrt(0.1)
        vectors[:, 0] = math.sqrt(0.9)
        return vectors.astype(np.float32)


def judged(source: str, target: str, odd: tuple[Sequence[float], Sequence[float]] = ((0.1,), (0.3,))) -> Risk:
    none = np.zeros((0, 2), np.int32)
    said = Criticism(0.0, none, none, np.array(odd[0], np.float32), np.array(odd[1], np.float32))
    model: Any = Texts()
    (found,) = risks(model, [Pair(source, target, None, "en", "de")], lambda pairs: [said] * len(pairs))
    return found


def odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def by_hand(source: str, target: str) -> tuple[float, tuple[int, int]]:
    """The coverage of the worst covered five tokens of the source, and their range."""
    own, other = (
        [state - np.mean(side.states[1:-1].astype(np.float32), 0) for state in side.states[1:-1].astype(np.float32)]
        for side in (tokens(source), tokens(target))
    )
    own, other = ([state / (np.linalg.norm(state) + 1e-9) for state in side] for side in (own, other))
    best = [max(float(a @ b) for b in other) for a in own]
    last = len(best) - 1
    means = [sum(best[min(max(k + step, 0), last)] for step in (-2, -1, 0, 1, 2)) / 5 for k in range(len(best))]
    worst = means.index(min(means))
    return min(means), (2 * max(worst - 2, 0), 2 * min(worst + 2, last) + 1)


@pytest.mark.parametrize(
    ("source", "target"),
    [("abcdefghijklm", "abcxyzuvwijk"), ("abcdefgh", "stuvefgh"), ("abcdefgh", "abcdstuv"), ("ab", "acb"), ("a", "x")],
)
def test_the_worst_covered_stretch_and_the_whole_formula(source: str, target: str) -> None:
    found = judged(source, target)
    covered, place = by_hand(source, target)
    assert found.covered == pytest.approx(covered, abs=1e-4)
    assert found.uncovered == place
    assert found.unmatched == pytest.approx(0.2)
    wanted = risk.COSINE * 0.9 + risk.COVERED * covered + risk.UNMATCHED * math.log(0.21 / 0.81)
    wanted += risk.LENGTH * math.log(len(source) + 1) + risk.CONSTANT + risk.PRIOR
    assert odds(found.detached) == pytest.approx(wanted, abs=0.01)
    assert found.value == found.detached


@pytest.mark.parametrize(
    ("source", "target", "pairs", "fours"),
    [
        ("abcdefgh", "abcxabcy", 1, 0),  # a three that comes twice is no four
        ("abcdefgh", "abcdabcdabcd", 2, 2),
        ("abcdabcd", "abcdabcdabcd", 1, 1),  # the source says it twice, too
        ("abcdefgh", "abcd" * 6, 3, 3),  # five times more often, and more than three times says no more
        ("abababab", "abcdefgh", 0, 0),
    ],
)
def test_what_repetition_adds(source: str, target: str, pairs: int, fours: int) -> None:
    found = judged(source, target)
    added = odds(found.value) - odds(found.detached)
    assert added == pytest.approx(risk.PAIRS * pairs + risk.FOURS * fours, abs=1e-3)


def test_a_side_without_a_token_has_no_counterpart_for_certain() -> None:
    assert judged("abc", "abc", ((), (0.3,))).unmatched == pytest.approx(0.65)
    assert judged("abc", "abc", ((), ())).unmatched == 1.0


def test_a_stray_text_raises_both_risks_by_its_share() -> None:
    alone = Risk(0.1, 0.02, 0.9, None, 0.5, 0, 0.2)
    half, whole = in_document(alone, 0.5), in_document(alone, 1.0)
    assert in_document(alone, 0.0).value == pytest.approx(0.1)
    for name in ("value", "detached"):
        first, second, third = (odds(getattr(one, name)) for one in (alone, half, whole))
        assert second - first == pytest.approx(third - second)
    assert whole.detached > 0.5  # from one in fifty
    for _ in range(12):
        whole = in_document(whole, 1.0)
    assert 0.999 < whole.value < 1.0  # certainty would have no odds


HOME = "Mayor Okonkwo opened the Lindqvist bridge in 1987. Nobody from Harlow came to see it that day."
BOTH = "Bürgermeister Okonkwo eröffnete 1987 die Lindqvist-Brücke. Niemand aus Harlow kam an dem Tag, um sie zu sehen."
OTHER = "Tickets for the late show are sold out until next weekend."


def test_the_share_of_stray_sentences_is_their_sum_in_their_own_document() -> None:
    segments = [
        Segment("1", OTHER, "Karten für die späte Vorstellung sind ausverkauft.", doc="a"),
        Segment("2", HOME, BOTH, doc="b"),
        Segment("3", OTHER, f"  {BOTH}  ", doc="b"),
    ]
    assert judgement_cache._misplaced_shares(segments, Context("en", "de")) == {
        2: pytest.approx((len(BOTH) - 1) / len(BOTH))
    }


def test_a_segment_without_text_on_a_side_has_no_risk() -> None:
    segments = [Segment("1", " ", "Nur hier."), Segment("2", "Only here.", "\n")]
    assert judgement_cache.risks(segments, Context("en", "de"), "test") == [None, None]


def test_a_token_of_a_long_text_is_looked_for_near_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    source = np.random.default_rng(1).normal(size=(300, WIDTH)).astype(np.float32)
    source /= np.linalg.norm(source, axis=1, keepdims=True)
    target = source[::-1].copy()
    everywhere = risk._best_cosines(source, target)[0]
    monkeypatch.setattr(risk, "MAX_COSINES", 1_000)
    monkeypatch.setattr(risk, "NEAR_ROWS", 16)
    monkeypatch.setattr(risk, "NEAR", 1_000)
    np.testing.assert_allclose(risk._best_cosines(source, target)[0], everywhere, rtol=1e-5)
    monkeypatch.setattr(risk, "NEAR", 20)
    near = risk._best_cosines(source, target)[0]
    assert (near <= everywhere + 1e-4).all()
    np.testing.assert_allclose(near[140:160], everywhere[140:160], rtol=1e-5)
    assert (near[:50] < everywhere[:50] - 0.1).any()
