"""The whole flow: read, align, score, check, judge. `evaluate` does all of it; `assess` does all but the reading."""

from __future__ import annotations

import dataclasses
import datetime
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtqe import encoder
from mtqe.checks.covered import coverage, least_done
from mtqe.checks.runner import Outcome
from mtqe.encoder import devices
from mtqe.errors import FAULTS, ConfigError, reason
from mtqe.flow.plan import Plan, Results, Scored, Work
from mtqe.flow.results import Computing, Keeping
from mtqe.flow.shards import SystemResults
from mtqe.gate import idle, score_keys, verdicts
from mtqe.intake import inputs, length_limit, reading, translation_memory
from mtqe.language import codes
from mtqe.language.language_tags import canonical
from mtqe.machine import cache
from mtqe.machine.memo import Memo
from mtqe.metrics import guards
from mtqe.model import SCHEMA, MetricItem, Problem, Report, RuleFile, Run, Segment
from mtqe.project import suppressions
from mtqe.prose import count, storable
from mtqe.registry import check_table, metric_table, rule_files
from mtqe.registry.contracts import Check, Context, Progress, no_progress
from mtqe.registry.metric_capabilities import HasLimits, HasRemarks, HasShortfall
from mtqe.registry.metric_choice import Asked
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import MetricRow
from mtqe.settings.config import Config
from mtqe.settings.sources import checked
from mtqe.version import VERSION

if TYPE_CHECKING:
    from mtqe.intake.corpus import Corpus
    from mtqe.model import Glossary


@dataclasses.dataclass(frozen=True)
class Stages:
    """Which stages `assess` runs.

    Args:
        metrics: Whether to score.
        checks: Whether to check.
        gate: Whether to judge.
        risk: Whether the metrics that accompany the selected checks run with them.
        consensus: Whether metrics may compare the translations of a source with each other. Never with a gate: whether
            a system passes must not depend on which other systems are in the run.
    """

    metrics: bool = True
    checks: bool = True
    gate: bool = True
    risk: bool = True
    consensus: bool = False


STAGES = {
    "evaluate": Stages(),
    "check": Stages(metrics=False, gate=False),
    "score": Stages(checks=False, gate=False, consensus=True),
}
"""The stages of the commands that assess."""


def evaluate(
    source: Path | str,
    translation: Path | str | None = None,
    references: Sequence[Path | str] | Path | str = (),
    config: Config | None = None,
    glossary: Glossary | None = None,
    progress: Progress = no_progress,
) -> Report:
    """The main job: read two documents, align them, score, check and judge.

    Args:
        source: A document, a line-aligned file, a folder, or a file of pairs when `translation` is `None`.
        translation: Its translation, of the same kind.
        references: Human translations of the source, of the same kind.
        config: The configuration; its languages must be set.
        glossary: Terms to check; with `None` those of `config.glossary`.
        progress: Called as `progress(stage, done, total)`.

    Raises:
        MtqeError: The input, the configuration or a name in it is invalid.
    """
    config = checked(config or Config())
    if not (config.source_lang and config.target_lang):
        raise ConfigError("the languages are not known", "give config=Config(source_lang='en', target_lang='de')")
    if isinstance(references, (str, Path)):
        references = [references]
    if glossary is None and config.glossary:
        from mtqe.formats.termbases import glossary as glossaries

        glossary = glossaries.read(config.glossary, source_lang=config.source_lang, target_lang=config.target_lang)
    target = None if translation is None else Path(translation)
    languages = (config.source_lang, config.target_lang)
    given = inputs.of_paths(Path(source), target, map(Path, references), languages=languages)
    return assess(reading.read(given, config, progress), config, glossary, progress=progress)


