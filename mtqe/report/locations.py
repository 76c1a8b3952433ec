"""The places of findings in files: path, line and, if the text is found in the file again, columns.

A report has the line where each segment begins, and of some formats the column. The place of the marked words is found
in the file, which is read again. This needs a text file with the bytes that were evaluated (same SHA-256) and with the
marked words in it. Otherwise a place is the beginning of the segment.
"""

from __future__ import annotations

import bisect
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import NamedTuple
from xml.sax.saxutils import escape

from mtqe.errors import InputError
from mtqe.language.late_patterns import late
from mtqe.machine import bounded_read
from mtqe.model import Document, Finding, Report, Segment, Side
from mtqe.report import view

NO_LINES = (".docx", ".parquet", ".xlsx")
"""Endings of files without lines: in a report of such a file `line` counts something else."""
SIDES: tuple[Side, Side] = ("target", "source")


class Region(NamedTuple):
    """A part of a file.

    Args:
        line: 1-based; lines end at LF or CRLF.
        column: 1-based, in UTF-16 code units; `None` when only the line is known.
        end_line: 1-based line of the last character; `None` when only the beginning of the segment is known.
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
        within: Where in a file without lines, such as `Sheet1!B7`; empty if it is not known.
    """

    side: Side
    path: str | None
    region: Region | None
    text: str = ""
    within: str = ""


def places(report: Report) -> Mapping[int, tuple[Place, ...]]:
    """The places of each finding, by its position in `report.findings`.

    The first place is where the error is visible: the marked text in the translation, without such a mark the whole
    segment in the translation, and for an omission the source. There is always at least one place.
    """
    segments = {(segment.system, segment.id): segment for segment in report.segments}
    sides = _sides(report)
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


def _sides(report: Report) -> dict[tuple[_Key, Side], _Side]:
    """Both sides of each document of each system. Several of them may be in one file."""
    documents = _documents(report)
    files: dict[tuple[str | None, str | None], _File | None] = {}
    found: dict[tuple[_Key, Side], tuple[_Side, list[Segment]]] = {}
    for key, members in _members(report).items():
        document = documents.get(key[1])
        for side in SIDES:
            path = path_of(document, side)
            if document is None or path is None or path.lower().endswith(NO_LINES):
                found[key, side] = _Side(side, path, None, {} if path else _origins(members, side)), members
                continue
            names = (document.path, document.sha256)
            names = names if side == "target" else (document.source_path, document.source_sha256)
            if names not in files:
                files[names] = _File.read(*names)
            found[key, side] = _Side(side, path, files[names], _origins(members, side)), members
    cuts: dict[str, set[int]] = {}
    for part, _ in found.values():
        if part.file is not None and part.path is not None:
            cuts.setdefault(part.path, set()).update(part.offsets.values())
    ordered = {path: sorted(offsets) for path, offsets in cuts.items()}
    shared = {key for key, _ in found if (paths := {found[key, side][0].path for side in SIDES}) and len(paths) == 1}
    return {
        (key, side): part.located(members, ordered.get(part.path or "", []), 2 if key in shared else 1)
        for (key, side), (part, members) in found.items()
    }


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
    """The text of a file.

    Args:
        content: The text, with LF for CRLF and without byte order mark.
        starts: The offsets where its lines begin.
        wide: The offsets of the characters of two UTF-16 code units.
    """

    content: str
    starts: tuple[int, ...]
    wide: tuple[int, ...]

    @staticmethod
    def read(path: str | None, sha256: str | None) -> _File | None:
        """The file, or `None` if its bytes are not those that were evaluated, or are not text."""
        try:
            if not path or not sha256 or not Path(path).is_file():
                return None
            data = bounded_read.read(Path(path))
            if hashlib.sha256(data).hexdigest() != sha256.lower():
                return None
            content = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        except (OSError, ValueError, InputError):
            return None
        starts = (0, *(match.end() for match in re.finditer("\n", content)))
        return _File(content, starts, tuple(match.start() for match in re.finditer("[\U00010000-\U0010ffff]", content)))

    def offset(self, line: int, column: int | None) -> int | None:
        """The offset of a place; `None` if the file has no such line."""
        if line > len(self.starts):
            return None
        start, units = self.starts[line - 1], (column or 1) - 1
        first = bisect.bisect_left(self.wide, start)
        before = range(first, len(self.wide))
        n_wide = bisect.bisect_left(before, units, key=lambda number: self.wide[number] - start + number - first)
        return min(start + units - n_wide, len(self.content))

    def region(self, first: int, last: int) -> Region:
        """The region of the characters from `first` to `last`, both included."""
        line, column = self._at(first)
        end_line, end_column = self._at(last)
        return Region(line, column, end_line, end_column + (2 if self.content[last] > "\uffff" else 1))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        start = self.starts[line - 1]
        n_wide = bisect.bisect_left(self.wide, offset) - bisect.bisect_left(self.wide, start)
        return line, offset - start + n_wide + 1


