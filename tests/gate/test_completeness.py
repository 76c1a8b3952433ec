"""Texts that a file does not have yet: no errors, but counted, and a share of them fails."""

from __future__ import annotations

import msgspec
import pytest

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Report, Run, Segment, Verdict
from mtqe.settings.policy import GateConfig, Match, Rule

CHECKS = tuple(
    CheckItem(f"X{n}", area, "ran", area=area)
    for n, area in enumerate(("numbers", "omission", "language", "hallucination"))
)


def verdict(policy: GateConfig, *missing: int, of: int = 100, lang: str = "de") -> Verdict:
    """The verdict on documents of `of` texts each, in which so many have no translation yet."""
    segments = [
        Segment(f"{doc}.{n}", "Open the file", "", doc=str(doc), meta={"unit": str(n), "missing": True})
        if n < number
        else Segment(f"{doc}.{n}", "Open the file", "Datei öffnen", doc=str(doc), meta={"unit": str(n)})
        for doc, number in enumerate(missing)
        for n in range(of)
    ]
    documents = tuple(Document(str(doc), "en", lang, path=f"{doc}.json") for doc in range(len(missing)))
    run = Run("0", "", source_lang="en", target_lang=lang, checks=CHECKS, source_words=3 * len(segments))
    return judge(Report(SCHEMA, run, documents, tuple(segments), (), ()), policy)


@pytest.mark.parametrize(("missing", "passed"), [(0, True), (5, True), (6, False), (100, False)])
def test_the_share_of_translated_texts_has_a_limit(missing: int, passed: bool) -> None:
    assert verdict(GateConfig(), missing).passed is passed


def test_a_failure_says_how_many_texts_are_translated() -> None:
    (reason,) = verdict(GateConfig(), 570, of=774).reasons
    assert reason == "204 of 774 texts are translated (26.3 %); the limit is 95 %"


def test_a_pass_says_how_many_texts_are_translated() -> None:
    got = verdict(GateConfig(completeness=0.2), 570, of=774)
    assert got.passed and got.tolerated == (
        "204 of 774 texts are translated (26.3 %); the limit is 20 % (completeness)",
    )


def test_a_share_just_below_the_limit_is_not_rounded_up_to_it() -> None:
    (reason,) = verdict(GateConfig(), 51, of=1_000).reasons
    assert "(94.9 %)" in reason


def test_small_files_are_counted_together() -> None:
    assert verdict(GateConfig(), 1, *[0] * 30, of=1).passed
    assert not verdict(GateConfig(), 1, *[0] * 10, of=1).passed


def test_a_language_has_its_own_limit() -> None:
    rule = Rule(match=Match(target_lang="he"), completeness=0.1)
    policy = GateConfig(rules=(rule,))
    assert verdict(policy, 80, lang="he").passed
    assert not verdict(policy, 80, lang="de").passed


def test_a_share_is_between_0_and_1() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"completeness": 95}, GateConfig)
