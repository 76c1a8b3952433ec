"""What is proposed for the policy, on which evidence, and what is not."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from people.raters.team import CRITICAL, MAJOR, MINOR, NEUTRAL, error, finding, opinion, report, said, target

from mtqe.errors import ConfigError
from mtqe.model import Finding, Segment, Severity
from mtqe.model.agreement_report import Agreement, PolicyChange, Share
from mtqe.model.ratings import Rating
from mtqe.people.raters import measuring, policy_changes
from mtqe.people.raters.measuring import Plan
from mtqe.settings.policy import GateConfig

SEGMENTS = [Segment(str(n), f"They saw {n} boats.", f"Sie sahen {n} Boote.", doc=f"d{n // 4}") for n in range(120)]
POLICY, PLAN = GateConfig(), Plan()
FINDINGS = [finding("ACC101", one.id, target(0, 3)) for one in SEGMENTS]


def measured(
    findings: Sequence[Finding], ratings: Sequence[Rating], policy: GateConfig = POLICY, plan: Plan = PLAN
) -> Agreement:
    return measuring.agreement([("a", report(SEGMENTS, findings))], ratings, policy, replace(plan, resamples=0))


def decided(count: int, right: int, findings: Sequence[Finding] = FINDINGS, word: str = "error") -> list[Rating]:
    return [
        said(SEGMENTS[n], decisions=(opinion(findings[n], word if n < right else "false-alarm"),)) for n in range(count)
    ]


def marked(count: int, right: int, rater: str = "Ana", severity: Severity = MINOR) -> list[Rating]:
    return [
        said(SEGMENTS[n], rater=rater, errors=(error("accuracy", severity, target(0, 2)),) if n < right else ())
        for n in range(count)
    ]


def proposed(found: Agreement) -> list[tuple[str, str, str | float | None]]:
    return [(change.key, change.action, change.value) for change in found.changes]


@pytest.mark.parametrize(
    ("count", "right", "severity", "changes"),
    [
        (19, 0, MAJOR, [("ACC101", "nothing", None)]),  # too little evidence
        (20, 0, MAJOR, [("ACC101", "ignore", None)]),  # 0 % to 16 %
        (40, 10, MAJOR, [("ACC101", "lower", "minor")]),  # 14 % to 40 %
        (40, 10, MINOR, [("ACC101", "ignore", None)]),
        (40, 18, MAJOR, [("ACC101", "nothing", None)]),  # 31 % to 60 %
        (40, 20, MAJOR, []),
    ],
)
def test_imprecise_checks(count: int, right: int, severity: Severity, changes: list[object]) -> None:
    findings = [finding("ACC101", one.id, target(0, 3), severity=severity) for one in SEGMENTS]
    assert proposed(measured(findings[:count], decided(count, right))) == changes


def test_the_bound_can_be_chosen() -> None:
    assert proposed(measured(FINDINGS[:40], decided(40, 10), plan=Plan(bound=0.2))) == []
    assert proposed(measured(FINDINGS[:40], decided(40, 10), plan=Plan(bound=0.9))) == [("ACC101", "ignore", None)]


def test_how_many_more_findings_would_decide() -> None:
    (change,) = measured(FINDINGS[:10], decided(10, 2)).changes
    assert change == PolicyChange(
        "ACC101", "nothing", None, "2 of 10 findings are right (6% to 51%); the bound is 50%", 10
    )
    assert policy_changes.needed(Share(0, 19, 0.0), 0.5) == 1
    assert policy_changes.needed(Share(49, 100, 0.49), 0.5) > 1000, "the closer to the bound, the more"


def test_marks_say_less_than_decisions() -> None:
    """Of 60 findings two raters confirm 12 by marks. They confirm each other's marks in two of three cases."""
    two = measured(FINDINGS[:60], [*marked(60, 12), *marked(60, 6, "Ben")])
    assert two.pairs[0].met.value == pytest.approx(12 / 18)
    assert proposed(two) == [("ACC101", "lower", "minor")], "12 % to 32 %, below a third"
    two = measured(FINDINGS[:60], [*marked(60, 18), *marked(60, 9, "Ben")])
    assert proposed(two) == [("ACC101", "nothing", None)], "20 % to 43 %"
    assert proposed(measured(FINDINGS[:60], decided(60, 18))) == [("ACC101", "lower", "minor")]


def test_the_marks_of_one_rater_are_no_evidence_against_a_check() -> None:
    (change,) = measured(FINDINGS[:60], marked(60, 0)).changes
    assert (change.action, change.needed) == ("nothing", policy_changes.EVIDENCE)
    assert change.why == (
        "0 of 60 findings are right (0% to 6%), but only by the marks of one rater; let raters decide on findings"
    )


