"""`mtqe agreement`: how checks and metrics agree with what people said, and what follows for the policy."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from mtqe.cli import deliver, options
from mtqe.cli.compare import labels
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError, InputError
from mtqe.prose import storable

if TYPE_CHECKING:
    from mtqe.model.agreement_report import Agreement
    from mtqe.model.ratings import Rating
    from mtqe.settings.config import Config

OF_RATERS = "*.ratings.jsonl"
VIEWS = {".md": "markdown", ".json": "json", ".txt": "console"}


@click.command("agreement", short_help="measure checks and metrics against people")
@click.argument("paths", metavar="REPORT... RATINGS...", nargs=-1, required=True, type=options.FILE)
@click.option(
    "--precision",
    "bound",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="Lower or switch off a check whose findings are certainly right less often than this.",
)
@click.option(
    "--acceptable",
    type=float,
    metavar="VALUE",
    help="A segment below this value is bad.  [default: one with a major error]",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="Resamples of the intervals of metrics; 0 for none.",
)
@click.option(
    "-o", "--output", "outputs", multiple=True, type=options.FILE, help="Also write this file (.md, .json, .txt)."
)
@click.option("--json", "json_path", type=options.FILE, help="Write the figures as JSON to this file; - is stdout.")
@click.option("--write", is_flag=True, help="Write the proposed changes into the policy file.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing and show no progress.")
@options.config_options
def command(
    paths: tuple[Path, ...],
    bound: float,
    acceptable: float | None,
    resamples: int,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    write: bool,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
) -> None:
    """Measure the checks and metrics in REPORTs against RATINGS of the same translations.

    REPORTs are JSON files that evaluate, check or score wrote, one for each system or one for all. RATINGS are files of
    mtqe review or its folder, Marot and WMT's MQM tables (TSV), ESA (JSON Lines), mt-metrics-eval (standalone ratings,
    or the folder of a test set), Label Studio (JSON) and pearmut; the format is detected from the content.

    \b
    mtqe agreement report.json report.review
    mtqe agreement report.json ana.ratings.jsonl ben.ratings.jsonl
    mtqe agreement a.json b.json c.json mqm.tsv -o agreement.md
    mtqe agreement report.json ana.ratings.jsonl --write

    The resulting change of the policy is printed as a diff: which checks to switch off, lower or raise, and which
    floors. With too little evidence, nothing is proposed. See docs/agreement.md.
    """
    config = options.load_config(config_file, {}, show_config)
    _refuse(outputs, json_path)
    found = _measured(paths, config, (bound, acceptable, resamples), quiet)
    from mtqe.cli import policy_update
    from mtqe.people.raters import policy_changes

    policy = policy_update.update(
        config_file, lambda text, is_pyproject: policy_changes.edited(text, found.changes, is_pyproject), write
    )
    views = [(output, VIEWS[output.suffix.lower()]) for output in outputs]
    views += [(json_path, "json")] if json_path else []
    for output, view in views:
        deliver.put(functools.partial(_render, found, view), output)
        if str(output) != "-" and not quiet:
            say(f"wrote {output}", err=True)
    if not quiet and str(json_path) != "-":
        with deliver.stdout() as out:
            _render(found, "console", out)
            changes = [] if write else [*policy.diff()]
            out.writelines(["\n", *changes] if changes else [])
        if not write and policy.after != policy.before:
            say(f"--write puts this change into {policy.path}", err=True)
    if write and not quiet:
        say(policy.said, err=True)


def _refuse(outputs: Sequence[Path], json_path: Path | None) -> None:
    """Reject output paths before any work is done."""
    for path in outputs:
        if path.suffix.lower() not in VIEWS:
            raise ConfigError(f"{path}: no view of an agreement has this ending", f"known: {' '.join(VIEWS)}")
    deliver.refuse_paths([*outputs, *([json_path] if json_path else [])])


def read_ratings(paths: Sequence[Path]) -> list[Rating]:
    """The ratings of people in all files; remarks on them are printed. Files with the same ratings count once.

    Of the folder of a review the ratings of all raters are read.

    Raises:
        InputError: A file cannot be read, or has no ratings of people.
    """
    from mtqe.formats.ratings import rating_files
    from mtqe.report import annotators

    read: dict[tuple[Rating, ...], str] = {}
    own = 0
    for file in (rating_files.read(each) for path in paths for each in sorted(path.glob(OF_RATERS)) or [path]):
        for note in file.notes:
            say(note, err=True)
        people = tuple(rating for rating in file.ratings if rating.rater != annotators.RATER)
        own += len(file.ratings) - len(people)
        if people in read:
            say(f"{file.name} has the same ratings as {read[people]}, so it counts once", err=True)
        elif people:
            read[people] = file.name
    if own:
        say(f"{own:,} ratings are findings of mtqe itself and do not count", err=True)
    if not read:
        raise InputError("these files contain no ratings by people", "give ratings of people")
    return [rating for people in read for rating in people]


def _measured(paths: Sequence[Path], config: Config, plan: tuple[float, float | None, int], quiet: bool) -> Agreement:
    from mtqe.formats.ratings import rating_files
    from mtqe.people.raters import measuring
    from mtqe.project import suppressions
    from mtqe.report import json

    report_paths = [path for path in paths if rating_files.is_report(path)]
    rating_paths = [path for path in paths if path not in report_paths]
    if not report_paths:
        raise ConfigError("there is no report among these files", "give REPORTs that mtqe evaluate --json wrote")
    if not rating_paths:
        raise ConfigError("there are no ratings among these files", "give RATINGS after the reports")
    twice = [
        path for number, path in enumerate(report_paths) if path.resolve() in map(Path.resolve, report_paths[:number])
    ]
    if twice:
        raise ConfigError(f"{twice[0]} is given twice", "give each report once")
    accepted = suppressions.of(config)
    reports = [suppressions.settled(json.read(path), config, accepted) for path in report_paths]
    ratings = read_ratings(rating_paths)
    named = list(zip(labels(report_paths), reports, strict=True))
    with progress(quiet) as callback:
        return storable(measuring.agreement(named, ratings, config.gate, measuring.Plan(*plan), callback))


def _render(found: Agreement, view: str, out: TextIO) -> None:
    from mtqe.report import agreement_views, json

    (json.render if view == "json" else getattr(agreement_views, view))(found, out)
