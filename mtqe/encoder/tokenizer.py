"""Divides text into tokens, with offsets in the stored text."""

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
"""Ids: of the special tokens; they are also rows of the embedding table."""
_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200c\u200d\ufeff"
"""Characters that the tokenizer treats as spaces, including those without width."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair, which UTF-8 cannot represent."""


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
    """The encoder's unigram tokenizer; it normalises internally (NFKC), but offsets refer to the original text.

    Args:
        path: Its model, as the sentencepiece library writes it; the ids of its pieces are rows of the embedding table.

    Raises:
        Unavailable: The file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        sentencepiece = importlib.import_module("sentencepiece")
        try:
            self._pieces: Any = sentencepiece.SentencePieceProcessor.from_proto(path.read_bytes())
        except Exception as error:  # RuntimeError, or other exceptions for a file that is no model
            raise Unavailable(f"{path}: not a tokenizer: {error}", "pip install -U sentencepiece") from error

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self._pieces)

    def encode(self, text: str) -> Encoded:
        """All tokens of a text, without special tokens. Text that looks like a special token is ordinary text."""
        # One text at a time: a batch would run on all cores of the machine, regardless of the number of threads.
        encoded = self._pieces.encode(_SURROGATE.sub("\ufffd", text), return_type="offset_mapping")
        offsets = _tidy(text, encoded["offsets"])
        return Encoded(np.array(encoded["ids"], np.int32), np.array(offsets, np.int32).reshape(-1, 2))


def _tidy(text: str, offsets: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Offsets without the spaces around a token; a token of spaces alone keeps its range.

    The library includes the space before a word in the word. If one character becomes several, which belong to several
    tokens, it assigns the character to the last of them. The space that it puts before the text has an empty range.
    Tokens with an empty range get the first character of the next token.
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
