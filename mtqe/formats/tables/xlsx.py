"""Reads Excel workbooks (.xlsx): the rows of each sheet that has a header line, as in CSV.

A sheet is a document if several have pairs. Numbers and dates are read as the text that they stand for; of a formula
its stored result is read. Hidden sheets are skipped. The place of a text is its cell, such as `Sheet1!B7`.
"""

from __future__ import annotations

import csv
import datetime
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, records, zip_guard
from mtqe.formats.tables import columns, table
from mtqe.model import Document, Segment

MOST_CELLS = 5_000_000
"""Cells: of a sheet that are read at most; a damaged file may claim a million empty rows. By hand."""


def read(path: Path) -> Document:
    """Read pairs from a workbook; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read pairs from a workbook, whose columns may be named after the languages.

    Raises:
        InputError: The file cannot be read, no sheet has pairs, or a sheet has a row that is not valid.
    """
    sheets, sha256 = _sheets(path)
    languages = (source_lang, target_lang)
    with_pairs = {
        name: rows for name, rows in sheets.items() if len(rows) > 1 and table.is_header(rows[0][1], languages)
    }
    if not with_pairs:
        name, rows = next(iter(sheets.items()))
        raise InputError(
            f"{files.shown(path)}: no sheet starts with a header line that names the source and the translation, "
            f"with rows below it; the first row of {name!r} has {columns.quoted(filter(None, rows[0][1]))}",
            "name the columns source and target in the first row, or by their languages (English, de) with "
            "--source-lang and --target-lang",
        )
    segments: list[Segment] = []
    for name, rows in with_pairs.items():
        head = rows[0][1]
        read_rows = table.document(rows, path, sha256, languages).segments
        chosen = columns.choose(head, f"{files.shown(path)}, sheet {name!r}", languages=languages)
        places = {"source": head.index(chosen.source), "target": head.index(chosen.target)}
        for segment in read_rows:
            row = segment.meta["source_line"]
            meta = {f"{side}_place": f"{name}!{_letters(column)}{row}" for side, column in places.items()}
            doc = name if len(with_pairs) > 1 and segment.doc == files.name(path) else segment.doc
            segments.append(msgspec.structs.replace(segment, doc=doc, meta=meta))
    return records.document(segments, path, sha256)


def as_csv(path: Path) -> str:
    """The first sheet with cells as CSV, with a line for each row, for readers of tables such as glossaries.

    Raises:
        InputError: The file cannot be read, or has no cells.
    """
    sheets, _ = _sheets(path)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    done = 0
    for number, cells in next(iter(sheets.values())):
        out.write("\n" * (number - done - 1))
        writer.writerow([" ".join(cell.split()) for cell in cells])
        done = number
    return out.getvalue()


def _sheets(path: Path) -> tuple[dict[str, list[table.Record]], str]:
    """The rows of each visible sheet that has cells, with their numbers; and the SHA-256 of the file."""
    import hashlib

    from openpyxl import load_workbook

    data = files.read_bytes(path)
    if not data.startswith(files.ZIP):
        raise InputError(f"{files.shown(path)} is not an Excel workbook (.xlsx)", "save it as .xlsx or as CSV in UTF-8")
    zip_guard.refuse_bomb(data, path)
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and extensions, which are not read
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = {
                sheet.title: list(_rows(sheet)) for sheet in workbook.worksheets if sheet.sheet_state == "visible"
            }
    except InputError:
        raise
    except Exception as error:  # openpyxl raises many kinds for damaged files
        raise InputError(
            f"{files.shown(path)} is not a valid workbook: {type(error).__name__}: {' '.join(str(error).split())}",
            "save it again with a spreadsheet program, or as CSV in UTF-8",
        ) from error
    filled = {name: rows for name, rows in sheets.items() if rows}
    if not filled:
        raise InputError(f"{files.shown(path)} has no cells with text", "give a workbook with at least one pair")
    return filled, hashlib.sha256(data).hexdigest()


def _rows(sheet: Any) -> Iterator[table.Record]:
    """The rows with cells. All have the width of the first of them, or of their last filled cell if that is more."""
    width = cells_read = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells_read += len(row)
        if cells_read > MOST_CELLS:
            raise InputError(
                f"sheet {sheet.title!r} has more than {MOST_CELLS:,} cells", "divide it, or save it as CSV in UTF-8"
            )
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            width = width or len(cells)
            yield number, cells + [""] * (width - len(cells))


def _text(value: Any) -> str:
    """The text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()  # a cell with a date has no time
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def _letters(column: int) -> str:
    """The name of a column, from its 0-based number: `A`, `Z`, `AA`."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
