"""Ranks candidate translations of one source: by quality without a reference, or by minimum Bayes risk.

Minimum Bayes risk (MBR; Kumar and Byrne 2004, Eikema and Aziz 2020) takes the other candidates as references: the best
is the one that all others are most like. A candidate's score is the mean of the metric with each of the others, as
comet-mbr has it; equal texts count as often as they are there. With `learned` it is the quality of the mean penalty,
as with several references.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Literal

from mtqe.contracts import Context
from mtqe.errors import ConfigError
from mtqe.formats.candidates import Candidates, Ranked
from mtqe.model import Segment
from mtqe.registry import metric_table
from mtqe.registry.suggest import lookup

Method = Literal["quality", "mbr"]


def method_of(metric: str, wanted: str | None, context: Context) -> Method:
    """How a metric ranks unless something else is wanted.

    Raises:
        ConfigError: The metric cannot do what is wanted, or cannot rank.
    """
    table = metric_table.ranking()
    ways = table[lookup(metric, table, "metric to rank by")].ranks
    loaded = metric_table.load(metric)
    if wanted and wanted not in ways:
        others = ", ".join(name for name, row in table.items() if wanted in row.ranks)
        why = "compares with other texts" if wanted == "quality" else "compares with no other texts"
        raise ConfigError(f"{metric} {why}", f"use --method {ways[0]}, or -m with one of {others}")
    if wanted:
        return "mbr" if wanted == "mbr" else "quality"
    if "mbr" in ways and hasattr(loaded, "needs_reference") and loaded.needs_reference(context.config):
        return "mbr"
    return ways[0]


def rank(items: Sequence[Candidates], metric: str, method: Method, context: Context) -> list[Ranked]:
    """Rank the candidates of each source; of equal scores the earlier candidate is first.

    Args:
        items: Sources with their candidates.
        metric: A metric whose row has `ranks`.
        method: By quality or by MBR; a candidate without another one to compare with has no MBR score.
        context: Has languages and configuration.

    Raises:
        Unavailable: The metric cannot run here.
        ConfigError: Its model takes no references, and MBR was asked for.
    """
    values = _alike(items, metric, context) if method == "mbr" else None
    if values is None:
        values = _judged(items, metric, method, context)
    sign = -1.0 if metric_table.rows()[metric].higher_is_better else 1.0
    ranked = []
    for item, scores in zip(items, values, strict=True):
        order = sorted(range(len(scores)), key=lambda place: (scores[place] is None, sign * (scores[place] or 0.0)))
        ranked.append(Ranked(item, tuple(order), tuple(scores[place] for place in order)))
    return ranked


def _alike(items: Sequence[Candidates], metric: str, context: Context) -> list[list[float | None]] | None:
    """The mean score of each candidate with the others, by a metric that compares texts itself; else `None`."""
    loaded = metric_table.load(metric)
    if not hasattr(loaded, "alike"):
        return None
    values: list[list[float | None]] = []
    for done, item in enumerate(items):
        context.progress(metric, done, len(items))
        values.append([fmean(scores) if scores else None for scores in loaded.alike(item.texts, context)])
    context.progress(metric, len(items), len(items))
    return values


def _judged(items: Sequence[Candidates], metric: str, method: Method, context: Context) -> list[list[float | None]]:
    segments = []
    for number, item in enumerate(items):
        for place, text in enumerate(item.texts):
            others = [other for at, other in enumerate(item.texts) if at != place and other.strip()]
            if item.source.strip() and (method == "quality" or others):
                references = tuple(others) if method == "mbr" else ()
                segments.append(Segment(f"{number}.{place}", item.source, text, references))
    if not segments:
        return [[None] * len(item.texts) for item in items]
    scores = metric_table.load(metric).score(segments, context)
    if method == "mbr" and not scores[0].signature["nrefs"]:
        raise ConfigError(f"{scores[0].signature.get('model', metric)} takes no references", "use --method quality")
    found = {score.segment: score.value for score in scores if score.level == "segment"}
    return [[found.get(f"{number}.{place}") for place in range(len(item.texts))] for number, item in enumerate(items)]
