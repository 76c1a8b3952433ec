"""Shared by the views of a comparison: figures and test results as text."""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterator, Mapping, Sequence

from mtqe.model import MetricFacts
from mtqe.model.comparison import Breakdown, Comparison, MetricComparison, PairedTest, SegmentPair, Standing, Sureness
from mtqe.report import view
from mtqe.report.document import Line, Piece, Style

DOCUMENTS = 10
"""Number of documents, and of domains, that are shown; those that differ most come first."""
NO_SIGNS: Mapping[str, str] = {}
RESOLUTION: Mapping[str, float] = {"0-100": 0.1, "0-1": 0.001, "open": 0.001}
"""Metric's own unit, by its scale: differences below it are not named, even if many segments make them significant.
People then prefer either system about as often (Kocmi et al. 2024, for BLEU, chrF and COMET)."""


def place(pair: SegmentPair, baseline: str, system: str) -> str:
    """Where a segment is: its id, or both ids where the two reports number it differently."""
    if pair.baseline_segment == pair.segment:
        return f"segment {pair.segment}"
    return f"segment {pair.baseline_segment} of {baseline}, {pair.segment} of {system}"


def letters(comparison: Comparison) -> dict[str, str]:
    """A short name of each system for narrow columns: A, B, C; after Z its number."""
    short = string.ascii_uppercase
    return {
        system.name: short[number] if number < len(short) else str(number + 1)
        for number, system in enumerate(comparison.systems)
    }


def facts_of(comparison: Comparison) -> dict[str, MetricFacts]:
    """The facts of each metric of a comparison."""
    return {result.metric: result.facts for result in comparison.metrics}


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
    """How often people agree, such as `75 %`; empty where no figure is published."""
    return "" if test.agreement is None else f"{test.agreement * 100:.0f} %"


def detectable(facts: MetricFacts, test: PairedTest) -> str:
    """The smallest detectable difference, such as `1.43`; empty if the segments have no spread."""
    return f"{test.detectable:.{digits(facts)}f}" if test.detectable else ""


def rank(standing: Standing) -> str:
    """The ranks that the tests allow: `1`, or `2–4`."""
    best, worst = standing.rank_best, standing.rank_worst
    return str(best) if best == worst else f"{best}–{worst}"


def is_resolved(facts: MetricFacts, test: PairedTest) -> bool:
    """Whether a difference is large enough for the metric to tell systems apart, significant or not."""
    return abs(test.difference) >= RESOLUTION[facts.scale]


def better(facts: MetricFacts, test: PairedTest) -> bool | None:
    """Whether the system is better or worse; `None` unless the difference is significant, large enough and sure."""
    return test.better if test.significant and is_resolved(facts, test) and _tells(test) else None


def arrow(facts: MetricFacts, test: PairedTest) -> str:
    """`▲` for a gain, `▼` for a loss, `=` for a difference that `better` does not name."""
    return {True: "▲", False: "▼", None: "="}[better(facts, test)]


def figures(result: MetricComparison, test: PairedTest | None, signs: Mapping[str, str] = NO_SIGNS) -> list[Line]:
    """The cells of a test: the difference, its interval, p, how often people agree, what can be detected.

    Args:
        result: The metric.
        test: The test; the baseline has none.
        signs: What to write in place of arrows.
    """
    if test is None:
        return [""] * 5
    is_better, sign = better(result.facts, test), arrow(result.facts, test)
    style: Style = "" if is_better is None else "better" if is_better else "worse"
    return [
        Piece(f"{signed(result.facts, test.difference)} {signs.get(sign, sign)}", style),
        interval(result.facts, test),
        Piece(chance(test.p_holm), style),
        agreement(test),
        detectable(result.facts, test),
    ]


