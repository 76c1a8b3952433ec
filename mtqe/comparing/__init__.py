"""Compares stored reports: which system is better, with what certainty, and where they differ. No model runs again.

`compare()` is a pure function over reports: it reads and writes nothing. The counts of BLEU, chrF and TER are
recomputed from the texts in the reports.

- `comparability` rejects scores that cannot be compared; `pairing` finds the segments that all systems share.
- `score_statistics` has each metric's statistics, `significance` tests them, `agreement` estimates how often people
  and COMET-22 agree with a difference.
- `changes` tracks findings between systems, `differences` finds the documents and segments that differ most.
- `ranking` orders candidates of a source.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from mtqe.comparing import comparability, pairing
from mtqe.comparing.agreement import expected, sureness
from mtqe.comparing.changes import changes, own_findings, texts
from mtqe.comparing.differences import breakdown, differing, leading
from mtqe.comparing.score_statistics import Scored, Source, metrics, scored
from mtqe.comparing.significance import Plan, enough, holm, paired_tests, standings
from mtqe.errors import ConfigError, InputError, MtqeError
from mtqe.model import Problem, Report
from mtqe.model.comparison import SCHEMA, Comparison, MetricComparison, PairedTest, System
from mtqe.registry.contracts import Progress, no_progress
from mtqe.registry.suggest import lookup
from mtqe.stats.mqm import mqm
from mtqe.version import VERSION

DEFAULT = Plan()

__all__ = ["Plan", "Source", "compare", "segment_differences", "systems_of", "worse"]


def systems_of(reports: Sequence[tuple[str, Report]]) -> list[Source]:
    """The systems in several reports, each with a unique name.

    A system without a name gets the name of its report. If two systems would have the same name, the report's name is
    put in front.
    """
    unnamed = [
        Source(system or label, report, system, label)
        for label, report in reports
        for system in (report.run.systems or (None,))
    ]
    names = [source.name for source in unnamed]
    named: list[Source] = []
    for source in unnamed:
        name = source.name
        if names.count(name) > 1 and source.system:
            name = f"{source.label}/{name}"
        while name in {earlier.name for earlier in named}:
            name += "'"
        named.append(Source(name, source.report, source.system, source.label))
    return named


def compare(
    sources: Sequence[Source],
    only: Sequence[str] = (),
    by: str | None = None,
    plan: Plan = DEFAULT,
    shown: int = 10,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare systems on the segments that all of them have; the first system is the baseline.

    Args:
        sources: The systems; see `systems_of`.
        only: Metrics to compare; empty means every metric that all systems have.
        by: The metric that selects the segments that differ most; by default the most trusted one available.
        plan: Settings of the tests.
        shown: Number of differing segments for each system.
        progress: Called as `progress(what, done, total)`.

    Raises:
        InputError: The reports have different language pairs, or no segment in common.
        ConfigError: There are fewer than two systems, or a metric is in no report.
    """
    if len(sources) < 2:
        raise ConfigError("there is only one system", "give two reports, or one report with several systems")
    plan = enough(plan, len(sources))
    reports = [source.report for source in sources]
    langs = comparability.languages(reports)
    paired = pairing.pair([source.segments for source in sources])
    if not paired.shared:
        raise InputError("the systems have no source text in common", "compare translations of the same source")
    comparable, problems, notes = _scored(sources, paired, langs, only, progress)
    checks = comparability.shared_checks(reports)
    if not (comparable or checks or any(problem.incomplete for problem in problems)):
        raise InputError(
            "the systems share neither a metric nor a check", "evaluate them with the same metrics or checks"
        )
    compared = []
    for done, scores in enumerate(comparable, 1):
        compared.append(_metric(scores, sources, paired, plan, langs))
        progress("tests", done, len(comparable))
    lead = leading(comparable, by)
    domains = {document.id: document.domain for document in reports[0].documents}
    changed = changes(sources, checks)
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
        breakdown=tuple(item for scores in comparable for item in breakdown(scores, paired, domains)),
        differing=tuple(differing(lead, sources, paired, shown)) if lead else (),
        changes=changed,
        problems=tuple(problems),
        notes=tuple(dict.fromkeys([*notes, *comparability.runs(reports)])),
        texts=tuple(texts(sources, changed)),
    )


