"""Reads TMX 1.4: translation memories, and beads written by `mtqe align -f tmx`. Each unit is a pair.

- The source is the variant in the wanted language, or else in the language that the header names (`srclang`); with
  `*all*`, in the first language of the file. A file with several other languages needs the wanted target language.
- A unit with several variants in one language has a pair for each. If the other language has fewer, its first variant
  is in the pairs of the rest.
- A missing side of a unit is empty. The property `x-kind`, which mtqe writes, marks the unit as a bead.
- The id is the `tuid`; if units share one, as in merged memories, it is the number of the unit.
- Inline elements are codes; see `tmx_codes`. The text of a `sub` in a code is a segment of its own.
- White space: see `xml_values`. Meta: `note`, of the unit and of both variants; `context`, of the property `x-context`.
- The file names the languages, so they need not be given. It is read unit by unit, so a large file needs memory for its
  text and its segments only.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, records, values, xml_places, xml_windows
from mtqe.formats.exchange import tmx_codes, xml_values
from mtqe.formats.language_choice import wanted_tag
from mtqe.formats.text_stream import TextStream
from mtqe.formats.unread import ELSEWHERE, FACT, NOTE, Covered, of_xml
from mtqe.formats.values import Unit
from mtqe.formats.xml_places import XML, Element
from mtqe.language.language_tags import same_language
from mtqe.model import BeadFacts, BeadKind, Document, Segment, UnitFacts

_ELEMENTS = {"seg": ELSEWHERE, "note": NOTE, "prop": FACT, "header": FACT, "ude": FACT}
"""Kinds of what no text has, by the name of the element."""
_KINDS: tuple[BeadKind, ...] = ("match", "omission", "addition")


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
    content = files.content(path)
    memory = _Memory(xml_places.starts(content.text, path), path, (source_lang, target_lang))
    covered = Covered()
    segments = values.segments(covered.noting(_units(memory, content.text, path)), content.text, content.text)
    document = records.document(segments, path, content.sha256)
    unread = left_out.in_file(content.text, of_xml(content.text, covered, _ELEMENTS))
    languages = {"source_lang": memory.source or None, "target_lang": memory.target or None}
    return msgspec.structs.replace(document, **languages, left_out=unread)


def stream(
    text: TextStream, languages: tuple[str, str] = ("", ""), requested: Mapping[str, str] | None = None
) -> Iterator[Segment]:
    """The segments of a memory of any size; see `mtqe.registry.contracts.Streamed`.

    The file is read twice: first for its languages and ids. A few bytes of each unit stay in memory.

    Raises:
        InputError: See `read_languages`; or the file is a pipe, which cannot be read twice, or columns are requested.
    """
    path = text.path
    if requested:
        raise InputError(f"{files.shown(path)}: a translation memory has no columns", "leave out --column")
    if str(path) == files.STDIN or path.is_fifo():
        raise InputError(f"{files.shown(path)}: a translation memory is read twice", "save it, and give the file")
    memory = _Memory(xml_windows.starts(TextStream(path).blocks(), path), path, languages)
    for number, (unit, window) in enumerate(xml_windows.elements(text.blocks(), path, {"tu"}), 1):
        for name, read in values.named(memory.units(unit, number, window.text)):
            if (segment := values.segment(name, read, window.lines, window.lines)) is not None:
                yield segment


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterable[Unit]:
    """The units of a file; see `mtqe.registry.contracts.Units`."""
    return _units(_Memory(xml_places.starts(content, path), path, languages), content, path)


def _units(memory: _Memory, content: str, path: Path) -> Iterator[Unit]:
    for number, unit in enumerate(xml_places.elements(content, path, {"tu"}), 1):
        yield from memory.units(unit, number, content)


def escape(text: str, content: str, start: int) -> str:
    """A text as the file writes it at a place; see `mtqe.registry.contracts.Units`."""
    return xml_values.escape(text, content, start, frozenset({"seg"}))


class _Seg(NamedTuple):
    """A text and the variant that it is of; `None` if the variant has none."""

    variant: Element
    seg: Element | None


class _Memory:
    """What the start tags of a file say.

    Attributes:
        source: Tag of the source language in the file; empty if the file names none.
        target: Tag of the target language in the file; empty if it has none.
    """

    def __init__(self, starts: Iterator[Element], path: Path, wanted: tuple[str, str]) -> None:
        root = next(starts)
        if root.name != "tmx":
            raise InputError(f"{files.shown(path)} is not TMX: its root element is {root.name!r}", "mtqe reads TMX 1.4")
        declared, tags, hashes = "", {}, array("Q")
        for element in starts:
            if element.name == "tuv":
                tags[_lang(element)] = True
            elif element.name == "header":
                declared = element.get("srclang")
            elif element.name == "tu":
                hashes.append(_hash(_name(element, len(hashes) + 1)))
        self._ids_are_unique = _all_differ(hashes)
        self.source, self.target = _languages(list(tags), declared, path, wanted)
        self._of_source = {tag for tag in tags if same_language(tag, self.source)}
        self._of_target = {tag for tag in tags if same_language(tag, self.target)} - self._of_source

    def units(self, unit: Element, number: int, content: str) -> Iterator[Unit]:
        """The units of the pairs in a `tu` with a number."""
        name = _name(unit, number) if self._ids_are_unique else str(number)
        for source, target in self._pairs(unit):
            variants = (item.variant for item in (source, target) if item is not None)
            notes = (note for item in (unit, *variants) for note in item.children("note"))
            left, right = (item.seg if item is not None else None for item in (source, target))
            yield from tmx_codes.units(name, left, right, content, _facts(unit, notes))

    def _pairs(self, unit: Element) -> Iterator[tuple[_Seg | None, _Seg | None]]:
        """The texts of both languages in pairs. A variant has one, but nothing keeps a file from having more."""
        sources: list[_Seg] = []
        targets: list[_Seg] = []
        for variant in unit.children("tuv"):
            tag = _lang(variant)
            side = sources if tag in self._of_source else targets if tag in self._of_target else []
            side += [_Seg(variant, seg) for seg in variant.children("seg")] or [_Seg(variant, None)]
        for number in range(max(len(sources), len(targets), 1)):
            yield _either(sources, number), _either(targets, number)


def _name(unit: Element, number: int) -> str:
    return xml_values.cut(unit.get("tuid")) or str(number)


def _hash(name: str) -> int:
    """A number of 64 bits, so that the ids of a large memory need little space."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest())


