"""Judging pairs: pieces of segments through the scorer, and the segments put together from their pieces."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches, padded
from mtqe.encoder.nouns import Judgement, Pair
from mtqe.encoder.pieces import Piece, pieces, sentence_spans
from mtqe.encoder.reader import Reader, Text
from mtqe.encoder.sessions import Session

MT, SRC, REF = 1, 2, 3
_SIDES = np.array([-MT, MT, -MT, SRC, -SRC, REF, -REF])
"""Parts of a row: `<s>`, translation, `</s>`, source, `</s>`, reference, `</s>`; special tokens are negative."""
CHUNK = 60_000
"""Characters of text whose states are in memory at a time, some 12 MB; between two, progress is told."""
WHOLE = 1_500
"""Tokens of a piece, all sides together, that the scorer reads in one row: attention takes memory with the square.

A longer piece, a sentence of some pages, is read in several rows, each with the same share of every side.
"""
BEND = 4.0
"""Sharpness of the bend that keeps penalties positive."""
MOST = 30.0
"""Penalty of a row at most: the scorer never saw more, and beyond it the exponential would say anything."""
EMPTY = 25.0
"""Penalty of a translation of nothing or by nothing: MQM's weight of a critical error, as for a whole omission."""
EMPTY_DIRECT = -2.0
"""Direct assessment of such a translation, in standard scores."""

Key = tuple[str, str, str | None]


@dataclass(frozen=True, eq=False)
class Row:
    """What the scorer reads at once: ranges of the tokens of a translation, its source and perhaps a reference."""

    mt: Text
    source: Text
    ref: Text | None
    at: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    chrf: float = 0.0
    """chrF2 of the piece's translation with its reference, 0 to 1; 0 without one."""

    def counts(self) -> tuple[int, ...]:
        """Lengths of the parts, as in `_SIDES`."""
        mt, source, ref = (end - start for start, end in self.at)
        return (1, mt, 1, source, 1, ref, 1 if self.ref else 0)

    def states(self) -> list[NDArray[np.float16]]:
        """The states, part by part."""
        mt, source = self.mt.states, self.source.states
        (a, b), (c, d), (e, f) = self.at
        parts = [mt[:1], mt[1 + a : 1 + b], mt[-1:], source[1 + c : 1 + d], source[-1:]]
        return [*parts, self.ref.states[1 + e : 1 + f], self.ref.states[-1:]] if self.ref else parts


@dataclass(frozen=True, eq=False)
class Scored:
    """What the scorer says of a row, or of several put together."""

    penalty: float
    critical: float
    direct: float
    tags: NDArray[np.float32]
    rates: NDArray[np.float32]