def test_what_raters_tolerate_is_lowered() -> None:
    assert proposed(measured(FINDINGS[:30], decided(30, 30, word="tolerated"))) == [("ACC101", "lower", "minor")]
    minor = [finding("ACC101", one.id, target(0, 3), severity=MINOR) for one in SEGMENTS]
    assert proposed(measured(minor[:30], decided(30, 30, word="tolerated"))) == [("ACC101", "lower", "neutral")]
    neutral = [finding("ACC101", one.id, target(0, 3), severity=NEUTRAL) for one in SEGMENTS]
    assert proposed(measured(neutral[:30], decided(30, 30, word="tolerated"))) == []
    assert proposed(measured(FINDINGS[:19], decided(19, 19, word="tolerated"))) == []


def test_a_precise_minor_check_whose_errors_are_major_is_raised() -> None:
    minor = [finding("ACC101", one.id, target(0, 3), severity=MINOR) for one in SEGMENTS]

    def marks(count: int, severity: Severity) -> list[Rating]:
        return [rating for rater in ("Ana", "Ben") for rating in marked(count, count, rater, severity)]

    assert proposed(measured(minor[:30], marks(30, MAJOR))) == [("ACC101", "raise", "major")]
    assert proposed(measured(minor[:30], marks(30, MINOR))) == []
    assert proposed(measured(FINDINGS[:30], marks(30, MAJOR))) == [], "it is major already"
    assert proposed(measured(minor[:12], marks(12, MAJOR))) == [], "too few"


def test_a_check_with_critical_findings_is_never_switched_off() -> None:
    critical = [finding("ACC101", one.id, target(0, 3), severity=CRITICAL) for one in SEGMENTS]
    (change,) = measured(critical[:40], decided(40, 0, critical)).changes
    assert (change.action, change.value) == ("lower", "major")
    assert change.why.endswith("; its findings are no longer critical")
    tolerated = measured(critical[:30], decided(30, 30, critical, "tolerated"))
    assert proposed(tolerated) == [("ACC101", "lower", "major")]
    few = [*[finding("ACC101", one.id, target(0, 3), severity=MINOR) for one in SEGMENTS[:35]], *critical[35:40]]
    (change,) = measured(few, decided(40, 0, few)).changes
    assert change.action == "nothing", "one severity for all would hide five critical ones"
    assert "some of its findings are critical and most minor" in change.why


def test_one_severity_for_all_findings_never_lowers_some_by_raising_others() -> None:
    few = [*[finding("ACC101", one.id, target(0, 3), severity=MINOR) for one in SEGMENTS[:29]], FINDINGS[29]]
    marks = [rating for rater in ("Ana", "Ben") for rating in marked(30, 30, rater, MAJOR)]
    critical = [*few[:29], finding("ACC101", SEGMENTS[29].id, target(0, 3), severity=CRITICAL)]
    assert proposed(measured(critical, marks)) == []
    assert proposed(measured([*few[:20], *FINDINGS[20:40]], decided(40, 10))) == [("ACC101", "lower", "minor")]


def test_the_same_finding_in_the_same_texts_is_one_piece_of_evidence() -> None:
    """A button that comes forty times is one case, however often a rater says that nothing is wrong with it."""
    buttons = [Segment(str(n), "Order now", "Jetzt bestellen", doc=f"d{n}") for n in range(40)]
    findings = [finding("ACC101", one.id, target(0, 3), mark=one.id) for one in buttons]
    ratings = [said(one, decisions=(opinion(of, "false-alarm"),)) for one, of in zip(buttons, findings, strict=True)]
    found = measuring.agreement([("a", report(buttons, findings))], ratings, POLICY, Plan(resamples=0))
    assert found.checks[0].precision.size == 40
    assert (found.checks[0].cases.number, found.checks[0].cases.size) == (0, 1)
    assert [change.action for change in found.changes] == ["nothing"]


# --- floors -----------------------------------------------------------------------------------------------------------


def floors(scores: Sequence[float], bad: Sequence[bool], policy: GateConfig = POLICY, **more: object) -> Agreement:
    ratings = [
        said(one, errors=(error("accuracy", MAJOR, target(0, 2)),) if is_bad else ())
        for one, is_bad in zip(SEGMENTS, bad, strict=True)
    ]
    made = report(SEGMENTS, (), {"m": scores}, **more)
    return measuring.agreement([("a", made)], ratings, policy, Plan(resamples=50))


def test_a_floor_below_which_segments_are_bad() -> None:
    scores = [n % 10 / 10 for n in range(120)]
    good = floors(scores, [score < 0.4 for score in scores])
    assert proposed(good) == [("min_segment.m", "floor", 0.4)]
    assert "segments below it are bad, and" in good.changes[0].why
    assert proposed(floors(scores, [n % 3 == 0 for n in range(120)])) == [], "bad ones have any score"
    assert proposed(floors(scores, [True] * 120)) == [], "all are bad"
    assert proposed(floors(scores, [score < 0.1 for score in scores])) == [], "twelve are too few"
    assert proposed(floors(scores, [score > 0.5 for score in scores], lower=("m",))) == [], "a floor needs a metric"


def test_a_floor_must_hold_on_the_documents_that_did_not_choose_it() -> None:
    scores = [n % 10 / 10 for n in range(120)]
    half = [hashlib.sha256((one.doc or "").encode()).digest()[0] % 2 for one in SEGMENTS]
    only_there = [score < 0.4 and not other for score, other in zip(scores, half, strict=True)]
    assert proposed(floors(scores, only_there)) == []


