"""The places of findings in files: path, line and, if the text is found in the file again, columns.

A report has the line where each segment begins. Columns are computed from the file, which is read again. This needs a
text file with the bytes that were evaluated (same SHA-256) and with the marked words in it. Otherwise a place has only
its line.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from mtqe.model import Document, Finding, Report, Segment, Side

NO_LINES = (".docx", ".parquet")
"""Endings of files without lines: in a report of such a file `line` counts something else."""
SIDES: tuple[Side, Side] = ("target", "source")


class Region(NamedTuple):
    """A part of a file.

    Args:
        line: 1-based; lines end at LF or CRLF.
        column: 1-based, in UTF-16 code units; `None` when only the line is known.
        end_line: 1-based line of the last character.
        end_column: One more than the column of the last character.
    """

    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Place(NamedTuple):
    """A place that a finding is about.

    Args:
        side: The side of the segment.
        path: The file as the user named it, with forward slashes; `None` for standard input and if no file is known.
        region: Where in the file; `None` if not even the line is known.
        text: The text that is marked there; empty if the place is the whole segment.
    """

    side: Side
    path: str | None
    region: Region | None
    text: str = ""


def places(report: Report) -> Mapping[int, tuple[Place, ...]]:
    """The places of each finding, by its position in `report.findings`.

    The first place is where the error is visible: the marked text in the translation, without such a mark the whole
    segment in the translation, and for an omission the source. There is always at least one place.
    """
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    documents = _documents(report)
    sides = {
        (key, side): _Side.of(documents.get(key[1]), side, members)
        for key, members in _members(report).items()
        for side in SIDES
    }
    places_of = {}
    for number, finding in enumerate(report.findings):
        segment = segments.get((finding.system, finding.segment))
        places_of[number] = tuple(_of(finding, segment, sides)) if segment else (Place("target", None, None),)
    return places_of


def document_of(report: Report, segment: Segment) -> Document | None:
    """The document that a segment belongs to."""
    return _documents(report).get(segment.doc)


def path_of(document: Document | None, side: Side = "target") -> str | None:
    """The file of one side with forward slashes, relative to the working directory if it is below it."""
    path = document and (document.path if side == "target" else document.source_path)
    if not path or path == "-" or path.startswith("/dev/"):
        return None
    if PurePath(path).is_absolute():
        inside = os.path.relpath(path)
        path = path if inside.startswith(os.pardir) else inside
    return PurePath(os.path.normpath(path)).as_posix()


def _documents(report: Report) -> dict[str | None, Document]:
    table: dict[str | None, Document] = {document.id: document for document in report.documents}
    if len(report.documents) == 1:
        table[None] = report.documents[0]
    return table


_Key = tuple[str | None, str | None]


def _members(report: Report) -> dict[_Key, list[Segment]]:
    """The segments by system and document."""
    table: dict[_Key, list[Segment]] = {}
    for segment in report.segments:
        table.setdefault((segment.system, segment.doc), []).append(segment)
    return table


def _of(finding: Finding, segment: Segment, sides: Mapping[tuple[_Key, Side], _Side]) -> Iterator[Place]:
    key = (segment.system, segment.doc)
    spans = sorted(finding.spans, key=lambda span: SIDES.index(span.side))
    if not any(span.side == "target" for span in spans) and (segment.target or not spans):
        side: Side = "target" if segment.target or not segment.source else "source"
        yield sides[key, side].place(segment)
    for span in spans:
        yield sides[key, span.side].place(segment, span.start, span.end)


@dataclass(frozen=True)
class _File:
    """The text of a file, with LF for CRLF and without byte order mark, and the offsets where its lines begin."""

    content: str
    starts: tuple[int, ...]

    @staticmethod
    def read(path: str | None, sha256: str | None) -> _File | None:
        """The file, or `None` if its bytes are not those that were evaluated, or are not text."""
        try:
            if not path or not sha256 or not Path(path).is_file():
                return None
            data = Path(path).read_bytes()
            if hashlib.sha256(data).hexdigest() != sha256.lower():
                return None
            content = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        except (OSError, ValueError):
            return None
        return _File(content, (0, *(match.end() for match in re.finditer("\n", content))))

    def region(self, first: int, last: int) -> Region:
        """The region of the characters from `first` to `last`, both included."""
        line, column = self._at(first)
        end_line, end_column = self._at(last)
        return Region(line, column, end_line, end_column + _units(self.content[last]))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        return line, _units(self.content[self.starts[line - 1] : offset]) + 1


def _units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


@dataclass(frozen=True)
class _Side:
    """One side of a document.

    Args:
        side: Source or target.
        path: Its file, as reports name it.
        file: The file's text; `None` if it could not be read again.
        lines: The line where each segment begins, by id.
        windows: First and last offset of the file between which each segment begins.
        begins: Offset of each segment that was found in the file.
    """

    side: Side
    path: str | None
    file: _File | None
    lines: Mapping[str, int]
    windows: Mapping[str, tuple[int, int]]
    begins: Mapping[str, int]

    @staticmethod
    def of(document: Document | None, side: Side, segments: Sequence[Segment]) -> _Side:
        """Find the segments of a document in its file."""
        path = path_of(document, side)
        if document is None or path is None or path.lower().endswith(NO_LINES):
            return _Side(side, path, None, {} if path else _lines(segments, side), {}, {})
        if side == "target":
            file = _File.read(document.path, document.sha256)
        else:
            file = _File.read(document.source_path, document.source_sha256)
        lines = _lines(segments, side)
        if file is None:
            return _Side(side, path, None, lines, {}, {})
        windows = dict(_windows(file, lines))
        # A file of pairs has both sides in one line, so a text found twice there is ambiguous.
        most = 2 if document.path == document.source_path else 1
        return _Side(side, path, file, lines, windows, dict(_begins(file, side, segments, windows, most)))

    def place(self, segment: Segment, start: int = 0, end: int | None = None) -> Place:
        """The place of a span, or of the whole segment."""
        text = segment.text(self.side)
        marked = text[start:end] if end is not None else ""
        return Place(
            self.side, self.path, self._region(segment, text, start, len(text) if end is None else end), marked
        )

    def _region(self, segment: Segment, text: str, start: int, end: int) -> Region | None:
        line = self.lines.get(segment.id)
        if self.file is not None and start < end:
            content = self.file.content
            begin = self.begins.get(segment.id)
            if begin is not None and (offsets := _match(content, begin, text)):
                return self.file.region(offsets[start], offsets[end - 1])
            # Markup or escapes split the segment; the marked text may still occur exactly once.
            window = self.windows.get(segment.id, (0, 0))
            hits = list(_search(content, text[start:end], *window, most=2)) if text[start:end].strip() else []
            if len(hits) == 1 and (offsets := _match(content, hits[0], text[start:end])):
                return self.file.region(offsets[0], offsets[-1])
        return Region(line) if line else None


def _lines(segments: Sequence[Segment], side: Side) -> dict[str, int]:
    """The line of each segment, as the report has it."""
    line_of = {}
    for segment in segments:
        line = segment.meta.get(f"{side}_line")
        if isinstance(line, int) and not isinstance(line, bool) and line > 0:
            line_of[segment.id] = line
    return line_of


def _windows(file: _File, lines: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, int]]]:
    """For each segment the offsets from its line to the next line where another segment begins."""
    known = sorted({line for line in lines.values() if line <= len(file.starts)})
    limits = {line: file.starts[after - 1] for line, after in itertools.pairwise(known)}
    for name, line in lines.items():
        if line <= len(file.starts):
            yield name, (file.starts[line - 1], limits.get(line, len(file.content)))


def _begins(
    file: _File, side: Side, segments: Sequence[Segment], windows: Mapping[str, tuple[int, int]], most: int
) -> Iterator[tuple[str, int]]:
    """The offset of each segment, searched after the previous one because segments are in the order of the text."""
    done = 0
    for segment in segments:
        begin, limit = windows.get(segment.id, (0, 0))
        begin = begin if most > 1 else max(begin, min(done, limit))
        hits = list(_search(file.content, segment.text(side), begin, limit, most))
        if len(hits) == 1:
            yield segment.id, hits[0]
            done = hits[0] + 1


def _search(content: str, text: str, begin: int, limit: int, most: int) -> Iterator[int]:
    """Offsets between `begin` and `limit` where a text begins, at most `most` of them."""
    first = text.split(None, 1)[0] if text.strip() else ""
    lead = len(text) - len(text.lstrip())
    at = content.find(first, begin, limit + len(first)) if first else -1
    while 0 <= at < limit and most:
        if _match(content, at - lead, text) is not None:
            yield at - lead
            most -= 1
        at = content.find(first, at + 1, limit + len(first))


def _match(content: str, begin: int, text: str) -> list[int] | None:
    """The offset in `content` of each character of a text that begins at `begin`; all white space counts as equal.

    Returns:
        The offsets, or `None` if `content` has another text there.
    """
    offsets: list[int] = []
    at = begin
    for match in re.finditer(r"\s+|\S+", text):
        run = match[0]
        if not run.isspace():
            if not content.startswith(run, at):
                return None
            offsets += range(at, at + len(run))
            at += len(run)
        elif (space := _SPACE.match(content, max(at, 0))) is not None:
            offsets += [min(at + number, space.end() - 1) for number in range(len(run))]
            at = space.end()
        else:
            return None
    return offsets


_SPACE = re.compile(r"\s+")
