"""A release as one HTML page without scripts: the languages, and a matrix of files by languages.

Each language has the ordinary page of its report, in a file beside this one; a cell links to its file there. On paper,
a page for each language follows.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from mtqe.language.language_tags import name as language_name
from mtqe.model import Report
from mtqe.model.release import Release
from mtqe.report import briefs, files, outcome, release_matrix, view
from mtqe.report.assets import Assets, page_file, policy, write
from mtqe.report.files import File
from mtqe.report.html import HEADLINES, date
from mtqe.report.release_matrix import Language, Row
from mtqe.report.release_view import GRAVE
from mtqe.version import VERSION

NAMED = 5
"""Languages: with more of them that fail, only their number is told."""
FILES = 2000
"""Greatest number of rows of the matrix."""


@dataclass(frozen=True)
class Cell:
    """A translation of a source, as the page shows it."""

    file: File
    link: str

    @property
    def errors(self) -> str:
        """The number of critical and of major errors, such as `1 critical, 3 major`."""
        counts = ((self.file.counts[severity], severity.value) for severity in GRAVE)
        return ", ".join(f"{number:,} {word}" for number, word in counts if number)


def render(release: Release, out: TextIO, pages: Mapping[str, str] | None = None) -> None:
    """Write the page.

    Args:
        release: The release.
        out: A text stream; the page declares UTF-8 as its encoding.
        pages: The address of the page of each language by its name; without it nothing is linked.
    """
    write("release.html.j2", out, _page(release, pages or {}))


def _page(release: Release, pages: Mapping[str, str]) -> dict[str, Any]:
    """A value for each variable of the template."""
    found = release_matrix.languages(release)
    state = release.verdict.outcome if release.verdict else "none"
    matrix = release_matrix.rows(found)
    anchors = [_anchors(column.one.report) for column in found]
    sources = dict.fromkeys(language_name(column.one.report.run.source_lang or "und") for column in found)
    return {
        "assets": _assets(),
        "version": VERSION,
        "state": state,
        "headline": HEADLINES[state][0],
        "lede": _lede(found, state),
        "absent": release_matrix.absent(release, found),
        "facts": {
            "Source": ", ".join(sources),
            "Languages": ", ".join(map(_name, found)),
            "Size": view.count(len(matrix), "source file"),
            "Evaluated": f"{date(found[0].one.report.run.created)}, mtqe {found[0].one.report.run.version}",
        },
        "tally": release_matrix.tally(found),
        "languages": [(column, _name(column), pages.get(column.one.name, "")) for column in found],
        "severities": files.SEVERITIES,
        "remark": lambda column: column.reason or outcome.remark(column.one.report.verdict),
        "rows": [(row, _cells(row, found, pages, anchors), _passes(row)) for row in matrix[:FILES]],
        "hidden": max(0, len(matrix) - FILES),
        "summaries": [_summary(column.one.report) for column in found],
        "count": view.count,
    }


def _passes(row: Row) -> bool:
    return all(file.word == "PASS" for file in row.cells.values())


def _name(column: Language) -> str:
    return language_name(column.one.report.run.target_lang or "und")


def _lede(found: Sequence[Language], state: str) -> str:
    """The outcome in one sentence: the languages that must pass and do not."""
    if state == "none":
        return HEADLINES["none"][1]
    required = [column for column in found if column.one.required]
    named = [_name(column) for column in required if column.word.lower() == state]
    if state == "pass":
        return "Every language that must pass has passed." if len(required) < len(found) else "Every language passes."
    if not named:
        return "A language that must pass is missing."
    verb = {"fail": ("fails", "fail"), "incomplete": ("is incomplete", "are incomplete")}[state][len(named) > 1]
    if len(named) > NAMED:
        return f"{len(named):,} of {len(found):,} languages {verb}."
    return f"{' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))} {verb}."


def _summary(report: Report) -> dict[str, Any]:
    """A value for each variable of the page of a language on paper."""
    return {
        "run": report.run,
        "created": date(report.run.created),
        "subject": view.subject(report),
        "briefs": briefs.briefs(report),
    }


def _cells(
    row: Row, found: list[Language], pages: Mapping[str, str], anchors: Sequence[Mapping[str | None, int]]
) -> list[Cell | None]:
    """A cell for each language; `None` if it has nothing of the source."""
    cells: list[Cell | None] = []
    for number, column in enumerate(found):
        file = row.cells.get(number)
        page = pages.get(column.one.name, "")
        anchor = anchors[number].get(file.document) if file and file.words is not None else None
        link = f"{page}#d{anchor}" if page and anchor is not None else page
        cells.append(Cell(file, link) if file else None)
    return cells


def _anchors(report: Report) -> dict[str | None, int]:
    """The number of the block that each document has in the page of its report, which one system needs for a link."""
    if len(report.run.systems) > 1:
        return {}
    return {doc: number for number, doc in enumerate(dict.fromkeys(segment.doc for segment in report.segments))}


@functools.cache
def _assets() -> Assets:
    """The style of the page: that of a report, and what only a matrix needs."""
    from markupsafe import Markup

    style = page_file("page.css") + page_file("release.css")
    return Assets(Markup(style), (), policy(style, ()))
