"""A value that takes long to make, kept in a prepared file.

The file has a checksum of its content before the content, which is in MessagePack.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar
from zlib import crc32

import msgspec

from mtqe.machine import cache

T = TypeVar("T")
_CHECKSUM = 4
"""Bytes: before the content."""


def kept(name: str, kind: type[T], build: Callable[[], T]) -> T:
    """The value of a prepared file, which is written if it is missing or damaged; if it cannot be, what is built.

    Args:
        name: The name of the file, without its ending; it has a hash over all that the value depends on.
        kind: The type of the value, which `msgspec` can write and read.
        build: Makes the value.
    """
    try:
        path = cache.prepared() / f"{name}.bin"
        with contextlib.suppress(FileNotFoundError, msgspec.MsgspecError):
            content = path.read_bytes()
            if int.from_bytes(content[:_CHECKSUM], "little") == crc32(content[_CHECKSUM:]):
                return msgspec.msgpack.decode(content[_CHECKSUM:], type=kind)
    except (OSError, RuntimeError):  # RuntimeError: the user has no home folder
        return build()
    value = build()
    packed = msgspec.msgpack.encode(value)
    with contextlib.suppress(OSError):  # a full or read-only disk: the next run builds it again
        cache.keep(path, crc32(packed).to_bytes(_CHECKSUM, "little"), packed)
    return value
