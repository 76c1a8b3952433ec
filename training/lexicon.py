"""Words of the same kind, for errors that read well.

Neighbours among the embeddings of the words that the training texts use; the nearest are left out, they often mean the
same. English also has WordNet (`wordnet.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from exchange import LANGS, Stock
from model import PREFIX
from plant import Clean
from transformers import BertModel, PreTrainedTokenizerFast

NEAREST, FARTHEST = 6, 60
"""Ranks among the neighbours of a word that are taken."""
WORDS = 12_000
"""So many words of a language have neighbours."""


class Lexicon(Stock):
    """The stock of words with neighbours in each language."""

    def __init__(self, pairs: Sequence[Clean], encoder: Path, kept: Path, root: Path) -> None:
        super().__init__(pairs, root)
        for lang in LANGS:
            self.neighbours[lang] = Neighbours(self.counts[lang], encoder, kept / f"near.{lang}.npy")


class Neighbours:
    """For each frequent word of a language, others that are used like it; computed once and kept in a file."""

    def __init__(self, counts: Counter[str], encoder: Path, kept: Path) -> None:
        words = [word for word, count in counts.most_common(WORDS + 300)[300:] if count > 1]
        if len(words) <= FARTHEST:  # a language that the texts hardly have
            words = []
        self.words = words
        self.places = {word: k for k, word in enumerate(words)}
        if words and not kept.exists():
            np.save(kept, near(vectors(words, encoder)))
        self.near = np.load(kept) if words else np.zeros((0, 0), np.int32)

    def of(self, word: str) -> list[str]:
        """The neighbours of a word, nearest first."""
        at = self.places.get(word)
        return [self.words[k] for k in self.near[at]] if at is not None else []


@torch.inference_mode()
def vectors(words: Sequence[str], encoder: Path) -> np.ndarray:
    """Unit vectors of words, the encoder's mean over tokens, centred `(words, width)`."""
    model = BertModel.from_pretrained(encoder, add_pooling_layer=False).to(torch.bfloat16).eval()
    tokenizer = PreTrainedTokenizerFast.from_pretrained(encoder)
    made = []
    for start in range(0, len(words), 128):
        coded = tokenizer([PREFIX + word for word in words[start : start + 128]], padding=True, return_tensors="pt")
        states = model(coded.input_ids, attention_mask=coded.attention_mask).last_hidden_state.float()
        mask = coded.attention_mask[..., None]
        made.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    found = np.concatenate(made)
    found -= found.mean(0)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def near(unit: np.ndarray) -> np.ndarray:
    """Numbers of the neighbours of each row, from NEAREST to FARTHEST."""
    rows = []
    for start in range(0, len(unit), 500):
        cosine = unit[start : start + 500] @ unit.T
        best = np.argpartition(-cosine, FARTHEST, 1)[:, : FARTHEST + 1]
        order = np.argsort(-np.take_along_axis(cosine, best, 1), 1)
        rows.append(np.take_along_axis(best, order, 1)[:, NEAREST:].astype(np.int32))
    return np.concatenate(rows)
