"""The manual of a check as simple markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup


def markup(text: str) -> Markup:
    """A manual as simple markup: headings, lists, paragraphs, code."""
    from markupsafe import Markup, escape

    parts = []
    for block in re.split(r"\n\s*\n|(?<=\n)(?=## )", text.strip()):
        head, _, body = block.strip().partition("\n")
        if head.startswith("#"):
            parts.append(f"<h4>{inline(head.lstrip('# '))}</h4>")
            block = body
        lines = block.strip().splitlines()
        if lines and all(re.match(r"[-*] |\s", line) for line in lines):
            items = re.split(r"(?:^|\n)[-*] ", block.strip())[1:]
            parts.append(f"<ul>{''.join(f'<li>{inline(item)}</li>' for item in items)}</ul>")
        elif lines and all(line.startswith("    ") for line in block.strip("\n").splitlines()):
            parts.append(f"<pre>{escape(block)}</pre>")
        elif lines:
            parts.append(f"<p>{inline(block)}</p>")
    return Markup("".join(parts))


def inline(text: str) -> Markup:
    """Escaped text on one line, with `code` and *emphasis*."""
    from markupsafe import Markup, escape

    code = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(" ".join(text.split()))))
    return Markup(re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", code))
