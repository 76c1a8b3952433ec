"""Refuses Office files that would grow beyond all measure when they are unpacked (zip bombs), before they are read.

The sizes that a zip file states may be wrong, so each part is unpacked piece by piece and counted; nothing is kept.
Parts in XML are also parsed for their number of nodes and their depth, because a tree takes much more memory than its
text.
"""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from mtqe.errors import InputError
from mtqe.formats import files

PARTS = 10_000
"""Entries: parts of an Office file, above which it is refused."""
SIZE = 256 * 2**20
"""Bytes: size of all parts unpacked, above which a file is refused."""
XML_SIZE = 64 * 2**20
"""Bytes: size of all XML parts unpacked, above which a file is refused."""
NODES = 3_000_000
"""Entries: elements, attributes and comments of all XML parts, above which a file is refused."""
DEPTH = 256
"""Entries: nested elements of an XML part, above which a file is refused; lxml has the same limit."""
TOKEN = 2**20
"""Bytes: one tag or comment, above which a file is refused, because expat reads it again with each piece."""
_PIECE = 2**16
"""Bytes: what is unpacked at a time."""
_SMALLER = "remove pictures and unused parts, or save its text as plain text or CSV in UTF-8"
_AGAIN = "save it again with an Office program"


def refuse_bomb(data: bytes, path: Path) -> None:
    """Refuse an Office file that is too large when unpacked, or whose parts are not what the file states.

    Args:
        data: The bytes of the file.
        path: The file, for the message.

    Raises:
        InputError: The file is no zip file, is damaged, or has too many, too large or too deeply nested parts.
    """
    shown = files.shown(path)
    tally = _Tally(shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise InputError(f"{shown} has {len(parts):,} parts; mtqe reads at most {PARTS:,}", _SMALLER)
            for part in parts:
                tally.add(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"{shown} is damaged: {' '.join(str(error).split())}", _AGAIN) from error


class _Tally:
    """What the parts of a file amount to so far."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._size = self._xml_size = self._nodes = 0

    def add(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Unpack a part and count it."""
        where = f"{self._shown}, part {part.filename!r}"
        if part.flag_bits & 1:
            raise InputError(f"{where}: protected by a password", "save it without a password")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(f"{where}: packed in a way that Office files do not use", _AGAIN)
        named_xml = part.filename.lower().endswith((".xml", ".rels"))
        xml: _Xml | None = None
        size = 0
        for piece in _unpacked(archive, part):
            if size == 0 and (named_xml or b"<" in piece[:4]):  # readers go by the type of a part, not by its name
                xml = _Xml(where, named_xml)
            size += len(piece)
            if size > part.file_size:
                break
            self._size = self._within(self._size + len(piece), SIZE, "bytes")
            if xml:
                self._xml_size = self._within(self._xml_size + len(piece), XML_SIZE, "bytes of XML")
                self._nodes = self._within(self._nodes + xml.nodes(piece), NODES, "elements and attributes")
        if size != part.file_size:
            raise InputError(f"{where}: its size is not the {part.file_size:,} bytes that the file states", _AGAIN)

    def _within(self, total: int, limit: int, what: str) -> int:
        if total > limit:
            raise InputError(f"{self._shown} is too large: unpacked it has over {limit:,} {what}", _SMALLER)
        return total


class _Xml:
    """Counts the nodes of a part in XML and keeps nothing.

    Args:
        where: The file and the part, for messages.
        strict: Whether the part must be XML.
    """

    def __init__(self, where: str, strict: bool) -> None:
        self._where = where
        self._strict = strict
        self._fed = self._depth = self._nodes = 0
        self._parser: expat.XMLParserType | None = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        if strict:  # a picture in SVG may have a document type
            self._parser.StartDoctypeDeclHandler = self._declaration
        self._parser.CommentHandler = self._other
        self._parser.ProcessingInstructionHandler = self._other

    def nodes(self, piece: bytes) -> int:
        """The number of nodes in the next piece of the part."""
        if self._parser is None:
            return 0
        self._nodes = 0
        self._fed += len(piece)
        try:
            self._parser.Parse(piece)
        except (expat.ExpatError, LookupError) as error:
            if self._strict:
                raise InputError(f"{self._where}: not valid XML: {error}", _AGAIN) from error
            self._parser = None  # its readers cannot read it either, or take it for something else
            return self._nodes
        if self._fed - self._parser.CurrentByteIndex > TOKEN:
            raise InputError(f"{self._where}: a tag or comment has over {TOKEN:,} bytes", _AGAIN)
        return self._nodes

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise InputError(f"{self._where}: elements are nested deeper than {DEPTH} levels", _AGAIN)
        self._nodes += 1 + len(attributes) // 2

    def _end(self, name: str) -> None:
        self._depth -= 1

    def _other(self, *given: str) -> None:
        self._nodes += 1

    def _declaration(self, *given: object) -> None:
        raise InputError(f"{self._where}: it has a document type, which Office files never have", _AGAIN)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content of a part, whatever size the file states."""
    whole = copy.copy(part)
    whole.file_size = SIZE + 1  # zipfile stops at the stated size, but a reader of the whole part unpacks all of it
    with archive.open(whole) as stream:
        while piece := stream.read(_PIECE):
            yield piece
