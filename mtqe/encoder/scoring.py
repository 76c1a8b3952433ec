"""Scores pairs: runs the pieces of segments through the scorer and combines them to segments."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches
from mtqe.encoder.exact_sums import softplus
from mtqe.encoder.heads import Headed
from mtqe.encoder.nouns import Judgement, Pair
from mtqe.encoder.reader import Reader
from mtqe.encoder.reference_similarity import ReferenceSimilarity
from mtqe.encoder.rows import MT, SRC, ReadPiece, Row, counts, read_pairs
from mtqe.encoder.simultaneous import run_each
from mtqe.encoder.tokenizer import END, START
from mtqe.encoder.unrelated import match

_SIDES = np.array([-MT, MT, -MT, -SRC, SRC, -SRC])
"""Parts of a row: `<s>`, translation, `</s>`, `<s>`, source, `</s>`; special tokens are negative."""
SKIPPED = 4
"""Tokens: whose places are left out after the first one, as in training: those of the prefix with which the encoder was
trained."""
_START, _END = np.array([START], np.int32), np.array([END], np.int32)
SOFTPLUS_SHARPNESS = 4.0
"""Factor: sharpness of the softplus that keeps penalties positive, as `training/blend.py` has it."""
MAX_PENALTY = 30.0
"""Penalty: of a row, at most. The scorer's training data has no greater ones, and the exponential would explode."""
MIN_LOG_PENALTY = 1e-6
"""Nats: log(1 + penalty) of the least penalty that can be moved; below it, the estimate would be infinite."""
EMPTY_SYSTEM = -0.5
"""Score: of such a pair for its system, some five times the difference of a weak system from a strong one."""
EMPTY_PENALTY = 25.0
"""Penalty: of a pair with text on one side only: MQM's weight of a critical error, as for a whole omission."""


@dataclass(frozen=True, eq=False)
class RowScores:
    """The scorer's output for a row; the fields are those of `Judgement`, with the number of tokens."""

    penalty: float
    tags: NDArray[np.float32]
    rates: NDArray[np.float32]
    system: float
    tokens: int
    match: float = 0.0


def judgements(
    reader: Reader,
    scorer: Headed,
    similarity: ReferenceSimilarity,
    pairs: Sequence[Pair],
    progress: Callable[[int, int], None] | None = None,
) -> list[Judgement]:
    """One judgement per pair, in order.

    A piece with text on one side only is not scored: its penalty is `EMPTY_PENALTY`, because a text that translates
    nothing is as wrong as a missing translation. A piece without text on either side has no penalty. A blank reference
    counts as no reference.

    Args:
        reader: The lower half.
        scorer: The scorer; it reads both sides together, from their embeddings on.
        similarity: Gives the penalties for dissimilarity to a reference.
        pairs: The pairs to judge.
        progress: Called as `progress(done, total)` in pairs; `done` is approximate.
    """
    segments = read_pairs(reader, pairs, lambda rows: _score(reader, scorer, similarity, rows), progress)
    return [_combined(segment_pieces) for segment_pieces in segments]


def _score(reader: Reader, scorer: Headed, similarity: ReferenceSimilarity, rows: Sequence[Row]) -> list[RowScores]:
    """One result per row, in order."""
    scored = [_empty(int(mt), int(source)) for mt, source in counts(rows)]
    dissimilarity = similarity.penalties(rows)

    def run(batch: TokenBatch) -> list[RowScores]:
        return list(_run(scorer, batch, reader.words(batch.ids), dissimilarity[batch.numbers]))

    for batch, results in run_each(run, token_batches(rows), reader.threads):
        for number, row_scores in zip(batch.numbers.tolist(), results, strict=True):
            scored[number] = dataclasses.replace(row_scores, match=match(*rows[number].texts()))
    return scored


def _empty(mt: int, source: int) -> RowScores:
    """The result of a row whose translation or source has no tokens."""
    wrong = float(mt > 0 or source > 0)
    tags = np.tile(np.array([0, 0, 1, 1], np.float32), (mt, 1))
    rates = np.full(mt, EMPTY_PENALTY / max(mt, 1), np.float32)
    return RowScores(EMPTY_PENALTY * wrong, tags, rates, EMPTY_SYSTEM * wrong, mt + source)


