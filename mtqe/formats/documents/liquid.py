"""Tags of Liquid between the blocks of a Markdown document, as sites of Jekyll have them.

`{% highlight ruby %} … {% endhighlight %}` is a block of code, and so is `{% comment %}`, which nobody sees. Another
line that has only tags (`{% include tides.html %}`) is a block of its own; what stands between two of them is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtqe.language.late_patterns import late

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_CODE = frozenset({"code", "codeblock", "comment", "highlight"})
"""Tags of Jekyll, Octopress and Liquid whose content is code or is not shown."""
_TAG = late(r"\{%-?[ \t]*(?P<name>\w++)(?:[^%]|%(?!\}))*+%\}")
_ONLY_TAGS = late(rf"(?:{_TAG.pattern.replace('?P<name>', '?:')}[ \t]*)+")
_UNCLOSED = "unclosed tags of Liquid"
"""The key of the names of tags that a search to the end of the document did not find closed."""


def add_to(parser: MarkdownIt) -> None:
    """Let a parser of Markdown know the tags."""
    parser.block.ruler.before("fence", "liquid", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of code, or a line of tags, from a line on."""
    text = _line(state, start)
    tag = _TAG.match(text) if text.startswith("{%") and not state.is_code_block(start) else None
    if tag is None:
        return False
    name = tag["name"]
    last = _closing_line(state, name, start, end) if name in _CODE else None
    if last is None and not _ONLY_TAGS.fullmatch(text.rstrip()):
        return False
    if silent:
        return True
    if last is None:
        state.line = start + 1
        state.push("paragraph_open", "p", 1).map = [start, state.line]
        inline = state.push("inline", "", 0)
        inline.content, inline.map, inline.children = text.strip(), [start, state.line], []
        state.push("paragraph_close", "p", -1)
        return True
    state.line = last + 1
    token = state.push("fence", "code", 0)
    token.map = [start, state.line]
    inside = "\n".join(_line(state, number) for number in range(start, state.line))[tag.end() :]
    token.content = _closing(name).split(inside)[0]
    return True


def _closing_line(state: StateBlock, name: str, start: int, end: int) -> int | None:
    """The line where a tag is closed; `None` if it is not."""
    unclosed: set[str] = state.env.setdefault(_UNCLOSED, set())
    if name not in unclosed:
        closing = _closing(name)
        for number in range(start, end):
            if closing.search(_line(state, number)):
                return number
        unclosed.add(name)
    return None


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"\{{%-?[ \t]*end{name}[ \t]*-?%\}}")


def _line(state: StateBlock, number: int) -> str:
    """A line without the marks of the blocks that it is in."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
