"""Reads the front matter of a Markdown document: YAML between lines of `---`, or TOML between lines of `+++`.

A value is text for readers if its key says so (`title`, `description`), or if it has several words with letters. Each
is a block with its key. Other values, such as dates, names of layouts and paths, are settings and are left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from mtqe.formats.documents.inline_text import InlineText
from mtqe.language.late_patterns import late
from mtqe.model import Block

_YAML = late(r"---[^\S\n]*\n(.*?\n)?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_TOML = late(r"\+\+\+[^\S\n]*\n(.*?\n)?\+\+\+[^\S\n]*(?:\n|\Z)", re.DOTALL)
_TEXTS = late(
    r"(?:^|[._-])(?:title|subtitle|description|summary|excerpt|headline|tagline|caption|alt|abstract|lead|label)$",
    re.IGNORECASE,
)
"""Keys whose value is text even if it is one word. `linkTitle` and `meta_description` end with such a word, too."""
_COMMENT = late(r"^[^\S\n]*#.*\w", re.MULTILINE)
_CAMEL = late(r"(?<=[a-z])(?=[A-Z])")
_WORDS = late(r"[^\W\d_]{2,}[^\s]*\s+.*[^\W\d_]{2,}", re.DOTALL)
_WIDE = late("[\u3040-\u30ff\u3400-\u9fff]{4}")
_STRINGS = frozenset({"tag:yaml.org,2002:str"})
_NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})
LONGEST = 100_000
"""Characters: of the longest front matter that is read. By hand: that of a page is far shorter."""


def end(content: str) -> int:
    """The offset after the front matter; 0 if there is none."""
    match = _match(content)
    return match.end() if match else 0


def blocks(content: str) -> tuple[Block, ...] | None:
    """The texts of the front matter, in order of their lines; `None` if it cannot be read."""
    match = _match(content)
    if match is None or not match[1]:
        return ()
    if len(match[1]) > LONGEST:
        return None
    values = _toml_values(match[1], (str,)) if content.startswith("+") else _yaml_values(match[1])
    if values is None:
        return None
    return tuple(filter(None, (_block(key, text, line) for key, text, line in sorted(values, key=lambda v: v[2]))))


def numbers(content: str) -> Iterator[tuple[str, str, int]]:
    """The numbers of the front matter with their keys and lines. Dates and switches belong to each page itself."""
    import yaml

    match = _match(content)
    if match is None or not match[1] or len(match[1]) > LONGEST:
        return
    if content.startswith("+"):
        found = _toml_values(match[1], (int, float)) or ()
        yield from ((f"front matter {key}", str(value), line) for key, value, line in found)
        return
    try:
        for key, node in _scalars(yaml.compose(match[1], Loader=yaml.SafeLoader), _NUMBERS):
            yield f"front matter {key}", node.value, node.start_mark.line + 2
    except (yaml.YAMLError, RecursionError, ValueError):
        return  # `blocks` says that the front matter cannot be read


def comments(content: str) -> Iterator[int]:
    """The lines with a comment in the front matter."""
    for match in _COMMENT.finditer(content, 0, end(content)):
        yield content.count("\n", 0, match.start()) + 1


def _match(content: str) -> re.Match[str] | None:
    return _YAML.match(content) or _TOML.match(content)


def _block(key: str, text: str, line: int) -> Block | None:
    name = _CAMEL.sub("-", re.sub(r"\.\d+$", "", key))
    if not _TEXTS.search(name) and not _WORDS.search(text) and not _WIDE.search(text):
        return None
    inline = InlineText()
    inline.text(text)
    return inline.block(
        line, "heading" if name.lower().endswith("title") else "line", f"front matter {key}", f"front {key}"
    )


def _yaml_values(text: str) -> list[tuple[str, str, int]] | None:
    """The strings with their keys and lines."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        # The line of `---` is the first of the file.
        return [(key, node.value, node.start_mark.line + 2) for key, node in _scalars(root, _STRINGS)]
    except (yaml.YAMLError, RecursionError, ValueError):
        return None


def _scalars(root: Any, tags: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """The nodes with one of these tags, with the keys on the way joined by dots. Aliases are not followed."""
    waiting: list[tuple[str, Any]] = [("", root)]
    visited: set[int] = set()
    while waiting:
        key, node = waiting.pop()
        if node is None or id(node) in visited:
            continue
        visited.add(id(node))
        prefix = f"{key}." if key else ""
        if node.id == "mapping":
            waiting += [(f"{prefix}{name.value}", value) for name, value in node.value if isinstance(name.value, str)]
        elif node.id == "sequence":
            waiting += [(f"{prefix}{number}", value) for number, value in enumerate(node.value)]
        elif node.tag in tags and node.value.strip():
            yield key, node


def _toml_values(text: str, kinds: tuple[type, ...]) -> list[tuple[str, Any, int]] | None:
    """The values of some types with their keys.

    The line is the first on which the last part of the key stands as a name. Switches are no numbers.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    waiting: list[tuple[str, Any]] = [("", table)]
    values = []
    while waiting:
        key, value = waiting.pop()
        prefix = f"{key}." if key else ""
        if isinstance(value, dict):
            waiting += [(prefix + name, inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{prefix}{number}", inner) for number, inner in enumerate(value)]
        elif isinstance(value, kinds) and not isinstance(value, bool) and str(value).strip():
            name = re.sub(r"(?:\.\d+)+$", "", key).rpartition(".")[2]
            found = re.search(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=", text, re.MULTILINE)
            values.append((key, value, 2 + (text.count("\n", 0, found.end()) if found else 0)))
    return values