def _all_differ(numbers: array[int]) -> bool:
    import numpy as np

    ordered = np.sort(np.frombuffer(numbers, dtype=np.uint64)) if numbers else np.zeros(0, dtype=np.uint64)
    return not bool((ordered[1:] == ordered[:-1]).any())


def _either(variants: list[_Seg], number: int) -> _Seg | None:
    """The text with a number, or the first; `None` if there is none."""
    return variants[number if number < len(variants) else 0] if variants else None


def _facts(unit: Element, notes: Iterable[Element]) -> dict[str, Any]:
    """What a unit says besides its texts."""
    facts = UnitFacts(note=xml_values.joined_notes(notes) or None).meta()
    facts |= UnitFacts(id=xml_values.cut(unit.get("tuid")) or None).meta()
    for prop in unit.children("prop"):
        if prop.get("type") == "x-kind" and prop.text in _KINDS:
            facts |= BeadFacts(kind=prop.text).meta()
        elif prop.get("type") == "x-context" and prop.text.strip():
            facts |= UnitFacts(context=xml_values.cut(prop.text)).meta()
    return facts


def _languages(tags: list[str], declared: str, path: Path, wanted: tuple[str, str]) -> tuple[str, str]:
    source = wanted_tag(tags, wanted[0], path) or next((lang for lang in tags if same_language(lang, declared)), "")
    source = source or (tags[0] if declared == "*all*" and tags else declared)
    targets = [lang for lang in tags if not same_language(lang, source)]
    if target := wanted_tag(targets, wanted[1], path):
        return source, target
    if len({tag.lower() for tag in targets}) > 1:
        raise InputError(
            f"{files.shown(path)} has translations into {', '.join(targets)}", "choose a language with --target-lang"
        )
    return source, targets[0] if targets else ""


def _lang(variant: Element) -> str:
    return variant.get(f"{XML}lang") or variant.get("lang")
