from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from sacrebleu.metrics.chrf import CHRF

from mtqe.encoder import Judgement, Pair, rows, scoring, unrelated
from mtqe.encoder.network import Model
from mtqe.encoder.reader import ReadText
from mtqe.encoder.reference_similarity import Blend, ReferenceSimilarity
from mtqe.encoder.rows import MT, SRC

WIDTH = 8
EACH = 3 * (1 + 3**-4) ** 0.25 - 1
"""Penalty of a row for which the scorer says log(3): 2, a little bent."""


def text(*ids: int) -> ReadText:
    rng = np.random.default_rng(sum(ids) + len(ids))
    offsets = np.array([[k, k + 1] for k in range(len(ids))], np.int32).reshape(-1, 2)
    return ReadText(np.array(ids, np.int32), offsets, rng.normal(size=(len(ids) + 2, WIDTH)).astype(np.float16))


class Library:
    """Replaces the reader: a text is a row of letters, one token each; `-` has no token."""

    threads = 1

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, texts: Sequence[str]) -> dict[str, ReadText]:
        found = dict.fromkeys(texts)
        self.read_texts += found
        return {one: text(*(ord(char) for char in one if char not in ".-")) for one in found}

    def words(self, ids: Any) -> Any:
        """The embedding of a token is its number."""
        return np.repeat(ids[..., None], WIDTH, -1).astype(np.float32)


class Scorer:
    """Replaces the network: records its input and returns distinguishable numbers."""

    unlike = 0.5

    def __init__(self, penalty: float = math.log(3)) -> None:
        self.feeds: list[Mapping[str, Any]] = []
        self.penalty = penalty

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
        self.feeds.append(feeds)
        rows, tokens = feeds["sides"].shape
        place = np.broadcast_to(np.arange(tokens, dtype=np.float32), (rows, tokens))
        tags = np.stack([0 * place, np.log(place + 1), 0 * place, 0 * place], -1)
        answers = {
            "penalty": np.full(rows, self.penalty, np.float32),
            "tags": tags,
            "rates": place,
            "system": np.zeros(rows),
        }
        return [answers[name] for name in names]


class Upper:
    """Replaces the encoder's upper half: the last layer is its input."""

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
        assert names == ["tokens"]
        return [feeds["states"] * feeds["mask"][:, :, None]]


def likeness(chrf: float = 0.0, match: float = 0.0) -> ReferenceSimilarity:
    upper: Any = Upper()
    return ReferenceSimilarity(lambda: upper, Blend(chrf, match, 0.6, 0.9))


def run(
    pairs: Sequence[Pair], scorer: Any = None, library: Any = None, like: ReferenceSimilarity | None = None, **more: Any
) -> list[Judgement]:
    return scoring.judgements(library or Library(), scorer or Scorer(), like or likeness(), pairs, **more)


def pair(source: str, target: str, reference: str | None = None) -> Pair:
    return Pair(source, target, reference, "en", "de")


def test_batches_are_built_as_in_training() -> None:
    """Compares with a simple implementation, token by token."""
    texts = [text(5, 6, 7, 5), text(9, 6), text(6, 5, 8, 7), text(4)]
    a, b, c, d = "mild tea", "wild tea", "a mild grey sea", "x"  # chrF has two ways to look at unequal lengths
    shelf = dict(zip((a, b, c, d), texts, strict=True))
    keys: list[rows.Key] = [(b, a, c), (a, d, None), (c, b, a)]
    made = [row for key in keys for row in rows._rows(shelf, key)]
    scorer, library = Scorer(), Library()
    session: Any = scorer
    reader: Any = library
    assert len(scoring._score(reader, session, likeness(), made)) == 3
    built = list(scoring.token_batches(made))
    inputs = [
        (keys[k], {name: array[number] for name, array in feeds.items()})
        for feeds, batch in zip(scorer.feeds, built, strict=True)
        for number, k in enumerate(batch.numbers.tolist())
    ]
    assert (len(inputs), len(built)) == (3, 2)
    for (source, mt, reference), feeds in inputs:
        ids, places, sides = [], [], []
        for side, own in ((MT, shelf[mt]), (SRC, shelf[source])):
            ids += [0, *own.ids.tolist(), 2]
            places += [0, *range(5, len(own) + 6)]
            sides += [-side, *[side] * len(own), -side]
        if reference:
            chrf = CHRF().sentence_score(mt, [reference]).score / 100
            assert 0.2 < chrf < 0.9
            assert made[keys.index((source, mt, reference))].chrf == pytest.approx(chrf)
        assert feeds["sides"].tolist() == sides
        assert feeds["places"].tolist() == places
        assert feeds["words"][:, 0].tolist() == ids


