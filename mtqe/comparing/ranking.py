"""Ranks candidate translations of one source: by quality, by quality with consensus, or by minimum Bayes risk.

Quality judges each candidate by itself, without a reference. With consensus, three or more different candidates of a
source are also compared with each other (`mtqe.metrics.consensus`). A source with fewer candidates that count is ranked
by quality: each source has the method by which it was really ranked. So scores are comparable only within a source.

Minimum Bayes risk (MBR; Kumar and Byrne 2004, Eikema and Aziz 2020) uses the other candidates as references: the best
candidate is the one most similar to all others. A candidate's score is the mean of the metric over all other
candidates, as in comet-mbr; repeated texts count each time. With `learned` the score is the quality that follows from
the mean penalty, as with several references.

Annotators often disagree on which of two translations is better. If a metric was measured against their scores, ranking
by quality also says whether the best candidate is clearly better than the next one with another text: annotators, too,
would prefer it (`Metric.clearly_better`). Else `Ranked` says why that is not known.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from statistics import fmean
from typing import Literal

from mtqe.errors import ConfigError
from mtqe.formats.candidates import Candidates, Ranked
from mtqe.metrics import consensus
from mtqe.model import Score, Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.registry.metric_capabilities import AsksForReferences, ComparesScores, ComparesTexts
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import MetricRow

Method = Literal["quality", "consensus", "mbr"]


def method_of(metric: str, wanted: str | None, context: Context, items: Sequence[Candidates] = ()) -> Method:
    """The ranking method for a metric: the requested one, or its default.

    Args:
        metric: A metric that can rank.
        wanted: The requested method.
        context: Has the configuration.
        items: The candidates: quality becomes consensus by default if the metric compares them and there are enough.

    Raises:
        ConfigError: The metric does not support the requested method, or cannot rank.
    """
    table = metric_table.ranking()
    row = table[lookup(metric, table, "metric to rank by")]
    ways = ways_of(row)
    loaded = metric_table.load(metric)
    if wanted and wanted not in ways:
        able = " or ".join(f"-m {name}" for name, other in table.items() if wanted in ways_of(other))
        raise ConfigError(
            f"{metric} cannot rank by {wanted}, only by {' or '.join(ways)}", f"use --method {ways[0]}, or {able}"
        )
    if wanted:
        return next(way for way in ways if way == wanted)
    if "mbr" in ways and isinstance(loaded, AsksForReferences) and loaded.needs_reference(context.config):
        return "mbr"
    enough = any(len(consensus.distinct(item.source, item.texts)) >= consensus.LEAST for item in items)
    if ways[0] == "quality" and row.consensus and context.config.metrics.consensus and enough:
        return "consensus"
    return ways[0]


def ways_of(row: MetricRow) -> tuple[Method, ...]:
    """The methods by which a metric can rank."""
    return (*row.ranks, *(("consensus",) if row.consensus else ()))


def rank(items: Sequence[Candidates], metric: str, method: Method, context: Context) -> list[Ranked]:
    """Rank the candidates of each source; with equal scores the earlier candidate comes first.

    Args:
        items: Sources with their candidates.
        metric: A metric whose row has `ranks`.
        method: By quality, by consensus or by MBR; a single candidate has no MBR score. With consensus, a source with
            too few candidates that count is ranked by quality.
        context: Has languages and configuration.

    Raises:
        Unavailable: The metric cannot run here.
        ConfigError: The model does not use references, which MBR needs.
    """
    values = _alike(items, metric, context) if method == "mbr" else None
    judged = None
    if values is None:
        judged = _judged(items, metric, method, context)
        values = [[score.value if score else None for score in scores] for scores in judged]
    sign = -1.0 if metric_table.rows()[metric].higher_is_better else 1.0
    ranked = []
    for number, (item, scores) in enumerate(zip(items, values, strict=True)):
        order = sorted(range(len(scores)), key=lambda place: (scores[place] is None, sign * (scores[place] or 0.0)))
        others = [place for place in order if item.texts[place] != item.texts[order[0]]]
        clear: bool | str = "no other candidate has another text"
        if others:
            best, next_best = (judged[number][place] if judged else None for place in (order[0], others[0]))
            clear = _clearly_better(best, next_best, metric, method, context)
        known, why = (None, clear) if isinstance(clear, str) else (clear, "")
        how = method
        if judged and method == "consensus":
            how = "consensus" if any(one and one.signature.get("consensus") for one in judged[number]) else "quality"
        ranked.append(Ranked(item, tuple(order), tuple(scores[place] for place in order), how, known, why))
    return ranked


def _clearly_better(
    best: Score | None, next_best: Score | None, metric: str, method: Method, context: Context
) -> bool | str:
    """Whether the one of two candidates is clearly better; in a few words why, if that is not known."""
    loaded = metric_table.load(metric)
    if not isinstance(loaded, ComparesScores):
        return f"not measured for {metric}"
    if method == "mbr":
        return "not measured for MBR"
    if best is None or next_best is None:
        return "not scored"
    return loaded.clearly_better(best, next_best, context)


def _alike(items: Sequence[Candidates], metric: str, context: Context) -> list[list[float | None]] | None:
    """The mean score of each candidate with the others, by a metric that compares texts itself; else `None`."""
    loaded = metric_table.load(metric)
    if not isinstance(loaded, ComparesTexts):
        return None
    values: list[list[float | None]] = []
    for done, item in enumerate(items):
        context.progress(metric, done, len(items))
        values.append([fmean(scores) if scores else None for scores in loaded.alike(item.texts, context)])
    context.progress(metric, len(items), len(items))
    return values


def _judged(items: Sequence[Candidates], metric: str, method: Method, context: Context) -> list[list[Score | None]]:
    """The score of each candidate; `None` for a candidate that cannot be scored."""
    segments = []
    for number, item in enumerate(items):
        for place, text in enumerate(item.texts):
            rivals = [rival for at, rival in enumerate(item.texts) if at != place and rival.strip()]
            if item.source.strip() and (method != "mbr" or rivals):
                references = tuple(rivals) if method == "mbr" else ()
                segments.append(Segment(f"{number}.{place}", item.source, text, references))
    if not segments:
        return [[None] * len(item.texts) for item in items]
    if method == "consensus":
        texts = {(segment.id, segment.source): items[int(segment.id.partition(".")[0])].texts for segment in segments}
        context = dataclasses.replace(context, translations=texts)
    scores = metric_table.load(metric).score(segments, context)
    if method == "mbr" and not scores[0].signature["nrefs"]:
        raise ConfigError(f"{scores[0].signature.get('model', metric)} does not use references", "use --method quality")
    score_of = {score.segment: score for score in scores if score.level == "segment"}
    return [
        [score_of.get(f"{number}.{place}") for place in range(len(item.texts))] for number, item in enumerate(items)
    ]
