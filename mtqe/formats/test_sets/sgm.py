"""Reads the SGML files of WMT (until 2020) and NIST: a source, a reference or an output of a system in each file.

A text is named by its document and its number. Entities are read as in HTML. The files are no XML: attributes may have
no quotation marks, and `&` may stand for itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files, kept_space
from mtqe.formats.unread import COMMENT, LOOSE, Covered, Unread
from mtqe.formats.values import Piece, Unit, Value
from mtqe.language.late_patterns import late

_TAG = late(r"<(?P<name>doc|seg)\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SET = late(r"<(?:srcset|refset|tstset|mteval)\b", re.IGNORECASE)
_END = late(r"</seg\s*>", re.IGNORECASE)
_ATTRIBUTE = late(r"""(\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_OUTSIDE = late(r"<!--(?:(?!-->)[^<>])*|>[^<>]+")
"""A comment, or the text behind a tag."""
_PIECE = late(r"&#?\w+;|[^&]+|&")


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The texts of a file, one side.

    Raises:
        InputError: The content is no SGML of a test set, or a segment has no end.
    """
    if not _SET.search(content):
        raise InputError(
            f"{files.shown(path)} is not an SGML file of a test set: it has no srcset, refset or tstset",
            "give another file",
        )
    document, place, number = "", 0, 0
    while match := _TAG.search(content, place):
        place = match.end()
        attributes = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(match["attributes"])}
        if match["name"].lower() == "doc":
            document, number = attributes.get("docid", ""), 0
            continue
        number += 1
        end = _END.search(content, place)
        if end is None:
            line = content.count("\n", 0, match.start()) + 1
            raise InputError(f"{files.shown(path)}, line {line}: the segment has no </seg>", "correct the file")
        name = attributes.get("id", str(number))
        yield Unit(f"{document}:{name}" if document else name, _value(content, place, end.start()))
        place = end.end()


def unread(content: str, path: Path, covered: Covered) -> Iterator[Unread]:
    """What no text has; see `Accounting`."""
    for match in _OUTSIDE.finditer(content):
        is_comment = match[0].startswith("<!--")
        if covered.misses(content, match.start() + len("<!--" if is_comment else ">"), match.end()):
            yield Unread(COMMENT if is_comment else LOOSE, match.start())


def escape(text: str, content: str, start: int) -> str:
    """The text with the signs of markup as entities."""
    return html.escape(text, quote=False)


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse white space at an edge; see `Losing`.

    Raises:
        InputError: The text would have some.
    """
    kept_space.refuse_edges(before, text, after)


def _value(content: str, start: int, end: int) -> Value:
    """The text between two offsets, without white space at its ends."""
    raw = content[start:end]
    first, last = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    matches = _PIECE.finditer(content, first, max(first, last))
    return Value(tuple(Piece(_decoded(match[0]), *match.span()) for match in matches), start)


def _decoded(piece: str) -> str:
    """The character of an entity; a piece that is none stands for itself."""
    known = piece.startswith("&#") or piece[1:] in html5
    return html.unescape(piece) if piece.startswith("&") and known else piece
