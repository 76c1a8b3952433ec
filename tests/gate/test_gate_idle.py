"""Parts of a policy that do nothing are named, and fail nothing."""

from __future__ import annotations

import math

import msgspec

from mtqe.gate import idle
from mtqe.model import SCHEMA, Document, Report, Run, Segment, Severity
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