def assess(
    texts: Corpus,
    config: Config,
    glossary: Glossary | None = None,
    stages: Stages = Stages(),
    progress: Progress = no_progress,
    baseline: Report | None = None,
    work: Work | None = None,
) -> Report:
    """Score, check and judge a corpus.

    Args:
        texts: The segments of all systems.
        config: The configuration; its languages must be set.
        glossary: Terms to check.
        stages: Which stages run.
        progress: Called as `progress(stage, done, total)`.
        baseline: An earlier report, for the rules of the policy that compare with it.
        work: Where the results come from; with `None` they are computed, and kept if the corpus is a shard, whose
            report then has what `mtqe merge` needs.

    Raises:
        ConfigError: A language, metric or check is unknown, the suppressions cannot be read, or the policy has a floor
            where lower is better.
    """
    started = time.perf_counter()
    work = work or (Keeping(Computing()) if texts.division else Computing())
    plan = _plan(texts, rule_files.with_rule_sets(config), glossary, stages, progress, work)
    results = _measure(plan, work)
    described = _describe(plan, results, work.given.seconds + time.perf_counter() - started)
    return work.finish(_judge(described, plan, baseline), plan, results)


def _plan(
    texts: Corpus, config: Config, glossary: Glossary | None, stages: Stages, progress: Progress, work: Work
) -> Plan:
    """What will run. Everything that can be refused is refused here, before any model runs."""
    running = stages
    if not texts.segments:  # no file has changed: there is nothing to score or check, which is no error
        running = Stages(metrics=False, checks=False, gate=stages.gate)
    context = Context(
        canonical(config.source_lang),
        canonical(config.target_lang),
        config,
        glossary,
        progress,
        cache.Store() if config.metrics.cache else None,
        metric_table.error_spans,
        documents=texts.heads,
        run_memo=Memo(),
        settings_memo=work.given.settings_memo,
    )
    texts, memories = work.approved(texts, context) if running.checks else (texts, ())
    checks: Sequence[Check] = ()
    if running.checks or config.checks != Config().checks:
        checks = context.settings_memo.once(chosen_checks, lambda: chosen_checks(config))
    asked = Asked(
        scoring=running.metrics,
        checks=checks if running.checks and running.risk else None,
        has_references=any(segment.references for segment in texts.segments),
        has_sources=any(segment.source for segment in texts.bare) or not texts.segments,
        systems=len(texts.systems),
        limited=score_keys.limited(config.gate) if running.gate else (),
    )
    metrics = work.choose(config, asked)
    accepted = work.given.accepted
    accepted = suppressions.of(config) if accepted is None else accepted
    score_keys.refuse_unfit(config.gate, {name: row.facts for name, row in metric_table.rows().items()})
    names = [row.name for row in metrics.rows]
    placed = work.placed(names, checks if running.checks else (), texts.aligner, context) if texts.segments else []
    return Plan(
        texts,
        context,
        dataclasses.asdict(stages),
        asked,
        metrics,
        checks if running.checks else None,
        compares=running.consensus and config.metrics.consensus and not running.gate,
        judges=running.gate,
        accepted=accepted,
        memories=memories,
        placed=tuple(placed),
    )


def _judge(report: Report, plan: Plan, baseline: Report | None) -> Report:
    """The report with what the project accepted and, if the policy judges it, with its verdict."""
    config = plan.context.config
    report = suppressions.settled(report, config, plan.accepted)
    if plan.judges:
        report = idle.noted(report, config.gate)
        report = msgspec.structs.replace(report, verdict=verdicts.judge(report, config.gate, baseline))
    return storable(report)


def chosen_checks(config: Config) -> Sequence[Check]:
    """The checks that run with a configuration whose rules were read.

    Raises:
        ConfigError: The configuration names a check that does not exist, or a rule of the team is wrong.
    """
    table = check_table.checks_of(config)
    names = [name for check in table.values() for name in (check.id, check.name)]
    for name in config.checks.severity:
        lookup(name, names, "check in checks.severity")
    return check_table.select(config.checks.select, config.checks.ignore, config.checks.preview, table)


@dataclasses.dataclass(frozen=True)
class _Metric:
    """What a metric gave for a system."""

    item: MetricItem
    scored: Scored
    problems: Sequence[Problem] = ()
    remarks: Sequence[str] = ()


