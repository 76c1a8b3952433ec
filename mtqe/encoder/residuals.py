"""How far human scores are from those of `learned`: the quantiles that `training/residuals.py` measured.

`encoder.json` has them as `residuals`. They hold for the weights that they were measured with; of other weights nothing
is known. The unit is that of the score of `learned`, 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec

LEVEL = 0.8
"""Share: of the scores by annotators that an interval covers. An interval for more of them says little. Measured with
bench/intervals.py."""


class PairResiduals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The residuals of a language pair, one number per level.

    Args:
        rating: Of all translations, this share has a human score at most so far from the score.
        difference: The same for the difference of two translations of one source.
    """

    rating: tuple[float, ...]
    difference: tuple[float, ...]


class Residuals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The residuals of all rated language pairs.

    Args:
        weights: The hash of the weights that they were measured with (`weight_files.weights_hash`).
        levels: The shares, ascending, between 0 and 1; `LEVEL` is one of them.
        without: Of scores without a reference, by language pair such as `en-de`.
        with_reference: Of scores with references.
    """

    weights: str
    levels: tuple[float, ...]
    without: dict[str, PairResiduals]
    with_reference: dict[str, PairResiduals]

    def of(self, pair: str, level: float, has_reference: bool) -> tuple[float, float]:
        """The residuals of a rating and of a difference. A pair that was not rated has the widest of all pairs."""
        table = self.with_reference if has_reference else self.without
        place = self.levels.index(level)
        known = [table[pair]] if pair in table else list(table.values())
        return max(one.rating[place] for one in known), max(one.difference[place] for one in known)


def read(settings: Mapping[str, Any], weights: str) -> Residuals | None:
    """The residuals in the settings; `None` if there are none, or if they belong to other weights.

    Raises:
        ValueError: They are damaged.
    """
    if "residuals" not in settings:
        return None
    try:
        found = msgspec.convert(settings["residuals"], Residuals)
    except msgspec.ValidationError as error:
        raise ValueError(f"residuals: {error}") from error
    tables = (found.without, found.with_reference)
    numbers = [one for table in tables for pair in table.values() for one in (pair.rating, pair.difference)]
    if not all(tables) or not found.levels or any(len(one) != len(found.levels) for one in numbers):
        raise ValueError("residuals must have one number per level, and a pair with and without reference")
    ends = (0.0, *found.levels, 1.0)
    if any(low >= high for low, high in pairwise(ends)) or LEVEL not in found.levels:
        raise ValueError(f"residuals: levels must ascend between 0 and 1, and have {LEVEL:g}")
    if not all(math.isfinite(value) and value >= 0 for one in numbers for value in one):
        raise ValueError("residuals must be numbers, 0 or more")
    return found if found.weights == weights else None
