"""Reads a text file of any size piece by piece, also one that is packed with gzip.

Only one block is in memory. What one line or record may hold has a limit, so that neither a packed file nor a file
without line ends can fill the memory. Errors are those of `files`, with the same places.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.machine import bounded_read
from mtqe.model import Segment

LONGEST = 2**24
"""Bytes: of a line or record, at most. A whole file in memory may have longer ones."""
_UNPACKED = 2**20
"""Bytes: that are unpacked at a time."""
_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31
"""Bits: of the window of zlib; this number stands for gzip."""


@dataclass(frozen=True)
class Stream:
    """The segments of an input of any size, in order, one by one.

    Args:
        name: The name of the document to which segments without `doc` belong.
        segments: The segments. An error in the input is raised where it stands. Ids are those that the input gives, or
            the number of the record; the same id may come twice, see `mtqe.formats.records.distinct`.
        total: The number of records, if it is known without reading all of them. There may be fewer segments.
        position: The share of the input that has been read, 0 to 1; `None` if that is not known.
    """

    name: str
    segments: Iterator[Segment]
    total: int | None
    position: Callable[[], float | None]


class TextStream:
    """The text of a file, block by block. It can be read once.

    Args:
        path: The file; `-` is standard input.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size: int | None = None
        self._read = 0

    def position(self) -> float | None:
        """The share of the bytes that have been read; `None` if the file has no known size."""
        return None if self._size is None else min(1.0, self._read / self._size) if self._size else 1.0

    def lines(self, *, keep_newlines: bool = False) -> Iterator[str]:
        """The lines, as `files.lines` gives them for the text that `files.decode` gives.

        Raises:
            InputError: The file cannot be read or has no text, or a line is too long.
        """
        for text in self._filled(self._decoded(_line_blocks(self._unpacked(), self.path))):
            yield from files.lines(text if keep_newlines else text.replace("\r\n", "\n"))

    def blocks(self) -> Iterator[str]:
        """The text with its line ends, as `files.content` reads it; a block ends anywhere between two characters.

        Raises:
            InputError: The file cannot be read or has no text.
        """
        pieces = self._unpacked()
        first = next(pieces, b"")
        while len(first) < len(codecs.BOM_UTF32_LE) and (more := next(pieces, b"")):
            first += more
        mark, encoding = files.mark_of(first)
        rest = _chained(first, pieces)
        if encoding in ("", "utf-8"):
            return self._filled(self._decoded(_character_blocks(rest)))
        return self._filled(self._marked(_chained(first.removeprefix(mark), pieces), encoding))

    def _raw(self) -> Iterator[bytes]:
        with files.explained(self.path), bounded_read.opened(self.path) as file:
            self._size = file.size
            for piece in bounded_read.limited(file, None):
                self._read += len(piece)
                yield piece

    def _unpacked(self) -> Iterator[bytes]:
        """The bytes, unpacked if the file begins as gzip does."""
        pieces = self._raw()
        first = next(pieces, b"")
        while len(first) < len(_GZIP) and (more := next(pieces, b"")):
            first += more
        pieces = _chained(first, pieces)
        return _gunzipped(pieces, self.path) if first.startswith(_GZIP) else pieces

    def _decoded(self, blocks: Iterator[bytes]) -> Iterator[str]:
        before = files.START
        for block in blocks:
            files.refuse_binary(block, self.path, before=before)
            text = files.utf8(block, self.path, before)
            yield text.removeprefix("\ufeff") if before == files.START else text
            before = before.with_part(block)

    def _marked(self, pieces: Iterator[bytes], encoding: str) -> Iterator[str]:
        """The text of a file whose byte order mark names its encoding."""
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for piece in pieces:
                yield decoder.decode(piece)
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise files.wrong_mark(self.path, encoding, error) from error

    def _filled(self, texts: Iterator[str]) -> Iterator[str]:
        """The texts, if they have more than white space. White space before all text is joined to the first text."""
        start, found = "", False
        for text in texts:
            if found:
                yield text
                continue
            start += text
            if start.strip():
                found = True
                yield start
                start = ""
            elif len(start) > LONGEST:
                break
        if not found:
            raise files.blank(self.path, start)


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _gunzipped(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """The content of a gzip file, which may have several parts. Little is unpacked at a time, however small it is."""
    unpack = zlib.decompressobj(_GZIP_BITS)
    for packed in pieces:
        while packed:
            if unpack.eof:
                packed = packed.lstrip(b"\0")  # some programs fill the file up
                if not packed:
                    break
                unpack = zlib.decompressobj(_GZIP_BITS)
            try:
                piece = unpack.decompress(packed, _UNPACKED)
            except zlib.error as error:
                raise InputError(
                    f"{files.shown(path)} is not a valid gzip file: {error}", "copy or pack it again"
                ) from error
            if piece:
                yield piece
            packed = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    if not unpack.eof:
        raise InputError(
            f"{files.shown(path)} ends in the middle of its gzip data", "copy it again; a part of it is missing"
        )


def _line_blocks(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """The bytes in blocks that end at the end of a line."""
    rest: list[bytes] = []
    size = lines = 0
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if size + (piece.find(b"\n") if end else len(piece)) > LONGEST:
            raise too_long(path, lines + 1)
        if end:
            block = b"".join((*rest, piece[:end]))
            yield block
            lines += block.count(b"\n")
            rest, size = [piece[end:]], len(piece) - end
        else:
            rest.append(piece)
            size += len(piece)
    if last := b"".join(rest):
        yield last


def _character_blocks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes in blocks that do not end inside a character of UTF-8."""
    rest = b""
    for piece in pieces:
        data = rest + piece
        end = len(data)
        while end and len(data) - end < 4 and data[end - 1] >= 0x80:
            end -= 1
            if data[end] >= 0xC0:
                break
        if end:
            yield data[:end]
        rest = data[end:]
    if rest:
        yield rest


def too_long(path: Path, line: int, what: str = "a line") -> InputError:
    """The error of a line or record that is too long to be read piece by piece."""
    return InputError(
        f"{files.shown(path)}, line {line}: {what} of more than {LONGEST:,} bytes, which mtqe does not read piece by "
        "piece",
        "write one segment on each line" if what == "a line" else "give each segment its own record",
    )
