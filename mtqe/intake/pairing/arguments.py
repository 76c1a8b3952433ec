"""Completes path arguments, and rejects those that do not match, before any file is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import endings, files
from mtqe.intake.pairing import beside
from mtqe.registry import format_table
from mtqe.registry.table_rows import FormatRow


def completed(
    source: Path, translation: Path | None, form: str | None, languages: tuple[str, str]
) -> tuple[Path, Path | None, str | None]:
    """Source, translation and format. A translation that was given alone gets the source that stands beside it.

    A file of pairs gets the name of its format, so that nobody looks into the file again to find it.

    Args:
        source: The source; or, without a translation, a file of pairs or a translation.
        translation: The translation.
        form: Name of the input format; `None` means by file ending.
        languages: BCP 47 tags of source and translation; empty if they are not known.

    Raises:
        InputError: mtqe has no reader for the ending of a file that was given alone.
        ConfigError: The format is unknown.
    """
    if translation is not None or str(source) == files.STDIN or not source.is_file():
        return source, translation, form
    row = endings.row_of(source, form)
    if row is not None and row.kind == "pairs":
        return source, None, row.name
    if row is None:
        endings.refuse_unknown(source)
    beside_it = beside.source_of(source, *languages)
    return (beside_it, source, form) if beside_it else (source, None, form)


def refuse_paths(
    source: Path,
    translation: Path | None,
    references: Sequence[Path],
    form: str | None,
    way: str = "also give TRANSLATION",
) -> None:
    """Reject arguments of `from_paths` that do not match; reads nothing.

    Args:
        source: The source; or, without a translation, a file of pairs.
        translation: The translation.
        references: Human translations of the source.
        form: Name of the input format; `None` means by file ending.
        way: How the command takes two files, for hints.

    Raises:
        InputError: A file with a folder, one side only, references with a file of pairs, standard input twice, or two
            files with a format for pairs.
        ConfigError: The format is unknown.
    """
    chosen = endings.row_of(source, form) if form is not None else None
    if [source, translation, *references].count(Path("-")) > 1:
        raise InputError("standard input can be only one of the files", "save the other one and give its path")
    if translation is None:
        _refuse_one(source, chosen, way)
        if references:
            raise InputError(
                f"{source} is a file of pairs, and -r works only with two files",
                "put the references into a column named reference",
            )
        return
    if source.is_dir() != translation.is_dir():
        folder, file = (source, translation) if source.is_dir() else (translation, source)
        raise InputError(f"{folder} is a folder and {file} is a file", "give two files or two folders")
    if chosen is not None and chosen.kind == "pairs":
        raise InputError(
            f"{chosen.name} is a format for pairs, but two files were given", "give only the file of pairs"
        )


def _refuse_one(path: Path, chosen: FormatRow | None, way: str) -> None:
    """Reject a single path that is not a file of pairs."""
    rows = [row for row in format_table.rows().values() if row.kind == "pairs"]
    if chosen in rows or (chosen is None and endings.row_of(path) in rows):
        return
    if path.is_dir():
        raise InputError(
            f"{path} is a folder", "also give the folder of the translations: mtqe evaluate SOURCE TRANSLATION"
        )
    if str(path) == "-":
        names = ", ".join(row.name for row in rows)
        raise InputError("standard input is given without a format", f"{way}, or -f with one of {names}")
    if path.suffix.lower() == ".parquet":
        raise InputError(f"{path} is a data set", f"read it with --dataset {path}")
    if not path.exists():
        files.read_bytes(path)  # raises: no such file, with the name of a similar one
    own = endings.row_of(path)
    if chosen is not None and own in rows:
        raise InputError(
            f"{files.shown(path)}: {chosen.name} is a format for {endings.KINDS[chosen.kind]}, but the file was given "
            "alone",
            f"omit -f to read it as {own.name}, or {way}",
        )
    known = " ".join(ending for row in rows for ending in row.extensions)
    raise InputError(
        f"{path} has only one side, and there is no source with the same name in another language beside it",
        f"{way}, or give a file of pairs ({known})",
    )
