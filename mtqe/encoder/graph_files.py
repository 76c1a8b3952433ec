"""Reads weights out of an ONNX file and declares further outputs, without the package `onnx`.

An ONNX file is a message of Protocol Buffers (https://protobuf.dev/programming-guides/encoding). Only the fields
that are needed here are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtqe.errors import Unavailable

_GRAPH = 7
"""Ids: the field of a model that has the graph. By definition."""
_NODE, _INITIALIZER, _OUTPUT = 1, 5, 12
"""Ids: fields of a graph. By definition."""
_NODE_INPUT, _NODE_OUTPUT = 1, 2
"""Ids: fields of a node. By definition."""
_DIMS, _TYPE, _TENSOR_NAME, _RAW = 1, 2, 8, 9
"""Ids: fields of a tensor. By definition."""
_SINGLE = 1
"""Ids: of single precision among the types of a tensor. By definition."""
_OUTPUT_NAME = 1
"""Ids: the field of an output that has its name. By definition."""
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
"""Ids: how a field is stored. By definition."""

Value = int | memoryview
Fields = list[tuple[int, Value]]


@dataclass(frozen=True)
class GraphFile:
    """An ONNX file.

    Args:
        content: Its bytes.
        weights: Its tensors in single precision, by name.
        inputs: For each result of a node, the inputs of the node.
    """

    content: bytes
    weights: Mapping[str, NDArray[np.float32]]
    inputs: Mapping[str, tuple[str, ...]]

    def with_outputs(self, names: Iterable[str]) -> bytes:
        """The file with these results of nodes as further outputs.

        Two messages of one type, one after the other, are read as one message with the fields of both.
        """
        outputs = b"".join(_field(_OUTPUT, _field(_OUTPUT_NAME, name.encode())) for name in names)
        return self.content + _field(_GRAPH, outputs)


def read(path: Path) -> GraphFile:
    """The ONNX file at `path`.

    Raises:
        Unavailable: It is missing or damaged.
    """
    try:
        content = path.read_bytes()
        (graph,) = _of(_GRAPH, _fields(memoryview(content)))
        fields = list(_fields(graph))
        weights = dict(_tensors(_of(_INITIALIZER, fields)))
        inputs: dict[str, tuple[str, ...]] = {}
        for node in _of(_NODE, fields):
            parts = list(_fields(node))
            own = tuple(_text(name) for name in _of(_NODE_INPUT, parts))
            inputs |= {_text(name): own for name in _of(_NODE_OUTPUT, parts)}
    except (OSError, ValueError, IndexError) as error:
        raise Unavailable(f"{path}: cannot be read: {error}", "install mtqe again") from error
    return GraphFile(content, weights, inputs)


def _tensors(tensors: Iterable[memoryview]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The tensors in single precision whose values are in the file."""
    for tensor in tensors:
        fields = list(_fields(tensor))
        raw = _of(_RAW, fields)
        if (_TYPE, _SINGLE) in fields and raw:
            shape = [value for field, value in fields if field == _DIMS and isinstance(value, int)]
            (name,) = _of(_TENSOR_NAME, fields)
            yield _text(name), np.frombuffer(raw[0], "<f4").reshape(shape).astype(np.float32)


def _of(field: int, fields: Iterable[tuple[int, Value]]) -> list[memoryview]:
    """The values of a field, which are messages, texts or bytes."""
    return [value for number, value in fields if number == field and isinstance(value, memoryview)]


def _text(value: memoryview) -> str:
    return bytes(value).decode()


def _fields(message: memoryview) -> Iterator[tuple[int, Value]]:
    """The fields of a message, each with its number; numbers of a fixed size are left out."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield number, value
        elif kind == _BYTES:
            size, at = _varint(message, at)
            if at + size > len(message):
                raise ValueError("it ends too early")
            yield number, message[at : at + size]
            at += size
        elif kind in (_FIXED64, _FIXED32):
            at += 8 if kind == _FIXED64 else 4
        else:
            raise ValueError("it is not an ONNX file")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """The number that starts at a byte, seven bits per byte, lowest first; and the place behind it."""
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes."""
    return bytes([number << 3 | _BYTES]) + _number(len(content)) + content


def _number(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)
