"""The corpus scores of a scan, from the statistics of all chunks: those of `mtqe score`, to the last bit.

One metric is put together at a time: its statistics need 8 bytes for each number and segment, or block of segments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mtqe.metrics import pools
from mtqe.metrics.pools import Pooled
from mtqe.model import MetricItem, Problem, Score, Signature, render_signature
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.scan.states import NAMED, State

States = Callable[[], Iterator[State]]
"""Gives the states of all chunks in order, anew at each call."""


@dataclass
class Gathered:
    """What the states say of a metric, without its statistics.

    Args:
        rows: Number of segments with a score.
        failed: The first chunk in which it failed, and why.
        signatures: The settings and versions behind its statistics, with the first chunk that has them.
        read: Whether the references were read, with the number of chunks in which it was so.
    """

    rows: int = 0
    failed: tuple[int, str] | None = None
    signatures: dict[str, tuple[int, Signature]] = field(default_factory=dict)
    read: dict[bool, int] = field(default_factory=dict)


@dataclass
class Scores:
    """The scores of a scan.

    Args:
        scores: The corpus scores.
        items: The outcome of each metric.
        problems: Why some have no score.
        guarded: The number of segments with each guard, by metric.
    """

    scores: list[Score] = field(default_factory=list)
    items: list[MetricItem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    guarded: dict[str, dict[str, int]] = field(default_factory=dict)


def gather(metrics: dict[str, Gathered], state: State) -> None:
    """Add what a state says of its metrics."""
    failed = {item.id: item.why or "" for item in state.metrics if item.state == "failed"}
    for name, statistics in state.statistics.items():
        gathered = metrics.setdefault(name, Gathered())
        gathered.rows += statistics.rows
        if name in failed and gathered.failed is None:
            gathered.failed = (state.place, failed[name])
        if statistics.rows:
            text = render_signature(statistics.signature)
            gathered.signatures.setdefault(text, (state.place, statistics.signature))
            if statistics.read is not None:
                gathered.read[statistics.read] = gathered.read.get(statistics.read, 0) + 1


def corpus_scores(metrics: dict[str, Gathered], states: States, context: Context) -> Scores:
    """The corpus score of each metric."""
    result = Scores()
    table = metric_table.rows()
    for name, gathered in metrics.items():
        why = _fault(name, gathered)
        if why is None:
            parts = (state.statistics[name].pool for state in states() if name in state.statistics)
            pool = pools.joined(parts, gathered.rows, NAMED)
            metric = metric_table.load(name)
            assert isinstance(metric, Pooled)  # or `_fault` names one
            result.scores.append(metric.corpus(pool, context))
            if pool.names:
                result.guarded[name] = {guard: pool.number(guard) for guard in pool.names}
        else:
            result.problems.append(Problem(f"metric {name}", why))
        result.items.append(MetricItem(name, name, "ran" if why is None else "failed", why, table[name].facts))
    return result


def _fault(name: str, gathered: Gathered) -> str | None:
    """Why a metric has no corpus score."""
    row = metric_table.rows()[name]
    title = row.title or name
    if gathered.failed:
        place, why = gathered.failed
        return f"chunk {place:,}: {why}"
    if not isinstance(metric_table.load(name), Pooled):
        return "it has scores of segments only: it does not give what the score of a corpus can be put together from"
    if not gathered.rows:
        lack = "a reference" if row.needs_reference else "a source" if row.needs_source else "text"
        return f"{title} needs {lack} and no segment has one"
    if len(gathered.signatures) > 1:
        (first, (place, _)), (second, (other, _)) = list(gathered.signatures.items())[:2]
        return f"chunks do not belong together: chunk {place:,} has {first}, chunk {other:,} has {second}"
    if len(gathered.read) > 1:
        with_them, without = gathered.read[True], gathered.read[False]
        return (
            f"it read the references in {with_them:,} of {with_them + without:,} chunks, because elsewhere not every "
            "segment has one; scan the segments with a reference and those without one by themselves"
        )
    return None
