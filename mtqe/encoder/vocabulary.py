"""The pieces of the tokenizer in a table on the disk, for texts that are too short to load all of them.

sentencepiece needs some 0.4 s to load its 208,000 pieces. The division of a text depends only on the pieces that occur
in it, and on the least score of all, which a character without a piece costs more than. A model of these pieces alone
loads in a millisecond and divides the text in the same way, because the same program does it.

The table is made when a run first loads all pieces, in the cache folder. If it cannot be written there, all pieces are
loaded, as for long texts.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.message_fields import BYTES, FIXED_32, field
from mtqe.language.late_patterns import late
from mtqe.machine import cache
from mtqe.machine.word_table import WordTable, write

FORMAT = 2
"""Version of the table."""
_PIECE = 1
"""Field of a model: a piece. The fields after it have the settings and the normalisation."""
_TEXT, _SCORE = 1, 2
"""Fields of a piece."""
_PIECE_TAG, _ONE_BYTE = _PIECE << 3 | BYTES, 0x7F
"""The byte before a piece, and the greatest number of bytes of a piece, which are counted in one byte."""
_SPACE = "\u2581"
"""Sign of the model for a space; where no piece has it but as its first character, no piece is in two words."""
_WORD = late(f"{_SPACE}?[^{_SPACE}]+|{_SPACE}")
_FRAME = "\x00"
"""Sign before the keys of the table that are no pieces."""


@dataclass(frozen=True)
class Small:
    """A model of the pieces of a text.

    Args:
        model: As the sentencepiece library writes it.
        ids: The ids of its pieces in the complete model.
    """

    model: bytes
    ids: NDArray[np.int32]


class Vocabulary:
    """The pieces of a model in a table.

    Args:
        table: The table that `make` wrote.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._longest = int(table[_FRAME + "longest"])
        self._special = base64.b64decode(table[_FRAME + "special"])
        self._settings = base64.b64decode(table[_FRAME + "settings"])
        self._in_words = bool(table[_FRAME + "in words"])
        self._ids = [int(number) for number in table[_FRAME + "ids"].split()]

    @property
    def frame(self) -> bytes:
        """A model of the special pieces and the one with the least score; it normalises as the complete model does."""
        return self._special + self._settings

    def small(self, normal: str) -> Small:
        """A model that divides a text as the complete model does.

        Args:
            normal: The text, as `frame` normalises it.
        """
        look, longest = self._table.get, self._longest
        runs = set(_WORD.findall(normal)) if self._in_words else {normal}
        parts = {
            run[at:end]
            for run in runs
            for at in range(len(run))
            for end in range(at + 1, min(at + longest, len(run)) + 1)
        }
        pieces, ids = [self._special], list(self._ids)
        for part in sorted(parts):
            found = look(part)
            if found is not None:
                number, score = found.split()
                if int(number) not in self._ids:  # a special piece, or already there
                    ids.append(int(number))
                    pieces.append(_message(part, bytes.fromhex(score)))
        return Small(b"".join(pieces) + self._settings, np.array(ids, np.int32))


def opened(path: Path) -> Vocabulary | None:
    """The vocabulary of a model; `None` if no table was made of it, or the table is damaged.

    Args:
        path: The model.
    """
    try:
        return Vocabulary(WordTable(_place(path)))
    except (OSError, ValueError, RuntimeError):  # RuntimeError: the user has no home folder
        return None


def make(path: Path, pieces: Any) -> None:
    """Write the table, if the cache folder can be written.

    Args:
        path: The model.
        pieces: The model as sentencepiece loaded it.
    """
    numbers = list(range(len(pieces)))
    scores = pieces.get_score(numbers)
    special = [number for number, is_special in enumerate(pieces.is_control(numbers)) if is_special]
    special.append(pieces.unk_id())
    least = min(set(numbers).difference(special), key=scores.__getitem__)
    texts, packed = pieces.id_to_piece(numbers), np.array(scores, "<f4").tobytes().hex()
    words = {text: f"{number} {packed[8 * number : 8 * number + 8]}" for number, text in enumerate(texts)}
    framing = [*special, least]
    model = path.read_bytes()
    bounds = _bounds(model)
    first = b"".join(model[slice(*bounds[number])] for number in framing)
    for name, value in (("special", first), ("settings", model[bounds[-1][1] :])):
        words[_FRAME + name] = base64.b64encode(value).decode()
    words[_FRAME + "in words"] = "" if any(_SPACE in text[1:] for text in texts) else "yes"
    words[_FRAME + "ids"] = " ".join(map(str, framing))
    words[_FRAME + "longest"] = str(max(map(len, words)))
    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: the user has no home folder
        write(_place(path), {word.encode(): value.encode() for word, value in words.items()})


def _bounds(model: bytes) -> list[tuple[int, int]]:
    """The beginning and the end of each piece in a model; the pieces come before all other fields."""
    bounds: list[tuple[int, int]] = []
    at = 0
    while model[at] == _PIECE_TAG:
        size, start = model[at + 1], at
        at += 2 + size
        if size > _ONE_BYTE:
            raise ValueError(f"piece {len(bounds)} is too long")
        bounds.append((start, at))
    return bounds


def _place(path: Path) -> Path:
    """The place of the table of a model."""
    return cache.prepared() / f"pieces-{FORMAT}-{hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()}.bin"


def _message(text: str, score: bytes) -> bytes:
    """A piece as a field of a model."""
    return field(_PIECE, BYTES, field(_TEXT, BYTES, text.encode()) + field(_SCORE, FIXED_32, score))
