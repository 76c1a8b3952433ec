"""Compare stored reports: which system is better, how sure that is, and where they differ. No model runs again.

`compare()` is a pure function over reports: it reads and writes nothing. The counts of BLEU, chrF and TER are made
anew from the texts in the reports.

- `comparability` refuses numbers that cannot be compared; `pairing` finds the segments that all systems share.
- `score_statistics` has each metric's statistics, `significance` tests them, `agreement` says what a difference means
  to people.
- `changes` follows the findings from system to system, `differences` finds the documents and segments that differ most.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mtqe.compare import comparability, pairing
from mtqe.compare.agreement import expected
from mtqe.compare.changes import changes, own_findings
from mtqe.compare.differences import breakdown, differing, leading
from mtqe.compare.score_statistics import Scored, Source, metrics, scored
from mtqe.compare.significance import Plan, enough, holm, paired_tests, standings
from mtqe.comparison import SCHEMA, Comparison, MetricComparison, PairedTest, System
from mtqe.contracts import Progress, no_progress
from mtqe.errors import ConfigError, InputError, MtqeError
from mtqe.model import Problem, Report
from mtqe.registry.suggest import lookup
from mtqe.stats.mqm import mqm
from mtqe.version import VERSION

DEFAULT = Plan()

__all__ = ["Plan", "Source", "compare", "systems_of", "worse"]


def systems_of(reports: Sequence[tuple[str, Report]]) -> list[Source]:
    """The systems in some reports, each with a name of its own.

    A system that has no name in its report gets that of the report; where two would have one name, the report's name
    is put before.

    Args:
        reports: Name and report.
    """
    found = [
        Source(system or label, report, system, label)
        for label, report in reports
        for system in (report.run.systems or (None,))
    ]
    names = [source.name for source in found]
    made: list[Source] = []
    for source in found:
        name = source.name
        if names.count(name) > 1 and source.system:
            name = f"{source.label}/{name}"
        while name in {one.name for one in made}:
            name += "'"
        made.append(Source(name, source.report, source.system, source.label))
    return made


def compare(
    sources: Sequence[Source],
    only: Sequence[str] = (),
    by: str | None = None,
    plan: Plan = DEFAULT,
    shown: int = 10,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare systems on the segments that all of them have; the first is the one that others are measured by.

    Args:
        sources: The systems; see `systems_of`.
        only: Metrics to compare; empty means every metric that all systems have.
        by: The metric that tells which segments differ most; by default the most trusted one there is.
        plan: How to test.
        shown: Differing segments for each system.
        progress: Called as `progress(what, done, total)`.

    Raises:
        InputError: The reports have not one language pair, or no segment in common.
        ConfigError: There are not two systems, or a metric is in no report.
    """
    if len(sources) < 2:
        raise ConfigError("there is one system only", "give two reports, or one report with several systems")
    plan = enough(plan, len(sources))
    reports = [source.report for source in sources]
    langs = comparability.languages(reports)
    paired = pairing.pair([source.segments for source in sources])
    if not paired.shared:
        raise InputError("the systems have no source text in common", "compare translations of the same source")
    found, problems, notes = _scored(sources, paired, langs, only, progress)
    checks = comparability.shared_checks(reports)
    if not (found or checks or any(problem.incomplete for problem in problems)):
        raise InputError(
            "the systems have no metric and no check in common", "evaluate them with the same metrics or checks"
        )
    compared = []
    for done, one in enumerate(found, 1):
        compared.append(_metric(one, sources, paired, plan))
        progress("tests", done, len(found))
    lead = leading(found, by)
    domains = {document.id: document.domain for document in reports[0].documents}
    return Comparison(
        schema=SCHEMA,
        version=VERSION,
        source_lang=langs[0],
        target_lang=langs[1],
        level=plan.level,
        trials=plan.trials,
        resamples=plan.resamples,
        seed=plan.seed,
        systems=tuple(_system(source, paired, number, checks) for number, source in enumerate(sources)),
        shared=len(paired.shared),
        metrics=tuple(compared),
        breakdown=tuple(item for one in found for item in breakdown(one, paired, domains)),
        differing=tuple(differing(lead, sources, paired, shown)) if lead else (),
        changes=changes(sources, checks),
        problems=tuple(problems),
        notes=tuple(dict.fromkeys([*notes, *comparability.runs(reports)])),
    )


