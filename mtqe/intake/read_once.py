"""The texts of an input. Each file is read once, whoever asks for its texts, because it may be a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mtqe.formats import dispatch, endings
from mtqe.formats.documents import lines
from mtqe.formats.documents import text as plain_text
from mtqe.formats.programs import keyed
from mtqe.intake.inputs import InMemory, Side
from mtqe.model import Block, Text
from mtqe.registry import format_table
from mtqe.registry.contracts import Units

SAMPLE = 4_000
"""Number of characters of a document from which its language is identified."""


class Texts:
    """Reads the texts of an input, and keeps what it has read."""

    def __init__(self) -> None:
        self._lines: dict[Path, Text] = {}
        self._documents: dict[tuple[Path, str], Text] = {}
        self._keyed: dict[Path, keyed.KeyedText] = {}

    def lines(self, side: Side) -> Text:
        """The lines of a text. One in memory has its name in place of a path.

        Raises:
            InputError: The file cannot be used.
        """
        if isinstance(side, InMemory):
            return Text(tuple(Block(row, number, "line") for number, row in enumerate(side.lines, 1)), side.name)
        if side not in self._lines:
            self._lines[side] = lines.read(side)
        return self._lines[side]

    def document(self, side: Side, form: str | None = None) -> Text:
        """The blocks of a text.

        Raises:
            InputError: The file cannot be read, or holds no running text.
            ConfigError: The format is unknown.
        """
        name = "text" if form is None else form
        if not isinstance(side, InMemory):
            name = dispatch.text_format(side, form)
        if name == "lines":
            return self.lines(side)
        if name == "text" or isinstance(side, InMemory):
            return plain_text.of_lines(self.lines(side))
        if (side, name) not in self._documents:
            self._documents[side, name] = format_table.text_format(name).read(side)
        return self._documents[side, name]

    def keyed(self, path: Path, reader: Units) -> keyed.KeyedText:
        """The content of a file, and its texts with their keys.

        Raises:
            InputError: The file cannot be read, or has no texts.
        """
        if path not in self._keyed:
            self._keyed[path] = keyed.read(path, reader)
        return self._keyed[path]

    def sample(self, path: Path) -> str:
        """The first characters of the text in a file; empty if it is a folder or has no running text.

        Raises:
            InputError: The file cannot be read.
        """
        row = endings.row_of(path)
        if path.is_dir() or (row is not None and row.kind not in dispatch.TEXT_KINDS):
            return ""
        text = self.lines(path) if dispatch.is_plain(path) else self.document(path)
        return sample(block.text for block in text.blocks)


def sample(texts: Iterable[str]) -> str:
    """The first characters of texts, from which their language is identified."""
    parts: list[str] = []
    size = 0
    for text in texts:
        parts.append(text[:SAMPLE])
        size += len(parts[-1])
        if size >= SAMPLE:
            break
    return "\n".join(parts)[:SAMPLE]
