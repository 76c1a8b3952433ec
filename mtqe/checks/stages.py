"""The checks of a run in groups: those of a group get the same units of text, and their results are kept together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby

from mtqe.checks import kept_results, segmentwise
from mtqe.checks.check_run import CheckRun
from mtqe.model import Segment
from mtqe.registry.contracts import Check, Context


def stages_of(check_runs: Sequence[CheckRun], context: Context) -> list[Stage]:
    """The checks that run, but those of scope `corpus`, in groups whose results are kept together, or not at all."""
    running = [check_run for check_run in check_runs if check_run.runs and check_run.item.scope != "corpus"]
    # Rules take less time than the cache.
    keeps = context.cache is not None and any("encoder" in check_run.item.needs for check_run in running)
    groups: dict[tuple[str, bool], list[CheckRun]] = defaultdict(list)
    for check_run in running:
        groups[_stage(check_run.item), keeps and kept_results.is_kept(check_run.item)].append(check_run)
    return [Stage(name, group, context, kept) for (name, kept), group in groups.items()]


def _stage(item: Check) -> str:
    """The stage of a check: what its results depend on."""
    if item.scope == "segment":
        return "segment"
    if item.per_segment:
        return "nearby" if item.nearby else "alone"
    return "document"


class Stage:
    """The checks whose results are kept together.

    Args:
        name: `segment`, `alone`, `nearby` or `document`; see `_stage`.
        check_runs: The checks, which run.
        context: The context of the run.
        kept: Whether their results are kept.
    """

    def __init__(self, name: str, check_runs: Sequence[CheckRun], context: Context, kept: bool) -> None:
        self.name = name
        self.check_runs = check_runs
        self._items = [check_run.item for check_run in check_runs]
        self._shelf = kept_results.shelf(name, self._items, context) if kept else None
        self._context = kept_results.context_of(context) if self._shelf else context

    def read_single(self, segments: Sequence[Segment], progress: Callable[[int], None]) -> None:
        """Run checks of scope `segment`."""
        units = [[segment] for segment in self._given(segments)]
        found = self._shelf.find(units) if self._shelf else {}
        new = [number for number in range(len(units)) if number not in found]
        results = segmentwise.run_checks(self._items, [units[number][0] for number in new], self._context, progress)
        failures = [result for of_segment in results for result in of_segment if isinstance(result[1], str)]
        for number, why in failures:
            self.check_runs[number].add_result(segments[0], why)
        fresh = {
            unit: [(number, 0, hit) for number, hits in of_segment if not isinstance(hits, str) for hit in hits]
            for unit, of_segment in zip(new, results, strict=True)
        }
        self._add([[segment] for segment in segments], self._revised(segments, found | fresh))
        self._keep(fresh)

    def read_part(self, part: Sequence[Segment], ended: Sequence[Sequence[Segment]]) -> None:
        """Run checks of scope `document` on a part of the text, or on the documents that end in it."""
        units: list[Sequence[Segment]]
        if self.name == "alone":
            units = [(segment,) for segment in part]
        elif self.name == "nearby":
            units = [tuple(group) for _, group in groupby(part, key=lambda segment: segment.doc)]
        else:
            units = list(ended)
        given = [self._given(unit) for unit in units]
        found = self._shelf.find(given) if self._shelf else {}
        new = [number for number in range(len(units)) if number not in found]
        groups = [tuple(given[number]) for number in new]
        if self.name != "document":
            groups = [tuple(chain.from_iterable(groups))]
        place_of = {segment.id: (number, at) for number in new for at, segment in enumerate(units[number])}
        fresh: dict[int, kept_results.Found] = {number: [] for number in new}
        for at, check_run in enumerate(self.check_runs):
            for segment, hit in check_run.read(_judged(check_run.item, groups), self._context):
                unit, place = place_of[segment.id]
                fresh[unit].append((at, place, hit))
        self._add(units, found | fresh)
        self._keep(fresh)

    def _revised(
        self, segments: Sequence[Segment], found: Mapping[int, kept_results.Found]
    ) -> Mapping[int, kept_results.Found]:
        """What was found in each segment, after the checks with a revision saw the hits of all segments."""
        revising = [at for at, check_run in enumerate(self.check_runs) if check_run.item.revision]
        revised = {unit: list(hits) for unit, hits in found.items()} if revising else found
        for at in revising:
            places = [
                (unit, place)
                for unit in range(len(segments))
                for place, (number, _, _) in enumerate(revised[unit])
                if number == at
            ]
            hits = [(segments[unit], revised[unit][place][2]) for unit, place in places]
            of_run = self.check_runs[at].revised(hits, segments, self._context)
            for (unit, place), (_, hit) in zip(places, of_run, strict=True):
                revised[unit][place] = at, 0, hit
        return revised

    def _given(self, segments: Sequence[Segment]) -> Sequence[Segment]:
        """The segments as the checks get them."""
        return kept_results.unplaced(segments, self.name) if self._shelf else segments

    def _add(self, units: Sequence[Sequence[Segment]], found: Mapping[int, kept_results.Found]) -> None:
        for number, unit in enumerate(units):
            for at, place, hit in found[number]:
                self.check_runs[at].add_result(unit[place], [hit])

    def _keep(self, fresh: Mapping[int, kept_results.Found]) -> None:
        """Keep what was found, unless a check failed."""
        if self._shelf and all(check_run.runs for check_run in self.check_runs):
            self._shelf.keep(fresh)


def _judged(item: Check, documents: Sequence[tuple[Segment, ...]]) -> list[tuple[Segment, ...]]:
    """The documents, or parts of the text, that a check can judge."""
    if "alignment" in item.needs and not item.per_segment:
        return [document for document in documents if any(segment.is_aligned for segment in document)]
    return list(documents)
