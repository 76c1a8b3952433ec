"""Divides text into tokens, with offsets in the stored text."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import vocabulary
from mtqe.errors import Unavailable
from mtqe.language.late_patterns import late

START, PAD, END = 0, 1, 2
"""Ids: of the special tokens; they are also rows of the embedding table."""
_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200c\u200d\ufeff"
"""Characters that the tokenizer treats as spaces, including those without width."""
BY_PARTS = 16_000
"""Characters: of texts that are divided with small models, which takes half as long as loading all pieces."""
_SURROGATE = late("[\ud800-\udfff]")
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

    Short texts are divided with the pieces that occur in them (`mtqe.encoder.vocabulary`), until they are so many that
    loading all pieces is faster.

    Args:
        path: Its model, as the sentencepiece library writes it; the ids of its pieces are rows of the embedding table.

    Raises:
        Unavailable: The file cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = BY_PARTS
        self._vocabulary = vocabulary.opened(path)
        if self._vocabulary is None:
            vocabulary.make(path, self._complete)
        else:
            self._normalizer = _loaded(self._vocabulary.frame, path)

    @functools.cached_property
    def _complete(self) -> Any:
        self._left = 0
        return _loaded(self._path.read_bytes(), self._path)

    def __len__(self) -> int:
        """Number of pieces."""
        return len(self._complete)

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """All tokens of texts, without special tokens. Text that looks like a special token is ordinary text."""
        self._left -= sum(map(len, texts))
        # One text at a time: a batch would run on all cores of the machine, regardless of the number of threads.
        return [self._encode(text) for text in texts]

    def encode(self, text: str) -> Encoded:
        """The tokens of one text."""
        return self.encode_all([text])[0]

    def _encode(self, text: str) -> Encoded:
        readable = _SURROGATE.sub("\ufffd", text)
        if self._vocabulary is None or self._left <= 0:
            encoded = self._complete.encode(readable, return_type="offset_mapping")
            ids = np.array(encoded["ids"], np.int32)
        else:
            small = self._vocabulary.small(self._normalizer.normalize(readable))
            encoded = _loaded(small.model, self._path).encode(readable, return_type="offset_mapping")
            ids = small.ids[encoded["ids"]]
        return Encoded(ids, np.array(_tidy(text, encoded["offsets"]), np.int32).reshape(-1, 2))


def _loaded(model: bytes, path: Path) -> Any:
    """A model of sentencepiece.

    Raises:
        Unavailable: sentencepiece cannot load it.
    """
    sentencepiece = importlib.import_module("sentencepiece")
    try:
        return sentencepiece.SentencePieceProcessor.from_proto(model)
    except Exception as error:  # RuntimeError, or other exceptions for a file that is no model
        raise Unavailable(f"{path}: not a tokenizer: {error}", "pip install -U sentencepiece") from error


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
