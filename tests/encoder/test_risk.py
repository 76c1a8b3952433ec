"""The hallucination risk: evidence that raises it, and changes that do not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mtqe import encoder
from mtqe.encoder import Pair, judgement_cache
from mtqe.encoder.risk import Risk, in_document, risks
from mtqe.model import Segment
from mtqe.registry.contracts import Context

SOURCE = "The mayor opened the new bridge on Monday, and hundreds of people walked across it in the rain."
GOOD = "Die Bürgermeisterin eröffnete am Montag die neue Brücke, und Hunderte gingen im Regen hinüber."
OTHER = "Wer regelmäßig Knoblauch isst, braucht dem Kochbuch zufolge keine weiteren Gewürze im Schrank."
STUCK = "Die Bürgermeisterin eröffnete am Montag die neue Brücke, die neue Brücke, die neue Brücke, die neue Brücke."


def judged(*targets: str, source: str = SOURCE) -> list[Risk]:
    model = encoder.load()
    return list(risks(model, [Pair(source, target, None, "en", "de") for target in targets], model.criticise))


def test_a_translation_has_a_small_risk_and_another_text_a_large_one() -> None:
    good, other = judged(GOOD, OTHER)
    assert good.value < 0.05
    assert other.value > 0.9
    assert good.cosine > other.cosine
    assert good.covered > other.covered
    assert 0 < 3 * good.unmatched < other.unmatched < 1


def test_repetition_raises_the_risk_but_is_not_detached() -> None:
    (stuck,) = judged(STUCK)
    assert stuck.repeated >= 2
    assert stuck.value > 0.5 > stuck.detached


def test_what_the_critic_says_moves_the_risk() -> None:
    model = encoder.load()
    pair = Pair(SOURCE, GOOD, None, "en", "de")
    (calm,) = model.criticise([pair])
    alarmed = dataclasses.replace(calm, source=np.full_like(calm.source, 0.9), target=np.full_like(calm.target, 0.7))
    (low,), (high,) = (list(risks(model, [pair], lambda _, one=one: [one])) for one in (calm, alarmed))
    assert high.unmatched == pytest.approx(0.8)
    assert high.detached > 5 * low.detached
    assert high.value > 5 * low.value


def test_repetition_of_the_source_is_no_evidence() -> None:
    (same,) = judged("Nein, nein, nein, nein, nein, nein!", source="No, no, no, no, no, no!")
    assert same.repeated == 0


@pytest.mark.parametrize(("source", "target"), [("Home", "Zur Startseite zurück"), ("Thanks", "Vielen Dank dafür")])
def test_what_stands_once_is_no_repetition(source: str, target: str) -> None:
    (risk,) = judged(target, source=source)
    assert risk.value == risk.detached
    assert judged(f"{target} {target} {target}", source=source)[0].value > risk.value


def test_the_uncovered_stretch_is_one_of_the_source() -> None:
    (cut,) = judged("Die Bürgermeisterin eröffnete am Montag die neue Brücke.")
    assert cut.uncovered is not None
    start, end = cut.uncovered
    assert "Monday" not in SOURCE[start:end]
    assert SOURCE[start:end].strip() in SOURCE[SOURCE.index("and hundreds") :]


@pytest.mark.parametrize("text", [".", "42", "   x"])
def test_tiny_texts_have_a_risk_too(text: str) -> None:
    (found,) = judged(text, source=text)
    assert 0 <= found.value <= 1


def test_the_risk_of_a_pair_does_not_depend_on_its_company() -> None:
    alone, company = judged(GOOD)[0], judged(*[f"{OTHER} {k}" for k in range(9)], GOOD)[-1]
    assert alone == company


def test_vectors_and_tokens_read_together_are_those_read_apart() -> None:
    model = encoder.load()
    vectors, tokens = model.read([SOURCE, GOOD, SOURCE])
    assert vectors.tolist() == model.embed([SOURCE, GOOD, SOURCE]).tolist()
    assert [one.ids for one in tokens] == [one.ids for one in model.tokens([SOURCE, GOOD, SOURCE])]


def test_a_translation_that_another_source_has_too_raises_the_risk() -> None:
    context = Context("en", "de")
    there = [Segment("1", SOURCE, GOOD), Segment("2", "Tickets for the 9 p.m. show are sold out.", GOOD)]
    right, slipped = judgement_cache.risks(there, context, "test")
    (alone,) = judgement_cache.risks(there[1:], context, "test")
    assert right is not None and slipped is not None and alone is not None
    assert right.misplaced == alone.misplaced == 0
    assert slipped.misplaced == 1
    assert slipped.detached > alone.detached
    assert slipped.value == pytest.approx(in_document(alone, 1).value)


def test_documents_do_not_speak_for_each_other() -> None:
    there = [Segment("1", SOURCE, GOOD, doc="a"), Segment("2", "Tickets are sold out again.", GOOD, doc="b")]
    assert [one.misplaced for one in judgement_cache.risks(there, Context("en", "de"), "test") if one] == [0, 0]
