"""Reads the XML test sets of WMT (from 2021 on): sources, references and outputs of systems in one file.

- Each `hyp` is a translation by the system that it names. A file with one system has no systems. A system has an empty
  translation of each segment that it lacks, also of those of a document without a `hyp` of it.
- The references of a document are in the order of the names of their translators.
- A segment is named by its document and its number; the test sets number the segments of each document anew.
- The file names the languages; a file with several target languages needs the wanted one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, records, xml_places
from mtqe.formats.unread import Covered, of_xml
from mtqe.formats.xml_places import Element
from mtqe.language.language_tags import same_language
from mtqe.model import Document, Segment, TextPlace


def read(path: Path) -> Document:
    """Read the pairs of a test set; see `read_languages`."""
    return read_languages(path, "", "")


def read_languages(path: Path, source_lang: str, target_lang: str) -> Document:
    """Read the pairs of a test set.

    Args:
        path: The file.
        source_lang: Language of the source; empty if the file decides.
        target_lang: Language of the translation; needed only if the file has outputs in several.

    Raises:
        InputError: The file cannot be read, is no test set, has no outputs, or has several languages.
    """
    content = files.content(path)
    starts = xml_places.starts(content.text, path)
    root = next(starts)
    if root.name != "dataset":
        raise InputError(
            f"{files.shown(path)} is XML, but not a WMT test set: its root element is {root.name!r}",
            "give -f with the name of its format; mtqe list formats shows all formats",
        )
    texts = [element for element in starts if element.name in ("src", "hyp")]
    source = _language(texts, "src", source_lang, path)
    target = _language(texts, "hyp", target_lang, path)
    hyps = (element for element in texts if element.name == "hyp" and _is_in(element, target))
    systems = list(dict.fromkeys(element.get("system") for element in hyps))
    segments = [
        segment
        for number, document in enumerate(xml_places.elements(content.text, path, {"doc"}), 1)
        for segment in _segments(document, document.get("id") or str(number), (source, target), systems, path)
    ]
    read_document = records.document(segments, path, content.sha256)
    unread = left_out.in_file(content.text, of_xml(content.text, Covered(), {"seg": ""}))
    languages = {"source_lang": source or None, "target_lang": target or None}
    return msgspec.structs.replace(read_document, **languages, left_out=unread)


def _language(elements: Sequence[Element], name: str, wanted: str, path: Path) -> str:
    """The language of the elements with a name."""
    texts = [element for element in elements if element.name == name]
    if not texts:
        raise InputError(
            f"{files.shown(path)} has no {'sources' if name == 'src' else 'outputs of systems'}",
            "give the test set with outputs, or text files with -s, -t and -r",
        )
    tags = list(dict.fromkeys(tag for text in texts if (tag := text.get("lang"))))
    fitting = [tag for tag in tags if not wanted or same_language(tag, wanted)]
    if tags and not fitting:
        raise InputError(f"{files.shown(path)} has no {name} in {wanted}", f"it has {', '.join(tags)}")
    if len(fitting) > 1:
        option = "--source-lang" if name == "src" else "--target-lang"
        raise InputError(f"{files.shown(path)} has texts in {', '.join(fitting)}", f"choose a language with {option}")
    return fitting[0] if fitting else ""


def _segments(
    document: Element, name: str, languages: tuple[str, str], systems: Sequence[str], path: Path
) -> Iterator[Segment]:
    """The segments of a document, system by system; those without an output come last."""
    sources = next(_of_language(document, "src", languages[0]), {})
    named = sorted(
        _elements(document, "ref", languages[1]),
        key=lambda element: element.get("translator") or element.get("id"),
    )
    references = [_texts(element) for element in named]
    of_systems = [(hyp.get("system"), _texts(hyp)) for hyp in _elements(document, "hyp", languages[1])]
    present = {system for system, _ in of_systems}
    for system, outputs in [*of_systems, *((system, {}) for system in systems if system not in present)]:
        if unknown := [number for number in outputs if number not in sources]:
            raise InputError(
                f"{files.shown(path)}: document {name!r} has no source for segment {unknown[0]!r}", "correct the file"
            )
        for number, (text, line) in sources.items():
            output, output_line = outputs.get(number, ("", 0))
            yield Segment(
                f"{name}:{number}",
                text,
                output,
                references=records.trimmed([texts.get(number, ("", 0))[0] for texts in references]),
                doc=name,
                meta=TextPlace(line).of("source") | TextPlace(output_line or None).of("target"),
                system=(system or "unnamed") if len(systems) > 1 else None,
            )


def _elements(document: Element, name: str, lang: str) -> Iterator[Element]:
    yield from (element for element in document.descendants(name) if _is_in(element, lang))


def _is_in(element: Element, lang: str) -> bool:
    tag = element.get("lang")
    return not tag or not lang or same_language(tag, lang)


def _of_language(document: Element, name: str, lang: str) -> Iterator[dict[str, tuple[str, int]]]:
    yield from map(_texts, _elements(document, name, lang))


def _texts(element: Element) -> dict[str, tuple[str, int]]:
    """Text and line of each segment by its number."""
    found = {}
    for place, segment in enumerate(element.descendants("seg"), 1):
        found[segment.get("id") or str(place)] = (segment.text.replace("\n", " ").strip(), segment.line)
    return found
