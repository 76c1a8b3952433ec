"""Finds the reader of a file: `read_text` reads one side, `read_pairs` reads files that hold both sides."""

from __future__ import annotations

from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.model import Document, Text
from mtqe.registry import format_table
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import FormatRow

TEXT_KINDS = ("text", "lines")


def read_text(path: Path, fmt: str | None = None) -> Text:
    """Read one side of a document; `-` is standard input.

    Args:
        path: The file.
        fmt: Name of a format for texts; by default the file's ending chooses, and plain text reads all others.

    Raises:
        InputError: The file cannot be used, or holds pairs.
        ConfigError: The format is unknown.
    """
    row = _row(path, fmt)
    if row is not None and row.kind not in TEXT_KINDS:
        raise InputError(
            f"{files.shown(path)}: {row.name} is a format for pairs, and one side is wanted",
            "give the file alone, without a second one, or plain text",
        )
    text: Text = format_table.load(row.name if row else "text").read(path)
    return text


def is_plain(path: Path) -> bool:
    """Whether a file's lines are its text, as its ending says; what is no plain text has no segment a line."""
    row = _row(path, None)
    return row is None or row.name in ("text", "lines")


def holds_pairs(path: Path) -> bool:
    """Whether a file holds sources and translations, as its ending says."""
    row = _row(path, None)
    return row is not None and row.kind not in TEXT_KINDS


def read_pairs(path: Path, fmt: str | None = None) -> Document:
    """Read a file that holds sources and translations; `-` is standard input.

    The segments may belong to several documents; `split_documents` parts them.

    Args:
        path: The file.
        fmt: Name of a format for pairs; by default the file's ending chooses.

    Raises:
        InputError: The file cannot be used, or its format is not for pairs.
        ConfigError: The format is unknown.
    """
    row = _row(path, fmt)
    if row is None or row.kind in TEXT_KINDS:
        pairs = [other for other in format_table.rows().values() if other.kind not in TEXT_KINDS]
        endings = " ".join(ending for other in pairs for ending in other.extensions)
        what = f"{row.name} is no format for pairs" if fmt and row else "its ending names no format for pairs"
        raise InputError(f"{files.shown(path)}: {what}", f"formats: {', '.join(o.name for o in pairs)} ({endings})")
    document: Document = format_table.load(row.name).read(path)
    return document


def _row(path: Path, fmt: str | None) -> FormatRow | None:
    table = format_table.rows()
    if fmt is not None:
        return table[lookup(fmt, table, "format")]
    found = (row for row in table.values() if path.suffix.lower() in row.extensions)
    return next(found, None)
