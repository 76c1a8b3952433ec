"""The nouns of the gate, part of `mtqe.model`, which has them all: verdict, rulings, MQM arithmetic, intervals."""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["pass", "fail", "undecided"]


class Interval(msgspec.Struct, frozen=True):
    """A confidence interval: both bounds in the unit of the score, and the level, 0.95 for 95 %."""

    low: float
    high: float
    level: float = 0.95


class Mqm(msgspec.Struct, frozen=True):
    """The MQM arithmetic behind a verdict.

    Args:
        penalty: Absolute penalty total: the sum of the severity weights of the findings that count.
        words: Evaluation word count: words of the source text.
        per_1000: Penalty per 1,000 words (normed penalty total).
        score: Raw quality score, `(1 - penalty / words) * 100`; may be below 0. `None` without any word.
        counts: Number of findings that count, by severity.
        formula: The formula in words.
        calibrated: Calibrated quality score, if the policy says which penalty is acceptable.
        calibration: The formula of the calibrated score with its parameters.
    """

    penalty: float
    words: int
    per_1000: float
    score: float | None
    counts: dict[str, int]
    formula: str
    calibrated: float | None = None
    calibration: str = ""


class Ruling(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one rule of the policy says of the part of the report that it governs.

    Args:
        rule: The key of the rule below `[gate]`, such as `max.critical`.
        outcome: `pass`, `fail`, or `undecided` when there is not enough text to decide.
        text: The number, its interval, the limit and the worst findings in one sentence.
        value: The number that was judged.
        limit: What it was held against.
        interval: Confidence interval of the number.
        part: What was judged when it is not the whole report: system, rule, document.
        broken: Whether the number itself is beyond the limit, however sure that is.
    """

    rule: str
    outcome: Outcome
    text: str
    value: float | None = None
    limit: float | None = None
    interval: Interval | None = None
    part: str = ""
    broken: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """Whether the translation passes the gate, and every reason why not.

    Args:
        passed: Whether it passes; of an `undecided` one, what the policy makes of it.
        reasons: One sentence for each thing that fails it; empty if and only if it passes.
        mqm: The arithmetic over the findings that count, `None` when several parts were judged.
        outcome: `fail` when a rule is broken for sure, else `undecided` when there is not enough text for one, else
            `pass`; `None` in reports of older versions.
        undecided: One sentence for each rule that could not be decided.
        rulings: All rules that were applied, the kept ones too.
    """

    passed: bool
    reasons: tuple[str, ...] = ()
    mqm: Mqm | None = None
    outcome: Outcome | None = None
    undecided: tuple[str, ...] = ()
    rulings: tuple[Ruling, ...] = ()
