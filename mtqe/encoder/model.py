"""The loaded encoder and its uses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import files
from mtqe.encoder.critic import criticise
from mtqe.encoder.judge import judge
from mtqe.encoder.nouns import Criticism, Judgement, Pair, Tokens
from mtqe.encoder.reader import Batch, Reader
from mtqe.encoder.sessions import Session
from mtqe.encoder.table import Table
from mtqe.encoder.tokenizer import Tokenizer

TOGETHER = 1_000
"""Texts that are embedded in one go."""


class Model:
    """The encoder. Its halves are loaded when they are first used.

    Args:
        folder: Where its files are.
        settings: What `encoder.json` says: version, languages, and the numbers that training measured.
        threads: Threads of the computation.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any], threads: int) -> None:
        self.settings, self.threads = settings, threads
        self._folder = folder

    @property
    def signature(self) -> dict[str, str]:
        """What can move its numbers; see `mtqe.encoder.files.signature`."""
        return files.signature(self.settings)

    @functools.cached_property
    def _reader(self) -> Reader:
        tokenizer = Tokenizer(self._folder / "tokenizer.model")
        lower = Session(self._folder / "lower.onnx", self.threads)
        return Reader(tokenizer, Table(self._folder), lower, [int(number) for number in self.settings["prefix_ids"]])

    @functools.cached_property
    def _upper(self) -> Session:
        return Session(self._folder / "upper.onnx", self.threads)

    @functools.cached_property
    def _scorer(self) -> Session:
        return Session(self._folder / "scorer.onnx", self.threads)

    @functools.cached_property
    def _critic(self) -> Session:
        return Session(self._folder / "critic.onnx", self.threads)

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Sentence embeddings `(n, 384)` of unit length; texts that mean the same in any two languages are close.

        Each distinct text is read once. A text of more than one window has the mean of its windows, each weighted with
        its number of tokens.

        Args:
            texts: Texts of any length.
            progress: Called with how many distinct texts are done, and how many there are.
        """
        places = {text: k for k, text in enumerate(dict.fromkeys(texts))}
        distinct = sorted(places, key=len)
        found = np.zeros((len(places), self._reader.width), np.float32)
        for start in range(0, len(distinct), TOGETHER):
            chosen = distinct[start : start + TOGETHER]
            encoded, rows = self._reader.rows(chosen)
            for batch in self._reader.forward(encoded, rows):
                owners = [places[chosen[rows[row][0]]] for row in batch.rows.tolist()]
                np.add.at(found, owners, self._weighted(batch))
            if progress:
                progress(min(start + TOGETHER, len(distinct)), len(distinct))
        return _unit(found)[[places[text] for text in texts]]

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text with their states in the lower half; nothing is cut. Each distinct text is read once.

        The states of all texts are in memory at once: 0.8 kB a token.
        """
        read = self._reader.read(texts)
        made = {text: Tokens(tuple(one.ids.tolist()), one.offsets, one.states) for text, one in read.items()}
        return [made[text] for text in texts]

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Tokens]]:
        """`embed` and `tokens` at once: the lower half, which both need, reads each distinct text a single time."""
        places = {text: k for k, text in enumerate(dict.fromkeys(texts))}
        found = np.zeros((len(places), self._reader.width), np.float32)
        read = self._reader.read(places, lambda batch, owners: np.add.at(found, owners, self._weighted(batch)))
        made = {text: Tokens(tuple(one.ids.tolist()), one.offsets, one.states) for text, one in read.items()}
        return _unit(found)[[places[text] for text in texts]], [made[text] for text in texts]

    def _weighted(self, batch: Batch) -> NDArray[np.float32]:
        """The vector of each row times its number of tokens."""
        feeds = {"states": batch.states, "mask": batch.mask.astype(np.int64)}
        (vectors,) = self._upper.run(["embedding"], feeds)
        weighted: NDArray[np.float32] = vectors * batch.mask.sum(1, keepdims=True)
        return weighted

    def judge(self, pairs: Sequence[Pair], progress: Callable[[int, int], None] | None = None) -> list[Judgement]:
        """One `Judgement` a pair, in their order; see `mtqe.encoder.judge.judge`.

        Args:
            pairs: Segments with their translation.
            progress: Called with how many pairs are done, about, and how many there are.
        """
        return judge(self._reader, self._scorer, pairs, progress)

    def criticise(self, pairs: Sequence[Pair], progress: Callable[[int, int], None] | None = None) -> list[Criticism]:
        """One `Criticism` a pair, in their order; see `mtqe.encoder.critic.criticise`.

        Args:
            pairs: Segments with their translation.
            progress: Called with how many pairs are done, about, and how many there are.
        """
        return criticise(self._reader, self._critic, pairs, progress)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row of unit length, in place."""
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(min=1e-12)
    return vectors
