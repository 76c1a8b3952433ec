"""Judgements shared by metrics and checks. No pair is judged twice in a run, or again in a later run with a cache."""

from __future__ import annotations

import dataclasses
import functools
import importlib.metadata
import platform
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mtqe import encoder
from mtqe.encoder import Criticism, Judgement, Pair, devices
from mtqe.language import lang
from mtqe.language.misplaced import misplaced_sentences
from mtqe.machine import cache
from mtqe.machine.cache import Key
from mtqe.model import Segment
from mtqe.registry.contracts import Context, no_progress

if TYPE_CHECKING:
    from mtqe.encoder.network import Model
    from mtqe.encoder.risk import Risk

V = TypeVar("V")
Report = Callable[[int, int], None]
_LANGUAGE = (
    "lang",
    "facts",
    "forms",
    "sections",
    "number_sections",
    "sentences",
    "words",
    "language_tags",
    "late_patterns",
)
_CODE = (
    "encoder",
    *(f"language/{name}.py" for name in _LANGUAGE),
    "machine/prepared_value.py",
    "machine/word_table.py",
    "data/encoder/encoder.json",
)
_PACKAGES = ("onnxruntime", "sentencepiece", "numpy", "sentencex", "sacrebleu")
_HEAD = struct.Struct("<dqddII")
_SIDES = struct.Struct("<dII")
DOUBTFUL = "hallucination in doubt"
"""The name in the cache of the risks of pairs whose vectors are always computed."""
BATCH = 1_000
"""Pairs: that are judged before they are stored. A run that is killed loses no more."""


def pair(segment: Segment, context: Context, reference: str | None = None) -> Pair:
    """The encoder's input for a segment."""
    return Pair(segment.source, segment.target, reference, context.source_lang, context.target_lang)


