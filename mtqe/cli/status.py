"""`mtqe status`: which translations are older than their source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtqe.cli import deliver, lock_update, options
from mtqe.cli.wrap import say
from mtqe.errors import ExitCode, InputError

if TYPE_CHECKING:
    from mtqe.model.status import PairStatus, Status
    from mtqe.project.status import Pair
    from mtqe.settings.config import Config

VIEWS = {"text": "console", "md": "markdown", "github": "github"}


@click.command("status", short_help="list translations that are older than their source")
@click.argument("paths", nargs=-1, type=options.FILE)
@click.option("--update", is_flag=True, help="Record in mtqe.lock that the translations match their sources.")
@click.option(
    "-f", "--format", "form", type=click.Choice(list(VIEWS)), default="text", show_default=True, help="View on stdout."
)
@click.option("--json", "json_path", type=options.FILE, help="Write the state as JSON to this file; - is stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Do not print the state.")
@options.language_options
@options.config_options
def command(
    paths: tuple[Path, ...],
    update: bool,
    form: str,
    json_path: Path | None,
    quiet: bool,
    source_lang: str | None,
    target_lang: str | None,
    config_file: Path | None,
    show_config: bool,
) -> int:
    """List the translations and texts that are older than their source.

    mtqe.lock has hashes of the source texts and translations from the time when they matched. A translation is
    stale if its source has changed since and it has not. Layout, markup and moved paragraphs do not count as changes.

    With [pairs] in mtqe.toml, PATHS are files or folders of the project; all pairs by default. Without [pairs], PATHS
    is a file with both sides, a translation whose source is beside it, or a source and its translation.

    \b
    mtqe status                               all pairs of [pairs]
    mtqe status --update                      record all that are not stale
    mtqe status --update docs/de/pump.md      this one was reviewed
    mtqe status docs/de/ --json status.json

    By default it only reports, and exits with 0. With [status] stale = "fail" it exits with 1 if a translation is not
    as recorded.
    """
    keys = {"source_lang": source_lang, "target_lang": target_lang}
    config = options.load_config(config_file, keys, show_config)
    from mtqe.cli.atomic_write import refuse_unwritable

    for path in (json_path, Path(config.status.lock) if update else None):
        if path is not None and str(path) != "-":
            refuse_unwritable(path)
    config, pairs, alone = _pairs(config, paths)
    readings = lock_update.compared(config, pairs)
    if update:
        lock_update.record(config, readings, named=bool(paths), quiet=quiet)
        readings = lock_update.compared(config, pairs)
    status = _status(config, [*(reading.status for reading in readings), *alone])
    if not quiet or json_path:
        _show(status, form, json_path, quiet)
    return ExitCode.GATE_FAILED if status.failing else ExitCode.PASS


def _pairs(config: Config, paths: Sequence[Path]) -> tuple[Config, list[Pair], list[PairStatus]]:
    """The pairs that are compared, and the state of files without a counterpart.

    Raises:
        InputError: A path is in no pair, or does not exist, or there is no pair.
        UsageError: There is neither a path nor [pairs].
    """
    from mtqe.intake.pairing import path_patterns
    from mtqe.project.status import Pair

    if not (config.pairs.source or config.pairs.target):
        return (config, *_given(config, paths))
    sides = (config.pairs.source, config.pairs.target)
    if any("{" in side for side in sides):
        config = options.with_languages(config, *sides)
    tags = {"{source_lang}": config.source_lang, "{target_lang}": config.target_lang}
    for name, tag in tags.items():
        sides = (sides[0].replace(name, tag), sides[1].replace(name, tag))
    matched = path_patterns.pair(*sides)
    if not (matched.pairs or matched.unmatched):
        raise InputError(f"no files pair by the patterns {sides[0]} and {sides[1]}", "see [pairs] in mtqe.toml")
    pairs = [Pair(pair.source, pair.translation) for pair in matched.pairs]
    alone = [_alone(item.path, item.why) for item in matched.unmatched]
    if not paths:
        return config, pairs, alone
    chosen: list[Pair] = []
    states: list[PairStatus] = []
    for path in paths:
        found = [pair for pair in pairs if _is_in(pair.source, path) or _is_in(pair.translation, path)]
        lone = [state for state in alone if _is_in(Path(state.translation), path)]
        if not found and not lone:
            raise InputError(f"{path} is in no pair of {' and '.join(sides)}", "see [pairs] in mtqe.toml")
        chosen += [pair for pair in found if pair not in chosen]
        states += [state for state in lone if state not in states]
    return config, chosen, states


def _is_in(path: Path, place: Path) -> bool:
    """Whether a path is a file, or is below a folder."""
    return (Path.cwd() / path).resolve().is_relative_to((Path.cwd() / place).resolve())


def _alone(path: Path, why: str) -> PairStatus:
    from mtqe.model.status import PairStatus

    return PairStatus(str(path), str(path), "missing" if " is missing" in why else "unreadable", why=why)


def _given(config: Config, paths: Sequence[Path]) -> tuple[list[Pair], list[PairStatus]]:
    """The pairs of files on the command line."""
    from mtqe.intake.pairing import arguments, folders
    from mtqe.project.status import Pair

    if not 1 <= len(paths) <= 2:
        raise click.UsageError("give [pairs] in mtqe.toml, or one or two files")
    languages = (config.source_lang, config.target_lang)
    source, translation, form = arguments.completed(paths[0], paths[1] if paths[1:] else None, None, languages)
    arguments.refuse_paths(source, translation, (), form, "also give its translation")
    if translation is None:
        return [Pair(source, source)], []
    if not source.is_dir():
        for path in (source, translation):
            if not path.exists():
                raise InputError(f"{path} does not exist", "check the path")
        return [Pair(source, translation)], []
    matched, unmatched = folders.pair_folders(
        source, translation, source_lang=config.source_lang, target_lang=config.target_lang
    )
    return [Pair(pair.source, pair.translation) for pair in matched], [_alone(one.path, one.why) for one in unmatched]


def _status(config: Config, pairs: Sequence[PairStatus]) -> Status:
    from mtqe.model.status import SCHEMA, STATES, Status

    counts = Counter(pair.state for pair in pairs)
    failing = len(pairs) - counts["fresh"] if config.status.stale == "fail" else 0
    place = Path(config.status.lock)
    return Status(
        SCHEMA, str(place), place.is_file(), {state: counts[state] for state in STATES}, tuple(pairs), failing
    )


def _show(status: Status, form: str, json_path: Path | None, quiet: bool) -> None:
    import msgspec

    from mtqe.cli.atomic_write import write_content
    from mtqe.prose import storable
    from mtqe.report import status_views

    text = msgspec.json.format(msgspec.json.encode(storable(status)), indent=2).decode() + "\n"
    if json_path is not None and str(json_path) == "-":
        with deliver.stdout(data=True) as out:
            out.write(text)
        return
    if json_path is not None:
        write_content(json_path, text)
        if not quiet:
            say(f"wrote {json_path}", err=True)
    if not quiet:
        with deliver.stdout(data=form != "text") as out:
            getattr(status_views, VIEWS[form])(status, out)
