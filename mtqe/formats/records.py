"""From records (rows of a table, objects of JSON Lines, rows of a data set) to segments: one place for all rules.

- The id is that of the id column; without one it is the number of the record, from "1".
- Ids that are unique only within their document are told apart as `document:id`.
- References keep their position; blank ones at the end count as not there.
- A translation may be empty, but it must be text: null is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.columns import Columns
from mtqe.model import Document, Segment


def segment(record: Mapping[str, Any], columns: Columns, number: int, line: int | None, where: str) -> Segment:
    """Make a segment of one record.

    Args:
        record: Values by column.
        columns: Which column holds what.
        number: 1-based number of the record, its id when it has none.
        line: 1-based line in the file, if it has lines.
        where: File and line, for messages.

    Raises:
        InputError: A value is missing or no text.
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


def trimmed(references: Sequence[str]) -> tuple[str, ...]:
    """The references without blank ones at the end; the others keep their position."""
    kept = list(references)
    while kept and not kept[-1].strip():
        kept.pop()
    return tuple(kept)


def document(segments: Iterable[Segment], path: Path, sha256: str | None = None, name: str | None = None) -> Document:
    """The document that holds these segments; a segment without one of its own belongs to it.

    Raises:
        InputError: There are no segments, or two of a system have the same id.
    """
    name = name or files.name(path)
    found = [msgspec.structs.replace(item, doc=item.doc or name) for item in segments]
    where = files.shown(path)
    if not found:
        raise InputError(f"{where} holds no segments", "give at least one pair")
    if len({(item.system, item.id) for item in found}) < len(found):
        if len({(item.system, item.doc, item.id) for item in found}) < len(found):
            raise _twice(found, where)
        found = [msgspec.structs.replace(item, id=f"{item.doc}:{item.id}") for item in found]
    return Document(
        id=name, segments=tuple(found), path=str(path), sha256=sha256, source_path=str(path), source_sha256=sha256
    )


def split_documents(whole: Document) -> tuple[Document, ...]:
    """One document for each that the segments belong to, in order of first appearance."""
    groups: dict[str, list[Segment]] = {}
    for item in whole.segments:
        groups.setdefault(item.doc or whole.id, []).append(item)
    return tuple(msgspec.structs.replace(whole, id=name, segments=tuple(group)) for name, group in groups.items())


def _twice(segments: Sequence[Segment], where: str) -> InputError:
    first: dict[tuple[str | None, str | None, str], Segment] = {}
    for item in segments:
        key = (item.system, item.doc, item.id)
        if key in first:
            lines = [str(one.meta.get("source_line", "?")) for one in (first[key], item)]
            system = f" of system {item.system!r}" if item.system else ""
            return InputError(
                f"{where}: id {item.id!r}{system} stands on lines {' and '.join(lines)}",
                "give every segment an id of its own, or leave the id column out",
            )
        first[key] = item
    raise AssertionError("called without a repeated id")


def _text(value: Any, name: str, where: str) -> str:
    if isinstance(value, str):
        return value
    found = "nothing" if value is None or value != value else f"{type(value).__name__} {str(value)[:40]!r}"
    raise InputError(f"{where}: {name!r} holds {found}, not text", 'write "" for an empty text, or leave the row out')


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
        raise InputError(f"{where}: {name!r} holds {type(value).__name__} {str(value)[:40]!r}", "give text or a number")
    return str(value)


def _meta(record: Mapping[str, Any], columns: Columns, line: int | None, where: str) -> dict[str, Any]:
    meta: dict[str, Any] = {} if line is None else {"source_line": line, "target_line": line}
    if columns.beads:
        for side in ("source", "target"):
            if side in record:
                meta[f"{side}_sentences"] = _numbers(record[side], side, where)
        if "score" in record:
            meta["score"] = _score(record["score"], where)
        if "kind" in record:
            meta["kind"] = record["kind"]
    return meta


def _numbers(value: Any, name: str, where: str) -> list[int]:
    parts = [part for part in value.split(",") if part] if isinstance(value, str) else value
    try:
        return [int(part) for part in parts]
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{where}: {name!r} holds {str(value)[:40]!r}, not sentence numbers",
            "give beads as mtqe align writes them, or name the columns of the texts source and target",
        ) from error


def _score(value: Any, where: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: 'score' holds {str(value)[:40]!r}, not a number", "mend that value") from error
