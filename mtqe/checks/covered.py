"""How far a run looked for the errors of each area, from what became of its checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtqe.areas import AREAS, Area, AreaState, Coverage
from mtqe.contracts import Check
from mtqe.model import CheckItem

BOUND_TO_LANGUAGES: frozenset[Area] = frozenset({"locale", "form"})
"""Areas whose checks are each made for a few languages. That one of them does not run is no gap."""


def coverage(known: Mapping[str, Check], items: Sequence[CheckItem]) -> tuple[Coverage, ...]:
    """The coverage of every area.

    Args:
        known: All checks by id, also those that were not selected.
        items: The outcome of each selected check.
    """
    outcomes = {item.id: item for item in items}
    return tuple(
        _of_area(area, [check for check in known.values() if check.area == area and check.status == "stable"], outcomes)
        for area in AREAS
    )


def _of_area(area: Area, checks: Sequence[Check], outcomes: Mapping[str, CheckItem]) -> Coverage:
    deciding = [check for check in checks if check.core] or checks
    gaps = tuple(dict.fromkeys(_gaps(area, checks, outcomes)))
    return Coverage(area, _state(deciding, outcomes, bool(gaps)), gaps)


def _state(deciding: Iterable[Check], outcomes: Mapping[str, CheckItem], gaps: bool) -> AreaState:
    if any(_ran(outcomes.get(check.id)) for check in deciding):
        return "part" if gaps else "full"
    return "none" if any(check.id in outcomes for check in deciding) else "off"


def _gaps(area: Area, checks: Iterable[Check], outcomes: Mapping[str, CheckItem]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for check in checks:
        item = outcomes.get(check.id)
        if item is None:
            by_reason.setdefault("switched off in the configuration", []).append(check.name)
        elif item.gap:
            yield item.gap
        elif item.why and "alignment" not in check.needs and (check.core or area not in BOUND_TO_LANGUAGES):
            by_reason.setdefault(item.why, []).append(check.name)
    for reason, names in by_reason.items():
        yield f"{', '.join(names)}: {reason}"


def _ran(item: CheckItem | None) -> bool:
    return item is not None and item.state == "ran"
