"""Rewrites the encoder's graphs for a GPU: products of 8-bit integers become products of the same numbers as floats.

onnxruntime's CUDA provider has a kernel for every operator of the graphs but `MatMulIntegerToFloat`
(docs/OperatorKernels.md of onnxruntime). It would leave these products, nearly all of the work, to the CPU, and copy
their inputs and outputs from the GPU and back. So each of them

    y = MatMulIntegerToFloat(a, b, one, scales, middle)

becomes four nodes, with the same inputs and output:

    y = (DequantizeLinear(a, one, middle) @ Cast(b)) * scales

Both factors of `@` are whole numbers from -128 to 127, so that every product is exact in single precision, and so is
each sum below 2**24. Rounding of activations to 8 bits stays as it is.

Numbers of fields: onnx.proto of ONNX.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.encoder.message_fields import BYTES, VARINT, field, fields

MODEL_GRAPH, GRAPH_NODE = 7, 1
"""Ids: of the fields of a graph in a model, and of nodes in a graph."""
INPUT, OUTPUT, NAME, OPERATOR, ATTRIBUTE = 1, 2, 3, 4, 5
"""Ids: of fields of a node."""
ATTRIBUTE_NAME, ATTRIBUTE_INTEGER, ATTRIBUTE_TYPE = 1, 3, 20
"""Ids: of fields of an attribute."""
INTEGER, FLOAT = 2, 1
"""Ids: of an attribute that is a whole number, and of tensors in single precision."""
FILE_VERSION, OPERATOR_SET = 8, 17
"""Numbers: versions of the format and of the operators, as those of the encoder's files."""
SMALLEST_INPUT = "x"
REPLACED = "MatMulIntegerToFloat"
HEAVY = frozenset({REPLACED, "MatMul", "Gemm", "FusedMatMul"})
"""Operators that take nearly all of the time. If one of them stays on the CPU, the GPU is of no use."""


def rewritten(model: bytes) -> bytes:
    """The model without products of integers; its inputs, outputs and initializers stay the same."""
    return b"".join(
        field(number, kind, _graph(value) if number == MODEL_GRAPH and isinstance(value, bytes) else value)
        for number, kind, value in fields(model)
    )


def smallest() -> bytes:
    """A model that squares its input, a matrix of one number; its output is `y`."""
    one = field(1, VARINT, 1)  # the field of a dimension, of a type of elements, of the list of dimensions
    shape = field(2, BYTES, 2 * field(1, BYTES, one))
    values = [
        field(1, BYTES, name.encode()) + field(2, BYTES, field(1, BYTES, one + shape)) for name in (SMALLEST_INPUT, "y")
    ]
    node = field(GRAPH_NODE, BYTES, _node("MatMul", (SMALLEST_INPUT, SMALLEST_INPUT), "y"))
    graph = b"".join([node, field(2, BYTES, b"smallest"), field(11, BYTES, values[0]), field(12, BYTES, values[1])])
    version = field(8, BYTES, field(2, VARINT, OPERATOR_SET))
    return field(1, VARINT, FILE_VERSION) + version + field(MODEL_GRAPH, BYTES, graph)


def operators(model: bytes) -> Iterator[str]:
    """The operators of the nodes of a model, in order."""
    graph = next(value for number, _, value in fields(model) if number == MODEL_GRAPH)
    assert isinstance(graph, bytes)
    for number, _, node in fields(graph):
        if number == GRAPH_NODE and isinstance(node, bytes):
            yield _texts(node, OPERATOR)[0]


def _graph(graph: bytes) -> bytes:
    made = bytearray()
    for number, kind, value in fields(graph):
        if number == GRAPH_NODE and isinstance(value, bytes) and _texts(value, OPERATOR) == [REPLACED]:
            made += b"".join(field(GRAPH_NODE, BYTES, node) for node in _as_floats(value))
        else:
            made += field(number, kind, value)
    return bytes(made)


def _as_floats(node: bytes) -> Iterator[bytes]:
    """The nodes in place of a product of integers."""
    left, right, one, scales, middle = _texts(node, INPUT)
    (output,) = _texts(node, OUTPUT)
    whole_left, whole_right, product = (f"{output}/{name}" for name in ("left", "right", "product"))
    yield _node("DequantizeLinear", (left, one, middle), whole_left)
    yield _node("Cast", (right,), whole_right, _integer("to", FLOAT))
    yield _node("MatMul", (whole_left, whole_right), product)
    yield _node("Mul", (product, scales), output)


def _node(operator: str, inputs: tuple[str, ...], output: str, attribute: bytes = b"") -> bytes:
    parts = [field(INPUT, BYTES, name.encode()) for name in inputs]
    parts += [field(OUTPUT, BYTES, output.encode()), field(NAME, BYTES, f"{output}:{operator}".encode())]
    parts += [field(OPERATOR, BYTES, operator.encode())]
    return b"".join([*parts, field(ATTRIBUTE, BYTES, attribute)] if attribute else parts)


def _integer(name: str, value: int) -> bytes:
    """An attribute that is a whole number."""
    parts = ((ATTRIBUTE_NAME, BYTES, name.encode()), (ATTRIBUTE_INTEGER, VARINT, value))
    return b"".join(field(*part) for part in (*parts, (ATTRIBUTE_TYPE, VARINT, INTEGER)))


def _texts(message: bytes, wanted: int) -> list[str]:
    return [value.decode() for number, _, value in fields(message) if number == wanted and isinstance(value, bytes)]
