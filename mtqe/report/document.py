"""A view as a document: what its headings, sentences, lists and tables say.

`document_console` and `document_markdown` say how it looks. Texts are plain, whoever wrote them: only these two make
them harmless, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mtqe.model import Finding, Problem, Segment, Severity, Side
from mtqe.report import view

Style = Literal["", "bold", "dim", "italic", "underline", "better", "worse", "strong", "mark"] | Severity
"""Emphasis. Markdown has only that of strong words and of marks."""


@dataclass(frozen=True)
class Piece:
    """A part of a line; Markdown shortens it to `room` characters, `None` keeps it whole."""

    text: str
    style: Style = ""
    room: int | None = None


BREAK = Piece("\n")
"""A new line inside a cell or paragraph; a line feed of a text is none."""
Line = str | Piece | tuple[str | Piece, ...]
Row = Sequence[Line]


class Heading(NamedTuple):
    """A heading, and facts that follow it; without a level it is a bold line in Markdown."""

    title: Line
    facts: str = ""
    level: int | None = 2
    style: Style = "bold"


class Paragraph(NamedTuple):
    """A paragraph; a small one is for those who want to know more."""

    text: Line
    small: bool = False


class Bullets(NamedTuple):
    """A list; in a terminal with dashes, or without them as sentences that begin further left than they go on."""

    lines: Sequence[str]
    dashes: bool = True


class Column(NamedTuple):
    """A column of a table; cells aligned to the right are never broken, others are cut at `widest` columns."""

    title: Line = ""
    right: bool = False
    widest: int | None = None


class Table(NamedTuple):
    """A table; a short row has empty cells at its end, `more` says what is left out, Markdown always has the head."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    more: str = ""
    has_head: bool = True


class Fold(NamedTuple):
    """Blocks that Markdown folds below their title."""

    title: str
    blocks: Sequence[Block]


class Step(NamedTuple):
    """What a reader can do next, and the commands for it."""

    what: str
    commands: tuple[str, ...] = ()


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


def marked(findings: Sequence[Finding], segment: Segment, side: Side, room: int) -> tuple[str | Piece, ...]:
    """One side of a segment with the marks of findings, shortened around them."""
    cut = view.cropped(segment, side, findings, room)
    return tuple(Piece(piece.text, "mark") if piece.severity else piece.text for piece in cut)
