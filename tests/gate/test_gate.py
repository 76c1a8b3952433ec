from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqe.errors import ConfigError
from mtqe.gate.verdicts import judge
from mtqe.model import (
    SCHEMA,
    CheckItem,
    Finding,
    MetricFacts,
    MetricItem,
    Problem,
    Report,
    Run,
    Score,
    Segment,
    Severity,
)
from mtqe.settings.policy import GateConfig, Rule

NEUTRAL, MINOR, MAJOR, CRITICAL = Severity
CHECKED = (CheckItem("T1", "bad-thing", "ran"),)
DEFAULT = GateConfig()
NO_LIMIT = GateConfig(max={}, max_per_1000={})


def finding(severity: Severity, segment: str = "1", **more: Any) -> Finding:
    fields = {"name": "bad-thing", "category": "accuracy/mistranslation", "fingerprint": "f"} | more
    return Finding("T1", severity=severity, segment=segment, message="", spans=(), marked=(), **fields)


def report(*findings: Finding, words: int = 1000, **more: Any) -> Report:
    fields: dict[str, Any] = {"segments": (Segment("1", "a", "b"),)} | more
    run = fields.pop("run", Run("0", "", checks=CHECKED, source_words=words))
    return Report(SCHEMA, run, findings=findings, **fields)


def reasons(got: Report, policy: GateConfig = DEFAULT, baseline: Report | None = None) -> tuple[str, ...]:
    verdict = judge(got, policy, baseline)
    assert verdict.passed == (not verdict.reasons)
    for reason in verdict.reasons:
        assert "\n" not in reason
        assert not reason.endswith(".")
    return verdict.reasons


def test_a_clean_report_passes() -> None:
    verdict = judge(report(), DEFAULT)
    assert verdict.passed
    assert verdict.reasons == ()
    assert verdict.mqm is not None
    assert verdict.mqm.score == 100


def test_one_critical_error_fails_by_default() -> None:
    assert reasons(report(finding(CRITICAL, "7"))) == ("1 critical error; the limit is 0 (bad-thing in segment 7)",)


def test_a_limit_counts_worse_errors_too() -> None:
    policy = GateConfig(max={MINOR: 2}, max_per_1000={})
    assert reasons(report(finding(MINOR), finding(MAJOR)), policy) == ()
    found = [finding(MINOR, "1"), finding(MAJOR, "2"), finding(CRITICAL, "3"), finding(NEUTRAL, "4")]
    (reason,) = reasons(report(*found), policy)
    assert reason == (
        "3 minor or major or critical errors; the limit is 2 "
        "(bad-thing in segment 3, bad-thing in segment 2, bad-thing in segment 1)"
    )


def test_an_ordinary_article_with_four_major_errors_fails_by_default() -> None:
    found = [finding(MAJOR, str(n), name=name) for n, name in ((1, "addition"), (2, "addition"), (14, "omission"))]
    found += [finding(MAJOR, "21", name="forbidden-term")]
    assert reasons(report(*found, words=452)) == (
        "4 major errors in 452 words are 8.8 per 1,000 words (95 % interval 2.4 to 22.7); the limit is 2 "
        "(addition in segment 1, addition in segment 2, omission in segment 14 and 1 more)",
    )


@pytest.mark.parametrize(
    ("errors", "words", "passed"),
    [(1, 10, True), (1, 0, True), (2, 50, False), (2, 999, False), (2, 1000, True), (3, 1499, False), (3, 1500, True)],
)
def test_a_rate_never_fails_a_text_for_a_single_error(errors: int, words: int, passed: bool) -> None:
    assert judge(report(*[finding(MAJOR)] * errors, words=words), DEFAULT).passed is passed


def test_a_rate_of_zero_allows_none() -> None:
    policy = GateConfig(max={}, max_per_1000={MAJOR: 0.0})
    assert reasons(report(finding(MAJOR), words=400), policy) == (
        "1 major error in 400 words is 2.5 per 1,000 words (95 % interval 0.1 to 13.9); the limit is 0 "
        "(bad-thing in segment 1)",
    )


def test_mqm_penalty_per_1000_words() -> None:
    policy = GateConfig(max={}, max_per_1000={}, max_mqm_per_1000=10.0)
    assert reasons(report(*[finding(MAJOR)] * 2, words=1000), policy) == ()
    assert reasons(report(finding(MAJOR), words=100), policy) == ()
    (reason,) = reasons(report(*[finding(MAJOR)] * 2, words=800), policy)
    assert reason == (
        "MQM penalty of 10 in 800 words is 12.5 per 1,000 words (95 % interval 1.5 to 126.3); the limit is 10 "
        "(bad-thing in segment 1, bad-thing in segment 1)"
    )
    none = GateConfig(max={}, max_per_1000={}, max_mqm_per_1000=0.0)
    assert len(reasons(report(finding(MINOR)), none)) == 1