def test_penalties_of_sentences_add_up() -> None:
    (one,) = run([pair("Abc. De.", "Fgh. Ij.")])
    assert (one.penalty, one.pieces) == (pytest.approx(2 * EACH), 2)
    assert [list(span) for span in one.offsets] == [[0, 1], [1, 2], [2, 3], [5, 6], [6, 7]]
    assert one.rates.tolist() == [1, 2, 3, 1, 2]  # places in the rows, after <s>
    np.testing.assert_allclose(one.tags[:, 1], [2 / 4, 3 / 5, 4 / 6, 2 / 4, 3 / 5], rtol=1e-6)
    np.testing.assert_allclose(one.tags[:, :3].sum(1), 1, rtol=1e-6)
    assert one.tags[:, 3].tolist() == [0.5] * 5
    assert (one.tags.dtype, one.rates.dtype) == (np.float32, np.float32)


@pytest.mark.parametrize(("answer", "penalty"), [(9.0, 30.0), (1000.0, 30.0), (-9.0, 0.0)])
def test_a_penalty_stays_within_what_the_scorer_has_seen(answer: float, penalty: float) -> None:
    assert run([pair("abc.", "de.")], Scorer(answer))[0].penalty == pytest.approx(penalty)


def test_unlikeness_to_the_reference_adds_to_the_penalty() -> None:
    pairs = [pair("abc.", "de.", "de."), pair("abc.", "de.", "xy."), pair("abc.", "de."), pair("abc.", "-", "de.")]
    same, other, alone, nothing = (one.penalty for one in run(pairs, like=likeness(chrf=1.0, match=2.0)))
    as_like_as_can_be = np.array([math.log(3) - 0.4 * 1.0 - 0.1 * 2.0], np.float32)
    assert same == pytest.approx(scoring.penalty_of(as_like_as_can_be)[0], rel=1e-3)
    assert other > 3 * math.exp(0.6)  # no letter in common, and hardly a direction
    assert (alone, nothing) == (pytest.approx(EACH), 25.0)
    judged = [one.system for one in run(pairs[:3], like=likeness(chrf=1.0, match=2.0))]
    assert judged[0] == pytest.approx(0.5 * (0.4 * 1.0 + 0.1 * 2.0), rel=1e-3)
    assert judged[1] < judged[2] == 0.0 < judged[0]


def test_penalties_near_zero_stay_positive_and_in_order() -> None:
    found = scoring.penalty_of(np.linspace(-2, 4, 61, dtype=np.float32))
    assert (found > 0).all()
    assert (np.diff(found)[:-8] > 0).all()
    assert found[20] == pytest.approx(2**0.25 - 1)  # log(2) / 4 for zero
    np.testing.assert_allclose(found[30:54], np.expm1(np.linspace(1, 3.3, 24)), rtol=0.01)


def test_chances_of_a_sure_tagger_are_numbers() -> None:
    found = scoring.probabilities(np.array([[1e3, 0, -1e3, -1e3], [0, 0, 0, 1e3]], np.float32))
    np.testing.assert_allclose(found, [[1, 0, 0, 0], [1 / 3, 1 / 3, 1 / 3, 1]], rtol=1e-6)


def test_texts_without_tokens() -> None:
    scorer = Scorer()
    no_target, no_source, neither, bare, no_reference = run(
        [pair("abc.", " "), pair("", "de"), pair("", ""), pair("abc.", "-"), pair("abc.", "de.", "-")], scorer
    )
    assert (no_target.penalty, no_target.pieces) == (25.0, 1)
    assert (no_target.offsets.shape, no_target.tags.shape, no_target.rates.shape) == ((0, 2), (0, 4), (0,))
    assert (no_source.penalty, no_source.tags.tolist(), no_source.rates.sum()) == (25.0, [[0, 0, 1, 1]] * 2, 25.0)
    assert neither.penalty == 0.0
    assert (bare.penalty, bare.offsets.shape) == (25.0, (0, 2))
    assert no_reference.penalty == pytest.approx(EACH)
    assert [feeds["sides"].max() for feeds in scorer.feeds] == [SRC]
    assert run([]) == []


def test_each_text_is_read_once_and_each_piece_scored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [f"source {'abcdefgh'[k]} " * 5 for k in range(8)]
    pairs = [pair(source, f"{source[7]}{system} target") for system in "xyz" for source in sources]
    usual, total = Scorer(), Library()
    whole = run(pairs + pairs[::-1], usual, total)
    assert len(total.read_texts) == len(set(total.read_texts)) == 8 + 24
    assert sum(len(feeds["sides"]) for feeds in usual.feeds) == 24
    monkeypatch.setattr(rows, "CHUNK_CHARACTERS", 60)  # a source and one of its translations
    library, calls = Library(), []
    cut = run(pairs + pairs[::-1], library=library, progress=lambda done, of: calls.append((done, of)))
    assert sorted(library.read_texts) == sorted(total.read_texts)  # in many small chunks, and still once
    assert [one.penalty for one in cut] == [one.penalty for one in whole]
    assert calls[-1] == (48, 48)
    assert calls == sorted(calls)
    assert len(calls) > 8


