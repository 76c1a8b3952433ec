"""`mtqe rank`: rank several candidate translations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mtqe.cli import deliver, options
from mtqe.cli.progress import progress
from mtqe.errors import ConfigError
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup


@click.command("rank", short_help="rank candidate translations of each source")
@click.argument("candidates", type=options.FILE, required=False)
@click.option("-s", "--source", type=options.FILE, help="Source file, one segment on each line; needs -t and --num.")
@click.option("-t", "--translation", type=options.FILE, help="Candidates, NUM lines for each source line.")
@click.option("--num", type=click.IntRange(min=1), help="Number of candidates for each source line in -t.")
@click.option(
    "-m",
    "--metric",
    metavar="NAME",
    default=metric_table.RANKS_BY_DEFAULT,
    show_default=True,
    help=f"Metric to rank by: {', '.join(metric_table.CAN_RANK)}, or a metric of a plugin that can rank.",
)
@click.option(
    "--method",
    type=click.Choice(["quality", "mbr"]),
    help="Quality without a reference, or similarity to the other candidates (minimum Bayes risk). "
    "[default: quality if the metric supports it, else mbr]",
)
@click.option("--best", is_flag=True, help="Write only the best candidate of each source.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["jsonl", "tsv", "txt"]),
    default="jsonl",
    show_default=True,
    help="txt has only the best candidate of each source, one on each line.",
)
@click.option("-o", "--output", type=options.FILE, help="Write to this file instead of stdout.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@options.model_options
@options.language_options
@options.config_options
def command(
    candidates: Path | None,
    source: Path | None,
    translation: Path | None,
    num: int | None,
    metric: str,
    method: str | None,
    best: bool,
    form: str,
    output: Path | None,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
    **given: Any,
) -> None:
    """Rank several candidate translations of each source, best first.

    CANDIDATES is JSON Lines: {"source": "...", "candidates": ["...", "..."]}. Instead you can give two files, as for
    comet-mbr.

    \b
    mtqe rank samples.jsonl --source-lang en --target-lang de > ranked.jsonl
    mtqe rank -s source.en.txt -t samples.de.txt --num 8 -m chrf -f txt
    """
    config = options.load_config(config_file, options.check_keys(given), show_config)
    lines = (source, translation, num)
    if (candidates is None) == (None in lines) or (candidates is not None and any(part is not None for part in lines)):
        raise ConfigError("rank needs CANDIDATES, or all of -s, -t and --num", "see mtqe rank --help")
    first, second = (candidates, candidates) if candidates else (source, translation)
    ranking_metrics = metric_table.ranking()
    if "quality" in ranking_metrics[lookup(metric, ranking_metrics, "metric to rank by")].ranks:
        config = options.with_languages(config, str(first), str(second))
    from mtqe import ranking
    from mtqe.cli.atomic_write import atomic_write, refuse_unwritable
    from mtqe.contracts import Context
    from mtqe.formats import candidates as reader
    from mtqe.project import cache

    if output is not None and str(output) != "-":
        refuse_unwritable(output)
    if candidates:
        items = reader.read(candidates)
    else:
        assert source and translation and num
        items = reader.read_lines(source, translation, num)
    store = cache.Store() if config.metrics.cache else None
    with progress(quiet) as callback:
        context = Context(config.source_lang, config.target_lang, config, progress=callback, cache=store)
        how = ranking.method_of(metric, method, context)
        ranked = ranking.rank(items, metric, how, context)
    for note in () if quiet or store is None else store.notes:
        click.echo(note, err=True)
    facts = {"metric": metric, "method": how}
    if output is None or str(output) == "-":
        with deliver.stdout(data=True) as out:
            reader.write(ranked, out, form, best, facts)
    else:
        atomic_write(output, lambda out: reader.write(ranked, out, form, best, facts))
