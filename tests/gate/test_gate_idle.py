"""Parts of a policy that do nothing are named, and fail nothing."""

from __future__ import annotations

import math

import msgspec
import pytest

from mtqe.gate import idle
from mtqe.model import SCHEMA, Document, Report, Run, Score, Segment, Severity
from mtqe.registry import system_agreement
from mtqe.registry.system_agreement import Pairs, Table
from mtqe.settings.policy import GateConfig, Match, Rule

MAJOR = Severity.MAJOR
PART = "which is normal if the run was only a part of the project"


def report(all_pairs: bool = False) -> Report:
    run = Run("0", "", source_lang="en", target_lang="de", notes=("another note",), all_pairs=all_pairs)
    documents = (Document("a", path="docs/legal/a.md"), Document("b", path="docs/blog/b.md"))
    return Report(SCHEMA, run, documents, tuple(Segment(d.id, "x", "x", doc=d.id) for d in documents))


def notes(policy: GateConfig, got: Report | None = None) -> list[str]:
    first, *rest = idle.noted(got or report(), policy).run.notes
    assert first == "another note"
    return [note.removeprefix("policy: ") for note in rest]


def test_a_policy_that_does_all_it_says_has_no_note() -> None:
    rules = (Rule(Match(path="legal/*"), max={MAJOR: 0}), Rule())
    policy = GateConfig(max_mqm_per_1000=9.0, min={"chrf": math.inf}, max_score={"ter": -math.inf}, rules=rules)
    assert notes(policy) == []


def test_rules_that_match_nothing_are_named() -> None:
    rules = (Rule(Match(domain="legl"), name="legal"), Rule(Match(path="blog/*")), Rule(Match(target_lang="ja")))
    one, both = GateConfig(rules=rules[:2]), GateConfig(rules=rules)
    assert notes(one) == [f"the rule 'legal' matches no document of this run, {PART}"]
    assert notes(both) == [f"the rules 'legal', 'target_lang ja' match no document of this run, {PART}"]
    assert notes(one, report(all_pairs=True)) == [
        "the rule 'legal' matches no document of the project; correct `match`, or remove it"
    ]
    assert notes(both, report(all_pairs=True)) == [
        "the rules 'legal', 'target_lang ja' match no document of the project; correct `match`, or remove them"
    ]


def test_a_rule_behind_wider_ones_is_named() -> None:
    policy = GateConfig(rules=(Rule(Match(target_lang="de")), Rule(Match(path="blog/*"), name="blog")))
    assert notes(policy) == ["the rule 'blog' governs no document, as earlier rules match all of its documents"]


def test_segments_without_a_document_are_governed_too() -> None:
    loose = msgspec.structs.replace(report(), documents=(), segments=(Segment("1", "x", "x"),))
    assert notes(GateConfig(rules=(Rule(Match(target_lang="de")),)), loose) == []
    assert len(notes(GateConfig(rules=(Rule(Match(path="blog/*")),)), loose)) == 1
    nothing = msgspec.structs.replace(loose, segments=())
    assert notes(GateConfig(rules=(Rule(Match(path="blog/*")),)), nothing) == []


def test_notes_are_replaced() -> None:
    once = idle.noted(report(), GateConfig(min_segment_by="interval"))
    assert once != report()
    assert idle.noted(once, GateConfig()) == report()


def scored(references: int) -> Report:
    score = Score("learned", "corpus", 0.8, signature={"nrefs": references})
    return msgspec.structs.replace(report(), scores=(score,))


def known(monkeypatch: pytest.MonkeyPatch, agreed: int) -> None:
    pairs = tuple((10 if number < agreed else -10, 90) for number in range(20))
    monkeypatch.setattr(system_agreement, "table", lambda: Table(15, {"en-de": Pairs(1, pairs, pairs)}))


def test_a_floor_on_a_score_that_often_prefers_the_worse_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, 15)
    policy = GateConfig(min={"learned": 0.7, "chrf": 50.0})
    assert notes(policy, scored(0)) == [
        "the floors on learned say little without a reference: of two systems from en to de it preferred the same one "
        "as COMET-22 in 15 of 20 pairs"
    ]
    assert len(notes(GateConfig(rules=(Rule(min_segment={"learned": 0.5}),)), scored(0))) == 1


def test_a_floor_is_not_named_with_references_or_where_the_score_is_mostly_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known(monkeypatch, 15)
    policy = GateConfig(min={"learned": 0.7})
    assert notes(policy, scored(1)) == []
    assert notes(GateConfig(), scored(0)) == []
    known(monkeypatch, 16)
    assert notes(policy, scored(0)) == []
