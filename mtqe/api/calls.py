"""The calls for Python and notebooks: `evaluate`, `score`, `check`, `align`, `compare`, `read_report`.

They take what the commands take, and texts and tables besides. What is not given is found as the commands find it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtqe.api import frames, inputs, meters, results, terms
from mtqe.api.given import Columns, Given, Listed, References, Texts, Translations, kind_of
from mtqe.api.inputs import Request
from mtqe.api.results import AlignedTexts, Evaluation, SystemComparison
from mtqe.api.terms import Terms
from mtqe.errors import ConfigError, InputError
from mtqe.model import Report
from mtqe.prose import storable
from mtqe.registry.contracts import Progress
from mtqe.settings.config import Config
from mtqe.settings.sources import checked

if TYPE_CHECKING:
    from mtqe.flow.pipeline import Stages

Settings = Config | str | os.PathLike[str] | None
"""A configuration, or the path of an `mtqe.toml`."""
Names = str | Sequence[str] | None
"""A name or several; `None` and an empty list are the default ones."""


def evaluate(
    source: Given,
    translation: Translations | None = None,
    references: References | None = None,
    config: Settings = None,
    glossary: Terms | None = None,
    progress: Progress | bool | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: Columns | None = None,
    metrics: Names = (),
    select: Names = (),
    ignore: Names = (),
) -> Evaluation:
    """Align if needed, score, check and judge a translation.

    Two texts or files are documents: where their lines do not correspond, they are aligned by sentence. In lists,
    text N belongs to text N.

    >>> import mtqe
    >>> report = mtqe.evaluate(["The shop opens at 9."], ["Der Laden öffnet um 9."], source_lang="en", target_lang="de")
    >>> report.passed
    True

    Args:
        source: A text, a list of texts or a column of a table; the path of a file or folder; or pairs, without
            `translation`: a data frame, a data set, a list of dicts or tuples, or the path of a file with both sides.
        translation: The translation, of the same kind. A dict has the translations of several systems by their names.
            With a table as source: the name of its column, a list of them, or a dict of them by system.
        references: Human translations: a text or file, several of them, a list of texts, or a list for each reference.
        config: The configuration, or the path of an `mtqe.toml`; by default no file is read.
        glossary: Terms: paths of files, `{term: rendering}`, or tuples `(term, rendering, status)`.
        progress: Called as `progress(stage, done, total)`. By default slow work shows a bar in terminals and notebooks;
            `False` shows none.
        source_lang: BCP 47 tag of the source; by default that of the configuration, or that which the name of a file
            or column says, or the language that is identified in the text.
        target_lang: That of the translation.
        columns: Columns by role, such as `{"source": "en", "target": "de"}`; others are recognised by their names. In a
            wide table each system has a column: `{"target": ["sysA", "sysB"]}`, or `{"target": {"old": "sysA"}}`.
        metrics: Names of the metrics, in place of the default ones.
        select: Ids, names or families of the checks, in place of all.
        ignore: Those to leave out.

    Raises:
        MtqeError: The input, the configuration or a name in it is invalid.
    """
    settings = _settings(config, source_lang, target_lang, metrics, select, ignore)
    request = Request(source, translation, references, columns, aligns=True)
    return _assessed(request, settings, glossary, "evaluate", progress)


def score(
    source: Given | None = None,
    translation: Translations | None = None,
    references: References | None = None,
    config: Settings = None,
    progress: Progress | bool | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: Columns | None = None,
    metrics: Names = (),
) -> Evaluation:
    """Score translations, without checks and verdict. Line N of a text or file belongs to line N of the others.

    >>> import mtqe
    >>> report = mtqe.score(translation=["Guten Morgen."], references=["Guten Morgen."], metrics="chrf")
    >>> report.scores[0].value
    100.0

    Args:
        source: As for `evaluate`; without it, metrics that compare with references score the translation.
        translation: As for `evaluate`.
        references: As for `evaluate`.
        config: As for `evaluate`.
        progress: As for `evaluate`.
        source_lang: As for `evaluate`.
        target_lang: As for `evaluate`.
        columns: As for `evaluate`.
        metrics: As for `evaluate`.

    Raises:
        MtqeError: The input, the configuration or a name in it is invalid.
    """
    settings = _settings(config, source_lang, target_lang, metrics)
    request = Request(source, translation, references, columns, needs_source=False)
    return _assessed(request, settings, None, "score", progress)


def check(
    source: Given,
    translation: Translations | None = None,
    config: Settings = None,
    glossary: Terms | None = None,
    progress: Progress | bool | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: Columns | None = None,
    select: Names = (),
    ignore: Names = (),
) -> Evaluation:
    """Check translations for errors, without scores and verdict. Line N of a text or file belongs to line N.

    >>> import mtqe
    >>> pairs = [("Open the valve.", "Öffnen Sie das Ventil.")]
    >>> report = mtqe.check(pairs, glossary={"valve": "Absperrventil"}, source_lang="en", target_lang="de")
    >>> report.findings[0].name
    'term-missing'

    Args:
        source: As for `evaluate`.
        translation: As for `evaluate`.
        config: As for `evaluate`.
        glossary: As for `evaluate`.
        progress: As for `evaluate`.
        source_lang: As for `evaluate`.
        target_lang: As for `evaluate`.
        columns: As for `evaluate`.
        select: As for `evaluate`.
        ignore: As for `evaluate`.

    Raises:
        MtqeError: The input, the configuration or a name in it is invalid.
    """
    settings = _settings(config, source_lang, target_lang, (), select, ignore)
    return _assessed(Request(source, translation, None, columns), settings, glossary, "check", progress)


def align(
    source: Texts,
    translation: Texts,
    config: Settings = None,
    progress: Progress | bool | None = None,
    *,
    source_lang: str = "",
    target_lang: str = "",
) -> AlignedTexts:
    """Align two documents by sentence. In lists each text is one sentence.

    >>> import mtqe
    >>> beads = mtqe.align("It rains. We stay at home.", "Es regnet, wir bleiben zu Hause.", source_lang="en",
    ...     target_lang="de")
    >>> beads[0].source, beads[0].target
    ((0, 1), (0,))

    Args:
        source: A text, the path of a file, or a list of sentences.
        translation: Its translation, of the same kind.
        config: As for `evaluate`.
        progress: As for `evaluate`.
        source_lang: As for `evaluate`.
        target_lang: As for `evaluate`.

    Raises:
        MtqeError: The input or the configuration is invalid.
    """
    from mtqe.intake import read_once, reading
    from mtqe.intake.inputs import Documents

    settings = _settings(config, source_lang, target_lang)
    sides = inputs.sides_of(source, translation)
    if sides.source is None or not sides.systems:
        raise InputError(f"the {'source' if sides.source is None else 'translation'} is missing", "give two texts")
    if None not in sides.systems:
        raise InputError("the translation is a dict", "align the translation of each system by itself")
    lists = [isinstance(one, Listed) for _, one in sides.named]
    if any(lists) and not all(lists):
        raise InputError("one side is a list of sentences, and the other is a text", "give two texts or two lists")
    inputs.refuse_blank(sides)
    read = read_once.Texts()
    settings, notes = inputs.read_languages(sides, settings, read)
    left, right = inputs.described(sides)
    given = Documents(left, right)
    with meters.meter(progress) as callback:
        alignment, doubt = reading.align(given, settings, all(lists), callback, read)
    notes = (*([doubt] if doubt else ()), *notes)
    languages = (settings.source_lang, settings.target_lang)
    return AlignedTexts(alignment.beads, *languages, alignment.relatedness, notes)


def compare(
    *systems: Report | str | os.PathLike[str] | Iterable[Report] | Mapping[str, Report],
    metrics: Names = (),
    by: str | None = None,
    segments: int = 10,
    level: float = 0.05,
    trials: int = 10_000,
    progress: Progress | bool | None = None,
) -> SystemComparison:
    """Compare systems by their reports; the first is the baseline. No model runs again.

    >>> import mtqe
    >>> source = ["The shop opens at 9.", "It closes at 5."]
    >>> old, new = ["Der Laden offen um 9.", "Es schließt 5."], ["Der Laden öffnet um 9.", "Er schließt um 5."]
    >>> report = mtqe.score(source, {"old": old, "new": new}, references=new, metrics="chrf")
    >>> comparison = mtqe.compare(report, trials=100)
    >>> comparison.metrics[0].tests[0].better
    True

    Args:
        systems: Reports, paths of JSON reports, a list of them, or `{name: report}`. A report may have several systems.
        metrics: Names of the metrics; by default all that every report has.
        by: The metric that selects the segments that differ most.
        segments: Number of these segments.
        level: Level of significance.
        trials: Trials of the randomisation test.
        progress: As for `evaluate`.

    Raises:
        InputError: A report cannot be read, or the reports have no segment in common.
        ConfigError: There are fewer than two systems, or a metric is in no report.
    """
    from mtqe import comparing

    if segments < 0 or trials < 1 or not 0 < level < 1:
        given = f"given: {segments}, {trials}, {level:g}"
        raise ConfigError("segments must be 0 or more, trials 1 or more, level between 0 and 1", given)
    defaults = Config().metrics
    plan = comparing.Plan(level, trials, defaults.resamples, defaults.seed)
    sources = comparing.systems_of(_reports(systems))
    with meters.meter(progress) as callback:
        compared = comparing.compare(sources, _names(metrics), by, plan, segments, callback)
    return results.system_comparison(storable(compared), sources)


def read_report(path: str | os.PathLike[str]) -> Evaluation:
    """Read a report that `mtqe evaluate --json` or `Evaluation.to_json` wrote.

    Raises:
        InputError: The file cannot be read, or is not a report.
    """
    from mtqe.report import json

    return results.evaluation(json.read(Path(path)))


def _settings(
    config: Settings,
    source_lang: str,
    target_lang: str,
    metrics: Names = (),
    select: Names = (),
    ignore: Names = (),
) -> Config:
    """The configuration with the options of a call."""
    if isinstance(config, (str, os.PathLike)):
        from mtqe.settings import sources

        config = sources.load(file=Path(config)).config
    settings = checked(config or Config())
    wanted, left_out = _names(select) or settings.checks.select, _names(ignore) or settings.checks.ignore
    return msgspec.structs.replace(
        settings,
        source_lang=source_lang or settings.source_lang,
        target_lang=target_lang or settings.target_lang,
        metrics=msgspec.structs.replace(settings.metrics, use=_names(metrics) or settings.metrics.use),
        checks=msgspec.structs.replace(settings.checks, select=wanted, ignore=left_out),
    )


def _names(names: Names) -> tuple[str, ...]:
    if isinstance(names, str):
        return (names,)
    given = tuple(names) if isinstance(names, Iterable) else (names,) if names is not None else ()
    for name in given:
        if not isinstance(name, str):
            raise ConfigError(f"{kind_of(name)} is not the name of a metric or check", "give a name or a list of names")
    return given


def _assessed(
    request: Request, config: Config, glossary: Terms | None, command: str, progress: Progress | bool | None
) -> Evaluation:
    from mtqe.flow import pipeline

    stages: Stages = pipeline.STAGES[command]
    with meters.meter(progress) as callback:
        read = inputs.read(request, config, callback)
        found = terms.read(glossary, read.config) if stages.checks else None
        report = pipeline.assess(read.texts, read.config, found, stages, callback)
    return results.evaluation(report, read.index)


def _reports(systems: Iterable[Any]) -> list[tuple[str, Report]]:
    """The reports with their names."""
    named: list[tuple[str, Any]] = []
    for one in systems:
        if isinstance(one, Mapping):
            named += [(str(name), report) for name, report in one.items()]
        elif isinstance(one, (Report, str, os.PathLike)) or not isinstance(one, Iterable) or frames.is_table(one):
            named.append(("", one))
        else:
            named += [("", report) for report in one]
    return [_report(name, one, number) for number, (name, one) in enumerate(named, 1)]


def _report(name: str, one: Any, number: int) -> tuple[str, Report]:
    if isinstance(one, Report):
        return name or f"system {number}", one
    if isinstance(one, (str, os.PathLike)):
        return name or Path(one).stem, read_report(one)
    message = f"system {number} is {kind_of(one)}, not a report"
    raise InputError(message, "score or evaluate the translations first")
