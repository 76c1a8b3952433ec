"""Reads XML of any size: as `xml_places`, but only a window of the content is in memory.

The window begins at the first element that is kept and not complete. Offsets of elements are those in the window.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path
from typing import NamedTuple

from mtqe.formats.text_stream import LONGEST
from mtqe.formats.values import Lines, Piece
from mtqe.formats.xml_places import CHUNK, Element, Parser


class Window(NamedTuple):
    """A part of the content of a file.

    Args:
        text: The part; offsets of elements are offsets in it.
        lines: The lines and columns in the file of the offsets.
    """

    text: str
    lines: Lines


def elements(blocks: Iterator[str], path: Path, names: Container[str]) -> Iterator[tuple[Element, Window]]:
    """The elements with some names, as each ends, with the window that holds them; see `xml_places.elements`.

    Raises:
        InputError: See `xml_places.whole`; or an element or comment is too long.
    """
    return _WindowParser(path, names).found(blocks)


def starts(blocks: Iterator[str], path: Path) -> Iterator[Element]:
    """Every element as it starts; see `xml_places.starts`. The offsets of the elements mean nothing."""
    return (element for element, _ in _WindowParser(path, (), starts=True).found(blocks))


class _WindowParser(Parser):
    def __init__(self, path: Path, names: Container[str], *, starts: bool = False) -> None:
        super().__init__("", path, names, starts=starts)
        self._begins = 1, 1  # line and column of the window
        self._lines: Lines | None = None

    def found(self, blocks: Iterator[str]) -> Iterator[tuple[Element, Window]]:
        """The wanted elements, each with the window that holds it."""
        for block in blocks:
            for start in range(0, len(block), CHUNK):
                part = block[start : start + CHUNK]
                self._move(part)
                for element in self._found(part):
                    yield element, Window(self._content, self._places())
        for element in self._found("", final=True):
            yield element, Window(self._content, self._places())

    def _places(self) -> Lines:
        """The lines of the window."""
        if self._lines is None:
            self._lines = Lines(self._content, *self._begins)
        return self._lines

    def _move(self, part: str) -> None:
        """Drop what is no longer needed from the window, and add a part to it."""
        outermost = self._stack[-self._inside] if self._inside else None
        first = outermost.start if outermost else self._char
        if len(self._content) - first > LONGEST:
            raise self._refusal(
                self._places().at(first)[0],
                f"an element or comment of more than {LONGEST:,} characters",
                "split or remove it",
            )
        if 2 * first > len(self._content):  # else the rest of a long element would be copied again and again
            self._begins = self._places().at(first)
            self._content = self._content[first:]
            self._one_byte = self._content.isascii()
            self._char -= first
            if outermost:
                _shift(outermost, first)
        self._content += part
        self._one_byte = self._one_byte and part.isascii()
        self._lines = None


def _shift(outermost: Element, by: int) -> None:
    """Move the places in an element that is not complete to the left."""
    rest = [outermost]
    for element in rest:
        element.start, element.inner = element.start - by, element.inner - by
        element.inner_end, element.end = element.inner_end - by, element.end - by
        for number, part in enumerate(element.parts):
            if isinstance(part, Piece):
                element.parts[number] = Piece(part.text, part.start - by, part.end - by)
            else:
                rest.append(part)
