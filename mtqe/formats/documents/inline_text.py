"""Builds the text of a block and its inline codes, from the parts that a reader of pages meets one after the other."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from mtqe.language import hiding
from mtqe.language.late_patterns import late
from mtqe.model import Block, BlockKind, Code, CodeKind, CodeRole

PAIRED: dict[str, tuple[str, CodeKind]] = {
    "a": ("link", "link"),
    "img": ("image", "image"),
    "b": ("strong", "format"),
    "strong": ("strong", "format"),
    "i": ("em", "format"),
    "em": ("em", "format"),
    "br": ("br", "break"),
}
"""Keys and kinds of codes by the name of the HTML element; Markdown's marks have the same."""
FORMATS = frozenset(
    {"abbr", "acronym", "bdi", "big", "cite", "dfn", "font", "ins", "mark", "q", "small"}
    | {"span", "sub", "sup", "u", "var"}
)
"""Elements that change the look of words. `s`, `del` and `bdo` change what the text says."""
LITERALS = frozenset({"code", "samp", "tt"})
"""Elements that hold program code."""
HIDDEN = LITERALS | {"kbd"}
"""Elements whose words are no prose. Names of keys may be translated, so they are not compared as code."""


_SAYING = late(r"line-through|bidi-override|isolate-override", re.IGNORECASE)
"""Styles of a tag that change what the text says: they strike words, or turn figures around."""


class _Part(NamedTuple):
    """A piece of text, or a code with the text that it covers."""

    text: str
    shown: str = ""
    code: Code | None = None


class InlineText:
    """The text of a block as it grows. White space becomes one space, also across codes."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._open: dict[str, list[str]] = {}
        """What the keys of open tags say of hidden or struck words, by the name of the tag."""

    def text(self, text: str) -> None:
        """Add a text."""
        self._parts.append(_Part(text))

    def code(self, shown: str, key: str, kind: CodeKind, role: CodeRole = "alone", value: str = "") -> None:
        """Add a code that is not part of the text.

        Args:
            shown: Its text in the file.
            key: Its identity; that of a closing code starts with `/`.
            kind: What it does.
            role: Whether it opens or closes a pair.
            value: The address of a link or image. A place on the same page (`#install`) is none: it is made of a
                heading, which is translated.
        """
        value = "" if value.startswith("#") else value
        if shown:
            self._parts.append(_Part("", shown, Code("source", 0, 0, key, role, kind, value)))

    def tag(self, shown: str, name: str, role: CodeRole, value: str = "") -> None:
        """Add a tag of HTML by the name of its element."""
        key, kind = PAIRED.get(name, (name, "format" if name in FORMATS else "other"))
        mark = self._mark(shown, name, role)
        key, kind = f"{key}{mark}", "other" if mark and kind == "format" else kind
        self.code(shown, f"/{key}" if role == "close" else key, kind, role, value)

    def _mark(self, shown: str, name: str, role: CodeRole) -> str:
        """What the key of a tag says of words that it hides or strikes; that of an end is the mark of its beginning."""
        if role == "close":
            marks = self._open.get(name)
            return marks.pop() if marks else ""
        mark = " hiding" if hiding.is_hiding(shown) else " changing" if _SAYING.search(shown) else ""
        if role == "open":
            self._open.setdefault(name, []).append(mark)
        return mark

    def literal(self, shown: str, content: str, name: str = "code", value: str = "") -> None:
        """Add program code or the name of a key, whose words are part of the text.

        Args:
            shown: Its text in the file.
            content: Its words.
            name: The name of the element.
            value: The code to compare, with words that the reader replaces in angle brackets; the same by default.
        """
        value = " ".join((value or content).split())
        if value:
            code = Code("source", 0, 0, name, kind="other", value=value)
            if name in LITERALS:
                code = Code("source", 0, 0, "code", kind="literal", value=value)
            self._parts.append(_Part(content, shown, code))

    def block(self, line: int, kind: BlockKind, role: str = "", key: str = "") -> Block | None:
        """The block, or `None` if it has no text; a block with a key may consist of codes alone."""
        raw = "".join(part.text for part in self._parts)
        text = " ".join(raw.split())
        if not text and not (key and any(part.code for part in self._parts)):
            return None
        codes, shown = [], []
        if any(part.code for part in self._parts):
            places, at = _places(raw), 0
            for part in self._parts:
                if part.code:
                    start, end = places[at], places[at + len(part.text)]
                    if part.text:  # the spaces around program code stay outside of it
                        start, end = _trimmed(text, start, end)
                    codes.append(msgspec.structs.replace(part.code, start=start, end=end))
                    shown.append(part.shown)
                at += len(part.text)
        return Block(text, line, kind, tuple(codes), tuple(shown), role, key)


def _places(raw: str) -> list[int]:
    """For each offset of a text, the offset in the text with single spaces between words."""
    places, length = [], 0
    pending = False
    for char in raw:
        if char.isspace():
            # The first space of a run counts at once, so that a code after it stays after the space.
            places.append(length)
            if length and not pending:
                length, pending = length + 1, True
        else:
            places.append(length)
            length, pending = length + 1, False
    end = length - pending
    return [min(place, end) for place in (*places, length)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
