"""A view as a document: what its headings, sentences, lists and tables say.

`document_console` and `document_markdown` say how it looks. Texts are plain, whoever wrote them: only these two make
them harmless, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mtqe.model import Finding, Problem, Segment, Severity, Side
from mtqe.report import view

Style = Literal["", "bold", "dim", "italic", "underline", "better", "worse", "strong", "mark"] | Severity
"""Emphasis. Markdown has only that of strong words and of marks."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line.

    Args:
        text: Its text.
        style: Its emphasis.
        room: Characters: to which Markdown shortens it; `None` keeps it whole.
    """

    text: str
    style: Style = ""
    room: int | None = None


BREAK = Piece("\n")
"""A new line inside a cell or paragraph; a line feed of a text is none."""
Line = str | Piece | tuple[str | Piece, ...]
Row = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Args:
        title: Its words.
        facts: What follows it.
        level: As in Markdown; `None` is a bold line there.
        style: Emphasis in a terminal.
    """

    title: Line
    facts: str = ""
    level: int | None = 2
    style: Style = "bold"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a small one is for those who want to know more."""

    text: Line
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; in a terminal with dashes, or without them as sentences that begin further left than they go on."""

    lines: Sequence[str]
    dashes: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        title: Its head.
        right: Whether its cells are aligned to the right; such a cell is never cut nor broken.
        widest: Columns of a terminal: of the longest cell that is shown whole.
    """

    title: Line = ""
    right: bool = False
    widest: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Args:
        columns: Its columns.
        rows: Its rows; cells that one lacks are empty.
        more: What is left out.
        has_head: Whether a terminal shows the head; Markdown always has it.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    more: str = ""
    has_head: bool = True


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that Markdown folds below their title."""

    title: str
    blocks: Sequence[Block]


Block = Heading | Paragraph | Bullets | Table | Fold


def figures(*titles: Line) -> list[Column]:
    """Columns of numbers."""
    return [Column(title, right=True) for title in titles]


def problems(title: str, facts: str, found: Iterable[Problem], level: int | None = 2) -> list[Block]:
    """What could not be done; empty if nothing failed."""
    return listed(Heading(title, facts, level, "worse"), [f"{one.what}: {one.why}" for one in found if one.incomplete])


def listed(heading: Heading, lines: Sequence[str]) -> list[Block]:
    """A list below its heading, or nothing."""
    return [heading, Bullets(lines)] if lines else []


def marked(findings: Sequence[Finding], segment: Segment, side: Side, room: int) -> tuple[Piece, ...]:
    """One side of a segment with the marks of findings, shortened around them."""
    cut = view.cropped(segment, side, findings, room)
    return tuple(Piece(piece.text, "mark" if piece.severity else "") for piece in cut)
