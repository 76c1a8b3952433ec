"""What a run has judged: metrics and checks share it; no pair is judged twice, nor again in a later run."""

from __future__ import annotations

import dataclasses
import functools
import importlib.metadata
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mtqe import encoder
from mtqe.contracts import Context, no_progress
from mtqe.encoder import Criticism, Judgement, Pair
from mtqe.model import Segment
from mtqe.project import cache
from mtqe.project.cache import Key
from mtqe.text.misplaced import astray

if TYPE_CHECKING:
    from mtqe.encoder.network import Model
    from mtqe.encoder.risk import Risk

V = TypeVar("V")
Report = Callable[[int, int], None]
_CODE = ("encoder", "text/sentences.py", "text/words.py", "text/language_tags.py", "data/encoder/encoder.json")
_PACKAGES = ("onnxruntime", "sentencepiece", "numpy", "sentencex", "sacrebleu")
_HEAD = struct.Struct("<dqdddII")
_SIDES = struct.Struct("<dII")
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
    known = context.once(_judgements)
    _learn("learned", pairs, known, context, what, _judge, (packed, unpacked))
    return [known[one] for one in pairs]


def criticisms(pairs: Sequence[Pair], context: Context, what: str) -> list[Criticism]:
    """The criticism of each pair, as `judgements`; `pair` without a reference makes them."""
    known = context.once(_criticisms)
    _learn("criticism", pairs, known, context, what, _criticise, (packed_criticism, unpacked_criticism))
    return [known[one] for one in pairs]


