"""How the weights are stored: the encoder's in blocks of 4 bits, as they came, those of trained copies as differences.

`mtqe.encoder.matrices` makes the matrices in 8 bits from this when it loads a graph. `strip` leaves them out of a graph
only if every bit of what `quantise.py` made comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder import matrices

BLOCK = 32
PARTS = {
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",),
    "wide": ("intermediate.dense",),
    "narrow": ("output.dense",),
}
"""The maps of a layer, and the linear maps of BERT that each has side by side."""
MADE = ("packed", "scales", "even", "exact")
"""The ends of the names of the initializers that a graph leaves out."""

WIDER = np.linspace(1, 2, 41, dtype=np.float32)
"""Factors: of the least scale of a column, that are tried. Twice the least scale needs no rounding of pairs at all."""

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Blocks:
    """A matrix `(rows, columns)` in blocks of 4 bits along its columns.

    `numbers` uint8 `(rows, blocks, 32)`, `scales` `(rows, blocks)`; a weight is `(number - 8) * scale`.
    """

    numbers: NDArray[Any]
    scales: NDArray[Any]

    def weights(self) -> NDArray[Any]:
        """The matrix in float32."""
        plain = (self.numbers.astype(np.float32) - 8) * self.scales.astype(np.float32)[..., None]
        return np.asarray(plain.reshape(len(plain), -1))


@dataclass(frozen=True)
class Rounding:
    """How a map of a graph was rounded to 8 bits.

    Args:
        origin: The map of the encoder that it is, or was before training: "LAYER.PART".
        factors: `(inputs,)`, by which its weights were multiplied, 0 for inputs whose products are in single precision.
    """

    origin: str
    factors: NDArray[Any]


def four_bits(weights: NDArray[Any], rows: int = 16_384) -> Blocks | None:
    """The numbers and half-precision scales of a matrix that was unpacked from Q4_0; None if it was not.

    Q4_0 gives the largest weight of a block the number 0, so its scale is minus an eighth of it.
    """
    parts = []
    for start in range(0, len(weights), rows):
        part = weights[start : start + rows].astype(np.float32)
        blocks = part.reshape(len(part), -1, BLOCK)
        largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
        scales = (largest / -8).astype(np.float16)
        with np.errstate(divide="ignore", invalid="ignore"):
            numbers = np.rint(np.nan_to_num(blocks / scales.astype(np.float32)[..., None])) + 8
        made = Blocks(numbers.clip(0, 15).astype(np.uint8), scales)
        if not np.array_equal(made.weights(), part):
            return None
        parts.append(made)
    return Blocks(np.concatenate([part.numbers for part in parts]), np.concatenate([part.scales for part in parts]))


def fitted(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix `(inputs, outputs)` in 8 bits, and the scale of each output, whose squared error is least.

    With the least scale the greatest weight of a column is 127, and some neighbours have to be made smaller. With a
    greater one fewer have to.
    """
    least = np.maximum(np.abs(weights).max(0), np.float32(1e-12)) / np.float32(matrices.HIGHEST)
    packed, scales = np.empty(weights.shape, np.int8), least.copy()
    errors = np.full(len(least), np.inf)
    for factor in WIDER:
        tried = least * factor
        made = matrices.whole(weights / tried)
        found = np.square(made * tried - weights, dtype=np.float64).sum(0)
        better = found < errors
        errors[better], scales[better], packed[:, better] = found[better], tried[better], made[:, better]
    return packed, scales


def planes(scales: NDArray[Any]) -> NDArray[Any]:
    """Half-precision numbers as their low bytes and their high bytes, `(2, ...)`."""
    whole = scales.astype(np.float16).view(np.uint16)
    return np.stack([whole & 255, whole >> 8]).astype(np.uint8)


def by_rows(blocks: Blocks) -> NDArray[Any]:
    """Q4_0 bytes `(rows, 16 * blocks)`: byte i of a block has number i in its low half, i + 16 in its high half."""
    numbers = blocks.numbers
    return np.asarray((numbers[..., :16] | (numbers[..., 16:] << 4)).reshape(len(numbers), -1))


def by_columns(blocks: Blocks) -> Arrays:
    """The transposed matrix, as `mtqe.encoder.matrices.rounded` reads it."""
    numbers = blocks.numbers.transpose(1, 2, 0)
    return {"numbers": numbers[:, :16] | (numbers[:, 16:] << 4), "scales": planes(blocks.scales.T)}


def write_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write them; not in place, because someone may be reading the file."""
    new = path.with_name("new.npz")
    np.savez(new, **arrays)  # type: ignore[arg-type]
    new.rename(path)


def write_layers(layers: Any, out: Path) -> None:
    """`layers.npz` of all layers of the encoder."""
    stored: Arrays = {}
    for number, layer in enumerate(layers):
        for part, names in PARTS.items():
            parts = [layer.get_submodule(name).weight.detach().numpy() for name in names]
            if (blocks := four_bits(np.concatenate(parts))) is None:
                raise SystemExit(f"layer {number}, {part}: the weights did not come in blocks of 4 bits")
            stored |= {f"{number}.{part}.{name}": array for name, array in by_columns(blocks).items()}
    write_arrays(stored, out / matrices.LAYERS)


def stored(name: str, own: Arrays, rounding: Rounding, layers: Mapping[str, NDArray[Any]]) -> Arrays:
    """What is stored of a map beside the encoder's weights.

    Args:
        name: The map.
        own: Its initializers, by the ends of their names.
        rounding: How they were made.
        layers: The encoder's weights, as in `layers.npz`.
    """
    factors = rounding.factors.astype(np.float32)
    packed, exact = matrices.rounded(layers, rounding.origin, factors, own["scales"])
    kept = {"scales": own["scales"]}
    if "even" in own:
        kept["factors"] = factors
        if own["exact"].tobytes() != exact.tobytes():
            kept["exact"] = own["exact"]
    difference = own["packed"] - packed
    if difference.any():
        kept["difference"] = difference
    return {f"{name}.{end}": array for end, array in kept.items()}


def strip(graph: Any, roundings: Mapping[str, Rounding], path: Path) -> None:
    """Take the matrices out of a graph, and write what they are made from.

    Args:
        graph: The graph; onnxruntime takes the tensors that are taken out from whoever loads it.
        roundings: Its maps in 8 bits, by name.
        path: Where the graph will be; beside it is `layers.npz`, and what is written has its name with the ending npz.
    """
    from onnx import TensorProto, numpy_helper

    tensors = {tensor.name: tensor for tensor in graph.initializer}
    taken: Arrays = {}
    kept: Arrays = {"maps": np.array([(name, one.origin) for name, one in roundings.items()], str).reshape(-1, 2)}
    with np.load(path.with_name(matrices.LAYERS)) as layers:
        for name, rounding in roundings.items():
            own = {end: numpy_helper.to_array(tensors[f"{name}.{end}"]) for end in MADE if f"{name}.{end}" in tensors}
            kept |= stored(name, own, rounding, layers)
            taken |= {f"{name}.{end}": array for end, array in own.items()}
    write_arrays(kept, path.with_suffix(".npz"))
    made = matrices.initializers(path.parent, path.stem)
    if {name: array.tobytes() for name, array in made.items()} != {name: one.tobytes() for name, one in taken.items()}:
        raise SystemExit(f"{path}: what it leaves out would not come back as it was")
    for name in taken:
        tensor = tensors[name]
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        where = tensor.external_data.add()
        # No file: to read it without mtqe must fail.
        where.key, where.value = "location", matrices.__name__