def joined(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def outcome(comparison: Comparison) -> Iterator[str]:
    """The test results of each system against the first, one sentence each; then what scores leave out and why."""
    first = comparison.systems[0].name
    for system in comparison.systems[1:]:
        tests = [
            (result.facts, test)
            for result in comparison.metrics
            for test in result.tests
            if _of(test, first, system.name)
        ]
        if not tests:
            continue
        decided = [(facts, test) for facts, test in tests if not test.significant or _tells(test)]
        gains = [facts.title for facts, test in decided if better(facts, test)]
        losses = [facts.title for facts, test in decided if better(facts, test) is False]
        small = [facts.title for facts, test in decided if test.significant and not is_resolved(facts, test)]
        same = [facts.title for facts, test in decided if not test.significant]
        parts = [f"better than {first} by {joined(gains)}"] if gains else []
        parts += [f"worse {'' if gains else f'than {first} '}by {joined(losses)}"] if losses else []
        tiny = [f"the difference by {joined(small)} is too small to matter"] if small else []
        if not decided:
            clauses = []
        elif same and not parts:
            clauses = [f"{system.name} does not differ significantly from {first} by {joined(same)}", *tiny]
        else:
            undecided = [f"no significant difference by {joined(same)}"] if same else []
            named = [f"{system.name} is {' and '.join(parts)}"] if parts else [f"{system.name} is as good as {first}"]
            clauses = [*named, *undecided, *tiny]
        if clauses:
            yield "; ".join(clauses)
        for facts, test in tests:
            if test.significant and test.sureness:
                yield _sureness(facts.title, test.sureness, system.name, first)
    yield from _left_out(comparison)


def _tells(test: PairedTest) -> bool:
    return test.sureness is None or test.sureness.tells


def _sureness(title: str, sureness: Sureness, system: str, first: str) -> str:
    """How sure the answer of a metric is."""
    source = "with a reference" if sureness.reference else "without a reference"
    if sureness.tells:
        return f"{title}, {source}: {agreeing(sureness)}"
    return f"{title}, {source}, cannot tell whether {system} or {first} is better: {agreeing(sureness)}"


def agreeing(sureness: Sureness) -> str:
    """How often COMET-22 agrees, and where this was measured."""
    measured = f"{view.count(sureness.pairs, 'pair')} of systems, {sureness.among}"
    return f"COMET-22 agrees with {sureness.share * 100:.0f} % of such differences ({measured})"


def first_tests(comparison: Comparison, result: MetricComparison) -> dict[str, PairedTest]:
    """The tests of a metric against the first system, by the name of the other system."""
    first = comparison.systems[0].name
    return {test.system: test for test in result.tests if test.baseline == first}


def _of(test: PairedTest, first: str, second: str) -> bool:
    return (test.baseline, test.system) == (first, second)


def _left_out(comparison: Comparison) -> Iterator[str]:
    """The segments that scores leave out and the added text, one sentence for each kind and system."""
    titles = [result.facts.title for result in comparison.metrics if result.origin == "texts"]
    for system in comparison.systems:
        if system.unpaired:
            number = view.count(system.unpaired, "segment")
            yield f"{system.name}: every score leaves out {number}, because another system lacks the source text"
        if system.added:
            number = view.count(system.added, "segment")
            counted = f"counts in {joined(titles)} only" if titles else "counts in no score"
            yield f"{system.name}: the text that it added ({number} without a source) {counted}"
        if system.additions > system.added:
            number = view.count(system.additions - system.added, "segment")
            yield f"{system.name}: every score leaves out {number}, because there is no source text"


def remarks(comparison: Comparison) -> list[str]:
    """Notes for the reader, one line each: unscored segments, differences between the runs."""
    unscored = [
        f"{result.facts.title}: {view.count(result.unscored, 'shared segment')} not scored for every system"
        for result in comparison.metrics
        if result.unscored
    ]
    small = [f"{problem.what}: {problem.why}" for problem in comparison.problems if not problem.incomplete]
    return [*unscored, *comparison.notes, *small]


def most_different(comparison: Comparison, part: str) -> tuple[list[Breakdown], int]:
    """The documents or domains in which the systems differ most by one metric, and the number of all of them.

    The metric is the one that selects the differing segments, otherwise the first.
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
    """Both texts cut into pieces, each with a flag: true if the other text lacks it. The pieces join to the texts."""
    first, second = (re.findall(r"\s*\S+|\s+$", text) for text in (before, after))
    matcher = difflib.SequenceMatcher(None, [w.strip() for w in first], [w.strip() for w in second], autojunk=False)
    before_pieces: list[tuple[str, bool]] = []
    after_pieces: list[tuple[str, bool]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        before_pieces += [("".join(first[a:b]), kind != "equal")] if b > a else []
        after_pieces += [("".join(second[c:d]), kind != "equal")] if d > c else []
    return before_pieces, after_pieces