def test_a_floor_by_the_value_of_raters() -> None:
    scores = [n % 10 / 10 for n in range(120)]
    ratings = [said(one, score=100 * score) for one, score in zip(SEGMENTS, scores, strict=True)]
    made = report(SEGMENTS, (), {"m": scores})
    found = measuring.agreement([("a", made)], ratings, GateConfig(), Plan(resamples=0, acceptable=35))
    assert proposed(found) == [("min_segment.m", "floor", 0.4)]
    assert proposed(measuring.agreement([("a", made)], ratings, GateConfig(), Plan(resamples=0))) == []


@pytest.mark.parametrize(
    ("given", "acceptable", "message"),
    [
        ({"errors": ()}, 5, "no segment has 5 or more"),
        ({"score": 50.0}, 101, "101 is not a valid score"),
        ({}, 5, "no rating has a value"),
    ],
)
def test_an_acceptable_value_of_another_scale(given: dict[str, object], acceptable: float, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        measured((), [said(SEGMENTS[0], **given)], plan=Plan(acceptable=acceptable))


def test_a_floor_of_a_metric_that_does_not_agree_is_removed() -> None:
    scores = [n % 10 / 10 for n in range(120)]
    policy = GateConfig(min={"m": 0.5}, min_segment={"m": 0.2})
    found = floors(scores, [score > 0.5 for score in scores], policy)
    assert proposed(found) == [("min.m", "no floor", None), ("min_segment.m", "no floor", None)]
    assert proposed(floors(scores, [score < 0.1 for score in scores], policy)) == []


def test_few_segments_do_not_remove_a_floor() -> None:
    made = report(SEGMENTS[:60], (), {"m": [n % 10 / 10 for n in range(60)]})
    ratings = [said(one, score=100.0 - n % 10 * 10) for n, one in enumerate(SEGMENTS[:60])]
    found = measuring.agreement([("a", made)], ratings, GateConfig(min={"m": 0.5}), Plan(resamples=50))
    assert found.metrics[0].figures["tau"].value == pytest.approx(-1.0)
    assert proposed(found) == []


def test_a_floor_that_is_there_is_never_lowered() -> None:
    scores = [n % 10 / 10 for n in range(120)]
    bad = [score < 0.4 for score in scores]
    assert proposed(floors(scores, bad, GateConfig(min_segment={"m": 0.5}))) == []
    assert proposed(floors(scores, bad, GateConfig(min_segment={"m": 0.4}))) == []
    assert proposed(floors(scores, bad, GateConfig(min_segment={"m": 0.3}))) == [("min_segment.m", "floor", 0.4)]


# --- the file ---------------------------------------------------------------------------------------------------------

CHANGES = (
    PolicyChange("ACC101", "ignore", None, ""),
    PolicyChange("LOC101", "lower", "minor", ""),
    PolicyChange("LOC102", "raise", "major", ""),
    PolicyChange("min_segment.m", "floor", 0.4, ""),
    PolicyChange("min.k", "no floor", None, ""),
    PolicyChange("ACC102", "nothing", None, "", 7),
)


def test_only_what_is_proposed_changes() -> None:
    text = '# ours\n[checks]\nignore = ["ART101"]  # noisy\n\n[gate.min]\nk = 0.5\nl = 0.6 # stays\n'
    after = policy_changes.edited(text, CHANGES)
    assert tomllib.loads(after) == {
        "checks": {"ignore": ["ART101", "ACC101"], "severity": {"LOC101": "minor", "LOC102": "major"}},
        "gate": {"min": {"l": 0.6}, "min_segment": {"m": 0.4}},
    }
    assert after.startswith("# ours\n") and "# noisy" in after and "# stays" in after
    assert policy_changes.edited(after, CHANGES) == after, "what is written needs no change"


def test_a_severity_of_the_file_is_never_turned_the_other_way() -> None:
    text = '[checks.severity]\nLOC101 = "neutral"\nLOC102 = "critical"\n'
    assert policy_changes.edited(text, CHANGES[1:3]) == text
    text = '[checks.severity]\nLOC101 = "critical"\nLOC102 = "neutral"\n'
    severity = tomllib.loads(policy_changes.edited(text, CHANGES[1:3]))["checks"]["severity"]
    assert severity == {"LOC101": "minor", "LOC102": "major"}


def test_an_empty_file_and_pyproject() -> None:
    assert tomllib.loads(policy_changes.edited("", CHANGES[:1])) == {"checks": {"ignore": ["ACC101"]}}
    after = policy_changes.edited("[project]\nname = 'x'\n", CHANGES[:2], pyproject=True)
    assert tomllib.loads(after)["tool"]["mtqe"]["checks"] == {"ignore": ["ACC101"], "severity": {"LOC101": "minor"}}
    assert policy_changes.edited("a = 1\n", CHANGES[-2:]) == "a = 1\n"
