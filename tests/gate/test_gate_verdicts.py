"""The third verdict, and comparisons with a baseline."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import coded
import msgspec
import pytest

from mtqe.gate.explain import explain
from mtqe.gate.verdicts import judge
from mtqe.model import SCHEMA, CheckItem, Document, Finding, Interval, Report, Run, Score, Segment, Severity
from mtqe.settings.policy import CategoryLimits, GateConfig, Match, Rule

NEUTRAL, MINOR, MAJOR, CRITICAL = Severity
NO_LIMIT: dict[str, Any] = {"max": {}, "max_per_1000": {}}


def finding(severity: Severity, segment: str = "1", **more: Any) -> Finding:
    fields = {"name": "bad-thing", "category": "accuracy/mistranslation", "fingerprint": "f"} | more
    return Finding("T1", severity=severity, segment=segment, message="", spans=(), marked=(), **fields)


def report(*findings: Finding, words: int = 1000, **more: Any) -> Report:
    fields: dict[str, Any] = {"segments": (Segment("1", "a", "b"),)} | more
    run = Run("0", "", checks=(CheckItem("T1", "bad-thing", "ran"),), source_words=words)
    return Report(SCHEMA, run, findings=findings, **fields)


@pytest.mark.parametrize(
    ("errors", "words", "outcome"),
    [
        (0, 300, "pass"),
        (0, 299, "undecided"),
        (1, 299, "undecided"),
        (2, 299, "undecided"),  # .8 to 24 per 1,000 words has the limit of 2 inside
        (2, 50, "fail"),  # 4.8 per 1,000 words at least
        (2, 300, "fail"),
    ],
)
def test_a_short_text_is_decided_only_when_its_interval_is_beyond_the_limit(
    errors: int, words: int, outcome: str
) -> None:
    policy = GateConfig(max={}, max_per_1000={MAJOR: 2.0})
    got = report(*[finding(MAJOR)] * errors, words=words)
    assert judge(got, policy).rulings[0].outcome == outcome
    for undecided in ("point", "pass", "fail"):
        verdict = judge(got, msgspec.structs.replace(policy, undecided=undecided))
        assert verdict.outcome == ("pass" if verdict.passed else "fail")
        short = " (short text: limits per 1,000 words not applied)" if outcome == "undecided" else ""
        assert verdict.label == (f"PASS{short}" if verdict.passed else "FAIL")
        passes = {"point": errors < 2, "pass": True, "fail": False}[undecided]
        assert verdict.passed == (passes if outcome == "undecided" else outcome == "pass")
        assert verdict.passed == (not verdict.reasons)


def test_what_is_undecided_is_named() -> None:
    verdict = judge(report(words=100), GateConfig(undecided="fail"))
    said = "0 major or worse errors in 100 words are 0.0 per 1,000 words (95 % interval 0.0 to 36.9); the limit is 2"
    assert verdict.undecided == (said,)
    assert verdict.reasons == (f"short text: {said}",)


def test_a_sure_failure_is_not_undecided() -> None:
    verdict = judge(report(finding(CRITICAL), words=100), GateConfig(undecided="pass"))
    assert (verdict.outcome, verdict.passed) == ("fail", False)
    assert judge(report(words=0), GateConfig()).undecided
    assert judge(report(words=0, segments=()), GateConfig(undecided="fail")).outcome == "pass", "there is no text"


@pytest.mark.parametrize(
    ("value", "interval", "outcome"),
    [
        (35.0, Interval(29, 41), "undecided"),
        (31.0, Interval(25, 35), "undecided"),
        (28.0, Interval(25, 29), "fail"),
        (40.0, Interval(36, 44), "pass"),
        (31.0, None, "pass"),
    ],
)
def test_a_floor_inside_the_interval_decides_nothing(value: float, interval: Interval | None, outcome: str) -> None:
    got = report(scores=(Score("bleu", "corpus", value, interval=interval),))
    verdict = judge(got, GateConfig(**NO_LIMIT, min={"bleu": 30.0}))
    assert verdict.rulings[0].outcome == outcome
    assert verdict.label == ("PASS" if verdict.passed else "FAIL"), "the text is not short"
    turned = interval and Interval(100 - interval.high, 100 - interval.low)
    ceiling = judge(
        report(scores=(Score("ter", "corpus", 100 - value, interval=turned),)),
        GateConfig(**NO_LIMIT, max_score={"ter": 70.0}),
    )
    assert ceiling.rulings[0].outcome == outcome


def scored(values: list[float], metric: str = "chrf", tokenizer: str = "a") -> Report:
    segments = tuple(Segment(str(n), f"source {n}", "x") for n in range(len(values)))
    scores = tuple(
        Score(metric, "segment", value, str(n), signature={"name": metric, "tok": tokenizer})
        for n, value in enumerate(values)
    )
    return report(segments=segments, scores=scores)


BEFORE = [50.0 + 7 * ((n * 37) % 11) for n in range(60)]


@pytest.mark.parametrize(
    ("shift", "noise", "allowed", "outcome"),
    [
        (0.0, 0.0, 0.0, "pass"),
        (-2.0, 4.0, 0.0, "fail"),
        (-2.0, 4.0, 3.0, "pass"),
        (-6.0, 60.0, 0.0, "pass"),  # may be chance
        (2.0, 4.0, 0.0, "pass"),
    ],
)
def test_a_significant_drop_fails(shift: float, noise: float, allowed: float, outcome: str) -> None:
    generator = random.Random(3)
    after = [value + shift + noise * (generator.random() - 0.5) for value in BEFORE]
    policy = GateConfig(**NO_LIMIT, max_drop={"chrf": allowed})
    (ruling,) = judge(scored(after), policy, scored(BEFORE)).rulings
    assert ruling.outcome == outcome
    assert ruling.broken == (shift < -allowed), "the mean itself"
    lower = GateConfig(**NO_LIMIT, max_drop={"ter": allowed})
    turned = judge(scored([-v for v in after], "ter"), lower, scored([-v for v in BEFORE], "ter"))
    assert turned.outcome == outcome


def test_a_drop_names_the_worst_segments() -> None:
    after = [value - 1 - 20 * (place == 7) for place, value in enumerate(BEFORE)]
    verdict = judge(scored(after), GateConfig(**NO_LIMIT, max_drop={"chrf": 0.0}), scored(BEFORE))
    (reason,) = verdict.reasons
    assert reason.startswith("chrf is 1.3333 worse than the baseline (95 % interval 1.0 to ")
    assert "on 60 shared segments; a drop of 0 is allowed (worst in segment 7, " in reason


def test_only_segments_with_the_same_source_and_signature_are_compared() -> None:
    policy = GateConfig(**NO_LIMIT, max_drop={"chrf": 0.0})
    worse = [value - 5 for value in BEFORE]
    assert judge(scored(worse), policy).undecided, "no baseline"
    assert judge(scored(worse), policy, scored(BEFORE, tokenizer="b")).undecided
    other = scored(BEFORE)
    other = msgspec.structs.replace(
        other, segments=tuple(msgspec.structs.replace(s, source=f"other {s.id}") for s in other.segments)
    )
    verdict = judge(scored(worse), policy, other)
    assert verdict.undecided == ("chrf must not drop, but only 0 segments have scores in both reports",)
    assert verdict.passed


def test_a_source_whose_codes_have_other_numbers_is_the_same_source() -> None:
    policy = GateConfig(**NO_LIMIT, max_drop={"chrf": 0.0})
    worse, before = scored([value - 30 for value in BEFORE]), scored(BEFORE)
    coded_worse = msgspec.structs.replace(worse, segments=tuple(map(coded.lengthened, worse.segments)))
    assert judge(coded_worse, policy, before).reasons == judge(worse, policy, before).reasons != ()


def test_segments_that_became_special_are_compared_too() -> None:
    """Counts in a signature, such as copied segments, must not exclude the worst drops from the comparison."""
    worse = scored([value - 30 for value in BEFORE])
    copied = tuple(msgspec.structs.replace(score, signature={**score.signature, "copied": 1}) for score in worse.scores)
    worse = msgspec.structs.replace(worse, scores=copied)
    verdict = judge(worse, GateConfig(**NO_LIMIT, max_drop={"chrf": 0.0}), scored(BEFORE))
    assert verdict.outcome == "fail"
    assert "on 60 shared segments" in verdict.reasons[0]


def test_new_findings_have_limits_of_their_own() -> None:
    old, new = finding(MINOR, "1", fingerprint="old"), finding(MINOR, "2", fingerprint="new")
    policy = GateConfig(**NO_LIMIT, max_new={MINOR: 0})
    assert judge(report(old), policy, report(old)).passed
    assert judge(report(old, new), policy, report(old)).reasons == (
        "1 new minor error; the limit is 0 (bad-thing in segment 2)",
    )
    assert judge(report(old, old), policy, report(old)).reasons, "baselines are multisets"
    assert judge(report(old), policy).undecided
    assert judge(report(old), GateConfig(max={MINOR: 0}, max_per_1000={}, max_new={MINOR: 0}), report(old)).reasons


def test_a_renamed_system_is_compared_with_the_only_one_of_the_baseline() -> None:
    run = Run("0", "", systems=("today",), checks=(CheckItem("T1", "bad-thing", "ran"),), source_words=1000)
    now = report(finding(CRITICAL, system="today"))
    now = msgspec.structs.replace(now, run=run)
    assert judge(now, GateConfig(new_only=True), report(finding(CRITICAL))).passed


def everything() -> tuple[Report, GateConfig, Report]:
    generator = random.Random(5)
    after = scored([value - 1 + 6 * (generator.random() - 0.5) for value in BEFORE])
    found = tuple(
        finding(severity, str(n), fingerprint=f"{severity}{n}", category=category)
        for n, (severity, category) in enumerate(
            (s, c) for s in (MINOR, MAJOR, CRITICAL) for c in ("accuracy/omission", "terminology")
        )
    )
    corpus = (Score("chrf", "corpus", 61.0, interval=Interval(58.0, 64.0)),)
    now = msgspec.structs.replace(after, findings=found, scores=after.scores + corpus)
    policy = GateConfig(
        max={CRITICAL: 0, MAJOR: 2},
        max_per_1000={MAJOR: 2.0, MINOR: 3.0},
        max_mqm_per_1000=20.0,
        min={"chrf": 60.0, "learned": 0.5},
        category={"accuracy": CategoryLimits(max={MINOR: 1}), "terminology": CategoryLimits(max={MAJOR: 0})},
        max_new={MINOR: 1},
        max_drop={"chrf": 0.0},
    )
    return now, policy, scored(BEFORE)


def test_a_thousand_runs_give_one_verdict() -> None:
    now, policy, before = everything()
    first = judge(now, policy, before)
    assert not first.passed and first.undecided
    assert all(judge(now, policy, before) == first for _ in range(20))
    quick = msgspec.structs.replace(policy, max_drop={})  # all but the resampling, for which twenty runs must do
    first = judge(now, quick, before)
    assert all(judge(now, quick, before) == first for _ in range(1000))


def test_the_order_of_tables_and_segments_does_not_matter() -> None:
    now, policy, before = everything()
    first = judge(now, policy, before)
    generator = random.Random(7)
    for _ in range(20):
        changes: dict[str, Any] = {}
        for name in ("max", "max_per_1000", "min", "max_score", "category", "max_new", "max_drop"):
            items = list(getattr(policy, name).items())
            generator.shuffle(items)
            changes[name] = dict(items)
        shuffled = msgspec.structs.replace(
            now,
            segments=tuple(generator.sample(now.segments, len(now.segments))),
            scores=tuple(generator.sample(now.scores, len(now.scores))),
        )
        verdict = judge(shuffled, msgspec.structs.replace(policy, **changes), before)
        assert sorted(verdict.reasons) == sorted(first.reasons)
        assert (verdict.passed, verdict.outcome, verdict.mqm) == (first.passed, first.outcome, first.mqm)


def test_the_seed_of_hashes_does_not_matter(tmp_path: Path) -> None:
    now, policy, before = everything()
    documents = tuple(Document(f"d{n}", path=f"docs/{n}.md") for n in range(9))
    means = tuple(Score("chrf", "document", 50 + 1 / (n + 3), doc=f"d{n}", n=n + 2) for n in range(9))
    segments = tuple(msgspec.structs.replace(s, doc=f"d{int(s.id) % 9}") for s in now.segments)
    now = msgspec.structs.replace(now, documents=documents, segments=segments, scores=now.scores + means)
    policy = msgspec.structs.replace(policy, rules=(Rule(Match(path="docs/[0-7].md")),))
    for name, thing in (("now", now), ("policy", policy), ("before", before)):
        (tmp_path / name).write_bytes(msgspec.json.encode(thing))
    code = (
        "import msgspec, pathlib, sys\nfrom mtqe.gate.verdicts import judge\nfrom mtqe.model import Report\n"
        "from mtqe.settings.policy import GateConfig\n"
        "read = lambda name, kind: msgspec.json.decode(pathlib.Path(sys.argv[1], name).read_bytes(), type=kind)\n"
        "verdict = judge(read('now', Report), read('policy', GateConfig), read('before', Report))\n"
        "print(msgspec.json.encode(verdict).decode())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert printed == {msgspec.json.encode(judge(now, policy, before)).decode() + "\n"}


def test_every_rule_has_a_ruling_whether_it_is_kept_or_not() -> None:
    now, policy, before = everything()
    rules = {ruling.rule: ruling for ruling in judge(now, policy, before).rulings}
    assert set(rules) == {
        "max.critical", "max.major", "max_per_1000.major", "max_per_1000.minor", "max_mqm_per_1000", "min.chrf",
        "min.learned", "category.accuracy.max.minor", "category.terminology.max.major", "max_new.minor",
        "max_drop.chrf",
    }  # fmt: skip
    assert rules["max.critical"].value == 2
    assert rules["min.chrf"].outcome == "undecided"


def test_the_arithmetic_is_explained() -> None:
    # 25 + 2 * 5 + 1 = 36 points in 600 words: 60 per 1,000; raw 94; calibrated 100 - 60 * (100 - 80) / 50 = 76.
    found = (finding(CRITICAL), finding(MAJOR), finding(MAJOR), finding(MINOR), finding(MAJOR, preview=True))
    got = report(*found, finding(MAJOR, suppressed="agreed"), words=600)
    policy = GateConfig(max_mqm_per_1000=50.0, mqm_threshold=80.0)
    verdict = judge(got, policy)
    lines = "\n".join(explain(got, policy, None, verdict))
    for text in (
        "accuracy/mistranslation: 2 major x 5 = 10",
        "APT  = 36",
        "EWC  = 600 source words",
        "PWPT = APT / EWC = 0.06000",
        "NPT  = PWPT * 1000 = 60.00",
        "RQS  = (1 - PWPT) * 100 = 94.00",
        "SF   = (MSV - PT) / APP = (100 - 80) / 50 = 0.4",
        "CQS  = MSV - NPT * SF = 76.00; passing threshold 80",
        "not counted: 1 accepted, 1 of preview checks",
        "FAIL  max.critical: 1 critical error; the limit is 0",
    ):
        assert text in lines
    assert verdict.mqm is not None and verdict.mqm.calibrated == pytest.approx(76)
    without = GateConfig()
    assert "CQS: none" in "\n".join(explain(got, without, None, judge(got, without)))
