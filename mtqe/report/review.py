"""The findings as an Excel workbook for reviewers: a row for each finding, and columns for their decision.

Cells are text and never a formula, whatever they begin with. Characters that a workbook cannot hold are written
`<U+0000>`. Each check or metric that could not run has a row named `could-not-run`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from mtqe.language.late_patterns import late
from mtqe.model import Finding, Report, Segment
from mtqe.report import view
from mtqe.report.csv import BETWEEN
from mtqe.report.locations import Place, places

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

COLUMNS = {
    "file": 24,
    "unit": 18,
    "form": 10,
    "line": 7,
    "column": 8,
    "place": 12,
    "severity": 10,
    "check": 26,
    "source": 50,
    "translation": 50,
    "marked": 24,
    "message": 44,
    "suggestion": 24,
    "status": 12,
    "decision": 12,
    "correction": 40,
    "comment": 40,
    "fingerprint": 18,
}
"""Width of each column in characters, in order. `decision`, `correction` and `comment` are the reviewer's."""
DECISIONS = ("correct", "accept", "discuss")
LONGEST = 32_767
"""UTF-16 code units: the longest text of a cell. By definition of the format."""
_NOT_IN_A_CELL = late("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(report: Report, out: BinaryIO) -> None:
    """Write the workbook to a stream of bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    sheet = book.create_sheet("findings")
    rows = list(_rows(report))
    for number, width in enumerate(COLUMNS.values(), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    letter = get_column_letter(list(COLUMNS).index("decision") + 1)
    choice = DataValidation(type="list", formula1=f'"{",".join(DECISIONS)}"', allow_blank=True)
    choice.add(f"{letter}2:{letter}{len(rows) + 1}")
    if rows:
        sheet.data_validations.append(choice)
    head, body = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    sheet.append([_cell(sheet, name, font=head) for name in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, value, alignment=body) for value in row])
    book.save(out)


def _rows(report: Report) -> Iterator[Sequence[str | int | None]]:
    located, segments = places(report), view.segments_by_id(report)
    for problem in report.failures:
        row: dict[str, str | int] = {"check": "could-not-run", "message": f"{problem.what}: {problem.why}"}
        yield [row.get(name) for name in COLUMNS]
    for number, finding in enumerate(report.findings):
        row = _row(finding, segments.get((finding.system, finding.segment)), located[number][0])
        yield [row.get(name) for name in COLUMNS]


def _row(finding: Finding, segment: Segment | None, place: Place) -> dict[str, str | int]:
    row: dict[str, str | int] = {
        "file": place.path or (segment.doc if segment else None) or "",
        "unit": finding.segment if segment is None or segment.unit.id is None else segment.unit.id,
        "form": (segment and segment.unit.form) or "",
        "place": place.within,
        "severity": finding.severity.value,
        "check": f"{finding.check} {finding.name}",
        "source": segment.source if segment else "",
        "translation": segment.target if segment else "",
        "marked": BETWEEN.join(filter(None, finding.marked)),
        "message": finding.message,
        "suggestion": finding.suggestion or "",
        "status": view.uncounted(finding) or "",
        "fingerprint": finding.fingerprint,
    }
    if place.region:
        row["line"] = place.region.line
        row |= {"column": place.region.column} if place.region.column else {}
    return row


def _cell(sheet: Any, value: str | int | None, **style: Any) -> WriteOnlyCell:
    """A cell with a number or with text; a text that begins like a formula says that it is none."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    for name, look in style.items():
        setattr(cell, name, look)
    if isinstance(value, str) and value:
        text = _NOT_IN_A_CELL.sub(lambda match: f"<U+{ord(match[0]):04X}>", value)
        cell.value = _cut(text)
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in tuple("=+-@＝＋－＠\t\r\n")
    elif isinstance(value, int):
        cell.value = value
    return cell


def _cut(text: str) -> str:
    """The text, or as much of its beginning as a cell holds."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LONGEST else units[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
