"""Makes values from the texts of translation files in XML, whose inline elements are codes.

White space: unless the file says `xml:space="preserve"`, a line break with its indentation becomes a space, and a text
of several lines has no space at its edges. That does not concern references such as `&#10;`, nor the text of codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec

from mtqe.formats import xml_places
from mtqe.formats.values import Piece, Value
from mtqe.formats.xml_places import XML, Element
from mtqe.language.late_patterns import late
from mtqe.model import Code, CodeKind, CodeRole

SHARED = 500
"""Characters: of a code or text that others refer to, at most. A longer one is shown as a tag, so that a small file
cannot become a large report."""
LONGEST = 1_000
"""Characters: of a name or note, which each segment of a unit repeats, at most."""
NESTED = 8
"""Entries: texts inside codes inside texts, at most."""
_DIGITS = 9
"""Digits: of a number of characters that makes sense."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an inline element is: a code, or with `pair`, two codes around its text.

    Args:
        key: Its identity, without the slash of a closing code.
        text: The code as a person wants to see it; without one the tag is shown.
        closing: The same for the end of a pair.
        role: Role of a code that is not a pair.
        kind: Kind of the code.
        value: See `mtqe.model.Code`.
        fixed: See `mtqe.model.Code`.
        pair: Whether the element is around text.
    """

    key: str
    text: str = ""
    closing: str = ""
    role: CodeRole = "alone"
    kind: CodeKind = "other"
    value: str = ""
    fixed: bool = False
    pair: bool = False


class Protection(NamedTuple):
    """The start or end of a stretch of text that must not be translated, which other elements may be in."""

    id: str
    edge: Literal["start", "end"]


Meaning = Mark | Protection | str | None
"""What an element in a text means: codes, an edge of a protected stretch, a text in its place, or nothing."""


def value(element: Element, content: str, meaning: Callable[[Element], Meaning]) -> Value:
    """The value of an element with text and inline elements.

    Args:
        element: The element.
        content: The content of the file.
        meaning: What an element in the text means. What is inside of a code is part of the code. The text inside of an
            element without a meaning is text.
    """
    builder = _Builder(content)
    pairs: list[tuple[Element, Mark]] = []
    walk = element.walk()
    for event, item in walk:
        if isinstance(item, Piece):
            builder.text(item)
        elif event == "close":
            if pairs and pairs[-1][0] is item:
                _, mark = pairs.pop()
                if item.inner_end < item.end:
                    builder.code(mark, mark.closing, item.inner_end, item.end, "close")
                else:
                    builder.code(mark, mark.closing, item.end - len("/>"), item.end, "close")
        else:
            found = meaning(item)
            if isinstance(found, Protection):
                builder.protect(found, item)
            elif isinstance(found, str):
                builder.text(Piece(found, item.start, item.end))
                _skip(walk, item)
            elif found and found.pair:
                pairs.append((item, found))
                end = item.inner if item.inner < item.end else item.end - len("/>")
                builder.code(found, found.text, item.start, end, "open")
            elif found:
                builder.code(found, found.text, item.start, item.end, found.role)
                _skip(walk, item)
    keep_space = element.inherited(f"{XML}space") == "preserve"
    at = element.inner if element.inner < element.end else element.start
    return builder.value(at, xml_places.gap(element), keep_space=keep_space)


def subs(element: Element) -> Iterator[Element]:
    """The `sub` elements in a code, whose text is to be translated, without those inside others.

    A code that is inside more than `NESTED` such texts has none: its whole content is code.
    """
    if not any(element.children()) or sum(above.name == "sub" for above in element.around()) >= NESTED:
        return
    end = 0
    for sub in element.descendants("sub"):
        if sub.start >= end:
            end = sub.end
            yield sub


def without_subs(element: Element) -> str:
    """The text of a code without that of its `sub` elements."""
    ranges = [(sub.start, sub.end) for sub in subs(element)]
    return "".join(
        piece.text for piece in element.pieces() if not any(start <= piece.start < end for start, end in ranges)
    )


def joined_notes(notes: Iterable[Element]) -> str:
    """The texts of notes, a line each."""
    return cut("\n".join(text for note in notes if (text := note.text.strip())))


def cut(text: str) -> str:
    """A name or note, cut if it is too long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def count(text: str) -> int:
    """A number of characters that an attribute gives; 0 if it gives none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def is_other(source: Element | None, translation: Element | None) -> bool:
    """Whether a translation has other letters or digits than its source; white space and marks do not count."""
    source_text, text = (
        "".join(filter(str.isalnum, item.text)) if item is not None else "" for item in (source, translation)
    )
    return bool(text) and source_text != text


def literal(text: str, *, name: str) -> Mark:
    """The mark of a text that must not be translated; `name` stands for a text without words."""
    return Mark(f"literal {' '.join(text.split()) or name}", text, kind="literal", value=text)


def escape(text: str, content: str, start: int, roots: frozenset[str]) -> str:
    """A text as it must be written in place of a text in an element, so that it is read back with its white space.

    Raises:
        InputError: XML cannot contain a character of the text.
    """
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    is_alone = bool(xml_places.empty_element(content, start))
    edges = not is_alone and last - first < len(text) and "\n" in _around(content, start, roots)
    if "\n" not in text and not edges:
        return xml_places.escaped(text, content, start)
    places = [at for at, char in enumerate(text) if char == "\n" or (char.isspace() and not first <= at < last)]
    return xml_places.escaped(text, content, start, places)


_NAME = late(r"<(?:[\w.-]+:)?([\w.-]+)")


def _around(content: str, start: int, roots: frozenset[str]) -> str:
    """The content from the start tag of the element that holds a place to its end tag."""
    first, last = start, start
    while (first := content.rfind("<", 0, first)) > 0:
        name = _NAME.match(content, first)
        if name and name[1] in roots:
            break
    while (last := content.find("</", last)) >= 0:
        name = _NAME.match("<" + content[last + 2 : last + 200])
        if name and name[1] in roots:
            break
        last += 2
    return content[max(first, 0) : last if last >= 0 else len(content)]


def _skip(walk: Iterator[tuple[xml_places.Event, Element | Piece]], element: Element) -> None:
    """Go on until the end of an element."""
    for event, item in walk:
        if event == "close" and item is element:
            return


class _Builder:
    """Collects the pieces and codes of a value, in order."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._pieces: list[Piece] = []
        self._codes: list[Code] = []
        self._length = 0
        self._protected: tuple[str, int, list[str]] | None = None  # id, start, texts
        self._end = 0
        self._kinds: dict[str, CodeKind] = {}  # of opening codes, by key

    def text(self, piece: Piece) -> None:
        self._end = piece.end
        if self._protected:
            self._protected[2].append(piece.text)
        else:
            self._pieces.append(piece)
            self._length += len(piece.text)

    def code(self, mark: Mark, text: str, start: int, end: int, role: CodeRole) -> None:
        self._end = end
        if self._protected:
            return
        kind = mark.kind
        if role == "open":
            self._kinds[mark.key] = kind
        elif role == "close" and kind == "other":
            kind = self._kinds.get(mark.key, kind)
        if not text.strip():
            kind = "break" if text else kind
            text = self._content[start:end]
        code = Code(
            "source",
            self._length,
            self._length + len(text),
            f"/{mark.key}" if role == "close" else mark.key,
            role,
            kind,
            mark.value if role != "close" else "",
            mark.fixed,
        )
        self._codes.append(code)
        if len(text) == end - start and text != self._content[start:end]:  # its characters are not those of the file
            self._pieces += [Piece(text[:1], start, end - 1), Piece(text[1:], end - 1, end)]
        else:
            self._pieces.append(Piece(text, start, end))
        self._length += len(text)

    def protect(self, protection: Protection, element: Element) -> None:
        if protection.edge == "start" and not self._protected:
            self._protected = protection.id, element.start, []
        elif protection.edge == "end" and self._protected and self._protected[0] == protection.id:
            self._end = element.end
            self._release()

    def _release(self) -> None:
        if self._protected:
            name, start, texts = self._protected
            self._protected = None
            mark = literal("".join(texts), name=name)
            self.code(mark, mark.text, start, self._end, "alone")

    def value(self, at: int, gap: tuple[int, int] | None, *, keep_space: bool) -> Value:
        self._release()
        if keep_space or not any("\n" in piece.text for piece in self._pieces):
            return Value(tuple(self._pieces), at, tuple(self._codes), gap=gap)
        cuts = _cuts(self._visible())
        return Value(tuple(_cut(self._pieces, cuts)), at, tuple(_moved(self._codes, cuts)), gap=gap)

    def _visible(self) -> str:
        """The text with a letter for each character that is no white space of the file: of codes and references."""
        parts, at, codes = [], 0, iter(self._codes)
        code = next(codes, None)
        for piece in self._pieces:
            while code is not None and code.end <= at:
                code = next(codes, None)
            written = len(piece.text) == piece.end - piece.start or self._content[piece.start] == "\r"
            is_text = written and (code is None or at < code.start)
            parts.append(piece.text if is_text else "x" * len(piece.text))
            at += len(piece.text)
        return "".join(parts)


