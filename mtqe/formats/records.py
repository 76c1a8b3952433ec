"""Turns records (rows of a table or data set, objects of JSON Lines) into segments, with the same rules for all.

- The id comes from the id column; without one it is the number of the record, from "1".
- Ids that are unique only within their document become `document:id`.
- References keep their position; blank references at the end are dropped.
- A translation may be empty, but it must be text: null is an error.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.tables.columns import Columns
from mtqe.language.codes import SIDES
from mtqe.model import BeadFacts, Document, Segment, TextPlace
from mtqe.model.segment_facts import on_line


def segment(record: Mapping[str, Any], columns: Columns, number: int, line: int | None, where: str) -> Segment:
    """Make a segment from a record.

    Args:
        record: Values by column.
        columns: The columns of each role.
        number: 1-based number of the record; its id if it has none.
        line: 1-based line in the file, if there are lines.
        where: File and line, for messages.

    Raises:
        InputError: A value is missing or not text.
    """
    source, target = (_text(record.get(name), name, where) for name in (columns.source, columns.target))
    references = [text for name in columns.references for text in _texts(record.get(name), name, where)]
    label = _label(record, columns.id, where)
    return Segment(
        id=label or str(number),
        source=source,
        target=target,
        references=trimmed(references),
        doc=_label(record, columns.doc, where),
        system=_label(record, columns.system, where),
        meta=_meta(record, columns, line, where),
    )


def segments(
    record: Mapping[str, Any], columns: Columns, number: int, line: int | None, where: str
) -> Iterator[Segment]:
    """The segment of a record, or one for each system, if the translations of each have a column; see `segment`."""
    if not columns.systems:
        yield segment(record, columns, number, line, where)
    for name in columns.systems:
        of_system = msgspec.structs.replace(columns, target=name, systems=())
        yield msgspec.structs.replace(segment(record, of_system, number, line, where), system=name)


def by_system(items: Iterable[Segment]) -> list[Segment]:
    """The segments system after system, each in their order."""
    groups: dict[str | None, list[Segment]] = {}
    for item in items:
        groups.setdefault(item.system, []).append(item)
    return [item for group in groups.values() for item in group]


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """The record with the fields of dicts as columns with dotted names, such as `translation.de`."""
    columns: dict[str, Any] = {}
    for key, value in record.items():
        columns |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return columns


def trimmed(references: Sequence[str]) -> tuple[str, ...]:
    """The references without blank references at the end; the others keep their position."""
    remaining = list(references)
    while remaining and not remaining[-1].strip():
        remaining.pop()
    return tuple(remaining)


def document(segments: Iterable[Segment], path: Path, sha256: str | None = None, name: str | None = None) -> Document:
    """The document with these segments. Segments that name no document belong to it.

    Raises:
        InputError: There are no segments, or two segments of a system have the same id.
    """
    name = name or files.name(path)
    named = [msgspec.structs.replace(item, doc=item.doc or name) for item in segments]
    where = files.shown(path)
    if not named:
        raise InputError(f"{where} has no segments", "give at least one pair")
    return Document(
        id=name,
        segments=tuple(distinct(named, where)),
        path=str(path),
        sha256=sha256,
        source_path=str(path),
        source_sha256=sha256,
    )


def distinct(segments: Sequence[Segment], where: str) -> Sequence[Segment]:
    """Segments with an id of their own: that of the input, or `document:id` if ids are unique in documents only.

    A reader of any size cannot keep all ids, so whoever takes parts of a stream asks for each part.

    Raises:
        InputError: Two segments of a document and system have the same id.
    """
    if len({(item.system, item.id) for item in segments}) == len(segments):
        return segments
    if len({(item.system, item.doc, item.id) for item in segments}) < len(segments):
        raise _repeated_id(segments, where)
    return [msgspec.structs.replace(item, id=f"{item.doc}:{item.id}") for item in segments]


def split_documents(document: Document) -> tuple[Document, ...]:
    """One document per `doc` of the segments, in order of first appearance. The first says what the reader left out."""
    groups: dict[str, list[Segment]] = {}
    for item in document.segments:
        groups.setdefault(item.doc or document.id, []).append(item)
    left_out = itertools.chain((document.left_out,), itertools.repeat(()))
    return tuple(
        msgspec.structs.replace(document, id=name, segments=tuple(group), left_out=unread)
        for (name, group), unread in zip(groups.items(), left_out, strict=False)
    )


def _repeated_id(segments: Sequence[Segment], where: str) -> InputError:
    first: dict[tuple[str | None, str | None, str], tuple[int, Segment]] = {}
    for row, item in enumerate(segments, 1):
        key = (item.system, item.doc, item.id)
        if key in first:
            lines = [segment.place("source").line for segment in (first[key][1], item)]
            places = f"in rows {first[key][0]} and {row}" if None in lines else f"on lines {lines[0]} and {lines[1]}"
            system = f" of system {item.system!r}" if item.system else ""
            return InputError(
                f"{where}: id {item.id!r}{system} is {places}", "give each segment its own id, or remove the id column"
            )
        first[key] = (row, item)
    raise AssertionError("called without a repeated id")


def _text(value: Any, name: str, where: str) -> str:
    if isinstance(value, str):
        return value
    shown = "nothing" if value is None or value != value else f"{type(value).__name__} {str(value)[:40]!r}"
    raise InputError(f"{where}: {name!r} has {shown}, not text", 'write "" for an empty text, or remove the row')


def _texts(value: Any, name: str, where: str) -> list[str]:
    if value is None:
        return [""]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item, name, where)]
    return [_text(value, name, where)]


def _label(record: Mapping[str, Any], name: str | None, where: str) -> str | None:
    value = record.get(name) if name else None
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InputError(f"{where}: {name!r} has {type(value).__name__} {str(value)[:40]!r}", "give text or a number")
    return str(value)


def _meta(record: Mapping[str, Any], columns: Columns, line: int | None, where: str) -> dict[str, Any]:
    meta = {} if line is None else on_line(line)
    if columns.beads:
        for side in SIDES:
            if side in record:
                meta |= TextPlace(sentences=_numbers(record[side], side, where)).of(side)
        if "score" in record:
            meta |= BeadFacts(score=_score(record["score"], where)).meta()
        if "kind" in record:
            meta["kind"] = record["kind"]
    return meta


def _numbers(value: Any, name: str, where: str) -> tuple[int, ...]:
    parts = [part for part in value.split(",") if part] if isinstance(value, str) else value
    try:
        return tuple(map(int, parts))
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{where}: {name!r} has {str(value)[:40]!r}, not sentence numbers",
            "give beads as mtqe align writes them, or name the text columns source and target",
        ) from error


def _score(value: Any, where: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: 'score' has {str(value)[:40]!r}, not a number", "correct the value") from error
