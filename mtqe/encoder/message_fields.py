"""Reads and writes the fields of protocol buffers, so that no package for ONNX files is necessary.

The format: https://protobuf.dev/programming-guides/encoding.
"""

from __future__ import annotations

from collections.abc import Iterator

VARINT, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5
"""Ids: of the kinds of fields."""


def fields(message: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """The fields of a message in order: number, kind and value; those of fixed size stay bytes.

    Raises:
        ValueError: It is not a message.
    """
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            value, at = _varint(message, at)
            yield number, kind, value
            continue
        if kind == BYTES:
            size, at = _varint(message, at)
        elif kind in (FIXED_32, FIXED_64):
            size = 4 if kind == FIXED_32 else 8
        else:
            raise ValueError(f"a field of the unknown kind {kind}")
        if at + size > len(message):
            raise ValueError("a field ends after its message")
        yield number, kind, message[at : at + size]
        at += size


def field(number: int, kind: int, value: int | bytes) -> bytes:
    """A field of a message: its number, its kind and its value."""
    tag = _as_varint(number << 3 | kind)
    if isinstance(value, int):
        return tag + _as_varint(value)
    return tag + (_as_varint(len(value)) if kind == BYTES else b"") + value


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number of 7 bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("a number ends after its message")
        value |= (message[at] & 127) << shift
        shift += 7
        at += 1
        if not message[at - 1] & 128:
            return value, at


def _as_varint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)
