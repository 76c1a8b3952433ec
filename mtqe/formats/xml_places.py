"""Reads XML and keeps the place of each tag and of each character in the content of the file.

- `elements` gives the elements with certain names one by one, so that a large file needs little memory. `whole` gives
  the root with all that is in it. `starts` gives every element as it starts, without its text.
- Text is kept in pieces. A reference such as `&amp;` or `&#160;` is a piece of its own, and so is a line end of two
  characters. Text inside CDATA is text. Comments and processing instructions are left out.
- A file that defines entities or uses undefined ones is refused. So is one that is nested too deep, or that has too
  many tags in one of the wanted elements. Nothing outside of the file is read. The content is decoded text, so the
  encoding that the file declares does not matter.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.parsers import expat

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.values import Piece
from mtqe.language.late_patterns import late

XML = "{http://www.w3.org/XML/1998/namespace}"
"""The start of the attributes `xml:space` and `xml:lang` as elements have them."""
DEPTH = 256
"""Entries: nested elements, at most."""
PARTS = 500_000
"""Entries: tags, references and stretches of text in one element, at most."""
CHUNK = 1 << 16
"""Characters: given to the parser at a time."""
_TAG = late(r"""<(?:[^"'>]+|"[^"]*"|'[^']*')*+>""")
_NAME = late(r"<([^\s/>!?]+)")
_UNDEFINED = late(r"&(?!#|(?:amp|lt|gt|quot|apos);)([^;]*)")
_SECTION = late(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NO_XML = late("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot contain, not even as references."""
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
Event = Literal["open", "text", "close"]


@dataclass(eq=False, slots=True)
class Element:
    """An element and its place in the content, in code points: `content[start:end]` is the whole element.

    Args:
        name: Its name without prefix.
        namespace: Its namespace; empty for none.
        attributes: Its attributes by name; one with a prefix has its namespace in front: `{namespace}name`.
        parent: The element around it; `None` for the root.
        line: 1-based line where it starts.
        start: Offset of its start tag.
        inner: Offset after its start tag.
        inner_end: Offset of its end tag; equal to `end` for `<x/>`.
        end: Offset after its end tag.
        parts: Its text and the elements in it, in order.
    """

    name: str
    namespace: str
    attributes: Mapping[str, str]
    parent: Element | None
    line: int
    start: int
    inner: int = 0
    inner_end: int = 0
    end: int = 0
    parts: list[Element | Piece] = field(default_factory=list, repr=False)

    def get(self, name: str) -> str:
        """An attribute; empty if it is missing."""
        return self.attributes.get(name, "")

    def around(self) -> Iterator[Element]:
        """The element itself and those around it, the innermost first."""
        place: Element | None = self
        while place is not None:
            yield place
            place = place.parent

    def inherited(self, name: str) -> str:
        """An attribute of this element or of the nearest one around it that has it; empty if none has it."""
        return next((place.attributes[name] for place in self.around() if name in place.attributes), "")

    def children(self, name: str = "") -> Iterator[Element]:
        """The elements directly in it, all or those with a name."""
        return (part for part in self.parts if isinstance(part, Element) and (not name or part.name == name))

    def child(self, name: str) -> Element | None:
        """The first element with a name directly in it, or `None`."""
        return next(self.children(name), None)

    def descendants(self, name: str = "") -> Iterator[Element]:
        """The elements in it at any depth, all or those with a name, in order of their starts."""
        for event, item in self.walk():
            if event == "open" and isinstance(item, Element) and (not name or item.name == name):
                yield item

    def walk(self) -> Iterator[tuple[Event, Element | Piece]]:
        """All that is in it, in the order of the file: each element when it opens and when it closes, and the text."""
        around: list[tuple[Element, Iterator[Element | Piece]]] = [(self, iter(self.parts))]
        while around:
            element, rest = around[-1]
            for part in rest:
                if isinstance(part, Element):
                    yield "open", part
                    around.append((part, iter(part.parts)))
                    break
                yield "text", part
            else:
                around.pop()
                if around:
                    yield "close", element

    def pieces(self) -> list[Piece]:
        """The text in it at any depth."""
        direct = [part for part in self.parts if isinstance(part, Piece)]
        if len(direct) == len(self.parts):  # as in most elements
            return direct
        return [item for _, item in self.walk() if isinstance(item, Piece)]

    @property
    def text(self) -> str:
        """The text in it at any depth, as one string."""
        return "".join(piece.text for piece in self.pieces())


def whole(content: str, path: Path) -> Element:
    """The root element, with all that is in it.

    Raises:
        InputError: The content is not XML, defines entities or is nested too deep; the message has the line.
    """
    return next(Parser(content, path, None).run())


def elements(content: str, path: Path, names: Container[str]) -> Iterator[Element]:
    """The elements with some names, as each ends. One inside another of them is a part of that one only.

    Their `parent` and the elements above it have attributes, but no parts.

    Raises:
        InputError: See `whole`.
    """
    return Parser(content, path, names).run()


def starts(content: str, path: Path) -> Iterator[Element]:
    """Every element as it starts: its name, attributes, line, `start`, and the elements above it.

    Raises:
        InputError: See `whole`.
    """
    return Parser(content, path, (), starts=True).run()


def gap(element: Element) -> tuple[int, int] | None:
    """The range that a text of an element without content replaces: that of the `/>` of `<x/>`; `None` for others."""
    return (element.inner - len("/>"), element.inner) if element.inner == element.end else None


def escaped(text: str, content: str, start: int, references: Collection[int] = ()) -> str:
    """A text as XML writes it at a place between tags, inside CDATA, or in the gap of an element without content.

    Args:
        text: The text.
        content: The content of the file.
        start: Offset of the place.
        references: Offsets in the text of characters that are written as references, such as `&#10;`.

    Raises:
        InputError: The text has a character that XML cannot contain.
    """
    wrong = _NO_XML.search(text)
    if wrong:
        raise InputError(f"XML cannot contain the character U+{ord(wrong[0]):04X}", "remove it from the text")
    name = empty_element(content, start)
    is_cdata = not name and _is_cdata(content, start)
    parts, done = [], 0
    for at in sorted(references):
        number = f"&#{ord(text[at])};"
        parts += [_plain(text[done:at], is_cdata), f"]]>{number}<![CDATA[" if is_cdata else number]
        done = at + 1
    raw = "".join([*parts, _plain(text[done:], is_cdata)])
    before = content[max(0, start - 2) : start]
    if is_cdata and "]]>" in before + text[:2]:
        raw = f"]]><![CDATA[{raw}"
    if text.endswith("]") and (before + text).endswith("]]") and _stands_before_sign(content, start, is_cdata):
        raw = f"{raw}]]><![CDATA[" if is_cdata else f"{raw[:-1]}&#93;"
    return f">{raw}</{name}>" if name else raw


def empty_element(content: str, start: int) -> str:
    """The name of the element without content in whose `gap` a place is; empty if it is elsewhere."""
    if content[start : start + 1] not in ("/", ">") or _is_cdata(content, start):
        return ""
    opened = max(content.rfind("<", 0, start), 0)
    tag, name = _TAG.match(content, opened), _NAME.match(content, opened)
    return name[1] if tag and name and tag.end() > start else ""


def _stands_before_sign(content: str, start: int, is_cdata: bool) -> bool:
    """Whether a text has the sign `>` as it is behind a place: `]]` must not stand before it."""
    return 0 <= content.find(">", start) < content.find("]]>" if is_cdata else "<", start)


def _plain(text: str, is_cdata: bool) -> str:
    if is_cdata:
        return text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
    return "".join(_ESCAPES.get(char, char) for char in text)


def _is_cdata(content: str, start: int) -> bool:
    sections = _cdata(content)
    number = bisect.bisect_right(sections, start, key=lambda section: section[0]) - 1
    return number >= 0 and start <= sections[number][1]


@functools.lru_cache(maxsize=1)  # `escape` asks for each text of a file
def _cdata(content: str) -> list[tuple[int, int]]:
    """The ranges of text inside CDATA sections."""
    if "<![CDATA[" not in content:
        return []
    return [match.span(1) for match in _SECTION.finditer(content) if match[1] is not None]


class Parser:
    """The state of one pass through a content; `xml_windows` reads files without their whole content."""

    def __init__(self, content: str, path: Path, names: Container[str] | None, *, starts: bool = False) -> None:
        self._content, self._path, self._names = content, path, names
        self._stack: list[Element] = []
        self._ready: list[Element] = []
        self._inside = 0  # number of open elements that are kept
        self._parts = 0  # number of parts in the outermost of them
        self._cdata = self._external = False
        self._byte = self._char = 0  # the same place in the bytes for the parser and in the content
        self._parsed = 0  # bytes that the parser has
        self._waiting = bytearray()  # those that it gets with the next ones
        self._one_byte = content.isascii()
        parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = False
        parser.specified_attributes = True
        parser.StartElementHandler = self._start_only if starts else self._start
        parser.EndElementHandler = self._end_only if starts else self._end
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._undefined
        if not starts:
            parser.CharacterDataHandler = self._text
            parser.StartCdataSectionHandler = functools.partial(setattr, self, "_cdata", True)
            parser.EndCdataSectionHandler = functools.partial(setattr, self, "_cdata", False)
        self._parser = parser

    def run(self) -> Iterator[Element]:
        """The wanted elements."""
        for start in range(0, len(self._content), CHUNK):
            yield from self._found(self._content[start : start + CHUNK])
        yield from self._found("", final=True)

    def _found(self, text: str, *, final: bool = False) -> Iterator[Element]:
        """The wanted elements that are complete with the next part of the content."""
        self._parse(text.encode(), final=final)
        yield from self._ready
        self._ready.clear()

    def _parse(self, data: bytes, *, final: bool) -> None:
        """Parse the next bytes.

        The parser begins an incomplete comment, tag or the like anew with all bytes that it gets. So it gets the next
        ones when they are as many as those of the incomplete piece: a long comment then takes linear time.
        """
        self._waiting += data
        if not final and len(self._waiting) < self._parsed - self._parser.CurrentByteIndex:
            return
        self._parsed += len(self._waiting)
        ready, self._waiting = bytes(self._waiting), bytearray()
        try:
            self._parser.Parse(ready, final)
        except expat.ExpatError as error:
            why = expat.errors.messages.get(error.code, str(error))
            raise self._refusal(error.lineno, f"not valid XML: {why}", "correct the file at that place") from None

    def _refusal(self, line: int, why: str, hint: str) -> InputError:
        return InputError(f"{files.shown(self._path)}, line {line}: {why}", hint)

    def _place(self) -> int:
        """The offset in the content where the present event starts."""
        skipped = self._parser.CurrentByteIndex - self._byte
        if self._one_byte:
            self._char += skipped
        elif skipped:
            passed = self._content[self._char : self._char + skipped]
            self._char += skipped if passed.isascii() else len(passed.encode()[:skipped].decode())
        self._byte += skipped
        return self._char

    def _opened(self, raw: str, attributes: dict[str, str]) -> Element:
        line = self._parser.CurrentLineNumber
        if len(self._stack) >= DEPTH:
            raise self._refusal(line, f"more than {DEPTH} nested elements", "give a file with fewer levels")
        namespace, _, name = raw.rpartition("}")
        for key in attributes:
            if "}" in key:
                attributes = {f"{{{key}" if "}" in key else key: value for key, value in attributes.items()}
                break
        element = Element(name, namespace, attributes, self._stack[-1] if self._stack else None, line, self._place())
        self._stack.append(element)
        return element

    def _start_only(self, raw: str, attributes: dict[str, str]) -> None:
        self._ready.append(self._opened(raw, attributes))

    def _end_only(self, raw: str) -> None:
        self._stack.pop()

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        element = self._opened(raw, attributes)
        tag = _TAG.match(self._content, element.start)
        if tag is None:
            raise self._refusal(element.line, f"the tag of {element.name} has no end", "correct the file at that place")
        element.inner = tag.end()
        if self._external and (undefined := _UNDEFINED.search(tag[0])):
            self._undefined(undefined[1])
        if self._inside or self._names is None or element.name in self._names:
            if self._inside and element.parent is not None:
                self._keep(element, element.parent)
            self._inside += 1

    def _end(self, raw: str) -> None:
        element = self._stack.pop()
        if not self._inside:
            return
        if self._content.startswith("/>", element.inner - 2):
            element.inner_end = element.end = element.inner
        else:
            element.inner_end = self._place()
            element.end = self._content.index(">", element.inner_end) + 1
        if len(element.parts) > 1:
            element.parts = _merged(element.parts, self._content)
        self._inside -= 1
        if not self._inside:
            self._ready.append(element)
            self._parts = 0

    def _text(self, data: str) -> None:
        if not self._inside:
            return
        start = self._place()
        if not self._cdata and self._content[start] == "&":
            end = self._content.index(";", start) + 1
        elif data == "\n" and self._content.startswith("\r\n", start):
            end = start + 2
        else:
            end = start + len(data)
        self._keep(Piece(data, start, end), self._stack[-1])

    def _keep(self, part: Element | Piece, element: Element) -> None:
        self._parts += 1
        if self._parts > PARTS:
            raise self._refusal(
                self._parser.CurrentLineNumber, f"more than {PARTS:,} tags and texts together", "split the file"
            )
        element.parts.append(part)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        self._external = bool(system or public)

    def _entity(self, *declaration: object) -> None:
        raise self._refusal(
            self._parser.CurrentLineNumber, "the file defines entities", "write the characters themselves"
        )

    def _undefined(self, name: str, parameter: bool = False) -> None:
        if not parameter:
            raise self._refusal(
                self._parser.CurrentLineNumber,
                f"the file uses entities that it does not define: &{name};",
                "write the characters themselves",
            )


def _merged(parts: list[Element | Piece], content: str) -> list[Element | Piece]:
    """The parts, with one piece for each stretch of text that is written in the content as it is."""
    merged: list[Element | Piece] = []
    run: list[Piece] = []
    for part in parts:
        written = isinstance(part, Piece) and len(part.text) == part.end - part.start
        if isinstance(part, Piece) and written and (part.text != "\n" or content[part.start] == "\n"):
            if run and run[-1].end != part.start:
                merged.append(_joined(run))
                run = []
            run.append(part)
            continue
        if run:
            merged.append(_joined(run))
            run = []
        merged.append(part)
    return [*merged, _joined(run)] if run else merged


def _joined(run: list[Piece]) -> Piece:
    return run[0] if len(run) == 1 else Piece("".join(piece.text for piece in run), run[0].start, run[-1].end)
