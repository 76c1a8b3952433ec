"""A page as a tree of elements, for tests that look at what a browser would see."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from mtqe.model import Report
from mtqe.project.trend import Series
from mtqe.report import html

VOID = {"meta", "input", "br", "wbr"}


@dataclass
class Node:
    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "", name: str = "") -> Iterator[Node]:
        for part in self.parts:
            if isinstance(part, Node):
                if (not tag or part.tag == tag) and (not name or name in part.attrs.get("class", "").split()):
                    yield part
                yield from part.all(tag, name)

    def one(self, tag: str = "", name: str = "") -> Node:
        return next(self.all(tag, name))

    def by_id(self, id: str) -> Node:
        return next(node for node in self.all() if node.attrs.get("id") == id)

    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


class Builder(HTMLParser):
    """A strict tree: every element that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("#document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parsed(text: str) -> Node:
    """The document; an AssertionError for comments, repeated attributes and elements not closed in order."""
    builder = Builder()
    builder.feed(text)
    builder.close()
    assert builder.open == [builder.root]
    return builder.root


def write(report: Report, baseline: Report | None = None, history: Sequence[Series] = ()) -> str:
    out = io.StringIO()
    html.render(report, out, baseline, history)
    return out.getvalue()


def parse(report: Report, baseline: Report | None = None, history: Sequence[Series] = ()) -> Node:
    return parsed(write(report, baseline, history))
