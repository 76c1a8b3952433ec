"""Keeps what was computed of texts from run to run: findings, and what checks of whole documents read of each pair.

Where one sentence of a document changed, a check that looks at the whole of it runs again. What it reads of each pair
of texts by itself, mostly the words of its lists and what the encoder says of them, is kept (`of_pairs`), so that only
the new pairs are read again.

The values are entries of the score cache (`mtqe.machine.cache`). An entry depends on the texts, the languages, the
glossary, the code and data of mtqe, the versions of its packages, and the encoder. A value may quote the texts. So each
entry is encrypted by a hash over its texts: only who has them can read it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from mtqe.encoder import judgement_cache
from mtqe.errors import Unavailable
from mtqe.machine import cache
from mtqe.machine.cache import Key, Store
from mtqe.model import Segment
from mtqe.registry.contracts import Context

V = TypeVar("V")
KIND = "readings"
PACKAGES = ("ahocorasick_rs", "babel", "eldc", "ftfy", "msgspec", "pypinyin", "rapidfuzz", "simplemma")
"""The packages that checks use, beside those of the encoder."""


class Shelf(Generic[V]):
    """Kept values of one kind.

    Args:
        store: The cache.
        key: What the values depend on beside the texts.
        kind: The type of a value, which `msgspec` can write and read.
    """

    def __init__(self, store: Store, key: Key, kind: Any) -> None:
        self._store = store
        self._key = key
        self._decoder: msgspec.msgpack.Decoder[V] = msgspec.msgpack.Decoder(kind)
        self._secrets: dict[int, bytes] = {}

    def find(self, contents: Sequence[bytes | None]) -> dict[int, V]:
        """What earlier runs kept of some texts, by their numbers; nothing is kept of `None`."""
        self._secrets = {number: self._key.of(one) for number, one in enumerate(contents) if one is not None}
        addresses = {number: address_of(secret) for number, secret in self._secrets.items()}
        stored = self._store.get(self._key, list(dict.fromkeys(addresses.values()))) if addresses else {}
        found: dict[int, V] = {}
        for number, address in addresses.items():
            if address in stored:
                try:
                    found[number] = self._decoder.decode(_mixed(stored[address], self._secrets[number]))
                except (msgspec.DecodeError, ValueError):  # a damaged entry
                    continue
        return found

    def keep(self, found: Mapping[int, V]) -> None:
        """Keep the values of texts of the last call of `find`, by their numbers."""
        secrets = {number: self._secrets[number] for number in found if number in self._secrets}
        packed = {number: msgspec.msgpack.encode(found[number], enc_hook=_plain) for number in secrets}
        self._store.put(
            self._key, {address_of(secret): _mixed(packed[number], secret) for number, secret in secrets.items()}
        )


def settings(context: Context) -> dict[str, Any]:
    """What kept values depend on beside the texts.

    Raises:
        Unavailable: The encoder is damaged.
    """
    return context.run_memo.once(settings, lambda: _settings(context))


def of_pairs(
    read: Callable[[Sequence[Segment], Context], Sequence[V]], kind: Any, segments: Sequence[Segment], context: Context
) -> list[V]:
    """What a function reads of each segment, in order; what earlier runs kept is not read again.

    Args:
        read: A function of a module. It reads each segment by itself, and of it no more than its two texts.
        kind: The type of what it reads of a segment, which `msgspec` can write and read.
        segments: The segments; those with the same texts are read once.
        context: The context of the run.
    """
    pairs = {(segment.source, segment.target): segment for segment in segments}
    known: dict[tuple[str, str], V] = {}
    shelf: Shelf[V] | None = _shelf(read, kind, context) if pairs else None
    if shelf:
        found = shelf.find([_content(pair) for pair in pairs])
        known = {pair: found[number] for number, pair in enumerate(pairs) if number in found}
    new = [pair for pair in pairs if pair not in known]
    known.update(zip(new, read([pairs[pair] for pair in new], context), strict=True) if new else ())
    if shelf and new:
        numbers = {pair: number for number, pair in enumerate(pairs)}
        shelf.keep({numbers[pair]: known[pair] for pair in new})
    return [known[segment.source, segment.target] for segment in segments]


def _shelf(read: Callable[..., Any], kind: Any, context: Context) -> Shelf[Any] | None:
    if context.cache is None:
        return None
    try:
        of_run = settings(context)
    except Unavailable:
        return None
    return Shelf(context.cache, Key(KIND, of_run | {"read": (read.__module__, read.__qualname__)}), kind)


def _content(pair: tuple[str, str]) -> bytes | None:
    try:
        return msgspec.msgpack.encode(pair)
    except ValueError:  # no Unicode
        return None


def _settings(context: Context) -> dict[str, Any]:
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    return {
        **judgement_cache.origin(context),
        **versions,
        "python": platform.python_version(),
        "package": cache.package(),
        "languages": (context.source_lang, context.target_lang),
        "glossary": _glossary(context),
    }


def _glossary(context: Context) -> str | None:
    if context.glossary is None:
        return None
    return hashlib.sha256(msgspec.msgpack.encode(context.glossary)).hexdigest()


def address_of(secret: bytes) -> bytes:
    """The key of an entry, from which the secret cannot be computed."""
    return hashlib.sha256(secret).digest()


def _plain(value: Any) -> Any:
    """A number of numpy as one of Python."""
    return value.item()


def _mixed(data: bytes, secret: bytes) -> bytes:
    """Data combined bit by bit with bytes that follow from the secret; the same again gives the data back."""
    stream = hashlib.shake_256(secret).digest(len(data))
    return (int.from_bytes(data) ^ int.from_bytes(stream)).to_bytes(len(data))