def judgements(pairs: Sequence[Pair], context: Context, user: str) -> list[Judgement]:
    """The judgement of each pair, in order. Judgements of this run and of earlier runs are reused.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    known = context.run_memo.once(judgements, dict[Pair, Judgement])
    fill("learned", pairs, known, context, user, _judge, (packed, unpacked))
    return [known[item] for item in pairs]


def criticisms(pairs: Sequence[Pair], context: Context, user: str) -> list[Criticism]:
    """The criticism of each pair, in order; see `judgements`. The pairs must have no reference."""
    known = context.run_memo.once(criticisms, dict[Pair, Criticism])
    fill("criticism", pairs, known, context, user, _criticise, (packed_criticism, unpacked_criticism))
    return [known[item] for item in pairs]


def risks(segments: Sequence[Segment], context: Context, user: str) -> list[Risk | None]:
    """The risk that each segment is a hallucination, in order; `None` if a side has no text.

    A translation that another source of the document has, too, is in doubt: its vectors are always computed.

    Raises:
        Unavailable: The encoder cannot be loaded.
    """
    from mtqe.encoder.risk import Risk, in_document

    pairs = [
        pair(segment, context) if segment.source.strip() and segment.target.strip() else None for segment in segments
    ]
    shares = _misplaced_shares(segments, context)
    codec = (msgspec.msgpack.encode, functools.partial(msgspec.msgpack.decode, type=Risk))
    known: dict[bool, dict[Pair, Risk]] = {}
    for in_doubt in (False, True):
        known[in_doubt] = context.run_memo.once((risks, in_doubt), dict[Pair, Risk])
        if items := [item for number, item in enumerate(pairs) if item and (number in shares) == in_doubt]:
            assess = functools.partial(_assess, context, in_doubt)
            fill(DOUBTFUL if in_doubt else "hallucination", items, known[in_doubt], context, user, assess, codec)
    alone = [known[number in shares][item] if item else None for number, item in enumerate(pairs)]
    return [
        in_document(risk, shares[number]) if risk and number in shares else risk for number, risk in enumerate(alone)
    ]


def _misplaced_shares(segments: Sequence[Segment], context: Context) -> dict[int, float]:
    """The share of each translation that an unlike source of the same document has, too, by number of the segment."""
    shares: dict[int, float] = defaultdict(float)
    of_doc: dict[str | None, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        of_doc[segment.doc].append(number)
    for numbers in of_doc.values():
        of_document = [segments[number] for number in numbers]
        for sentence in misplaced_sentences(of_document, context.source_base, context.target_base):
            number = numbers[sentence.segment]
            shares[number] += (sentence.end - sentence.start) / len(segments[number].target.strip())
    return shares


def fill(
    kind: str,
    items: Sequence[Pair],
    known: dict[Pair, V],
    context: Context,
    user: str,
    compute: Callable[[Model, Sequence[Pair], Report], Iterable[V]],
    codec: tuple[Callable[[V], bytes], Callable[[bytes], V]],
    code: str = "",
) -> None:
    """Add the missing values to `known`: from the cache, or else from the model.

    Args:
        kind: Name of the values in the cache.
        items: The pairs whose values are needed.
        known: The values of this run so far.
        context: The context of the run.
        user: The metric or check, for the progress bar.
        compute: Returns the values of the given items in order, and reports progress.
        codec: Functions that turn a value into bytes and back.
        code: A hash over code outside of the encoder that the values depend on.
    """
    new = [item for item in dict.fromkeys(items) if item not in known]
    places = _places(kind, new, context, code)
    known.update({item: codec[1](data) for item, data in _stored(kind, places, context)})
    new = [item for item in new if item not in known]
    if not new:
        return
    model = encoder.load(context.config.device)
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        report = functools.partial(_progress, context, user, start, len(new))
        known.update(zip(batch, compute(model, batch, report), strict=True))
        _keep(kind, {places[item]: codec[0](known[item]) for item in batch if places}, context)
    context.progress(user, len(new), len(new))


def _judge(model: Model, pairs: Sequence[Pair], report: Report) -> Iterable[Judgement]:
    return model.judge(pairs, report)


def _criticise(model: Model, pairs: Sequence[Pair], report: Report) -> Iterable[Criticism]:
    return model.criticise(pairs, report)


def _assess(context: Context, in_doubt: bool, model: Model, pairs: Sequence[Pair], report: Report) -> Iterator[Risk]:
    from mtqe.encoder.risk import risks

    silent = dataclasses.replace(context, progress=no_progress)  # it shares the run's values
    criticise = functools.partial(criticisms, context=silent, user="hallucination")
    for done, risk in enumerate(risks(model, pairs, criticise, in_doubt=in_doubt)):
        if not done % 100:
            report(done, len(pairs))
        yield risk


def packed(judgement: Judgement) -> bytes:
    """A judgement as bytes, without rounding."""
    numbers = (judgement.penalty, judgement.pieces, judgement.match, judgement.system)
    head = _HEAD.pack(*numbers, judgement.unrelated, len(judgement.offsets))
    arrays = (judgement.offsets.astype("<i4"), judgement.tags.astype("<f4"), judgement.rates.astype("<f4"))
    return head + b"".join(array.tobytes() for array in arrays)


def unpacked(data: bytes) -> Judgement:
    """The judgement from the bytes of `packed`."""
    import numpy as np

    penalty, pieces, match, system, unrelated, count = _HEAD.unpack_from(data)
    numbers = np.frombuffer(data, "<f4", offset=_HEAD.size)
    return Judgement(
        penalty=penalty,
        pieces=pieces,
        offsets=numbers[: 2 * count].view("<i4").reshape(count, 2).astype(np.int32),
        tags=numbers[2 * count : 6 * count].reshape(count, 4).astype(np.float32),
        rates=numbers[6 * count :].astype(np.float32),
        match=match,
        unrelated=bool(unrelated),
        system=system,
    )


def packed_criticism(criticism: Criticism) -> bytes:
    """A criticism as bytes, without rounding."""
    head = _SIDES.pack(criticism.odds, len(criticism.source), len(criticism.target))
    offsets = (criticism.source_offsets.astype("<i4"), criticism.target_offsets.astype("<i4"))
    chances = (criticism.source.astype("<f4"), criticism.target.astype("<f4"))
    return head + b"".join(array.tobytes() for array in (*offsets, *chances))


def unpacked_criticism(data: bytes) -> Criticism:
    """The criticism from the bytes of `packed_criticism`."""
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


def _progress(context: Context, user: str, before: int, total: int, done: int, batch_total: int) -> None:
    context.progress(user, before + done, total)


def _key(kind: str, context: Context, code: str = "") -> Key:
    return context.run_memo.once((_key, kind), lambda: Key(kind, origin(context) | ({"user": code} if code else {})))


def origin(context: Context) -> dict[str, str]:
    """Everything but the texts that can change what the encoder says in a run.

    Raises:
        Unavailable: The encoder's manifest is missing or damaged.
    """
    packages = {name: _version(name) for name in _PACKAGES}
    device = encoder.device(context.config.device)
    tags = {tag.partition("-")[0].lower() for tag in (context.source_lang, context.target_lang)}
    used = sorted(tags.intersection(lang.tags()))
    languages = [f"language/tables/{tag}.toml" for tag in used]  # where sentences end
    code = cache.code(*_CODE, *languages)
    # GPUs differ in how they add, as may builds of onnxruntime for other systems; processors of a kind do not.
    on = f"{platform.system()} {platform.machine()}" if device.kind == devices.CPU else f"GPU {devices.cards()}"
    return encoder.signature(context.config.device) | packages | {"code": code, "on": on}


def _version(package: str) -> str:
    """The version of a package, also of one that comes under another name for GPUs."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return importlib.metadata.version(f"{package}-gpu")


def _places(kind: str, items: Sequence[Pair], context: Context, code: str = "") -> dict[Pair, bytes]:
    """The cache key of each pair; empty without a cache."""
    if context.cache is None or not items:
        return {}
    key = _key(kind, context, code)
    return {
        item: key.of(item.source, item.target, item.reference, item.source_lang, item.target_lang) for item in items
    }


def _stored(kind: str, places: Mapping[Pair, bytes], context: Context) -> list[tuple[Pair, bytes]]:
    """The values that earlier runs stored."""
    if context.cache is None or not places:
        return []
    stored = context.cache.get(_key(kind, context), list(places.values()))
    return [(item, stored[place]) for item, place in places.items() if place in stored]


def _keep(kind: str, values: Mapping[bytes, bytes], context: Context) -> None:
    if context.cache is not None:
        context.cache.put(_key(kind, context), values)
