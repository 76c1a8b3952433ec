"""What a verdict says beyond its reasons: what it let pass, what was not looked for, and what no rate spares."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Problem, Report, Run, Segment, Severity, Verdict
from mtqe.model.areas import AREAS, Coverage
from mtqe.settings.policy import CategoryLimits, GateConfig

MINOR, MAJOR, CRITICAL = list(Severity)[1:]
ITEMS = (
    CheckItem("N1", "wrong-number", "ran", area="numbers"),
    CheckItem("O1", "lost-clause", "ran", area="omission"),
    CheckItem("T1", "bad-term", "ran"),
)
DEFAULT = GateConfig()
TEXT = "one two three four five six seven eight nine ten"


def finding(check: str, severity: Severity, segment: str = "a1", **more: Any) -> Finding:
    category = {"N1": "accuracy/mistranslation", "O1": "accuracy/omission", "T1": "terminology"}[check]
    name = {item.id: item.name for item in ITEMS}[check]
    fields = {"category": category, "fingerprint": segment + check + severity} | more
    return Finding(check, name, severity=severity, segment=segment, message="", spans=(), marked=(), **fields)


def report(*findings: Finding, docs: str = "a", coverage: tuple[Coverage, ...] = (), per_document: int = 10) -> Report:
    """Documents of `10 * per_document` words."""
    segments = tuple(Segment(f"{doc}{n}", TEXT, "x", doc=doc) for doc in docs for n in range(1, per_document + 1))
    documents = tuple(Document(doc, "en", "de", path=f"{doc}.txt") for doc in docs)
    run = Run(
        "0", "", source_lang="en", target_lang="de", checks=ITEMS, source_words=10 * len(segments), coverage=coverage
    )
    return Report(SCHEMA, run, documents, segments, (), findings)


def verdict(*findings: Finding, policy: GateConfig = DEFAULT, **more: Any) -> Verdict:
    return judge(report(*findings, **more), policy)


def test_a_pass_says_which_error_was_spared_and_by_which_rule() -> None:
    got = verdict(finding("T1", MAJOR))
    assert got.passed
    (line,) = got.tolerated
    assert line == (
        "1 major error in 100 words is 10.0 per 1,000 words (95 % interval 0.3 to 55.7); the limit is 2; "
        "a single finding is spared (bad-term in segment a1) (max_per_1000.major)"
    )


def test_a_pass_says_what_is_within_a_limit_and_what_has_none() -> None:
    got = verdict(finding("T1", MAJOR), finding("T1", MAJOR, "a2"), finding("T1", MINOR), per_document=100)
    assert got.passed
    assert "2 major errors in 1,000 words are 2.0 per 1,000 words" in got.tolerated[0]
    assert "spared" not in got.tolerated[0]
    assert got.tolerated[1:] == ("1 minor error without a limit in the policy",)
    limited = GateConfig(category={"terminology": CategoryLimits(max={MINOR: 3})})
    lines = verdict(finding("T1", MINOR), policy=limited).tolerated
    assert lines == (
        "1 minor error of terminology; the limit is 3 (bad-term in segment a1) (category.terminology.max.minor)",
    )


def test_a_clean_text_tolerates_nothing_and_a_failed_one_says_only_why() -> None:
    assert verdict().tolerated == ()
    assert verdict(finding("T1", CRITICAL), finding("T1", MINOR)).tolerated == ()


@pytest.mark.parametrize(
    ("check", "severity", "policy", "passed"),
    [
        ("N1", MAJOR, {}, False),
        ("N1", MINOR, {}, True),
        ("O1", MAJOR, {}, False),
        ("O1", MAJOR, {"never_spared": ("numbers",)}, True),
        ("T1", MAJOR, {}, True),
        ("N1", MAJOR, {"never_spared": ()}, True),
        ("O1", MAJOR, {"never_spared": ("omission",)}, False),
        ("T1", CRITICAL, {"max": {}}, False),
        ("T1", CRITICAL, {"max": {}, "never_spared": ()}, True),
        ("N1", MAJOR, {"max": {MAJOR: 1}}, True),
        ("N1", MAJOR, {"max": {MINOR: 5}}, False),
        ("N1", MAJOR, {"max_per_1000": {}}, True),
        ("N1", MAJOR, {"max_per_1000": {}, "max_mqm_per_1000": 20.0}, False),
    ],
)
def test_a_rate_never_spares_a_wrong_fact(check: str, severity: Severity, policy: dict[str, Any], passed: bool) -> None:
    got = verdict(finding(check, severity), policy=GateConfig(**policy), per_document=100)
    assert got.passed is passed
    if not passed:
        assert got.reasons[0].endswith(f"one is enough to fail ({got_name(check)} in segment a1)")


@pytest.mark.parametrize(("severity", "passed"), [(MAJOR, True), (CRITICAL, False)])
def test_a_rate_spares_a_major_error_of_a_check_that_is_unsure(severity: Severity, passed: bool) -> None:
    whole = report(finding("O1", severity), per_document=100)
    unsure = tuple(msgspec.structs.replace(item, unsure=item.id == "O1") for item in ITEMS)
    got = judge(msgspec.structs.replace(whole, run=msgspec.structs.replace(whole.run, checks=unsure)), DEFAULT)
    assert got.passed is passed


def got_name(check: str) -> str:
    return next(item.name for item in ITEMS if item.id == check)


def test_an_error_that_breaks_a_rate_is_not_told_twice() -> None:
    got = verdict(finding("N1", MAJOR), finding("N1", MAJOR, "a2"))
    assert [ruling.rule for ruling in got.rulings if ruling.outcome != "pass"] == ["max_per_1000.major"]


def test_documents_are_judged_one_by_one_and_together() -> None:
    found = [finding("T1", MAJOR, f"a{n}") for n in (1, 2, 3)]
    got = judge(report(*found, docs="ab", per_document=100), GateConfig())
    assert got.reasons == (
        "a.txt: 3 major errors in 1,000 words are 3.0 per 1,000 words (95 % interval 0.6 to 8.8); the limit is 2 "
        "(bad-term in segment a1, bad-term in segment a2, bad-term in segment a3)",
    )
    assert {ruling.part for ruling in got.rulings} == {"a.txt", "b.txt", "all documents"}
    assert got.mqm is not None
    assert got.mqm.penalty == 15, "each finding counts once"


def test_a_corpus_names_the_documents_that_would_fail_alone() -> None:
    found = [finding("T1", MAJOR, f"a{n}") for n in (1, 2, 3)]
    got = judge(report(*found, docs="ab", per_document=100), GateConfig(each="corpus"))
    assert got.passed
    assert got.tolerated[-1] == "would fail alone: a.txt (each)"


def test_what_was_left_out_is_named() -> None:
    found = (
        finding("T1", CRITICAL, suppressed="a brand"),
        finding("T1", MAJOR, "a2", confidence=0.3),
        finding("T1", MAJOR, "a3", preview=True),
    )
    got = verdict(*found, policy=GateConfig(min_confidence=0.5))
    assert got.tolerated == (
        "1 critical error accepted by suppressions",
        "1 major error below the confidence 0.5 (min_confidence)",
    )
    known = report(finding("T1", CRITICAL))
    got = judge(known, GateConfig(new_only=True), known)
    assert got.tolerated == ("1 finding that the baseline has, too (new_only)",)


def test_a_failure_that_the_policy_tolerates_is_named() -> None:
    failed = msgspec.structs.replace(report(), problems=(Problem("metric comet", "no model"),))
    assert judge(failed, GateConfig()).incomplete
    got = judge(failed, GateConfig(incomplete="pass"))
    assert (got.passed, got.incomplete) == (True, False)
    assert got.tolerated == ("metric comet could not run: no model (incomplete)",)


def covered(**states: Any) -> tuple[Coverage, ...]:
    """Full coverage but for some areas."""
    return tuple(
        Coverage(area, states.get(area, "full"), ("x-check: no data",) if area in states else ()) for area in AREAS
    )


def test_an_area_that_was_not_looked_for_makes_a_pass_incomplete() -> None:
    got = verdict(coverage=covered(numbers="none"))
    assert (got.passed, got.incomplete) == (False, True)
    assert got.reasons == (
        "incomplete: numbers, amounts, dates and times: not looked for (x-check: no data). "
        'To let this pass: uncovered = "pass" in [gate]',
    )
    failing = verdict(finding("T1", CRITICAL), coverage=covered(numbers="none"))
    assert (failing.passed, failing.incomplete) == (False, False)
    assert len(failing.reasons) == 2


@pytest.mark.parametrize(
    ("states", "policy", "passed"),
    [
        ({"names": "none"}, {}, True),
        ({"numbers": "part"}, {}, True),
        ({"numbers": "off"}, {}, True),
        ({"numbers": "short"}, {}, True),
        ({"numbers": "short"}, {"coverage": ("numbers",)}, False),
        ({"omission": "none"}, {}, False),
        ({"omission": "none"}, {"uncovered": "pass"}, True),
        ({"names": "none"}, {"coverage": ("names",)}, False),
        ({"names": "off"}, {"coverage": ("names",)}, False),
        ({"numbers": "none"}, {"coverage": ()}, True),
    ],
)
def test_which_areas_a_pass_needs(states: dict[str, Any], policy: dict[str, Any], passed: bool) -> None:
    got = verdict(coverage=covered(**states), policy=GateConfig(**policy))
    assert got.passed is passed
    (line,) = got.uncovered
    assert "(x-check: no data)" in line
    assert ("in part" in line) is ("part" in states.values())


def test_scores_alone_look_for_nothing() -> None:
    run = Run("0", "", source_words=10)
    got = judge(Report(SCHEMA, run, segments=(Segment("1", "a", "b"),)), GateConfig())
    assert got.uncovered == ("no check ran: no errors were looked for",)


def test_short_documents_of_a_long_corpus_need_no_more_text() -> None:
    got = judge(report(finding("T1", MAJOR), docs="abcdef", per_document=10), GateConfig())
    assert got.outcome == "pass"
    assert len(got.tolerated) == 2, "the document whose error was spared, and the corpus"
    assert got.tolerated[0].startswith("a.txt: 1 major error in 100 words")
    alone = judge(report(docs="ab", per_document=10), GateConfig(each="document"))
    assert alone.undecided and alone.passed


@pytest.mark.parametrize("undecided", ["point", "pass", "fail"])
def test_two_wrong_numbers_are_not_better_than_one(undecided: Any) -> None:
    policy = GateConfig(undecided=undecided)
    assert not verdict(finding("N1", MAJOR), policy=policy).passed
    assert not verdict(finding("N1", MAJOR), finding("N1", MAJOR, "a2"), policy=policy).passed


def test_what_an_undecided_rule_lets_pass_is_tolerated() -> None:
    got = verdict(
        finding("T1", MAJOR), finding("T1", MAJOR, "a2"), policy=GateConfig(undecided="pass"), per_document=15
    )
    assert got.passed
    assert got.tolerated[0].startswith("2 major errors in 150 words are 13.3 per 1,000 words")


def test_a_rate_of_a_category_spares_no_wrong_fact_either() -> None:
    limits = CategoryLimits(max_per_1000={MAJOR: 2.0})
    got = verdict(finding("N1", MAJOR), policy=GateConfig(max_per_1000={}, category={"accuracy": limits}))
    assert got.reasons == ("1 major error in numbers; one is enough to fail (wrong-number in segment a1)",)


def test_a_report_that_does_not_say_what_was_looked_for() -> None:
    silent = report()
    assert judge(silent, GateConfig()).uncovered == (
        "the report does not say what was looked for; evaluate again with this version of mtqe",
    )
    got = judge(silent, GateConfig(coverage=("numbers",)))
    assert (got.passed, got.incomplete, got.outcome) == (False, True, "incomplete")
    assert judge(silent, GateConfig(coverage=("numbers",), uncovered="pass")).passed
