"""The lower half: texts to token states, each distinct text once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches, padded
from mtqe.encoder.sessions import Session
from mtqe.encoder.table import Table
from mtqe.encoder.tokenizer import END, PAD, START, Encoded, Tokenizer
from mtqe.encoder.windows import Window, stitch, windows

REMEMBERED = 65_536
"""So many token states, some 50 MB, stay in memory: metric and checks read the same texts one after the other."""


@dataclass(frozen=True, eq=False)
class Text:
    """A text that was read.

    Args:
        ids: `(k,)`, its tokens.
        offsets: `(k, 2)`, their code points.
        states: `(k + 2, width)`, the states of `<s>`, of the tokens and of `</s>`.
        prefix: Those of the prefix; `None` where the text was read in several windows.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]
    states: NDArray[np.float16]
    prefix: NDArray[np.float16] | None = None

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
        prefix: Tokens that stand before every text.
    """

    def __init__(self, tokenizer: Tokenizer, table: Table, lower: Session, prefix: Sequence[int]) -> None:
        self._tokenizer, self._table, self._lower = tokenizer, table, lower
        self.width = table.width
        self._head = np.array([START, *prefix], np.int32)
        self._tail = np.array([END], np.int32)
        self._known: dict[str, Text] = {}

    def read(self, texts: Iterable[str]) -> dict[str, Text]:
        """The texts, by themselves; each distinct one is read once, and what was read lately is remembered."""
        wanted = list(dict.fromkeys(texts))
        found = self.remembered(wanted)
        distinct = [text for text in wanted if text not in found]
        encoded, rows = self.rows(distinct)
        states: list[NDArray[np.float16]] = [np.empty((0, 0), np.float16)] * len(rows)
        prefixes = list(states)
        skip = len(self._head)
        for batch in self.forward(encoded, rows):
            lengths = batch.mask.sum(1).tolist()
            for place, (row, length) in enumerate(zip(batch.rows.tolist(), lengths, strict=True)):
                own = batch.states[place].astype(np.float16)
                states[row], prefixes[row] = np.concatenate([own[:1], own[skip:length]]), own[1:skip].copy()
        at = 0
        for number, text in enumerate(distinct):
            parts = windows(len(encoded[number].ids))
            whole = stitch(parts, states[at : at + len(parts)])
            prefix = prefixes[at] if len(parts) == 1 else None
            found[text] = self._known[text] = Text(encoded[number].ids, encoded[number].offsets, whole, prefix)
            at += len(parts)
        self._forget()
        return found

    def remembered(self, texts: Iterable[str]) -> dict[str, Text]:
        """Those of the texts that were read lately."""
        return {text: self._known[text] for text in texts if text in self._known}

    def _forget(self) -> None:
        """Keep what fits in memory of what was read, latest first."""
        left, kept = REMEMBERED, []
        for text, one in reversed(self._known.items()):
            left -= len(one.states)
            if left < 0:
                break
            kept.append((text, one))
        self._known = dict(reversed(kept))

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


def again(texts: Sequence[Text]) -> Iterator[Batch]:
    """Texts that were read in one window each, as the batches that `Reader.forward` gave of them."""
    parts = [(one.states[:1], one.prefix, one.states[1:]) for one in texts if one.prefix is not None]
    lengths = np.array([sum(map(len, three)) for three in parts], np.int64)
    for numbers in batches(lengths):
        mask = padded(lengths[numbers])
        flat = np.concatenate([part for number in numbers.tolist() for part in parts[number]])
        states = np.zeros((*mask.shape, flat.shape[1]), np.float32)
        states[mask] = flat
        yield Batch(numbers, mask, states)
