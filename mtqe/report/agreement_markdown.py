"""An agreement as Markdown, with a table for each section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from mtqe.model.agreement_report import Agreement
from mtqe.report import agreement_view
from mtqe.report.agreement_view import Section
from mtqe.report.markdown import listed, short

_CELL = 60


def render(found: Agreement, out: TextIO) -> None:
    """Write GitHub-flavoured Markdown; texts of outside are escaped."""
    lines = ["## Agreement with raters", ""]
    for section in agreement_view.sections(found):
        lines += _lines(section)
    lines.append(f"<sub>mtqe {short(found.version, 40)}</sub>")
    out.write("\n".join(lines) + "\n")


def _lines(section: Section) -> Iterator[str]:
    yield f"### {section.title}"
    yield ""
    if section.lines:
        yield from listed(list(section.lines))
        yield ""
    if section.head:
        yield f"| {' | '.join(section.head)} |"
        yield "|---" * len(section.head) + "|"
        for row in section.rows:
            yield f"| {' | '.join(short(cell, _CELL) for cell in row)} |"
        yield ""
    if section.notes:
        yield from listed(list(section.notes))
        yield ""
