"""What must hold for every input of every reader, whatever its bytes are.

A reader returns a text or pairs, or refuses the input with an `InputError` of one line. The places of values are exact,
and a letter that is replaced in its place is read again.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mtqe.errors import MtqeError
from mtqe.formats import files, values
from mtqe.formats.values import Value
from mtqe.language import codes
from mtqe.model import Document, Segment, Text
from mtqe.registry import format_table
from mtqe.registry.table_rows import FormatRow

LANGUAGES = ("en", "de")
SHARED = Path("/dev/shm")


class Broken(AssertionError):
    """A reader broke a rule."""


def rows() -> dict[str, FormatRow]:
    """The formats that read a file of bytes, by name."""
    return {name: row for name, row in format_table.rows().items() if row.extensions or row.kind != "pairs"}


def folder() -> Path:
    """A new folder for inputs, in memory where there is one."""
    return Path(tempfile.mkdtemp(prefix="mtqe-fuzz-", dir=SHARED if SHARED.is_dir() else None))


def judge(row: FormatRow, data: bytes, place: Path) -> None:
    """Read an input in a folder and check the rules.

    Raises:
        Broken: A rule does not hold.
        Exception: The reader failed in another way than by refusing the input.
    """
    ending = row.extensions[0] if row.extensions else ".txt"
    path = place / (f"input{ending}" if ending.startswith(".") else ending)
    path.write_bytes(data)
    reader = format_table.load(row.name)
    try:
        if row.kind != "keyed":
            of_languages = getattr(reader, "read_languages", None)
            _judge_read(of_languages(path, *LANGUAGES) if of_languages else reader.read(path))
        if hasattr(reader, "units"):
            content = files.content(path, encoding=getattr(reader, "ENCODING", None))
            _judge_units(row, reader, content.text, path)
    except MtqeError as error:
        if "\n" in error.message or len(error.message) > 2_000:
            raise Broken(f"the message is not one short line: {error.message[:200]!r}") from error


def _judge_read(read: Text | Document) -> None:
    if isinstance(read, Text):
        if not read.blocks:
            raise Broken("a text without blocks")
        return
    for segment in read.segments:
        _judge_segment(segment)
    names = [(segment.system, segment.id) for segment in read.segments]
    if len(set(names)) < len(names):
        raise Broken("two segments have one id")


def _judge_segment(segment: Segment) -> None:
    for code in segment.codes:  # the text of a code of a page is put in after the alignment
        if not 0 <= code.start <= code.end <= len(segment.text(code.side)):
            raise Broken(f"{code} is outside the text")
    codes.bare(segment)


def _judge_units(row: FormatRow, reader: Any, content: str, path: Path) -> None:
    units = list(reader.units(content, path, LANGUAGES))
    for unit in units:
        for value in filter(None, (unit.source, unit.target)):
            _judge_value(value, content)
    for segment in values.segments(units, content, content):
        _judge_segment(segment)
    for name, unit in itertools.islice(values.named(units), 3):
        # A file of pairs may name its units by their sources, and only translations are ever changed.
        side = "source" if row.kind == "keyed" else "target"
        value = getattr(unit, side)
        if value and unit.id.startswith(value.text):
            continue  # the text is its own key
        for start in itertools.islice(_letters(value), 1) if value else ():
            _judge_change(reader, content, path, (unit.doc, name, side), value, start)


def _judge_value(value: Value, content: str) -> None:
    done = 0
    for piece in value.pieces:
        if not done <= piece.start < piece.end <= len(content):
            raise Broken(f"{piece} is not after the piece before it")
        if len(piece.text) == piece.end - piece.start != 1 and content[piece.start : piece.end] != piece.text:
            raise Broken(f"{piece} does not stand in the content")
        done = piece.end
    for one, two in itertools.pairwise(value.codes):
        if one.start > two.start:
            raise Broken("codes are not in order")


def _letters(value: Value) -> Iterator[int]:
    """Places of letters in the text of a value that are no part of a code or variable."""
    depth = 0
    for place, letter in enumerate(value.text):
        depth = max(0, depth + {"{": 1, "}": -1}.get(letter, 0))
        if letter.isalpha() and not depth and not any(code.start <= place < code.end for code in value.codes):
            yield place


def _judge_change(reader: Any, content: str, path: Path, which: tuple[str, str, str], value: Value, place: int) -> None:
    """Replace a letter in its place, and read the text again.

    Plural forms between bars may be known by their equal words. With another word the value is one text, which has it.
    """
    start, end = value.range(place, place + 1)
    written = content[:start] + reader.escape("Q", content, start) + content[end:]
    wanted = value.text[:place] + "Q" + value.text[place + 1 :]
    again = {(unit.doc, name): unit for name, unit in values.named(reader.units(written, path, LANGUAGES))}
    found = getattr(again.get(which[:2]), which[2], None)
    texts = [other.text for unit in again.values() if (other := getattr(unit, which[2]))]
    if which[1].endswith("]") and any("|" in text and wanted in text for text in texts):
        return
    if found is None or found.text != wanted:
        raise Broken(f"{which}: {wanted!r} was written, and {found and found.text!r} is read")
