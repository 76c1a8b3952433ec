"""Inline codes: tags, variables and other parts of a segment that are no words. `mtqe.model` exports the type."""

from __future__ import annotations

from typing import Literal

import msgspec

Side = Literal["source", "target"]


def other_side(side: Side) -> Side:
    """Return the other side."""
    return "target" if side == "source" else "source"


CodeRole = Literal["open", "close", "alone"]
CodeKind = Literal["format", "variable", "literal", "link", "image", "break", "other"]


class Code(msgspec.Struct, frozen=True, omit_defaults=True):
    """An inline code of a segment: `segment.text(side)[start:end]` is the code as readers of a report see it.

    In a segment without the text of its codes, which checks and metrics get (`mtqe.language.codes.bare`), `start` and
    `end` are both the place of the code.

    Args:
        side: The side of the segment.
        start: Offset of its first character, in code points.
        end: Offset after its last character.
        key: Its identity: a translation has the codes of its source with the same keys. The key of a `close` is `/` and
            the key of its `open`.
        role: `open` and `close` are the two ends of a pair, `alone` is a code without a partner.
        kind: `format` changes the look of the text, `variable` is replaced by text, `literal` is program code, `link`
            and `image` lead to an address, `break` breaks the line, `other` is a code of unknown kind.
        value: The address of a link or image, the text of a literal, the name of a variable; empty if unknown. Of a
            pair, the code has it whose text shows it.
        fixed: Whether the code must keep its place among the other codes that are fixed.
        text: Its text, in a segment without the text of its codes; otherwise empty.
        spaces: Of the first code of its side in such a segment: the number of spaces that this side lacks beside the
            codes; below 0 if it has more of them, in place of line breaks.
    """

    side: Side
    start: int
    end: int
    key: str
    role: CodeRole = "alone"
    kind: CodeKind = "other"
    value: str = ""
    fixed: bool = False
    text: str = ""
    spaces: int = 0
