"""Text in the string resources of Android, as its build tool reads it: white space, quotes, escape sequences, elements.

Runs of white space are one space, and none at the edges, unless they are quoted or inside CDATA. `\\'`, `\\"`, `\\@`,
`\\n`, `\\u0020` and the like are escape sequences.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, xml_places
from mtqe.formats.programs import escapes
from mtqe.formats.values import Lines, Piece, Value
from mtqe.formats.xml_places import Element
from mtqe.language.late_patterns import late
from mtqe.model import Code, CodeKind, CodeRole, TextPlace

_XLIFF = "urn:oasis:names:tc:xliff:document:"
_SPACE = " \t\n\r"
_SIGNS = {"n": "\n", "t": "\t"}
_SPACE_REFERENCE = late(r"&#(?:0*(?:9|10|13|32)|x0*(?:9|[Aa]|[Dd]|20));")
_LONGEST_REFERENCE = 20
"""Characters: of a reference to white space, at most."""
_TOKEN = late(
    r"(?P<space>[ \t\n\r]+)|(?P<quote>\")|(?P<plain>[^\\\" \t\n\r]+)|(?P<units>(?:\\u[0-9A-Fa-f]{4})+)"
    r"|\\(?P<sign>[\s\S])|(?P<last>\\)"
)
_UNIT = late(r"\\u([0-9A-Fa-f]{4})")
_SECTION = late(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_KINDS: dict[str, CodeKind] = {
    **dict.fromkeys(("b", "i", "u", "em", "strong", "big", "small", "sub", "sup", "tt"), "format"),
    **dict.fromkeys(("font", "span", "cite", "dfn", "h1", "h2", "h3", "h4", "h5", "h6"), "format"),
    **dict.fromkeys(("br", "p", "div", "li", "ul"), "break"),
    "a": "link",
    "img": "image",
}
_ADDRESSES = ("href", "src")
_VARIABLE = late(r"[%{$]")
"""A sign that another text stands for a protected one when the program runs."""
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\u000d", '"': '\\"'}
_NO_WORD = ("", " ", "\t", "\n", "\r", ">", '"')
"""What may stand beside white space that would be left out or become one with it."""
Range = tuple[int, int]


class _Part(NamedTuple):
    """A part of the text of an element: `text`, `space`, `quote`, `escape`, or a code: `tag`, `protected`.

    An `escape` is a backslash before a reference: `\\&quot;`.
    """

    kind: str
    piece: Piece
    code: Code | None = None


def read(element: Element, content: str, path: Path) -> tuple[Value, list[Range]]:
    """The text of an element, and the ranges where white space and quotes stand for themselves.

    Raises:
        InputError: An escape sequence is wrong.
    """
    found = _SECTION.finditer(content, element.inner, element.inner_end)
    sections = [match.span(1) for match in found if match[1] is not None]
    parts, quoted = _shown([*_parts(element, content, sections, path)], sections)
    codes, length = [], 0
    for part in parts:
        if part.code is not None:
            codes.append(msgspec.structs.replace(part.code, start=length, end=length + len(part.piece.text)))
        length += len(part.piece.text)
    pieces = _merged([part.piece for part in parts], content)
    bare = _bare_apostrophes(parts, content, [*sections, *quoted])
    facts = TextPlace(bare_apostrophes=tuple(bare) or None).meta()
    value = Value(tuple(pieces), element.inner, tuple(codes), facts, xml_places.gap(element))
    return value, [*sections, *quoted]


def _bare_apostrophes(parts: Sequence[_Part], content: str, literal: Sequence[Range]) -> list[int]:
    """Which apostrophes of a text, counted from 0 without those of codes, are neither escaped nor quoted."""
    bare, number = [], 0
    ranges = sorted(literal)
    for part in parts:
        for at, char in enumerate(part.piece.text if part.code is None else ""):
            if char == "'":
                start = part.piece.start + at
                if not content.startswith("\\", part.piece.start) and not _within(start, ranges):
                    bare.append(number)
                number += 1
    return bare


def escape(text: str, content: str, start: int, literal: Sequence[Range]) -> str:
    """A text as a file has it.

    Args:
        text: The text.
        content: The content of the file.
        start: The offset where it is written.
        literal: The ranges of the content where white space and quotes stand for themselves.

    Raises:
        InputError: The text has a character that XML cannot contain.
    """
    is_literal = _within(start, literal)
    before = _before(content, start)
    escaped = "".join(
        _escaped(char, is_literal, (text[number - 1] if number else before), text[number + 1 : number + 2])
        for number, char in enumerate(text)
    )
    if escaped[:1] in ("@", "?") and _before_space(content, start, before) in (">", '"', "["):
        escaped = f"\\{escaped}"  # at its start it would make the text a reference
    return xml_places.escaped(escaped, content, start)


def _before(content: str, start: int) -> str:
    """The character before an offset as Android reads it: a space for a reference to white space."""
    if xml_places.empty_element(content, start):
        return ">"
    before = content[start - 1 : start]
    reference = content.rfind("&", max(0, start - _LONGEST_REFERENCE), start) if before == ";" else -1
    return " " if reference >= 0 and _SPACE_REFERENCE.fullmatch(content, reference, start) else before


def _before_space(content: str, start: int, before: str) -> str:
    """The character before an offset and the white space there; `before` is the one right before it."""
    while start and before in tuple(_SPACE):
        start -= 1
        before = content[start - 1 : start]
    return before


def _within(place: int, ranges: Sequence[Range]) -> bool:
    """Whether an offset is in or at the end of one of some ranges, which are in order."""
    at = bisect.bisect_right(ranges, place, key=lambda range: range[0]) - 1
    return at >= 0 and place <= ranges[at][1]


def _escaped(char: str, is_literal: bool, before: str, after: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == "'" and not is_literal:
        return "\\'"
    if char == " " and not is_literal and (before in _NO_WORD or after in _NO_WORD):
        return "\\u0020"
    return char


def _shown(parts: Sequence[_Part], sections: Sequence[Range]) -> tuple[list[_Part], list[Range]]:
    """The parts that are shown, with one space for each run of white space, and the ranges inside quotes."""
    shown: list[_Part] = []
    quoted: list[Range] = []
    quote: int | None = None
    last: int | None = -1  # where the white space is that comes last, if it is one space; -1 at the start
    escape: Piece | None = None
    for part in parts:
        if escape is not None and len(part.piece.text) == 1 and part.kind != "tag":
            part = _Part("text", part.piece._replace(start=escape.start))
        escape = part.piece if part.kind == "escape" else None
        if part.kind == "escape":
            continue
        if part.kind == "quote":
            if quote is not None:
                quoted.append((quote, part.piece.start))
            quote = part.piece.end if quote is None else None
        elif part.kind == "space" and quote is None:
            if last is None:
                last = len(shown)
                shown.append(part._replace(piece=part.piece._replace(text=" ")))
        else:
            last = last if part.kind == "tag" else None
            shown.append(part)
    if last is not None and last >= 0:
        del shown[last]
    return shown, quoted


def _parts(element: Element, content: str, sections: Sequence[Range], path: Path) -> Iterator[_Part]:
    inside: Element | None = None
    for event, item in element.walk():
        if inside is not None:
            inside = None if item is inside and event == "close" else inside
        elif isinstance(item, Piece):
            yield from _text(item, content, _within(item.start, sections), path)
        elif item.name == "g" and item.namespace.startswith(_XLIFF):
            yield _protected(item, content)
            inside = item
        elif event == "open":
            yield _tag(item, content, (item.start, item.inner), "alone" if item.inner == item.end else "open")
        elif item.inner != item.end:
            yield _tag(item, content, (item.inner_end, item.end), "close")


def _protected(element: Element, content: str) -> _Part:
    """A code for an element with a text that is not translated. It can only be replaced as a whole."""
    text = " ".join(element.text.split())
    kind: CodeKind = "variable" if _VARIABLE.search(text) or not text else "literal"
    text = text or _one_line(content[element.start : element.end])
    code = Code("source", 0, 0, text, kind=kind, value=text)
    return _Part("protected", Piece(text, element.start, element.end), code)


def _tag(element: Element, content: str, place: Range, role: CodeRole) -> _Part:
    others = [f"{name}={value}" for name, value in sorted(element.attributes.items()) if name not in _ADDRESSES]
    key = " ".join([element.name, *others])
    address = next((element.get(name) for name in _ADDRESSES if element.get(name)), "")
    code = Code(
        "source",
        0,
        0,
        f"/{key}" if role == "close" else key,
        role,
        _KINDS.get(element.name, "other"),
        address if role != "close" else "",
    )
    return _Part("tag", Piece(_one_line(content[slice(*place)]), *place), code)


def _text(piece: Piece, content: str, literal: bool, path: Path) -> Iterator[_Part]:
    if len(piece.text) != piece.end - piece.start:
        yield _Part(_kind(piece.text, literal), piece)
        return
    at = piece.start
    while at < piece.end:
        token = _TOKEN.match(content, at, piece.end)
        if token is None or token["sign"] == "u":
            raise _error(content, at, "\\u needs four hexadecimal digits", path)
        at = token.end()
        if token["units"]:
            try:
                yield from (_Part("text", found) for found in escapes.characters(token, _UNIT))
            except ValueError as error:
                raise _error(content, token.start(), f"{error} is half of a character", path) from error
        elif token["sign"]:
            yield _Part("text", Piece(_SIGNS.get(token["sign"], token["sign"]), *token.span()))
        elif token["last"]:
            yield _Part("escape", Piece("\\", *token.span()))
        else:
            yield _Part(_kind(token[0], literal), Piece(token[0], *token.span()))


def _kind(text: str, literal: bool) -> str:
    if literal:
        return "text"
    return "quote" if text == '"' else "space" if not text.strip(_SPACE) else "text"


def _merged(pieces: Sequence[Piece], content: str) -> Iterator[Piece]:
    """The pieces, with one for each stretch of text whose characters stand for themselves."""
    run: list[Piece] = []
    for piece in pieces:
        if run and (piece.start != run[-1].end or content[piece.start : piece.end] != piece.text):
            yield _joined(run)
            run = []
        if content[piece.start : piece.end] == piece.text:
            run.append(piece)
        else:
            yield piece
    if run:
        yield _joined(run)


def _joined(run: Sequence[Piece]) -> Piece:
    return Piece("".join(piece.text for piece in run), run[0].start, run[-1].end)


def _one_line(markup: str) -> str:
    return " ".join(markup.split())


def _error(content: str, at: int, what: str, path: Path) -> InputError:
    return InputError(f"{files.shown(path)}, line {Lines(content).at(at)[0]}: {what}", "correct this escape sequence")
