"""Reads Markdown documents: headings, paragraphs, list items and table cells become blocks with their inline codes.

markdown-it (CommonMark with tables and struck text) parses them. The marks of emphasis, links, images, code spans and
tags are codes of their block. A code block, an image without text around it and the title of a link are blocks of their
own, outside of the running text, and so are the texts of the front matter (`front_matter`). The text of HTML blocks is
read as that of a page (`html_inline`). The id at the end of a heading (`{#setup}`) is a code. Tags of Liquid stand
between blocks (`liquid`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtqe.errors import InputError
from mtqe.formats import files, kept_space, left_out, raw_places, unread
from mtqe.formats.documents import front_matter, html_guard, html_inline, html_unread, html_values, lines, liquid
from mtqe.formats.documents.inline_text import InlineText
from mtqe.formats.values import Unit
from mtqe.language.late_patterns import late
from mtqe.model import Block, BlockKind, CodeRole, Text

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

UNPARSED = "block with too many marks to read them as markup"
"""How a text whose markup was not parsed is named in the report."""
MOST_LINES = 100_000
"""Lines: and table cells of the largest document that is read, because the parser keeps each in memory. Measured with
bench/growth.py."""
MOST_MARKS, MOST_MARKS_OF_BLOCK = 300_000, 20_000
"""Characters: signs of markup and line breaks in a document, and in one of its blocks, that are parsed at most. What is
beyond is read as plain text. Measured with bench/growth.py."""
MOST_OPEN = 500
"""Images: in a block that begin (`![`) and do not end; the parser looks for the end of each in all of the block. By
hand: a text has none."""
_COMMENT = late(r"<!--.*\w", re.DOTALL)
LEVELS = 200
"""Entries: nested blocks, at most; the parser would leave out what is deeper. Each item of a list is two."""
TITLE = "link title"
_ID = late(r"(?:(?<!\s)\s+|\A)(?P<key>\{#[\w.:-]+)(?:\s[^{}]*)?\}\s*\Z")
"""The id of a heading at its end: `{#setup}`, also with classes after it."""
_TASK = late(r"\[([ xX])\]\s")
"""The box of a task at the beginning of an item."""
_LINE_START = late(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s[\s>]*)*")
"""What may stand before a text in its line: the marks of quotations and lists."""
_BLOCK_SIGN = late(r"(?=[-+](?:\s|\Z)|(?:-+|=+)\s*\Z|~~~)|\d{1,9}(?=[.)](?:\s|\Z))")
"""What stands before a sign that would make a list, a heading, a ruled line or program code of a line."""
_MARKS = "`*_~[]!<&\\\n"


def read(path: Path) -> Text:
    """Read a Markdown document.

    Raises:
        InputError: The file cannot be read, or has no text.
    """
    content, sha256 = files.decode(path)
    _refuse_huge(content, path)
    tokens, definitions = _parsed(content, files.shown(path))
    blocks = (*(front_matter.blocks(content) or ()), *_blocks(tokens, files.shown(path)))
    if not any(block.text for block in blocks):
        raise InputError(f"{files.shown(path)} has no text, only markup or code", "give a file with text")
    told = left_out.at_lines(_unread(content, tokens, definitions, blocks))
    return Text(blocks, str(path), sha256, left_out=told, values=(*front_matter.numbers(content), *_values(tokens)))


def _values(tokens: Sequence[Token]) -> Iterator[tuple[str, str, int]]:
    """The first number of each list, whether tasks are done, and the values of HTML, as `Text.values`."""
    for place, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 1
        if token.type == "ordered_list_open":
            yield "list", str(token.attrs.get("start", 1)), line
        elif token.type == "html_block":
            root = html_guard.parsed(f"<div>{token.content}</div>", f"line {line}")
            yield from ((what, value, line + at - 1) for what, value, at in html_values.found(root))
        elif token.type == "inline" and (task := _TASK.match(token.content)) and _begins_item(tokens, place):
            yield "task", task[1].lower(), line


def _begins_item(tokens: Sequence[Token], place: int) -> bool:
    """Whether a text stands at the beginning of the item of a list."""
    return [before.type for before in tokens[max(0, place - 2) : place]] == ["list_item_open", "paragraph_open"]


def _unread(
    content: str, tokens: Sequence[Token], definitions: Sequence[Mapping[str, Any]], blocks: Sequence[Block]
) -> Iterator[tuple[str, int]]:
    """What no block has, with its line."""
    if front_matter.blocks(content) is None:
        yield "front matter block", 1
    yield from ((unread.COMMENT, line) for line in front_matter.comments(content))
    titles = {block.text for block in blocks if block.role == TITLE}
    of_line: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        of_line[block.line].append(block)
    for token in tokens:
        line = token.map[0] + 1 if token.map else 1
        if UNPARSED in token.meta:
            yield UNPARSED, line
        elif token.type == "html_block":
            root = html_guard.parsed(f"<div>{token.content}</div>", f"line {line}")
            here = [block for at in range(line, line + token.content.count("\n") + 1) for block in of_line.get(at, ())]
            yield from ((what, line + at - 1) for what, at in html_unread.found(root, here))
        elif token.type == "inline":
            parts = (child for child in token.children or [] if child.type == "html_inline")
            yield from ((unread.COMMENT, line) for child in parts if _COMMENT.match(child.content))
        elif token.type == "fence" and len(token.info.split()) > 1:
            yield unread.TITLE, line
    for definition in definitions:
        if (title := " ".join(definition["title"].split())) and title not in titles:
            yield unread.UNUSED, definition["map"][0] + 1


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The blocks of a content with its line ends, for `contracts.Units`; without a text where it is not found."""
    _refuse_huge(content, path)
    blocks = parse(content.replace("\r\n", "\n"), files.shown(path))
    return (Unit("", value) for value in raw_places.in_markdown(content, blocks))


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a paragraph, with a backslash before signs of markup.

    Raises:
        InputError: It has a line break.
    """
    escaped = re.sub(r"[\\`*_\[\]<>#|&]|~(?=~)", r"\\\g<0>", lines.escape(text, content, start))
    line = content.rfind("\n", 0, start) + 1
    if _LINE_START.fullmatch(content, line, start) and (sign := _BLOCK_SIGN.match(escaped)):
        return f"{escaped[: sign.end()]}\\{escaped[sign.end() :]}"
    return escaped


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse white space that is not kept, and nothing; see `Losing`.

    Raises:
        InputError: The text would be so.
    """
    kept_space.refuse_all_but_single(before, text, after)
    kept_space.refuse_nothing(before, text, after)


