"""Prints lines. On a terminal, long lines are wrapped; elsewhere, where scripts read them, they stay whole."""

from __future__ import annotations

import shutil
import sys
import textwrap

import click

from mtqe.prose import inert

WIDEST = 140
"""Greatest width in columns, as for the report on a terminal; longer lines are hard to read."""


def say(line: str, hang: int = 0, err: bool = False) -> None:
    """Print one line, in which nothing is obeyed by a terminal or a CI log, whatever texts of outside it quotes.

    Args:
        line: The line; its indentation is kept.
        hang: Extra indentation of continuation lines, in columns.
        err: Whether to print to stderr, where nothing is wrapped.
    """
    click.echo(inert(line) if err else fold(inert(line), hang), err=err)


def columns() -> int | None:
    """The width of stdout in columns, `None` if it is not a terminal."""
    return min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else None


def fold(line: str, hang: int = 0) -> str:
    """A line wrapped for stdout.

    Args:
        line: One line; its indentation is kept.
        hang: Extra indentation of continuation lines, in columns.
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
