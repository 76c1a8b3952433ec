"""Does a translation say what its source says? Pairs through the critic, which was trained on planted errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.judge import sigmoid
from mtqe.encoder.nouns import Criticism, Pair
from mtqe.encoder.reader import Reader
from mtqe.encoder.rows import MT, SRC, Read, Row, batched, counts, read
from mtqe.encoder.sessions import Session


@dataclass(frozen=True, eq=False)
class Said:
    """What the critic says of a row: log-odds of a critical error, and for each token that it has no counterpart."""

    verdict: float
    source: NDArray[np.float32]
    target: NDArray[np.float32]


CERTAIN = 10.0
"""Log-odds where one side has no text at all."""


def criticise(
    reader: Reader,
    critic: Session,
    pairs: Sequence[Pair],
    progress: Callable[[int, int], None] | None = None,
) -> list[Criticism]:
    """One criticism a pair, in their order; references are not looked at.

    A segment is as bad as the worst of its pieces. A piece with text on one side only has an error for certain.

    Args:
        reader: The lower half.
        critic: The upper half that was trained.
        pairs: What to criticise.
        progress: Called with how many pairs are done, about, and how many there are.
    """
    alone = [Pair(one.source, one.target, None, one.source_lang, one.target_lang) for one in pairs]
    return [_together(own) for own in read(reader, alone, lambda rows: _said(critic, rows), progress)]


def _said(critic: Session, rows: Sequence[Row]) -> list[Said]:
    """One result a row, in order."""
    said = [_one_sided(*sizes) for sizes in counts(rows).tolist()]
    for batch in batched(rows):
        verdicts, odd = critic.run(["verdict", "odd"], {"states": batch.states, "sides": batch.sides})
        parts = (batch.parted(odd, SRC), batch.parted(odd, MT))
        for number, *values in zip(batch.numbers.tolist(), verdicts.tolist(), *parts, strict=True):
            said[number] = Said(*values)
    return said


def _one_sided(target: int, source: int) -> Said:
    """A row with text on one side only, or on none."""
    verdict = CERTAIN if target or source else -CERTAIN
    return Said(verdict, np.full(source, CERTAIN, np.float32), np.full(target, CERTAIN, np.float32))


def _together(own: Sequence[Read[Said]]) -> Criticism:
    """A segment from its pieces."""
    rows = [row for one in own for row in one.rows]
    return Criticism(
        odds=max(row.verdict for row in rows),
        source_offsets=np.concatenate([one.source for one in own]),
        target_offsets=np.concatenate([one.target for one in own]),
        source=sigmoid(np.concatenate([row.source for row in rows])),
        target=sigmoid(np.concatenate([row.target for row in rows])),
    )
