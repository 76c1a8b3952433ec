"""From texts with sides, in files or in memory, to segments: by their lines or keys, or aligned by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtqe import prose
from mtqe.errors import InputError
from mtqe.formats import dispatch, endings, files, left_out, records
from mtqe.formats.documents import lines
from mtqe.formats.programs import keyed
from mtqe.intake.corpus import Corpus
from mtqe.intake.inputs import Documents, InMemory, Lines, Lists, Side, named
from mtqe.intake.read_once import Texts
from mtqe.intake.texts import aligned, of_lines
from mtqe.language.language_tags import from_name, same_language
from mtqe.model import FILE, Document, Problem, Segment
from mtqe.registry.contracts import Progress, Units
from mtqe.registry.format_capabilities import NamesLanguage

if TYPE_CHECKING:
    from mtqe.settings.config import Config

FILES_BY_LINE = "line N was compared with line N; use --document to align the files by sentence instead"
TEXTS_BY_LINE = "line N was compared with line N; set align.mode to 'document' to align the texts by sentence instead"


def of_documents(given: Documents, config: Config, texts: Texts, progress: Progress) -> Corpus:
    """The segments of a source with its translation.

    Raises:
        InputError: A file cannot be read, or the files do not match.
    """
    mode = config.align.mode if given.form is None else "lines" if given.form == "lines" else "document"
    sides = (given.source, given.translation, *given.references)
    paths = [side for side in sides if isinstance(side, Path)]
    if mode == "lines":
        return of_line_sides(Lines(given.source, {None: given.translation}, given.references, "lines"), texts)
    if len(paths) == len(sides):
        if reader := dispatch.keyed_reader(paths, given.form):
            return _of_keys(paths[0], {None: paths[1]}, paths[2:], reader, texts)
        for path in paths if given.form is None else ():
            endings.refuse_unknown(path)
    names = list(map(path_or_name, sides))
    if mode != "auto" or not all(map(dispatch.is_plain, paths)):
        read = aligned(names, [texts.document(side, given.form) for side in sides], config, progress)
    else:
        by_line = [texts.lines(side) for side in sides]
        note = FILES_BY_LINE if len(paths) == len(sides) else TEXTS_BY_LINE if len(by_line[0].blocks) > 1 else ""
        read = of_lines(names, by_line, config, note, progress)
    (document,) = read.documents
    return Corpus((_without_names(document, *sides),), read.aligner, read.notes, read.problems)


def of_line_sides(given: Lines, texts: Texts) -> Corpus:
    """The segments of texts whose lines or keys belong together.

    Raises:
        InputError: A file cannot be used, line counts differ, several files are standard input, or there is no text.
        ConfigError: The format is unknown.
    """
    sides = (*([given.source] if given.source is not None else []), *given.systems.values(), *given.references)
    paths = [side for side in sides if isinstance(side, Path)]
    if paths.count(Path(files.STDIN)) > 1:
        raise InputError("standard input can be only one of the files", "save the other one and give its path")
    all_files = len(paths) == len(sides)
    if all_files and given.source is not None and (reader := dispatch.keyed_reader(paths, given.form)):
        systems = dict(zip(given.systems, paths[1:], strict=False))
        return _of_keys(paths[0], systems, paths[1 + len(systems) :], reader, texts)
    for path in paths:
        endings.refuse_structured(path, given.form)
    read = {side: texts.lines(side) for side in dict.fromkeys(sides)}
    source = read[given.source] if given.source is not None else None
    references = [read[side] for side in given.references]
    documents = []
    for system, side in given.systems.items():
        document = lines.pair(source, read[side], references, system=system)
        documents.append(_without_names(document, given.source, side, *given.references))
    if not any(document.segments for document in documents):
        raise InputError("there is no text", "give a source and its translation")
    return Corpus(tuple(documents), "lines")


def of_lists(given: Lists, texts: Texts) -> Document:
    """The segments of lists of texts.

    Raises:
        InputError: The lists have different lengths or no texts, or a file cannot be read.
    """
    columns = [(what, _listed(side, texts)) for what, side in named(given.source, given.systems, given.references)]
    (first, column), *others = columns
    count = len(column)
    for what, other in others:
        if len(other) != count:
            raise _unequal(first, count, what, len(other))
    if not count:
        raise InputError("there are no texts", "give at least one source and its translation")
    of_sides = [column for _, column in columns]
    has_source = given.source is not None
    sources = of_sides.pop(0) if has_source else ("",) * count
    references = of_sides[len(given.systems) :]
    segments = tuple(
        Segment(
            id=str(place + 1),
            source=sources[place],
            target=targets[place],
            references=_references([one[place] for one in references], has_source),
            doc=given.name,
            system=system,
        )
        for system, targets in zip(given.systems, of_sides, strict=False)
        for place in range(count)
    )
    return Document(given.name, segments=segments)


def path_or_name(side: Side) -> Path:
    """The path of a file, or the name of a text in place of one, for messages."""
    return side if isinstance(side, Path) else Path(side.name)


def _of_keys(
    source: Path, systems: dict[str | None, Path], references: Sequence[Path], reader: Units, texts: Texts
) -> Corpus:
    documents = [keyed.pair(source, path, references, reader, system, texts.keyed) for system, path in systems.items()]
    problems = _wrong_roots(source, [*systems.values()], reader, texts)
    notes = [note for one in documents for note in (*left_out.notes(one), *left_out.not_translated(one))]
    return Corpus(tuple(documents), "keys", tuple(dict.fromkeys(notes)), problems=tuple(dict.fromkeys(problems)))


def _wrong_roots(source: Path, translations: Sequence[Path], reader: Units, texts: Texts) -> Iterator[Problem]:
    """A problem for each translation that has its texts below the language of the source, so that no program uses them.

    Short words are tags too (`no`, `is`), so this counts only if the names of both files say that it is wrong. The
    name of a pipe says nothing.
    """
    source_lang = from_name(str(source))
    if not isinstance(reader, NamesLanguage) or not source_lang:
        return
    for path in translations:
        own = from_name(str(path))
        if not own or same_language(own, source_lang) or not path.is_file():
            continue
        content, _ = texts.keyed(path, reader)
        root = reader.language(content.text, path)
        if root and same_language(root, source_lang):
            why = f"its texts are below the key {root!r}, which is the language of {source}; name the key {own!r}"
            yield Problem(f"{FILE}{path}", why)


def _without_names(document: Document, source: Side | None, translation: Side, *references: Side) -> Document:
    """The document without the names that stood for the paths of texts in memory."""
    if not any(isinstance(side, InMemory) for side in (source, translation, *references)):
        return document
    paths = zip(document.reference_paths, references, strict=True)
    return msgspec.structs.replace(
        document,
        path=document.path if isinstance(translation, Path) else None,
        source_path=document.source_path if isinstance(source, Path) else None,
        reference_paths=tuple(path for path, side in paths if isinstance(side, Path)),
    )


def _listed(side: Side, texts: Texts) -> Sequence[str]:
    return side.lines if isinstance(side, InMemory) else [block.text for block in texts.lines(side).blocks]


def _references(texts: Sequence[str], has_source: bool) -> tuple[str, ...]:
    """The references of a text. A blank one counts where there is no source, as in files."""
    return records.trimmed(texts) if has_source else tuple(texts)


def _unequal(first: str, count: int, other: str, number: int) -> InputError:
    have = [prose.count(amount, "text") for amount in (count, number)]
    return InputError(
        f"the {first} has {have[0]}, but the {other} has {have[1]}",
        "text N must belong to text N; join the texts of a document to one, and mtqe.align or mtqe.evaluate aligns it",
    )
