"""Turns pairs into rows for an upper half that reads both sides together.

Segments are divided into pieces, pieces are read and become rows, and rows are grouped into batches.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches
from mtqe.encoder.nouns import Pair
from mtqe.encoder.pieces import Piece, pieces, sentence_spans
from mtqe.encoder.reader import Reader, ReadText

MT, SRC = 1, 2
"""Ids: of the segments of a row, as the scorer learned them."""
_SIDES = np.array([-MT, MT, -MT, SRC, -SRC])
"""Parts of a row: `<s>`, translation, `</s>`, source, `</s>`; special tokens are negative."""
CHUNK_CHARACTERS = 60_000
"""Characters: of text whose states are in memory at a time, some 12 MB. Progress is reported between two chunks."""
LONGEST_ROW = 500
"""Tokens: of a row, source and translation together, at most. Attention takes memory quadratically, and the scorer,
which learned from sentences, discriminates less the longer a row is. A longer piece, such as a sentence of several
pages, becomes several rows, each with the same share of every side."""

T = TypeVar("T")
Key = tuple[str, str, str | None]


@dataclass(frozen=True, eq=False)
class Row:
    """Ranges of the tokens of a translation, its source and perhaps a reference, which are read together.

    An upper half reads translation and source; the reference is only compared.
    """

    mt: ReadText
    source: ReadText
    ref: ReadText | None
    ranges: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    chrf: float = 0.0
    """chrF2 of the piece's translation with its reference, 0 to 1; 0 without a reference."""

    def counts(self) -> tuple[int, ...]:
        """Lengths of the parts, as in `_SIDES`."""
        mt, source, _ = (end - start for start, end in self.ranges)
        return (1, mt, 1, source, 1)

    def texts(self) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """The states of translation and source, without special tokens."""
        (a, b), (c, d), _ = self.ranges
        return self.mt.states[1 + a : 1 + b], self.source.states[1 + c : 1 + d]

    def states(self) -> list[NDArray[np.float16]]:
        """The states, part by part."""
        mt, source = self.mt.states, self.source.states
        (a, b), (c, d), _ = self.ranges
        return [mt[:1], mt[1 + a : 1 + b], mt[-1:], source[1 + c : 1 + d], source[-1:]]


@dataclass(frozen=True, eq=False)
class ReadPiece(Generic[T]):
    """A piece of a segment with the results of its rows.

    Args:
        rows: The result of each row; very long pieces have several.
        source: `(k, 2)`, half-open ranges of code points of the source tokens, in the segment.
        target: `(m, 2)`, those of the translation.
    """

    rows: Sequence[T]
    source: NDArray[np.int32]
    target: NDArray[np.int32]


