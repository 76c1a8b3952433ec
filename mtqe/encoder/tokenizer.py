"""Text to tokens, with offsets on the text as stored."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.errors import Unavailable

START, PAD, END = 0, 1, 2
"""Rows of the table with a meaning of their own."""
_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200c\u200d\ufeff"
"""What the tokenizer takes for a space: also what has no width."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair, which UTF-8 has no place for."""


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
        path: Its model, as the sentencepiece library writes it; the numbers of its pieces are the rows of the table.

    Raises:
        Unavailable: The file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        sentencepiece = importlib.import_module("sentencepiece")
        try:
            self._pieces: Any = sentencepiece.SentencePieceProcessor.from_proto(path.read_bytes())
        except Exception as error:  # the library raises plain RuntimeError, and others for what is no model at all
            raise Unavailable(f"{path}: not a tokenizer: {error}", "pip install -U sentencepiece") from error

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self._pieces)

    def encode(self, text: str) -> Encoded:
        """The tokens of a text, all of them, without special ones; what looks like a special one is text."""
        # One text at a time: a batch would run on all cores of the machine, whatever number of threads was asked for.
        found = self._pieces.encode(_HALF.sub("\ufffd", text), return_type="offset_mapping")
        offsets = _tidy(text, found["offsets"])
        return Encoded(np.array(found["ids"], np.int32), np.array(offsets, np.int32).reshape(-1, 2))


def _tidy(text: str, offsets: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets without the spaces around a token; a token of spaces alone keeps its place.

    The library counts the space before a word as the word's. Where one character becomes several, which fall into
    several tokens, it gives the character to the last of them, and nothing to the space that it puts before the text:
    these have the first character of the token after them.
    """
    tidy = []
    for start, end in offsets:
        piece = text[start:end]
        if word := piece.strip(_BLANK) or piece.strip():
            start += piece.index(word)
            end = start + len(word)
        tidy.append((start, end))
    for number in range(len(tidy) - 2, -1, -1):
        if tidy[number][0] == tidy[number][1]:
            first = tidy[number + 1][0]
            tidy[number] = first, first + 1
    return tidy
