"""The types of the gate: verdict, rulings, MQM arithmetic, intervals. `mtqe.model` exports them all."""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["pass", "fail", "undecided"]
State = Literal["pass", "fail", "undecided", "incomplete"]
DocumentState = Literal["pass", "check", "incomplete", "fail"]


class Interval(msgspec.Struct, frozen=True):
    """An interval around a score.

    Args:
        low: Lower bound, in the unit of the score.
        high: Upper bound.
        level: 0.95 for 95 %.
    """

    low: float
    high: float
    level: float = 0.95


class Mqm(msgspec.Struct, frozen=True):
    """The MQM arithmetic behind a verdict.

    Args:
        penalty: Absolute penalty total: the sum of the severity weights of the findings that count.
        words: Evaluation word count: words of the source text.
        per_1000: Penalty per 1,000 words (normed penalty total).
        score: Raw quality score, `(1 - penalty / words) * 100`; may be below 0. `None` if there are no words.
        counts: Number of findings that count, by severity.
        formula: The formula in words.
        calibrated: Calibrated quality score, if the policy sets an acceptable penalty.
        calibration: The formula of the calibrated score with its parameters.
        too_short: Whether the text has fewer words than MQM needs for a score; views then show none.
    """

    penalty: float
    words: int
    per_1000: float
    score: float | None
    counts: dict[str, int]
    formula: str
    calibrated: float | None = None
    calibration: str = ""
    too_short: bool = False


class Ruling(msgspec.Struct, frozen=True, omit_defaults=True):
    """The result of one rule of the policy for the part of the report that it governs.

    Args:
        rule: The key of the rule below `[gate]`, such as `max.critical`.
        outcome: `pass`, `fail`, or `undecided` if there is not enough text to decide, or if a floor of segments is so
            low that no interval can be below it.
        text: The number, its interval, the limit and the worst findings in one sentence.
        value: The value that was judged.
        limit: The limit that it was compared with.
        interval: Confidence interval of the value.
        part: The part that was judged if it is not the whole report: system, rule, document.
        broken: Whether the value itself is beyond the limit, regardless of its interval.
        counted: Number of findings behind the value.
        spared: Number of segments beyond the limit that do not count, because the interval of their score reaches it.
    """

    rule: str
    outcome: Outcome
    text: str
    value: float | None = None
    limit: float | None = None
    interval: Interval | None = None
    part: str = ""
    broken: bool = False
    counted: int = 0
    spared: int = 0

    @property
    def is_short(self) -> bool:
        """Whether it is a limit per 1,000 words that is undecided, because the text is short."""
        return self.outcome == "undecided" and "_per_1000" in self.rule

    @property
    def labelled(self) -> str:
        """The sentence after the name of the part."""
        return f"{self.part}: {self.text}" if self.part else self.text


class DocumentVerdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the gate says of one document: whether its file may ship.

    Args:
        document: Id of the document; `None` for segments without one.
        outcome: `fail` if the document breaks a limit by itself; `check` if only it and others together do, if it would
            fail were it not judged with others, or if it has no text; `incomplete` if it breaks no limit, but something
            could not run or was not looked for; otherwise `pass`.
        reasons: One sentence for each reason; those of `fail` and `check` also where the whole report passes.
        system: Name of the translation system, if the report has several.
    """

    document: str | None
    outcome: DocumentState
    reasons: tuple[str, ...] = ()
    system: str | None = None


class Verdict(msgspec.Struct, frozen=True):
    """Whether the translation passes the gate, and every reason why not.

    Args:
        passed: Whether it passes.
        reasons: One sentence for each reason to fail; empty if and only if it passes.
        mqm: The arithmetic over the findings that count, `None` if there are several systems.
        outcome: `incomplete` as below, otherwise `pass` or `fail`, as `passed` says. Reports of older versions have
            `None`, or `undecided` if a rule is undecided.
        undecided: One sentence for each undecided rule; the policy says whether it fails the text.
        rulings: The result of every rule that was applied, including those that passed.
        incomplete: Whether it fails only because a check or metric could not run, or an area was not looked for.
        tolerated: What a passing verdict let pass, and by which rule, one sentence each.
        uncovered: The areas of errors that were not looked for, or only in part, one sentence each.
        relaxed: What the configuration switched off or lowered, such as a check or a limit, one sentence each.
        documents: What it says of each document, in the order of the report; empty in reports of older versions.
        label: The outcome in the words of all views: `PASS`, `FAIL`, `INCOMPLETE` or, for a short text, `PASS (short
            text: limits per 1,000 words not applied)`; empty in reports of older versions.
    """

    passed: bool
    reasons: tuple[str, ...] = ()
    mqm: Mqm | None = None
    outcome: State | None = None
    undecided: tuple[str, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    incomplete: bool = False
    tolerated: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    documents: tuple[DocumentVerdict, ...] = ()
    label: str = ""

    @property
    def word(self) -> str:
        """`PASS`, `FAIL` or `INCOMPLETE`."""
        return "PASS" if self.passed else "INCOMPLETE" if self.incomplete else "FAIL"