def segment_differences(sources: Sequence[Source], metric: str) -> dict[str, list[tuple[str, float]]]:
    """How far the stored segment scores of each system are from those of the first, for the segments of all systems.

    Args:
        sources: The systems; see `systems_of`.
        metric: Name of the metric.

    Returns:
        For each system except the first the id of each segment in the first report, and the difference.
    """
    paired = pairing.pair([source.segments for source in sources])
    values = [
        {
            score.segment: score.value
            for score in source.report.scores
            if (score.metric, score.level, score.system) == (metric, "segment", source.system)
        }
        for source in sources
    ]
    differences: dict[str, list[tuple[str, float]]] = {source.name: [] for source in sources[1:]}
    for group in paired.shared:
        scores = [table.get(segment.id) for table, segment in zip(values, group, strict=True)]
        for source, score in zip(sources[1:], scores[1:], strict=True):
            if scores[0] is not None and score is not None:
                differences[source.name].append((group[0].id, score - scores[0]))
    return differences


def worse(comparison: Comparison) -> tuple[str, ...]:
    """One sentence for each metric by which a system is significantly worse than the first; empty if there is none.

    Holm's method is applied to all tests against the first system over all metrics. So a comparison of equal systems
    gives a reason with a probability of at most the level, for any number of metrics. A metric with an unknown
    direction gives none.
    """
    first = comparison.systems[0].name
    known = [result for result in comparison.metrics if result.facts.higher_is_better is not None]
    tests = [(result, test) for result in known for test in result.tests if test.baseline == first]
    adjusted = holm([test.p_value for _, test in tests])
    return tuple(
        f"{test.system} is worse than {first} by {result.metric}: {abs(test.difference):.4g}, p = {p:.2g}"
        for (result, test), p in zip(tests, adjusted, strict=True)
        if test.better is False and p < comparison.level
    )


def _scored(
    sources: Sequence[Source],
    paired: pairing.Pairing,
    langs: comparability.Languages,
    only: Sequence[str],
    progress: Progress,
) -> tuple[list[Scored], list[Problem], list[str]]:
    """The metrics that can be compared, a problem for each one that cannot, and notes on the former."""
    available = metrics(sources)
    wanted = [lookup(name, available, "metric in these reports") for name in only] or list(available)
    comparable: list[Scored] = []
    problems: list[Problem] = []
    notes: list[str] = []
    for done, metric in enumerate(dict.fromkeys(wanted)):
        progress("scores", done, len(wanted))
        if available[metric] < len(sources):
            why = f"only {available[metric]} of {len(sources)} systems have this score"
            problems.append(Problem(f"metric {metric}", why, incomplete=bool(only)))
            continue
        try:
            scores = scored(metric, sources, paired, langs)
        except MtqeError as error:
            problems.append(Problem(f"metric {metric}", str(error)))
        else:
            comparable.append(scores)
            notes += scores.notes
    progress("scores", len(wanted), len(wanted))
    return comparable, problems, notes


def _metric(
    scores: Scored, sources: Sequence[Source], paired: pairing.Pairing, plan: Plan, langs: comparability.Languages
) -> MetricComparison:
    names = [source.name for source in sources]
    higher_is_better = not scores.facts.lower_is_better
    tests = paired_tests(names, scores.tables, scores.aggregate, higher_is_better, plan)
    tests = tuple(_read(test, scores, names, paired, langs) for test in tests)
    values = [(name, float(scores.aggregate(table.sum(0)))) for name, table in zip(names, scores.tables, strict=True)]
    return MetricComparison(
        metric=scores.metric,
        higher_is_better=higher_is_better,
        segments=len(scores.places),
        unscored=scores.unscored,
        origin=scores.origin,
        signature=scores.signature,
        standings=standings(values, tests, higher_is_better),
        tests=tests,
        facts=scores.facts,
    )


def _read(
    test: PairedTest, scores: Scored, names: Sequence[str], paired: pairing.Pairing, langs: comparability.Languages
) -> PairedTest:
    first, second = names.index(test.baseline), names.index(test.system)
    groups = [paired.shared[place] for place in scores.places]
    return msgspec.structs.replace(
        test,
        agreement=expected(scores.metric, scores.signature, test.difference),
        sureness=sureness(scores, test.difference, langs),
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
        added=sum(map(len, paired.added[number].values())),
        words=words,
        mqm=mqm(own_findings(source, checks), words) if checks else None,
    )
