"""Where a finding is, as an editor opens it: `de/court.txt:19`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from mtqe.model import Finding, Report, Segment
from mtqe.prose import visible
from mtqe.report import locations, view
from mtqe.report.causes import Cause, also_found

NAMED = 6
"""Number of further places of a cause that are named; the others are only counted."""

LONGEST_KEY = 40
"""Characters: of a key behind a place; some files have whole sentences as keys."""


def spots(report: Report, findings: Iterable[Finding]) -> Mapping[int, str]:
    """The file and line of findings, by their `id()`; only the files of these findings are read.

    A text with a key has it behind the line: `de/app.json:7 (shop.title)`. A text in a file without lines has the place
    that the file knows, and a report of several systems, whose files it does not have, the place of the segment.
    """
    shown = tuple(findings)
    segments = view.segments_by_id(report)
    within = [segments[key] for finding in shown if (key := (finding.system, finding.segment)) in segments]
    docs = {segment.doc for segment in within}
    part = msgspec.structs.replace(
        report, findings=shown, segments=tuple(segment for segment in report.segments if segment.doc in docs)
    )
    named = {} if len(report.run.systems) > 1 else locations.places(part)
    return {
        id(finding): _spot(segments.get((finding.system, finding.segment)), named.get(number, ())) or _unplaced(finding)
        for number, finding in enumerate(shown)
    }


def remarks(cause: Cause, where: Mapping[int, str]) -> list[str]:
    """What a view says below a cause: its other places, and what else was found there; see `elsewhere`."""
    places = "" if cause.wrong else elsewhere(cause.findings, where)
    return [line for line in (places, also_found(cause)) if line]


def elsewhere(findings: tuple[Finding, ...], where: Mapping[int, str]) -> str:
    """The other places of one cause: `and in 3 more places: line 7, line 9, fr/court.txt:4`; empty for one place.

    Args:
        findings: The findings of the cause; the first is shown.
        where: The place of each of them; see `spots`.
    """
    first, *repeats = (where[id(finding)] for finding in findings)
    names = [name for name in dict.fromkeys(repeats) if name != first]
    if not names:
        return f"and {view.count(len(repeats), 'more time')} there" if repeats else ""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    short = [_beside(name, first) for name in names[:NAMED]]
    return f"and in {view.count(len(repeats), 'more place')}: {', '.join(short)}{more}"


def _beside(name: str, first: str) -> str:
    """A place without the file that it shares with the first one."""
    path, _, line = name.rpartition(":")
    return f"line {line}" if path and path == first.rpartition(":")[0] else name


def _spot(segment: Segment | None, places: tuple[locations.Place, ...]) -> str:
    if segment is None:
        return ""
    if not places or places[0].path is None or not (places[0].region or places[0].within):
        return view.place(segment)
    place = places[0]
    where = f"{place.path}:{place.region.line}" if place.region else f"{place.path} {place.within}"
    key = view.key(segment)
    key = key if len(key) <= LONGEST_KEY else key[:LONGEST_KEY] + "…"
    return visible(f"{where} ({key})" if key else where)


def _unplaced(finding: Finding) -> str:
    return visible(f"segment {finding.segment}")
