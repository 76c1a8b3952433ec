"""Finds the place of each translation of a document in its file, so that it can be changed there.

Texts with keys and pairs are found by the line and column where they begin. A segment of an aligned document is a part
of one or several blocks: the segments of a block follow each other in its text. A text that is not found exactly has no
place; none is guessed.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from mtqe.errors import InputError
from mtqe.formats import endings, files
from mtqe.formats.files import Content
from mtqe.formats.values import Lines, Unit, Value
from mtqe.mending.files.patch import Edit, Edits, NoPlace, Placed, Writer, patched
from mtqe.mending.files.shared_text import SharedText
from mtqe.model import Code, Document, Segment, TextPlace
from mtqe.registry import format_capabilities, format_table
from mtqe.registry.format_capabilities import Losing, Quoting, Writable

NO_FILE = "the translation has no file that can be changed"
Key = tuple[str | None, str]
"""System and id of a segment."""


def key_of(segment: Segment) -> Key:
    """What identifies a segment in a report."""
    return segment.system, segment.id


class Run(NamedTuple):
    """A part of a segment that is a part of a value.

    Args:
        value: Number of the value in the file.
        at: Offset in the text of the value.
        start: Offset in the translation of the segment.
        end: Offset after the last character.
    """

    value: int
    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Format:
    """How the texts of a file are read.

    Args:
        reader: The reader.
        is_pairs: Whether the file has both sides.
        languages: Tags of source and target.
    """

    reader: Writable
    is_pairs: bool
    languages: tuple[str, str]

    def units(self, content: str, path: Path) -> list[Unit]:
        """The units of a file."""
        return list(self.reader.units(content, path, self.languages))

    @property
    def writer(self) -> Writer:
        """How its texts are written."""
        quoted = self.reader.quoted if isinstance(self.reader, Quoting) else None
        refuse_lost = self.reader.refuse_lost if isinstance(self.reader, Losing) else None
        return Writer(self.reader.escape, quoted, refuse_lost)

    def translation(self, unit: Unit) -> Value | None:
        """The translation of a unit."""
        return unit.target if self.is_pairs else unit.source


@dataclass(frozen=True)
class File:
    """A file of translations with the place of its texts.

    Args:
        path: The file.
        content: Its content as it is on disk.
        text: Its content with all edits so far.
        values: Its texts, in order; `None` where the place is not known.
        format: How it is read.
        names: Document, id and form of its texts, in order.
    """

    path: Path
    content: Content
    text: str
    values: tuple[Value | None, ...]
    format: Format
    names: tuple[tuple[str, str, str], ...]

    def escaped(self, edit: Edit) -> str:
        """The new text of an edit as the file must write it.

        Raises:
            InputError: The file cannot hold it there.
        """
        placed = self.placed(edit.value)
        if placed is None:
            raise ValueError(f"value {edit.value} has no place")
        return self.format.writer.written(edit, placed, self.text)

    @functools.cached_property
    def shared(self) -> SharedText:
        """The characters that several of its values have."""
        return SharedText(self.values, self.placed)

    def placed(self, number: int) -> Placed | None:
        """A value whose characters are found at once."""
        if number not in self._placed and (value := self.values[number]) is not None:
            self._placed[number] = Placed(value)
        return self._placed.get(number)

    @functools.cached_property
    def _placed(self) -> dict[int, Placed]:
        return {}

    def edited(self, edits: Iterable[Edit]) -> File:
        """The file with edits.

        Raises:
            InputError: The file cannot hold a text.
        """
        text, values = patched(self.text, self.values, edits, self.format.writer)
        return dataclasses.replace(self, text=text, values=tuple(values))

    def refuse_changed(self) -> None:
        """Reject the file if its bytes are not those that were read.

        Raises:
            InputError: Another program has changed it.
        """
        if hashlib.sha256(files.read_bytes(self.path)).hexdigest() != self.content.sha256:
            raise _changed(self.path)

    def encoded(self) -> bytes:
        """The bytes of the file with all edits.

        Raises:
            InputError: Its reader would not find the edited texts in it, or not under the same names; or its encoding
                lacks a character; or the bytes would be read as other characters.
        """
        expected = [value and value.text for value in self.values]
        try:
            units = self.format.units(self.text, self.path)
            found = [_text(self.format.translation(unit)) for unit in units]
            if found == expected and _names(units) == self.names:
                data = self.content.encoded(self.text)
                if (
                    files.content_of(data, self.path, encoding=format_capabilities.encoding(self.format.reader)).text
                    == self.text
                ):
                    return data
            why = "its texts would be read as others"
        except InputError as error:
            why = error.message
        except UnicodeEncodeError as error:
            why = f"{self.content.encoding} does not have the character {error.object[error.start]!r}"
        raise InputError(f"{self.path} cannot hold the corrections: {why}", "correct it by hand")


def _changed(path: Path) -> InputError:
    return InputError(f"{path} has changed since it was read", "check or evaluate it again")


def _names(units: Iterable[Unit]) -> tuple[tuple[str, str, str], ...]:
    return tuple((unit.doc, unit.id, unit.form) for unit in units)


def _text(value: Value | None) -> str | None:
    return None if value is None else value.text


def open_file(
    documents: Sequence[Document], form: str | None, languages: tuple[str, str]
) -> tuple[File, dict[Key, tuple[Run, ...]]]:
    """A file of translations, and the place of each segment; those without one are left out.

    Args:
        documents: The documents in the file, as they were read.
        form: Name of the format; `None` means by file ending.
        languages: Tags of source and target.

    Raises:
        InputError: The file cannot be changed: its format is not writable, or the file is not the one that was read.
    """
    path, kind, name = writable(documents, form)
    segments = [segment for document in documents for segment in document.segments]
    is_prose = kind in ("text", "lines")
    is_aligned = any(segment.place("target").paragraph for segment in segments)
    reader = format_table.writable(name)
    form_of_file = Format(reader, kind == "pairs", languages)
    content = files.content(path, encoding=format_capabilities.encoding(reader))
    if content.sha256 != documents[0].sha256:
        raise _changed(path)
    units = form_of_file.units(content.text, path)
    values = tuple(map(form_of_file.translation, units))
    file = File(path, content, content.text, values, form_of_file, _names(units))
    if is_prose and is_aligned:
        return file, dict(_in_blocks(segments, values))
    return file, dict(_by_line(segments, units, file))


def writable(documents: Sequence[Document], form: str | None) -> tuple[Path, str, str]:
    """The path of a file of translations, the kind of its format and the name of the reader for changes.

    Args:
        documents: The documents in the file, as they were read.
        form: Name of the format; `None` means by file ending.

    Raises:
        InputError: Such a file cannot be changed.
    """
    if documents[0].path is None:
        raise InputError(NO_FILE, "correct it where it comes from")
    if documents[0].path == files.STDIN:
        raise InputError("standard input cannot be changed", "give the name of a file")
    path = Path(documents[0].path)
    row = endings.row_of(path, form)
    kind, name = (row.kind, row.name) if row else ("text", "text")
    is_aligned = any(segment.place("target").paragraph for document in documents for segment in document.segments)
    if kind in ("text", "lines") and not is_aligned:
        name = "lines"
    if not format_table.rows()[name].writable:
        raise InputError(
            f"{path}: {name} files cannot be changed in place", "correct it by hand; mtqe check lists what"
        )
    return path, kind, name


def _by_line(segments: Sequence[Segment], units: Sequence[Unit], file: File) -> Iterator[tuple[Key, tuple[Run, ...]]]:
    """The places of segments that are whole values, found by the line and column where these begin."""
    lines = Lines(file.text)
    numbers: dict[tuple[int, int | None], list[int]] = {}
    for number, (unit, value) in enumerate(zip(units, file.values, strict=True)):
        if value is not None:
            line, column = lines.at(value.pieces[0].start if value.pieces else value.at)
            line = TextPlace.on("target", unit.meta).line or line  # a record of a table says its line
            for key in ((line, column), (line, None)):
                numbers.setdefault(key, []).append(number)
    for segment in segments:
        place = segment.place("target")
        found = numbers.get((place.line or 0, place.column), ())
        fitting = [number for number in found if _text(file.values[number]) == segment.target]
        if len(fitting) > 1:  # branches of a choice that are alike
            fitting = [number for number in fitting if units[number].form == (segment.unit.form or "")]
        if len(fitting) == 1:  # an empty text has a place, too
            yield key_of(segment), (Run(fitting[0], 0, 0, len(segment.target)),)


def _in_blocks(segments: Sequence[Segment], values: Sequence[Value | None]) -> Iterator[tuple[Key, tuple[Run, ...]]]:
    """The places of segments that are parts of blocks, each after the one before."""
    blocks = _Blocks(values)
    for segment in segments:
        number = (segment.place("target").paragraph or 0) - 1
        if segment.target and (runs := blocks.next(segment, number)):
            yield key_of(segment), runs


class _Blocks:
    """The blocks of a document while the segments of each are found in it, one after the other.

    A segment has the text of each inline code; the text of a block has it only if the code holds words.
    """

    def __init__(self, values: Sequence[Value | None]) -> None:
        self._texts = [_text(value) or "" for value in values]
        self._codes = [
            {code.start: code for code in value.codes if code.start < code.end} if value else {} for value in values
        ]
        self._done = [0] * len(values)
        self._lost: set[int] = set()

    def next(self, segment: Segment, number: int) -> tuple[Run, ...]:
        """The place of the next segment of a block; empty if it does not go on as the segment does."""
        if not 0 <= number < len(self._texts) or number in self._lost:
            return ()
        runs: list[Run] = []
        at = self._start(number)
        for start, end, code in _stretches(segment):
            if code is not None:
                words = self._codes[number].get(at)
                at = words.end if words and words.key == code.key else at
                continue
            while start < end:
                rest, text = segment.target[start:end], self._texts[number]
                part = rest if text.startswith(rest, at) else text[at:].rstrip()
                if not part or not rest.startswith(part) or (part != rest and number + 1 == len(self._texts)):
                    self._lost.add(number)
                    return ()
                runs.append(Run(number, at, start, start + len(part)))
                start, at = start + len(part), at + len(part)
                if part != rest:  # the segment goes on in the next block
                    self._done[number] = at
                    start += len(segment.target[start:end]) - len(segment.target[start:end].lstrip())
                    number, at = number + 1, self._start(number + 1)
        self._done[number] = at
        return tuple(runs)

    def _start(self, number: int) -> int:
        """The offset after what was found in a block, and after the white space there."""
        text, done = self._texts[number], self._done[number]
        return len(text) - len(text[done:].lstrip())


def _stretches(segment: Segment) -> Iterator[tuple[int, int, Code | None]]:
    """The parts of a translation: text, and inline codes."""
    done = 0
    for code in segment.codes:
        if code.side == "target":
            if done < code.start:
                yield done, code.start, None
            yield code.start, code.end, code
            done = code.end
    if done < len(segment.target):
        yield done, len(segment.target), None


def edit_of(file: File, runs: Sequence[Run], start: int, end: int, text: str, owner: int) -> Edit:
    """The edit of a file that replaces the characters from `start` to `end` of a segment by another text.

    Raises:
        NoPlace: The characters are not in one text of the file, or something stands between them.
    """
    for run in runs:
        placed = file.placed(run.value)
        if placed is not None and run.start <= start <= end <= run.end:
            return placed.grown(Edit(run.value, run.at + start - run.start, run.at + end - run.start, text, owner))
    raise NoPlace("it spans several paragraphs")


def moved(runs: Sequence[Run], edits: Mapping[int, Edits], owner: int) -> tuple[Run, ...]:
    """The place of a segment after edits of its file."""
    new: list[Run] = []
    for number, run in enumerate(runs):
        end = run.at + run.end - run.start
        delta, near = edits[run.value].around(run.at, end) if run.value in edits else (0, ())
        at, length = run.at + delta, run.end - run.start
        for edit in near:
            delta = len(edit.text) - (edit.end - edit.start)
            if edit.owner == owner and run.at <= edit.start and edit.end <= end:
                length += delta
            elif edit.end <= run.at:
                at += delta
        start = new[-1].end + run.start - runs[number - 1].end if new else run.start
        new.append(Run(run.value, at, start, start + length))
    return tuple(new)