@dataclasses.dataclass(frozen=True)
class _System:
    """What metrics and checks gave for a system.

    Args:
        name: Its name.
        unjudged: Segments that are too long to be judged.
        outcome: What the checks found; `None` if none ran.
        metrics: What each metric gave.
    """

    name: str | None
    unjudged: Sequence[Problem]
    outcome: Outcome | None = None
    metrics: Sequence[_Metric] = ()

    @property
    def kept(self) -> SystemResults:
        """What a shard keeps of it."""
        measured = {one.item.id: one.scored.measures for one in self.metrics if one.scored.measures is not None}
        return SystemResults(self.name, measured, self.outcome.results if self.outcome else None)


def _measure(plan: Plan, work: Work) -> Results:
    """Score and check the systems one after the other."""
    compares = plan.compares and len(plan.texts.systems) > 1 and any(row.consensus for row in plan.metrics.rows)
    translations = _translations(plan.texts) if compares else {}
    comparing = dataclasses.replace(plan.context, translations=translations)
    systems = [_measure_system(name, plan, comparing, work) for name in plan.texts.systems]
    outcomes = [one.outcome for one in systems if one.outcome]
    metrics = [(system, metric) for system in systems for metric in system.metrics]
    return Results(
        tuple(
            msgspec.structs.replace(score, system=system.name)
            for system, metric in metrics
            for score in metric.scored.scores
        ),
        tuple(finding for outcome in outcomes for finding in outcome.findings),
        tuple(_problems(systems)),
        tuple(dict.fromkeys(metric.item for _, metric in metrics)),
        tuple(least_done(items) for items in zip(*(outcome.items for outcome in outcomes), strict=True)),
        tuple(dict.fromkeys(remark for _, metric in metrics for remark in metric.remarks)),
        _of_machine(plan, work),
        tuple(system.kept for system in systems if system.outcome or system.metrics),
    )


def _measure_system(name: str | None, plan: Plan, comparing: Context, work: Work) -> _System:
    """Score and check a system.

    Args:
        name: Its name.
        plan: What runs.
        comparing: The context of metrics that compare translations.
        work: Where the results come from.
    """
    judged = plan.texts.judged[name]
    if judged.problems and not judged.stored:
        return _System(name, judged.problems)
    outcome = None
    if plan.checks is not None:  # before the metrics: part by part, while the encoder has the texts in memory
        outcome = work.checks(plan.checks, judged, plan.context)
    metrics = [
        _score(row, judged.bare, comparing if row.consensus else plan.context, _suffix(name), work)
        for row in plan.metrics.rows
    ]
    return _System(name, judged.problems, outcome, metrics)


def _problems(systems: Sequence[_System]) -> list[Problem]:
    """What is missing, system by system; a problem of a metric that all systems have is told once."""
    problems: list[Problem] = []
    for system in systems:
        suffix = _suffix(system.name)
        problems += [msgspec.structs.replace(problem, what=problem.what + suffix) for problem in system.unjudged]
        for metric in system.metrics:
            problems += [problem for problem in metric.problems if problem not in problems]
        failed = system.outcome.problems if system.outcome else ()
        problems += [msgspec.structs.replace(problem, what=problem.what + suffix) for problem in failed]
    return problems


def _suffix(system: str | None) -> str:
    return f" ({system})" if system else ""


def _of_machine(plan: Plan, work: Work) -> tuple[str, ...]:
    """Notes on the machine that computed, after it did."""
    store = plan.context.cache
    strain = encoder.strain(plan.context.config.device) if plan.placed else ""
    stored = store.notes if store else ()
    notes = (*work.given.remarks, *stored, *plan.placed, *devices.log(plan.context), strain)
    return tuple(dict.fromkeys(filter(None, notes)))