def judge(
    reader: Reader,
    scorer: Session,
    pairs: Sequence[Pair],
    progress: Callable[[int, int], None] | None = None,
) -> list[Judgement]:
    """One judgement a pair, in their order.

    Sentences of a segment are paired (see `pieces`), each distinct piece is scored once and each distinct text read
    once. Where a piece of the translation or of the source has no text, nothing is scored: its penalty is `EMPTY`,
    because a text that translates nothing is as wrong as a translation that is not there. Nothing for nothing has no
    penalty. A blank reference counts as none.

    Args:
        reader: The lower half.
        scorer: The upper half that was trained.
        pairs: What to judge.
        progress: Called with how many pairs are done, about, and how many there are.
    """
    split = functools.cache(sentence_spans)
    cut = [pieces(pair, split) for pair in pairs]
    scored: dict[Key, list[Scored]] = {}
    offsets: dict[Key, NDArray[np.int32]] = {}
    keys = _ordered(cut)
    chunks, last = _chunks(keys)
    shelf: dict[str, Text] = {}
    for number, chunk in enumerate(chunks):
        if progress:
            progress(len(scored) * len(pairs) // len(keys), len(pairs))
        shelf |= reader.read(text for key in chunk for text in key if text is not None and text not in shelf)
        rows = [_rows(shelf, key) for key in chunk]
        found = iter(_score(scorer, list(itertools.chain.from_iterable(rows))))
        for key, own in zip(chunk, rows, strict=True):
            scored[key] = list(itertools.islice(found, len(own)))
            offsets[key] = shelf[key[1]].offsets
        for text in [text for text in shelf if last[text] == number]:
            del shelf[text]
    if progress:
        progress(len(pairs), len(pairs))
    return [_together(own, scored, offsets) for own in cut]


def _key(piece: Piece) -> Key:
    return piece.source, piece.target, piece.reference


def _ordered(cut: Sequence[Sequence[Piece]]) -> list[Key]:
    """The distinct pieces; those with one source follow each other, so that it is held in memory once, and briefly."""
    keys = list(dict.fromkeys(_key(piece) for own in cut for piece in own))
    first: dict[str, int] = {}
    for source, _, _ in keys:
        first.setdefault(source, len(first))
    return sorted(keys, key=lambda key: first[key[0]])


def _chunks(keys: Sequence[Key]) -> tuple[list[list[Key]], dict[str, int]]:
    """The pieces in chunks of limited size, and the number of the chunk that needs a text last."""
    chunks: list[list[Key]] = [[]] if keys else []
    last: dict[str, int] = {}
    size = 0
    for key in keys:
        texts = [text for text in key if text is not None]
        size += sum(len(text) for text in texts if text not in last)
        if size > CHUNK and chunks[-1]:
            chunks.append([])
            size = sum(map(len, texts))
        chunks[-1].append(key)
        last.update(dict.fromkeys(texts, len(chunks) - 1))
    return chunks, last


def _rows(shelf: dict[str, Text], key: Key) -> list[Row]:
    """A piece as the scorer reads it: one row, or several with equal shares of each side if it is very long."""
    source, mt = shelf[key[0]], shelf[key[1]]
    ref = shelf[key[2]] if key[2] is not None else None
    if ref is not None and not len(ref):
        ref = None
    sizes = (len(mt), len(source), len(ref) if ref else 0)
    count = max(1, math.ceil(sum(sizes) / WHOLE))
    bounds = [[size * k // count for k in range(count + 1)] for size in sizes]
    chrf = _chrf(key[1], key[2]) if ref and key[2] else 0.0
    ranges = zip(*map(itertools.pairwise, bounds), strict=True)
    return [Row(mt, source, ref, (at[0], at[1], at[2]), chrf) for at in ranges]


def _score(scorer: Session, rows: Sequence[Row]) -> list[Scored]:
    """One result a row, in order."""
    lengths = np.array([row.counts() for row in rows], np.int64).reshape(-1, len(_SIDES))
    scored = [_empty(int(mt), int(source)) for mt, source in lengths[:, [1, 3]]]
    full = np.flatnonzero((lengths[:, 1] > 0) & (lengths[:, 3] > 0))
    for chosen in batches(lengths[full].sum(1)):
        numbers = full[chosen]
        found = _run(scorer, [rows[k] for k in numbers], lengths[numbers])
        for number, one in zip(numbers.tolist(), found, strict=True):
            scored[number] = one
    return scored


def _empty(mt: int, source: int) -> Scored:
    """A row whose translation or source has no tokens."""
    wrong = float(mt > 0 or source > 0)
    tags = np.tile(np.array([0, 0, 1, 1], np.float32), (mt, 1))
    rates = np.full(mt, EMPTY / max(mt, 1), np.float32)
    return Scored(EMPTY * wrong, wrong, EMPTY_DIRECT * wrong, tags, rates)


def _run(scorer: Session, rows: Sequence[Row], lengths: NDArray[np.int64]) -> Iterator[Scored]:
    """One batch through the scorer."""
    mask = padded(lengths.sum(1))
    flat = np.concatenate([part for row in rows for part in row.states()])
    states = np.zeros((*mask.shape, flat.shape[1]), np.float32)
    states[mask] = flat
    sides = np.zeros(mask.shape, np.int64)
    sides[mask] = np.repeat(np.tile(_SIDES, len(rows)), lengths.ravel())
    names = ["penalty", "direct", "critical", "tags", "rates"]
    feeds = {"states": states, "sides": sides, "chrf": np.array([row.chrf for row in rows], np.float32)}
    penalty, direct, critical, tags, rates = scorer.run(names, feeds)
    on_mt = sides == MT
    chances = probabilities(tags[on_mt])
    penalties = penalty_of(penalty)
    dangers = _sigmoid(critical)
    ends = np.cumsum(lengths[:, 1])[:-1]
    parts = (np.split(chances, ends), np.split(rates[on_mt], ends))
    for numbers in zip(penalties.tolist(), dangers.tolist(), direct.tolist(), *parts, strict=True):
        yield Scored(*numbers)


def probabilities(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities `(k, 4)` from the tagger's logits: three that exclude each other, and one of its own."""
    raised = np.exp(logits[:, :3] - logits[:, :3].max(1, initial=-np.inf, keepdims=True))
    chances = raised / raised.sum(1, keepdims=True)
    return np.asarray(np.concatenate([chances, _sigmoid(logits[:, 3:])], 1), np.float32)


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    half = np.tanh(logits / 2) / 2  # does not overflow
    return np.asarray(half + 0.5, np.float32)


def penalty_of(said: NDArray[np.float32]) -> NDArray[np.float32]:
    """MQM penalties from what the scorer says, which is about log(1 + penalty) but knows no zero.

    Near and below zero it is bent to stay positive, so that two flawless translations still differ: 0 becomes 0.19, and
    from 1 on (a penalty of 1.7) nothing changes to speak of.
    """
    positive = np.logaddexp(0, BEND * said) / BEND
    return np.asarray(np.expm1(np.minimum(positive, math.log1p(MOST))), np.float32)


@functools.cache
def _chrf_metric() -> Any:
    import sacrebleu

    return sacrebleu.CHRF()


def _chrf(target: str, reference: str) -> float:
    return float(_chrf_metric().sentence_score(target, [reference]).score) / 100


def _together(
    own: Sequence[Piece], scored: dict[Key, list[Scored]], offsets: dict[Key, NDArray[np.int32]]
) -> Judgement:
    """A segment from its pieces."""
    rows = [row for piece in own for row in scored[_key(piece)]]
    at = [offsets[_key(piece)] + np.int32(piece.start) for piece in own]
    return Judgement(
        penalty=sum(row.penalty for row in rows),
        pieces=len(rows),
        critical=sum(row.critical for row in rows) / len(rows),
        direct=sum(row.direct for row in rows) / len(rows),
        offsets=np.concatenate(at),
        tags=np.concatenate([row.tags for row in rows]),
        rates=np.concatenate([row.rates for row in rows]),
    )
