"""What the views of a comparison share: figures, and what the tests say, as words."""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator, Sequence

from mtqe.comparison import Breakdown, Comparison, MetricComparison, PairedTest, SegmentPair, Standing
from mtqe.model import MetricFacts
from mtqe.report import view

DOCUMENTS = 10
"""Documents and domains that are shown of each kind, those that differ most first."""


def place(pair: SegmentPair, baseline: str, system: str) -> str:
    """Where a segment is: its id, and both where two alignments count differently.

    Args:
        pair: The segment.
        baseline: What to call the first system.
        system: What to call the other.
    """
    if pair.baseline_segment == pair.segment:
        return f"segment {pair.segment}"
    return f"segment {pair.baseline_segment} of {baseline}, {pair.segment} of {system}"


def letters(comparison: Comparison) -> dict[str, str]:
    """A short name for each system, for narrow columns: A, B, C; beyond Z its number."""
    short = string.ascii_uppercase
    return {
        system.name: short[number] if number < len(short) else str(number + 1)
        for number, system in enumerate(comparison.systems)
    }


def facts_of(comparison: Comparison) -> dict[str, MetricFacts]:
    """What each metric of a comparison is known by."""
    return {one.metric: one.facts for one in comparison.metrics}


def signed(facts: MetricFacts, value: float) -> str:
    """A difference with its sign: `+1.23` on the scale of 0 to 100, else `−0.0123`."""
    return f"{round(value, digits(facts)) + 0.0:+.{digits(facts)}f}".replace("-", "−")  # + 0.0: no minus before 0


def digits(facts: MetricFacts) -> int:
    """Decimals of a difference: on the scale of 0 to 100 two at least."""
    return max(2, facts.digits) if facts.scale == "0-100" else facts.digits


def interval(facts: MetricFacts, test: PairedTest) -> str:
    """The interval of a difference, such as `−0.31 to +1.20`."""
    return f"{signed(facts, test.interval.low)} to {signed(facts, test.interval.high)}"


def chance(p: float) -> str:
    """A p-value as text: `<.001`, `.034`, `1`."""
    if p < 0.001:
        return "<.001"
    return "1" if p > 0.9995 else f"{p:.3f}".removeprefix("0")


def agreement(test: PairedTest) -> str:
    """How often people agree, such as `75 %`; empty where nobody knows."""
    return "" if test.agreement is None else f"{test.agreement * 100:.0f} %"


def detectable(facts: MetricFacts, test: PairedTest) -> str:
    """The least difference that would be found, such as `1.43`; empty where the segments show no spread to tell it."""
    return f"{test.detectable:.{digits(facts)}f}" if test.detectable else ""


def rank(standing: Standing) -> str:
    """The ranks that the tests leave open: `1`, or `2–4`."""
    best, worst = standing.rank_best, standing.rank_worst
    return str(best) if best == worst else f"{best}–{worst}"


def arrow(test: PairedTest) -> str:
    """`▲` for a significant gain, `▼` for a significant loss, `=` for what chance explains."""
    return "=" if not test.significant else "▲" if test.better else "▼"


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def outcome(comparison: Comparison) -> Iterator[str]:
    """What the tests say of each system beside the first, one sentence each."""
    first = comparison.systems[0].name
    titles = {one.metric: one.facts.title for one in comparison.metrics}
    for system in comparison.systems[1:]:
        tests = {one.metric: test for one in comparison.metrics for test in one.tests if _of(test, first, system.name)}
        if not tests:
            continue
        better = [titles[metric] for metric, test in tests.items() if test.significant and test.better]
        worse = [titles[metric] for metric, test in tests.items() if test.significant and not test.better]
        same = [titles[metric] for metric, test in tests.items() if not test.significant]
        parts = [f"better than {first} by {joined(better)}"] if better else []
        parts += [f"worse {'' if better else f'than {first} '}by {joined(worse)}"] if worse else []
        if same and not parts:
            yield f"{system.name} and {first} cannot be told apart by {joined(same)}"
        else:
            rest = f"; by {joined(same)} they cannot be told apart" if same else ""
            yield f"{system.name} is {' and '.join(parts)}{rest}"


def first_tests(comparison: Comparison, one: MetricComparison) -> dict[str, PairedTest]:
    """The tests of a metric against the first system, by the other's name."""
    first = comparison.systems[0].name
    return {test.system: test for test in one.tests if test.baseline == first}


def _of(test: PairedTest, first: str, second: str) -> bool:
    return (test.baseline, test.system) == (first, second)


def unpaired(comparison: Comparison) -> Iterator[str]:
    """The segments that are in no score, one sentence a system."""
    for system in comparison.systems:
        parts = []
        if system.unpaired:
            parts.append(f"{view.count(system.unpaired, 'segment')} that another system does not have")
        if system.additions:
            parts.append(f"{view.count(system.additions, 'segment')} without a source")
        if parts:
            yield f"{system.name}: {' and '.join(parts)}, left out of every score"


def remarks(comparison: Comparison) -> list[str]:
    """What the reader must know, one line each: unpaired segments, unlike runs, unscored segments."""
    unscored = [
        f"{one.facts.title}: {view.count(one.unscored, 'shared segment')} not scored on every system"
        for one in comparison.metrics
        if one.unscored
    ]
    small = [f"{problem.what}: {problem.why}" for problem in comparison.problems if not problem.incomplete]
    return [*unpaired(comparison), *unscored, *comparison.notes, *small]


def most_different(comparison: Comparison, part: str) -> tuple[list[Breakdown], int]:
    """The documents or domains in which the systems lie furthest apart, by one metric, and how many there are.

    The metric is that of the differing segments, else the first.
    """
    if not comparison.metrics:
        return [], 0
    metric = comparison.differing[0].metric if comparison.differing else comparison.metrics[0].metric
    rows = [row for row in comparison.breakdown if (row.part, row.metric) == (part, metric)]
    return sorted(rows, key=lambda row: -_spread(row))[:DOCUMENTS], len(rows)


def _spread(row: Breakdown) -> float:
    values = [value for value in row.values if value is not None]
    return max(values) - min(values) if values else 0.0


def changed_words(before: str, after: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both texts in pieces, each with whether the other text lacks it; joined they are the texts again."""
    first, second = (re.findall(r"\s*\S+|\s+$", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, [w.strip() for w in first], [w.strip() for w in second], autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        left += [("".join(first[a:b]), kind != "equal")] if b > a else []
        right += [("".join(second[c:d]), kind != "equal")] if d > c else []
    return left, right
