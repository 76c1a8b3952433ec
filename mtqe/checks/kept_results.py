"""Keeps what checks found from run to run, so that a run in which little changed costs little.

The results are entries of the score cache (`mtqe.machine.cache`), one for each unit of text:

- A segment, for the checks of scope `segment`, and for those with `per_segment` that look at nothing else.
- A document, or the part of a long one that the encoder reads at once, for those that look `nearby`.
- A document, for the other checks of scope `document`.

An entry depends on all that its checks get: the texts, codes and facts of the unit, and what `kept_values` says. Of the
configuration they get no more than the device. Lines and columns are no part of it, and no check gets them: they move
where something else changed.

Not kept are the results of plugins, of a team's rules and of other models, those of checks of scope `corpus`, and those
of a run without the encoder, which takes less time than the cache. Where a check fails, nothing of its units is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import msgspec

from mtqe.checks.shared import kept_values
from mtqe.errors import Unavailable
from mtqe.machine.cache import Key, Store
from mtqe.model import Hit, Segment
from mtqe.registry.contracts import Check, Context
from mtqe.settings.config import Config

Found: TypeAlias = list[tuple[int, int, Hit]]
"""What checks found in a unit: the number of the check, the place of the segment in the unit, and the hit."""
Unit: TypeAlias = Sequence[Segment]
KIND = "checks"
_IN_FILE = frozenset(f"{side}_{name}" for side in ("source", "target") for name in ("line", "column", "place"))
_IN_DOCUMENT = frozenset(f"{side}_{name}" for side in ("source", "target") for name in ("paragraph", "sentences"))


class Shelf:
    """The kept results of some checks.

    Args:
        store: The cache.
        key: What the results depend on beside the texts.
        names_segments: Whether findings may name segments by their ids.
    """

    def __init__(self, store: Store, key: Key, names_segments: bool) -> None:
        self._kept: kept_values.Shelf[Found] = kept_values.Shelf(store, key, Found)
        self._names_segments = names_segments

    def find(self, units: Sequence[Unit]) -> dict[int, Found]:
        """What earlier runs kept of some units, by their numbers."""
        return self._kept.find([self._content(unit) for unit in units])

    def keep(self, found: Mapping[int, Found]) -> None:
        """Keep what was found in units of the last call of `find`, by their numbers."""
        self._kept.keep(found)

    def _content(self, unit: Unit) -> bytes | None:
        """All that checks get of a unit; `None` if a user's fact has no bytes, or a text is no Unicode."""
        facts = [(one.source, one.target, one.references, one.meta, one.codes) for one in unit]
        try:
            return msgspec.msgpack.encode((facts, [one.id for one in unit] if self._names_segments else None))
        except (TypeError, ValueError):
            return None


def context_of(context: Context) -> Context:
    """The context of checks whose results are kept: of the configuration, it has what the key has."""
    return replace(context, config=Config(device=context.config.device))


def is_kept(item: Check) -> bool:
    """Whether the results of a check are kept: it is mtqe's own, and asks no other model."""
    of_mtqe = item.rule is None and item.run.__module__.startswith("mtqe.")
    return of_mtqe and item.scope != "corpus" and "error spans" not in item.needs


def shelf(stage: str, items: Sequence[Check], context: Context) -> Shelf | None:
    """The kept results of checks.

    Args:
        stage: The kind of their units.
        items: The checks.
        context: The context of the run.

    Returns:
        `None` if nothing is kept: without a cache, or if the encoder is damaged.
    """
    if context.cache is None or not items:
        return None
    try:
        settings = kept_values.settings(context)
    except Unavailable:
        return None
    checks = [(item.id, item.run.__module__, item.run.__name__) for item in items]
    return Shelf(context.cache, Key(KIND, settings | {"stage": stage, "checks": checks}), stage == "document")


def unplaced(segments: Iterable[Segment], stage: str) -> list[Segment]:
    """The segments without their places in the file, and for all stages but `document` without those in it."""
    left_out = _IN_FILE if stage == "document" else _IN_FILE | _IN_DOCUMENT
    return [
        segment
        if left_out.isdisjoint(segment.meta)
        else msgspec.structs.replace(
            segment, meta={name: fact for name, fact in segment.meta.items() if name not in left_out}
        )
        for segment in segments
    ]
