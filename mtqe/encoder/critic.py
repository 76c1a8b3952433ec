"""Runs pairs through the critic: where do translation and source disagree? It was trained on planted errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.heads import Headed
from mtqe.encoder.nouns import Criticism, Pair
from mtqe.encoder.reader import Reader
from mtqe.encoder.rows import MT, SRC, Batch, ReadPiece, Row, batched, counts, read_pairs
from mtqe.encoder.scoring import sigmoid
from mtqe.encoder.simultaneous import run_each


@dataclass(frozen=True, eq=False)
class RowCriticism:
    """The critic's log-odds for a row: of a critical error, and for each token that it has no counterpart."""

    verdict: float
    source: NDArray[np.float32]
    target: NDArray[np.float32]


CERTAIN_ODDS = 10.0
"""Log-odds: of an error if one side has no text at all."""


def criticise(
    reader: Reader,
    critic: Headed,
    pairs: Sequence[Pair],
    progress: Callable[[int, int], None] | None = None,
) -> list[Criticism]:
    """One criticism per pair, in order. References are ignored.

    The verdict of a segment is that of its worst piece. A piece with text on one side only is a certain error.

    Args:
        reader: The lower half.
        critic: The critic's upper half.
        pairs: The pairs to criticise.
        progress: Called as `progress(done, total)` in pairs; `done` is approximate.
    """
    without_reference = [Pair(pair.source, pair.target, None, pair.source_lang, pair.target_lang) for pair in pairs]
    return [
        _combined(segment_pieces)
        for segment_pieces in read_pairs(
            reader, without_reference, lambda rows: _criticise_rows(critic, rows, reader.threads), progress
        )
    ]


def _criticise_rows(critic: Headed, rows: Sequence[Row], threads: int) -> list[RowCriticism]:
    """One result per row, in order."""
    criticised = [_one_sided(*sizes) for sizes in counts(rows).tolist()]

    def run(batch: Batch) -> list[NDArray[Any]]:
        return critic.run(["verdict", "odd"], {"states": batch.states, "sides": batch.sides})

    for batch, (verdicts, unmatched) in run_each(run, batched(rows), threads):
        parts = (batch.split_side(unmatched, SRC), batch.split_side(unmatched, MT))
        for number, *values in zip(batch.numbers.tolist(), verdicts.tolist(), *parts, strict=True):
            criticised[number] = RowCriticism(*values)
    return criticised


def _one_sided(target: int, source: int) -> RowCriticism:
    """The result of a row with text on one side only, or on no side."""
    verdict = CERTAIN_ODDS if target or source else -CERTAIN_ODDS
    return RowCriticism(verdict, np.full(source, CERTAIN_ODDS, np.float32), np.full(target, CERTAIN_ODDS, np.float32))


def _combined(pieces: Sequence[ReadPiece[RowCriticism]]) -> Criticism:
    """The criticism of a segment, combined from its pieces."""
    rows = [row for piece in pieces for row in piece.rows]
    return Criticism(
        odds=max(row.verdict for row in rows),
        source_offsets=np.concatenate([piece.source for piece in pieces]),
        target_offsets=np.concatenate([piece.target for piece in pieces]),
        source=sigmoid(np.concatenate([row.source for row in rows])),
        target=sigmoid(np.concatenate([row.target for row in rows])),
    )
