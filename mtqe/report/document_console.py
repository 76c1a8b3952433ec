"""Documents in a terminal, as wide as the terminal (or `COLUMNS`), 80 columns when there is none."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment as Stretch
from rich.table import Table as Grid
from rich.text import Text
from rich.theme import Theme

from mtqe.model import Severity
from mtqe.prose import without_commands
from mtqe.report import view
from mtqe.report.document import BREAK, Block, Bullets, Fold, Heading, Line, Paragraph, Piece, Step, Table

STYLES = {
    Severity.CRITICAL: "bold white on red",
    Severity.MAJOR: "bold black on yellow",
    Severity.MINOR: "bold black on cyan",
    Severity.NEUTRAL: "bold black on white",
}
WIDEST = 140
"""Greatest width in columns; longer lines are hard to read."""
LONG = 45
"""Number of lines above which the end of a view is repeated."""
_THEME = Theme(
    {"better": "bold green", "worse": "bold red", "strong": "bold", "mark": "bold"}
    | {severity.value: style for severity, style in STYLES.items()}
)


def write(
    blocks: Callable[[int, bool], Iterable[Block | RenderableType]],
    out: TextIO,
    ending: Callable[[bool], RenderableType | None] = lambda paint: None,
) -> None:
    """Print a document to a stream.

    Args:
        blocks: Gives what to print, from the width in columns and whether colours are used.
        out: The stream.
        ending: Gives what to repeat at the end of a long view.
    """
    color: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(file=out, color_system=color, highlight=False, legacy_windows=False, theme=_THEME)
    console.width = min(console.width, WIDEST)
    paint = console.color_system is not None
    with console.capture() as capture:
        for block in blocks(console.width, paint):
            is_whole = isinstance(block, Text) and bool(block.no_wrap)  # a command to paste
            console.print(_Harmless(shown(block, console.width)), crop=not is_whole)
    text = capture.get()
    lines = text.split("\n") if paint else [line.rstrip() for line in text.split("\n")]
    last = ending(paint)
    if last is not None and len(lines) > LONG:
        with console.capture() as capture:
            console.print(_Harmless(last))
        lines.insert(-1, "\n" + capture.get().rstrip("\n"))
    text = without_commands("\n".join(lines))
    # A character that the terminal cannot show becomes "?"; it must not cause a traceback.
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding))


class _Harmless:
    """Something to print, with the control characters of its texts made visible: rich lets escape sequences through."""

    def __init__(self, content: RenderableType) -> None:
        self._content = content

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for stretch in console.render(self._content, options):
            ends = stretch.text.split("\n")
            yield Stretch("\n".join(map(view.visible, ends)), stretch.style, stretch.control)


def text(line: Line, style: str = "") -> Text:
    """A line; `style` is the emphasis of its parts that have none."""
    result = Text()
    for part in line if isinstance(line, tuple) else (line,):
        piece = Piece(part) if isinstance(part, str) else part
        result.append("\n" if piece is BREAK else view.visible(piece.text), piece.style or style)
    return result


def shown(block: Block | RenderableType, width: int) -> RenderableType:
    """What rich prints for a block."""
    match block:
        case Heading():
            words = text(block.title, block.style).append(f"  {block.facts}" if block.facts else "", "dim")
            return words if block.level == 1 else Text("\n").append_text(words)
        case Paragraph():
            return indented(text(block.text, "dim" if block.small else ""))
        case Bullets():
            return _bullets(block.lines) if block.dashes else _sentences(block.lines, width)
        case Table():
            more = [Text(block.more, "italic")] if block.more else []
            return indented(Group(_table(block, width), *more))
        case Fold():
            return Group(*(shown(inner, width) for inner in (Heading(block.title), *block.blocks)))
    return block


def indented(content: RenderableType, above: int = 0) -> RenderableType:
    """Something below a heading, after empty lines."""
    return Padding(content, (above, 0, 0, 2))


def entry(lines: Iterable[RenderableType]) -> RenderableType:
    """Lines about one thing, apart from the lines above."""
    rows = Grid.grid()
    for line in lines:
        rows.add_row(line)
    return indented(rows, above=1)


def next_steps(steps: Iterable[Step]) -> Iterator[RenderableType]:
    """What the reader can do next, below an empty line; each command is a line, however long, that can be pasted."""
    for number, step in enumerate(steps):
        end = ":" if step.commands else ""
        yield Text.assemble(*(("      ",) if number else ("\n", ("Next  ", "bold"))), view.visible(step.what), end)
        for command in step.commands:
            yield Text(f"{' ' * 8}{view.visible(command)}", no_wrap=True, overflow="ignore")


def _bullets(lines: Iterable[str]) -> RenderableType:
    grid = Grid.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for line in lines:
        grid.add_row("-", text(line))
    return Padding(grid, (0, 0, 0, 1))


def _sentences(lines: Iterable[str], width: int) -> RenderableType:
    wrapper = textwrap.TextWrapper(width - 2, subsequent_indent="  ", break_on_hyphens=False)
    return indented(Text("\n".join(wrapper.fill(view.visible(line)) for line in lines)))


def _table(table: Table, width: int) -> RenderableType:
    """A table with gaps of two columns, or one where words do not fit otherwise. Names are folded, figures never."""
    rows = [[text(cell) for cell in row] for row in table.rows]
    rows[:0] = [[text(column.title, "dim") for column in table.columns]] if table.has_head else []
    needs = [0] * len(table.columns)
    for row in rows:
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=False)):
            words = cell.plain.splitlines() if column.right or column.widest else cell.plain.split()
            needs[place] = max(needs[place], min(max(map(cell_len, words), default=0), column.widest or width))
    grid = Grid.grid(padding=(0, 2 if sum(needs) + 2 * len(needs) <= width else 1))
    for column in table.columns:
        grid.add_column(
            justify="right" if column.right else "left",
            no_wrap=column.right or column.widest is not None,
            overflow="ellipsis" if column.widest else "fold",
            max_width=column.widest,
        )
    for row in rows:
        grid.add_row(*row)
    return grid
