"""The loaded encoder and its uses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import exact_sums, graph_files, scoring, system_head, weight_files
from mtqe.encoder.critic import criticise
from mtqe.encoder.devices import CPU, Device
from mtqe.encoder.embeddings import EmbeddingTable
from mtqe.encoder.heads import Headed
from mtqe.encoder.kept_matrices import initializers
from mtqe.encoder.nouns import Criticism, Judgement, Pair, Tokens
from mtqe.encoder.reader import Batch, Reader, rebatched
from mtqe.encoder.reference_similarity import Blend, ReferenceSimilarity
from mtqe.encoder.sessions import Session
from mtqe.encoder.simultaneous import run_each
from mtqe.encoder.tokenizer import Tokenizer
from mtqe.encoder.unrelated import with_unrelated

EMBED_BATCH = 1_000
"""Texts: that are embedded at a time."""
REMEMBERED_VECTORS = 16_384
"""Vectors: that stay in memory (25 MB), because the aligner and the checks ask for the same texts in turn."""


class Model:
    """The encoder. Each half is loaded at its first use.

    Args:
        folder: Folder of its files.
        settings: The content of `encoder.json`: version, languages and the numbers measured in training.
        threads: Threads of the computation: on the CPU, as many batches run at the same time.
        on: The device: `cpu`, or `cuda:N` for a GPU.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any], threads: int, on: str = CPU) -> None:
        self.settings, self.threads, self.on = settings, threads, on
        self._folder = folder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    @property
    def signature(self) -> dict[str, str]:
        """Everything that can change its numbers; see `mtqe.encoder.weight_files.signature`."""
        return weight_files.signature(self.settings) | Device(self.on).signature

    @property
    def _at_once(self) -> int:
        """Batches that run at the same time; one fills a GPU."""
        return self.threads if self.on == CPU else 1

    def _session(self, name: str) -> Session:
        # One thread a batch, see `mtqe.encoder.simultaneous`.
        return Session(self._folder / f"{name}.onnx", 1, initializers(self._folder, name, self.settings), self.on)

    def _headed(self, name: str, systems: system_head.SystemHead | None = None) -> Headed:
        path = self._folder / f"{name}.onnx"
        file = graph_files.read(path)

        def opened(outputs: Sequence[str]) -> Session:
            return Session(
                path, 1, initializers(self._folder, name, self.settings), self.on, file.with_outputs(outputs)
            )

        return Headed(name, path, file, opened, systems)

    @functools.cached_property
    def _reader(self) -> Reader:
        tokenizer = Tokenizer(self._folder / "tokenizer.model")
        return Reader(
            tokenizer,
            EmbeddingTable(self._folder),
            self._session("lower"),
            [int(number) for number in self.settings["prefix_ids"]],
            self._at_once,
        )

    @functools.cached_property
    def _upper(self) -> Session:
        return self._session("upper")

    @functools.cached_property
    def _scorer(self) -> Headed:
        return self._headed("scorer", system_head.read(self._folder, self.settings))

    @functools.cached_property
    def _similarity(self) -> ReferenceSimilarity:
        return ReferenceSimilarity(lambda: self._upper, Blend(**self.settings["blend"]), self._at_once)

    @functools.cached_property
    def _critic(self) -> Headed:
        return self._headed("critic")

    def embed(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """Sentence embeddings `(n, 384)` of unit length. Texts with the same meaning are close in all languages.

        Each distinct text is read once. The latest vectors stay in memory; if the token states of a text are in memory,
        its vector is computed from them. The vector of a text with several windows is the mean of their vectors,
        weighted with their numbers of tokens.
        """
        distinct = sorted(dict.fromkeys(texts), key=len)
        vectors = {text: self._vectors[text] for text in distinct if text in self._vectors}
        for start in range(0, len(distinct), EMBED_BATCH):
            new = [text for text in distinct[start : start + EMBED_BATCH] if text not in vectors]
            vectors |= self._embedded(new)
            if progress:
                progress(min(start + EMBED_BATCH, len(distinct)), len(distinct))
        self._remember(vectors)
        return np.array([vectors[text] for text in texts], np.float32).reshape(-1, self._reader.width)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """The tokens of each text with their states after the lower half.

        No text is truncated, and each distinct text is read once. The states of all texts are in memory at once: 0.8 kB
        per token.
        """
        read = self._reader.read(texts)
        tokens = {
            text: Tokens(tuple(encoded.ids.tolist()), encoded.offsets, encoded.states) for text, encoded in read.items()
        }
        return [tokens[text] for text in texts]

    def _embedded(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of distinct texts, computed from their states if these are in memory."""
        states = self._reader.exact(texts)
        _ = self._upper  # loaded before the threads need it
        unread = [text for text in texts if text not in states]
        sums = np.zeros((len(states) + len(unread), self._reader.width))
        for batch, summed in run_each(self._summed, rebatched(list(states.values())), self._at_once):
            sums[batch.rows] = summed
        encoded, rows = self._reader.rows(unread)
        for batch, summed in run_each(self._summed, self._reader.forward(encoded, rows), self._at_once):
            np.add.at(sums, [len(states) + rows[row][0] for row in batch.rows.tolist()], summed)
        return dict(zip((*states, *unread), exact_sums.unit(sums).astype(np.float32), strict=True))

    def _remember(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep the latest vectors. Each is copied, because a row of an array would keep the whole array in memory."""
        for text, vector in vectors.items():
            self._vectors[text] = vector if vector.base is None else vector.copy()
        for text in list(self._vectors)[: max(0, len(self._vectors) - REMEMBERED_VECTORS)]:
            del self._vectors[text]

    def _summed(self, batch: Batch) -> NDArray[np.float64]:
        """The vector of each row, multiplied by its number of tokens; sums of these do not depend on their order."""
        (tokens,) = self._upper.run(["tokens"], batch.feeds())
        vectors = exact_sums.unit(exact_sums.on_grid(tokens).sum(1))
        summed: NDArray[np.float64] = exact_sums.unit_grid(vectors) * tokens.shape[1]
        return summed

    def judge(self, pairs: Sequence[Pair], progress: Callable[[int, int], None] | None = None) -> list[Judgement]:
        """One `Judgement` per pair, in order; see `mtqe.encoder.scoring.judgements`.

        Args:
            pairs: Segments with their translation.
            progress: Called as `progress(done, total)` in pairs; `done` is approximate.
        """
        judged = scoring.judgements(self._reader, self._scorer, self._similarity, pairs, progress)
        return with_unrelated(pairs, judged, self.embed)

    def criticise(self, pairs: Sequence[Pair], progress: Callable[[int, int], None] | None = None) -> list[Criticism]:
        """One `Criticism` per pair, in order; see `mtqe.encoder.critic.criticise`.

        Args:
            pairs: Segments with their translation.
            progress: Called as `progress(done, total)` in pairs; `done` is approximate.
        """
        return criticise(self._reader, self._critic, pairs, progress)