@dataclass(frozen=True)
class _Side:
    """One side of a document.

    Args:
        side: Source or target.
        path: Its file, as reports name it.
        file: The file's text; `None` if it could not be read again.
        origins: The line and, if known, the column where each segment begins, by id.
        windows: First and last offset of the file between which each segment is.
        begins: Offset of each segment that was found in the file.
        last: The segment whose characters were searched last, by id, with the offset of each of them.
    """

    side: Side
    path: str | None
    file: _File | None
    origins: Mapping[str, tuple[int, int | None]]
    windows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    begins: Mapping[str, int] = field(default_factory=dict)
    last: dict[str, list[int]] = field(default_factory=dict)

    @property
    def offsets(self) -> Mapping[str, int]:
        """The offset of the file at which or after which each segment begins."""
        offsets = ((name, self.file.offset(*origin)) for name, origin in self.origins.items()) if self.file else ()
        return {name: offset for name, offset in offsets if offset is not None}

    def located(self, segments: Sequence[Segment], cuts: Sequence[int], most: int) -> _Side:
        """The side with its segments found in the file.

        Args:
            segments: Its segments, in order.
            cuts: The offsets where texts of either side begin in the file, sorted.
            most: 2 if a text that is found twice is ambiguous: a file of pairs may have both sides in one line.
        """
        if self.file is None:
            return self
        ends = [*cuts[1:], len(self.file.content)]
        windows = {name: (start, ends[bisect.bisect_left(cuts, start)]) for name, start in self.offsets.items()}
        begins = dict(self._begins(self.file.content, segments, windows, most))
        return replace(self, windows=windows, begins=begins)

    def _begins(
        self, content: str, segments: Sequence[Segment], windows: Mapping[str, tuple[int, int]], most: int
    ) -> Iterator[tuple[str, int]]:
        """The offset of each segment. Without a column it is searched after the previous one, in the order of text."""
        done = 0
        for segment in segments:
            begin, limit = windows.get(segment.id, (0, 0))
            text = segment.text(self.side)
            if self.origins.get(segment.id, (0, None))[1] is not None:
                if _match(content, begin, text) is not None:
                    yield segment.id, begin
                continue
            hits = list(_search(content, text, begin if most > 1 else max(begin, min(done, limit)), limit, most))
            if len(hits) == 1:
                yield segment.id, hits[0]
                done = hits[0] + 1

    def place(self, segment: Segment, start: int = 0, end: int | None = None) -> Place:
        """The place of a span, or of the whole segment."""
        text = segment.text(self.side)
        marked = text[start:end] if end is not None else ""
        region = self._region(segment, text, start, len(text) if end is None else end)
        return Place(self.side, self.path, region, marked, "" if region else view.within(segment, self.side))

    def _region(self, segment: Segment, text: str, start: int, end: int) -> Region | None:
        if self.file is not None and start < end:
            content = self.file.content
            if characters := self._characters(content, segment.id, text):
                return self.file.region(characters[start], characters[end - 1])
            # Markup or escapes split the segment; the marked text may still occur exactly once.
            for spelling in _spellings(text[start:end]):
                hits = list(_search(content, spelling, *self.windows.get(segment.id, (0, 0)), most=2))
                if len(hits) == 1 and (offsets := _match(content, hits[0], spelling)):
                    return self.file.region(offsets[0], offsets[-1])
                if hits:
                    break
        return Region(*self.origins[segment.id]) if segment.id in self.origins else None

    def _characters(self, content: str, segment: str, text: str) -> list[int]:
        """The offset of each character of a segment in the file; empty if it was not found there.

        The findings of a segment follow each other, so the offsets of one segment are kept.
        """
        if segment not in self.last:
            begin = self.begins.get(segment)
            self.last.clear()
            self.last[segment] = (_match(content, begin, text) or []) if begin is not None else []
        return self.last[segment]


def _origins(segments: Sequence[Segment], side: Side) -> dict[str, tuple[int, int | None]]:
    """The line and column where each segment begins, as the report has them."""
    table = {}
    for segment in segments:
        place = segment.place(side)
        if line := _positive(place.line):
            table[segment.id] = line, _positive(place.column)
    return table


def _positive(value: int | None) -> int | None:
    return value if value is not None and value > 0 else None


def _spellings(text: str) -> Iterator[str]:
    """The text as files may have it: itself, then as XML and as JSON write it."""
    xml = escape(text)
    ways = (
        text,
        xml,
        xml.replace('"', "&quot;"),
        *(json.dumps(text, ensure_ascii=ascii)[1:-1] for ascii in (False, True)),
    )
    yield from dict.fromkeys(way for way in ways if way.strip())


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


_SPACE = late(r"\s+")