def risks(segments: Sequence[Segment], context: Context, what: str) -> list[Risk | None]:
    """The risk of each segment to be a hallucination, in order; `None` where a side has no text.

    Args:
        segments: Segments of one or more documents.
        context: That of the run.
        what: Who asks, for the progress bar.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    from mtqe.encoder.risk import Risk, beside

    known = context.once(_risks)
    pairs = [pair(one, context) if one.source.strip() and one.target.strip() else None for one in segments]
    ways = (msgspec.msgpack.encode, functools.partial(msgspec.msgpack.decode, type=Risk))
    assess = functools.partial(_assess, context)
    _learn("hallucination", [one for one in pairs if one], known, context, what, assess, ways)
    alone = [known[one] if one else None for one in pairs]
    stray = _astray(segments, context)
    return [beside(one, stray[number]) if one and number in stray else one for number, one in enumerate(alone)]


def _astray(segments: Sequence[Segment], context: Context) -> dict[int, float]:
    """The share of translations that an unlike source of the same document has, too, where there is any, by number."""
    shares: dict[int, float] = defaultdict(float)
    of_doc: dict[str | None, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        of_doc[segment.doc].append(number)
    for numbers in of_doc.values():
        for one in astray([segments[number] for number in numbers], context.source_base, context.target_base):
            number = numbers[one.segment]
            shares[number] += (one.end - one.start) / len(segments[number].target.strip())
    return shares


def _learn(
    kind: str,
    items: Sequence[Pair],
    known: dict[Pair, V],
    context: Context,
    what: str,
    compute: Callable[[Model, Sequence[Pair], Report], Iterable[V]],
    ways: tuple[Callable[[V], bytes], Callable[[bytes], V]],
) -> None:
    """Fill in what is not known yet: from the cache, else from the model.

    Args:
        kind: Its name in the cache.
        items: What is wanted.
        known: What this run knows.
        context: That of the run.
        what: Who asks, for the progress bar.
        compute: Gives the values of some items in order, and tells how many are done.
        ways: To bytes and back.
    """
    new = [one for one in dict.fromkeys(items) if one not in known]
    places = _places(kind, new, context)
    known.update({one: ways[1](data) for one, data in _stored(kind, places, context)})
    new = [one for one in new if one not in known]
    if not new:
        return
    model = encoder.load()
    for start in range(0, len(new), TOGETHER):
        some = new[start : start + TOGETHER]
        report = functools.partial(_progress, context, what, start, len(new))
        known.update(zip(some, compute(model, some, report), strict=True))
        _keep(kind, {places[one]: ways[0](known[one]) for one in some if places}, context)
    context.progress(what, len(new), len(new))


def _judge(model: Model, pairs: Sequence[Pair], report: Report) -> Iterable[Judgement]:
    return model.judge(pairs, report)


def _criticise(model: Model, pairs: Sequence[Pair], report: Report) -> Iterable[Criticism]:
    return model.criticise(pairs, report)


def _assess(context: Context, model: Model, pairs: Sequence[Pair], report: Report) -> Iterator[Risk]:
    from mtqe.encoder.risk import risks

    silent = dataclasses.replace(context, progress=no_progress)  # it has the same memory
    criticise = functools.partial(criticisms, context=silent, what="hallucination")
    for done, one in enumerate(risks(model, pairs, criticise)):
        if not done % 100:
            report(done, len(pairs))
        yield one


def _judgements(context: Context) -> dict[Pair, Judgement]:
    return {}


def _criticisms(context: Context) -> dict[Pair, Criticism]:
    return {}


def _risks(context: Context) -> dict[Pair, Risk]:
    return {}


def packed(judgement: Judgement) -> bytes:
    """A judgement as bytes, nothing rounded."""
    numbers = (judgement.penalty, judgement.pieces, judgement.critical, judgement.direct, judgement.match)
    head = _HEAD.pack(*numbers, judgement.unrelated, len(judgement.offsets))
    arrays = (judgement.offsets.astype("<i4"), judgement.tags.astype("<f4"), judgement.rates.astype("<f4"))
    return head + b"".join(array.tobytes() for array in arrays)


def unpacked(data: bytes) -> Judgement:
    """What `packed` wrote."""
    import numpy as np

    penalty, pieces, critical, direct, match, unrelated, count = _HEAD.unpack_from(data)
    numbers = np.frombuffer(data, "<f4", offset=_HEAD.size)
    return Judgement(
        penalty=penalty,
        pieces=pieces,
        critical=critical,
        direct=direct,
        offsets=numbers[: 2 * count].view("<i4").reshape(count, 2).astype(np.int32),
        tags=numbers[2 * count : 6 * count].reshape(count, 4).astype(np.float32),
        rates=numbers[6 * count :].astype(np.float32),
        match=match,
        unrelated=bool(unrelated),
    )


def packed_criticism(criticism: Criticism) -> bytes:
    """A criticism as bytes, nothing rounded."""
    head = _SIDES.pack(criticism.odds, len(criticism.source), len(criticism.target))
    offsets = (criticism.source_offsets.astype("<i4"), criticism.target_offsets.astype("<i4"))
    chances = (criticism.source.astype("<f4"), criticism.target.astype("<f4"))
    return head + b"".join(array.tobytes() for array in (*offsets, *chances))


def unpacked_criticism(data: bytes) -> Criticism:
    """What `packed_criticism` wrote."""
    import numpy as np

    odds, source, target = _SIDES.unpack_from(data)
    numbers = np.frombuffer(data, "<f4", offset=_SIDES.size)
    first, second, third = np.split(numbers, np.cumsum([2 * source, 2 * target, source]))[:3]
    return Criticism(
        odds,
        first.view("<i4").reshape(source, 2).astype(np.int32),
        second.view("<i4").reshape(target, 2).astype(np.int32),
        third.astype(np.float32),
        numbers[len(numbers) - target :].astype(np.float32),
    )


def _progress(context: Context, what: str, before: int, total: int, done: int, here: int) -> None:
    context.progress(what, before + done, total)


def _key(kind: str) -> Callable[[Context], Key]:
    def build(context: Context) -> Key:
        packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
        # Its weights are whole numbers of 8 bits, and processors add these in their own ways.
        return Key(kind, encoder.signature() | packages | {"code": cache.code(*_CODE), "on": cache.processor()})

    return build


_KEYS = {kind: _key(kind) for kind in ("learned", "criticism", "hallucination")}


def _places(kind: str, items: Sequence[Pair], context: Context) -> dict[Pair, bytes]:
    """Where in the cache each of some pairs of texts has its value; nothing without a cache."""
    if context.cache is None or not items:
        return {}
    key = context.once(_KEYS[kind])
    return {one: key.of(one.source, one.target, one.reference, one.source_lang, one.target_lang) for one in items}


def _stored(kind: str, places: Mapping[Pair, bytes], context: Context) -> list[tuple[Pair, bytes]]:
    """The values that earlier runs left."""
    if context.cache is None or not places:
        return []
    found = context.cache.get(context.once(_KEYS[kind]), list(places.values()))
    return [(one, found[place]) for one, place in places.items() if place in found]


def _keep(kind: str, values: Mapping[bytes, bytes], context: Context) -> None:
    if context.cache is not None:
        context.cache.put(context.once(_KEYS[kind]), values)