def test_preview_findings_never_count() -> None:
    assert reasons(report(*[finding(CRITICAL, preview=True)] * 9)) == ()


def score(metric: str, value: float | None, level: Any = "corpus", system: str | None = None) -> Score:
    return Score(metric, level, value, system=system)


@pytest.mark.parametrize(
    ("metric", "value", "limit", "reason"),
    [
        ("bleu", 30.0, 30.0, None),
        ("bleu", 29.96, 30.0, "bleu is 29.96; the floor is 30"),
        ("bleu", 24.1234, 30.0, "bleu is 24.1; the floor is 30"),
        ("comet", 0.75123, 0.8, "comet is 0.7512; the floor is 0.8"),
        ("comet", 0.79999999, 0.8, "comet is 0.79999999; the floor is 0.8"),
        ("ter", 60.0, 60.0, None),
        ("ter", 71.25, 60.0, "ter is 71.2; the ceiling is 60"),
        ("ter", 12.0, 60.0, None),
    ],
)
def test_metric_floors_and_ceilings(metric: str, value: float, limit: float, reason: str | None) -> None:
    policy = GateConfig(**{"max_score" if metric == "ter" else "min": {metric: limit}})
    assert reasons(report(scores=(score(metric, value),)), policy) == ((reason,) if reason else ())


def test_only_the_corpus_score_is_compared() -> None:
    scores = (score("bleu", 1.0, "segment"), score("bleu", 1.0, "document"), score("bleu", 31.0))
    assert reasons(report(scores=scores), GateConfig(min={"bleu": 30.0})) == ()


def test_a_floor_without_a_score_fails() -> None:
    policy = GateConfig(min={"bleu": 30.0}, max_score={"ter": 60.0})
    assert reasons(report(), policy) == (
        "bleu has a floor of 30 but no score",
        "ter has a ceiling of 60 but no score",
    )
    run = Run("0", "", checks=CHECKED, metrics=(MetricItem("bleu", "bleu", "not run", "no reference was given"),))
    assert reasons(report(run=run), GateConfig(min={"bleu": 30.0})) == (
        "bleu has a floor of 30 but no score: no reference was given",
    )
    assert len(reasons(report(scores=(score("bleu", None),)), GateConfig(min={"bleu": 30.0}))) == 1


def test_an_unknown_metric_in_the_policy_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"unknown metric in gate.min 'blue'; did you mean 'bleu'\?"):
        judge(report(), GateConfig(min={"blue": 30.0}))


