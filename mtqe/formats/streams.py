"""Reads pairs of any size one by one: `open_stream` a file, folder or data set, `open_lines` files of lines.

The segments are those of the readers of whole files, with the same ids, texts and errors, but for three things:

- An error is raised where it stands, after the segments before it.
- `doc` is empty if a record names no document. Records in a row with the same `doc` are a document.
- Whether an id comes twice is known only for the segments that the caller has: `records.distinct`, `records.document`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import endings, files
from mtqe.formats.documents import lines
from mtqe.formats.tables import columns
from mtqe.formats.text_stream import Stream as Stream
from mtqe.formats.text_stream import TextStream
from mtqe.model import Segment
from mtqe.registry import format_table

DATASET = "dataset"
"""Name of the form of a data set, which is no format of files."""
_GZIP = ".gz"


def open_stream(
    name: str | Path,
    form: str | None = None,
    languages: columns.Languages = columns.UNKNOWN,
    requested: Mapping[str, str] | None = None,
    split: str | None = None,
) -> Stream:
    """The segments of a file of pairs, a folder of Parquet, JSON Lines or CSV files, or a data set.

    Args:
        name: Path of a file, also one packed with gzip, or of a folder; `-` for standard input, or a name on the hub.
        form: Name of the format, or `dataset` for what the `datasets` library reads. By default the ending decides: a
            Parquet file, a folder and what is no file is a data set.
        languages: Tags of source and target, for columns that are named after them; empty if they are not known.
        requested: Columns by role; see `mtqe.formats.tables.dataset.read`.
        split: The split of a data set; required if there are several.

    Raises:
        InputError: The input cannot be read, its format cannot be read piece by piece, or its start is not valid.
        ConfigError: The format or a role is unknown.
    """
    path = Path(name)
    row = None if form == DATASET else endings.row_of(unpacked_name(path), form)
    is_folder = form is None and path.is_dir() and (row is None or bool(row.extensions))
    if row is None or is_folder:
        if form != DATASET and path.is_file() and path.suffix.lower() not in (".parquet", ".arrow"):
            raise _not_streamed(path, "its ending is not that of such a format")
        from mtqe.formats.tables import dataset

        return _started(dataset.stream(str(name), requested, split, languages), str(name))
    if not row.streamed:
        raise _not_streamed(path, f"{row.name} is not one of them")
    if split is not None:
        raise InputError(f"{files.shown(path)} has no splits", "leave out --split")
    text = TextStream(path)
    segments = format_table.streamed(row.name).stream(text, languages, requested)
    return _started(Stream(files.name(path), segments, None, text.position), files.shown(path))


def open_lines(
    source: Path | None, translation: Path, references: Sequence[Path] = (), form: str | None = None
) -> Stream:
    """The segments of files of lines; see `mtqe.formats.documents.lines.pair`.

    The lines of files are counted first, so that files that do not match are refused at once; pipes only at the end.

    Args:
        source: The source; `None` for segments that have none.
        translation: The translation.
        references: The references.
        form: Name of the format; `lines` for files with any ending.

    Raises:
        InputError: A file cannot be read, the numbers of lines differ, or several files are standard input.
        ConfigError: The format is unknown.
    """
    paths = [*([source] if source else []), translation, *references]
    if paths.count(Path(files.STDIN)) > 1:
        raise InputError("standard input can be only one of the files", "save the other one and give its path")
    for path in paths:
        endings.refuse_structured(unpacked_name(path), form)
    counts = [(path, sum(1 for _ in TextStream(path).lines())) for path in dict.fromkeys(paths) if path.is_file()]
    _refuse_unequal(counts)
    texts = [TextStream(path) for path in paths]
    rows = _rows(texts)
    if source is None:
        rows = ((row[0], *row) for row in rows)
    segments = lines.segments(rows, source is not None)
    total = counts[0][1] if counts else None
    return _started(Stream(files.name(translation), segments, total, texts[0].position), files.shown(translation))


def unpacked_name(path: Path) -> Path:
    """The path without the ending of gzip."""
    return path.with_suffix("") if path.suffix.lower() == _GZIP else path


def _rows(texts: Sequence[TextStream]) -> Iterator[tuple[str, ...]]:
    """The lines with the same number of all texts."""
    lines_of = [text.lines() for text in texts]
    for number, row in enumerate(itertools.zip_longest(*lines_of), 1):
        if None in row:  # a text has ended
            counts = (
                number - 1 if line is None else number + sum(1 for _ in rest)
                for line, rest in zip(row, lines_of, strict=True)
            )
            _refuse_unequal([(text.path, count) for text, count in zip(texts, counts, strict=True)])
        yield row


def _refuse_unequal(counts: Sequence[tuple[Path, int]]) -> None:
    for other in counts[1:]:
        if other[1] != counts[0][1]:
            raise lines.unequal([counts[0], other])


def _started(stream: Stream, where: str) -> Stream:
    """The stream, whose first segment has been read, so that most errors come when it is opened."""
    first = next(stream.segments, None)
    if first is None:
        raise InputError(f"{where} has no segments", "give at least one pair")

    def segments() -> Iterator[Segment]:
        yield first
        yield from stream.segments

    return Stream(stream.name, segments(), stream.total, stream.position)


def _not_streamed(path: Path, why: str) -> InputError:
    names = ", ".join(row.name for row in format_table.rows().values() if row.streamed)
    return InputError(
        f"{files.shown(path)}: mtqe reads {names}, Parquet, data sets and files of lines piece by piece; {why}",
        "mtqe check reads files of other formats",
    )
