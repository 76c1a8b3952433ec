"""Long lines on a terminal: folded between words, and whole everywhere else, where scripts read them."""

from __future__ import annotations

import shutil
import sys
import textwrap

WIDEST = 140
"""Columns beyond which lines become hard to read; as the report on a terminal has it."""


def columns() -> int | None:
    """How wide stdout is, `None` when it is no terminal."""
    return min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None


def fold(line: str, hang: int = 0) -> str:
    """A line as stdout wants it.

    Args:
        line: One line; its indentation stays.
        hang: Columns by which further lines stand further in than the first.
    """
    width = columns()
    if width is None or len(line) <= width:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + hang)
    pieces = textwrap.wrap(
        line,
        max(width, len(indent) + 20),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(pieces)
