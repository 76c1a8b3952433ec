"""The loaded encoder and its uses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import weight_files
from mtqe.encoder.critic import criticise
from mtqe.encoder.embeddings import Table
from mtqe.encoder.judge import judge
from mtqe.encoder.nouns import Criticism, Judgement, Pair, Tokens
from mtqe.encoder.reader import Batch, Reader, again
from mtqe.encoder.reference_similarity import Blend, Likeness
from mtqe.encoder.sessions import Session
from mtqe.encoder.tokenizer import Tokenizer
from mtqe.encoder.unrelated import marked

TOGETHER = 1_000
"""Texts that are embedded in one go."""
REMEMBERED = 16_384
"""So many vectors, 25 MB, stay in memory: aligner and checks ask for those of the same texts one after the other."""


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
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def signature(self) -> dict[str, str]:
        """What can move its numbers; see `mtqe.encoder.weight_files.signature`."""
        return weight_files.signature(self.settings)

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
    def _likeness(self) -> Likeness:
        return Likeness(lambda: self._upper, Blend(**self.settings["blend"]))

    @functools.cached_property
    def _critic(self) -> Session:
        return Session(self._folder / "critic.onnx", self.threads)

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Sentence embeddings `(n, 384)` of unit length; texts that mean the same in any two languages are close.

        Each distinct text is read once; the vectors of the last ones are remembered, and where the tokens of a text
        are, its vector comes from them. A text of more than one window has the mean of its windows, each weighted with
        its number of tokens.

        Args:
            texts: Texts of any length.
            progress: Called with how many distinct texts are done, and how many there are.
        """
        distinct = sorted(dict.fromkeys(texts), key=len)
        found = {text: self._vectors[text] for text in distinct if text in self._vectors}
        for start in range(0, len(distinct), TOGETHER):
            new = [text for text in distinct[start : start + TOGETHER] if text not in found]
            found |= self._embedded(new)
            if progress:
                progress(min(start + TOGETHER, len(distinct)), len(distinct))
        self._remember(found)
        return np.array([found[text] for text in texts], np.float32).reshape(-1, self._reader.width)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text with their states in the lower half; nothing is cut. Each distinct text is read once.

        The states of all texts are in memory at once: 0.8 kB a token.
        """
        read = self._reader.read(texts)
        made = {text: Tokens(tuple(one.ids.tolist()), one.offsets, one.states) for text, one in read.items()}
        return [made[text] for text in texts]

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[Tokens]]:
        """`embed` and `tokens` at once: the lower half, which both need, reads each distinct text a single time."""
        read = self._reader.read(texts)
        found = {text: self._vectors[text] for text in read if text in self._vectors}
        found |= self._embedded([text for text in read if text not in found])
        self._remember(found)
        made = {text: Tokens(tuple(one.ids.tolist()), one.offsets, one.states) for text, one in read.items()}
        vectors = np.array([found[text] for text in texts], np.float32).reshape(-1, self._reader.width)
        return vectors, [made[text] for text in texts]

    def _embedded(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of distinct texts, from their states where these are at hand."""
        whole = self._reader.exact(texts)
        rest = [text for text in texts if text not in whole]
        found = np.zeros((len(whole) + len(rest), self._reader.width), np.float32)
        for batch in again(list(whole.values())):
            found[batch.rows] = self._weighted(batch)
        encoded, rows = self._reader.rows(rest)
        for batch in self._reader.forward(encoded, rows):
            np.add.at(found, [len(whole) + rows[row][0] for row in batch.rows.tolist()], self._weighted(batch))
        return dict(zip((*whole, *rest), _unit(found), strict=True))

    def _remember(self, found: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep the last vectors; each of them alone, as a row of a table would keep the whole of it."""
        for text, vector in found.items():
            self._vectors[text] = vector if vector.base is None else vector.copy()
        for text in list(self._vectors)[: max(0, len(self._vectors) - REMEMBERED)]:
            del self._vectors[text]

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
        return marked(pairs, judge(self._reader, self._scorer, self._likeness, pairs, progress), self.embed)

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
