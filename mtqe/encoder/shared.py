"""What a run has judged: metrics and checks share it; no pair is judged twice, nor again in a later run."""

from __future__ import annotations

import importlib.metadata
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtqe import cache, encoder
from mtqe.cache import Key
from mtqe.encoder import Judgement, Pair
from mtqe.model import Segment
from mtqe.registry import Context

if TYPE_CHECKING:
    from mtqe.encoder.risk import Risk

_CODE = ("encoder", "sentences.py", "words.py", "languages.py", "data/encoder/encoder.json")
_PACKAGES = ("onnxruntime", "tokenizers", "numpy", "sentencex")
_HEAD = struct.Struct("<dqddI")


def pair(segment: Segment, context: Context, reference: str | None = None) -> Pair:
    """What the encoder has to read of a segment."""
    return Pair(segment.source, segment.target, reference, context.source_lang, context.target_lang)


def judgements(pairs: Sequence[Pair], context: Context, what: str) -> list[Judgement]:
    """The judgement of each pair, in order; what this run or an earlier one has judged is remembered.

    Args:
        pairs: Pairs with text on both sides.
        context: That of the run.
        what: Who asks, for the progress bar.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    known = context.once(_memory)
    new = [one for one in dict.fromkeys(pairs) if one not in known]
    if new and context.cache is not None:
        key = context.once(_key)
        places = {one: _place(key, one) for one in new}
        stored = context.cache.get(key, list(places.values()))
        known.update({one: unpacked(stored[place]) for one, place in places.items() if place in stored})
        new = [one for one in new if one not in known]
    if new:
        model = encoder.load()
        judged = dict(zip(new, model.judge(new, lambda done, total: context.progress(what, done, total)), strict=True))
        known.update(judged)
        if context.cache is not None:
            key = context.once(_key)
            context.cache.put(key, {_place(key, one): packed(judgement) for one, judgement in judged.items()})
    return [known[one] for one in pairs]


def risks(segments: Sequence[Segment], context: Context, what: str) -> list[Risk | None]:
    """The risk of each segment to be a hallucination, in order; `None` where a side has no text.

    Args:
        segments: Segments.
        context: That of the run.
        what: Who asks, for the progress bar.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    from mtqe.encoder.risk import risks

    known = context.once(_risks)
    pairs = [(one.source, one.target) if one.source.strip() and one.target.strip() else None for one in segments]
    new = list(dict.fromkeys(pair for pair in pairs if pair and pair not in known))
    if new:
        for done, (pair, risk) in enumerate(zip(new, risks(encoder.load(), new), strict=True)):
            known[pair] = risk
            if not done % 100:
                context.progress(what, done, len(new))
        context.progress(what, len(new), len(new))
    return [known[pair] if pair else None for pair in pairs]


def _risks(context: Context) -> dict[tuple[str, str], Risk]:
    return {}


def packed(judgement: Judgement) -> bytes:
    """A judgement as bytes, nothing rounded."""
    head = _HEAD.pack(judgement.penalty, judgement.pieces, judgement.critical, judgement.direct, len(judgement.offsets))
    arrays = (judgement.offsets.astype("<i4"), judgement.tags.astype("<f4"), judgement.rates.astype("<f4"))
    return head + b"".join(array.tobytes() for array in arrays)


def unpacked(data: bytes) -> Judgement:
    """What `packed` wrote."""
    import numpy as np

    penalty, pieces, critical, direct, count = _HEAD.unpack_from(data)
    numbers = np.frombuffer(data, "<f4", offset=_HEAD.size)
    return Judgement(
        penalty=penalty,
        pieces=pieces,
        critical=critical,
        direct=direct,
        offsets=numbers[: 2 * count].view("<i4").reshape(count, 2).astype(np.int32),
        tags=numbers[2 * count : 6 * count].reshape(count, 4).astype(np.float32),
        rates=numbers[6 * count :].astype(np.float32),
    )


def _memory(context: Context) -> dict[Pair, Judgement]:
    return {}


def _key(context: Context) -> Key:
    packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
    # Its weights are whole numbers of 8 bits, and processors add these in their own ways.
    return Key("learned", encoder.signature() | packages | {"code": cache.code(*_CODE), "on": cache.processor()})


def _place(key: Key, one: Pair) -> bytes:
    return key.of(one.source, one.target, one.reference, one.source_lang, one.target_lang)
