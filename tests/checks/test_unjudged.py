"""Segments that a check does not judge are a gap of it, if they are many."""

from __future__ import annotations

import dataclasses

import pytest

from mtqe.checks import runner
from mtqe.model import Segment
from mtqe.registry import check_table
from mtqe.registry.contracts import Context


def test_segments_that_a_check_does_not_judge_are_counted_if_they_are_many() -> None:
    def short(segment: Segment, context: Context) -> str | None:
        return "too short to weigh" if len(segment.source) < 4 else None

    def gap(short_ones: int, pairs: str | None = None) -> str | None:
        texts = ["a"] * short_ones + ["long enough"] * (100 - short_ones) + [""] * 40
        segments = [Segment(str(number), text, "x") for number, text in enumerate(texts)]
        check = dataclasses.replace(check_table.checks()["ACC102"], unjudged=short, gaps=lambda context: pairs)
        (item,) = runner.run([check], segments, Context("en", "de")).items
        return item.gap

    assert gap(9) is None
    assert gap(10) == "too short to weigh: 10 of 100 segments", "those without a source are no concern of it"
    assert gap(10, "no words of de") == "no words of de; too short to weigh: 10 of 100 segments"


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        ("ACC104", "too short to identify its language (fewer than 30 letters)"),
        ("ACC110", "too short for the encoder's critic (fewer than 4 words)"),
        ("ACC111", "too short for the encoder's critic (fewer than 4 words)"),
        ("ACC120", "too short for the encoder's critic (fewer than 4 words)"),
        ("HAL103", "too short to compare the meaning (fewer than 12 characters)"),
    ],
)
def test_checks_of_whole_sentences_say_that_they_do_not_judge_labels(check: str, reason: str) -> None:
    judge = check_table.checks()[check].unjudged
    assert judge is not None
    context = Context("en", "de")
    assert judge(Segment("1", "Save as", "Sichern"), context) == reason
    sentence = Segment("1", "The council closed the old pool in March.", "Der Rat schloss das alte Schwimmbad im März.")
    assert judge(sentence, context) is None


def test_a_figure_has_no_language_and_a_chinese_sentence_is_long_enough() -> None:
    judge = check_table.checks()["ACC104"].unjudged
    assert judge is not None
    assert judge(Segment("1", "12 %", "12 %"), Context("en", "de")) is None
    assert judge(Segment("1", "The pool is closed.", "议会三月关闭了城里的旧游泳池吧。"), Context("en", "zh")) is None
