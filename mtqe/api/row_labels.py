"""The labels of the rows that a caller gave: the index of a pandas data frame, or of the Series among lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqe.api.given import Listed, Sides
from mtqe.errors import InputError
from mtqe.model import Segment

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Index:
    """The labels of the rows that a caller gave.

    Args:
        labels: The index of a pandas data frame or Series.
        places: The place of each segment in it, by system and id.
    """

    labels: pd.Index
    places: Mapping[tuple[str | None, str], int]


def index(labels: pd.Index | None, segments: Sequence[Segment]) -> Index | None:
    """The labels of segments that are in the order of the rows, system after system; `None` if there are none."""
    if labels is None:
        return None
    return Index(labels, {(item.system, item.id): n % len(labels) for n, item in enumerate(segments)})


def common_index(sides: Sides) -> pd.Index | None:
    """The index of the Series among the lists.

    Raises:
        InputError: Two of them have different indexes.
    """
    indexed = [(what, one.index) for what, one in sides.named if isinstance(one, Listed) and one.index is not None]
    for what, other in indexed[1:]:
        if not other.equals(indexed[0][1]):
            raise InputError(
                f"the {indexed[0][0]} and the {what} are Series with different indexes",
                "select the same rows of both, or give lists: series.tolist()",
            )
    return indexed[0][1] if indexed else None
