"""The common part of TSV and CSV: header line, rows that match it, and the columns of written segments.

The first line is a header if it names a column of the source or the translation, or both languages. Without a header
there must be two or three columns: source, translation, reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import columns, files, records
from mtqe.model import Document, Segment

Record = tuple[int, list[str]]
"""1-based line where a record starts, and its cells."""

PLAIN = ("source", "target", "reference")


def document(
    rows: Sequence[Record], path: Path, sha256: str, languages: columns.Languages = columns.UNKNOWN
) -> Document:
    """Make a document from the records of a file.

    Args:
        rows: The records.
        path: The file.
        sha256: SHA-256 of its bytes, in hexadecimal.
        languages: Tags of source and target, for columns that are named after them.

    Raises:
        InputError: A row is longer or shorter than the first, a column is missing, or a value is invalid.
    """
    where = files.shown(path)
    rows = _without_empty_end(rows)
    head = rows[0][1]
    if is_header(head, languages):
        names, rows = head, rows[1:]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"{where}, line 1: two columns are named {twice!r}", "rename or drop one")
        if not rows:
            raise InputError(f"{where} has a header line but no rows", "give at least one pair")
    elif 2 <= len(head) <= 3:
        names = list(PLAIN[: len(head)])
    else:
        raise InputError(
            f"{where}, line 1: {_cells(len(head))}, and no header that names the source and the translation",
            "start with a header line that has the columns source and target",
        )
    chosen = columns.choose(names, where, languages=languages)
    return records.document(_segments(rows, names, chosen, where), path, sha256)


def is_header(cells: Sequence[str], languages: columns.Languages = columns.UNKNOWN) -> bool:
    """Whether the cells name columns: one is a name for the source or the translation, or both languages are named."""
    return any(columns.role(cell) in ("source", "target") for cell in cells) or bool(
        columns.of_languages(cells, languages)
    )


def cells(segments: Sequence[Segment]) -> Iterator[list[str]]:
    """The header and the rows of segments, without columns that no segment needs."""
    count = max((len(item.references) for item in segments), default=0)
    references = ["reference"] if count == 1 else [f"reference_{number}" for number in range(1, count + 1)]
    labels = [name for name in ("doc", "system") if any(getattr(item, name) for item in segments)]
    yield ["id", "source", "target", *references, *labels]
    for item in segments:
        padded = [*item.references, *[""] * (count - len(item.references))]
        yield [item.id, item.source, item.target, *padded, *(getattr(item, name) or "" for name in labels)]


def _segments(rows: Sequence[Record], names: Sequence[str], chosen: columns.Columns, where: str) -> Iterator[Segment]:
    for number, (line, row) in enumerate(rows, 1):
        if len(row) != len(names):
            raise InputError(
                f"{where}, line {line}: {_cells(len(row))} where line 1 has {len(names)}",
                "give every line the same number of cells",
            )
        record = dict(zip(names, row, strict=True))
        yield records.segment(record, chosen, number, line, f"{where}, line {line}")


def _without_empty_end(rows: Sequence[Record]) -> Sequence[Record]:
    count = len(rows)
    while rows[count - 1][1] in ([], [""]):
        count -= 1
    return rows[:count]


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
