"""The one way from an input to segments: `read` reads what `mtqe.intake.inputs` describes.

Some inputs say their languages themselves: `read_pairs` reads those, and `Records` has what it has read. An input of
any length is read segment by segment: `open_stream`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.formats import dispatch, endings, left_out, records, streams
from mtqe.formats.tables import table
from mtqe.intake import paths, sides, time_bounds
from mtqe.intake.corpus import Corpus, Piece, completed, joined, part_of, sizes
from mtqe.intake.inputs import (
    DataSet,
    Documents,
    FilePairs,
    Folders,
    Input,
    Lines,
    Lists,
    PairsFile,
    PairStream,
    Patterns,
    Records,
    Side,
    Stream,
    WithBothSides,
    named,
)
from mtqe.intake.read_once import Texts
from mtqe.intake.texts import align_texts
from mtqe.model import Document, Shard
from mtqe.registry.contracts import Progress, no_progress

if TYPE_CHECKING:
    from mtqe.alignment.nouns import Alignment
    from mtqe.settings.config import Config


def read(
    given: Input,
    config: Config,
    progress: Progress = no_progress,
    shard: Shard | None = None,
    texts: Texts | None = None,
) -> Corpus:
    """Read an input.

    Args:
        given: The input.
        config: The configuration; its languages must be set.
        progress: Called as `progress(what, done, total)`.
        shard: Read only this part of it.
        texts: What was read of it already.

    Raises:
        InputError: A file cannot be read, the files do not match, or there is nothing to read.
        ConfigError: A format or a column is unknown, or the patterns of `[pairs]` do not match each other.
    """
    texts = texts or Texts()
    match given:
        case Documents():
            with time_bounds.bounded((given.source, *given.references, given.translation), config):
                return _of_documents(given, config, progress, shard, texts)
        case Lines():
            source = [given.source] if given.source is not None else []
            with time_bounds.bounded((*source, *given.references, *given.systems.values()), config):
                return part_of(sides.of_line_sides(given, texts), shard, by_document=False)
        case Folders():
            return paths.of_folders(given, config, progress, shard)
        case FilePairs():
            return paths.of_pairs(given, config, progress, shard)
        case Patterns():
            return paths.of_patterns(given, config, progress, shard)
    with time_bounds.bounded(_paths_of(given), config):
        return _of_pairs(read_pairs(given, (config.source_lang, config.target_lang), texts), shard)


def read_pairs(given: WithBothSides, languages: tuple[str, str] = ("", ""), texts: Texts | None = None) -> Document:
    """Read an input that has each source beside its translation. It needs no languages and may say which they are.

    Args:
        given: The input.
        languages: BCP 47 tags of source and translation, for an input of several languages; empty if not known.
        texts: What was read of it already.

    Raises:
        InputError: It cannot be read.
        ConfigError: A format or a column is unknown.
    """
    match given:
        case Records():
            return given.document
        case PairsFile():
            return dispatch.read_pairs(given.path, given.form, languages)
        case DataSet():
            from mtqe.formats.tables import dataset

            return dataset.read(given.name, given.columns, given.split, languages)
        case Lists():
            return sides.of_lists(given, texts or Texts())


def align(
    given: Documents,
    config: Config,
    pre_split: bool = False,
    progress: Progress = no_progress,
    texts: Texts | None = None,
) -> tuple[Alignment, str | None]:
    """Read a source with its translation, and align them. The note says if they do not seem to belong together.

    Args:
        given: The two documents.
        config: Languages and aligner.
        pre_split: Every line is one sentence.
        progress: Called as `progress(what, done, total)`.
        texts: What was read of them already.

    Raises:
        InputError: A file cannot be read, or is of no format for running text.
    """
    texts = texts or Texts()
    form = "lines" if pre_split else given.form
    read = texts.document(given.source, form), texts.document(given.translation, form)
    names = sides.path_or_name(given.source), sides.path_or_name(given.translation)
    return align_texts(names, read, config, pre_split, progress)


def open_stream(given: Stream, languages: tuple[str, str]) -> streams.Stream:
    """The segments of an input of any length, one by one.

    Args:
        given: The input.
        languages: BCP 47 tags of source and translation; empty if they are not known.

    Raises:
        InputError: The input cannot be read, or its format cannot be read piece by piece.
        ConfigError: A format or a column is unknown.
    """
    if isinstance(given, PairStream):
        return streams.open_stream(given.name, given.form, languages, given.columns or None, given.split)
    return streams.open_lines(given.source, given.translation, given.references, given.form)


def read_table(given: PairStream, languages: tuple[str, str]) -> Document:
    """All segments of a table, system after system; see `open_stream`."""
    return records.document(records.by_system(open_stream(given, languages).segments), given.name)


def _of_documents(given: Documents, config: Config, progress: Progress, shard: Shard | None, texts: Texts) -> Corpus:
    if shard is None:
        return sides.of_documents(given, config, texts, progress)
    files = [side for side in (given.source, given.translation, *given.references) if isinstance(side, Path)]
    shard = completed(shard, 1, [sizes(given.translation.name, files)])
    if not shard.has(0):
        return joined((), shard=shard)
    found = sides.of_documents(given, config, texts, progress)
    return joined([Piece(0, found.documents, found.aligner, found.notes, found.problems)], shard=shard)


def _paths_of(given: WithBothSides) -> list[Side]:
    """The sides that are read, at least one."""
    match given:
        case PairsFile():
            return [given.path]
        case Lists():
            return [side for _, side in named(given.source, given.systems, given.references)]
        case DataSet():
            return [Path(given.name)]
    return [Path(given.document.path or given.document.id)]


def _of_pairs(whole: Document, shard: Shard | None) -> Corpus:
    """The documents of pairs, or a shard of them. Beads that `mtqe align` wrote remain beads."""
    row = endings.by_name(Path(whole.path)) if whole.path else None
    note = table.doubt(whole) if row is not None and row.name in table.NAMES else None
    texts = Corpus(
        records.split_documents(whole),
        "pairs",
        (*([note] if note else ()), *left_out.notes(whole), *left_out.not_translated(whole)),
    )
    return part_of(texts, shard, by_document=True)
