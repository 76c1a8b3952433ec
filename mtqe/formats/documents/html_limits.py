"""Refuses HTML pages whose parsing would take too long.

trafilatura takes time that grows with the square of the number of tags, above all inside a paragraph. lxml takes time
that grows with the square of the number of attributes of a tag.
"""

from __future__ import annotations

import re
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.documents import html_content

_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{5000,}+")
_VALUE = re.compile(r"\"[^\"]*+\"|'[^']*+'")
MOST_TAGS, MANY_TAGS = 60_000, 20_000
"""Tags: of the largest page that is read, and of the largest whose markup trafilatura finds. A long article has some
3,000. By hand, measured with tests/bench/growth.py."""
MOST_INLINE = 5_000
"""Tags: of links, emphasis and the like inside one block of text, at most. By hand."""
MOST_ATTRIBUTES = 1_000
"""Attributes: of a tag, at most. By hand."""


def refuse_huge(content: str, path: Path) -> None:
    """Refuse a page that has too many tags.

    Raises:
        InputError: The page or a paragraph has too many tags, or a tag has too many attributes.
    """
    hint = "save its text as .txt, or divide the page"
    number = content.count("<")
    if number > MOST_TAGS:
        raise InputError(f"{files.shown(path)} has {number:,} tags, and mtqe reads at most {MOST_TAGS:,}", hint)
    for tag in _LONG_TAG.finditer(content):
        if len(_VALUE.sub("", tag[0]).split()) > MOST_ATTRIBUTES:
            line = content.count("\n", 0, tag.start()) + 1
            why = f"a tag has more than {MOST_ATTRIBUTES:,} attributes"
            raise InputError(f"{files.shown(path)}, line {line}: {why}", hint)
    if number > MOST_INLINE and html_content.most_inline(content) > MOST_INLINE:
        raise InputError(f"{files.shown(path)}: a paragraph has more than {MOST_INLINE:,} links and the like", hint)
