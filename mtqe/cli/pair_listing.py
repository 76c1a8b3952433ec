"""What mtqe looks for in a language pair, for `mtqe list checks --pair`: its checks by area, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import click
import msgspec

from mtqe.checks import runner
from mtqe.checks.covered import coverage
from mtqe.language import language_tags
from mtqe.language.late_patterns import late
from mtqe.model import CheckItem
from mtqe.model.areas import TITLES, Area, AreaState
from mtqe.registry import check_table
from mtqe.registry.contracts import Check, Context
from mtqe.registry.measurement_table import Measured, measurements

_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?"
_PAIR = late(f"({_TAG})-({_TAG})")
State = Literal["runs", "in part", "not run", "preview"]
_NOTHING: dict[AreaState, str] = {
    "full": "looked for",
    "part": "looked for in part",
    "none": "not looked for",
    "off": "not looked for",
}


class ListedCheck(msgspec.Struct, frozen=True):
    """A check in a language pair: whether it runs by default, and what it leaves out or why it does not run."""

    id: str
    name: str
    severity: str
    state: State
    why: str | None = None


class ListedArea(msgspec.Struct, frozen=True):
    """An area in a language pair: how far its errors are looked for, the counts measured, its checks."""

    area: Area
    title: str
    state: AreaState
    texts: int | None
    measured: Measured | None
    checks: tuple[ListedCheck, ...]


class Listing(msgspec.Struct, frozen=True):
    """All areas in a language pair."""

    source_lang: str
    target_lang: str
    areas: tuple[ListedArea, ...]


def languages(pair: str) -> tuple[str, str]:
    """The languages of a pair such as `ar-en` or `en-pt-BR`.

    Raises:
        click.BadParameter: The text is not two language tags.
    """
    match = _PAIR.fullmatch(pair)
    if match is None:
        raise click.BadParameter(
            f"{pair!r} is not a language pair; write it as ar-en or en-pt-BR", param_hint="'--pair'"
        )
    source, target = (language_tags.canonical(tag) for tag in match.groups())
    return source, target


def listing(source: str, target: str) -> Listing:
    """What becomes of each check in a language pair, in a run without glossary, references and error spans."""
    known = check_table.checks()
    context = Context(source, target)
    items = runner.run(known.values(), (), context).items
    stable = [item for item in items if known[item.id].status == "stable"]
    counts = measurements().pairs.get(f"{context.source_base}-{context.target_base}")
    return Listing(
        source,
        target,
        tuple(
            ListedArea(
                of.area,
                TITLES[of.area],
                of.state,
                counts.texts if counts and of.area in counts.areas else None,
                counts.areas.get(of.area) if counts else None,
                tuple(_listed(known[item.id], item) for item in items if known[item.id].area == of.area),
            )
            for of in coverage(known, stable)
        ),
    )


def _listed(check: Check, item: CheckItem) -> ListedCheck:
    state: State = "runs"
    if item.state != "ran":
        state = "not run"
    elif check.status != "stable":
        state = "preview"
    elif item.gap:
        state = "in part"
    return ListedCheck(check.id, check.name, check.severity.value, state, item.why or item.gap)


def lines(of: Listing) -> Iterator[str]:
    """The listing as text."""
    yield f"{language_tags.name(of.source_lang)} to {language_tags.name(of.target_lang)}"
    for area in of.areas:
        yield ""
        yield f"{area.title}: {_NOTHING[area.state]}"
        yield f"  {_figures(area)}"
        for check in area.checks:
            yield f"  {check.state:<7}  {check.id}  {check.name}"
            if check.why:
                yield f"           {check.why}"


def _figures(area: ListedArea) -> str:
    if area.measured is None or area.texts is None:
        return "not measured in this pair"
    counts = area.measured
    return (
        f"measured: {counts.found / counts.planted:.0%} of {counts.planted} planted errors found; "
        f"{_share(counts.alarms, area.texts)} of {area.texts} clean texts marked, "
        f"{_share(counts.major_alarms, area.texts)} major"
    )


def _share(count: int, total: int) -> str:
    return f"{count / total:.1%}" if count else "none"
