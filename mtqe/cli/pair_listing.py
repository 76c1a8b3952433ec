"""What mtqe looks for in a language pair, for `mtqe list checks --pair`: its checks by area, and what was measured."""

from __future__ import annotations

import textwrap
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
from mtqe.registry.measurement_table import ArticlesMeasured, Measured, article_measurements, measurements

WIDTH = 80
"""Characters: of a line of the listing that is folded."""
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
    """All areas in a language pair, and what was found in whole news articles; none if it was not measured."""

    source_lang: str
    target_lang: str
    areas: tuple[ListedArea, ...]
    articles: ArticlesMeasured | None


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
    bases = f"{context.source_base}-{context.target_base}"
    counts = measurements().pairs.get(bases)
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
        article_measurements().pairs.get(bases),
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
    yield ""
    if of.articles is None:
        yield "whole news articles: not measured in this pair"
    else:
        yield from _of_articles(of.articles)


def _of_articles(of: ArticlesMeasured) -> Iterator[str]:
    planted, found = (sum(getattr(kind, key) for kind in of.kinds.values()) for key in ("planted", "found"))
    yield f"whole news articles: {found} of {planted} planted errors found at major"
    yield f"  good translations that fail: {of.failed} of {of.articles}; majors in them: {of.majors or 'none'}"
    groups: dict[str, list[str]] = {"all found": [], "in part": [], "none found": []}
    for name, kind in of.kinds.items():
        if kind.found == kind.planted:
            groups["all found"].append(name)
        elif kind.found:
            groups["in part"].append(f"{name} ({kind.found} of {kind.planted})")
        else:
            groups["none found"].append(name)
    for title, names in groups.items():
        if names:
            text = f"{title}: {', '.join(names)}"
            yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


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
