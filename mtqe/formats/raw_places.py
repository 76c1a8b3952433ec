"""Finds the texts of a page in its raw content, character by character: what a reader of Markdown or HTML leaves out.

The raw content is walked along the text. A run of white space in it stands for one space, an escape or entity for its
character, and markup between two characters for nothing. A text that is not found so, or twice, has no place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from mtqe.formats.values import Piece, Value
from mtqe.language.late_patterns import late
from mtqe.model import Block

_SPACE = late(r"\s+(?:>\s*)*")
_ESCAPE = late(r"\\[!-/:-@\[-`{-~]")
_ENTITY = late(r"&(?:[A-Za-z]\w{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MARK = late(r"\*+|_+|~~|`+|!?\[|\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])?|</?[A-Za-z][^<>]*>|<|>")
_START = late(rf"\s+|\||#{{1,6}}(?=\s)|[-*+](?=\s)|\d{{1,9}}[.)](?=\s)|:?-+:?(?=\s*\|)|{_MARK.pattern}")
_UNSEEN = late(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<(script|style|head|template|noscript)\b[^>]*>.*?</\1\s*>|<\?.*?>|<![^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = late(r"</?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+>")
_TAGS = late("\0+")
MARKERS = 20
"""Entries: markers before the text of a block, at most, such as those of a quotation in a list."""
CANDIDATES = 1_000
"""Entries: places in a page where a text may begin, at most; more say that the text is too common."""


def in_markdown(content: str, blocks: Sequence[Block]) -> Iterator[Value | None]:
    """The place of each block of a Markdown document; blocks know their line."""
    lines = [0]
    for line in content.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    done = 0
    for block in blocks:
        start = max(done, lines[min(block.line, len(lines)) - 1])
        value = _walk(content, start, block.text, _MARK, _ESCAPE)
        for _ in range(MARKERS):
            marker = _START.match(content, start)
            if value is not None or marker is None:
                break
            start = marker.end()
            value = _walk(content, start, block.text, _MARK, _ESCAPE)
        if value is not None:
            done = value.pieces[-1].end
        yield _with_codes(value, block)


def in_html(content: str, blocks: Sequence[Block]) -> Iterator[Value | None]:
    """The place of each block of a page, if its text is there only once."""
    visible = _UNSEEN.sub(lambda match: "\1" * len(match[0]), content)
    visible = _TAG.sub(lambda match: "\0" * len(match[0]), visible)
    for block in blocks:
        yield _with_codes(_only_place(visible, block.text), block)


def _with_codes(value: Value | None, block: Block) -> Value | None:
    return value and Value(value.pieces, value.at, block.codes)


def _only_place(visible: str, text: str) -> Value | None:
    first = re.compile(r"(?:" + re.escape(text[0]) + r"|&(?=#|\w))" if text else r"(?!)")
    found: list[Value] = []
    for number, match in enumerate(first.finditer(visible)):
        value = _walk(visible, match.start(), text, _TAGS, None)
        if value is not None:
            found.append(value)
        if len(found) > 1 or number > CANDIDATES * (1 + len(visible) // 10_000):
            return None
    return found[0] if found else None


def _walk(content: str, start: int, text: str, markup: re.Pattern[str], escape: re.Pattern[str] | None) -> Value | None:
    """The text as a value that begins at an offset of the content; `None` if it does not stand there."""
    pieces: list[Piece] = []
    at = done = 0
    place = start
    while at < len(text):
        end = place
        while at < len(text) and end < len(content) and content[end] == text[at] and content[end] not in "&\\\n ":
            at, end = at + 1, end + 1
        if end > place:
            pieces.append(Piece(text[done:at], place, end))
            place, done = end, at
            continue
        piece = _one(content, place, text[at], escape)
        if piece is not None:
            pieces.append(piece)
            at, done, place = at + 1, at + 1, piece.end
            continue
        skipped = markup.match(content, place)
        if not skipped or not skipped[0]:
            return None
        place = skipped.end()
    return Value(tuple(pieces), pieces[0].start) if pieces else None


def _one(content: str, place: int, char: str, escape: re.Pattern[str] | None) -> Piece | None:
    """A character that the content writes in another way: as white space, an escape, an entity or as it is."""
    if char == " " and (space := _SPACE.match(content, place)):
        return Piece(char, place, space.end())
    if escape and (match := escape.match(content, place)) and match[0][1] == char:
        return Piece(char, place, match.end())
    if (match := _ENTITY.match(content, place)) and html.unescape(match[0]) == char:
        return Piece(char, place, match.end())
    return Piece(char, place, place + 1) if content.startswith(char, place) else None
