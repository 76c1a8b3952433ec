"""Documents as GitHub-flavoured Markdown.

Texts are escaped, so nothing in them can become markup, a link, an image, a mention or an issue reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from mtqe.language.late_patterns import late
from mtqe.report import view
from mtqe.report.document import BREAK, Block, Bullets, Fold, Heading, Line, Paragraph, Piece, Table

LIMIT = 65_000
"""Greatest length in characters; GitHub allows 65,536."""
LINES = 20
"""Greatest number of lines of a list; any more are only counted."""
CELL, LISTED = 200, 400
"""Characters: to which a part of a cell or heading is shortened, and an item of a list."""

_EDGES: Mapping[str, tuple[str, str]] = {"strong": ("**", "**"), "mark": ("<b>", "</b>")}
"""Marks are bold as HTML, because `**` does not close next to every character."""
_MARKUP = late(r"[\\`*_\[\]#~]|^[-+=](?!\d)")
_NUMBERED = late(r"^(\d{1,9})([.)])(?=\s|$)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "|": "&#124;", "\x00": "&#8203;"}
# GitHub links addresses and the numbers of issues and pull requests by itself, and turns `:smile:` into a picture.
_AUTOLINK = late(
    r"(?i)(?<=[a-z]:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=#)(?=\d)|(?<=\bGH)(?=-\d)|(?<=:)(?=[a-z0-9_+-]+:)"
)


def written(blocks: Iterable[Block], rest: str = "") -> str:
    """The text of a document.

    Args:
        blocks: The document.
        rest: What the last line says if the text would be longer than `LIMIT`; empty if it has no limit.
    """
    room = LIMIT - 100
    kept = []
    for line in lines(blocks):
        room -= len(line) + 1
        if rest and room < 0:
            kept.append(f"\n{rest}")
            break
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of blocks, with an empty line after each block."""
    for block in blocks:
        match block:
            case Heading():
                title = marked_up(block.title) + (f": {escape(block.facts)}" if block.facts else "")
                yield f"{'#' * block.level} {title}" if block.level else f"**{title}**"
            case Paragraph():
                words = marked_up(block.text, None).replace("<br>", "\n")
                yield f"<sub>{words}</sub>" if block.small else words
            case Bullets():
                yield from listed(block.lines)
            case Table():
                yield _row(column.title for column in block.columns)
                yield f"|{'|'.join('--:' if column.right else ':--' for column in block.columns)}|"
                yield from (_row(row) + " |" * (len(block.columns) - len(row)) for row in block.rows)
                if block.more:
                    yield f"\n{escape(block.more)}"
            case Fold():
                yield f"<details><summary>{html(block.title[:LISTED])}</summary>\n"
                yield from lines(block.blocks)
                yield "</details>"
        yield ""


def _row(cells: Iterable[Line]) -> str:
    return f"| {' | '.join(map(marked_up, cells))} |"


def marked_up(line: Line, room: int | None = CELL) -> str:
    """A line, escaped.

    Args:
        line: The line.
        room: Characters: to which a line of one text is shortened; `None` keeps it whole.
    """
    if isinstance(line, str):
        return short(line, room) if room else escape(line)
    result = ""
    for edges, parts in groupby((line,) if isinstance(line, Piece) else line, _edges):
        result += "".join(map(_part, parts)).join(edges)
    return result


def _edges(part: str | Piece) -> tuple[str, str]:
    return _EDGES.get(part.style, ("", "")) if isinstance(part, Piece) else ("", "")


def _part(part: str | Piece) -> str:
    if isinstance(part, str):
        return escape(part)
    return "<br>" if part is BREAK else short(part.text, part.room) if part.room else escape(part.text)


def listed(items: Sequence[str]) -> Iterator[str]:
    """A list item for each line, escaped, at most `LINES` of them."""
    yield from (f"- {short(item, LISTED)}" for item in items[:LINES])
    if len(items) > LINES:
        yield f"- and {len(items) - LINES:,} more"


def escape(text: str) -> str:
    """Text on one line that Markdown shows literally; zero-width spaces keep addresses and mentions from linking."""
    return _entities(_NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", _unlinked(text))))


def html(text: str) -> str:
    """Text for an HTML block, in which Markdown is not interpreted."""
    return _entities(_unlinked(text))


def _unlinked(text: str) -> str:
    return _AUTOLINK.sub("\x00", view.visible(text))


def _entities(text: str) -> str:
    return re.sub(r"[&<>$|\x00]", lambda match: _ENTITIES[match[0]], text)


def short(text: str, limit: int = CELL) -> str:
    """Escaped text of at most `2 * limit` characters."""
    text = text.strip()
    size = limit
    while len(escaped := escape(text if len(text) <= size else text[:size] + "…")) > 2 * limit:
        size = size * 3 // 4
    return escaped
