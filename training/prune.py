"""The vocabulary that ships: fewer pieces of XLM-R's unigram model, so that a table of them fits into a wheel.

A text whose pieces are all kept is cut as before, for the best segmentation stays the best. Where a piece is gone, the
text falls into shorter pieces; all single characters are kept, so nothing becomes unknown that was not so before.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SPECIAL = 4
"""<s>, <pad>, </s>, <unk>: ids 0 to 3 here and there."""
UNKNOWN = 3
MOST = 208_000
"""So many pieces at most: 216 bytes each, 45 MB."""


def texts(paths: Iterable[Path]) -> Iterator[str]:
    """Every text of the data sets: sources, translations, references and post-edits."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from strings(json.loads(line))


def strings(value: Any) -> Iterator[str]:
    """All strings in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def count(tokenizer: Any, found: Iterator[str], batch: int = 2000) -> Counter[int]:
    """How often each piece occurs in the distinct texts."""
    counts: Counter[int] = Counter()
    distinct = sorted(set(found))
    for start in range(0, len(distinct), batch):
        for coded in tokenizer.encode_batch_fast(distinct[start : start + batch], add_special_tokens=False):
            counts.update(coded.ids)
    return counts


def choose(vocabulary: list[list[Any]], seen: set[int], most: int) -> list[int]:
    """Old ids of the pieces to keep, in their old order: special, single characters, seen, then the most probable."""
    kept = set(range(SPECIAL)) | {number for number in seen if number < len(vocabulary)}
    kept |= {number for number, (piece, _) in enumerate(vocabulary) if len(piece.removeprefix("▁")) <= 1}
    for number, (piece, _) in enumerate(vocabulary):
        if len(kept) >= most:
            break
        if piece != "<mask>":
            kept.add(number)
    return sorted(kept)


def pruned(original: dict[str, Any], kept: list[int]) -> bytes:
    """The tokenizer with these pieces only, as a model of the sentencepiece library.

    It needs a fraction of the memory and of the time to load, and cuts a text as the library that reads the original
    does, but for a space at the end, which is no token, and for what looks like a special token, which is text.

    Args:
        original: A `tokenizer.json` of XLM-R's kind.
        kept: Old ids of the pieces, in order; a piece's place here is its new id.
    """
    from sentencepiece import sentencepiece_model_pb2 as format

    kinds = format.ModelProto.SentencePiece
    made = format.ModelProto()
    for old in kept:
        piece, score = original["model"]["vocab"][old]
        kind = kinds.NORMAL if old >= SPECIAL else kinds.UNKNOWN if old == UNKNOWN else kinds.CONTROL
        made.pieces.add(piece=piece, score=score, type=kind)
    start, pad, end, unknown = range(SPECIAL)
    trainer = made.trainer_spec
    trainer.model_type, trainer.vocab_size = format.TrainerSpec.UNIGRAM, len(kept)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = start, pad, end, unknown
    steps = original["normalizer"]["normalizers"]
    (charsmap,) = (step["precompiled_charsmap"] for step in steps if step["type"] == "Precompiled")
    normaliser = made.normalizer_spec
    normaliser.precompiled_charsmap = base64.b64decode(charsmap)
    normaliser.add_dummy_prefix = normaliser.remove_extra_whitespaces = normaliser.escape_whitespaces = True
    return bytes(made.SerializeToString(deterministic=True))