def worse(comparison: Comparison) -> tuple[str, ...]:
    """Where a system is significantly worse than the first, one sentence each; empty when nowhere.

    Holm's method is applied to all tests against the first system, over all metrics, so that a comparison of equal
    systems gives a reason with a probability of at most the level, however many metrics there are.
    """
    first = comparison.systems[0].name
    tests = [(one, test) for one in comparison.metrics for test in one.tests if test.baseline == first]
    adjusted = holm([test.p_value for _, test in tests])
    return tuple(
        f"{test.system} is worse than {first} by {one.metric}: {abs(test.difference):.4g}, p = {p:.2g}"
        for (one, test), p in zip(tests, adjusted, strict=True)
        if test.better is False and p < comparison.level
    )


def _scored(
    sources: Sequence[Source],
    paired: pairing.Pairing,
    langs: tuple[str | None, str | None],
    only: Sequence[str],
    progress: Progress,
) -> tuple[list[Scored], list[Problem], list[str]]:
    """The metrics that can be compared, those that cannot, and what is to be said of the former."""
    there = metrics(sources)
    wanted = [lookup(name, there, "metric in these reports") for name in only] or list(there)
    found: list[Scored] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for done, metric in enumerate(dict.fromkeys(wanted)):
        progress("scores", done, len(wanted))
        if there[metric] < len(sources):
            why = f"{there[metric]} of {len(sources)} systems have it"
            problems.append(Problem(f"metric {metric}", why, incomplete=bool(only)))
            continue
        try:
            one = scored(metric, sources, paired, langs)
        except MtqeError as error:
            problems.append(Problem(f"metric {metric}", str(error)))
        else:
            found.append(one)
            notes += one.notes
    progress("scores", len(wanted), len(wanted))
    return found, problems, notes


def _metric(one: Scored, sources: Sequence[Source], paired: pairing.Pairing, plan: Plan) -> MetricComparison:
    names = [source.name for source in sources]
    tests = paired_tests(names, one.tables, one.aggregate, not one.facts.lower_is_better, plan)
    tests = tuple(_read(test, one, names, paired) for test in tests)
    values = [(name, float(one.aggregate(table.sum(0)))) for name, table in zip(names, one.tables, strict=True)]
    return MetricComparison(
        metric=one.metric,
        higher_is_better=not one.facts.lower_is_better,
        segments=len(one.places),
        unscored=one.unscored,
        origin=one.origin,
        signature=one.signature,
        standings=standings(values, tests, not one.facts.lower_is_better),
        tests=tests,
        facts=one.facts,
    )


def _read(test: PairedTest, one: Scored, names: Sequence[str], paired: pairing.Pairing) -> PairedTest:
    first, second = names.index(test.baseline), names.index(test.system)
    groups = [paired.shared[place] for place in one.places]
    return msgspec.structs.replace(
        test,
        agreement=expected(one.metric, one.signature, test.difference),
        identical=sum(group[first].target == group[second].target for group in groups),
    )


def _system(source: Source, paired: pairing.Pairing, number: int, checks: set[str]) -> System:
    segments = source.segments
    words = source.report.run.source_words
    return System(
        name=source.name,
        report=source.label,
        segments=len(segments) - paired.additions[number],
        unpaired=paired.unpaired[number],
        additions=paired.additions[number],
        words=words,
        mqm=mqm(own_findings(source, checks), words) if checks else None,
    )