def _refuse_huge(content: str, path: Path) -> None:
    """Refuse a document of which the parser would keep too much in memory.

    Raises:
        InputError: It has too many lines and table cells.
    """
    number = content.count("\n") + content.count("|")
    if number > MOST_LINES:
        why = f"has {number:,} lines and table cells, and mtqe reads at most {MOST_LINES:,} of a Markdown document"
        raise InputError(f"{files.shown(path)} {why}", "divide it, or save its text as .txt")


def parse(content: str, name: str = "the document") -> tuple[Block, ...]:
    """The blocks of a document, in order; line numbers are 1-based.

    Raises:
        InputError: Elements in a block of HTML are nested too deeply.
    """
    return (*(front_matter.blocks(content) or ()), *_blocks(_parsed(content, name)[0], name))


def _parsed(content: str, name: str) -> tuple[list[Token], list[Mapping[str, Any]]]:
    """The tokens of a document, and the definitions of links in it.

    Raises:
        InputError: Blocks are nested too deeply.
    """
    from markdown_it import MarkdownIt

    front = front_matter.end(content)
    # Replaced by empty lines, so that line numbers are kept.
    body = "\n" * content.count("\n", 0, front) + content[front:]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.options["maxNesting"] = LEVELS
    parser.core.ruler.at("inline", _parse_inline)
    liquid.add_to(parser)
    env: dict[str, Any] = {}
    tokens = parser.parse(body, env)
    deep = next((token for token in tokens if token.nesting == 1 and token.level >= LEVELS - 1), None)
    if deep is not None:
        line = f", line {deep.map[0] + 1}" if deep.map else ""
        raise InputError(f"{name}{line}: more than {LEVELS} nested blocks", "divide the list or quotation")
    return tokens, [*env.get("references", {}).values(), *env.get("duplicate_refs", ())]


def _parse_inline(state: StateCore) -> None:
    """Parse the markup inside the blocks, but not that of a block or document with too much of it."""
    from markdown_it.token import Token

    remaining = MOST_MARKS
    for token in state.tokens:
        if token.type == "inline":
            marks = sum(map(token.content.count, _MARKS))
            is_open = token.content.count("![") - token.content.count("]") > MOST_OPEN
            if is_open or marks > min(MOST_MARKS_OF_BLOCK, remaining):
                token.children = [Token("text", "", 0, content=" ".join(token.content.split()))]
                token.meta[UNPARSED] = True
            else:
                remaining -= marks
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


