"""An agreement for the terminal, in 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TextIO

from mtqe.model.agreement_report import Agreement
from mtqe.prose import inert
from mtqe.report import agreement_view
from mtqe.report.agreement_view import Section

WIDTH = 80
_GAPS = ("  ", " ")
_LONGEST = 24
_LEFT = ("check", "name", "metric", "who", "raters")


def render(found: Agreement, out: TextIO) -> None:
    """Write the sections with aligned tables."""
    pair = " → ".join(lang for lang in (found.source_lang, found.target_lang) if lang)
    out.write(f"Agreement with raters{' · ' + inert(pair) if pair else ''}\n")
    for section in agreement_view.sections(found):
        out.write("\n" + "\n".join(_lines(section)) + "\n")


def _lines(section: Section) -> Iterator[str]:
    yield section.title
    for line in section.lines:
        yield from _wrapped(line)
    if section.head:
        yield from _table([section.head, *section.rows])
    for line in section.notes:
        yield from _wrapped(line)


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(inert(line), WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows as aligned columns; if the table is too wide, gaps are narrower, then a column of names is shortened."""
    cells = [[_short(cell, _LONGEST) for cell in row] for row in rows]
    left = [head in _LEFT for head in rows[0]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    overs = {gap: 2 + sum(widths) + len(gap) * (len(widths) - 1) - WIDTH for gap in _GAPS}
    gap = next((gap for gap, over in overs.items() if over <= 0), _GAPS[-1])
    if (over := overs[gap]) > 0:
        widest = max((k for k in range(len(widths)) if left[k]), key=lambda k: widths[k])
        widths[widest] = max(8, widths[widest] - over)
        cells = [[_short(cell, width) for cell, width in zip(row, widths, strict=True)] for row in cells]
    for row in cells:
        aligned = [
            f"{cell:<{width}}" if is_left else f"{cell:>{width}}"
            for cell, width, is_left in zip(row, widths, left, strict=True)
        ]
        yield "  " + gap.join(aligned).rstrip()


def _short(cell: str, width: int) -> str:
    cell = inert(cell)
    return cell if len(cell) <= width else f"{cell[: width - 1]}…"
