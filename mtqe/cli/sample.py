"""`mtqe sample`: choose the segments that people should rate, and estimate from their ratings."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.wrap import fold, say
from mtqe.errors import InputError

FORMATS = {".json": "json", ".tsv": "tsv", ".csv": "csv", ".txt": "text"}


@click.command("sample", short_help="choose segments for people to rate, and estimate")
@click.argument("paths", metavar="REPORT | RATINGS...", nargs=-1, required=True, type=options.FILE)
@click.option("--budget", type=click.IntRange(min=1), help="How many segments, or words, can be rated.")
@click.option(
    "--unit",
    type=click.Choice(["segments", "words"]),
    default="segments",
    show_default=True,
    help="What the budget counts; words are those of the source, on average.",
)
@click.option("--by", metavar="METRIC", help="The metric that predicts the quality.  [default: the best in REPORT]")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other segments.")
@click.option("--estimate", "sample_path", metavar="SAMPLE", type=options.FILE, help="Estimate from RATINGS of SAMPLE.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["json", "tsv", "csv", "text"]),
    help="A sample: json, or tsv or csv for people. An estimate: text or json.  [default: by the ending of -o]",
)
@click.option("-o", "--output", type=options.FILE, help="Write to this file.  [default: stdout]")
@click.option("-q", "--quiet", is_flag=True, help="Print no summary of the sample.")
def command(
    paths: tuple[Path, ...],
    budget: int | None,
    unit: str,
    by: str | None,
    seed: int,
    sample_path: Path | None,
    form: str | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Choose the segments of REPORT whose ratings reveal most about the quality of all segments.

    The sample has more of the segments that are predicted to be bad, and some of all others, each with a known chance.
    With --estimate the ratings of these segments give estimates for all segments with 95 % intervals: mean score, MQM
    penalty per 1,000 words, and share of segments with a major error. RATINGS are those that mtqe agreement reads: of
    mtqe review, and of other tools.

    \b
    mtqe sample report.json --budget 100 -o sample.json
    mtqe sample report.json --budget 3000 --unit words -o sample.json
    mtqe sample --estimate sample.json ana.ratings.jsonl ben.ratings.jsonl

    docs/sample.md says how tight the intervals are, and how often they are right.
    """
    form = form or (FORMATS.get(output.suffix.lower()) if output else None) or ("text" if sample_path else "json")
    if sample_path is not None:
        if budget is not None or by is not None:
            raise click.UsageError("--estimate takes the sample as it is; omit --budget and --by")
        if form not in ("text", "json"):
            raise click.UsageError("an estimate is written as text or json")
        _estimate(sample_path, paths, form, output, quiet)
        return
    if budget is None:
        raise click.UsageError("give --budget to draw a sample, or --estimate SAMPLE to estimate from ratings")
    if len(paths) > 1:
        raise click.UsageError("a sample is drawn from one report")
    if form == "text":
        raise click.UsageError("a sample is written as json, tsv or csv")
    _draw(paths[0], budget, unit == "words", by, seed, form, output, quiet)


def _draw(
    path: Path, budget: int, in_words: bool, by: str | None, seed: int, form: str, output: Path | None, quiet: bool
) -> None:
    import msgspec

    from mtqe.people.sampling import drawing, population, sample_files, sample_views
    from mtqe.report import json, view

    if str(path) == "-":
        raise InputError("a sample is drawn from a file, whose hash it keeps", "give the path of the report")
    report, sha256 = json.read_hashed(path)
    units, metric = population.units(report, by)
    sample = drawing.draw(units, budget, seed, in_words=in_words)
    sample = msgspec.structs.replace(sample, report=sha256, by=metric)
    segments = view.segments_by_id(report)

    def render(out: Any) -> None:
        if form == "json":
            sample_files.write(sample, out)
        else:
            sample_views.table(sample, segments, out, tabs=form == "tsv")

    deliver.put(render, output, data=True)
    if not quiet:
        words = sum(item.words for item in sample.segments)
        number = len(sample.segments)
        strata = f"{len(sample.strata)} {'strata' if len(sample.strata) > 1 else 'stratum'} by {metric} and length"
        say(f"{number} of {len(units)} segments with {words} source words, from {strata}", err=True)
        if output is not None and str(output) != "-":
            say(f"wrote {output}", err=True)
            if form == "json":
                say(f"next: {shlex.join(['mtqe', 'review', str(path), '--sample', str(output)])}", err=True)


def _estimate(sample_path: Path, paths: tuple[Path, ...], form: str, output: Path | None, quiet: bool) -> None:
    from mtqe.cli.agreement import read_ratings
    from mtqe.people.sampling import rating_values, sample_files, sample_views

    sample = sample_files.read(sample_path)
    result = rating_values.estimate(sample, read_ratings(paths))

    def render(out: Any) -> None:
        if form == "json":
            sample_views.as_json(result, out)
        else:
            sample_views.text(result, out, fold if output is None else lambda line, hang: line)

    deliver.put(render, output, data=form == "json")
    if output is not None and str(output) != "-" and not quiet:
        say(f"wrote {output}", err=True)
