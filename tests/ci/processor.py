"""Prints what the processor can do, and how onnxruntime multiplies bytes on it.

    make processor

Without VNNI, onnxruntime adds pairs of products in 16 bits, where large ones are cut off. A pair that is too large
shows which kind of kernel runs. mtqe's own matrices have no such pair (`tests/encoder/test_exact_products.py`).
"""

from __future__ import annotations

import platform

import numpy as np

from mtqe.encoder import sessions
from mtqe.encoder.float_graphs import FILE_VERSION, OPERATOR_SET
from mtqe.encoder.message_fields import BYTES, VARINT, field
from mtqe.machine import cache

UINT8, INT8, INT32 = 2, 3, 6
"""Ids: of types of elements in ONNX files."""


def product() -> bytes:
    """A model of one operator: `y = MatMulInteger(a, b)`, of matrices of any size."""
    sizes = field(2, BYTES, b"".join(field(1, BYTES, field(2, BYTES, name)) for name in (b"rows", b"columns")))
    values = [
        field(1, BYTES, name)
        + field(2, BYTES, field(1, BYTES, field(1, VARINT, kind) + (sizes if kind != INT32 else b"")))
        for name, kind in ((b"a", UINT8), (b"b", INT8), (b"y", INT32))
    ]
    node = b"".join(
        [*(field(1, BYTES, name) for name in (b"a", b"b")), field(2, BYTES, b"y"), field(4, BYTES, b"MatMulInteger")]
    )
    parts = [
        field(1, BYTES, node),
        field(2, BYTES, b"product"),
        *(field(11, BYTES, one) for one in values[:2]),
        field(12, BYTES, values[2]),
    ]
    version = field(8, BYTES, field(2, VARINT, OPERATOR_SET))
    return field(1, VARINT, FILE_VERSION) + version + field(7, BYTES, b"".join(parts))


def saturates() -> bool:
    """Whether the kernel that runs here cuts off the sum of two large products of bytes."""
    onnxruntime = sessions.runtime()
    session = onnxruntime.InferenceSession(
        product(), sessions._options(onnxruntime, 1), providers=["CPUExecutionProvider"]
    )
    rows, columns = np.full((8, 64), 255, np.uint8), np.full((64, 32), 127, np.int8)
    (sums,) = session.run(None, {"a": rows, "b": columns})
    return bool((sums != rows.astype(np.int64) @ columns.astype(np.int64)).any())


def main() -> None:
    """Print a line."""
    kind = "adds pairs of products in 16 bits" if saturates() else "adds products in 32 bits"
    print(
        f"processor: {platform.machine()} with {' '.join(sorted(cache.instructions())) or 'unknown flags'}; "
        f"the kernel of onnxruntime {sessions.runtime().__version__} for bytes {kind}"
    )


if __name__ == "__main__":
    main()
