"""Reads plain text documents: paragraphs, headings and list items become blocks.

- Blank lines end a block. Without them every line is a block, as in most news articles.
- Lines broken at a fixed width are joined to paragraphs. The whole file must have such lines: most are so full that the
  next word would not have fitted, and most end in the middle of a sentence.
- Headings are lines with Markdown's `#`, lines underlined with `===` or `---`, and short lines without final
  punctuation. List items start with `-`, `*`, `•` or a number from a series.
- Lines that consist of `===`, `---`, `* * *` and the like are layout and become no block.

The text of a block is unchanged, including markers, except that spaces at both ends are removed.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, kept_space
from mtqe.formats.documents import lines
from mtqe.formats.values import Piece, Unit, Value
from mtqe.language.lang import anywhere
from mtqe.language.late_patterns import late
from mtqe.model import Block, BlockKind, Text

TERMINAL = ".!?…:;,。．！？：；，、।॥؟۔؛։።។"
"""Marks that end a sentence or clause. A line without one was broken, or is a heading."""

_CLOSERS = "\"'”’“»«›‹)]}）］」』】》 \u00a0\u202f"
_ENDS_WITHIN = late(r"[^\W\d_]{4,}[.!?…][\"'”“»«’)]*\s+[\"'„“”»«‘(]*[^\W\d_]{2,}")
_RULE = late(r"([-=_*~#–—•·])\s*(?:\1\s*){2,}")
_UNDERLINE = late(r"={3,}|-{3,}")
_MARKDOWN_HEADING = late(r"#{1,6}\s+\S")
_BULLET = late(r"[-*•‣▪◦]\s+\S")
_NUMBER = late(r"(\d{1,3})([.)])\s+\S")
_MARKUP = ("<?xml", "<!doctype", "<html", "{\\rtf")

MIN_WIDTH, MAX_WIDTH = 40, 130
"""Widths, in columns, at which texts are broken. Narrower lines are lists or verse, wider lines are paragraphs."""
TITLE_COLUMNS, TITLE_WORDS = 100, 15
"""Greatest length of a line that is a heading because it lacks final punctuation."""


class _Line(msgspec.Struct, frozen=True):
    number: int
    raw: str
    kind: BlockKind | None
    """`heading` and `item` by their markers, `None` for a ruled line, `paragraph` for all other lines."""

    @property
    def text(self) -> str:
        return self.raw.strip()


def read(path: Path) -> Text:
    """Read a plain text document.

    Raises:
        InputError: The file cannot be read, has no text, or is XML, HTML or RTF.
    """
    return of_lines(lines.read(path))


def of_lines(read: Text) -> Text:
    """The document that plain text is, from its lines as `mtqe.formats.documents.lines` reads them.

    Raises:
        InputError: It is XML, HTML or RTF, or holds no text.
    """
    path = Path(read.path or "")
    content = "\n".join(block.text for block in read.blocks)
    if content.lstrip()[:20].lower().startswith(_MARKUP):
        raise InputError(
            f"{files.shown(path)} is XML, HTML or RTF, not plain text",
            "give a web page as a file that ends in .html; of other files save the text alone, one paragraph per line",
        )
    blocks = parse(content)
    if not blocks:
        raise InputError(f"{files.shown(path)} has no text, only ruled lines", "give a file with text")
    return Text(blocks, read.path, read.sha256)


def parse(content: str) -> tuple[Block, ...]:
    """The blocks of a decoded text, in order; line numbers are 1-based."""
    return tuple(map(_block, _runs(content)))


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The blocks of a content with its line ends, for `contracts.Units`. Their text has spaces for line breaks."""
    starts = [0]
    for row in content.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    for run in _runs(content.replace("\r\n", "\n")):
        pieces: list[Piece] = []
        joined = ""
        for line in run:
            start = starts[line.number - 1] + len(line.raw) - len(line.raw.lstrip())
            if glue := _glue(joined, line.text):
                pieces.append(Piece(glue, pieces[-1].end, start))
            pieces.append(Piece(line.text, start, start + len(line.text)))
            joined = (joined + glue + line.text)[-2:]  # all that decides about the next glue
        yield Unit("", Value(tuple(pieces), pieces[0].start))


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a line of a paragraph.

    Raises:
        InputError: It has a line break.
    """
    return lines.escape(text, content, start)


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse white space at an edge, nothing, and a line that only divides; see `Losing`.

    Raises:
        InputError: The text would be so.
    """
    kept_space.refuse_edges(before, text, after)
    kept_space.refuse_nothing(before, text, after)
    if not (before or after) and _RULE.fullmatch(text):
        raise InputError("the text would be read as a line between paragraphs", "correct it by hand")


def _runs(content: str) -> Iterator[Sequence[_Line]]:
    """The lines of each block."""
    groups = _groups(content)
    width = _wrapped_at(groups)
    return (run for group in groups for run in _blocks(group, width) if run)


def _groups(content: str) -> list[list[_Line]]:
    """Runs of lines that are not blank."""
    rows = files.lines(content)
    series = {
        (int(match[1]) + step, match[2]) for row in rows if (match := _NUMBER.match(row.strip())) for step in (-1, 1)
    }
    numbered = ((number, row) for number, row in enumerate(rows, 1))
    return [
        [_Line(number, row, _kind(row.strip(), series)) for number, row in group]
        for blank, group in itertools.groupby(numbered, key=lambda item: not item[1].strip())
        if not blank
    ]


