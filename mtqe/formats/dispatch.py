"""Finds the reader of a file: `read_text` reads one side, `read_pairs` reads files with both sides."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import endings, files
from mtqe.model import Document, Text
from mtqe.registry import format_table
from mtqe.registry.contracts import Units
from mtqe.registry.format_capabilities import Multilingual

TEXT_KINDS = ("text", "lines")
ONE_SIDED = (*TEXT_KINDS, "keyed")


def read_text(path: Path, fmt: str | None = None) -> Text:
    """Read one side of a document; `-` is standard input.

    Raises:
        InputError: The file cannot be read, its format is for pairs, or no format has its ending.
        ConfigError: The format is unknown.
    """
    return format_table.text_format(text_format(path, fmt)).read(path)


def text_format(path: Path, fmt: str | None = None) -> str:
    """The name of the format that reads one side of a document.

    Raises:
        InputError: The format is for pairs, or no format has the ending of the file.
        ConfigError: The format is unknown.
    """
    if fmt is None:
        endings.refuse_unknown(path)
    row = endings.row_of(path, fmt)
    if row is not None and row.kind not in TEXT_KINDS:
        if str(path) != files.STDIN and not path.exists():
            files.read_bytes(path)  # raises: no such file, with the name of a similar one
        kind = "pairs" if row.kind == "pairs" else "texts with keys"
        raise InputError(
            f"{files.shown(path)}: {row.name} is a format for {kind}, but running text is needed",
            "give this file alone, without a second file, or give plain text"
            if row.kind == "pairs"
            else "give its translation in the same format",
        )
    return row.name if row else "text"


def keyed_reader(paths: Sequence[Path], fmt: str | None = None) -> Units | None:
    """The reader of files whose texts have keys, or `None` if none of these files is of this kind.

    Raises:
        InputError: The files are of different formats.
        ConfigError: The format is unknown.
    """
    rows = [endings.row_of(path, fmt) for path in paths]
    if not any(row is not None and row.kind == "keyed" for row in rows):
        return None
    for path, row in zip(paths, rows, strict=True):
        if row != rows[0]:
            kinds = [
                f"{files.shown(path)} is {row.name if row else 'of an unknown format'}"
                for path, row in ((paths[0], rows[0]), (path, row))
            ]
            raise InputError(" and ".join(kinds), "give two files of one format")
    return format_table.units(rows[0].name) if rows[0] else None


def is_plain(path: Path) -> bool:
    """Whether a file is plain text by its extension; only such a file can have one segment per line."""
    row = endings.row_of(path, None)
    return row is None or row.name in ("text", "lines")


def holds_pairs(path: Path) -> bool:
    """Whether a file has both sources and translations, by its extension."""
    row = endings.row_of(path, None)
    return row is not None and row.kind not in ONE_SIDED


def read_pairs(path: Path, fmt: str | None = None, languages: tuple[str, str] = ("", "")) -> Document:
    """Read a file with sources and translations; `-` is standard input.

    The segments may belong to several documents; `records.split_documents` separates them.

    Args:
        path: The file.
        fmt: Name of a format for pairs. By default the extension decides.
        languages: Tags of source and target, for a file with more languages than two; empty if they are not known.

    Raises:
        InputError: The file cannot be read, or its format is not for pairs.
        ConfigError: The format is unknown.
    """
    row = endings.row_of(path, fmt)
    if row is None or row.kind in ONE_SIDED:
        pairs = [candidate for candidate in format_table.rows().values() if candidate.kind not in ONE_SIDED]
        known = " ".join(ending for candidate in pairs for ending in candidate.extensions)
        reason = (
            f"{row.name} is not a format for pairs"
            if fmt and row
            else "its extension is not that of a format for pairs"
        )
        raise InputError(f"{files.shown(path)}: {reason}", f"formats: {', '.join(o.name for o in pairs)} ({known})")
    reader = format_table.pair_format(row.name)
    return reader.read_languages(path, *languages) if isinstance(reader, Multilingual) else reader.read(path)
