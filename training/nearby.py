"""Neighbours of words by the embeddings of their pieces alone: seconds, where the whole encoder takes an hour.

The embeddings are those that ship (`mtqe/data/encoder`). Only words of one or two pieces have neighbours: the
mean of more pieces says little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mtqe.encoder.embeddings import EmbeddingTable
from mtqe.encoder.tokenizer import Tokenizer

WORDS = 4000
"""So many words of a language have neighbours."""
NEAREST, FARTHEST = 4, 150
"""Ranks among the neighbours of a word that are looked at; the nearest often mean the same."""
ENDING, ALIKE, MOST = 2, 5, 20
"""Neighbours that end in the same letters are taken if there are so many, since they mostly agree; at most so many."""
SKIPPED = 150
"""So many of the most frequent words are left out: function words."""
PIECES = 2
STEM = 4
"""Words that begin with as many equal letters are taken for forms of one word."""


class Nearby:
    """For each frequent word of a language, others that are used like it."""

    def __init__(self, words: Sequence[str], vectors: np.ndarray) -> None:
        self.words = list(words)
        self.places = {word: k for k, word in enumerate(words)}
        self.vectors = vectors

    def of(self, word: str) -> list[str]:
        """The neighbours of a word, nearest first, without forms of the word itself."""
        at = self.places.get(word)
        if at is None or len(self.words) <= FARTHEST:
            return []
        cosine = self.vectors @ self.vectors[at]
        best = np.argpartition(-cosine, FARTHEST)[: FARTHEST + 1]
        order = [self.words[k] for k in best[np.argsort(-cosine[best])] if k != at]
        other = [new for new in order if new[:STEM].lower() != word[:STEM].lower()]
        ending = [new for new in other if new[-ENDING:] == word[-ENDING:]]
        return (ending[1:] if len(ending) > ALIKE else other[NEAREST:])[:MOST]


def nearby(counts: Counter[str], folder: Path, words: int = WORDS) -> Nearby:
    """The neighbours of the words of a language, with the encoder's files in a folder."""
    tokenizer, table = Tokenizer(folder / "tokenizer.model"), EmbeddingTable(folder)
    kept, ids = [], []
    for word, count in counts.most_common()[SKIPPED:]:
        pieces = tokenizer.encode(word).ids if count > 1 and len(kept) < words else ()
        if 0 < len(pieces) <= PIECES:
            kept.append(word)
            ids.append(pieces)
    if not kept:
        return Nearby([], np.zeros((0, table.width), np.float32))
    rows = table.rows(np.concatenate(ids))
    starts = np.cumsum([0, *(len(one) for one in ids[:-1])])
    vectors = np.add.reduceat(rows, starts)
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    return Nearby(kept, vectors)
