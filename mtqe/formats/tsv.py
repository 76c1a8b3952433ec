r"""Tab-separated values: one segment a line, cells exactly as they stand.

There is no quoting and no escape: a quotation mark, a backslash or `\t` in a cell is text, as in the files of WMT and
COMET. So a cell cannot hold a tab or a line break; writing one is refused. Files that need them are CSV or JSON Lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from mtqe.errors import InputError
from mtqe.formats import files, table
from mtqe.model import Document, Segment

_BREAK = re.compile(r"[\t\n\r\0]")
_NAMES = {"\t": "a tab", "\n": "a line break", "\r": "a carriage return", "\0": "a NUL character"}


def read(path: Path) -> Document:
    """Read pairs from a TSV file.

    Raises:
        InputError: The file cannot be used, or a line has too many or too few cells.
    """
    content, sha256 = files.decode(path)
    rows = [(number, line.split("\t")) for number, line in enumerate(files.lines(content), 1)]
    head = rows[0][1]
    if any(cell[:1] == cell[-1:] == '"' for cell in head) and table.is_header([cell.strip('"') for cell in head]):
        raise InputError(
            f"{files.shown(path)}, line 1: the names of the columns stand in quotes, which are text in TSV",
            "save it without quotes (pandas: quoting=csv.QUOTE_NONE), or as .csv with commas",
        )
    return table.document(rows, path, sha256)


def write(segments: Sequence[Segment], out: TextIO) -> None:
    """Write segments with a header line; `read` gives them back.

    Raises:
        InputError: A text holds a tab or a line break; nothing was written.
    """
    write_rows(list(table.cells(segments)), out)


def write_rows(rows: Sequence[Sequence[str]], out: TextIO) -> None:
    """Write rows, the first of them the header.

    Raises:
        InputError: A cell holds a tab or a line break; nothing was written.
    """
    for number, row in enumerate(rows):
        for cell in row:
            found = _BREAK.search(cell)
            if found:
                raise InputError(
                    f"row {number} has {_NAMES[found[0]]} in {_around(cell, found.start())!r}, which TSV cannot hold",
                    "write JSON Lines (jsonl) instead",
                )
    for row in rows:
        out.write("\t".join(row) + "\n")


def _around(text: str, at: int) -> str:
    return text[max(0, at - 20) : at + 20]
