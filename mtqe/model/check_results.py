"""What the checks found in the segments of a system, as a shard keeps it."""

from __future__ import annotations

import msgspec

from mtqe.model.report import Finding
from mtqe.model.run import CheckItem


class Unjudged(msgspec.Struct, frozen=True):
    """The segments with text on both sides that a check does not judge for one reason, or judges.

    Args:
        why: The reason; `None` for those that it judges.
        number: How many they are.
        first: Id of the first of them.
    """

    why: str | None
    number: int
    first: str


class CheckResults(msgspec.Struct, frozen=True):
    """What the checks found in the segments of a system.

    Args:
        items: The outcome of each check, in the order of the run.
        unjudged: The segments that a check does not judge, by its id.
        dropped: The findings that the report does not have because another one reports the same error.
        order: The places of the findings of the report, then of those that were dropped, in the order in which the
            checks yielded them.
    """

    items: tuple[CheckItem, ...] = ()
    unjudged: dict[str, tuple[Unjudged, ...]] = {}
    dropped: tuple[Finding, ...] = ()
    order: tuple[int, ...] = ()
