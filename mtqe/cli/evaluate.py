"""`mtqe evaluate`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mtqe.cli import brief, deliver, lock_update, options, release_input, segment_input
from mtqe.cli.estimate import announce
from mtqe.cli.progress import progress
from mtqe.cli.release_input import Named, Part
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError, MtqeError
from mtqe.model import Problem

if TYPE_CHECKING:
    from mtqe.model import Report, Shard
    from mtqe.model.release import Release
    from mtqe.settings.config import Config


@click.command(
    "evaluate",
    cls=brief.Command,
    common="-r --source-lang --target-lang --glossary --ignore --config -o --json -v --exit-zero",
    short_help="align if needed, score, check, report and gate",
)
@click.argument("source", type=options.FILE, required=False)
@click.argument("translation", type=options.FILE, required=False)
@click.option(
    "-r", "--reference", "references", multiple=True, type=options.FILE, help="A human translation. Repeatable."
)
@click.option(
    "--dataset", metavar="NAME", help="Evaluate a data set: a Parquet, JSONL or CSV file or folder, or a hub name."
)
@click.option(
    "--column", "columns", multiple=True, metavar="ROLE=NAME", help="Column for a role, such as source=en. Repeatable."
)
@click.option("--split", metavar="NAME", help="Split of the data set.")
@click.option(
    "-f", "--format", "form", metavar="NAME", help="Input format; see mtqe list formats.  [default: by file ending]"
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="With [pairs]: evaluate only pairs in which a file has changed since this git commit.",
)
@click.option("--lines", "mode", flag_value="lines", help="Compare line N with line N: one segment on each line.")
@click.option(
    "--document", "mode", flag_value="document", help="Align the files by sentence, even if they look line-aligned."
)
@options.aligner_option
@options.source_option
@options.targets_option
@options.metric_options
@options.check_options
@options.memory_option
@options.shard_option
@options.device_option
@options.config_options
@options.output_options
@options.project_options
@options.estimate_option
@click.option("--lock", is_flag=True, help="If the run passes, record its files in mtqe.lock; see mtqe status.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 for any verdict.")
def command(
    source: Path | None,
    translation: Path | None,
    references: tuple[Path, ...],
    dataset: str | None,
    columns: tuple[str, ...],
    split: str | None,
    form: str | None,
    changed_since: str | None,
    shard: Shard | None,
    config_file: Path | None,
    show_config: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    verbose: bool,
    baseline: Path | None,
    history: Path | None,
    estimate: bool,
    lock: bool,
    exit_zero: bool,
    **given: Any,
) -> int:
    """Evaluate a translation and say whether it can ship.

    SOURCE and TRANSLATION are two documents, two line-aligned files, two files of texts with keys, or two folders. One
    path is enough for a file with both sides, such as .xlf, .po or .csv, and for a translation whose source is beside
    it: de.json finds en.json. Without arguments, [[targets]] or [pairs] in mtqe.toml selects the files; without
    these, mtqe recognises them by their names.

    Several languages are judged one by one, and together as a release. Give a folder with all of them, a source whose
    translations are beside it, or {target_lang} in a path.

    \b
    mtqe evaluate article.en.txt article.de.txt --glossary terms.csv
    mtqe evaluate en/ de/ --source-lang en --target-lang de -o report.html
    mtqe evaluate docs/ --target-lang de,fr,ja -o release.html
    mtqe evaluate pairs.tsv --source-lang en --target-lang de --json report.json
    mtqe evaluate --changed-since origin/main
    mtqe evaluate en/ de/ --shard 2/8 --json shard-2.json --exit-zero

    The report of a shard is not judged: it is incomplete, and mtqe merge judges all shards together.
    """
    if shard and (baseline or history):
        raise click.UsageError("a shard is not judged; give --baseline and --history to mtqe merge")
    if lock and (shard or dataset):
        raise click.UsageError("--lock works with files only, not with a shard or a data set")
    chosen = Named(source, translation, references, dataset, columns, split, form, changed_since)
    langs = release_input.languages(given.pop("target_lang"))
    keys = options.check_keys(given) | {"align.mode": given["mode"], "align.aligner": given["aligner"]}
    keys |= {"target_lang": langs[0] if len(langs) == 1 else None}
    config = options.load_config(config_file, keys, show_config, rules=True)
    chosen.refuse(config, bool(given["mode"]))
    parts = chosen.parts(config, langs)
    history = history or (Path(config.history.path) if config.history.path and not shard else None)
    several = len(parts) > 1
    if several:
        _refuse_for_several(len(parts), shard, estimate, baseline)
        deliver.refuse_pages(outputs, [part.lang for part in parts])
    deliver.refuse(outputs, json_path, history, shard=shard, kind=deliver.RELEASE if several else deliver.REPORT)
    from mtqe.cli import past_runs

    kept = past_runs.earlier(history)
    if kept.damage and not quiet:
        say(kept.damage, err=True)
    judged = Judging(quiet, shard, estimate, baseline).all(parts)
    pasts = [past_runs.past(report, before, kept.entries) for report, before in judged]
    result = _joined(parts, [report for report, _ in judged], config)
    deliver.deliver(result, outputs, json_path, quiet, pasts if several else pasts[0], verbose=verbose)
    for report, _ in judged:
        if history and report.segments:
            past_runs.remember(report, history)
        if lock:
            lock_update.record_passed(config, report, quiet)
    return deliver.exit_code(result, exit_zero)


def _refuse_for_several(languages: int, shard: Shard | None, estimate: bool, baseline: Path | None) -> None:
    """Reject options that have no meaning for several languages."""
    hint = "mtqe baseline set keeps one for each language" if baseline else "give one --target-lang"
    for name, given in (("--shard", shard), ("--estimate", estimate), ("--baseline", baseline)):
        if given:
            raise click.UsageError(f"{name} is for one language, and this run has {languages}; {hint}")


def _joined(parts: Sequence[Part], reports: Sequence[Report], config: Config) -> Report | Release:
    """The report of a run, or the release of its languages."""
    from mtqe.gate import releases

    if len(reports) == 1:
        return reports[0]
    named = [(part.lang, report) for part, report in zip(parts, reports, strict=True)]
    return releases.joined(named, config.gate.languages)


@dataclass(frozen=True)
class Judging:
    """How the languages of a run are judged, one after the other.

    Args:
        quiet: Whether nothing is said of progress.
        shard: The part of the input that is read.
        estimate: Whether the run ends before anything is judged, and only its cost is said.
        baseline: The report that was given to compare with.
    """

    quiet: bool
    shard: Shard | None
    estimate: bool
    baseline: Path | None

    def all(self, parts: Sequence[Part]) -> list[tuple[Report, Report | None]]:
        """The report of each language, and the one that it is compared with."""
        if len(parts) == 1:
            return [self.of(parts[0])]
        return [self.surely(part, f"{place} of {len(parts)}") for place, part in enumerate(parts, 1)]

    def of(self, part: Part) -> tuple[Report, Report | None]:
        """The report of a language, and the one that it is compared with."""
        from mtqe.cli import past_runs
        from mtqe.flow import pipeline
        from mtqe.intake import reading

        opened, config = segment_input.opened(part.given(), part.config)
        glossary = options.load_glossary(config)
        policy, before = past_runs.baseline_for(config, self.baseline, config.source_lang, config.target_lang)
        config = msgspec.structs.replace(config, gate=policy)
        with progress(self.quiet) as callback:
            read = reading.read(opened, config, callback, self.shard)
            announce(read, config, "evaluate", self.estimate, self.quiet)
            return pipeline.assess(read, config, glossary, progress=callback, baseline=before), before

    def surely(self, part: Part, place: str) -> tuple[Report, Report | None]:
        """The same for one of several languages: one that cannot be read or judged does not stop the others."""
        from mtqe.flow import pipeline
        from mtqe.intake import corpus

        if not self.quiet:
            say(f"{part.lang} ({place})", err=True)
        try:
            return self.of(part)
        except MtqeError as error:
            if isinstance(error, ConfigError):
                raise
            texts = corpus.joined((), problems=[Problem(f"language {part.lang}", str(error))])
            source_lang = part.config.source_lang or options.UNDETERMINED
            config = msgspec.structs.replace(part.config, source_lang=source_lang, target_lang=part.lang)
            return pipeline.assess(texts, config), None
