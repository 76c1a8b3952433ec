"""Parts of a policy that do nothing are named, and fail nothing."""

from __future__ import annotations

import math

import msgspec
import pytest

from mtqe.gate import idle
from mtqe.model import SCHEMA, Document, Report, Run, Segment, Severity
from mtqe.settings.policy import CategoryLimits, GateConfig, Match, Rule

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


@pytest.mark.parametrize(
    ("policy", "note"),
    [
        (GateConfig(max_per_1000={MAJOR: math.inf}), "gate.max_per_1000.major is infinite and never fails"),
        (GateConfig(max_mqm_per_1000=math.inf), "gate.max_mqm_per_1000 is infinite and never fails"),
        (GateConfig(min={"chrf": -math.inf}), "gate.min.chrf is infinite and never fails"),
        (GateConfig(max_drop={"chrf": math.inf}), "gate.max_drop.chrf is infinite and never fails"),
        (
            GateConfig(
                max_score={"ter": math.inf},
                category={"accuracy": CategoryLimits(max_per_1000={MAJOR: math.inf}, max_mqm_per_1000=math.inf)},
            ),
            "gate.max_score.ter, gate.category.accuracy.max_mqm_per_1000 and gate.category.accuracy.max_per_1000.major"
            " are infinite and never fail",
        ),
        (
            GateConfig(rules=(Rule(Match(path="blog/*"), max_mqm_per_1000=math.inf),)),
            "gate.rules[0].max_mqm_per_1000 is infinite and never fails",
        ),
    ],
)
def test_limits_without_an_end_are_named(policy: GateConfig, note: str) -> None:
    assert notes(policy) == [note]


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
    once = idle.noted(report(), GateConfig(max_mqm_per_1000=math.inf))
    assert idle.noted(once, GateConfig()) == report()
