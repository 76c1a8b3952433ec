"""Runs texts through the lower half: each distinct text once, to token states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.batches import batches
from mtqe.encoder.embeddings import EmbeddingTable
from mtqe.encoder.sessions import Session
from mtqe.encoder.simultaneous import run_each
from mtqe.encoder.tokenizer import END, START, Encoded, Tokenizer
from mtqe.encoder.windows import Number, Window, stitch, windows

T = TypeVar("T")
REMEMBERED_STATES = 65_536
"""States: of tokens that stay in memory (some 50 MB), because metrics and checks read the same texts in turn."""
EXACT_STATES = 32_768
"""States: that also stay in memory in single precision (another 50 MB), for the upper half: half precision would change
a vector."""


@dataclass(frozen=True, eq=False)
class ReadText:
    """A text after the lower half.

    Args:
        ids: `(k,)`, its tokens.
        offsets: `(k, 2)`, half-open ranges of code points of the tokens.
        states: `(k + 2, width)`, the states of `<s>`, of the tokens and of `</s>`.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]
    states: NDArray[np.float16]

    def __len__(self) -> int:
        """Number of tokens, without the two special tokens."""
        return len(self.ids)


@dataclass(frozen=True)
class Batch:
    """Rows of equal length that were read together: their numbers, and their states in single precision."""

    rows: NDArray[np.intp]
    states: NDArray[np.float32]

    def feeds(self) -> dict[str, NDArray[Any]]:
        """The inputs of the upper half."""
        return {"states": self.states, "mask": np.ones(self.states.shape[:2], np.int64)}


class Reader:
    """The lower half with its tokenizer and embeddings.

    Args:
        tokenizer: ReadText to tokens.
        table: Tokens to embeddings.
        lower: The lower half; inputs `words` and `mask`, output `states`.
        prefix: Tokens put before every text; they are not part of a `ReadText`.
        threads: Number of batches that run at the same time.
    """

    def __init__(
        self, tokenizer: Tokenizer, table: EmbeddingTable, lower: Session, prefix: Sequence[int], threads: int = 1
    ) -> None:
        self._tokenizer, self._table, self._lower, self.threads = tokenizer, table, lower, threads
        self.width = table.width
        self._head = np.array([START, *prefix], np.int32)
        self._tail = np.array([END], np.int32)
        self._known: Latest[ReadText] = Latest()
        self._exact: Latest[NDArray[np.float32]] = Latest()

    def read(self, texts: Iterable[str]) -> dict[str, ReadText]:
        """The read texts by their text. Each distinct text is read once; the latest stay in memory."""
        requested = list(dict.fromkeys(texts))
        read_texts = self._known.get(requested)
        distinct = [text for text in requested if text not in read_texts]
        encoded, rows = self.rows(distinct)
        states: list[NDArray[np.float16]] = [np.empty((0, 0), np.float16)] * len(rows)
        window_counts = Counter(number for number, _ in rows)
        skip = len(self._head)
        for batch in self.forward(encoded, rows):
            for row, text_states in zip(batch.rows.tolist(), batch.states, strict=True):
                states[row] = np.concatenate([text_states[:1], text_states[skip:]]).astype(np.float16)
                if window_counts[rows[row][0]] == 1:
                    self._exact.add(distinct[rows[row][0]], text_states.copy(), len(text_states), EXACT_STATES)
        first_row = 0
        for number, text in enumerate(distinct):
            parts = windows(len(encoded[number].ids))
            stitched = stitch(parts, states[first_row : first_row + len(parts)])
            read_texts[text] = ReadText(encoded[number].ids, encoded[number].offsets, stitched)
            self._known.add(text, read_texts[text], len(stitched), REMEMBERED_STATES)
            first_row += len(parts)
        return read_texts

    def words(self, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """The embeddings of tokens, `(batch, tokens)` to `(batch, tokens, width)`."""
        return self._table.rows(ids.ravel()).reshape(*ids.shape, -1)

    def exact(self, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """The exact states of the texts that are in memory, including the prefix; only texts of one window are kept."""
        return self._exact.get(texts)

    def rows(self, texts: Sequence[str]) -> tuple[list[Encoded], list[tuple[int, Window]]]:
        """The tokens of the texts, and the rows to read: number of the text and window, in order."""
        encoded = self._tokenizer.encode_all(texts)
        return encoded, [(k, window) for k, tokens in enumerate(encoded) for window in windows(len(tokens.ids))]

    def forward(self, encoded: Sequence[Encoded], rows: Sequence[tuple[int, Window]]) -> Iterator[Batch]:
        """The states of all rows, batch by batch, longest rows first."""
        extra = len(self._head) + len(self._tail)
        lengths = np.array([extra + window.end - window.start for _, window in rows], np.int64)

        def read(numbers: NDArray[np.intp]) -> Batch:
            chosen = [rows[number] for number in numbers.tolist()]
            parts = [(self._head, encoded[k].ids[window.start : window.end], self._tail) for k, window in chosen]
            ids = np.array([np.concatenate(three) for three in parts])
            feeds = {"words": self.words(ids), "mask": np.ones(ids.shape, np.int64)}
            (states,) = self._lower.run(["states"], feeds)
            return Batch(numbers, states)

        for _, batch in run_each(read, batches(lengths), self.threads):
            yield batch


def rebatched(texts: Sequence[NDArray[Number]]) -> Iterator[Batch]:
    """States of texts, such as those of `Reader.exact`, in batches like those of `Reader.forward`."""
    lengths = np.array([len(states) for states in texts], np.int64)
    for numbers in batches(lengths):
        yield Batch(numbers, np.array([texts[number] for number in numbers.tolist()], np.float32))


class Latest(Generic[T]):
    """The latest entries by their text, whose total size is limited."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[T, int]] = {}
        self._size = 0

    def add(self, text: str, entry: T, size: int, limit: int) -> None:
        """Add an entry, and drop the oldest ones until the total size is at most `limit`."""
        self._drop(text)
        self._entries[text] = entry, size
        self._size += size
        while self._size > limit:
            self._drop(next(iter(self._entries)))

    def get(self, texts: Iterable[str]) -> dict[str, T]:
        """The entries of these texts that are still there."""
        return {text: self._entries[text][0] for text in texts if text in self._entries}

    def clear(self) -> None:
        """Drop all entries."""
        self._entries.clear()
        self._size = 0

    def _drop(self, text: str) -> None:
        self._size -= self._entries.pop(text, (None, 0))[1]