def _run(
    scorer: Headed, batch: TokenBatch, words: NDArray[np.float32], dissimilarity: NDArray[np.float32]
) -> Iterator[RowScores]:
    """The results of one batch; `dissimilarity` `(batch,)` counts in the scorer's log(1 + penalty) and in `system`."""
    feeds = {"words": words, "places": batch.places, "sides": batch.sides}
    penalty, tags, rates, system = scorer.run(["penalty", "tags", "rates", "system"], feeds)
    penalties = penalty_of(penalty + dissimilarity)
    system = system - scorer.unlike * dissimilarity.astype(np.float64)
    parts = (map(probabilities, batch.of_translation(tags)), batch.of_translation(rates.astype(np.float32)))
    for numbers in zip(penalties.tolist(), *parts, system.tolist(), strict=True):
        yield RowScores(*numbers, batch.sides.shape[1])


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities `(k, 4)` from the tagger's logits: a softmax over the first three, a sigmoid of the fourth."""
    raised = np.exp(logits[:, :3] - logits[:, :3].max(1, initial=-np.inf, keepdims=True))
    chances = raised / raised.sum(1, keepdims=True)
    return np.asarray(np.concatenate([chances, sigmoid(logits[:, 3:])], 1), np.float32)


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities from logits."""
    half = np.tanh(logits / 2) / 2  # does not overflow
    return np.asarray(half + 0.5, np.float32)


def penalty_of(estimates: NDArray[np.float64]) -> NDArray[np.float64]:
    """MQM penalties from the scorer's output, which estimates log(1 + penalty) and may be negative.

    A softplus keeps the values positive, so two flawless translations still differ: 0 becomes 0.19, and from 1 on (a
    penalty of 1.7) the change is negligible.
    """
    positive = softplus(SOFTPLUS_SHARPNESS * estimates) / SOFTPLUS_SHARPNESS
    return np.array([math.expm1(log) for log in np.minimum(positive, math.log1p(MAX_PENALTY)).tolist()])


def moved(penalty: float, amount: float) -> float:
    """The penalty after its estimate, log(1 + penalty) before the softplus of `penalty_of`, has grown by an amount."""
    positive = SOFTPLUS_SHARPNESS * max(math.log1p(penalty), MIN_LOG_PENALTY)
    estimate = math.log(math.expm1(positive)) + SOFTPLUS_SHARPNESS * amount
    softplus = max(estimate, 0.0) + math.log1p(math.exp(-abs(estimate)))
    return math.expm1(min(softplus / SOFTPLUS_SHARPNESS, math.log1p(MAX_PENALTY)))


def _combined(pieces: Sequence[ReadPiece[RowScores]]) -> Judgement:
    """The judgement of a segment, combined from its pieces."""
    rows = [row for piece in pieces for row in piece.rows]
    lengths = [len(row.tags) for row in rows]
    tokens = sum(row.tokens for row in rows)
    return Judgement(
        penalty=sum(row.penalty for row in rows),
        pieces=len(rows),
        offsets=np.concatenate([piece.target for piece in pieces]),
        tags=np.concatenate([row.tags for row in rows]),
        rates=np.concatenate([row.rates for row in rows]),
        match=sum(row.match * length for row, length in zip(rows, lengths, strict=True)) / max(sum(lengths), 1),
        system=sum(row.system * row.tokens for row in rows) / max(tokens, 1),
    )


@dataclass(frozen=True, eq=False)
class TokenBatch:
    """Rows of equal length that are scored together. Rows without a token on a side are in no batch.

    Args:
        numbers: `(batch,)`, numbers of the rows.
        ids: `(batch, tokens)`, rows of the embedding table.
        places: `(batch, tokens)`, the place of each token in its side: 0, then from 1 + `SKIPPED` on.
        sides: `(batch, tokens)`: `MT` or `SRC` on text, -`MT` or -`SRC` on the special tokens of a side.
    """

    numbers: NDArray[np.intp]
    ids: NDArray[np.int32]
    places: NDArray[np.int64]
    sides: NDArray[np.int64]

    def of_translation(self, values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The values `(batch, tokens, ...)` of the tokens of the translation, row by row."""
        on = self.sides == MT
        return np.split(values[on], np.cumsum(on.sum(1))[:-1])


def token_batches(rows: Sequence[Row]) -> Iterator[TokenBatch]:
    """The rows that have text on both sides, in batches of equal length."""
    lengths = np.array([_counts(row) for row in rows], np.int64).reshape(-1, len(_SIDES))
    full = np.flatnonzero((lengths[:, 1] > 0) & (lengths[:, 4] > 0))
    for chosen in batches(lengths[full].sum(1)):
        numbers = full[chosen]
        shape = (len(numbers), -1)
        ids = np.concatenate([part for number in numbers.tolist() for part in _ids(rows[number])]).reshape(shape)
        sides = np.repeat(np.tile(_SIDES, len(numbers)), lengths[numbers].ravel()).reshape(shape)
        texts = lengths[numbers].reshape(-1, 2, 3).sum(2).ravel()
        places = np.concatenate([np.r_[0, 1 + SKIPPED : length + SKIPPED] for length in texts.tolist()]).reshape(shape)
        yield TokenBatch(numbers, ids, places, sides)


def _counts(row: Row) -> tuple[int, ...]:
    """Lengths of the parts, as in `_SIDES`."""
    (a, b), (c, d), _ = row.ranges
    return (1, b - a, 1, 1, d - c, 1)


def _ids(row: Row) -> list[NDArray[np.int32]]:
    """The tokens, part by part."""
    (a, b), (c, d), _ = row.ranges
    return [_START, row.mt.ids[a:b], _END, _START, row.source.ids[c:d], _END]