@pytest.mark.parametrize(
    ("policy", "message", "hint"),
    [
        (
            GateConfig(min={"ter": 60.0}),
            "gate.min.ter: a lower ter is better, so a floor makes no sense",
            "write max_score = { ter = 60 } in its place",
        ),
        (
            GateConfig(rules=(Rule(max_score={"chrf++": 50.5}),)),
            "gate.rules[0].max_score.chrf++: a higher chrf++ is better, so a ceiling makes no sense",
            'write min = { "chrf++" = 50.5 } in its place',
        ),
    ],
)
def test_a_limit_on_a_score_has_the_key_for_its_direction(policy: GateConfig, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as error:
        judge(report(), policy)
    assert (error.value.message, error.value.hint) == (message, hint)


@pytest.mark.parametrize("rule", ["min", "max_score", "max_drop"])
def test_the_direction_of_a_metric_that_is_not_installed(rule: str) -> None:
    policy = GateConfig(**{rule: {"house": 2.0}})
    given = report(scores=(score("house", 3.0),))
    baseline = report(scores=(score("house", 1.0),)) if rule == "max_drop" else None
    with pytest.raises(ConfigError, match="no limit on house can be judged, as it is not known whether a higher"):
        judge(given, policy, baseline)
    for higher, key, reason in ((True, "min", ()), (False, "max_score", ("house is 3.0; the ceiling is 2",))):
        item = MetricItem("house", "house", "ran", facts=MetricFacts("House", higher_is_better=higher))
        known = msgspec.structs.replace(given, run=msgspec.structs.replace(given.run, metrics=(item,)))
        if rule == key:
            assert reasons(known, policy) == reason
        elif rule != "max_drop":
            with pytest.raises(ConfigError, match="makes no sense"):
                judge(known, policy)
        else:
            assert judge(known, policy, baseline).undecided


def test_an_incomplete_run_fails_unless_allowed() -> None:
    got = report(problems=(Problem("metric comet", "no model"),))
    assert reasons(got) == ("incomplete: metric comet: no model",)
    assert reasons(got, GateConfig(incomplete="pass")) == ()
    many = report(problems=tuple(Problem(f"file {n}", "no counterpart") for n in range(9)))
    assert reasons(many)[-1] == "incomplete: 6 more could not run"
    assert len(reasons(many)) == 4


def test_a_caution_fails_nothing() -> None:
    caution = Problem("metric learned", "not measured on en-sw", incomplete=False)
    assert reasons(report(problems=(caution,))) == ()
    assert reasons(report(problems=(caution, Problem("metric comet", "no model")))) == (
        "incomplete: metric comet: no model",
    )


def test_a_run_that_judges_nothing_fails() -> None:
    scored = report(run=Run("0", "", source_words=10), scores=(score("bleu", 20.0),))
    assert reasons(scored) == ("nothing was judged: no check ran and the policy has no limit on a score",)
    assert reasons(scored, GateConfig(min={"bleu": 10.0})) == ()
    idle = Run("0", "", checks=(CheckItem("T1", "bad-thing", "not run", "no glossary was given"),))
    assert len(reasons(report(run=idle))) == 1


def test_only_new_findings_count_with_a_baseline() -> None:
    old, new = finding(CRITICAL, "1", fingerprint="old"), finding(CRITICAL, "2", fingerprint="new")
    policy = GateConfig(new_only=True)
    assert reasons(report(old), policy, report(old)) == ()
    assert reasons(report(old, new), policy, report(old)) == (
        "1 new critical error; the limit is 0 (bad-thing in segment 2)",
    )
    assert len(reasons(report(old, old), policy, report(old))) == 1, "baselines are multisets"
    assert reasons(report(old, old), policy, report(old, old)) == ()
    assert len(reasons(report(old), policy)) == 1, "without a baseline every finding is new"
    assert len(reasons(report(old), DEFAULT, report(old))) == 1, "the policy did not ask for it"


def test_of_several_systems_each_is_judged() -> None:
    run = Run("0", "", systems=("weak", "strong"), checks=CHECKED, source_words=1000)
    scores = (score("bleu", 20.0, system="weak"), score("bleu", 40.0, system="strong"))
    got = report(finding(CRITICAL, "3", system="weak"), run=run, scores=scores)
    verdict = judge(got, GateConfig(min={"bleu": 30.0}))
    assert verdict.reasons == (
        "weak: 1 critical error; the limit is 0 (bad-thing in segment 3)",
        "weak: bleu is 20.0; the floor is 30",
    )
    assert verdict.mqm is None
    assert judge(got, GateConfig(max={}, never_spared=(), min={"bleu": 20.0})).passed


def test_findings_of_a_system_that_the_run_does_not_name_count() -> None:
    assert reasons(report(finding(CRITICAL, system="stray"))) == (
        "stray: 1 critical error; the limit is 0 (bad-thing in segment 1)",
    )


def test_a_verdict_does_not_depend_on_an_earlier_one() -> None:
    got = report(finding(CRITICAL))
    failed = msgspec.structs.replace(got, verdict=judge(got, DEFAULT))
    assert judge(failed, NO_LIMIT).passed
    assert judge(failed, DEFAULT) == failed.verdict


FINDINGS = st.lists(st.builds(finding, st.sampled_from(Severity), preview=st.booleans()), max_size=12)
POLICIES = st.builds(
    GateConfig,
    max=st.dictionaries(st.sampled_from(Severity), st.integers(0, 5)),
    max_per_1000=st.dictionaries(st.sampled_from(Severity), st.floats(0, 20)),
    max_mqm_per_1000=st.none() | st.floats(0, 100),
    undecided=st.sampled_from(["point", "pass", "fail"]),
)


@given(FINDINGS, st.sampled_from(Severity), st.integers(0, 3000), POLICIES)
def test_one_more_error_never_makes_a_text_pass(
    found: list[Finding], severity: Severity, words: int, policy: GateConfig
) -> None:
    before = judge(report(*found, words=words), policy)
    after = judge(report(*found, finding(severity), words=words), policy)
    assert before.passed or not after.passed
