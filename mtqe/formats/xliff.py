"""Reads XLIFF 1.2, 2.0 and later, which translation tools exchange. Each translatable segment is a pair.

- In 1.2 a segment is a unit or, as in SDLXLIFF, each `mrk` of type `seg` in its `seg-source`. In 2.x it is each
  `segment`; `ignorable` elements are skipped.
- Units and files marked `translate="no"` and segments without text are skipped.
- The id is that of the unit; if the unit has several segments, the id of the segment follows (`7/1`). Each `file` is a
  document.
- The text of inline elements is kept (`g`, `mrk`, `pc`). Codes (`ph`, `bpt`, `x`...) become their `equiv-text` or
  `equiv`, which is mostly empty. Unless white space is preserved, a line break with its indentation becomes a space.
- `codes` in the meta of a segment is the number of its inline codes (`g`, `pc`, `ph`, `x`...), which are left out.
- The file names the languages, so they need not be given. In 1.2 each `file` names its own: if they differ, the wanted
  languages are needed, and the `file` elements of other languages are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, records, xmlfile
from mtqe.model import Document, Segment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

V1, V2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2."
SOURCE, TARGET = "source-language", "target-language"
TEXT_ELEMENTS = frozenset({"g", "mrk", "pc"})
"""Inline elements whose content is text; the content of other inline elements is code."""


def read(path: Path) -> Document:
    """Read the pairs of an XLIFF file with two languages; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the pairs of an XLIFF file.

    Args:
        path: The file.
        source_lang: Language of the source; needed only if the file has texts in several.
        target_lang: Language of the translation; needed only if the file has translations into several.

    Raises:
        InputError: The file cannot be read, is not XLIFF of a known version, has several languages of which none is
            wanted, or has no segments.
    """
    root, sha256 = _parse(path)
    find = _units_1 if xmlfile.namespace_of(root) == V1 else _units_2
    numbered = [
        (number, file) for number, file in enumerate(xmlfile.elements(root, "file"), 1) if file.get("translate") != "no"
    ]
    if xmlfile.namespace_of(root) == V1:
        numbered = _in_language(numbered, TARGET, target_lang, path)
        numbered = _in_language(numbered, SOURCE, source_lang, path)
    segments = [
        segment
        for number, file in numbered
        for segment in _named(find(file), file.get("original") or file.get("id") or str(number))
        if segment.source.strip() or segment.target.strip()
    ]
    document = records.document(segments, path, sha256)
    source, target = _languages(root, [file for _, file in numbered])
    return msgspec.structs.replace(document, source_lang=source or None, target_lang=target or None)


def _parse(path: Path) -> tuple[Element, str]:
    root, sha256 = xmlfile.parse(path)
    namespace = xmlfile.namespace_of(root)
    if xmlfile.name_of(root) != "xliff" or not (namespace == V1 or namespace.startswith(V2)):
        name = xmlfile.name_of(root)
        kind = f"XLIFF {root.get('version', '?')}" if name == "xliff" else f"not XLIFF: its root element is {name!r}"
        raise InputError(f"{files.shown(path)} is {kind}", "mtqe reads XLIFF 1.2 and 2.x")
    return root, sha256


def _languages(root: Element, files_read: list[Element]) -> tuple[str, str]:
    if xmlfile.namespace_of(root) != V1:
        return root.get("srcLang") or "", root.get("trgLang") or ""
    source, target = (
        next((tag for file in files_read if (tag := file.get(attribute))), "") for attribute in (SOURCE, TARGET)
    )
    return source, target


def _in_language(
    numbered: list[tuple[int, Element]], attribute: str, wanted: str, path: Path
) -> list[tuple[int, Element]]:
    """The `file` elements of one language: all if they name one language, or else those of the wanted language.

    If the file names one language, it is not compared with the wanted one: the user may know it better. An element
    that names no language is always read.
    """
    tags = list({tag.lower(): tag for _, file in numbered if (tag := file.get(attribute))}.values())
    if all(xmlfile.same_language(tag, tags[0]) for tag in tags):
        return numbered
    side, option = ("translations into", "--target-lang") if attribute == TARGET else ("sources in", "--source-lang")
    if not wanted:
        raise InputError(f"{files.shown(path)} has {side} {', '.join(tags)}", f"choose a language with {option}")
    if not any(xmlfile.same_language(tag, wanted) for tag in tags):
        raise InputError(
            f"{files.shown(path)} has no {side} {wanted}, but {', '.join(tags)}", "choose one of these languages"
        )
    exact = [tag for tag in tags if tag.lower().replace("_", "-") == wanted.lower()]
    return [
        (number, file)
        for number, file in numbered
        if not (tag := file.get(attribute))
        or (tag.lower() == exact[0].lower() if exact else xmlfile.same_language(tag, wanted))
    ]


def _units_1(file: Element) -> Iterator[Segment]:
    """The segments of a `file` of version 1.2."""
    for unit in xmlfile.elements(file, "trans-unit"):
        if _refused(unit):
            continue
        source, target, split = (xmlfile.child(unit, name) for name in ("source", "target", "seg-source"))
        pieces = _pieces(split)
        if pieces:
            translated = _pieces(target)
            for mid, piece in pieces.items():
                yield _segment(unit, f"{unit.get('id')}/{mid}", piece, translated.get(mid))
        else:
            yield _segment(unit, unit.get("id") or "", source, target)


def _units_2(file: Element) -> Iterator[Segment]:
    """The segments of a `file` of version 2.x."""
    for unit in xmlfile.elements(file, "unit"):
        if _refused(unit):
            continue
        segments = [child for child in unit if xmlfile.name_of(child) == "segment"]
        for number, segment in enumerate(segments, 1):
            label = segment.get("id") or str(number)
            name = f"{unit.get('id')}/{label}" if len(segments) > 1 else unit.get("id") or ""
            yield _segment(segment, name, xmlfile.child(segment, "source"), xmlfile.child(segment, "target"))


def _pieces(element: Element | None) -> dict[str, Element]:
    """The pieces into which a tool has split a text, by id."""
    marks = [] if element is None else [mark for mark in xmlfile.elements(element, "mrk") if mark.get("mtype") == "seg"]
    return {mark.get("mid") or str(number): mark for number, mark in enumerate(marks, 1)}


def _segment(unit: Element, name: str, source: Element | None, target: Element | None) -> Segment:
    lines = {"source_line": source, "target_line": target}
    meta: dict[str, Any] = {key: side.sourceline for key, side in lines.items() if side is not None and side.sourceline}
    meta |= {"unit": name} | ({"state": state} if (state := _state(unit, target)) else {})
    meta |= {"codes": codes} if (codes := xmlfile.codes(source, target)) else {}
    return Segment(
        id=name, source=xmlfile.text(source, TEXT_ELEMENTS), target=xmlfile.text(target, TEXT_ELEMENTS), meta=meta
    )


def _state(unit: Element, target: Element | None) -> str | None:
    return unit.get("state") or (target.get("state") if target is not None else None)


def _named(segments: Iterator[Segment], doc: str) -> Iterator[Segment]:
    """The segments of a document with unique ids."""
    occurrences: dict[str, int] = {}
    for number, segment in enumerate(segments, 1):
        name = segment.id or str(number)
        occurrences[name] = occurrences.get(name, 0) + 1
        unique = name if occurrences[name] == 1 else f"{name}#{occurrences[name]}"
        yield msgspec.structs.replace(segment, id=unique, doc=doc)


def _refused(unit: Element) -> bool:
    """Whether the unit or one of its groups is marked as not translatable; the innermost mark decides."""
    place: Element | None = unit
    while place is not None:
        if place.get("translate"):
            return str(place.get("translate")) == "no"
        place = place.getparent()
    return False
