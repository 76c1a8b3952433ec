"""Text to tokens, with offsets on the text as stored."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.errors import Unavailable

START, PAD, END = 0, 1, 2
"""Rows of the table with a meaning of their own."""
_SPACES = np.array([code for code in range(0x3001) if chr(code).isspace()], np.uint32)
_UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@dataclass(frozen=True, eq=False)
class Encoded:
    """A text as tokens.

    Args:
        ids: `(k,)`.
        offsets: `(k, 2)`, half-open ranges of code points.
    """

    ids: NDArray[np.int32]
    offsets: NDArray[np.int32]


class Tokenizer:
    """The encoder's unigram tokenizer; it normalises inside (NFKC), offsets stay those of the text as it came.

    Args:
        path: Its `tokenizer.json`.

    Raises:
        Unavailable: The file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        tokenizers = importlib.import_module("tokenizers")
        try:
            self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises plain Exception
            raise Unavailable(f"{path}: not a tokenizer: {error}", "pip install -U tokenizers") from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def encode(self, text: str) -> Encoded:
        """The tokens of a text, all of them, without special ones."""
        # One text at a time: a batch would run on all cores of the machine, whatever number of threads was asked for.
        found = self._tokenizer.encode(text, add_special_tokens=False)
        ids = np.array(found.ids, np.int32)
        offsets = np.array(found.offsets, np.int32).reshape(-1, 2)
        return Encoded(ids, _tidy(text, offsets) if len(ids) else offsets)


def _tidy(text: str, offsets: NDArray[np.int32]) -> NDArray[np.int32]:
    """Offsets without the spaces around a token and with the marks that were composed into its last character.

    The library counts the space before a word as the word's, and leaves out what normalisation merges or drops.
    """
    space = np.isin(np.frombuffer(text.encode(_UTF32, "surrogatepass"), np.uint32), _SPACES)
    start, end = offsets[:, 0].copy(), offsets[:, 1].copy()
    following = np.append(start[1:], len(text))
    # Characters between two tokens belong to the token before them, unless they are spaces.
    gaps = np.append(0, np.cumsum(~space))
    lost = np.flatnonzero((following > end) & (gaps[following] > gaps[np.minimum(end, following)]))
    end[lost] = following[lost]
    before, after = _runs(space)
    trimmed_start = np.minimum(start + after[np.minimum(start, len(space))], end)
    trimmed_end = np.maximum(end - before[end], trimmed_start)
    blank = trimmed_start >= trimmed_end  # a token of spaces alone keeps its place
    tidy = np.stack([np.where(blank, start, trimmed_start), np.where(blank, end, trimmed_end)], 1)
    return np.asarray(tidy, np.int32)


def _runs(space: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each place between characters, how many spaces stand right before it and right after it."""
    places = np.arange(len(space) + 1)
    last_word = np.maximum.accumulate(np.append(0, np.where(space, 0, places[1:])))
    next_word = np.minimum.accumulate(np.append(np.where(space, len(space), places[:-1]), len(space))[::-1])[::-1]
    return places - last_word, next_word - places
