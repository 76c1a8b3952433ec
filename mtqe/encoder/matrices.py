"""Makes the matrices that onnxruntime multiplies with, in 8 bits, from what the package stores of them.

The encoder came in blocks of 4 bits (Q4_0), half the size of its matrices in 8 bits, which follow from it to the last
bit: each weight times the factor of its input, divided by the scale of its output, and rounded. `layers.npz` has the
blocks of all twelve layers. The critic is a trained copy of six of them: its file has the differences from the
encoder's weights, rounded in the same way. These are small numbers, which a wheel compresses well.
`training/packing.py` writes the files.

No kernel may saturate. On processors without VNNI, onnxruntime multiplies bytes of a row, 0 to 255, by signed bytes of
a matrix, and adds the products of two neighbouring inputs in 16 bits (`vpmaddubsw`). So two neighbouring weights of one
sign add up to `PAIR` at most: 255 * 128 = 32,640 fits. Two weights of different signs fit in any case. All further
sums are of 32 bits. So each product is the exact sum of integers on every processor.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtqe.encoder.embeddings import BLOCK, half_precision
from mtqe.errors import Unavailable

LAYERS = "layers.npz"
HIGHEST = 127
"""Values: the greatest in 8 bits; the least is minus it."""
PAIR = 128
"""Values: the greatest sum of two neighbouring weights of one sign, inputs 2i and 2i + 1."""
Arrays = Mapping[str, NDArray[Any]]


def initializers(folder: Path, name: str) -> dict[str, NDArray[Any]]:
    """What the graph `name.onnx` leaves out, by the names of its initializers.

    For each of its maps:

    - `MAP.packed` `(inputs, outputs)` int8, and `MAP.scales` `(outputs,)` float32, by which its columns are multiplied;
    - where some inputs are multiplied in single precision, `MAP.exact` `(such inputs, outputs)` float32, and `MAP.even`
      `(inputs,)` float32, by which inputs are multiplied before they are rounded, 0 for such inputs.

    Raises:
        Unavailable: A file is missing or damaged.
    """
    path = folder / f"{name}.npz"
    try:
        # numpy does not close a file that is no archive.
        with (folder / LAYERS).open("rb") as encoder, path.open("rb") as file:
            layers, own = np.load(encoder, allow_pickle=False), np.load(file, allow_pickle=False)
            made: dict[str, NDArray[Any]] = {}
            for inner, origin in own["maps"].tolist():
                made |= _of_map(inner, origin, own, layers)
            return made
    except (
        OSError,
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        EOFError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise Unavailable(f"{path}: {name}.onnx cannot be made whole: {error}", "install mtqe again") from error


def rounded(
    layers: Arrays, origin: str, factors: NDArray[np.float32] | None, scales: NDArray[np.float32]
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The encoder's weights of a map in 8 bits, `(inputs, outputs)`, and those of inputs without a factor as they are.

    Every operation is one of single precision that IEEE 754 defines to the last bit, so all machines get the same.

    Args:
        layers: `ORIGIN.numbers` `(blocks, 16, outputs)`: of the 32 inputs of a block, byte i has the number of input i
            in its low half, that of input i + 16 in its high half. `ORIGIN.scales` `(2, blocks, outputs)`: the scale of
            each block, see `half_precision`. A weight is (number - 8) * scale.
        origin: The map: the number of its layer in the encoder and its name there.
        factors: `(inputs,)`, by which weights are multiplied first; 0 for inputs that are multiplied in single
            precision. `None` means 1 for all.
        scales: `(outputs,)`, by which weights are divided before they are rounded.
    """
    numbers, blocks = layers[f"{origin}.numbers"], half_precision(layers[f"{origin}.scales"]).astype(np.float32)
    made = np.empty((len(numbers), BLOCK, len(scales)), np.int8)
    each = np.ones(len(numbers) * BLOCK, np.float32) if factors is None else factors
    exact = []
    # Block by block: the whole matrix in single precision does not fit into the cache.
    plain = np.empty(made.shape[1:], np.float32)
    for own, halves, scale, block in zip(each.reshape(-1, BLOCK, 1), numbers, blocks, made, strict=True):
        plain[: BLOCK // 2] = halves & 15
        plain[BLOCK // 2 :] = halves >> 4
        plain -= 8
        plain *= scale
        exact.append(plain[own[:, 0] == 0])
        plain *= own
        plain /= scales
        block[...] = whole(plain)
    return made.reshape(-1, len(scales)), np.concatenate(exact)


def whole(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights as numbers of 8 bits that no kernel can saturate with; changed in place.

    Where two neighbours of one sign exceed `PAIR`, both lose half of the excess; the greater loses the odd one.

    Args:
        weights: `(inputs, outputs)`, divided by the scales of the outputs; the number of inputs is even.
    """
    np.rint(weights, out=weights)
    np.minimum(weights, HIGHEST, out=weights)  # np.clip takes twice as long
    np.maximum(weights, -HIGHEST, out=weights)
    first, second = weights[::2], weights[1::2]
    sums = first + second
    sizes = np.abs(sums)
    if sizes.max(initial=0) > PAIR:
        places = np.nonzero(sizes > PAIR)
        one, other, total = first[places], second[places], sums[places]
        excess = np.abs(total) - PAIR
        less, more = np.floor(excess / 2), np.ceil(excess / 2)
        greater = np.abs(one) >= np.abs(other)
        sign = np.sign(total)
        first[places] = one - sign * np.where(greater, more, less)
        second[places] = other - sign * np.where(greater, less, more)
    return weights


def evening(factors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What inputs are multiplied by if their weights are multiplied by these factors; 0 for those left out."""
    return np.divide(np.float32(1), factors, out=np.zeros_like(factors), where=factors != 0)


def _of_map(name: str, origin: str, own: Arrays, layers: Arrays) -> dict[str, NDArray[Any]]:
    """The initializers of a map.

    Args:
        name: The map.
        origin: The map of the encoder that it is, or was before it was trained.
        own: `MAP.scales`; `MAP.factors` if some inputs are multiplied in single precision. If the map was trained,
            `MAP.difference` (`packed` minus the encoder's, modulo 256) and `MAP.exact`.
        layers: The encoder's weights.
    """
    scales, factors = own[f"{name}.scales"], own.get(f"{name}.factors")
    packed, exact = rounded(layers, origin, factors, scales)
    if (difference := own.get(f"{name}.difference")) is not None:
        packed += difference
    made: dict[str, NDArray[Any]] = {f"{name}.packed": packed, f"{name}.scales": scales}
    if factors is not None:
        made[f"{name}.even"] = evening(factors)
        made[f"{name}.exact"] = own.get(f"{name}.exact", exact)
    return made
