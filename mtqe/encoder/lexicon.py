"""The English words that glosses are chosen from, each with its state after the encoder's lower half.

The words are those of `mtqe/data/english_words.txt` and, in English texts of a report, those of the report. The list
has words that occur often in English news, talks, encyclopedias and medical abstracts; `bench/english_words.py`
made it. The states of the list take some seconds, so they are kept in a prepared file.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import exact_sums
from mtqe.machine import prepared_value

if TYPE_CHECKING:
    from mtqe.encoder.network import Model

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
READER = "en"
"""The language of the sentences and of the glosses in them."""
BATCH = 1_000
"""Words: whose states are computed at a time."""


class Lexicon:
    """English words with centred unit vectors.

    Args:
        model: The encoder.
        progress: Called as `progress(done, total)` in words, when states are computed.
    """

    def __init__(self, model: Model, progress: Progress | None = None) -> None:
        self._model = model
        self.words: list[str] = common()
        states = _kept(model, self.words, progress)
        self.mean = states.mean(0)
        self._number = {word: number for number, word in enumerate(self.words)}
        self._vectors = exact_sums.unit_grid(unit(states - self.mean))

    def add(self, words: Iterable[str]) -> None:
        """Add words, such as those of a report; words that are there already stay."""
        new = [word for word in dict.fromkeys(words) if word not in self._number]
        if not new:
            return
        vectors = exact_sums.unit_grid(unit(alone(self._model, new) - self.mean))
        self._number |= {word: len(self.words) + number for number, word in enumerate(new)}
        self.words += new
        self._vectors = np.concatenate([self._vectors, vectors])

    def __contains__(self, word: str) -> bool:
        """Whether it has a word, in small letters."""
        return word in self._number

    def place(self, word: str) -> int:
        """The place of a word among `words`."""
        return self._number[word]

    def likeness(self, vectors: Floats) -> Floats:
        """The product of each vector of length 1 or less with each word, `(n, words)`."""
        return exact_sums.product(exact_sums.unit_grid(vectors), self._vectors.T).astype(np.float32)


def common() -> list[str]:
    """The words of the list, in alphabetical order."""
    return importlib.resources.files("mtqe").joinpath("data", "english_words.txt").read_text("utf-8").split()


def alone(model: Model, words: Sequence[str]) -> Floats:
    """The mean state of the tokens of each word, read by itself, `(n, width)`."""
    means = [
        exact_sums.on_grid(read.states[1:-1]).mean(0) if len(read.ids) else np.zeros(read.states.shape[1])
        for start in range(0, len(words), BATCH)
        for read in model.tokens(words[start : start + BATCH])
    ]
    return np.array(means, np.float32).reshape(len(words), -1)


def unit(vectors: Floats) -> Floats:
    """The vectors at length 1; zeros stay."""
    return exact_sums.unit(vectors).astype(np.float32)


def _kept(model: Model, words: list[str], progress: Progress | None) -> Floats:
    """The states of the list, from a prepared file if it is there."""
    depends = json.dumps([model.signature, words], sort_keys=True)
    digest = hashlib.blake2b(depends.encode(), digest_size=8).hexdigest()
    packed = prepared_value.kept(f"english-words-{digest}", bytes, lambda: _read(model, words, progress).tobytes())
    return np.frombuffer(packed, np.float16).reshape(len(words), -1).astype(np.float32)


def _read(model: Model, words: list[str], progress: Progress | None) -> NDArray[np.float16]:
    parts = []
    for start in range(0, len(words), BATCH):
        if progress:
            progress(start, len(words))
        parts.append(alone(model, words[start : start + BATCH]))
    if progress:
        progress(len(words), len(words))
    return np.concatenate(parts).astype(np.float16)
