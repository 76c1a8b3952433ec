"""Judging pairs: pieces of segments through the scorer, and the segments put together from their pieces."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.nouns import Judgement, Pair
from mtqe.encoder.reader import Reader
from mtqe.encoder.reference_similarity import Likeness
from mtqe.encoder.rows import MT, Batch, Read, Row, batched, counts, read
from mtqe.encoder.sessions import Session
from mtqe.encoder.unrelated import match

BEND = 4.0
"""Sharpness of the bend that keeps penalties positive."""
MOST = 30.0
"""Penalty of a row at most: the scorer never saw more, and beyond it the exponential would say anything."""
EMPTY = 25.0
"""Penalty of a translation of nothing or by nothing: MQM's weight of a critical error, as for a whole omission."""
EMPTY_DIRECT = -2.0
"""Direct assessment of such a translation, in standard scores."""


@dataclass(frozen=True, eq=False)
class Scored:
    """What the scorer says of a row, or of several put together."""

    penalty: float
    critical: float
    direct: float
    tags: NDArray[np.float32]
    rates: NDArray[np.float32]
    match: float = 0.0


def judge(
    reader: Reader,
    scorer: Session,
    likeness: Likeness,
    pairs: Sequence[Pair],
    progress: Callable[[int, int], None] | None = None,
) -> list[Judgement]:
    """One judgement a pair, in their order.

    Where a piece of the translation or of the source has no text, nothing is scored: its penalty is `EMPTY`,
    because a text that translates nothing is as wrong as a translation that is not there. Nothing for nothing has no
    penalty. A blank reference counts as none.

    Args:
        reader: The lower half.
        scorer: The upper half that was trained.
        likeness: What unlikeness to a reference adds.
        pairs: What to judge.
        progress: Called with how many pairs are done, about, and how many there are.
    """
    found = read(reader, pairs, lambda rows: _score(scorer, likeness, rows), progress)
    return [_together(own) for own in found]


def _score(scorer: Session, likeness: Likeness, rows: Sequence[Row]) -> list[Scored]:
    """One result a row, in order."""
    scored = [_empty(int(mt), int(source)) for mt, source in counts(rows)]
    unlike = likeness.penalties(rows)
    for batch in batched(rows):
        found = _run(scorer, batch, unlike[batch.numbers])
        for number, one in zip(batch.numbers.tolist(), found, strict=True):
            scored[number] = dataclasses.replace(one, match=match(*rows[number].texts()))
    return scored


def _empty(mt: int, source: int) -> Scored:
    """A row whose translation or source has no tokens."""
    wrong = float(mt > 0 or source > 0)
    tags = np.tile(np.array([0, 0, 1, 1], np.float32), (mt, 1))
    rates = np.full(mt, EMPTY / max(mt, 1), np.float32)
    return Scored(EMPTY * wrong, wrong, EMPTY_DIRECT * wrong, tags, rates)


def _run(scorer: Session, batch: Batch, unlike: NDArray[np.float32]) -> Iterator[Scored]:
    """One batch through the scorer; `unlike` is added to its log(1 + penalty)."""
    names = ["penalty", "direct", "critical", "tags", "rates"]
    penalty, direct, critical, tags, rates = scorer.run(names, {"states": batch.states, "sides": batch.sides})
    penalties, dangers = penalty_of(penalty + unlike), sigmoid(critical)
    parts = ([probabilities(own) for own in batch.parted(tags, MT)], batch.parted(rates, MT))
    for numbers in zip(penalties.tolist(), dangers.tolist(), direct.tolist(), *parts, strict=True):
        yield Scored(*numbers)


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities `(k, 4)` from the tagger's logits: three that exclude each other, and one of its own."""
    raised = np.exp(logits[:, :3] - logits[:, :3].max(1, initial=-np.inf, keepdims=True))
    chances = raised / raised.sum(1, keepdims=True)
    return np.asarray(np.concatenate([chances, sigmoid(logits[:, 3:])], 1), np.float32)


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities from logits."""
    half = np.tanh(logits / 2) / 2  # does not overflow
    return np.asarray(half + 0.5, np.float32)


def penalty_of(said: NDArray[np.float32]) -> NDArray[np.float32]:
    """MQM penalties from what the scorer says, which is about log(1 + penalty) but knows no zero.

    Near and below zero it is bent to stay positive, so that two flawless translations still differ: 0 becomes 0.19, and
    from 1 on (a penalty of 1.7) nothing changes to speak of.
    """
    positive = np.logaddexp(0, BEND * said) / BEND
    return np.asarray(np.expm1(np.minimum(positive, math.log1p(MOST))), np.float32)


def _together(own: Sequence[Read[Scored]]) -> Judgement:
    """A segment from its pieces."""
    rows = [row for one in own for row in one.rows]
    lengths = [len(row.tags) for row in rows]
    return Judgement(
        penalty=sum(row.penalty for row in rows),
        pieces=len(rows),
        critical=sum(row.critical for row in rows) / len(rows),
        direct=sum(row.direct for row in rows) / len(rows),
        offsets=np.concatenate([one.target for one in own]),
        tags=np.concatenate([row.tags for row in rows]),
        rates=np.concatenate([row.rates for row in rows]),
        match=sum(row.match * length for row, length in zip(rows, lengths, strict=True)) / max(sum(lengths), 1),
    )
