"""Reads XLIFF 1.2, 2.0 and later, which translation tools exchange. Each translatable segment is a pair.

- In 1.2 a segment is a unit or, as in SDLXLIFF, each `mrk` of type `seg` in its `seg-source`. If these texts are not
  those of `source`, or if there are other words between them, the whole unit is the segment. In 2.x a segment is each
  `segment`, and an `ignorable` whose target has other words. The text of a `sub` in a code is a segment of its own.
- Units, groups and files marked `translate="no"` are skipped (the innermost mark decides) unless their target has other
  words than their source; and segments without text. Each further `target` of a unit is a segment, too.
- The id is that of the unit; if the unit has several segments, the id of the segment follows (`7/1`). Each `file` is a
  document.
- Inline elements are codes; see `xliff_1` and `xliff_2`. What stands around the segments of a unit is not compared.
- White space: see `xml_values`.
- Meta: `state`; `unfinished` for a translation whose state says that somebody must still work on it (`new`,
  `needs-...`, `initial`, a draft, a rejected one); `note`; `context` (the name of the text in the program); `locked`;
  `origin` (SDLXLIFF); `max_length`, if the limit is a number of characters and the unit is one segment. Other limits
  (pixels, bytes) are not read.
- A file of version 1.2 may lack the namespace of XLIFF, as many tools write it.
- Proposals (`alt-trans`, `matches`) are not read.
- The file names the languages, so they need not be given. In 1.2 each `file` names its own: if they differ, the wanted
  languages are needed, and the `file` elements of other languages are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, records, values, xml_places
from mtqe.formats.exchange import xliff_1, xliff_2, xml_values
from mtqe.formats.unread import EMBEDDED, FACT, FIXED, IGNORABLE, NOTE, Covered, of_xml
from mtqe.formats.values import Unit
from mtqe.formats.xml_places import Element
from mtqe.language.language_tags import same_language
from mtqe.model import Document

V1, V2 = "urn:oasis:names:tc:xliff:document:1.2", "urn:oasis:names:tc:xliff:document:2."
SOURCE, TARGET = "source-language", "target-language"
_TEXTS = frozenset({"source", "target", "seg-source"})
_KINDS = {"xliff": FACT, "note": NOTE, "ignorable": IGNORABLE, "bin-target": EMBEDDED}
_KINDS |= dict.fromkeys(("source", "seg-source", "target"), FIXED)
"""Kinds of what no text has, by the name of the element."""
_WHOLES = {"ignorable": IGNORABLE} | dict.fromkeys(("alt-trans", "matches"), "proposal")
_READ = frozenset({"trans-unit", "unit", "tag-defs", "profiles"})


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
    content = files.content(path)
    root, numbered = _wanted_files(content.text, path, (source_lang, target_lang))
    covered = Covered()
    read_units = covered.noting(_units(content.text, path, numbered))
    segments = values.segments(read_units, content.text, content.text)
    document = records.document(segments, path, content.sha256)
    source, target = _languages(root, [file for _, file in numbered])
    unread = left_out.in_file(content.text, of_xml(content.text, covered, _KINDS, _WHOLES))
    return msgspec.structs.replace(document, source_lang=source or None, target_lang=target or None, left_out=unread)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterable[Unit]:
    """The units of a file; see `mtqe.registry.contracts.Units`."""
    _, numbered = _wanted_files(content, path, languages)
    return _units(content, path, numbered)


def escape(text: str, content: str, start: int) -> str:
    """A text as the file writes it at a place; see `mtqe.registry.contracts.Units`."""
    return xml_values.escape(text, content, start, _TEXTS)


def _wanted_files(content: str, path: Path, languages: tuple[str, str]) -> tuple[Element, list[tuple[int, Element]]]:
    """The root, and the `file` elements in the wanted languages, with their numbers."""
    starts = xml_places.starts(content, path)
    root = next(starts)
    if root.name != "xliff":
        raise InputError(
            f"{files.shown(path)} is not XLIFF: its root element is {root.name!r}", "mtqe reads XLIFF 1.2 and 2.x"
        )
    if not (_is_first(root) or root.namespace.startswith(V2)):
        raise _other_version(root, path)
    numbered = list(enumerate((item for item in starts if item.name == "file"), 1))
    if _is_first(root):
        numbered = _in_language(numbered, TARGET, languages[1], path)
        numbered = _in_language(numbered, SOURCE, languages[0], path)
    return root, numbered


def _is_first(root: Element) -> bool:
    """Whether a file is XLIFF 1.2; many tools leave its namespace out."""
    return root.namespace == V1 or (not root.namespace and root.get("version") == "1.2")


def _other_version(root: Element, path: Path) -> InputError:
    """The error for XLIFF that mtqe does not read."""
    version = root.get("version")
    if not version:
        return InputError(f"{files.shown(path)} is XLIFF without a version", 'give it version="1.2" or its namespace')
    namespace = V1 if version == "1.2" else V2 + "0" if version.startswith("2.") else ""
    if namespace:
        wrong = f"with the namespace {root.namespace!r}" if root.namespace else "without its namespace"
        why = f"its root element needs xmlns={namespace!r}"
        return InputError(f"{files.shown(path)} is XLIFF {version} {wrong}", why)
    return InputError(f"{files.shown(path)} is XLIFF {version}", "mtqe reads XLIFF 1.2 and 2.x")


def _units(content: str, path: Path, numbered: list[tuple[int, Element]]) -> Iterator[Unit]:
    names = {
        file.start: xml_values.cut(file.get("original") or file.get("id") or str(number)) for number, file in numbered
    }
    facts = {start: xliff_1.FileFacts() for start in names}
    in_characters: set[int] = set()
    for element in xml_places.elements(content, path, _READ):
        file = _file_of(element)
        if file not in names:
            continue
        if element.name == "trans-unit":
            yield from xliff_1.units(element, content, names[file], facts[file])
        elif element.name == "unit":
            yield from xliff_2.units(element, content, names[file], file in in_characters)
        elif element.name == "tag-defs":
            xliff_1.define_tags(element, facts[file])
        elif xliff_2.counts_characters(element):
            in_characters.add(file)


def _file_of(element: Element) -> int:
    """Where the `file` of an element starts; -1 if it is in none."""
    return next((place.start for place in element.around() if place.name == "file"), -1)


def _languages(root: Element, files_read: list[Element]) -> tuple[str, str]:
    if not _is_first(root):
        return root.get("srcLang"), root.get("trgLang")
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
    if all(same_language(tag, tags[0]) for tag in tags):
        return numbered
    side, option = ("translations into", "--target-lang") if attribute == TARGET else ("sources in", "--source-lang")
    if not wanted:
        raise InputError(f"{files.shown(path)} has {side} {', '.join(tags)}", f"choose a language with {option}")
    if not any(same_language(tag, wanted) for tag in tags):
        raise InputError(
            f"{files.shown(path)} has no {side} {wanted}, but {', '.join(tags)}", "choose one of these languages"
        )
    exact = [tag for tag in tags if tag.lower().replace("_", "-") == wanted.lower()]
    return [
        (number, file)
        for number, file in numbered
        if not (tag := file.get(attribute))
        or (tag.lower() == exact[0].lower() if exact else same_language(tag, wanted))
    ]
