"""Reads Excel workbooks (.xlsx): the rows of each sheet that has a header line, as in CSV.

A sheet is a document if several have pairs. Numbers and dates are read as the text that they stand for; of a formula
its stored result is read. The place of a text is its cell, such as `Sheet1!B7`. What is not read is counted as left
out: hidden sheets, sheets without a header line, and formulas in the columns of texts that have no stored result.
"""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, office_parts, records, zip_guard
from mtqe.formats.tables import columns, table
from mtqe.language.late_patterns import late
from mtqe.model import Document, Segment, TextPlace

MOST_CELLS = 5_000_000
"""Cells: of a sheet that are read at most; a damaged file may claim a million empty rows."""
_REMARKS = {"comments": "{*}comment", "threadedcomments": "{*}threadedComment"}
"""The elements of comments by the type of their part."""
_OF_PAGES = {
    f"{{*}}{place}{kind}": f"page {kind.lower()}" for place in ("odd", "even", "first") for kind in ("Header", "Footer")
}
_PROMPTS = ("prompt", "promptTitle", "error", "errorTitle")
_FORMULA = late(rb"<(?:\w+:)?f[\s/>]")


def read(path: Path) -> Document:
    """Read pairs from a workbook; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read pairs from a workbook, whose columns may be named after the languages.

    Raises:
        InputError: The file cannot be read, no sheet has pairs, or a sheet has a row that is not valid.
    """
    workbook = _read(path)
    languages = (source_lang, target_lang)
    headed = {name: rows for name, rows in workbook.sheets.items() if table.is_header(rows[0][1], languages)}
    with_pairs = {name: rows for name, rows in headed.items() if len(rows) > 1}
    if not with_pairs:
        name, rows = next(iter(workbook.sheets.items()))
        raise InputError(
            f"{files.shown(path)}: no sheet starts with a header line that names the source and the translation, "
            f"with rows below it; the first row of {name!r} has {columns.quoted(filter(None, rows[0][1]))}",
            "name the columns source and target in the first row, or by their languages (English, de) with "
            "--source-lang and --target-lang",
        )
    unread = Counter({"hidden sheet": workbook.hidden, "headerless sheet": len(workbook.sheets) - len(headed)})
    unread += workbook.beside
    segments: list[Segment] = []
    for name, rows in with_pairs.items():
        head = rows[0][1]
        read = table.document(rows, path, workbook.sha256, languages)
        unread.update({item.what: item.number for item in read.left_out})
        chosen = columns.choose(head, f"{files.shown(path)}, sheet {name!r}", languages=languages)
        places = {"source": head.index(chosen.source), "target": head.index(chosen.target)}
        of_texts = {*places.values(), *map(head.index, chosen.references)}
        unread["uncomputed formula"] += sum(column in of_texts for column in workbook.formulas.get(name, ()))
        for segment in read.segments:
            row = segment.place("source").line
            cells = {side: f"{name}!{_letters(column)}{row}" for side, column in places.items()}
            meta = TextPlace(cell=cells["source"]).of("source") | TextPlace(cell=cells["target"]).of("target")
            doc = name if len(with_pairs) > 1 and segment.doc == files.name(path) else segment.doc
            segments.append(msgspec.structs.replace(segment, doc=doc, meta=meta))
    document = records.document(segments, path, workbook.sha256)
    return msgspec.structs.replace(document, left_out=left_out.counted(unread))


def as_csv(path: Path) -> str:
    """The first sheet with cells as CSV, with a line for each row, for readers of tables such as glossaries.

    Raises:
        InputError: The file cannot be read, or has no cells.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    done = 0
    for number, cells in next(iter(_read(path).sheets.values())):
        out.write("\n" * (number - done - 1))
        writer.writerow([" ".join(cell.split()) for cell in cells])
        done = number
    return out.getvalue()


class _Workbook(NamedTuple):
    """What a workbook has.

    Args:
        sheets: The rows of each visible sheet that has cells, with their numbers.
        hidden: How many hidden sheets have cells.
        formulas: The 0-based column of each formula without a stored result, by sheet.
        beside: The texts beside the cells, by kind.
        sha256: SHA-256 of the bytes of the file, in hexadecimal.
    """

    sheets: dict[str, list[table.Record]]
    hidden: int
    formulas: dict[str, list[int]]
    beside: Counter[str]
    sha256: str


def _read(path: Path) -> _Workbook:
    import hashlib

    from openpyxl import load_workbook

    data = files.read_bytes(path)
    if not data.startswith(files.ZIP):
        raise InputError(f"{files.shown(path)} is not an Excel workbook (.xlsx)", "save it as .xlsx or as CSV in UTF-8")
    zip_guard.refuse_bomb(data, path)
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and extensions, which are not read
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            sheets = {sheet.title: list(_rows(sheet)) for sheet in visible}
            hidden = [sheet for sheet in workbook.worksheets if sheet.sheet_state != "visible" and any(_rows(sheet))]
            formulas = {}
            if _has_formulas(data):
                written = load_workbook(io.BytesIO(data), read_only=True)
                formulas = {sheet.title: list(_uncomputed(sheet, written[sheet.title])) for sheet in visible}
            beside = Counter(_beside(data))
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
    return _Workbook(filled, len(hidden), formulas, beside, hashlib.sha256(data).hexdigest())


def _beside(data: bytes) -> Iterator[str]:
    """The kinds of all texts beside the cells."""
    for kind, root in office_parts.typed(data, {*_REMARKS, *office_parts.DRAWN, "worksheet", "chartsheet"}):
        if kind in _REMARKS:
            yield from (office_parts.REMARK for item in root.iter(*_REMARKS.values()) if office_parts.has_text(item))
        elif kind in office_parts.DRAWN:
            yield from [office_parts.DRAWN[kind]] if office_parts.has_text(root) else []
        else:
            yield from (what for tag, what in _OF_PAGES.items() for item in root.iter(tag) if (item.text or "").strip())
            texts = (item.get(name, "") for item in root.iter("{*}dataValidation") for name in _PROMPTS)
            yield from ("prompt of a cell" for text in texts if text.strip())


def _has_formulas(data: bytes) -> bool:
    """Whether a sheet has a cell with a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(_FORMULA.search(archive.read(name)) for name in parts)


def _uncomputed(results: Any, written: Any) -> Iterator[int]:
    """The column of each formula without a stored result."""
    for of_results, of_formulas in zip(results.iter_rows(values_only=True), written.iter_rows(), strict=True):
        for column, (result, cell) in enumerate(zip(of_results, of_formulas, strict=True)):
            if result is None and cell.data_type == "f":
                yield column


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
