"""XLIFF 1.2, 2.0 and later: the files that translation tools exchange. Each segment that is to be translated is a pair.

- In 1.2 a unit is a segment, or each `mrk` of type `seg` in its `seg-source` is one, as in SDLXLIFF. In 2.x each
  `segment` is one; what is `ignorable` is not.
- Units and files marked `translate="no"` are passed over, and segments without any text.
- The id is that of the unit and, where it has several segments, theirs (`7/1`). Each `file` is a document.
- Of inline elements their text stays (`g`, `mrk`, `pc`); codes (`ph`, `bpt`, `x`...) become their `equiv-text` or
  `equiv`, most often nothing. Where white space is not to be preserved, a line break with its indentation is a space.
- The languages stand in the file and need not be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, records
from mtqe.model import Document, Segment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

V1, V2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2."
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
KEPT = frozenset({"g", "mrk", "pc"})
"""Inline elements whose content is text; that of others is code."""


def read(path: Path) -> Document:
    """Read the pairs of an XLIFF file.

    Raises:
        InputError: The file cannot be used, is no XML, no XLIFF or of another version, or holds no segments.
    """
    root, sha256 = _parse(path)
    find = _units_1 if _namespace(root) == V1 else _units_2
    found = [
        segment
        for number, file in enumerate(_all(root, "file"), 1)
        if file.get("translate") != "no"
        for segment in _named(find(file), file.get("original") or file.get("id") or str(number))
        if segment.source.strip() or segment.target.strip()
    ]
    document = records.document(found, path, sha256)
    source, target = _languages(root)
    return msgspec.structs.replace(document, source_lang=source or None, target_lang=target or None)


def languages(path: Path) -> tuple[str, str]:
    """The languages of source and translation as the file names them, `""` where it does not.

    Raises:
        InputError: As for `read`.
    """
    return _languages(_parse(path)[0])


def _parse(path: Path) -> tuple[Element, str]:
    from lxml import etree

    content, sha256 = files.decode(path, keep_newlines=True)
    # Nothing is fetched and no entity resolved: the file may come from anywhere. The declaration may name another
    # encoding than the UTF-8 that it has become.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(content.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{files.shown(path)}: not valid XML: {error.msg}", "mend the file at that place") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(f"{files.shown(path)} has a document type declaration", "remove it: XLIFF files have none")
    namespace = _namespace(root)
    if _name(root) != "xliff" or not (namespace == V1 or namespace.startswith(V2)):
        what = f"XLIFF {root.get('version', '?')}" if _name(root) == "xliff" else f"a file of {_name(root)!r} elements"
        raise InputError(f"{files.shown(path)} is {what}", "mtqe reads XLIFF 1.2 and 2.x")
    return root, sha256


def _languages(root: Element) -> tuple[str, str]:
    if _namespace(root) == V1:
        first = next(_all(root, "file"), root)
        return first.get("source-language") or "", first.get("target-language") or ""
    return root.get("srcLang") or "", root.get("trgLang") or ""


def _units_1(file: Element) -> Iterator[Segment]:
    """The segments of a file of version 1.2."""
    for unit in _all(file, "trans-unit"):
        if _refused(unit):
            continue
        source, target, split = (_child(unit, name) for name in ("source", "target", "seg-source"))
        pieces = _pieces(split)
        if pieces:
            translated = _pieces(target)
            for mid, piece in pieces.items():
                yield _segment(unit, f"{unit.get('id')}/{mid}", piece, translated.get(mid))
        else:
            yield _segment(unit, unit.get("id") or "", source, target)


def _units_2(file: Element) -> Iterator[Segment]:
    """The segments of a file of version 2.x."""
    for unit in _all(file, "unit"):
        if _refused(unit):
            continue
        segments = [child for child in unit if _name(child) == "segment"]
        for number, segment in enumerate(segments, 1):
            label = segment.get("id") or str(number)
            name = f"{unit.get('id')}/{label}" if len(segments) > 1 else unit.get("id") or ""
            yield _segment(segment, name, _child(segment, "source"), _child(segment, "target"))


def _pieces(element: Element | None) -> dict[str, Element]:
    """The stretches that a tool has split a text into, by their id."""
    marks = [] if element is None else [mark for mark in _all(element, "mrk") if mark.get("mtype") == "seg"]
    return {mark.get("mid") or str(number): mark for number, mark in enumerate(marks, 1)}


def _segment(unit: Element, name: str, source: Element | None, target: Element | None) -> Segment:
    lines = {"source_line": source, "target_line": target}
    meta: dict[str, Any] = {key: side.sourceline for key, side in lines.items() if side is not None and side.sourceline}
    meta |= {"unit": name} | ({"state": state} if (state := _state(unit, target)) else {})
    return Segment(id=name, source=_text(source), target=_text(target), meta=meta)


def _state(unit: Element, target: Element | None) -> str | None:
    return unit.get("state") or (target.get("state") if target is not None else None)


def _named(segments: Iterator[Segment], doc: str) -> Iterator[Segment]:
    """The segments of a document, each with an id of its own."""
    taken: dict[str, int] = {}
    for number, segment in enumerate(segments, 1):
        name = segment.id or str(number)
        taken[name] = taken.get(name, 0) + 1
        unique = name if taken[name] == 1 else f"{name}#{taken[name]}"
        yield msgspec.structs.replace(segment, id=unique, doc=doc)


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    text = "".join(_parts(element))
    place: Element | None = element
    while place is not None and place.get(SPACE) is None:
        place = place.getparent()
    if (place is not None and place.get(SPACE) == "preserve") or "\n" not in text:
        return text
    return re.sub(r"[ \t\r]*\n\s*", " ", text).strip()


def _parts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _name(child)
        if name in KEPT:
            yield from _parts(child)
        elif name == "cp":
            yield _code_point(child.get("hex") or "")
        else:
            yield child.get("equiv-text") or child.get("equiv") or ""
        yield child.tail or ""


def _code_point(digits: str) -> str:
    """The character of a `cp`, which XML cannot hold; nothing if it is none."""
    number = int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", digits) else 0x110000
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else ""


def _refused(unit: Element) -> bool:
    """Whether the unit, or a group that it is in, is not to be translated; the nearest that says so decides."""
    place: Element | None = unit
    while place is not None:
        if place.get("translate"):
            return str(place.get("translate")) == "no"
        place = place.getparent()
    return False


def _all(element: Element, name: str) -> Iterator[Element]:
    return (item for item in element.iter() if _name(item) == name)


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _name(child) == name), None)


def _name(element: Element) -> str:
    """The name without its namespace; `""` for comments and processing instructions."""
    return _tag(element).rpartition("}")[2]


def _namespace(element: Element) -> str:
    return _tag(element).rpartition("}")[0].lstrip("{")


def _tag(element: Element) -> str:
    return element.tag if isinstance(element.tag, str) else ""
