"""The segments of texts in memory, some of which may stand in files: those of lines, or of documents to be aligned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mtqe.api.given import File, Listed, Prose, Side, Sides
from mtqe.errors import InputError
from mtqe.formats import dispatch, files
from mtqe.formats.documents import lines
from mtqe.formats.documents import text as plain_text
from mtqe.intake.corpus import Corpus
from mtqe.intake.texts import aligned, of_lines
from mtqe.model import Block, Document, Text
from mtqe.registry.contracts import Progress
from mtqe.settings.config import Config

BY_LINE = "line N was compared with line N; set align.mode to 'document' to align the texts by sentence instead"


def read(sides: Sides, config: Config, aligns: bool, progress: Progress) -> Corpus:
    """The segments.

    Args:
        sides: The texts.
        config: The configuration, with languages.
        aligns: Whether texts may be documents; otherwise line N belongs to line N.
        progress: Called as `progress(what, done, total)`.

    Raises:
        InputError: A text is no plain text, or the numbers of lines differ.
    """
    names = [path_or_name(what, one) for what, one in sides.named]
    every = [one for _, one in sides.named]
    if not aligns or config.align.mode == "lines" or sides.source is None or len(sides.systems) > 1:
        return _by_line(sides, names)
    if is_one_pair(sides):
        return _by_line(sides, names)
    if config.align.mode == "auto" and all(not isinstance(one, File) or dispatch.is_plain(one.path) for one in every):
        texts = [as_lines(one, path) for one, path in zip(every, names, strict=True)]
        note = BY_LINE if len(texts[0].blocks) > 1 else ""
        return _with_true_paths(of_lines(names, texts, config, note, progress), sides)
    blocks = [as_document(one, path) for one, path in zip(every, names, strict=True)]
    return _with_true_paths(aligned(names, blocks, config, progress), sides)


def path_or_name(what: str, one: Side) -> Path:
    """The path of a file, or the name of a text in place of one, for messages."""
    return one.path if isinstance(one, File) else Path(what)


def as_lines(one: Side, path: Path) -> Text:
    """The lines of a text or file, or the texts of a list. An empty text has one line."""
    if isinstance(one, File):
        return lines.read(one.path)
    rows = one.texts if isinstance(one, Listed) else files.lines(one.text.replace("\r\n", "\n")) or [""]
    return Text(tuple(Block(row, number, "line") for number, row in enumerate(rows, 1)), str(path))


def as_document(one: Side, path: Path) -> Text:
    """The blocks of a text or file."""
    return dispatch.read_text(one.path) if isinstance(one, File) else plain_text.of_lines(as_lines(one, path))


def refuse_blank(sides: Sides) -> None:
    """Refuse a document without text.

    Raises:
        InputError: A side is one.
    """
    for what, one in sides.named:
        if isinstance(one, Prose) and not one.text.strip():
            raise InputError(f"the {what} is empty", "give a text")


def is_one_pair(sides: Sides) -> bool:
    """Whether an empty side stands beside a text of one line: that line was left out."""
    texts = [one.text.strip() for _, one in sides.named if isinstance(one, Prose)]
    return len(texts) == len(sides.named) and not all(texts) and any(texts) and not any("\n" in one for one in texts)


def _by_line(sides: Sides, names: Sequence[Path]) -> Corpus:
    texts = [as_lines(one, path) for (_, one), path in zip(sides.named, names, strict=True)]
    source = texts.pop(0) if sides.source is not None else None
    references = texts[len(sides.systems) :]
    documents = [
        lines.pair(source, text, references, system=system) for system, text in zip(sides.systems, texts, strict=False)
    ]
    if not any(document.segments for document in documents):
        raise InputError("there is no text", "give a source and its translation")
    return _with_true_paths(Corpus(tuple(documents), "lines"), sides)


def _with_true_paths(texts: Corpus, sides: Sides) -> Corpus:
    """The corpus without the names that stood for the paths of texts in memory."""
    documents: list[Document] = []
    for document, one in zip(texts.documents, sides.systems.values(), strict=True):
        pairs = zip(document.reference_paths, sides.references, strict=True)
        true = msgspec.structs.replace(
            document,
            path=document.path if isinstance(one, File) else None,
            source_path=document.source_path if isinstance(sides.source, File) else None,
            reference_paths=tuple(path for path, reference in pairs if isinstance(reference, File)),
        )
        documents.append(true)
    return Corpus(tuple(documents), texts.aligner, texts.notes, texts.problems)