def _kind(text: str, series: set[tuple[int, str]]) -> BlockKind | None:
    if _RULE.fullmatch(text):
        return None
    if _MARKDOWN_HEADING.match(text):
        return "heading"
    number = _NUMBER.match(text)
    # "3. Oktober" at the start of a line is not an item: an item needs a neighbour such as "4. ..." in the file.
    if _BULLET.match(text) or (number and (int(number[1]), number[2]) in series):
        return "item"
    return "paragraph"


def _blocks(group: Sequence[_Line], width: int | None) -> Iterator[Sequence[_Line]]:
    """The lines of each block of a group, perhaps none."""
    run: list[_Line] = []
    for line in group:
        if line.kind is None:
            if run and len(run) == 1 and run[0].kind == "paragraph" and _UNDERLINE.fullmatch(line.text):
                run = [msgspec.structs.replace(run[0], kind="heading")]
            yield run
            run = []
        elif run and width and _goes_on(run, line, width):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def _block(run: Sequence[_Line]) -> Block:
    kind = run[0].kind or "paragraph"
    if kind == "paragraph" and len(run) == 1 and _is_title(run[0].text):
        kind = "heading"
    return Block(_join(line.text for line in run), run[0].number, kind)


def _is_title(text: str) -> bool:
    return (
        not _ends_clause(text)
        and _columns(text) <= TITLE_COLUMNS
        and len(text.split()) <= TITLE_WORDS
        and any(char.isalnum() for char in text)
    )


def _ends_clause(text: str) -> bool:
    return text.rstrip(_CLOSERS)[-1:] in TERMINAL


# --- hard line breaks -------------------------------------------------------------------------------------------------


def _wrapped_at(groups: Iterable[Sequence[_Line]]) -> int | None:
    """The width in columns at which the lines of the file were broken, or `None` if they were not."""
    pairs = [
        (first, second)
        for group in groups
        for first, second in itertools.pairwise(group)
        if first.kind in ("paragraph", "item") and second.kind == "paragraph" and _breakable(second.text)
    ]
    # A line without a space, such as a web address, may be longer than the other lines.
    lengths = [_columns(line.raw.rstrip()) for pair in pairs for line in pair if _breakable(line.text)]
    width = max(lengths, default=0)
    if not MIN_WIDTH <= width <= MAX_WIDTH:
        return None
    full = [(first, second) for first, second in pairs if _is_full(first, second, width)]
    inside = [(first, second) for first, second in full if not _ends_sentence(first.text)]
    with_case = [
        (first.text, second.text) for first, second in inside if second.text[0].lower() != second.text[0].upper()
    ]
    lower = sum(second[0].islower() for _, second in with_case)
    # If nouns are capitalised, few lines continue in lower case; a sentence that ends inside a line is evidence, too.
    telling = sum(second[0].islower() or bool(_ENDS_WITHIN.search(first)) for first, second in with_case)
    # With little text the evidence must be clearer.
    few = len(pairs) < 4
    if not full or len(full) < (1.0 if few else 0.6) * len(pairs) or len(inside) < 0.6 * len(full):
        return None
    if with_case:
        return width if lower >= (0.5 if few else 0.25) * len(with_case) or 2 * telling > len(with_case) else None
    return None if few else width


def _goes_on(run: Sequence[_Line], line: _Line, width: int) -> bool:
    """Whether a line of a wrapped file continues the block before it."""
    last = run[-1]
    if run[0].kind == "heading" or not _is_full(last, line, width):
        return False
    if line.kind != "paragraph":
        # A line break may put a dash inside a sentence at the start of a line.
        dash = run[0].kind == "paragraph" and line.text.startswith("- ") and line.text[2:].lstrip()[0].islower()
        return dash and not _ends_clause(last.text)
    # The first line may be indented less or more than the others; a later line with a deeper indent starts a paragraph.
    return run[0].kind == "item" or _indent(line) <= _indent(last)


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Whether the first word of the next line would not have fitted, with a tolerance of a tenth of the width."""
    word = 2 if _is_wide(following.text[0]) else 1 + _columns(following.text.split()[0])
    return _columns(line.raw.rstrip()) + word > 0.9 * width


def _ends_sentence(text: str) -> bool:
    end = text.rstrip(_CLOSERS)[-1:]
    return end in TERMINAL and end not in ",;，；、"


def _breakable(text: str) -> bool:
    return " " in text or any(_is_wide(char) for char in text)


def _indent(line: _Line) -> int:
    return len(line.raw) - len(line.raw.lstrip())


def _join(texts: Iterable[str]) -> str:
    joined = ""
    for text in texts:
        joined += _glue(joined, text) + text
    return joined


def _glue(before: str, after: str) -> str:
    if not before or (_is_wide(before[-1]) and _is_wide(after[0])):
        return ""
    if before.endswith("-") and before[-2:-1].isalnum() and after[0].isalnum():
        return " " if re.split(r"\W", after)[0].lower() in anywhere("suspended") else ""
    return " "


def _columns(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if _is_wide(char) else 1 for char in text)


def _is_wide(char: str) -> bool:
    """Whether a character takes two columns and its script has no spaces (so not Hangul)."""
    return unicodedata.east_asian_width(char) in "WF" and not "\uac00" <= char <= "\ud7a3"
