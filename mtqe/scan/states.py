"""What a chunk leaves for the summary of the scan, as its state file holds it.

The state has no text but that of the few segments that the summary may show. The statistics of the metrics are arrays
of the smallest type that holds them exactly.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from mtqe.metrics.pools import Pool
from mtqe.model import CheckItem, Finding, MetricItem, Problem, Segment, Severity, Signature
from mtqe.model.check_results import Unjudged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMED = 10
"""Segments: with a guard, of which a state and the summary keep the ids."""


class Count(msgspec.Struct, frozen=True, order=True):
    """The number of findings of a check that have one severity and status.

    Args:
        check: Id of the check.
        name: Its name.
        category: MQM path.
        severity: The severity.
        preview: Whether they are of a preview check.
        accepted: Whether somebody accepted them.
        number: How many they are.
    """

    check: str
    name: str
    category: str
    severity: Severity
    preview: bool
    accepted: bool
    number: int = 0

    @property
    def counts(self) -> bool:
        """Whether these findings count."""
        return not self.preview and not self.accepted


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A segment that the summary may show, with its findings.

    Args:
        rank: Its rank among the segments of its list; the lowest ones are kept.
        number: Its number in the input, from 1.
        segment: The segment.
        scores: Its score by each metric that scored it.
        findings: Its findings.
    """

    rank: float
    number: int
    segment: Segment
    scores: dict[str, float] = {}
    findings: tuple[Finding, ...] = ()


class Statistics(msgspec.Struct, frozen=True):
    """The pool of a metric (`mtqe.metrics.pools`), with its arrays as bytes.

    Args:
        table: The rows.
        type: The type of their numbers, such as `<u2`.
        rows: How many they are.
        signature: The settings and versions behind them.
        unscored: Number of segments without a score.
        references: As in the pool.
        guards: The guard of each row; empty if there is none.
        names: The guards.
        guarded: Ids of the first segments with each guard.
        special: As in the pool.
        read: Whether the references were read, for a metric that reads all of them or none.
    """

    table: bytes = b""
    type: str = "<f8"
    rows: int = 0
    signature: Signature = {}
    unscored: int = 0
    references: int = 0
    guards: bytes = b""
    names: tuple[str, ...] = ()
    guarded: dict[str, tuple[str, ...]] = {}
    special: dict[str, int] = {}
    read: bool | None = None

    @property
    def pool(self) -> Pool:
        """The pool."""
        import numpy as np

        table = np.frombuffer(self.table, dtype=self.type).reshape(self.rows, -1) if self.rows else np.empty((0, 1))
        guards = np.frombuffer(self.guards, dtype=np.uint8) if self.guards else None
        return Pool(
            table, self.signature, self.unscored, self.references, guards, self.names, self.guarded, self.special
        )


class State(msgspec.Struct, frozen=True):
    """The state of a chunk that was judged.

    Args:
        place: Place of the chunk.
        digest: Hash of its segments.
        segments: Number of its segments.
        documents: Number of documents that begin in it.
        words: Number of words of its sources.
        flagged: Number of its segments with a finding that counts.
        counts: The findings.
        checks: Outcome of each check.
        unjudged: The segments that a check does not judge, by its id.
        metrics: Outcome of each metric.
        statistics: The statistics of each metric that ran, by its name.
        problems: Problems.
        notes: Notes for the reader.
        worst: Its worst segments, the worst first.
        sample: A random sample of its segments.
    """

    place: int
    digest: str
    segments: int
    documents: int
    words: int
    flagged: int = 0
    counts: tuple[Count, ...] = ()
    checks: tuple[CheckItem, ...] = ()
    unjudged: dict[str, tuple[Unjudged, ...]] = {}
    metrics: tuple[MetricItem, ...] = ()
    statistics: dict[str, Statistics] = {}
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    worst: tuple[Shown, ...] = ()
    sample: tuple[Shown, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a check or metric failed."""
        return any(item.state == "failed" for item in (*self.checks, *self.metrics))


def statistics(pool: Pool, read: bool | None) -> Statistics:
    """A pool as a state keeps it."""
    exact = _smallest(pool.table)
    return Statistics(
        exact.tobytes(),
        exact.dtype.str,
        len(pool.table),
        pool.signature,
        pool.unscored,
        pool.references,
        b"" if pool.guards is None else pool.guards.tobytes(),
        pool.names,
        {name: ids[:NAMED] for name, ids in pool.guarded.items()},
        dict(pool.special),
        read,
    )


def lowest(shown: Iterable[Shown], number: int) -> tuple[Shown, ...]:
    """The segments with the lowest ranks; of equal ones the first in the input."""
    return tuple(heapq.nsmallest(number, shown, key=lambda one: (one.rank, one.number)))


def encode(state: State) -> bytes:
    """The content of a state file."""
    return msgspec.msgpack.encode(state)


def decode(content: bytes) -> State:
    """The state of a state file.

    Raises:
        msgspec.DecodeError: The file is damaged.
    """
    return msgspec.msgpack.decode(content, type=State)


def _smallest(table: NDArray[np.float64]) -> NDArray[np.generic]:
    """The table with the smallest type of numbers that holds all of them exactly."""
    import numpy as np

    for kind in ("<u1", "<u2", "<u4"):
        if not table.size or table.min() < 0 or table.max() > np.iinfo(kind).max:
            continue
        smaller = table.astype(kind)
        return smaller if (smaller == table).all() else table.astype("<f8")
    return table.astype("<f8")


def mqm_counts(counts: Sequence[Count]) -> dict[tuple[str, Severity], int]:
    """The number of findings that count, by category and severity."""
    numbers: dict[tuple[str, Severity], int] = {}
    for count in counts:
        if count.counts:
            key = (count.category, count.severity)
            numbers[key] = numbers.get(key, 0) + count.number
    return numbers
