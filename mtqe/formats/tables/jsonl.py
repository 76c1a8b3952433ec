"""Reads and writes JSON Lines: objects with `source`, `target` and optionally `references`, `id`, `doc`, `system`.

Keys have the same aliases as columns (`src`, `mt`, `ref` ...); other keys are ignored. `references` is a text or a list
of texts. Beads written by `mtqe align` can be read, too. Blank lines are skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, json_places, left_out, records
from mtqe.formats.tables import columns
from mtqe.formats.text_stream import TextStream
from mtqe.formats.unread import COLUMN
from mtqe.formats.values import Piece, Unit, Value
from mtqe.model import Document, Segment
from mtqe.model.segment_facts import on_line
from mtqe.prose import LINE_ENDS, json_line


def read(path: Path) -> Document:
    """Read pairs from a JSON Lines file; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read pairs from a JSON Lines file, whose keys may be named after the languages.

    Raises:
        InputError: The file cannot be read, or a line is not an object with source and target.
    """
    content, sha256 = files.decode(path)
    unread: dict[str, int] = {}
    segments = _segments(files.lines(content), path, (source_lang, target_lang), unread=unread)
    document = records.document(segments, path, sha256)
    return msgspec.structs.replace(document, left_out=left_out.counted(unread))


def stream(
    text: TextStream, languages: columns.Languages = columns.UNKNOWN, requested: Mapping[str, str] | None = None
) -> Iterator[Segment]:
    """The segments of a JSON Lines file of any size; see `mtqe.registry.contracts.Streamed`."""
    return _segments(text.lines(), text.path, languages, requested)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The records of a content with its line ends, for `mtqe.registry.contracts.Units`."""
    start = 0
    known: dict[tuple[str, ...], columns.Columns] = {}
    for line, text in enumerate(files.lines(content), 1):
        if text.strip():
            record = _flat(json_places.parse(text, path))
            names = tuple(record)
            if names not in known:
                known[names] = columns.choose(names, f"{files.shown(path)}, line {line}", languages=languages)
            source, target = (_moved(record[name], start) for name in (known[names].source, known[names].target))
            yield Unit("", source, target, meta=on_line(line))
        start += len(text) + 1


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands between the quotes of a string."""
    return json_places.escape(text, content).translate(LINE_ENDS)


def _flat(record: json_places.Json, prefix: str = "") -> dict[str, Value | None]:
    """The strings of a record, as `records.flat` names them; `None` for other values."""
    found: dict[str, Value | None] = {}
    for key, member in record.items() if isinstance(record, dict) else ():
        if isinstance(member.value, dict):
            found |= {} if not prefix and key == "meta" else _flat(member.value, f"{prefix}{key}.")
        else:
            found[prefix + key] = member.value if isinstance(member.value, Value) else None
    return found


def _moved(value: Value | None, start: int) -> Value | None:
    """A value of a line that starts at an offset of the content."""
    if value is None:
        return None
    pieces = (Piece(piece.text, piece.start + start, piece.end + start) for piece in value.pieces)
    return Value(tuple(pieces), value.at + start)


def write(segments: Sequence[Segment], out: TextIO) -> None:
    """Write segments; `read` returns them, except for line numbers in `meta`."""
    for item in segments:
        record: dict[str, Any] = {"id": item.id, "source": item.source, "target": item.target}
        if item.references:
            record["references"] = item.references
        record |= {name: value for name in ("doc", "system") if (value := getattr(item, name))}
        if item.meta:
            record["meta"] = item.meta
        out.write(json_line(record) + "\n")


def _segments(
    lines: Iterable[str],
    path: Path,
    languages: columns.Languages,
    requested: Mapping[str, str] | None = None,
    unread: MutableMapping[str, int] | None = None,
) -> Iterator[Segment]:
    known: dict[tuple[str, ...], columns.Columns] = {}
    where = files.shown(path)
    number = 0
    for line, text in enumerate(lines, 1):
        if not text.strip():
            continue
        number += 1
        place = f"{where}, line {line}"
        record = _object(text, place)
        meta = record.pop("meta", None)
        record = records.flat(record)
        names = tuple(record)
        if names not in known:
            known[names] = columns.choose(names, place, requested, languages)
        if unread is not None:
            others = len(names) - len(known[names].used(names))
            unread[COLUMN] = max(unread.get(COLUMN, 0), others)
        for item in records.segments(record, known[names], number, line, place):
            yield msgspec.structs.replace(item, meta={**item.meta, **meta}) if isinstance(meta, dict) else item


def _object(text: str, place: str) -> dict[str, Any]:
    try:
        record = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{place}: not valid JSON: {error}", "give one JSON object per line") from error
    if not isinstance(record, dict):
        raise InputError(
            f"{place}: {type(record).__name__}, not an object", 'give {"source": "...", "target": "..."} on every line'
        )
    return record
