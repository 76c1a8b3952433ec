"""Reads YAML and keeps the place of every character of its texts.

Only the events of PyYAML are used: no tag makes an object, and an alias is never followed, so that a text with an
anchor is there once; an alias is a value that is no text. Words such as `yes` are texts, as in YAML 1.2; numbers,
dates, `true`, `false` and `null` are not. If a mapping has a key twice, the last one counts, as it does for the
programs that read these files; its first text knows in which lines the others are (`values.overriding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.json_places import DEEPEST, Json, Member, Plain, same
from mtqe.formats.values import Lines, Piece, Value, overriding
from mtqe.language.late_patterns import late

BLOCKS = ("|", ">")
"""The styles of block scalars, literal and folded."""
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_STANDARD = "tag:yaml.org,2002:"
_NO_TEXT = frozenset(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "null", "timestamp"))
_NULL = "tag:yaml.org,2002:null"
_BOOLEANS = frozenset({"true", "false"})
_SYMBOL = late(r":[a-z_]+")
"""A symbol of Ruby, such as `:year` in the order of the parts of a date."""
_BREAK = late("\r\n|[\n\r\x85\u2028\u2029]")
_SPACE = "[ \t]"
_ANY_SPACE = "[ \t\n\r\x85\u2028\u2029]"
_PROPERTIES = late(rf"(?:(?:&[\w-]+|![^{_ANY_SPACE[1:]}*){_ANY_SPACE}*(?:#.*{_ANY_SPACE}*)?)*")
"""The anchor and the tag before a scalar."""
_LINE_SIGN = "[\n\r\x85\u2028\u2029]"
_FLOW = {
    style: late(
        rf"(?P<plain>[^\n\r\x85\u2028\u2029 \t{special}]+)|(?P<fold>{_SPACE}*{_LINE_SIGN}{_ANY_SPACE}*){escape}"
        rf"|(?P<space>{_SPACE}+)",
        re.DOTALL,
    )
    for style, special, escape in (
        ("", "", ""),
        ("'", "'", "|(?P<escape>'')"),
        (
            '"',
            r"\\",
            rf"|(?P<joined>\\{_LINE_SIGN}{_ANY_SPACE}*)|(?P<escape>\\(?:x.{{2}}|u.{{4}}|U.{{8}}|[^xuU]))",
        ),
    )
}
"""What a flow scalar consists of, by style; the plain style is empty."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()


class Scalar(NamedTuple):
    """A scalar.

    Args:
        start: Offset of its first sign, such as the quote.
        end: Offset after its last.
        style: `|`, `>`, one of the quotes, or empty for a plain scalar.
        in_flow: Whether it stands in brackets or braces.
        indent: Of a block scalar: how many spaces before each line are not part of its text.
        is_tagged: Whether it has a tag that is not of YAML itself, so that it is no text.
    """

    start: int
    end: int
    style: str
    in_flow: bool
    indent: int = 0
    is_tagged: bool = False


def parse(content: str, path: Path) -> Json:
    """Read a file with one document.

    Raises:
        InputError: The content is not YAML, has several documents, or is nested too deeply. The message has the line.
    """
    return _Reader(content, path).document()


