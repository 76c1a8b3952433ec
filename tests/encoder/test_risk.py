"""The hallucination risk: evidence that raises it, and changes that do not."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from mtqe import encoder
from mtqe.encoder import Criticism, Pair, judgement_cache
from mtqe.encoder import risk as risk_formula
from mtqe.encoder.network import Model
from mtqe.encoder.risk import Risk, in_document, risks
from mtqe.model import Segment
from mtqe.registry.contracts import Context

SOURCE = "The mayor opened the new bridge on Monday, and hundreds of people walked across it in the rain."
GOOD = "Die Bürgermeisterin eröffnete am Montag die neue Brücke, und Hunderte gingen im Regen hinüber."
CLOSE = "Der Bürgermeister eröffnete am Montag die neue Brücke, und Hunderte von Menschen gingen im Regen hinüber."
OTHER = "Wer regelmäßig Knoblauch isst, braucht dem Kochbuch zufolge keine weiteren Gewürze im Schrank."
STUCK = "Die Bürgermeisterin eröffnete am Montag die neue Brücke, die neue Brücke, die neue Brücke, die neue Brücke."


def judged(*targets: str, source: str = SOURCE, in_doubt: bool = False) -> list[Risk]:
    model = encoder.load()
    pairs = [Pair(source, target, None, "en", "de") for target in targets]
    return list(risks(model, pairs, model.criticise, in_doubt=in_doubt))


def odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def test_a_translation_has_a_small_risk_and_another_text_a_large_one() -> None:
    good, other = judged(GOOD, OTHER)
    assert good.value < 0.05
    assert other.value > 0.9
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
    (low,), (high,) = (list(risks(model, [pair], functools.partial(_said, one))) for one in (calm, alarmed))
    assert high.unmatched == pytest.approx(0.8)
    assert high.detached > 5 * low.detached
    assert high.value > 5 * low.value


def _said(criticism: Criticism, pairs: Sequence[Pair]) -> list[Criticism]:
    return [criticism] * len(pairs)


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


def test_vectors_are_computed_only_where_the_other_evidence_leaves_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    embedded: list[str] = []
    embed = Model.embed

    def counting(model: Model, texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts)
        return embed(model, texts)

    monkeypatch.setattr(Model, "embed", counting)
    good, other = judged(CLOSE, OTHER)
    assert embedded == [SOURCE, OTHER]
    assert good.cosine is None and good.value < 0.001
    assert other.cosine is not None and other.cosine < 0.85
    embedded.clear()
    (doubtful,) = judged(CLOSE, in_doubt=True)
    assert embedded == [SOURCE, CLOSE]
    assert doubtful.cosine is not None and doubtful.value < 0.001


def test_a_clear_pair_has_a_tiny_risk_with_any_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    (clear,) = judged(CLOSE)
    monkeypatch.setattr(risk_formula, "CLEAR", -math.inf)
    (exact,) = judged(CLOSE)
    assert clear.cosine is None and exact.cosine is not None
    assert dataclasses.replace(exact, cosine=None, value=clear.value, detached=clear.detached) == clear
    assert odds(clear.value) == pytest.approx(odds(exact.value), abs=1.5)
    (unlike,) = judged(CLOSE, in_doubt=True)
    odds_apart = odds(unlike.value) + risk_formula.COSINE * (risk_formula.UNLIKE - exact.cosine)
    assert odds_apart < odds(0.1), "even with the vectors of another text"


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
