"""The edits of TER must equal those of sacreBLEU for any two lists of words."""

from __future__ import annotations

import random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.lib_ter import translation_edit_rate

from mtqe.metrics.lexical import ter


def by_sacrebleu(hypothesis: list[str], reference: list[str]) -> int:
    edits: int = translation_edit_rate(hypothesis, reference)[0]
    return edits


def words(kinds: int, longest: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.integers(0, kinds - 1).map(str), max_size=longest)


@settings(max_examples=80)
@given(st.sampled_from([2, 4, 12, 40]).flatmap(lambda kinds: st.tuples(words(kinds, 40), words(kinds, 40))))
def test_any_two_texts(pair: tuple[list[str], list[str]]) -> None:
    assert ter.edits(*pair) == by_sacrebleu(*pair)


@settings(max_examples=80)
@given(
    words(30, 35),
    st.lists(st.tuples(st.integers(0, 34), st.integers(1, 12), st.integers(0, 34)), max_size=4),
    st.data(),
)
def test_a_text_with_blocks_moved(reference: list[str], moves: list[tuple[int, int, int]], data: st.DataObject) -> None:
    hypothesis = list(reference)
    for start, length, place in moves:
        block = hypothesis[start : start + length]
        del hypothesis[start : start + length]
        hypothesis[place:place] = block
    for place in data.draw(st.lists(st.integers(0, 34), max_size=3)):
        hypothesis[place : place + 1] = data.draw(words(30, 2))
    assert ter.edits(hypothesis, reference) == by_sacrebleu(hypothesis, reference)


@pytest.mark.parametrize("seed", range(3))
def test_long_texts_that_leave_the_beam(seed: int) -> None:
    """Where lengths differ much or blocks move far, the distance in the beam is not the true one."""
    generator = random.Random(seed)
    reference = [str(generator.randrange(40)) for _ in range(70)]
    hypothesis = [*reference[35:], *reference[: 35 if seed % 2 else 10]]
    for place in range(0, len(hypothesis), 3):
        hypothesis[place] = str(generator.randrange(40))
    with mock.patch.object(ter, "_rows", wraps=ter._rows) as in_beam:
        assert ter.edits(hypothesis, reference) == by_sacrebleu(hypothesis, reference)
    assert in_beam.called


def test_many_shifts_end_where_sacrebleu_gives_up() -> None:
    """After 1,000 trials the shift that was best so far is not made."""
    generator = random.Random(0)
    hypothesis, reference = ([str(generator.randrange(3)) for _ in range(60)] for _ in range(2))
    tried: list[int] = []
    shift = ter._shift
    with mock.patch.object(ter, "_shift", lambda *given: (tried.append((result := shift(*given))[1]), result)[1]):
        assert ter.edits(hypothesis, reference) == by_sacrebleu(hypothesis, reference)
    assert tried[-1] >= ter.TRIALS


@pytest.mark.parametrize(("hypothesis", "reference"), [(0, 0), (0, 3), (3, 0), (1, 200), (200, 1), (3, 400)])
def test_empty_and_uneven_texts(hypothesis: int, reference: int) -> None:
    hyp, ref = [str(place) for place in range(hypothesis)], [str(place) for place in range(reference)]
    assert ter.edits(hyp, ref) == by_sacrebleu(hyp, ref)
    assert ter.edits(hyp[::-1], ref) == by_sacrebleu(hyp[::-1], ref)


def test_long_unrelated_text_is_no_trap() -> None:
    """Some 1,000 words: minutes with sacreBLEU. The expected result is known without it."""
    generator = random.Random(1)
    hyp, ref = ([str(generator.randrange(200)) for _ in range(1000)] for _ in range(2))
    assert 700 < ter.edits(hyp, ref) <= 1000