class _Place:
    """Where a token stands: in which blocks, and in which cell of which table."""

    def __init__(self) -> None:
        self._inside: list[tuple[BlockKind, str]] = []
        self._table = self._row = self._column = 0

    def moved(self, token: Token) -> None:
        """Follow a token that opens or closes a block."""
        if token.type == "list_item_open":
            self._inside.append(("item", "item"))
        elif token.type == "heading_open":
            self._inside.append(("heading", f"heading {token.tag[1:]}"))
        elif token.type in ("list_item_close", "heading_close"):
            self._inside.pop()
        elif token.type == "table_open":
            self._table, self._row = self._table + 1, 0
        elif token.type == "tr_open":
            self._row, self._column = self._row + 1, 0
        elif token.type in ("th_open", "td_open"):
            self._column += 1
            self._inside.append(("paragraph", f"cell {self._table}.{self._row}.{self._column}"))
        elif token.type in ("th_close", "td_close"):
            self._inside.pop()

    @property
    def kind_and_role(self) -> tuple[BlockKind, str]:
        """Kind and role of a text here."""
        return self._inside[-1] if self._inside else ("paragraph", "paragraph")


def _blocks(tokens: list[Token], name: str) -> Iterator[Block]:
    place = _Place()
    for token in tokens:
        place.moved(token)
        line = token.map[0] + 1 if token.map else 1
        if token.type == "inline":
            inline = InlineText()
            titles = list(_add(inline, token.children or [], is_heading=place.kind_and_role[0] == "heading"))
            block = inline.block(line, *place.kind_and_role) or inline.block(line, "line", "image", "image")
            yield from [block] if block else []
            for title in titles:
                text = InlineText()
                text.text(title)
                if block := text.block(line, "line", TITLE, TITLE):
                    yield block
        elif token.type in ("fence", "code_block") and token.content.strip():
            yield html_inline.code_block(token.content, line)
        elif token.type == "html_block":
            yield from html_inline.blocks(token.content, line, name)


def _add(inline: InlineText, tokens: list[Token], *, is_heading: bool = False) -> Iterator[str]:
    """Add inline markup to a text; yields the titles of its links, images and tags. A heading may end with its id."""
    links: list[Token] = []
    tags = html_inline.Tags(inline)
    for token in tokens:
        if tags.literal is not None and token.type != "html_inline":
            tags.literal.append(token.content or (" " if token.type.endswith("break") else ""))
        elif token.type == "text":
            id = _ID.search(token.content) if is_heading and token is tokens[-1] else None
            inline.text(token.content[: id.start()] if id else token.content)
            if id:
                inline.code(id[0].strip(), id["key"], "other")
        elif token.type == "code_inline":
            inline.literal(f"{token.markup}{token.content}{token.markup}", token.content)
        elif token.type == "softbreak":
            inline.text(" ")
        elif token.type == "hardbreak":
            inline.code("\\", "br", "break")
            inline.text(" ")
        elif token.type in ("em_open", "strong_open"):
            inline.code(token.markup, token.tag, "format", "open")
        elif token.type in ("em_close", "strong_close"):
            inline.code(token.markup, f"/{token.tag}", "format", "close")
        elif token.type in ("s_open", "s_close"):
            role: CodeRole = "open" if token.type == "s_open" else "close"
            inline.tag(token.markup, "del", role)
        elif token.type == "link_open":
            links.append(token)
            if token.info != "auto":  # the text of an automatic link is its target
                inline.code("[", "link", "link", "open")
        elif token.type == "link_close":
            opening = links.pop()
            if opening.info != "auto":
                address = str(opening.attrs.get("href", ""))
                inline.code(f"]({address})", "/link", "link", "close", address)
                yield from [str(opening.attrs["title"])] if opening.attrs.get("title") else []
        elif token.type == "image":
            address = str(token.attrs.get("src", ""))
            inline.code("![", "image", "image", "open")
            yield from _add(inline, token.children or [])
            inline.code(f"]({address})", "/image", "image", "close", address)
            yield from [str(token.attrs["title"])] if token.attrs.get("title") else []
        elif token.type == "html_inline":
            tags.add(token.content)
            yield from html_inline.labels(token.content)
    tags.close()
