"""Comma-separated values (RFC 4180): a cell in double quotes may hold commas, quotes (doubled) and line breaks.

Semicolons, as spreadsheets write them in much of Europe, and tabs are recognised by the header line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from mtqe.errors import InputError
from mtqe.formats import columns, files, table
from mtqe.model import Document, Segment

_DELIMITERS = ",;\t"


def read(path: Path) -> Document:
    """Read pairs from a CSV file; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read pairs from a CSV file, whose columns may be named after the languages.

    Raises:
        InputError: The file cannot be read, a quote is not closed, or a row has too many or too few cells.
    """
    content, sha256 = files.decode(path, keep_newlines=True)
    languages = (source_lang, target_lang)
    return table.document(list(_records(content, _delimiter(content, languages), path)), path, sha256, languages)


def write(segments: Sequence[Segment], out: TextIO) -> None:
    """Write segments with a header line; `read` gives them back.

    Raises:
        InputError: A text has a NUL character. Nothing is written.
    """
    rows = list(table.cells(segments))
    for number, row in enumerate(rows):
        if any("\0" in cell for cell in row):
            raise InputError(f"row {number} has a NUL character, which is not allowed in a text file", "remove it")
    # With CRLF as the line end, the module quotes cells that contain a carriage return or a line feed.
    csv.writer(out, lineterminator="\r\n").writerows(rows)


def _delimiter(content: str, languages: columns.Languages) -> str:
    head = content.partition("\n")[0].rstrip("\r")
    for delimiter in _DELIMITERS:
        cells = [cell.strip('" ') for cell in head.split(delimiter)]
        if {"source", "target"} <= set(map(columns.role, cells)) or columns.of_languages(cells, languages):
            return delimiter
    return ","


def _records(content: str, delimiter: str, path: Path) -> Iterator[table.Record]:
    # Not splitlines or StringIO, which end lines at lone carriage returns and at U+2028.
    reader = csv.reader((line + "\n" for line in files.lines(content)), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{files.shown(path)}, line {line}: not valid CSV: {error}",
            'put cells with commas, quotes or line breaks in "...", and double each quote inside',
        ) from error