def _translations(corpus: Corpus) -> dict[tuple[str, str], tuple[str, ...]]:
    """The translations of each source by all systems, for `Context.translations`; as the metrics read them."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for stored, bare in zip(corpus.segments, corpus.bare, strict=True):
        if length_limit.size(stored) <= length_limit.LONGEST:
            texts[bare.id, bare.source].append(bare.target)
    return {key: tuple(group) for key, group in texts.items()}


def _score(row: MetricRow, segments: Sequence[Segment], context: Context, suffix: str, work: Work) -> _Metric:
    """Run a metric. If it cannot run or raises, the result is a `Problem`, whose name ends with the suffix."""
    try:
        metric = metric_table.load(row.name)
        scored = work.scores(row, segments, context)
        limit = metric.limits(context) if isinstance(metric, HasLimits) else None
        shortfall = metric.shortfall(scored.scores) if isinstance(metric, HasShortfall) else None
        remarks = metric.remarks(scored.scores, segments, context) if isinstance(metric, HasRemarks) else ()
    except ConfigError:
        raise
    except FAULTS as error:
        why = reason(error)
        item = MetricItem(row.name, row.name, "failed", why, row.facts)
        return _Metric(item, Scored(()), [Problem(f"metric {row.name}{suffix}", why)])
    problems = [Problem(f"metric {row.name}", limit, incomplete=False)] if limit else []
    problems += [Problem(f"metric {row.name}{suffix}", shortfall)] if shortfall else []
    return _Metric(MetricItem(row.name, row.name, "ran", facts=row.facts), scored, problems, remarks)


def _describe(plan: Plan, results: Results, seconds: float) -> Report:
    """The results with the circumstances of the run."""
    texts, context = plan.texts, plan.context
    guarded = filter(None, map(guards.note, results.scores))
    notes = (*plan.metrics.notes, *guarded, *results.remarks, *translation_memory.remarks(plan.memories))
    run = Run(
        version=VERSION,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        source_lang=context.source_lang,
        target_lang=context.target_lang,
        seconds=round(seconds, 3),
        systems=tuple(system for system in texts.systems if system),
        checks=results.checks,
        metrics=(*plan.metrics.not_run, *results.metrics),
        notes=(*_partial(texts), *texts.notes, *notes, *results.of_machine),
        aligner=texts.aligner,
        source_words=codes.source_words(_first_system(texts), context.source_lang),
        glossaries=context.glossary.paths if context.glossary else (),
        coverage=coverage(check_table.checks(), results.checks, texts.documents) if results.checks else (),
        all_pairs=texts.all_pairs,
        shard=texts.division.shard if texts.division else None,
        memories=plan.memories,
        rules=tuple(
            RuleFile(one.name, one.path, one.sha256, one.version, len(one.rules))
            for one in (context.config.rule_sets or ())
            if results.checks
        ),
        relaxed=_relaxed(context) if plan.checks is not None else (),
    )
    return Report(
        schema=SCHEMA,
        run=run,
        documents=texts.heads,
        segments=texts.segments,
        scores=results.scores,
        findings=results.findings,
        problems=(*texts.problems, *results.problems),
    )


def _relaxed(context: Context) -> tuple[str, ...]:
    """What the configuration of the checks and of the files switches off or lowers."""
    config = context.config
    table = check_table.checks_of(config)
    of_checks = context.settings_memo.once(_relaxed, lambda: tuple(check_table.relaxed(config.checks, table)))
    may_miss = config.pairs.missing == "note"
    return (*of_checks, *(['pairs.missing = "note": a file without its counterpart does not fail'] if may_miss else []))


def _partial(texts: Corpus) -> Iterator[str]:
    """Says which part of the input was read, if that is not all of it."""
    if texts.division is None:
        return
    shard, number = texts.division.shard, len(texts.division.pieces)
    which = f"{number:,} of {count(shard.documents, 'document')}"
    whole = ", and a document stays whole" if shard.documents < shard.total else ""
    yield f"this is {shard} with {which}{whole}; mtqe merge makes the report of all shards"


def _first_system(texts: Corpus) -> list[Segment]:
    first = texts.systems[0]
    return [segment for segment in texts.segments if segment.system == first]
