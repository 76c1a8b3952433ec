"""Brackets in Chinese and Japanese texts, and pairs that cross."""

from __future__ import annotations

import pytest

from mtqe.checks.punctuation import bracket_pairs


@pytest.mark.parametrize(
    ("text", "unpaired"),
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
def test_unpaired_brackets(text: str, unpaired: str) -> None:
    assert "".join(text[mark.start] for mark in bracket_pairs.unpaired_brackets(text)) == unpaired


@pytest.mark.parametrize(
    ("text", "unpaired"),
    [
        ('התיק נשמר ע"י המחשב', 0),
        ('התיק "נשמר" ע"י המחשב', 0),
        ('התיק "נשמר ע"י המחשב"', 0),
        ('התיק "נשמר בידי המחשב', 1),
    ],
)
def test_a_mark_inside_a_hebrew_abbreviation_is_no_quotation_mark(text: str, unpaired: int) -> None:
    assert len(bracket_pairs.unpaired_quotes(text)) == unpaired


def test_a_pair_that_crosses_another_is_one_fault() -> None:
    (mark,) = bracket_pairs.unpaired_brackets("按「潮汐（高」）键")
    assert mark.opens and mark.misplaced