def scalars(content: str) -> Iterator[Scalar]:
    """The scalars of a content that `parse` could read."""
    flows: list[bool] = []
    for event in yaml.parse(content, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            flows.append(bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            flows.pop()
        elif isinstance(event, yaml.ScalarEvent):
            start, end, style = _extent(content, event)
            indent = _indent(content, _lines_of_block(content, start, end), event.value) if style in BLOCKS else 0
            is_tagged = event.tag not in _TEXT_TAGS and not event.tag.startswith(_STANDARD)
            yield Scalar(start, end, style, any(flows), indent, is_tagged)


class _Reader:
    def __init__(self, content: str, path: Path) -> None:
        self._content, self._path = content, path
        self._stack: list[dict[str, Member] | list[Json]] = []
        self._keys: list[Value | None] = []
        """The key of the next value, for each open collection."""
        self._root: list[Json] = []
        self._earlier: list[tuple[dict[str, Member], Member]] = []
        """Members that a later one with their key replaces, with their mapping."""

    def document(self) -> Json:
        n_documents = 0
        try:
            for event in yaml.parse(self._content, Loader=_LOADER):
                n_documents += isinstance(event, yaml.DocumentStartEvent)
                if n_documents > 1:
                    self._fault("a second document begins here", event.start_mark.line)
                self._take(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line if mark else self._content.count("\n", 0, getattr(error, "position", None) or 0)
            what = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
            self._fault(" ".join(str(what).split()), line)
        lines = Lines(self._content)
        for mapping, earlier in self._earlier:
            later = mapping[earlier.key.text]
            if same(earlier.value, later.value):
                changed = later._replace(again=(*later.again, earlier.key.at))
            else:
                changed = later._replace(value=_overriding(later.value, lines.at(earlier.key.at)[0]))
            mapping[earlier.key.text] = changed
        return self._root[0] if self._root else None

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._stack) == DEEPEST:
                self._fault(f"more than {DEEPEST} nested mappings or lists", event.start_mark.line)
            node: dict[str, Member] | list[Json] = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._add(node, event)
            self._stack.append(node)
            self._keys.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._add(Plain(f"*{event.anchor}"), event)
        elif isinstance(event, yaml.ScalarEvent):
            is_key = bool(self._stack) and isinstance(self._stack[-1], dict) and self._keys[-1] is None
            self._add(self._value(event) if is_key or _is_text(event) else _plain(event), event)

    def _add(self, node: Json, event: Any) -> None:
        """Put a node into the open collection, as the next key of a mapping or as a value."""
        if not self._stack:
            self._root.append(node)
            return
        parent = self._stack[-1]
        if isinstance(parent, list):
            parent.append(node)
            return
        key = self._keys[-1]
        if key is not None:
            if (earlier := parent.pop(key.text, None)) is not None:
                self._earlier.append((parent, earlier))
            parent[key.text] = Member(key, node)
            self._keys[-1] = None
        elif not isinstance(node, Value):
            self._fault("a key must be a word or text", event.start_mark.line)
        else:
            self._keys[-1] = node

    def _value(self, event: Any) -> Value:
        start, end, style = _extent(self._content, event)
        mapped = _block(self._content, start, end, event.value) if style in BLOCKS else None
        if mapped is None and style not in BLOCKS:
            mapped = _flow(self._content, start + len(style), end - len(style), style, event.value)
        if mapped is None:
            self._fault("the text here cannot be placed in the file", event.start_mark.line)
        return Value(tuple(mapped), start + len(style))

    def _fault(self, what: str, line: int) -> NoReturn:
        raise InputError(f"{files.shown(self._path)}, line {line + 1}: {what}", "give a file of valid YAML")


def _overriding(node: Json, line: int) -> Json:
    """A value whose first text knows in which line its key has another value, which the program does not use."""
    if isinstance(node, Value):
        return overriding(node, (*node.facts.get("overridden", ()), line))
    if isinstance(node, list) and node:
        return [_overriding(node[0], line), *node[1:]]
    if isinstance(node, dict) and node:
        name, member = next(iter(node.items()))
        return {**node, name: member._replace(value=_overriding(member.value, line))}
    return node


def _extent(content: str, event: Any) -> tuple[int, int, str]:
    """The range of a scalar without anchor and tag, and its style; that of a plain scalar is empty."""
    start, end = event.start_mark.index, event.end_mark.index
    if match := _PROPERTIES.match(content, start, end):
        start = match.end()
    sign = content[start : start + 1]
    return start, end, sign if start < end and sign and sign == event.style else ""


def _is_text(event: Any) -> bool:
    """Whether a scalar is a text by its tag, or by its form if it is plain and has no tag."""
    if event.tag not in _TEXT_TAGS:
        return False
    if not event.implicit[0] or event.tag is not None:
        return True
    if event.value.lower() in _BOOLEANS or _SYMBOL.fullmatch(event.value):
        return False
    return _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False)) not in _NO_TEXT


