"""Reads TMX 1.4: translation memories, and beads written by `mtqe align -f tmx`. Each unit is a pair.

- The source is the variant in the wanted language, or else in the language that the header names (`srclang`); with
  `*all*`, in the first language of the file. A file with several other languages needs the wanted target language.
- A missing side of a unit is empty. The property `x-kind`, which mtqe writes, marks the unit as a bead.
- The content of `hi` is text. `bpt`, `ept`, `it`, `ph` and `ut` are code and are left out. `codes` in the meta of a
  segment is the number of all these elements.
- The file names the languages, so they need not be given.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, records, xmlfile
from mtqe.model import Document, Segment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TEXT_ELEMENTS = frozenset({"hi"})


def read(path: Path) -> Document:
    """Read the pairs of a TMX file with two languages; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the pairs of a TMX file.

    Args:
        path: The file.
        source_lang: Language of the source; empty if the file decides.
        target_lang: Language of the translation; empty if the file has only one.

    Raises:
        InputError: The file cannot be read, is not TMX, does not have the wanted languages, has several target
            languages of which none is wanted, or has no units.
    """
    root, sha256 = _parse(path)
    source, target = _languages(root, path, source_lang, target_lang)
    segments = []
    for number, unit in enumerate(xmlfile.elements(root, "tu"), 1):
        segment = _segment(unit, source, target, number)
        if segment.source.strip() or segment.target.strip():
            segments.append(segment)
    ids = [segment.id for segment in segments]
    if len(set(ids)) < len(ids):  # ids of merged memories repeat, so the numbers of the units are used
        segments = [msgspec.structs.replace(segment, id=str(number)) for number, segment in enumerate(segments, 1)]
    document = records.document(segments, path, sha256)
    return msgspec.structs.replace(document, source_lang=source or None, target_lang=target or None)


def _parse(path: Path) -> tuple[Element, str]:
    root, sha256 = xmlfile.parse(path)
    if xmlfile.name_of(root) != "tmx":
        raise InputError(
            f"{files.shown(path)} is not TMX: its root element is {xmlfile.name_of(root)!r}", "mtqe reads TMX 1.4"
        )
    return root, sha256


def _languages(root: Element, path: Path, source_lang: str, target_lang: str) -> tuple[str, str]:
    header = xmlfile.child(root, "header")
    tags = list(dict.fromkeys(_lang(variant) for variant in xmlfile.elements(root, "tuv")))
    declared = (header.get("srclang") or "") if header is not None else ""
    source = _wanted(tags, source_lang, path) or next(
        (lang for lang in tags if xmlfile.same_language(lang, declared)), ""
    )
    source = source or (tags[0] if declared == "*all*" and tags else declared)
    targets = [lang for lang in tags if not xmlfile.same_language(lang, source)]
    if target := _wanted(targets, target_lang, path):
        return source, target
    if len({tag.lower() for tag in targets}) > 1:
        raise InputError(
            f"{files.shown(path)} has translations into {', '.join(targets)}", "choose a language with --target-lang"
        )
    return source, targets[0] if targets else ""


def _wanted(tags: list[str], wanted: str, path: Path) -> str:
    """The tag in the file of a wanted language: the very tag if it is there. Empty if none is wanted."""
    if not wanted or not tags:
        return ""
    fitting = [tag for tag in tags if xmlfile.same_language(tag, wanted)]
    if not fitting:
        raise InputError(
            f"{files.shown(path)} has no text in {wanted}; it has {', '.join(tags)}", "choose one of these languages"
        )
    return next((tag for tag in fitting if tag.lower().replace("_", "-") == wanted.lower()), fitting[0])


def _segment(unit: Element, source: str, target: str, number: int) -> Segment:
    sides: dict[str, Element] = {}
    for variant in xmlfile.elements(unit, "tuv"):
        side = (
            "source"
            if xmlfile.same_language(_lang(variant), source)
            else "target"
            if xmlfile.same_language(_lang(variant), target)
            else ""
        )
        sides.setdefault(side, variant)
    inside = {side: xmlfile.child(variant, "seg") for side, variant in sides.items()}
    texts = {side: xmlfile.text(element, TEXT_ELEMENTS) for side, element in inside.items()}
    meta: dict[str, Any] = {
        f"{side}_line": variant.sourceline for side, variant in sides.items() if side and variant.sourceline
    }
    for prop in (item for item in unit if xmlfile.name_of(item) == "prop"):
        if prop.get("type") == "x-kind" and prop.text in ("match", "omission", "addition"):
            meta["kind"] = prop.text
    meta |= {"codes": codes} if (codes := xmlfile.codes(inside.get("source"), inside.get("target"))) else {}
    return Segment(unit.get("tuid") or str(number), texts.get("source", ""), texts.get("target", ""), meta=meta)


def _lang(variant: Element) -> str:
    return variant.get(xmlfile.LANG) or variant.get("lang") or ""
