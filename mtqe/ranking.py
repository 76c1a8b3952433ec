"""Ranks candidate translations of one source: by quality without a reference, or by minimum Bayes risk.

Minimum Bayes risk (MBR; Kumar and Byrne 2004, Eikema and Aziz 2020) takes the other candidates as references: the best
is the one that all others are most like. A candidate's score is the mean of the metric with each of the others, as
comet-mbr has it; equal texts count as often as they are there. With `learned` it is the quality of the mean penalty,
as with several references.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import fmean
from typing import Literal

from mtqe.contracts import Context
from mtqe.errors import ConfigError
from mtqe.formats.candidates import Candidates, Ranked
from mtqe.model import Segment
from mtqe.registry import metric_table

Method = Literal["quality", "mbr"]

LIKENESS = ("chrf", "chrf++")
"""Metrics that only compare two texts in one language."""
METRICS = (*LIKENESS, "learned", "comet")


def method_of(metric: str, wanted: str | None, context: Context) -> Method:
    """How a metric ranks unless something else is wanted.

    Raises:
        ConfigError: The metric cannot do what is wanted.
    """
    if metric in LIKENESS:
        if wanted == "quality":
            raise ConfigError(f"{metric} compares with other texts", "use --method mbr, or -m learned")
        return "mbr"
    if wanted:
        return "mbr" if wanted == "mbr" else "quality"
    if metric == "comet":
        from mtqe.metrics.comet import model_files

        return "mbr" if model_files.needs_reference(context.config.comet.model) else "quality"
    return "quality"


def rank(items: Sequence[Candidates], metric: str, method: Method, context: Context) -> list[Ranked]:
    """Rank the candidates of each source; of equal scores the earlier candidate is first.

    Args:
        items: Sources with their candidates.
        metric: One of `METRICS`.
        method: By quality or by MBR; a candidate without another one to compare with has no MBR score.
        context: Has languages and configuration.

    Raises:
        Unavailable: The metric cannot run here.
        ConfigError: Its model takes no references, and MBR was asked for.
    """
    values = _alike(items, metric, context) if metric in LIKENESS else _judged(items, metric, method, context)
    ranked = []
    for item, scores in zip(items, values, strict=True):
        order = sorted(range(len(scores)), key=lambda place: (scores[place] is None, -(scores[place] or 0.0)))
        ranked.append(Ranked(item, tuple(order), tuple(scores[place] for place in order)))
    return ranked


def _alike(items: Sequence[Candidates], metric: str, context: Context) -> list[list[float | None]]:
    from mtqe.metrics.lexical import block_statistics

    scorer, count = metric_table.load(metric).make(context), block_statistics.in_blocks(block_statistics.chrf)
    values: list[list[float | None]] = []
    for done, item in enumerate(items):
        context.progress(metric, done, len(items))
        pairs = list(itertools.combinations(range(len(item.texts)), 2))
        found: list[list[float]] = [[] for _ in item.texts]
        if pairs:
            mine, others = ([item.texts[pair[side]] for pair in pairs] for side in (0, 1))
            rows = count(scorer, mine, [(text,) for text in others], lambda done: None)
            turned = rows.reshape(len(rows), -1, 3)[:, :, [1, 0, 2]].reshape(rows.shape)
            for (first, second), one, other in zip(
                pairs, block_statistics.chrf_of(rows).tolist(), block_statistics.chrf_of(turned).tolist(), strict=True
            ):
                found[first].append(one)
                found[second].append(other)
        values.append([fmean(scores) if scores else None for scores in found])
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
        raise ConfigError(f"{context.config.comet.model} takes no references", "use --method quality")
    found = {score.segment: score.value for score in scores if score.level == "segment"}
    return [[found.get(f"{number}.{place}") for place in range(len(item.texts))] for number, item in enumerate(items)]
