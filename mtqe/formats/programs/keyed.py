"""Joins two files of one language each, whose texts have keys, into pairs."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec

from mtqe.errors import InputError
from mtqe.formats import files, left_out, values
from mtqe.formats.files import Content
from mtqe.formats.unread import FIXED, Covered
from mtqe.formats.values import Unit
from mtqe.language import codes
from mtqe.model import Document, LeftOut, Segment
from mtqe.registry import format_capabilities
from mtqe.registry.contracts import Units
from mtqe.registry.format_capabilities import Accounting, Comparing, Pairing

KeyedText: TypeAlias = tuple[Content, Sequence[Unit]]
"""The content of a file, and its texts with their keys."""


def read(path: Path, reader: Units) -> KeyedText:
    """Read a file whose texts have keys.

    Args:
        path: The file.
        reader: The format (`mtqe.registry.contracts.Units`).

    Raises:
        InputError: The file cannot be read, or has no texts.
    """
    content = files.content(path, encoding=format_capabilities.encoding(reader))
    units = list(reader.units(content.text, path))
    if not units:
        raise InputError(f"{files.shown(path)} has no texts", "give a file with at least one text")
    return content, units


def pair(
    source: Path,
    translation: Path,
    references: Sequence[Path],
    reader: Units,
    system: str | None = None,
    text_of: Callable[[Path, Units], KeyedText] = read,
) -> Document:
    """Pair a file of sources with its translation.

    Args:
        source: The file in the source language.
        translation: The same file in the other language.
        references: The same file as people translated it, any number of times.
        reader: The format (`mtqe.registry.contracts.Units`).
        system: Name of the translation system, if there are several.
        text_of: Gives the texts of a file for this format, as `read` does.

    Raises:
        InputError: A file cannot be read, or no key of the translation is one of the source.
    """
    (content, units), (translated, translations) = (text_of(path, reader) for path in (source, translation))
    if not isinstance(reader, Pairing) and not {unit.id for unit in units} & {unit.id for unit in translations}:
        raise InputError(
            f"{files.shown(translation)} has no key of {files.shown(source)}", "give two files of the same texts"
        )
    name = files.name(translation)
    unread = left_out.of_sides(
        *(
            _unread(*side, path, reader)
            for side, path in (((content, units), source), ((translated, translations), translation))
        )
    )
    if isinstance(reader, Comparing):
        changed = reader.changed(content.text, source, translated.text, translation)
        unread = (*unread, *left_out.in_file(translated.text, changed))
    kept = _without_untranslatable(units, translations)
    if kept is not None:
        (units, translations), number = kept
        unread = left_out.of_sides(unread, left_out.counted({FIXED: number}))
    pairs = list(_paired(units, translations, reader))
    of_references = [_texts(pairs, units, text_of(path, reader), reader) for path in references]
    segments = [
        msgspec.structs.replace(
            segment,
            doc=segment.doc or name,
            system=system,
            references=tuple(texts.get(segment.id, "") for texts in of_references),
        )
        for segment in values.segments(pairs, content.text, translated.text)
    ]
    if not isinstance(reader, Pairing):
        segments = _without_translation(segments)
    return Document(
        id=name,
        segments=tuple(segments),
        path=str(translation),
        sha256=translated.sha256,
        source_path=str(source),
        source_sha256=content.sha256,
        reference_paths=tuple(map(str, references)),
        left_out=unread,
    )


def _unread(content: Content, units: Sequence[Unit], path: Path, reader: Units) -> tuple[LeftOut, ...]:
    """What the texts of a file do not have of it."""
    if not isinstance(reader, Accounting):
        return ()
    covered = Covered()
    list(covered.noting(units))
    return left_out.in_file(content.text, reader.unread(content.text, path, covered))


def _without_untranslatable(
    sources: Sequence[Unit], translations: Sequence[Unit]
) -> tuple[tuple[Sequence[Unit], Sequence[Unit]], int] | None:
    """The units without those that are not to be translated and are not; `None` if a file has none of them.

    One whose translation is another text is compared as any other: the program shows it.
    """
    fixed = {(unit.id, unit.form) for unit in (*sources, *translations) if unit.fixed}
    if not fixed:
        return None
    before, after = (
        {(unit.id, unit.form): unit.source.text for unit in side if unit.source} for side in (sources, translations)
    )
    same = {key for key in fixed if key not in after or before.get(key) == after[key]}
    left = [[unit for unit in side if (unit.id, unit.form) not in same] for side in (sources, translations)]
    return (left[0], left[1]), sum(bool((after.get(key) or before.get(key, "")).strip()) for key in same)


def _paired(sources: Sequence[Unit], translations: Sequence[Unit], reader: Units) -> Iterator[Unit]:
    """The units in pairs, by key unless the format has its own way."""
    return (reader if isinstance(reader, Pairing) else values).paired(sources, translations)


def _without_translation(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, with those marked as missing in whose place a program shows the source.

    A key that the translation does not have is missing. An empty text is missing if the text before or after it is
    empty or missing too: tools export what nobody has translated yet as empty texts. A single empty text between
    translations is an error, which `empty-target` finds.
    """
    empty = [not segment.target.strip() for segment in segments]
    absent = [is_empty and "target_line" not in segment.meta for is_empty, segment in zip(empty, segments, strict=True)]
    near = [
        is_empty and any(empty[max(0, place - 1) : place] + empty[place + 1 : place + 2])
        for place, is_empty in enumerate(empty)
    ]
    return [
        msgspec.structs.replace(segment, meta={**segment.meta, "missing": True}) if is_missing else segment
        for segment, is_missing in zip(segments, map(operator.or_, absent, near), strict=True)
    ]


def _texts(pairs: Sequence[Unit], units: Sequence[Unit], reference: KeyedText, reader: Units) -> dict[str, str]:
    """The texts of a reference without those of their codes, by the id of their segment.

    A format that pairs in its own way may give a unit of the reference other texts of the source than a unit of the
    translation. Then the segment that has the first of these texts gets the reference.
    """
    content, references = reference
    joined = list(_paired(units, references, reader))
    owners: dict[int, str] = {}
    if isinstance(reader, Pairing):
        for name, unit in values.named(pairs):
            owners |= {piece.start: name for piece in (unit.source.pieces if unit.source else ())}
    firsts = {
        name: unit.source.pieces[0].start for name, unit in values.named(joined) if unit.source and unit.source.pieces
    }
    texts: dict[str, list[str]] = {}
    for segment in values.segments(joined, content.text, content.text):
        name = owners.get(firsts.get(segment.id, -1), "") if owners else segment.id
        if text := codes.bare(segment).target:
            texts.setdefault(name, []).append(text)
    return {name: "\n".join(found) for name, found in texts.items()}
