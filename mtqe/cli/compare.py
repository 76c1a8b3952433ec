"""`mtqe compare`: which of several systems is better, with what certainty, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mtqe.cli import brief, deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError, ExitCode
from mtqe.prose import storable


@click.command(
    "compare",
    cls=brief.Command,
    common="-m --by --segments --level --fail-if-worse -o --json -q --config",
    short_help="compare systems from their stored reports",
)
@click.argument("paths", metavar="REPORT [REPORT ...]", nargs=-1, required=True, type=options.FILE)
@click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="Compare by this metric. Repeatable.")
@click.option("--by", metavar="NAME", help="Metric that selects the segments that differ most.")
@click.option(
    "--segments", type=int, default=10, metavar="N", help="Number of differing segments to list.  [default: 10]"
)
@click.option("--level", type=float, default=0.05, metavar="P", help="Level of significance.  [default: .05]")
@click.option(
    "--trials", type=int, default=10_000, metavar="N", help="Trials of the randomisation test.  [default: 10,000]"
)
@click.option("--fail-if-worse", is_flag=True, help="Exit with 1 if a system is significantly worse than the first.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=options.FILE,
    help="Also write the comparison to this file (.html, .json, .md). Repeatable.",
)
@click.option("--json", "json_path", type=options.FILE, help="Write the comparison as JSON to this file; - is stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Print no comparison and show no progress.")
@options.config_options
def command(
    paths: tuple[Path, ...],
    metrics: tuple[str, ...],
    by: str | None,
    segments: int,
    level: float,
    trials: int,
    fail_if_worse: bool,
    outputs: tuple[Path, ...],
    json_path: Path | None,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
) -> int:
    """Compare the systems in REPORTs, JSON files that evaluate, score or check wrote. No model runs again.

    \b
    mtqe compare old.json new.json
    mtqe compare five-systems.json -m chrf -m comet -o comparison.md
    mtqe compare release.json candidate.json --fail-if-worse

    The first system is the baseline. Segments are paired by their source text. Exits with 3 if a metric could not be
    compared.
    """
    config = options.load_config(config_file, {}, show_config)
    if segments < 0 or trials < 1 or not 0 < level < 1:
        raise ConfigError(
            "--segments must be 0 or more, --trials 1 or more, --level between 0 and 1",
            f"given: {segments}, {trials}, {level:g}",
        )
    deliver.refuse(outputs, json_path, kind=deliver.COMPARISON)
    names = labels(paths)
    from mtqe import comparing
    from mtqe.project import suppressions
    from mtqe.report import json

    plan = comparing.Plan(level, trials, config.metrics.resamples, config.metrics.seed)
    accepted = suppressions.of(config)
    reports = [suppressions.settled(json.read(path), config, accepted) for path in paths]
    sources = comparing.systems_of(list(zip(names, reports, strict=True)))
    with progress(quiet) as callback:
        comparison = comparing.compare(sources, options.split(metrics), by, plan, segments, callback)
    deliver.deliver(storable(comparison), outputs, json_path, quiet)
    reasons = comparing.worse(comparison) if fail_if_worse else ()
    for reason in reasons:
        if not quiet:
            say(reason, err=True)
    if reasons:
        return ExitCode.GATE_FAILED
    return ExitCode.INCOMPLETE if any(problem.incomplete for problem in comparison.problems) else ExitCode.PASS


def labels(paths: Sequence[Path]) -> list[str]:
    """A name for each report: its file name, with enough parent folders to make all names different.

    Raises:
        ConfigError: Standard input is given twice.
    """
    if [str(path) for path in paths].count("-") > 1:
        raise ConfigError("standard input can be only one of the reports", "save the others as files")
    parts = [("standard input",) if str(path) == "-" else (*path.parts[:-1], path.stem) for path in paths]
    depth = 1
    while len({path_parts[-depth:] for path_parts in parts}) < len(set(parts)):
        depth += 1
    return ["/".join(path_parts[-depth:]) for path_parts in parts]
