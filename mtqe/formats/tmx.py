"""TMX 1.4: translation memories, and the beads that `mtqe align -f tmx` writes. Each unit is a pair.

- The source is the variant in the language that the header names (`srclang`); with `*all*` it is that of the first one.
  A file with several other languages is refused: nobody said which one to evaluate.
- A unit that lacks one side has it empty. The property `x-kind`, which mtqe writes, makes it a bead again.
- The content of `hi` is text; `bpt`, `ept`, `it`, `ph` and `ut` are code and left out.
- The languages stand in the file and need not be given.
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

KEPT = frozenset({"hi"})


def read(path: Path) -> Document:
    """Read the pairs of a TMX file.

    Raises:
        InputError: The file cannot be used, is no TMX, has several target languages, or holds no units.
    """
    root, sha256 = _parse(path)
    source, target = _languages(root, path)
    found = []
    for number, unit in enumerate(xmlfile.elements(root, "tu"), 1):
        segment = _segment(unit, source, target, number)
        if segment.source.strip() or segment.target.strip():
            found.append(segment)
    ids = [segment.id for segment in found]
    if len(set(ids)) < len(ids):  # ids of memories that were joined: their numbers in this file tell them apart
        found = [msgspec.structs.replace(segment, id=str(number)) for number, segment in enumerate(found, 1)]
    document = records.document(found, path, sha256)
    return msgspec.structs.replace(document, source_lang=source or None, target_lang=target or None)


def _parse(path: Path) -> tuple[Element, str]:
    root, sha256 = xmlfile.parse(path)
    if xmlfile.name_of(root) != "tmx":
        raise InputError(f"{files.shown(path)} is a file of {xmlfile.name_of(root)!r} elements", "mtqe reads TMX 1.4")
    return root, sha256


def _languages(root: Element, path: Path) -> tuple[str, str]:
    header = xmlfile.child(root, "header")
    found = list(dict.fromkeys(_lang(variant) for variant in xmlfile.elements(root, "tuv")))
    wanted = (header.get("srclang") or "") if header is not None else ""
    source = next((lang for lang in found if _same(lang, wanted)), "" if wanted != "*all*" or not found else found[0])
    source = source or wanted
    others = [lang for lang in found if not _same(lang, source)]
    if len({other.lower() for other in others}) > 1:
        raise InputError(
            f"{files.shown(path)} has translations into {', '.join(others)}", "give a file with one target language"
        )
    return source, others[0] if others else ""


def _segment(unit: Element, source: str, target: str, number: int) -> Segment:
    sides: dict[str, Element] = {}
    for variant in xmlfile.elements(unit, "tuv"):
        side = "source" if _same(_lang(variant), source) else "target" if _same(_lang(variant), target) else ""
        sides.setdefault(side, variant)
    texts = {side: xmlfile.text(xmlfile.child(variant, "seg"), KEPT) for side, variant in sides.items()}
    meta: dict[str, Any] = {
        f"{side}_line": variant.sourceline for side, variant in sides.items() if side and variant.sourceline
    }
    for prop in (item for item in unit if xmlfile.name_of(item) == "prop"):
        if prop.get("type") == "x-kind" and prop.text in ("match", "omission", "addition"):
            meta["kind"] = prop.text
    return Segment(unit.get("tuid") or str(number), texts.get("source", ""), texts.get("target", ""), meta=meta)


def _lang(variant: Element) -> str:
    return variant.get(xmlfile.LANG) or variant.get("lang") or ""


def _same(lang: str, other: str) -> bool:
    """Whether two tags mean one language: equal, or one is the other without a region, as headers often have it."""
    one, two = lang.lower().replace("_", "-"), other.lower().replace("_", "-")
    return one == two or ("-" not in two and one.split("-")[0] == two) or ("-" not in one and two.split("-")[0] == one)
