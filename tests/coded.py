"""Segments with inline codes in a short notation: each text in ⟦…⟧ is a code.

- `⟦<b>⟧`, `⟦</b>⟧` and `⟦<x id="1"/>⟧` are tags; a tag with `/` at its end, and `<br>`, stands alone. The key is name
  and id. `a` is a link and `img` an image, with `href` and `src` as value; `⟦<https://…>⟧` is a link that stands alone.
- A text in backticks is code.
- All other texts are variables; those with `%` are fixed.
"""

from __future__ import annotations

import re

import msgspec

from mtqe.model import Code, CodeKind, Segment, Side

CODE = re.compile(r"⟦(.+?)⟧")
TAG = re.compile(r"<(/?)(\w+)(?:\s[^<>]*?)?(/?)>")  # not `<up.md>`
ID = re.compile(r"\bid=\"([^\"]*)\"")
ADDRESS = re.compile(r"\b(?:href|src)=\"([^\"]*)\"")
KINDS: dict[str, CodeKind] = {"b": "format", "i": "format", "br": "break", "a": "link", "img": "image"}


def segment(name: str, source: str, target: str, doc: str | None = None) -> Segment:
    """The segment of two texts in the notation."""
    sides: list[tuple[Side, str]] = [("source", source), ("target", target)]
    texts, codes = {}, []
    for side, text in sides:
        texts[side], found = read(text, side)
        codes += found
    return Segment(name, texts["source"], texts["target"], codes=tuple(codes), doc=doc)


def lengthened(segment: Segment) -> Segment:
    """The plain segment with a code of several words at the end of its source."""
    tag = ' <ph id="1" equiv-text="the name of the ship"/>'
    start = len(segment.source)
    code = Code("source", start + 1, start + len(tag), "ph 1")
    return msgspec.structs.replace(segment, source=segment.source + tag, codes=(code,))


def read(text: str, side: Side) -> tuple[str, list[Code]]:
    """The stored text, and its codes."""
    stored = ""
    codes: list[Code] = []
    opened: list[str] = []
    for place, part in enumerate(CODE.split(text)):
        if place % 2:
            codes.append(_code(part, side, len(stored), opened))
        stored += part
    return stored, codes


def _code(text: str, side: Side, start: int, opened: list[str]) -> Code:
    end = start + len(text)
    if text.startswith("`"):
        return Code(side, start, end, "literal", kind="literal", value=text.strip("`"))
    if match := TAG.fullmatch(text):
        close, name, alone = match.groups()
        value = address[1] if (address := ADDRESS.search(text)) else ""
        kind = KINDS.get(name, "other")
        key = {"link": "link", "image": "image"}.get(kind) or f"{name} {label[1] if (label := ID.search(text)) else ''}"
        if close:
            key = next((key for key in reversed(opened) if key.split()[0] in (name, kind)), key)
            if key in opened:
                opened.remove(key)
            return Code(side, start, end, f"/{key}", "close", kind)
        if alone or name == "br":
            return Code(side, start, end, key, "alone", kind, value)
        opened.append(key)
        return Code(side, start, end, key, "open", kind, value)
    if text.startswith("<"):
        return Code(side, start, end, "link", "alone", "link", text.strip("<>"))
    return Code(side, start, end, text, "alone", "variable", text.strip("{}%"), fixed="%" in text)
