"""How far a run looked for the errors of each area, from what became of its checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mtqe.model import CheckItem, Document
from mtqe.model.areas import AREAS, Area, AreaState, Coverage, LeftOut
from mtqe.prose import count
from mtqe.registry.contracts import Check

BOUND_TO_LANGUAGES: frozenset[Area] = frozenset({"locale", "form"})
"""Areas whose checks are each made for a few languages. That one of them does not run is no gap."""


ON_OCCASION = frozenset({"alignment", "memory"})
"""What a check needs that many runs do not have. That it does not run there is no gap."""


def coverage(
    known: Mapping[str, Check], items: Sequence[CheckItem], documents: Iterable[Document] = ()
) -> tuple[Coverage, ...]:
    """The coverage of every area."""
    outcomes = {item.id: item for item in items}
    in_documents = [document.left_out for document in documents]
    covers = []
    for area in AREAS:
        checks = [check for check in known.values() if check.area == area and check.status == "stable"]
        state = _state([check for check in checks if check.core] or checks, outcomes)
        unread = _unread(area, in_documents) if state == "full" else ()
        gaps = tuple(dict.fromkeys((*_gaps(area, checks, outcomes), *unread)))
        covers.append(Coverage(area, "part" if gaps and state == "full" else state, gaps))
    return tuple(covers)


def least_done(items: Sequence[CheckItem]) -> CheckItem:
    """The outcome of a check over several systems: that of the system for which it did least."""
    return min(items, key=_done)


def _done(item: CheckItem) -> tuple[bool, ...]:
    """How much a check did, for comparisons."""
    return item.state != "failed", item.state != "not run", not item.unread, not item.idle, item.gap is None


def _state(deciding: Iterable[Check], outcomes: Mapping[str, CheckItem]) -> AreaState:
    """The state of an area without its gaps."""
    ran = [item for check in deciding if (item := outcomes.get(check.id)) and item.state == "ran"]
    if ran and all(item.idle or item.unread for item in ran):
        return "none" if any(item.unread for item in ran) else "short"
    if ran:
        return "full"
    return "none" if any(check.id in outcomes for check in deciding) else "off"


def _gaps(area: Area, checks: Iterable[Check], outcomes: Mapping[str, CheckItem]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for check in checks:
        item = outcomes.get(check.id)
        if item is None:
            by_reason.setdefault("switched off in the configuration", []).append(check.name)
        elif item.gap:
            yield item.gap
        elif item.why and not ON_OCCASION.intersection(check.needs) and (check.core or area not in BOUND_TO_LANGUAGES):
            by_reason.setdefault(item.why, []).append(check.name)
    for reason, names in by_reason.items():
        yield f"{', '.join(names)}: {reason}"


def _unread(area: Area, in_documents: Iterable[Sequence[LeftOut]]) -> Iterator[str]:
    """What the readers left out and nothing compared, in one phrase."""
    concerned = [kinds for left_out in in_documents if (kinds := [kind for kind in left_out if kind.area == area])]
    counts: Counter[str] = Counter()
    for kind in (kind for kinds in concerned for kind in kinds):
        counts[kind.what] += kind.number
    if counts:
        lines = {kind.what: f" (line {kind.line})" for kinds in concerned for kind in kinds if kind.line}
        places = lines if len(concerned) == 1 else {}
        listed = ", ".join(f"{count(number, what)}{places.get(what, '')}" for what, number in counts.most_common())
        yield f"left out by the reader of the file, so not compared: {listed} in {count(len(concerned), 'document')}"
