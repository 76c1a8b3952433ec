"""Comma-separated values (RFC 4180): a cell in double quotes may hold commas, quotes (doubled) and line breaks.

Semicolons, as spreadsheets write them in much of Europe, and tabs are recognised by the header line.
"""

from __future__ import annotations

import bisect
import csv
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.tables import columns, table
from mtqe.formats.text_stream import LONGEST, TextStream, too_long
from mtqe.formats.values import Piece, Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import Document, Segment

_DELIMITERS = ",;\t"
_IN_QUOTES = late(r'""|[^"]*')
_SPECIAL = late(r'[",;\t\r\n]')


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
    return table.document(_records(files.lines(content), path, languages), path, sha256, languages)


def stream(
    text: TextStream, languages: columns.Languages = columns.UNKNOWN, requested: Mapping[str, str] | None = None
) -> Iterator[Segment]:
    """The segments of a CSV file of any size; see `mtqe.registry.contracts.Streamed`."""
    records = _records(text.lines(keep_newlines=True), text.path, languages, requested, longest=LONGEST)
    return table.segments(records, text.path, languages, requested)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The records of a content with its line ends, for `mtqe.registry.contracts.Units`."""
    rows: list[tuple[int, list[Value]]] = []
    line, done = 1, 0
    for cells in _cells(content, _delimiter(content.partition("\n")[0], languages)):
        start = cells[0].start
        line += content.count("\n", done, start)
        done = start
        rows.append((line, [Value(cell.pieces, cell.start + cell.is_quoted) for cell in cells]))
    return table.units(rows, path, languages)


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in the cell that holds an offset.

    Raises:
        InputError: The cell has no quotes, and the text needs them.
    """
    if not _SPECIAL.search(text):
        return text
    head = content.partition("\n")[0]
    if all(_is_in_quotes(content, start, delimiter) for delimiter in _DELIMITERS if delimiter in head):
        return text.replace('"', '""')
    raise InputError("the cell would need quotes around it", "put the cell in quotes first")


def quoted(text: str, content: str, start: int) -> str:
    """A text in place of that of a whole cell without quotes, with quotes."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


class _Cell(NamedTuple):
    """A cell: where it starts, whether it has quotes, and its text."""

    start: int
    is_quoted: bool
    pieces: tuple[Piece, ...]


def _cells(content: str, delimiter: str) -> Iterator[list[_Cell]]:
    """The cells of each record. A cell with text after its closing quote is refused before by the reader."""
    plain = re.compile(rf"[^{re.escape(delimiter)}\n]*")
    at, row = 0, list[_Cell]()
    while at <= len(content):
        start = at
        if content.startswith('"', at):
            at += 1
            pieces = []
            while (part := _IN_QUOTES.match(content, at)) and part[0]:
                text = '"' if part[0] == '""' else part[0]
                pieces.append(Piece(text, at, part.end()))
                at = part.end()
            at += 1
            row.append(_Cell(start, True, tuple(pieces)))
            at += content.startswith("\r\n", at)
        else:
            match = plain.match(content, at)
            at = match.end() if match else at
            text = content[start:at].removesuffix("\r") if content.startswith("\n", at) else content[start:at]
            row.append(_Cell(start, False, (Piece(text, start, start + len(text)),) if text else ()))
        if not content.startswith(delimiter, at):
            yield row
            row = []
        at += 1
        if at == len(content) and not row:
            return


def _is_in_quotes(content: str, at: int, delimiter: str) -> bool:
    starts, cells = _starts(content, delimiter)
    return cells[bisect.bisect_right(starts, at) - 1].is_quoted


@functools.lru_cache(maxsize=3)  # `escape` asks for each text of a file
def _starts(content: str, delimiter: str) -> tuple[list[int], list[_Cell]]:
    """The offsets where cells start, and the cells."""
    cells = [cell for row in _cells(content, delimiter) for cell in row]
    return [cell.start for cell in cells], cells


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


def _delimiter(head: str, languages: columns.Languages, requested: Mapping[str, str] | None = None) -> str:
    """What is between the cells of a file, by its first line."""
    for delimiter in _DELIMITERS:
        cells = [cell.strip('" ') for cell in head.rstrip("\r").split(delimiter)]
        if {"source", "target"} <= set(map(columns.role, cells)) or columns.of_languages(cells, languages):
            return delimiter
        if requested and all({name} <= set(cells) or set(name.split(",")) <= set(cells) for name in requested.values()):
            return delimiter
    return ","


def _records(
    lines: Iterable[str],
    path: Path,
    languages: columns.Languages,
    requested: Mapping[str, str] | None = None,
    longest: int | None = None,
) -> Iterator[table.Record]:
    """The records of the lines of a file, with their carriage returns; `longest` limits the bytes of each."""
    rest = iter(lines)
    head = next(rest, "")
    line, length = 1, 0

    def counted() -> Iterator[str]:
        nonlocal length
        # Not splitlines or StringIO, which end lines at lone carriage returns and at U+2028.
        for text in itertools.chain([head], rest):
            length += len(text) + 1
            if longest is not None and length > longest:
                raise too_long(path, line, "a record")
            yield text + "\n"

    reader = csv.reader(counted(), delimiter=_delimiter(head, languages, requested), strict=True)
    try:
        for row in reader:
            yield line, row
            line, length = reader.line_num + 1, 0
    except csv.Error as error:
        raise InputError(
            f"{files.shown(path)}, line {line}: not valid CSV: {error}",
            'put cells with commas, quotes or line breaks in "...", and double each quote inside',
        ) from error
