"""Sums and products that come out the same in any order, so on any number of threads and in any batch.

Single-precision sums are rounded after each step, so their last digit depends on the order of the steps, and libraries
choose the order by the shape of the arrays and the number of threads. Here every number is first rounded to a multiple
of a power of two, and its size is limited. Then double precision holds every partial sum without rounding.

So a product may be computed in parts, too, and `product` does so: BLAS divides all but the smallest products among
threads of its own, which wait for each other for most of the time, and beside batches that already run on a thread
each (`mtqe.encoder.simultaneous`) there is no core for them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating[Any]]
Doubles = NDArray[np.float64]

MANTISSA = 52
"""Bits: of double precision behind the first one."""
UNIT_BITS = 26
"""Bits: behind the point, of the components of unit vectors. A product has twice as many, 52, and no partial sum of a
product of unit vectors is above 1, so it fits into the 53 bits of double precision."""
VALUE_BITS = 20
"""Bits: behind the point, of values that are added or multiplied by the weights of a map."""
WEIGHT_BITS = 22
"""Bits: behind the point, of the weights of a map."""
SQUARE_BITS = 40
"""Bits: behind the point, of squares up to 1; a thousand of them fit into double precision."""
LEAST = 1e-12
"""Values: the least that vectors are divided by."""
SUM_LIMIT = 2.0**10
"""Values: the greatest partial sum of a map; with 42 bits behind the point it fits into double precision."""
VALUE_LIMIT = 2.0**20
"""Values: the greatest that are added; some thousand of them stay far below 2^53 with 20 bits behind the point."""

SMALL = 2**18
"""Numbers: of multiplications of a product of matrices, up to which OpenBLAS stays on one thread (its source,
`interface/gemm.c`)."""
LARGE = 2**24
"""Numbers: of multiplications, above which a product is left to BLAS as a whole, with its threads, because it takes
milliseconds. Only the aligner and long texts have such products, and not while batches run."""


def on_grid(values: Numbers, bits: int = VALUE_BITS, limit: float = VALUE_LIMIT) -> Doubles:
    """The values in double precision, rounded to so many bits behind the point, between minus `limit` and `limit`."""
    rounded = np.clip(values, -limit, limit).astype(np.float64, copy=False)
    # Beside a number of this size double precision has just so many bits behind the point.
    large = 1.5 * 2.0 ** (MANTISSA - bits)
    rounded += large
    rounded -= large
    return rounded


def unit(vectors: Numbers) -> Doubles:
    """Vectors `(n, width)` scaled to length 1; zeros stay."""
    greatest = np.abs(vectors).max(1, keepdims=True, initial=0).clip(min=LEAST).astype(np.float64)
    scaled: Doubles = vectors / greatest
    scaled /= np.sqrt(on_grid(scaled * scaled, SQUARE_BITS).sum(1, keepdims=True)).clip(min=LEAST)
    return scaled


def unit_grid(vectors: Numbers) -> Doubles:
    """Unit vectors rounded so far that double precision holds every partial sum of a product of two of them."""
    return on_grid(vectors, UNIT_BITS, 1.0)


def product(first: Doubles, second: Doubles) -> Doubles:
    """The product of two matrices whose partial sums are exact, `(n, k)` and `(k, m)`; on one thread up to `LARGE`."""
    n, k, m = *first.shape, second.shape[1]
    if 1 in (n, m):  # BLAS would take threads for a tenth of the work, and einsum never calls BLAS by itself
        line: Doubles = np.einsum("nk,km->nm", first, second)
        return line
    if not SMALL < n * k * m <= LARGE:
        whole: Doubles = first @ second
        return whole
    if k >= max(n, m):
        half = k // 2
        sums = product(first[:, :half], second[:half])
        sums += product(first[:, half:], second[half:])
        return sums
    if n >= m:
        return np.concatenate([product(rows, second) for rows in (first[: n // 2], first[n // 2 :])])
    return np.concatenate([product(first, columns) for columns in (second[:, : m // 2], second[:, m // 2 :])], 1)


def products(first: Doubles, second: Doubles) -> NDArray[np.float32]:
    """The products of vectors from `unit_grid`, in single precision."""
    return product(first, second.T).astype(np.float32)


def cosines(first: Numbers, second: Numbers) -> Doubles:
    """The products `(k, m)` of the unit vectors `(k, width)` and `(m, width)`."""
    return product(unit_grid(first), unit_grid(second).T)


def cosine(first: Numbers, second: Numbers) -> float:
    """The product of two unit vectors."""
    return float(cosines(first[None], second[None])[0, 0])


def gain(there: Numbers, extra: Numbers, own: Numbers) -> float:
    """By how much vectors of one text cover another text better than its own counterpart does.

    Args:
        there: `(m, width)`, unit vectors of the tokens or words of the text to be covered.
        extra: `(n, width)`, those of the added text.
        own: `(k, width)`, those of the counterpart.

    Returns:
        The sum, over the rows of `there`, of the cosine by which the nearest of `extra` is nearer than the nearest of
        `own`, where it is; for each row of `extra`.
    """
    nearer = cosines(there, extra).max(1) - cosines(there, own).max(1)
    return float(nearer.clip(min=0).sum() / len(extra))


def means(values: Doubles, chosen: NDArray[np.bool_]) -> Doubles:
    """The mean of some tokens of each row, `(batch, tokens, width)` to `(batch, width)`; 0 where there are none.

    Args:
        values: Values from `on_grid`.
        chosen: `(batch, tokens)`, which tokens.
    """
    weights = chosen.astype(np.float64)
    sums: Doubles = np.einsum("bt,btw->bw", weights, values)
    return np.asarray(sums / weights.sum(1, keepdims=True).clip(min=1))


def softplus(values: Doubles) -> Doubles:
    """log(1 + e^x), value by value: numpy's vector instructions may round the last values of an array otherwise."""
    made = [max(x, 0.0) + math.log1p(math.exp(-abs(x))) for x in values.ravel().tolist()]
    return np.array(made).reshape(values.shape)


class Map:
    """A linear map. Inputs are limited so that no partial sum exceeds `SUM_LIMIT`.

    Args:
        weights: `(inputs, outputs)`.
        bias: `(outputs,)`.
    """

    def __init__(self, weights: Numbers, bias: Numbers) -> None:
        self._weights = on_grid(weights, WEIGHT_BITS)
        self._bias = np.asarray(bias, np.float64)
        self._limit = SUM_LIMIT / float(np.abs(self._weights).sum(0).max())

    def __call__(self, values: Numbers) -> Doubles:
        """`(rows, inputs)` to `(rows, outputs)`."""
        mapped = product(on_grid(values, limit=self._limit), self._weights)
        mapped += self._bias
        return mapped
