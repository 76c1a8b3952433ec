"""What consensus brings: the agreement with human scores of a metric alone, and with other translations beside.

    python -m bench.consensus SET_OR_FOLDER [...] [-m NAME] [--documents EVERY] [--sources N] [--others N ...]
        [--draws N] [--paragraphs N]

Sets are those of `bench.correlation`; references are hidden, and no human translation is a system. For each
number of other systems it draws so many systems and one more, `--draws` times, and scores their translations as one run
of `mtqe score` does: by themselves, and compared with each other. `all` takes every system. The columns are those of
`bench.correlation`, as means over the draws; the last table has the means over the sets.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from bench.correlation import GROUPED, files, groups_of
from bench.judged import Judged, NotJudged, paragraphs, read
from mtqe.model import Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import Config, MetricsConfig

COLUMNS = ("source", "order", "systems", "SPA", "r source")
Table = dict[tuple[str, str], list[float]]
"""The figures by number of other systems and way of scoring."""


def draws(systems: Sequence[str], others: int, number: int) -> list[frozenset[str]]:
    """Sets of `others` + 1 systems, drawn at random; all systems once if there are not more."""
    if others + 1 >= len(systems):
        return [frozenset(systems)]
    rng = random.Random(others)
    return [frozenset(rng.sample(list(systems), others + 1)) for _ in range(number)]


def among(judged: Judged, names: frozenset[str]) -> Judged:
    """The set with the translations of some systems only, and the sources that have several of them."""
    sources = [
        dataclasses.replace(source, translations=tuple(one for one in source.translations if one.system in names))
        for source in judged.sources
    ]
    return dataclasses.replace(judged, sources=tuple(one for one in sources if len(one.translations) > 1))


def values(metric: str, judged: Judged, context: Context, compared: bool) -> list[float | None]:
    """The scores of all translations in order, as in one run over their systems."""
    segments, translations = [], {}
    for number, source in enumerate(judged.sources):
        texts = tuple(one.text for one in source.translations)
        for place, text in enumerate(texts):
            segments.append(Segment(f"{number}.{place}", source.text, text))
            translations[segments[-1].id, source.text] = texts
    if compared:
        context = dataclasses.replace(context, translations=translations)
    scores = metric_table.load(metric).score(segments, context)
    value_of = {one.segment: one.value for one in scores if one.level == "segment"}
    return [value_of[segment.id] for segment in segments]


def table(judged: Judged, metric: str, others: Sequence[int], number: int) -> Table:
    """The mean figures over the draws."""
    context = Context(*judged.langs, Config(*judged.langs, metrics=MetricsConfig(intervals=False)))
    found: Table = {}
    for count in [*others, len(judged.systems) - 1]:
        of_draws: dict[str, list[list[float]]] = {"alone": [], "consensus": []}
        for names in draws(judged.systems, count, number):
            part = among(judged, names)
            for way, rows in of_draws.items():
                groups = groups_of(part, values(metric, part, context, way == "consensus"))
                rows.append([GROUPED[column](groups) for column in COLUMNS])
        label = "all" if count == len(judged.systems) - 1 else str(count)
        found |= {(label, way): means(rows) for way, rows in of_draws.items()}
    return found


def means(rows: Sequence[Sequence[float]]) -> list[float]:
    """The mean of each column, without figures that a row does not have."""
    columns = [[figure for figure in column if not math.isnan(figure)] for column in zip(*rows, strict=True)]
    return [fmean(column) if column else math.nan for column in columns]


def markdown(name: str, found: Table) -> str:
    """The table of a set."""
    lines = [f"### {name}\n", f"| others | scored | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 2) + "|"]
    for (others, way), figures in found.items():
        lines.append(f"| {others} | {way} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print a table for each set and one of the means; return 1 if no set could be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path, help="files, or folders of files")
    parser.add_argument("-m", "--metric", default="learned", help="a metric that compares translations")
    parser.add_argument("--documents", type=int, default=1, help="use one document in N (default: all)")
    parser.add_argument("--sources", type=int, help="use at most so many sources, drawn at random")
    parser.add_argument("--others", type=int, nargs="+", default=[1, 2, 5], help="numbers of other systems")
    parser.add_argument("--draws", type=int, default=10, help="draws of systems for each number (default: 10)")
    parser.add_argument("--paragraphs", type=int, default=1, help="join N sentences (default: none)")
    args = parser.parse_args()
    tables: list[Table] = []
    for path in files(args.sets):
        try:
            judged = read(path, args.documents, humans=False)
            judged = paragraphs(judged, args.paragraphs) if args.paragraphs > 1 else judged
        except NotJudged as error:
            print(f"{path.name}: skipped: {error}", file=sys.stderr)
            continue
        if not judged.grouped:
            print(f"{path.name}: skipped: one translation per source", file=sys.stderr)
            continue
        sources = random.Random(1).sample(judged.sources, min(args.sources or len(judged.sources), len(judged.sources)))
        judged = dataclasses.replace(judged, sources=tuple(sources))
        tables.append(table(judged, args.metric, args.others, args.draws))
        print(markdown(f"{judged.name}, {len(sources)} sources, {len(judged.systems)} systems", tables[-1]), flush=True)
    if tables:
        shared = [key for key in tables[0] if all(key in found for found in tables)]
        print(markdown("mean", {key: means([found[key] for found in tables]) for key in shared}))
    return 0 if tables else 1


if __name__ == "__main__":
    sys.exit(main())
