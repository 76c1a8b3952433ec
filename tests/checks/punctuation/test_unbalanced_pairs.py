"""Brackets of Chinese and Japanese texts, and pairs that cross."""

from __future__ import annotations

import pytest

from mtqe.checks.punctuation import bracket_pairs


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("（開館)の後", ""),
        ("图表（潮汐)和［风]", ""),
        ("列表以1)或、i)开头", ")"),
        ("例えば、1) や、i) です", ""),
        ("按「潮汐（高」）键", "「"),
        ("按「潮汐 (高」) 键", "「"),
        ("按「潮汐 (高」键", "("),
        ("按潮汐」 (高) 键", "」"),
        ("(a [b) c]", "("),
        ("(a [b) (c", "[("),
        ("他说（是", "（"),
    ],
)
def test_lone_brackets(text: str, lone: str) -> None:
    assert "".join(text[mark.start] for mark in bracket_pairs.lone_brackets(text)) == lone


def test_a_pair_that_crosses_another_is_one_fault() -> None:
    (mark,) = bracket_pairs.lone_brackets("按「潮汐（高」）键")
    assert mark.opens and mark.turned
