r"""Reads and writes tab-separated values: one segment per line, cells unchanged.

There is no quoting and no escape: a quotation mark, a backslash or `\t` in a cell is text, as in the files of WMT and
COMET. So a cell cannot contain a tab or a line break; writing one is an error. CSV and JSON Lines can contain both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.documents import lines
from mtqe.formats.tables import columns, table
from mtqe.formats.text_stream import TextStream
from mtqe.formats.values import Piece, Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import Document, Segment

_BREAK = late(r"[\t\n\r\0]")
_NAMES = {"\t": "a tab", "\n": "a line break", "\r": "a carriage return", "\0": "a NUL character"}


def read(path: Path) -> Document:
    """Read pairs from a TSV file; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read pairs from a TSV file, whose columns may be named after the languages.

    Raises:
        InputError: The file cannot be read, or a line has too many or too few cells.
    """
    content, sha256 = files.decode(path)
    return table.document(_rows(files.lines(content), path), path, sha256, (source_lang, target_lang))


def stream(
    text: TextStream, languages: columns.Languages = columns.UNKNOWN, requested: Mapping[str, str] | None = None
) -> Iterator[Segment]:
    """The segments of a TSV file of any size; see `mtqe.registry.contracts.Streamed`."""
    return table.segments(_rows(text.lines(), text.path), text.path, languages, requested)


def _rows(lines: Iterable[str], path: Path) -> Iterator[table.Record]:
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if number == 1:
            _refuse_quoted(cells, path)
        yield number, cells


def _refuse_quoted(head: Sequence[str], path: Path) -> None:
    if any(cell[:1] == cell[-1:] == '"' for cell in head) and table.is_header([cell.strip('"') for cell in head]):
        raise InputError(
            f"{files.shown(path)}, line 1: the column names are in quotes, which are text in TSV",
            "save it without quotes (pandas: quoting=csv.QUOTE_NONE), or as .csv with commas",
        )


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The records of a content with its line ends, for `mtqe.registry.contracts.Units`."""
    rows: list[tuple[int, list[Value]]] = []
    for number, unit in enumerate(lines.units(content, path), 1):
        cells, start = [], unit.source.at if unit.source else 0
        for cell in unit.source.text.split("\t") if unit.source else ():
            cells.append(Value((Piece(cell, start, start + len(cell)),) if cell else (), start))
            start += len(cell) + 1
        rows.append((number, cells))
    return table.units(rows, path, languages)


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a cell.

    Raises:
        InputError: It has a tab or a line break.
    """
    if match := _BREAK.search(text):
        raise InputError(f"a cell of TSV cannot hold {_NAMES[match[0]]}", "correct it by hand")
    return text


def write(segments: Sequence[Segment], out: TextIO) -> None:
    """Write segments with a header line; `read` returns them.

    Raises:
        InputError: A text has a tab or a line break. Nothing is written.
    """
    write_rows(list(table.cells(segments)), out)


def write_rows(rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write rows; the first row is the header.

    Raises:
        InputError: A cell has a tab or a line break. Nothing is written.
    """
    for number, row in enumerate(rows):
        for cell in row:
            match = _BREAK.search(cell)
            if match:
                raise InputError(
                    f"row {number} has {_NAMES[match[0]]} in {_around(cell, match.start())!r}, which TSV cannot hold",
                    "write JSON Lines (jsonl) instead",
                )
    for row in rows:
        out.write("\t".join(row) + "\n")


def _around(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20]