def test_a_very_long_piece_is_read_in_rows_that_share_every_side(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run([pair("a" * 600, "b" * 600)])[0].pieces == 3
    monkeypatch.setattr(rows, "LONGEST_ROW", 20)
    scorer = Scorer()
    (one,) = run([pair("a" * 30, "b" * 25, "c" * 4)], scorer)
    assert (one.pieces, one.penalty) == (3, pytest.approx(3 * EACH))
    assert len(one.offsets) == len(one.tags) == len(one.rates) == 25
    read = [sides for feeds in scorer.feeds for sides in feeds["sides"]]
    assert sorted((sides == SRC).sum() for sides in read) == [10, 10, 10]
    assert sum((sides == MT).sum() for sides in read) == 25
    assert not [sides for sides in read if abs(sides).max() > SRC]  # the reference is no part of them
    (short,) = run([pair("a" * 30, "b")], scorer)
    assert short.penalty == pytest.approx(25.0 + EACH)  # a half of the source has no translation


def test_the_match_is_that_of_source_and_translation_by_the_share_of_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, first, second = run([pair("Abc. Defg.", "Fg. Hijkl."), pair("Abc.", "Fg."), pair("Defg.", "Hijkl.")])
    states = [text(*map(ord, one)).states[1:-1] for one in ("Fg", "Abc", "b" * 20, "a" * 30)]
    assert first.match == pytest.approx(unrelated.match(*states[:2]))
    assert abs(first.match - second.match) > 0.01
    assert whole.match == pytest.approx((2 * first.match + 5 * second.match) / 7)
    monkeypatch.setattr(rows, "LONGEST_ROW", 25)
    (long,) = run([pair("a" * 30, "b" * 20)])
    halves = [unrelated.match(states[2][k : k + 10], states[3][m : m + 15]) for k, m in ((0, 0), (10, 15))]
    assert long.match == pytest.approx(sum(halves) / 2)


ENGLISH = [
    "The committee postponed its decision until the second week of March.",
    "Two of the three engines failed shortly after take-off.",
    "Nobody had told the tenants that the heating would be switched off.",
]
GERMAN = [
    "Der Ausschuss verschob seine Entscheidung auf die zweite Märzwoche.",
    "Zwei der drei Triebwerke fielen kurz nach dem Start aus.",
    "Niemand hatte den Mietern gesagt, dass die Heizung abgestellt wird.",
]


def same(one: Judgement, other: Judgement) -> None:
    assert (one.penalty, one.pieces) == (other.penalty, other.pieces)
    np.testing.assert_array_equal(one.offsets, other.offsets)
    np.testing.assert_array_equal(one.tags, other.tags)
    np.testing.assert_array_equal(one.rates, other.rates)


def test_order_and_company_do_not_change_a_judgement(model: Model) -> None:
    pairs = [pair(a, b, c) for a, b in zip(ENGLISH, GERMAN, strict=True) for c in (None, GERMAN[0])]
    pairs += [pair(" ".join(ENGLISH * 4), " ".join(GERMAN * 4))]
    together = model.judge(pairs)
    for one, other in zip(together, model.judge([*pairs[::-1], *pairs])[::-1][-len(pairs) :], strict=True):
        same(one, other)
    for k in (0, 3):
        same(together[k], model.judge([pairs[k]])[0])


def test_a_paragraph_is_the_sum_of_its_sentences(model: Model) -> None:
    whole, *parts = model.judge([pair(" ".join(ENGLISH), " ".join(GERMAN)), *map(pair, ENGLISH, GERMAN)])
    assert whole.pieces == 3
    assert whole.penalty == pytest.approx(sum(part.penalty for part in parts), abs=1e-3)
    marked = [" ".join(GERMAN)[start:end] for start, end in whole.offsets]
    assert marked == [
        german[start:end] for german, part in zip(GERMAN, parts, strict=True) for start, end in part.offsets
    ]


ODD = [
    "",
    " \u00a0\n",
    "x",
    "…",
    "\u200b",
    "\x00\x07\x1b[0m",
    "😀👨‍👩‍👧 🇩🇪!",
    "ﬁ ｆｕｌｌ e\u0301…\u00a0½",
    "שלום עולם. מה שלומך?",
    "مرحبا بالعالم.",
    "机器翻译的质量怎么样？很好。",
    "한국어 \u1112\u1161\u11ab 문장입니다.",
    "\ufffd\ufeff\U0010ffff",
    "a" * 700,
    "? ! . , ; " * 20,
]


def test_any_text_can_be_judged(model: Model) -> None:
    pairs = [pair(a, b, c) for a, b, c in zip(ODD, ODD[3:] + ODD[:3], [*ODD[7:], *ODD[:7]], strict=True)]
    pairs += [pair("A plain sentence.", odd) for odd in ODD]
    for own, one in zip(pairs, model.judge(pairs), strict=True):
        assert math.isfinite(one.penalty), own
        assert one.penalty >= 0
        assert one.pieces >= 1
        assert len(one.offsets) == len(one.tags) == len(one.rates)
        assert np.isfinite(one.tags).all()
        assert (one.rates >= 0).all()
        if len(one.offsets):
            assert 0 <= one.offsets.min() < one.offsets.max() <= len(own.target)
