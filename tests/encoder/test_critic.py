from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from mtqe.encoder import Criticism, Pair, critic, judgement_cache
from mtqe.encoder.network import Model
from mtqe.encoder.reader import ReadText
from mtqe.encoder.rows import MT


class Library:
    """Replaces the reader: each letter is a token; `-` has no token."""

    def read(self, texts: Sequence[str]) -> dict[str, ReadText]:
        return {text: self.one(text) for text in texts}

    def one(self, text: str) -> ReadText:
        places = [k for k, char in enumerate(text) if char != "-"]
        offsets = np.array([[k, k + 1] for k in places], np.int32).reshape(-1, 2)
        return ReadText(np.zeros(len(places), np.int32), offsets, np.zeros((len(places) + 2, 4), np.float16))


class Network:
    """Replaces the critic: the verdict is the number of translated tokens, odd the position of a token in its row."""

    def run(self, names: Sequence[str], feeds: Mapping[str, Any]) -> list[Any]:
        assert names == ["verdict", "odd"]
        assert set(feeds) == {"states", "sides"}
        sides = feeds["sides"]
        place = np.broadcast_to(np.arange(sides.shape[1], dtype=np.float32), sides.shape)
        return [(sides == MT).sum(1).astype(np.float32), place]


def criticise(*pairs: tuple[str, str]) -> list[Criticism]:
    wanted = [Pair(source, target, "a reference", "en", "de") for source, target in pairs]
    library: Any = Library()
    network: Any = Network()
    return critic.criticise(library, network, wanted)


def chance(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def test_tokens_of_both_sides_have_their_chances_and_places() -> None:
    (one,) = criticise((" abc", "de"))
    assert one.odds == 2
    assert one.target_offsets.tolist() == [[0, 1], [1, 2]]
    assert one.source_offsets.tolist() == [[1, 2], [2, 3], [3, 4]]
    assert one.target.tolist() == pytest.approx([chance(1), chance(2)])
    assert one.source.tolist() == pytest.approx([chance(4), chance(5), chance(6)])


def test_a_segment_is_as_bad_as_its_worst_sentence() -> None:
    (one,) = criticise(("Abc. Defg. Hi.", "Fgh. Ijk. Lm."))
    assert one.odds == 4
    assert one.target_offsets.tolist() == [[k, k + 1] for k in (0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12)]
    assert one.source_offsets[:, 0].tolist() == [0, 1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13]


def test_text_on_one_side_only_is_an_error_for_certain() -> None:
    bare, nothing, neither = criticise(("abc", "-"), ("", "de"), ("", ""))
    assert bare.odds == nothing.odds == critic.CERTAIN_ODDS
    assert chance(critic.CERTAIN_ODDS) > 0.999
    assert (bare.source.min(), bare.target.size) == (pytest.approx(chance(critic.CERTAIN_ODDS)), 0)
    assert (nothing.source.size, nothing.target.size) == (0, 2)
    assert neither.odds == -critic.CERTAIN_ODDS


def test_a_criticism_is_kept_as_it_is() -> None:
    for one in criticise(("abc", "de"), ("abc", "-"), ("", "")):
        again = judgement_cache.unpacked_criticism(judgement_cache.packed_criticism(one))
        assert again.odds == one.odds
        for name in ("source_offsets", "target_offsets", "source", "target"):
            np.testing.assert_array_equal(getattr(again, name), getattr(one, name), strict=True)


GOOD = [
    (
        "The museum in Lisbon will lend us the painting for two years.",
        "Das Museum in Lissabon leiht uns das Gemälde für zwei Jahre.",
    ),
    (
        "The council closed the swimming pool in March.",
        "Der Rat schloss im März das Schwimmbad.",
    ),
    (
        "The ministry has not approved the new vaccine for children under twelve.",
        "Das Ministerium hat den neuen Impfstoff für Kinder unter zwölf Jahren nicht zugelassen.",
    ),
]
BAD = [
    (GOOD[0][0], "Das Museum in Warschau leiht uns das Gemälde für zwei Jahre.", "target", "Warschau"),
    (
        GOOD[1][0],
        "Der Rat schloss im März das Schwimmbad, das die Regierung in Berlin bezahlt hatte.",
        "target",
        "Berlin",
    ),
    (GOOD[2][0], "Das Ministerium hat den neuen Impfstoff für Kinder unter zwölf Jahren zugelassen.", "source", "not"),
]


def test_the_critic_tells_planted_errors_from_what_they_were_planted_in(model: Model) -> None:
    pairs = [*GOOD, *((source, target) for source, target, _, _ in BAD)]
    found = model.criticise([Pair(source, target, None, "en", "de") for source, target in pairs])
    for good, bad, (source, target, side, word) in zip(found[:3], found[3:], BAD, strict=True):
        assert good.odds + 3 < bad.odds
        on_source = side == "source"
        offsets, chances = (bad.source_offsets, bad.source) if on_source else (bad.target_offsets, bad.target)
        start, end = offsets[chances.argmax()]
        assert (source if on_source else target)[start:end] in word


def test_order_and_company_do_not_change_a_criticism(model: Model) -> None:
    pairs = [Pair(one[0], one[1], None, "en", "de") for one in GOOD + BAD]
    pairs.append(Pair(" ".join(s for s, _ in GOOD * 9), " ".join(t for _, t in GOOD * 9), None, "en", "de"))
    together = model.criticise(pairs)
    for one, other in zip(together, model.criticise(pairs[::-1])[::-1], strict=True):
        assert one.odds == other.odds
        np.testing.assert_array_equal(one.target, other.target)
    assert model.criticise([pairs[3]])[0].odds == together[3].odds
    assert (together[-1].source_offsets[:, 1] > together[-1].source_offsets[:, 0]).all()
