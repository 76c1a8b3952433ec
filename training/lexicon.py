"""Words of the same kind and words of the opposite meaning, for errors that read well.

English: WordNet 3.0 (Debian's `wordnet-base`), inflected with lemminflect. Other languages: neighbours among the
embeddings of the words that the training texts use; the nearest are left out, they often mean the same.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from lemminflect import getAllInflections, getAllLemmas
from model import PREFIX
from transformers import BertModel, PreTrainedTokenizerFast

WORDNET = "usr/share/wordnet"
PARTS = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}
NEAREST, FARTHEST = 6, 60
"""Ranks among the neighbours of a word that are taken."""
WORDS = 12_000
"""So many words of a language have neighbours."""


class WordNet:
    """Opposites and siblings of English words, restricted to words that the texts use."""

    def __init__(self, used: set[str], root: Path) -> None:
        self.used = used
        folder = root / WORDNET
        self.senses: dict[tuple[str, str], list[str]] = {}
        self.synsets: dict[tuple[str, str], tuple[list[str], list[tuple[str, str, str, int, int]]]] = {}
        for part in PARTS.values():
            for line in (folder / f"index.{part}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    fields = line.split()
                    self.senses[part, fields[0]] = fields[-int(fields[2]) :]
            for line in (folder / f"data.{part}").read_text("utf-8").splitlines():
                if not line.startswith(" "):
                    self._read(part, line.partition("|")[0].split())

    def _read(self, part: str, fields: list[str]) -> None:
        """A line of a data file: words and pointers of a synset."""
        count = int(fields[3], 16)
        words = [word.partition("(")[0] for word in fields[4 : 4 + 2 * count : 2]]
        at = 5 + 2 * count
        pointers = [
            (symbol, offset, kind, int(ends[:2], 16), int(ends[2:], 16))
            for symbol, offset, kind, ends in (fields[at + 4 * k : at + 4 * k + 4] for k in range(int(fields[at - 1])))
        ]
        self.synsets[part, fields[0]] = words, pointers

    @lru_cache(maxsize=50_000)  # noqa: B019 - one lexicon lives as long as the run
    def opposites(self, part: str, lemma: str) -> tuple[str, ...]:
        """Antonyms of the first three senses."""
        found = []
        for offset in self.senses.get((part, lemma), ())[:3]:
            words, pointers = self.synsets[part, offset]
            for symbol, other, _, mine, theirs in pointers:
                if symbol == "!" and words[mine - 1].lower() == lemma:
                    found.append(self.synsets[part, other][0][theirs - 1])
        return tuple(word for word in found if "_" not in word)

    @lru_cache(maxsize=50_000)  # noqa: B019
    def siblings(self, part: str, lemma: str) -> tuple[str, ...]:
        """Other words under the hypernyms of the first sense."""
        found: list[str] = []
        for offset in self.senses.get((part, lemma), ())[:1]:
            same = set(self.synsets[part, offset][0])
            for symbol, above, *_ in self.synsets[part, offset][1]:
                if symbol in ("@", "@i"):
                    for below_symbol, below, *_ in self.synsets[part, above][1]:
                        if below_symbol in ("~", "~i") and below != offset:
                            found += [word for word in self.synsets[part, below][0] if word not in same]
        return tuple(word for word in found if word.lower() in self.used and "_" not in word)

    def other(self, word: str, opposite: bool, rng: random.Random) -> str | None:
        """A word of opposite meaning or of the same kind, in the same form; None if there is none."""
        for part, lemmas in getAllLemmas(word.lower()).items():
            if part not in PARTS:
                continue
            for lemma in lemmas:
                found = (self.opposites if opposite else self.siblings)(PARTS[part], lemma)
                forms = [tag for tag, all_ in getAllInflections(lemma, part).items() if word.lower() in all_]
                if not found or not forms:
                    continue
                new = rng.choice(found)
                inflected = getAllInflections(new, part).get(forms[0])
                if inflected:
                    return inflected[0].capitalize() if word[0].isupper() else inflected[0]
        return None


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
