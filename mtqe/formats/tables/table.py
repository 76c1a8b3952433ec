"""The common part of TSV and CSV: header line, rows that match it, and the columns of written segments.

The first line is a header if it names a column of the source or the translation, or both languages. Without a header
there must be two or three columns: source, translation, reference.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, records
from mtqe.formats.tables import columns
from mtqe.formats.unread import COLUMN
from mtqe.formats.values import Unit, Value
from mtqe.language.late_patterns import late
from mtqe.model import Document, Segment
from mtqe.model.segment_facts import on_line

Record = tuple[int, list[str]]
"""1-based line where a record starts, and its cells."""

NAMES = ("csv", "tsv")
"""The formats that may have no header."""
PLAIN = ("source", "target", "reference")
LABEL = 2
"""Words: of the longest label of a column, such as `English (US)`."""
_TAG = late(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


def document(
    rows: Iterable[Record], path: Path, sha256: str, languages: columns.Languages = columns.UNKNOWN
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
    unread: dict[str, int] = {}
    found = records.document(segments(rows, path, languages, unread=unread), path, sha256)
    return msgspec.structs.replace(found, left_out=left_out.counted(unread))


def segments(
    rows: Iterable[Record],
    path: Path,
    languages: columns.Languages = columns.UNKNOWN,
    requested: Mapping[str, str] | None = None,
    unread: MutableMapping[str, int] | None = None,
) -> Iterator[Segment]:
    """The segments of the records of a file, each as its record comes; see `document`.

    Args:
        rows: The records.
        path: The file.
        languages: Tags of source and target, for columns that are named after them.
        requested: Columns by role, as the user gave them.
        unread: Gets the number of the columns without a role.
    """
    where = files.shown(path)
    names, rows, chosen = _headed(_without_empty_end(rows), where, languages, requested)
    if unread is not None:
        unread[COLUMN] = len(names) - len(chosen.used(names))
    for number, (line, row) in enumerate(rows, 1):
        place = f"{where}, line {line}"
        if len(row) != len(names):
            raise InputError(
                f"{place}: {_cells(len(row))} where line 1 has {len(names)}",
                "give every line the same number of cells",
            )
        yield from records.segments(dict(zip(names, row, strict=True)), chosen, number, line, place)


def units(
    rows: Sequence[tuple[int, Sequence[Value]]], path: Path, languages: columns.Languages = columns.UNKNOWN
) -> Iterator[Unit]:
    """The records of a file as units, each with the line of its record; see `document`."""
    texts = [(line, [cell.text for cell in row]) for line, row in rows]
    names, found, chosen = _headed(_without_empty_end(texts), files.shown(path), languages)
    of_pairs = {line for line, row in found if len(row) == len(names)}
    places = [names.index(column) for column in (chosen.source, chosen.target)]
    for line, row in rows:
        if line in of_pairs:
            yield Unit("", row[places[0]], row[places[1]], meta=on_line(line))


def _headed(
    rows: Iterator[Record],
    where: str,
    languages: columns.Languages,
    requested: Mapping[str, str] | None = None,
) -> tuple[Sequence[str], Iterator[Record], columns.Columns]:
    """The names of the columns, the rows without the header, and the columns of each role."""
    first = next(rows, None)
    if first is None:
        raise InputError(f"{where} has only empty cells", "give at least one pair")
    head = first[1]
    names: Sequence[str]
    if is_header(head, languages) or columns.requested_names(requested) & set(head):
        names, first = head, next(rows, None)
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise InputError(f"{where}, line 1: two columns are named {twice!r}", "rename or drop one")
        if first is None:
            raise InputError(f"{where} has a header line but no rows", "give at least one pair")
    elif 2 <= len(head) <= 3:
        names = PLAIN[: len(head)]
    else:
        raise InputError(
            f"{where}, line 1: {_cells(len(head))}, and no header that names the source and the translation",
            "start with a header line that has the columns source and target",
        )
    return names, itertools.chain([first], rows), columns.choose(names, where, requested, languages)


def is_header(cells: Sequence[str], languages: columns.Languages = columns.UNKNOWN) -> bool:
    """Whether the cells name columns: one is a name for the source or the translation, or both languages are named.

    A name that stands twice counts once, so that `_headed` can refuse it.
    """
    return any(columns.role(cell) in ("source", "target") for cell in cells) or bool(
        columns.of_languages(list(dict.fromkeys(cells)), languages)
    )


def doubt(document: Document) -> str | None:
    """A note if the first line of a table without a header was read as a pair, but looks like a header; else `None`.

    It looks like one if its cells are labels and most other rows have sentences, or if its cells are language tags.
    """
    first, *others = document.segments
    if first.place("source").line != 1 or not others:
        return None
    labels = (first.source, first.target)
    if not all(0 < len(label.split()) <= LABEL for label in labels) or labels[0][-1] in ".!?":
        return None
    sentences = sum(len(item.source.split()) > LABEL for item in others)
    if 2 * sentences <= len(others) and not all(map(_TAG.fullmatch, labels)):
        return None
    shown = columns.quoted(labels)
    return (
        f"line 1 of {document.path} ({shown}) was read as a pair; if it is a header, name its columns source and target"
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


def _without_empty_end(rows: Iterable[Record]) -> Iterator[Record]:
    """The rows without empty ones at the end. Of empty rows in a row only the first is given: it is an error there."""
    empty: Record | None = None
    for row in rows:
        if row[1] in ([], [""]):
            empty = empty or row
            continue
        if empty is not None:
            yield empty
            empty = None
        yield row


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
