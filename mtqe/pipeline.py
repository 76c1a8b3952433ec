"""The whole flow: read, align, score, check, judge. `evaluate` is the main job; `assess` is all of it after reading."""

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
from mtqe.contracts import Check, Context, Progress, no_progress
from mtqe.errors import ConfigError, Unavailable
from mtqe.gate import verdicts
from mtqe.metrics import guards
from mtqe.metrics.learned import unread_references
from mtqe.model import SCHEMA, Finding, Problem, Report, Run, RunItem, Score, Segment
from mtqe.project import cache, suppressions
from mtqe.registry import check_table, metric_table
from mtqe.registry.suggest import lookup
from mtqe.text.language_tags import canonical, count_words
from mtqe.version import VERSION

if TYPE_CHECKING:
    from mtqe.corpus import Corpus
    from mtqe.model import Glossary

LEXICAL = ("bleu", "chrf", "ter")
RISK = "hallucination"
"""The metric that belongs to the checks: it is in every report that has looked for errors."""


@dataclasses.dataclass(frozen=True)
class Stages:
    """Which stages `assess` runs.

    Args:
        metrics: Give scores.
        checks: Look for errors.
        gate: Judge.
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
        glossary: Terms to check against; those of `config.glossary` when `None`.
        progress: Called as `progress(what, done, total)`.

    Raises:
        MtqeError: The input, the configuration or a name in it cannot be used.
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
    """Score, check and judge a read.

    Args:
        read: What was read.
        config: The configuration; its languages must be set.
        glossary: Terms to check against.
        stages: Which stages run.
        progress: Called as `progress(what, done, total)`.
        baseline: An earlier report, for the rules of the policy that compare with one.

    Raises:
        ConfigError: A language, metric or check is unknown, or the suppressions cannot be read.
    """
    started = time.perf_counter()
    if not read.segments:  # nothing changed: there is nothing to score, and nothing wrong with that
        stages = Stages(metrics=False, checks=False, gate=stages.gate)
    languages = (canonical(config.source_lang), canonical(config.target_lang))
    store = cache.Store() if config.metrics.cache else None
    context = Context(*languages, config, glossary, read.aligned, progress, store, metric_table.error_spans)
    metrics = _choose_metrics(read, config) if stages.metrics else Choice()
    chosen_checks = _choose_checks(config) if stages.checks or config.checks != Config().checks else None
    accepted = suppressions.of(config)  # now, as a fault in the file must not cost the work
    names = dict.fromkeys([*metrics.names, *([RISK] if stages.checks else [])])
    found = _measure(read, tuple(names), chosen_checks if stages.checks else None, context)
    left = unread_references(found.scores, read.segments, context)
    notes = (*metrics.notes, *filter(None, map(guards.note, found.scores)), *left, *(store.notes if store else ()))
    run = _described(read, context, (*metrics.items, *found.metrics), found.checks, notes)
    report = Report(
        schema=SCHEMA,
        run=msgspec.structs.replace(run, seconds=round(time.perf_counter() - started, 3)),
        documents=tuple(msgspec.structs.replace(document, segments=()) for document in read.documents),
        segments=read.segments,
        scores=found.scores,
        findings=found.findings,
        problems=(*read.problems, *found.problems),
    )
    report = suppressions.settled(report, config, accepted)
    if stages.gate:
        report = msgspec.structs.replace(report, verdict=verdicts.judge(report, config.gate, baseline))
    return report


@dataclasses.dataclass(frozen=True)
class Measured:
    """What the metrics and the checks say of all systems, and which of them ran."""

    scores: tuple[Score, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    metrics: tuple[RunItem, ...]
    checks: tuple[RunItem, ...]


def _measure(read: Corpus, metrics: Sequence[str], chosen_checks: Sequence[Check] | None, context: Context) -> Measured:
    """Score and check one system after the other; without checks to choose from, no text is looked through."""
    scores: list[Score] = []
    findings: list[Finding] = []
    problems: list[Problem] = []
    metric_items: list[RunItem] = []
    check_items: tuple[RunItem, ...] = ()
    for system in read.systems:
        segments = [segment for segment in read.segments if segment.system == system]
        where = f" ({system})" if system else ""
        for metric in metrics:
            item, new, problem = _score(metric, segments, context, where)
            scores += [msgspec.structs.replace(score, system=system) for score in new]
            metric_items += [item] if item not in metric_items else []
            problems += [problem] if problem and problem not in problems else []
        if chosen_checks is not None:
            outcome = runner.run(chosen_checks, segments, context)
            findings += outcome.findings
            check_items = outcome.items
            problems += [msgspec.structs.replace(one, what=one.what + where) for one in outcome.problems]
    return Measured(tuple(scores), tuple(findings), tuple(problems), tuple(metric_items), check_items)


def _described(
    read: Corpus,
    context: Context,
    metrics: tuple[RunItem, ...],
    ran: tuple[RunItem, ...],
    notes: tuple[str, ...],
) -> Run:
    """The facts of a run, but for the time that it took."""
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
    """The checks that run, once every check that the configuration names is known."""
    words = [word for check in check_table.checks().values() for word in (check.id, check.name)]
    for word in config.checks.severity:
        lookup(word, words, "check in checks.severity")
    return check_table.select(config.checks.select, config.checks.ignore, config.checks.preview)


@dataclasses.dataclass(frozen=True)
class Choice:
    """The metrics that run, what became of the others, and remarks on them."""

    names: tuple[str, ...] = ()
    items: tuple[RunItem, ...] = ()
    notes: tuple[str, ...] = ()


def _choose_metrics(read: Corpus, config: Config) -> Choice:
    """The metrics that were asked for; else those that can run as things are."""
    from mtqe.metrics.comet import model_files

    known = metric_table.rows()
    model = config.comet.model
    names = tuple(dict.fromkeys(lookup(word.lower(), known, "metric") for word in config.metrics.use))
    items: dict[str, str] = {}
    notes: list[str] = []
    if not names:
        referenced = any(segment.references for segment in read.segments)
        if referenced:
            names = LEXICAL
        else:
            items = dict.fromkeys(LEXICAL, "no reference was given")
        names += ("learned",)  # part of mtqe, reference or not
        if model != Config().comet.model:
            names += ("comet",)  # configured is asked for
        elif (missing := model_files.missing(model)) is not None:
            items["comet"] = f"{model} is not on this machine"
            notes.append(missing)
        elif model_files.needs_reference(model) and not referenced:
            items["comet"] = "no reference was given"
        else:
            names += ("comet",)
    licence = model_files.licence_note(model) if "comet" in names else None
    not_run = tuple(RunItem(metric, metric, "not run", why) for metric, why in items.items())
    return Choice(names, not_run, (*notes, *([licence] if licence else [])))


def _score(
    metric: str, segments: Sequence[Segment], context: Context, where: str
) -> tuple[RunItem, list[Score], Problem | None]:
    try:
        loaded = metric_table.load(metric)
        scores = loaded.score(segments, context)
        caution = loaded.limits(context) if hasattr(loaded, "limits") else None
    except ConfigError:
        raise
    except Exception as error:
        why = str(error) if isinstance(error, Unavailable) else f"{type(error).__name__}: {error}"
        return RunItem(metric, metric, "failed", why), [], Problem(f"metric {metric}{where}", why)
    problem = Problem(f"metric {metric}", caution, incomplete=False) if caution else None
    return RunItem(metric, metric, "ran"), scores, problem


def _source_words(read: Corpus, lang: str) -> int:
    first = read.systems[0]
    return sum(count_words(segment.source, lang) for segment in read.segments if segment.system == first)
