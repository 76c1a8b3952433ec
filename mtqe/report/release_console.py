"""A release in a terminal: the verdict, the languages, the files, and why languages fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import RenderableType
from rich.text import Text

from mtqe.model.release import Release
from mtqe.report import console, release_view, view
from mtqe.report.console import BADGES
from mtqe.report.document import Block, Step
from mtqe.report.document_console import next_steps, write

NAME, CELL = 28, 13
"""Columns: of the terminal for the name of a source, and for a language."""


def render(release: Release, out: TextIO, *, verbose: bool = False, steps: Sequence[Step] = ()) -> None:
    """Write the view for a terminal, 80 columns wide when there is none.

    Args:
        release: The release.
        out: The terminal.
        verbose: Whether the whole view of each language follows.
        steps: The commands to go on with.
    """
    write(lambda width, paint: _blocks(release, width, paint, steps), out)
    for one in release.languages if verbose else ():
        out.write("\n")
        console.render(one.report, out, verbose=True)


def _blocks(release: Release, width: int, paint: bool, steps: Sequence[Step]) -> Iterator[Block | RenderableType]:
    badge = Text("")
    if release.verdict:
        label = release.verdict.label
        badge = Text(f" {label} " if paint else label, BADGES[label]).append("  ", "")
    yield Text.assemble(badge, (view.visible(release_view.facts(release)), "bold"))
    yield from release_view.blocks(release, max(1, (width - NAME) // CELL))
    yield from next_steps(steps)
