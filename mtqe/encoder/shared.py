"""What a run has judged: metrics and checks share it; no pair is judged twice, nor again in a later run."""

from __future__ import annotations

import functools
import importlib.metadata
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mtqe import cache, encoder
from mtqe.cache import Key
from mtqe.encoder import Judgement, Pair
from mtqe.model import Segment
from mtqe.registry import Context

if TYPE_CHECKING:
    from mtqe.encoder.risk import Risk

P = TypeVar("P", Pair, tuple[str, str])
_CODE = ("encoder", "sentences.py", "words.py", "languages.py", "data/encoder/encoder.json")
_PACKAGES = ("onnxruntime", "sentencepiece", "numpy", "sentencex")
_HEAD = struct.Struct("<dqddI")
TOGETHER = 1_000
"""Pairs that are judged before they are kept; a run that is killed loses no more."""


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
    places = _places("learned", new, context)
    known.update({one: unpacked(data) for one, data in _stored("learned", places, context)})
    new = [one for one in new if one not in known]
    if new:
        model = encoder.load()
        for start in range(0, len(new), TOGETHER):
            some = new[start : start + TOGETHER]
            report = functools.partial(_progress, context, what, start, len(new))
            judged = dict(zip(some, model.judge(some, report), strict=True))
            known.update(judged)
            _keep("learned", {places[one]: packed(judgement) for one, judgement in judged.items() if places}, context)
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
    from mtqe.encoder.risk import Risk, risks

    known = context.once(_risks)
    pairs = [(one.source, one.target) if one.source.strip() and one.target.strip() else None for one in segments]
    new = list(dict.fromkeys(pair for pair in pairs if pair and pair not in known))
    places = _places("hallucination", new, context)
    stored = _stored("hallucination", places, context)
    known.update({pair: msgspec.msgpack.decode(data, type=Risk) for pair, data in stored})
    new = [pair for pair in new if pair not in known]
    if new:
        model = encoder.load()
        for start in range(0, len(new), TOGETHER):
            some = new[start : start + TOGETHER]
            for done, (pair, risk) in enumerate(zip(some, risks(model, some), strict=True), start):
                known[pair] = risk
                if not done % 100:
                    context.progress(what, done, len(new))
            _keep(
                "hallucination", {places[pair]: msgspec.msgpack.encode(known[pair]) for pair in some if places}, context
            )
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


def _progress(context: Context, what: str, before: int, total: int, done: int, here: int) -> None:
    context.progress(what, before + done, total)


def _memory(context: Context) -> dict[Pair, Judgement]:
    return {}


def _key(kind: str) -> Callable[[Context], Key]:
    def build(context: Context) -> Key:
        packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
        # Its weights are whole numbers of 8 bits, and processors add these in their own ways.
        return Key(kind, encoder.signature() | packages | {"code": cache.code(*_CODE), "on": cache.processor()})

    return build


_KEYS = {kind: _key(kind) for kind in ("learned", "hallucination")}


def _places(kind: str, items: Sequence[P], context: Context) -> dict[P, bytes]:
    """Where in the cache each of some pairs of texts has its value; nothing without a cache."""
    if context.cache is None or not items:
        return {}
    key = context.once(_KEYS[kind])
    return {one: key.of(*_texts(one)) for one in items}


def _texts(one: Pair | tuple[str, str]) -> tuple[str | None, ...]:
    if isinstance(one, Pair):
        return one.source, one.target, one.reference, one.source_lang, one.target_lang
    return one


def _stored(kind: str, places: Mapping[P, bytes], context: Context) -> list[tuple[P, bytes]]:
    """The values that earlier runs left."""
    if context.cache is None or not places:
        return []
    found = context.cache.get(context.once(_KEYS[kind]), list(places.values()))
    return [(one, found[place]) for one, place in places.items() if place in found]


def _keep(kind: str, values: Mapping[bytes, bytes], context: Context) -> None:
    if context.cache is not None:
        context.cache.put(context.once(_KEYS[kind]), values)
