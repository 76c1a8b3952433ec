"""The lower half: texts to token states, each distinct text once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches, padded
from mtqe.encoder.embeddings import Table
from mtqe.encoder.sessions import Session
from mtqe.encoder.tokenizer import END, PAD, START, Encoded, Tokenizer
from mtqe.encoder.windows import Number, Window, stitch, windows

T = TypeVar("T")
REMEMBERED = 65_536
"""So many token states, some 50 MB, stay in memory: metric and checks read the same texts one after the other."""
EXACT = 32_768
"""So many states, another 50 MB, stay in memory as they came, for the upper half; half precision moves a vector."""


@dataclass(frozen=True, eq=False)
class Text:
    """A text that was read.

    Args:
        ids: `(k,)`, its tokens.
        offsets: `(k, 2)`, their code points.
        states: `(k + 2, width)`, the states of `<s>`, of the tokens and of `</s>`.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]
    states: NDArray[np.float16]

    def __len__(self) -> int:
        """Tokens, without the two special ones."""
        return len(self.ids)


@dataclass(frozen=True)
class Batch:
    """Rows that were read together: their numbers, where their tokens stand, and their states in single precision."""

    rows: NDArray[np.intp]
    mask: NDArray[np.bool_]
    states: NDArray[np.float32]


class Reader:
    """Tokenizer, table and lower half.

    Args:
        tokenizer: Text to tokens.
        table: Tokens to embeddings.
        lower: The lower half; inputs `words` and `mask`, output `states`.
        prefix: Tokens that stand before every text; they are no part of a `Text`.
    """

    def __init__(self, tokenizer: Tokenizer, table: Table, lower: Session, prefix: Sequence[int]) -> None:
        self._tokenizer, self._table, self._lower = tokenizer, table, lower
        self.width = table.width
        self._head = np.array([START, *prefix], np.int32)
        self._tail = np.array([END], np.int32)
        self._known: dict[str, Text] = {}
        self._exact: dict[str, NDArray[np.float32]] = {}

    def read(self, texts: Iterable[str]) -> dict[str, Text]:
        """The texts, by themselves; each distinct one is read once, and what was read lately is remembered."""
        wanted = list(dict.fromkeys(texts))
        found = {text: self._known[text] for text in wanted if text in self._known}
        distinct = [text for text in wanted if text not in found]
        encoded, rows = self.rows(distinct)
        states: list[NDArray[np.float16]] = [np.empty((0, 0), np.float16)] * len(rows)
        alone = Counter(number for number, _ in rows)
        skip = len(self._head)
        for batch in self.forward(encoded, rows):
            lengths = batch.mask.sum(1).tolist()
            for place, (row, length) in enumerate(zip(batch.rows.tolist(), lengths, strict=True)):
                own = batch.states[place, :length]
                states[row] = np.concatenate([own[:1], own[skip:]]).astype(np.float16)
                if alone[rows[row][0]] == 1:
                    self._exact[distinct[rows[row][0]]] = own.copy()
            self._exact = _latest(self._exact, EXACT, len)
        at = 0
        for number, text in enumerate(distinct):
            parts = windows(len(encoded[number].ids))
            whole = stitch(parts, states[at : at + len(parts)])
            found[text] = self._known[text] = Text(encoded[number].ids, encoded[number].offsets, whole)
            at += len(parts)
        self._known = _latest(self._known, REMEMBERED, lambda one: len(one.states))
        return found

    def exact(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The states, with those of the prefix, of the texts that were read very lately and in one window."""
        return {text: self._exact[text] for text in texts if text in self._exact}

    def rows(self, texts: Sequence[str]) -> tuple[list[Encoded], list[tuple[int, Window]]]:
        """The texts as tokens, and what is read in one go: the number of a text and a window on it, in order."""
        encoded = [self._tokenizer.encode(text) for text in texts]
        return encoded, [(k, window) for k, one in enumerate(encoded) for window in windows(len(one.ids))]

    def forward(self, encoded: Sequence[Encoded], rows: Sequence[tuple[int, Window]]) -> Iterator[Batch]:
        """The states of all rows, batch by batch; longest rows first."""
        extra = len(self._head) + len(self._tail)
        lengths = np.array([extra + window.end - window.start for _, window in rows], np.int64)
        for numbers in batches(lengths):
            mask = padded(lengths[numbers])
            ids = np.full(mask.shape, PAD, np.int32)
            chosen = [rows[number] for number in numbers.tolist()]
            parts = [(self._head, encoded[k].ids[window.start : window.end], self._tail) for k, window in chosen]
            ids[mask] = np.concatenate([part for three in parts for part in three])
            words = self._table.rows(ids.ravel()).reshape(*ids.shape, -1)
            (states,) = self._lower.run(["states"], {"words": words, "mask": mask.astype(np.int64)})
            yield Batch(numbers, mask, states)


def again(texts: Sequence[NDArray[Number]]) -> Iterator[Batch]:
    """States of texts that were read, such as those of `Reader.exact`, in batches as `Reader.forward` gives them."""
    lengths = np.array([len(one) for one in texts], np.int64)
    for numbers in batches(lengths):
        mask: NDArray[np.bool_] = padded(lengths[numbers])
        states = np.zeros((*mask.shape, texts[0].shape[1]), np.float32)
        states[mask] = np.concatenate([texts[number] for number in numbers.tolist()])
        yield Batch(numbers, mask, states)


def _latest(known: dict[str, T], most: int, size: Callable[[T], int]) -> dict[str, T]:
    """What fits in memory of what was read, latest first."""
    kept = []
    for text, one in reversed(known.items()):
        most -= size(one)
        if most < 0:
            break
        kept.append((text, one))
    return dict(reversed(kept))
