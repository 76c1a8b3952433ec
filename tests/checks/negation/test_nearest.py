"""What the words beside two opposites say of them."""

from __future__ import annotations

import numpy as np
import pytest

from mtqe.checks.negation import nearest
from mtqe.checks.negation.directions import Reversal
from mtqe.checks.shared.coverage import Words

MEANINGS = ("cooks", "buy", "bread", "sell")
"""Words of a small language; *buy* and *sell* are near, all others far from each other."""


def _words(text: str) -> Words:
    """The words of a text; one that is no meaning is far from all meanings."""
    spans, vectors, start = [], [], 0
    for word in text.split():
        start = text.index(word, start)
        spans.append((start, start + len(word.strip(","))))
        start += len(word)
        vector = np.zeros(5, dtype=np.float32)
        name = word.strip(",")
        vector[MEANINGS.index("buy" if name == "sell" else name) if name in MEANINGS else 4] = 1
        vectors.append(vector)
    return Words(text, spans, np.array(vectors))


@pytest.mark.parametrize(
    ("target", "in_place", "parallel"),
    [
        ("cooks sell bread", True, True),
        ("bread sell cooks", True, False),
        ("sell bread cooks", True, False),
        ("cooks bread sell", True, True),
        ("bread cooks sell", True, False),
        ("cooks bread the the the the the the the the sell", False, False),
    ],
)
def test_the_words_beside_two_opposites(target: str, in_place: bool, parallel: bool) -> None:
    source, there = _words("cooks buy bread"), _words(target)
    start = target.index("sell")
    reversal = Reversal("buy", ((6, 9),), ((start, start + 4),), (), ())
    [found] = nearest.counterparts(source, there, [reversal])
    assert (found.in_place, found.parallel) == (in_place, parallel)


@pytest.mark.parametrize(
    ("target", "before_same"),
    [("sell the bread", True), ("bread the sell", True), ("the sell, bread", False), ("sell later bread", False)],
)
def test_the_same_word_ends_the_clause(target: str, before_same: bool) -> None:
    source, there = _words("cooks buy bread"), _words(target)
    start = target.index("sell")
    reversal = Reversal("before", ((6, 9),), ((start, start + 4),), (), ())
    [found] = nearest.counterparts(source, there, [reversal])
    assert found.before_same is before_same


def test_without_words_beside_it_a_word_is_in_place() -> None:
    reversal = Reversal("buy", ((0, 3),), ((0, 4),), (), ())
    [found] = nearest.counterparts(_words("buy"), _words("sell the the"), [reversal])
    assert found.in_place
    assert not found.parallel