def read_pairs(
    reader: Reader,
    pairs: Sequence[Pair],
    score: Callable[[Sequence[Row]], Sequence[T]],
    progress: Callable[[int, int], None] | None = None,
) -> list[list[ReadPiece[T]]]:
    """The pieces of each pair with the results of `score` for their rows, in order.

    The sentences of a segment are paired (see `pieces`). Each distinct piece is scored once, each distinct text read
    once.

    Args:
        reader: The lower half.
        pairs: The pairs to read.
        score: Returns a value for each row.
        progress: Called as `progress(done, total)` in pairs; `done` is approximate.
    """
    split = functools.cache(sentence_spans)
    cut = [pieces(pair, split) for pair in pairs]
    scored: dict[Key, Sequence[T]] = {}
    offsets: dict[str, NDArray[np.int32]] = {}
    keys = _ordered(cut)
    chunks, last = _chunks(keys)
    read_texts: dict[str, ReadText] = {}
    for number, chunk in enumerate(chunks):
        if progress:
            progress(len(scored) * len(pairs) // len(keys), len(pairs))
        read_texts |= reader.read(text for key in chunk for text in key if text is not None and text not in read_texts)
        rows = [_rows(read_texts, key) for key in chunk]
        results = iter(score(list(itertools.chain.from_iterable(rows))))
        for key, key_rows in zip(chunk, rows, strict=True):
            scored[key] = list(itertools.islice(results, len(key_rows)))
            offsets |= {text: read_texts[text].offsets for text in key[:2]}
        for text in [text for text in read_texts if last[text] == number]:
            del read_texts[text]
    if progress:
        progress(len(pairs), len(pairs))
    return [
        [
            ReadPiece(
                scored[_key(piece)],
                offsets[piece.source] + np.int32(piece.source_start),
                offsets[piece.target] + np.int32(piece.start),
            )
            for piece in segment_pieces
        ]
        for segment_pieces in cut
    ]


def _key(piece: Piece) -> Key:
    return piece.source, piece.target, piece.reference


def _ordered(cut: Sequence[Sequence[Piece]]) -> list[Key]:
    """The distinct pieces, grouped by source, so that a source stays in memory only briefly."""
    keys = list(dict.fromkeys(_key(piece) for segment_pieces in cut for piece in segment_pieces))
    first: dict[str, int] = {}
    for source, _, _ in keys:
        first.setdefault(source, len(first))
    return sorted(keys, key=lambda key: first[key[0]])


def _chunks(keys: Sequence[Key]) -> tuple[list[list[Key]], dict[str, int]]:
    """The pieces in chunks of limited size, and for each text the number of the last chunk that needs it."""
    chunks: list[list[Key]] = [[]] if keys else []
    last: dict[str, int] = {}
    size = 0
    for key in keys:
        texts = [text for text in key if text is not None]
        size += sum(len(text) for text in texts if text not in last)
        if size > CHUNK_CHARACTERS and chunks[-1]:
            chunks.append([])
            size = sum(map(len, texts))
        chunks[-1].append(key)
        last.update(dict.fromkeys(texts, len(chunks) - 1))
    return chunks, last


def _rows(read_texts: dict[str, ReadText], key: Key) -> list[Row]:
    """The rows of a piece: one, or several with equal shares of each side if the piece is very long."""
    source, mt = read_texts[key[0]], read_texts[key[1]]
    ref = read_texts[key[2]] if key[2] is not None else None
    if ref is not None and not len(ref):
        ref = None
    sizes = (len(mt), len(source), len(ref) if ref else 0)
    count = max(1, math.ceil(sum(sizes[:2]) / LONGEST_ROW))
    bounds = [[size * k // count for k in range(count + 1)] for size in sizes]
    chrf = _chrf(key[1], key[2]) if ref and key[2] else 0.0
    ranges = zip(*map(itertools.pairwise, bounds), strict=True)
    return [Row(mt, source, ref, (row_ranges[0], row_ranges[1], row_ranges[2]), chrf) for row_ranges in ranges]


@dataclass(frozen=True, eq=False)
class Batch:
    """Rows of equal length that are scored together. Rows without a token on a side are in no batch.

    Args:
        numbers: `(batch,)`, numbers of the rows.
        states: `(batch, tokens, width)`.
        sides: `(batch, tokens)`: `MT` or `SRC` on text, -`MT` or -`SRC` on the special tokens of a side.
    """

    numbers: NDArray[np.intp]
    states: NDArray[np.float32]
    sides: NDArray[np.int64]

    def split_side(self, values: NDArray[np.float32], side: int) -> list[NDArray[np.float32]]:
        """The values `(batch, tokens, ...)` of the tokens of a side, row by row."""
        on = self.sides == side
        return np.split(values[on], np.cumsum(on.sum(1))[:-1])


def counts(rows: Sequence[Row]) -> NDArray[np.int64]:
    """Numbers of tokens of translation and source of each row, `(n, 2)`."""
    return np.array([row.counts() for row in rows], np.int64).reshape(-1, len(_SIDES))[:, [1, 3]]


def batched(rows: Sequence[Row]) -> Iterator[Batch]:
    """The rows that have text on both sides, in batches of equal length."""
    lengths = np.array([row.counts() for row in rows], np.int64).reshape(-1, len(_SIDES))
    full = np.flatnonzero((lengths[:, 1] > 0) & (lengths[:, 3] > 0))
    for chosen in batches(lengths[full].sum(1)):
        numbers = full[chosen]
        states = np.concatenate([part for number in numbers.tolist() for part in rows[number].states()])
        sides = np.repeat(np.tile(_SIDES, len(numbers)), lengths[numbers].ravel()).reshape(len(numbers), -1)
        yield Batch(numbers, states.astype(np.float32).reshape(*sides.shape, -1), sides)


@functools.cache
def _chrf_metric() -> Any:
    import sacrebleu

    return sacrebleu.CHRF()


def _chrf(target: str, reference: str) -> float:
    return float(_chrf_metric().sentence_score(target, [reference]).score) / 100