class _Cut(NamedTuple):
    """A range of a text that becomes a space, or nothing."""

    start: int
    end: int
    text: str


def _cuts(text: str) -> list[_Cut]:
    """What becomes of the white space of a text with line breaks."""
    if "\n" not in text:
        return []
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first == len(text):
        return [_Cut(0, first, "")]
    cuts = [_Cut(0, first, "")] if first else []
    for run in re.finditer(r"\s+", text):
        line = run[0].find("\n")
        if line >= 0 and first <= run.start() < last:
            kept = len(run[0][:line].rstrip(" \t\r"))
            cuts.append(_Cut(run.start() + kept, run.end(), " "))
    return [*cuts, _Cut(last, len(text), "")] if last < len(text) else cuts


def _cut(pieces: Sequence[Piece], cuts: Sequence[_Cut]) -> list[Piece]:
    """The pieces after the cuts. A space has the place of the first stretch of its white space without a tag inside."""
    kept: list[Piece] = []
    number = offset = 0
    for piece in pieces:
        at, end = offset, offset + len(piece.text)
        while at < end:
            while number < len(cuts) and cuts[number].end <= at:
                number += 1
            cut = cuts[number] if number < len(cuts) else _Cut(end, end, "")
            stop = min(end, cut.end if cut.start <= at else cut.start)
            part = piece if stop - at == len(piece.text) else _part(piece, at - offset, stop - offset)
            if at < cut.start:
                kept.append(part)
            elif cut.text and at == cut.start:
                kept.append(Piece(cut.text, part.start, part.end))
            elif cut.text and kept[-1].end == part.start:
                kept[-1] = kept[-1]._replace(end=part.end)
            at = stop
        offset = end
    return kept


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.text[start:end], piece.start + start, piece.start + end)


def _moved(codes: Sequence[Code], cuts: Sequence[_Cut]) -> Iterator[Code]:
    """The codes with their places after the cuts."""
    number = removed = 0
    for code in codes:
        while number < len(cuts) and cuts[number].end <= code.start:
            removed += cuts[number].end - cuts[number].start - len(cuts[number].text)
            number += 1
        yield msgspec.structs.replace(code, start=code.start - removed, end=code.end - removed)
