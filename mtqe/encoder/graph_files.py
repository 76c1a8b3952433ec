"""Reads weights out of an ONNX file and declares further outputs, without the package `onnx`.

Numbers of fields: onnx.proto of ONNX.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.float_graphs import GRAPH_NODE, INPUT, MODEL_GRAPH, OUTPUT
from mtqe.encoder.message_fields import BYTES, VARINT, field, fields
from mtqe.errors import Unavailable

_INITIALIZER, _OUTPUT = 5, 12
"""Ids: fields of a graph."""
_DIMS, _TYPE, _TENSOR_NAME, _RAW = 1, 2, 8, 9
"""Ids: fields of a tensor."""
_SINGLE = 1
"""Ids: of single precision among the types of a tensor."""
_OUTPUT_NAME = 1
"""Ids: the field of an output that has its name."""


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
        outputs = [field(_OUTPUT, BYTES, field(_OUTPUT_NAME, BYTES, name.encode())) for name in names]
        return self.content + field(MODEL_GRAPH, BYTES, b"".join(outputs))


def read(path: Path) -> GraphFile:
    """The ONNX file at `path`.

    Raises:
        Unavailable: It is missing or damaged.
    """
    try:
        content = path.read_bytes()
        (graph,) = _of(MODEL_GRAPH, fields(content))
        parts = list(fields(graph))
        weights = dict(_tensors(_of(_INITIALIZER, parts)))
        inputs: dict[str, tuple[str, ...]] = {}
        for node in _of(GRAPH_NODE, parts):
            own = tuple(name.decode() for name in _of(INPUT, fields(node)))
            inputs |= {name.decode(): own for name in _of(OUTPUT, fields(node))}
    except (OSError, ValueError) as error:
        raise Unavailable(f"{path}: cannot be read: {error}", "install mtqe again") from error
    return GraphFile(content, weights, inputs)


def _tensors(tensors: Iterable[bytes]) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The tensors in single precision whose values are in the file."""
    for tensor in tensors:
        parts = list(fields(tensor))
        raw = _of(_RAW, parts)
        if (_TYPE, VARINT, _SINGLE) in parts and raw:
            shape = [value for number, _, value in parts if number == _DIMS and isinstance(value, int)]
            (name,) = _of(_TENSOR_NAME, parts)
            yield name.decode(), np.frombuffer(raw[0], "<f4").reshape(shape).astype(np.float32)


def _of(wanted: int, parts: Iterable[tuple[int, int, int | bytes]]) -> list[bytes]:
    """The values of a field, which are messages, texts or bytes."""
    return [value for number, _, value in parts if number == wanted and isinstance(value, bytes)]