def _plain(event: Any) -> Plain | None:
    """A scalar that is no text; `None` if it is empty, or has a tag of its own."""
    is_null = event.tag in _TEXT_TAGS and _RESOLVER.resolve(yaml.ScalarNode, event.value, (True, False)) == _NULL
    is_own = event.tag not in _TEXT_TAGS and not event.tag.startswith(_STANDARD)
    return None if is_null or is_own else Plain(event.value)


def _flow(content: str, start: int, end: int, style: str, value: str) -> list[Piece] | None:
    """The pieces of a plain or quoted scalar, or `None` if they are not its value."""
    pieces: list[Piece] = []
    done = 0
    for match in _FLOW[style].finditer(content, start, end):
        kind = match.lastgroup
        if kind in ("fold", "joined"):
            text = _folded(match[0], joined=kind == "joined")
        else:
            text = value[done : done + 1] if kind == "escape" else match[0]
        if not value.startswith(text, done):
            return None
        if text:
            pieces.append(Piece(text, *match.span()))
        done += len(text)
    return pieces if done == len(value) else None


def _folded(text: str, *, joined: bool) -> str:
    """The text of some line breaks between parts of a flow scalar; `joined` means that the first is escaped."""
    breaks = [sign if (sign := match[0]) in "\u2028\u2029" else "\n" for match in _BREAK.finditer(text)]
    if joined:
        return "".join(breaks[1:])
    if breaks[0] != "\n":
        return "".join(breaks)
    return "".join(breaks[1:]) or " "


def _block(content: str, start: int, end: int, value: str) -> list[Piece] | None:
    """The pieces of a block scalar without the line breaks at its end, or `None` if they are not its value.

    A line break has the indentation behind it. In a folded scalar the breaks between two lines are one piece. A scalar
    of white space alone has no pieces.
    """
    if not value.strip():
        return []
    lines = _lines_of_block(content, start, end)
    indent = _indent(content, lines, value)
    pieces: list[Piece] = []
    done, breaks, at = 0, "", lines[0][0] if lines else end
    for first, last, after in lines:
        first += min(indent, last - first - len(content[first:last].lstrip(" ")))
        text = content[first:last]
        if breaks and (text or content[start] == "|"):
            pieces.append(Piece(breaks, at, first))
        if text or content[start] == "|":
            breaks, at = "", last
        if not value.startswith(text, done):
            return None
        pieces += [Piece(text, first, last)] if text else []
        done += len(text)
        if last < after and value[done : done + 1] in ("\n", "\u2028", "\u2029", " "):
            breaks += value[done]
            done += 1
    while pieces and not pieces[-1].text.strip("\n\u2028\u2029"):
        pieces.pop()
    return pieces if done == len(value) else None


def _lines_of_block(content: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """The lines of a block scalar, behind its header."""
    header = _BREAK.search(content, start, end)
    return list(_lines(content, header.end(), end)) if header else []


def _lines(content: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The lines of a range: start, end, and end with the line break."""
    while start < end:
        match = _BREAK.search(content, start, end)
        yield (start, match.start(), match.end()) if match else (start, end, end)
        start = match.end() if match else end


def _indent(content: str, lines: list[tuple[int, int, int]], value: str) -> int:
    """How many spaces before each line are not part of a block scalar."""
    for first, last, _ in lines:
        line = content[first:last]
        if line.strip(" "):
            inside = next((text for text in _BREAK.split(value) if text.strip(" ")), "")
            return len(line) - len(line.lstrip(" ")) - (len(inside) - len(inside.lstrip(" ")))
    return 0
