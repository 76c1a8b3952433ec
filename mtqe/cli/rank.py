"""`mtqe rank`: rank several candidate translations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mtqe.cli import brief, deliver, options
from mtqe.cli.progress import progress
from mtqe.cli.wrap import say
from mtqe.errors import ConfigError
from mtqe.prose import count
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup

if TYPE_CHECKING:
    from mtqe.formats.candidates import Ranked


@click.command(
    "rank",
    cls=brief.Command,
    common="-s -t --num -m --method --best -f -o --source-lang --target-lang",
    short_help="rank candidate translations of each source",
)
@click.argument("candidates", type=options.FILE, required=False)
@click.option("-s", "--source", type=options.FILE, help="Source file, one segment on each line; needs -t.")
@click.option(
    "-t",
    "--translation",
    "translations",
    type=options.FILE,
    multiple=True,
    help="Translations of a system, one line for each source line; repeatable. Or, with --num, one file of candidates.",
)
@click.option("--num", type=click.IntRange(min=1), help="Number of candidates for each source line in the file of -t.")
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
    type=click.Choice(["quality", "consensus", "mbr"]),
    help="Quality without a reference; quality that also counts how like the other candidates are (consensus); or "
    "similarity to the other candidates alone (minimum Bayes risk). Consensus needs three or more different candidates "
    "of the same source that count, otherwise the source is ranked by quality. [default: consensus if the metric "
    "supports it and a source has enough candidates, otherwise quality or mbr]",
)
@click.option(
    "--no-consensus", is_flag=True, help="Rank by quality where consensus is the default, as --method quality does."
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
@options.device_option
@options.config_options
def command(
    candidates: Path | None,
    source: Path | None,
    translations: tuple[Path, ...],
    num: int | None,
    metric: str,
    method: str | None,
    no_consensus: bool,
    best: bool,
    form: str,
    output: Path | None,
    quiet: bool,
    config_file: Path | None,
    show_config: bool,
    **given: Any,
) -> None:
    """Rank several candidate translations of each source, best first.

    CANDIDATES is JSON Lines: {"source": "...", "candidates": ["...", "..."]}. Instead you can give a file of sources
    with one file for each system, or, as for comet-mbr, with one file that has NUM candidates for each source.

    Compare scores only within a source. Some sources may be ranked by consensus and others by quality: `method` in JSON
    Lines says how each was ranked. Consensus needs three or more different candidates of the same source that count:
    not blank, not a copy of the source, not unrelated to it, not in another language. Consensus helps a little
    (measured on news of WMT20 and WMT21 only).

    `clearly_best` in JSON Lines says whether the best candidate is so far ahead of the next one with another text that
    annotators, too, would prefer it in at least 80 % of cases. This is rare. If it is null, as with consensus and MBR,
    `clearly_best_unknown` says why.

    \b
    mtqe rank samples.jsonl --source-lang en --target-lang de > ranked.jsonl
    mtqe rank -s source.en.txt -t samples.de.txt --num 8 -m chrf -f txt
    mtqe rank -s source.en.txt -t mt-a.de.txt -t mt-b.de.txt -f tsv
    """
    keys = options.check_keys(given) | {"metrics.consensus": False if no_consensus else None}
    config = options.load_config(config_file, keys, show_config)
    _refuse_mixture(candidates, source, translations, num)
    if no_consensus and method == "consensus":
        raise ConfigError("--no-consensus contradicts --method consensus", "give only one of them")
    first, second = (candidates, candidates) if candidates else (source, translations[0])
    ranking_metrics = metric_table.ranking()
    if "quality" in ranking_metrics[lookup(metric, ranking_metrics, "metric to rank by")].ranks:
        config = options.with_languages(config, str(first), str(second))
    from mtqe.cli.atomic_write import refuse_unwritable
    from mtqe.comparing import ranking
    from mtqe.encoder import devices
    from mtqe.flow.results import placed
    from mtqe.formats import candidates as reader
    from mtqe.machine import cache
    from mtqe.registry.contracts import Context

    if output is not None and str(output) != "-":
        refuse_unwritable(output)
    if candidates:
        items = reader.read(candidates)
    else:
        assert source
        items = reader.read_lines(source, translations[0], num) if num else reader.read_systems(source, translations)
    store = cache.Store() if config.metrics.cache else None
    with progress(quiet) as callback:
        context = Context(config.source_lang, config.target_lang, config, progress=callback, cache=store)
        on_devices = placed([metric], (), "", context)
        how = ranking.method_of(metric, method, context, items)
        ranked = ranking.rank(items, metric, how, context)
    of_machine = (*(store.notes if store else ()), *on_devices, *devices.log(context))
    notes = (*of_machine, *_on_consensus(ranked, metric, how), *_on_leads(ranked, metric))
    for note in () if quiet else notes:
        say(note, err=True)
    facts = {"metric": metric}
    deliver.put(lambda out: reader.write(ranked, out, form, best, facts), output)


def _on_consensus(ranked: Sequence[Ranked], metric: str, how: str) -> Iterator[str]:
    """A note on the sources that were ranked by consensus, and on the others if it was the method of the run."""
    if how != "consensus" or not ranked:
        return
    few = "fewer than three different candidates that count"
    number = sum(item.method == how for item in ranked)
    if not number:
        yield f"no source is ranked by consensus, but each by quality, because each has {few}; see docs/compare.md"
        return
    others = "" if number == len(ranked) else f" The others have {few} and are ranked by quality."
    yield (
        f"{metric} compared the candidates of {_share(number, ranked)} with each other (consensus).{others} Compare "
        "scores only within a source. --no-consensus ranks each source by quality"
    )


def _on_leads(ranked: Sequence[Ranked], metric: str) -> Iterator[str]:
    """A note on the sources whose best candidate is not clearly better than the next one."""
    known = [item.clearly_best for item in ranked if item.clearly_best is not None]
    if not all(known):
        yield (
            f"the best candidate is clearly better than the next one in {_share(known.count(True), known)}; in the "
            f"others {metric} is often wrong by more than the difference of the two scores"
        )


def _share(number: int, sources: Sequence[object]) -> str:
    """A number of sources: `1 of 1 source`, `2 of 3 sources`."""
    return f"{number:,} of {count(len(sources), 'source')}"


def _refuse_mixture(candidates: Path | None, source: Path | None, translations: tuple[Path, ...], num: object) -> None:
    """Reject inputs that do not go together.

    Raises:
        ConfigError: Neither form of input is complete, or both are given.
    """
    given = source is not None or bool(translations) or num is not None
    if (candidates is not None) == given or (given and not (source and translations)):
        raise ConfigError(
            "rank needs CANDIDATES, or -s with a -t for each system, or -s, -t and --num", "see mtqe rank --help"
        )
    if given and num is None and len(translations) < 2:
        raise ConfigError("one translation cannot be ranked", "give -t for each system, or --num for a file of samples")
    if num is not None and len(translations) > 1:
        raise ConfigError("--num works with one file of candidates", "drop --num, or give one -t")
