"""The whole flow: read, align, score, check, judge. `evaluate` does all of it; `assess` does all but the reading."""

from __future__ import annotations

import dataclasses
import datetime
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtqe import corpus
from mtqe.checks import runner
from mtqe.config import Config
from mtqe.config_sources import checked
from mtqe.contracts import Absence, Check, Context, Progress, no_progress
from mtqe.errors import ConfigError, Unavailable
from mtqe.gate import verdicts
from mtqe.metrics import guards
from mtqe.model import SCHEMA, Finding, MetricItem, Problem, Report, Run, RunItem, Score, Segment
from mtqe.project import cache, suppressions
from mtqe.registry import check_table, metric_table
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import MetricRow
from mtqe.text.language_tags import canonical, count_words
from mtqe.version import VERSION

if TYPE_CHECKING:
    from mtqe.corpus import Corpus
    from mtqe.model import Glossary


@dataclasses.dataclass(frozen=True)
class Stages:
    """Which stages `assess` runs.

    Args:
        metrics: Whether to score.
        checks: Whether to check.
        gate: Whether to judge.
    """

    metrics: bool = True
    checks: bool = True
    gate: bool = True


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
        glossary: Terms to check against; `None` means those of `config.glossary`.
        progress: Called as `progress(what, done, total)`.

    Raises:
        MtqeError: The input, the configuration or a name in it is invalid.
    """
    config = checked(config or Config())
    if not (config.source_lang and config.target_lang):
        raise ConfigError("the languages are not known", "give config=Config(source_lang='en', target_lang='de')")
    if isinstance(references, (str, Path)):
        references = [references]
    if glossary is None and config.glossary:
        from mtqe.formats import glossary as terms

        glossary = terms.read(config.glossary, source_lang=config.source_lang, target_lang=config.target_lang)
    target = None if translation is None else Path(translation)
    read = corpus.from_paths(Path(source), target, [Path(path) for path in references], config, progress)
    return assess(read, config, glossary, progress=progress)


def assess(
    read: Corpus,
    config: Config,
    glossary: Glossary | None = None,
    stages: Stages = Stages(),
    progress: Progress = no_progress,
    baseline: Report | None = None,
) -> Report:
    """Score, check and judge a corpus.

    Args:
        read: The corpus.
        config: The configuration; its languages must be set.
        glossary: Terms to check against.
        stages: Which stages run.
        progress: Called as `progress(what, done, total)`.
        baseline: An earlier report, for rules of the policy that compare with one.

    Raises:
        ConfigError: A language, metric or check is unknown, or the suppressions cannot be read.
    """
    started = time.perf_counter()
    if not read.segments:  # no file had changed: nothing to score, which is not an error
        stages = Stages(metrics=False, checks=False, gate=stages.gate)
    languages = (canonical(config.source_lang), canonical(config.target_lang))
    store = cache.Store() if config.metrics.cache else None
    context = Context(*languages, config, glossary, read.aligned, progress, store, metric_table.error_spans)
    metrics = _choose_metrics(read, config, stages)
    chosen_checks = _choose_checks(config) if stages.checks or config.checks != Config().checks else None
    accepted = suppressions.of(config)  # read now, so that an invalid file fails before any work
    measured = _measure(read, metrics.rows, chosen_checks if stages.checks else None, context)
    guarded = filter(None, map(guards.note, measured.scores))
    notes = (*metrics.notes, *guarded, *measured.remarks, *(store.notes if store else ()))
    run = _described(read, context, (*metrics.items, *measured.metrics), measured.checks, notes)
    report = Report(
        schema=SCHEMA,
        run=msgspec.structs.replace(run, seconds=round(time.perf_counter() - started, 3)),
        documents=tuple(msgspec.structs.replace(document, segments=()) for document in read.documents),
        segments=read.segments,
        scores=measured.scores,
        findings=measured.findings,
        problems=(*read.problems, *measured.problems),
    )
    report = suppressions.settled(report, config, accepted)
    if stages.gate:
        report = msgspec.structs.replace(report, verdict=verdicts.judge(report, config.gate, baseline))
    return report


@dataclasses.dataclass(frozen=True)
class Measured:
    """The results of metrics and checks for all systems, and which of them ran."""

    scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    metrics: tuple[MetricItem, ...]
    checks: tuple[RunItem, ...]
    remarks: tuple[str, ...]


def _measure(
    read: Corpus, metrics: Sequence[MetricRow], chosen_checks: Sequence[Check] | None, context: Context
) -> Measured:
    """Score and check one system after the other; if `chosen_checks` is `None`, no check runs."""
    scores: list[Score] = []
    findings: list[Finding] = []
    problems: list[Problem] = []
    metric_items: list[MetricItem] = []
    remarks: list[str] = []
    check_items: tuple[RunItem, ...] = ()
    for system in read.systems:
        segments = [segment for segment in read.segments if segment.system == system]
        where = f" ({system})" if system else ""
        for metric in metrics:
            new = _score(metric, segments, context, where)
            scores += [msgspec.structs.replace(score, system=system) for score in new.scores]
            metric_items += [new.item] if new.item not in metric_items else []
            problems += [new.problem] if new.problem and new.problem not in problems else []
            remarks += [remark for remark in new.remarks if remark not in remarks]
        if chosen_checks is not None:
            outcome = runner.run(chosen_checks, segments, context)
            findings += outcome.findings
            check_items = outcome.items
            problems += [msgspec.structs.replace(failure, what=failure.what + where) for failure in outcome.problems]
    return Measured(tuple(scores), tuple(findings), tuple(problems), tuple(metric_items), check_items, tuple(remarks))


def _described(
    read: Corpus,
    context: Context,
    metrics: tuple[MetricItem, ...],
    ran: tuple[RunItem, ...],
    notes: tuple[str, ...],
) -> Run:
    """The facts of a run, except its duration."""
    return Run(
        version=VERSION,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        source_lang=context.source_lang,
        target_lang=context.target_lang,
        systems=tuple(system for system in read.systems if system),
        checks=ran,
        metrics=metrics,
        notes=(*read.notes, *notes),
        aligner=read.aligner,
        source_words=_source_words(read, context.source_lang),
        glossaries=context.glossary.paths if context.glossary else (),
    )


def _choose_checks(config: Config) -> Sequence[Check]:
    """The checks to run; fails if the configuration names an unknown check."""
    words = [word for check in check_table.checks().values() for word in (check.id, check.name)]
    for word in config.checks.severity:
        lookup(word, words, "check in checks.severity")
    return check_table.select(config.checks.select, config.checks.ignore, config.checks.preview)


@dataclasses.dataclass(frozen=True)
class Choice:
    """The metrics to run, the state of all others, and notes on them."""

    rows: tuple[MetricRow, ...]
    items: tuple[MetricItem, ...]
    notes: tuple[str, ...]


def _choose_metrics(read: Corpus, config: Config, stages: Stages) -> Choice:
    """The requested metrics, or by default those that can run here, and those that belong to the checks."""
    table = metric_table.rows()
    names = [lookup(word.lower(), table, "metric") for word in config.metrics.use] if stages.metrics else []
    absent: dict[str, Absence] = {}
    if stages.metrics and not names:
        referenced = any(segment.references for segment in read.segments)
        for name, row in table.items():
            if row.default in ("always", "with reference", "at hand"):
                absence = _absence(row, config, referenced)
                if absence is None:
                    names.append(name)
                else:
                    absent[name] = absence
    if stages.checks:
        names += [name for name, row in table.items() if row.default == "with checks"]
    rows = tuple(table[name] for name in dict.fromkeys(names))
    items = tuple(MetricItem(name, name, "not run", absence.why, table[name].facts) for name, absence in absent.items())
    notes = [*(absence.note for absence in absent.values()), *(_notice(row, config) for row in rows)]
    return Choice(rows, items, tuple(filter(None, notes)))


def _absence(row: MetricRow, config: Config, referenced: bool) -> Absence | None:
    """Why a metric that was not requested does not run, or `None` if it runs."""
    if row.default != "at hand":
        return Absence("no reference was given") if row.needs_reference and not referenced else None
    try:
        absence: Absence | None = metric_table.load(row.name).absence(config, referenced)
    except Unavailable as error:
        return Absence(str(error))
    return absence


def _notice(row: MetricRow, config: Config) -> str | None:
    """What the reader must know of what is configured for a metric."""
    try:
        loaded = metric_table.load(row.name)
    except Unavailable:  # `_score` says so
        return None
    notice: str | None = loaded.notice(config) if hasattr(loaded, "notice") else None
    return notice


@dataclasses.dataclass(frozen=True)
class Scored:
    """What a metric says of one system."""

    item: MetricItem
    scores: Sequence[Score] = ()
    problem: Problem | None = None
    remarks: Sequence[str] = ()


def _score(row: MetricRow, segments: Sequence[Segment], context: Context, where: str) -> Scored:
    metric = row.name
    try:
        loaded = metric_table.load(metric)
        scores = loaded.score(segments, context)
        caution = loaded.limits(context) if hasattr(loaded, "limits") else None
        remarks = loaded.remarks(scores, segments, context) if hasattr(loaded, "remarks") else ()
    except ConfigError:
        raise
    except Exception as error:
        why = str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}"
        item = MetricItem(metric, metric, "failed", why, row.facts)
        return Scored(item, problem=Problem(f"metric {metric}{where}", why))
    problem = Problem(f"metric {metric}", caution, incomplete=False) if caution else None
    return Scored(MetricItem(metric, metric, "ran", facts=row.facts), scores, problem, remarks)


def _source_words(read: Corpus, lang: str) -> int:
    first = read.systems[0]
    return sum(count_words(segment.source, lang) for segment in read.segments if segment.system == first)
