"""`mtqe compare`: which of several systems is better, how sure that is, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.errors import ConfigError, ExitCode


@click.command("compare", short_help="compare systems by their stored reports")
@click.argument("paths", metavar="REPORT [REPORT ...]", nargs=-1, required=True, type=options.FILE)
@click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="Compare by this metric. Repeatable.")
@click.option("--by", metavar="NAME", help="Metric that tells which segments differ most.")
@click.option("--segments", type=int, default=10, metavar="N", help="Differing segments to list; 10 if not given.")
@click.option("--level", type=float, default=0.05, metavar="P", help="Level of significance; .05 if not given.")
@click.option(
    "--trials", type=int, default=10_000, metavar="N", help="Trials of the randomisation test; 10,000 if not given."
)
@click.option("--fail-if-worse", is_flag=True, help="Exit with 1 if a system is significantly worse than the first.")
@click.option(
    "-o", "--output", "outputs", multiple=True, type=options.FILE, help="Also write it here (.html, .json, .md)."
)
@click.option("--json", "json_path", type=options.FILE, help="Write the comparison as JSON; - is stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Print no comparison and no progress.")
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

    The first system is the one that the others are measured by. Segments are paired by their source text. Exits with 3
    when a metric could not be compared.
    """
    config = options.load_config(config_file, {}, show_config)
    if segments < 0 or trials < 1 or not 0 < level < 1:
        raise ConfigError(
            "--segments must be 0 or more, --trials 1 or more, --level between 0 and 1",
            f"given: {segments}, {trials}, {level:g}",
        )
    deliver.refuse(outputs, json_path, comparison=True)
    names = labels(paths)
    from mtqe import compare
    from mtqe.project import suppressions
    from mtqe.report import json

    plan = compare.Plan(level, trials, config.metrics.resamples, config.metrics.seed)
    accepted = suppressions.of(config)
    reports = [suppressions.settled(json.read(path), config, accepted) for path in paths]
    sources = compare.systems_of(list(zip(names, reports, strict=True)))
    with progress(quiet) as callback:
        found = compare.compare(sources, options.split(metrics), by, plan, segments, callback)
    deliver.deliver(found, outputs, json_path, quiet)
    reasons = compare.worse(found) if fail_if_worse else ()
    for reason in reasons:
        if not quiet:
            click.echo(reason, err=True)
    if reasons:
        return ExitCode.GATE_FAILED
    return ExitCode.INCOMPLETE if any(problem.incomplete for problem in found.problems) else ExitCode.PASS


def labels(paths: Sequence[Path]) -> list[str]:
    """A name for each report: its file's, with as many folders before as it takes to tell them apart.

    Raises:
        ConfigError: Standard input is named twice.
    """
    if [str(path) for path in paths].count("-") > 1:
        raise ConfigError("standard input can be one report only", "store the others in files")
    parts = [("standard input",) if str(path) == "-" else (*path.parts[:-1], path.stem) for path in paths]
    depth = 1
    while len({own[-depth:] for own in parts}) < len(set(parts)):
        depth += 1
    return ["/".join(own[-depth:]) for own in parts]
