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
from mtqe.encoder import devices
from mtqe.errors import ConfigError, reason
from mtqe.flow.results import Keeping, Work
from mtqe.flow.shards import ShardReport, packed
from mtqe.gate import idle, score_keys, verdicts
from mtqe.intake import inputs, length_limit, reading, translation_memory
from mtqe.language import codes
from mtqe.language.language_tags import canonical
from mtqe.machine import cache
from mtqe.metrics import guards
from mtqe.model import SCHEMA, CheckItem, Finding, MemoryUse, MetricItem, Problem, Report, RuleFile, Run, Score, Segment
from mtqe.project import suppressions
from mtqe.prose import count, storable
from mtqe.registry import check_table, metric_table, rule_files
from mtqe.registry.contracts import Check, Context, Progress, no_progress
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
    config = rule_files.with_rule_sets(checked(config or Config()))
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
        work: Where the results come from; with `None` they are computed, and kept if the corpus is a shard.

    Returns:
        The report; that of a shard has what `mtqe merge` needs.

    Raises:
        ConfigError: A language, metric or check is unknown, the suppressions cannot be read, or the policy has a floor
            where lower is better.
    """
    started = time.perf_counter()
    config = rule_files.with_rule_sets(config)
    work = work or (Keeping() if texts.division else Work())
    asked = dataclasses.asdict(stages)
    if not texts.segments:  # no file has changed: there is nothing to score or check, which is no error
        stages = Stages(metrics=False, checks=False, gate=stages.gate)
    langs = (canonical(config.source_lang), canonical(config.target_lang))
    store = cache.Store() if config.metrics.cache else None
    spans = metric_table.error_spans
    context = Context(*langs, config, glossary, progress, store, spans, documents=texts.heads, _lasting=work.lasting)
    texts, memories = work.approved(texts, context) if stages.checks else (texts, ())
    named = chosen_checks(config) if stages.checks or config.checks != Config().checks else []
    checks = named if stages.checks else None
    metrics = work.choose(
        config,
        scoring=stages.metrics,
        checks=checks if stages.risk else None,
        has_references=any(segment.references for segment in texts.segments),
        has_sources=any(codes.bare(segment).source for segment in texts.segments) or not texts.segments,
        limited=score_keys.limited(config.gate) if stages.gate else (),
    )
    accepted = work.accepted(config)  # read now, so that an invalid file fails before any work
    score_keys.refuse_unfit(config.gate, {name: row.facts for name, row in metric_table.rows().items()})
    names = [row.name for row in metrics.rows]
    placed = work.placed(names, checks or (), texts.aligner, context) if texts.segments else []
    compared = stages.consensus and config.metrics.consensus and not stages.gate
    results = _measure(texts, metrics.rows, checks, context, compared, work)
    guard_notes = filter(None, map(guards.note, results.scores))
    strained = filter(None, [encoder.strain(config.device) if placed else ""])
    of_machines = tuple(
        dict.fromkeys((*work.remarks, *(store.notes if store else ()), *placed, *devices.log(context), *strained))
    )
    notes = (*metrics.notes, *guard_notes, *results.remarks, *translation_memory.remarks(memories), *of_machines)
    run = _describe(texts, context, (*metrics.not_run, *results.metrics), results.checks, notes, memories)
    report = Report(
        schema=SCHEMA,
        run=msgspec.structs.replace(run, seconds=round(work.seconds + time.perf_counter() - started, 3)),
        documents=texts.heads,
        segments=texts.segments,
        scores=results.scores,
        findings=results.findings,
        problems=(*texts.problems, *results.problems),
    )
    report = suppressions.settled(report, config, accepted)
    if stages.gate:
        report = idle.noted(report, config.gate)
        report = msgspec.structs.replace(report, verdict=verdicts.judge(report, config.gate, baseline))
    report = storable(report)
    if isinstance(work, Keeping):
        keep = work.kept(report, texts, context, asked, of_machines)
        report = ShardReport(**msgspec.structs.asdict(report), keep=packed(keep))
    return report


def chosen_checks(config: Config) -> Sequence[Check]:
    """The checks that run.

    Raises:
        ConfigError: The configuration names a check that does not exist, or a rule of the team is wrong.
    """
    config = rule_files.with_rule_sets(config)
    names = [name for check in check_table.checks_of(config).values() for name in (check.id, check.name)]
    for name in config.checks.severity:
        lookup(name, names, "check in checks.severity")
    return check_table.select(config.checks.select, config.checks.ignore, config.checks.preview, config)


@dataclasses.dataclass(frozen=True)
class Results:
    """The results of the metrics and checks for all systems, and the outcome of each metric and check."""

    scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    metrics: tuple[MetricItem, ...]
    checks: tuple[CheckItem, ...]
    remarks: tuple[str, ...]


def _measure(
    texts: Corpus,
    metrics: Sequence[MetricRow],
    checks: Sequence[Check] | None,
    context: Context,
    compared: bool,
    work: Work,
) -> Results:
    """Score and check the systems one after the other; with `None` for checks only score them."""
    compared = compared and len(texts.systems) > 1 and any(metric.consensus for metric in metrics)
    translations = _translations(texts.segments) if compared else {}
    comparing = dataclasses.replace(context, translations=translations)
    scores: list[Score] = []
    findings: list[Finding] = []
    problems: list[Problem] = []
    metric_items: list[MetricItem] = []
    remarks: list[str] = []
    of_systems: list[tuple[CheckItem, ...]] = []
    for system in texts.systems:
        segments, unjudged = length_limit.without([segment for segment in texts.segments if segment.system == system])
        suffix = f" ({system})" if system else ""
        problems += [msgspec.structs.replace(problem, what=problem.what + suffix) for problem in unjudged]
        if unjudged and not segments:
            continue
        failed: Sequence[Problem] = ()
        if checks is not None:  # before the metrics: part by part, while the encoder has the texts in memory
            outcome = work.checks(checks, segments, context)
            findings += outcome.findings
            of_systems.append(outcome.items)
            failed = outcome.problems
        plain = codes.all_bare(segments)
        for metric in metrics:
            result = _score(metric, plain, comparing if metric.consensus else context, suffix, work)
            scores += [msgspec.structs.replace(score, system=system) for score in result.scores]
            metric_items += [result.item] if result.item not in metric_items else []
            problems += [problem for problem in result.problems if problem not in problems]
            remarks += [remark for remark in result.remarks if remark not in remarks]
        problems += [msgspec.structs.replace(problem, what=problem.what + suffix) for problem in failed]
    check_items = tuple(least_done(items) for items in zip(*of_systems, strict=True))
    return Results(tuple(scores), tuple(findings), tuple(problems), tuple(metric_items), check_items, tuple(remarks))


def _translations(segments: Sequence[Segment]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The translations of each source by all systems, for `Context.translations`; as the metrics read them."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for segment in codes.all_bare(length_limit.without(segments)[0]):
        texts[segment.id, segment.source].append(segment.target)
    return {key: tuple(group) for key, group in texts.items()}


@dataclasses.dataclass(frozen=True)
class MetricResult:
    """The result of a metric for one system."""

    item: MetricItem
    scores: Sequence[Score] = ()
    problems: Sequence[Problem] = ()
    remarks: Sequence[str] = ()


def _score(row: MetricRow, segments: Sequence[Segment], context: Context, suffix: str, work: Work) -> MetricResult:
    """Run a metric. If it cannot run or raises, the result is a `Problem`, whose name ends with the suffix."""
    try:
        metric = metric_table.load(row.name)
        scores = work.scores(row, segments, context)
        limit = metric.limits(context) if hasattr(metric, "limits") else None
        shortfall = metric.shortfall(scores) if hasattr(metric, "shortfall") else None
        remarks = metric.remarks(scores, segments, context) if hasattr(metric, "remarks") else ()
    except ConfigError:
        raise
    except Exception as error:
        why = reason(error)
        item = MetricItem(row.name, row.name, "failed", why, row.facts)
        return MetricResult(item, problems=[Problem(f"metric {row.name}{suffix}", why)])
    problems = [Problem(f"metric {row.name}", limit, incomplete=False)] if limit else []
    problems += [Problem(f"metric {row.name}{suffix}", shortfall)] if shortfall else []
    return MetricResult(MetricItem(row.name, row.name, "ran", facts=row.facts), scores, problems, remarks)


def _describe(
    texts: Corpus,
    context: Context,
    metrics: tuple[MetricItem, ...],
    checks: tuple[CheckItem, ...],
    notes: tuple[str, ...],
    memories: tuple[MemoryUse, ...],
) -> Run:
    """The circumstances of a run, without its duration."""
    return Run(
        version=VERSION,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        source_lang=context.source_lang,
        target_lang=context.target_lang,
        systems=tuple(system for system in texts.systems if system),
        checks=checks,
        metrics=metrics,
        notes=(*_partial(texts), *texts.notes, *notes),
        aligner=texts.aligner,
        source_words=codes.source_words(_first_system(texts), context.source_lang),
        glossaries=context.glossary.paths if context.glossary else (),
        coverage=coverage(check_table.checks(), checks, texts.documents) if checks else (),
        all_pairs=texts.all_pairs,
        shard=texts.division.shard if texts.division else None,
        memories=memories,
        rules=tuple(
            RuleFile(one.name, one.path, one.sha256, one.version, len(one.rules))
            for one in (context.config.rule_sets or ())
            if checks
        ),
    )


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
