"""What a configuration switched off or lowered stands in every verdict."""

from __future__ import annotations

import datetime
import math

import msgspec
import pytest

from mtqe.errors import ConfigError
from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Finding, Report, Run, Segment, Severity, Shard
from mtqe.project.suppressions import Suppression, apply
from mtqe.settings.config import Config
from mtqe.settings.policy import CategoryLimits, GateConfig, Match, Rule
from mtqe.settings.sources import checked

MINOR, MAJOR, CRITICAL = list(Severity)[1:]
ENDLESS = GateConfig(max_per_1000={MAJOR: math.inf}, rules=(Rule(Match(path="blog/*"), max_mqm_per_1000=math.inf),))


def finding(number: int) -> Finding:
    return Finding("N1", "wrong-number", "accuracy", MINOR, "1", "", (), ("x",), f"f{number}")


def report(**run: object) -> Report:
    circumstances = Run("0", "", checks=(CheckItem("N1", "wrong-number", "ran", area="numbers"),), source_words=1000)
    segments = (Segment("1", "one two", "eins zwei"),)
    found = (finding(1), finding(2))
    return Report(SCHEMA, msgspec.structs.replace(circumstances, **run), (), segments, (), found)


@pytest.mark.parametrize(
    ("policy", "sentences"),
    [
        (GateConfig(), []),
        (GateConfig(max={CRITICAL: 0, MAJOR: 0}, max_per_1000={MAJOR: 1.0}, max_mqm_per_1000=9.0), []),
        (GateConfig(max={MINOR: 0}, undecided="fail", each="document", completeness=1.0), []),
        (GateConfig(max={}), ["gate.max.critical: no limit (0 by default)"]),
        (
            GateConfig(max={MAJOR: 4}),
            [
                "gate.max.critical: 4 (0 by default)",
                "gate.max.major: 4 in any area, as never_spared does not hold beside it",
            ],
        ),
        (GateConfig(max={CRITICAL: math.inf}), ["gate.max.critical is infinite and never fails"]),
        (GateConfig(max_per_1000={}), ["gate.max_per_1000.major: no limit (2 by default)"]),
        (GateConfig(max_per_1000={MINOR: 7.5}), ["gate.max_per_1000.major: 7.5 (2 by default)"]),
        (GateConfig(max_per_1000={MAJOR: math.inf}), ["gate.max_per_1000.major is infinite and never fails"]),
        (GateConfig(max_mqm_per_1000=math.inf), ["gate.max_mqm_per_1000 is infinite and never fails"]),
        (GateConfig(min={"chrf": -math.inf}), ["gate.min.chrf is infinite and never fails"]),
        (GateConfig(max_new={MAJOR: math.inf}), ["gate.max_new.major is infinite and never fails"]),
        (
            GateConfig(
                category={
                    "accuracy": CategoryLimits({MAJOR: math.inf}, {MINOR: math.inf}, max_mqm_per_1000=math.inf),
                }
            ),
            [
                "gate.category.accuracy.max_mqm_per_1000 is infinite and never fails",
                "gate.category.accuracy.max.major is infinite and never fails",
                "gate.category.accuracy.max_per_1000.minor is infinite and never fails",
            ],
        ),
        (
            GateConfig(never_spared=("numbers",)),
            [f"gate.never_spared: without {', '.join(GateConfig().never_spared[1:])}"],
        ),
        (GateConfig(coverage=("numbers", "names")), ["gate.coverage: without omission, language, hallucination"]),
        (GateConfig(uncovered="pass"), ['gate.uncovered = "pass" ("incomplete" by default)']),
        (GateConfig(incomplete="pass"), ['gate.incomplete = "pass" ("fail" by default)']),
        (GateConfig(undecided="pass"), ['gate.undecided = "pass" ("point" by default)']),
        (GateConfig(each="corpus"), ['gate.each = "corpus" ("both" by default)']),
        (GateConfig(completeness=0.5), ["gate.completeness = 0.5 (0.95 by default)"]),
        (GateConfig(min_confidence=0.9), ["gate.min_confidence = 0.9 (0 by default)"]),
        (GateConfig(new_only=True), ["gate.new_only = true: errors that the baseline has, too, do not count"]),
        (GateConfig(rules=(Rule(Match(path="x"), max={CRITICAL: 0}, completeness=1.0),)), []),
        (
            GateConfig(rules=(Rule(Match(path="x"), max={CRITICAL: 3}, max_per_1000={MAJOR: 2.5}, each="corpus"),)),
            [
                "gate.rules[0].max.critical: 3 (0 in [gate])",
                "gate.rules[0].max_per_1000.major: 2.5 (2 in [gate])",
                'gate.rules[0].each = "corpus" ("both" in [gate])',
            ],
        ),
        (
            ENDLESS,
            [
                "gate.max_per_1000.major is infinite and never fails",
                "gate.rules[0].max_mqm_per_1000 is infinite and never fails",
            ],
        ),
    ],
)
def test_a_policy_that_lets_more_pass_than_the_default_one(policy: GateConfig, sentences: list[str]) -> None:
    assert list(judge(report(), policy).relaxed) == sentences


def test_whatever_the_outcome_and_of_the_run_first() -> None:
    policy = GateConfig(max={CRITICAL: 0, MINOR: 0}, min_confidence=0.1)
    of_run = "checks.ignore switches off 1 of 9 checks: A wrong-name"
    expected = (of_run, "gate.min_confidence = 0.1 (0 by default)")
    failed = judge(report(relaxed=(of_run,)), policy)
    assert not failed.passed and failed.relaxed == expected
    shard = judge(report(relaxed=(of_run,), shard=Shard(1, 2)), policy)
    assert shard.incomplete and shard.relaxed == expected


def test_entries_that_accept_by_pattern_are_named_and_those_of_one_finding_are_not() -> None:
    day = datetime.date(2026, 1, 1)
    one = Suppression("known", fingerprint="f1")
    wide = Suppression("not ours", check="wrong-number")
    late = Suppression("old", check="N1", expires=day)
    assert apply(report(), (one,), day).run.relaxed == ()
    assert apply(report(), (late,), day).run.relaxed == ()
    both = apply(report(relaxed=("another",)), (one, wide), day, "known.toml")
    assert both.run.relaxed == ("another", "accepted by pattern: 1 finding of wrong-number (entry 2 of known.toml)")
    again = apply(both, (wide,), day)
    assert again.run.relaxed == ("another", "accepted by pattern: 2 findings of wrong-number")
    assert judge(again, GateConfig()).relaxed == again.run.relaxed


@pytest.mark.parametrize("limit", [0.5, 2.5])
def test_a_number_of_findings_is_whole_or_infinite(limit: float) -> None:
    with pytest.raises(ConfigError, match=r"gate\.rules\[0\]\.category\.accuracy\.max\.major counts findings"):
        rule = Rule(Match(path="x"), category={"accuracy": CategoryLimits({MAJOR: limit})})
        checked(Config(gate=GateConfig(rules=(rule,))))
    policy = checked(Config(gate=GateConfig(max={MINOR: math.inf}, max_new={MINOR: 0}))).gate
    assert policy.max == {MINOR: math.inf}
    assert judge(report(), policy).passed
