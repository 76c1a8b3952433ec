"""The format of a file by its ending, or of a folder by its layout; the refusal of endings that say something else.

An ending says nothing about the format if it is missing, or if it is a language (`news.de`) or a word that people who
work on machine translation write there (`test.src`, `system.hyp`). Every other ending that is not in the table of
formats is refused, so that no file of a program is read as prose.
"""

from __future__ import annotations

import re
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.test_sets import mtme_folder
from mtqe.language import lang
from mtqe.registry import format_table
from mtqe.registry.suggest import lookup
from mtqe.registry.table_rows import FormatRow

PLAIN = ("text", "lines")
"""Formats for plain text."""
_WORDS = frozenset(
    {"src", "ref", "hyp", "mt", "pe", "out", "sys", "tgt", "trg", "tok", "detok", "trans", "translation"}
)
KINDS = {
    "lines": "one segment on each line",
    "text": "running text",
    "pairs": "pairs",
    "keyed": "texts with keys",
}
"""What the files of each kind of format hold."""
_OTHER = frozenset(
    re.findall(
        r"\w+",
        """
    rst adoc asciidoc org tex latex bib rtf odt ods odp doc xls ppt pptx pdf epub idml mif fm dita ditamap
    xml dtd xsl svg ts tsx js jsx mjs vue svelte py pyi rb php java kt kts swift c cc cpp h hpp cs go rs pl
    pm lua r sh bash zsh bat ps1 sql toml ini cfg conf env lock log nib xib storyboard plist wiki mediawiki
    csproj gradle sass scss less css qm mo gmo sbv ass ssa ttml zip gz bz2 xz tar 7z png jpg jpeg gif webp
    mp3 mp4
    """,
    )
)
"""Endings without a reader whose files are not one segment on each line."""


def row_of(path: Path, form: str | None = None) -> FormatRow | None:
    """The format of a file: as named, else that with the longest ending that fits; `None` if no ending fits.

    Raises:
        ConfigError: The named format is unknown.
    """
    table = format_table.rows()
    if form is not None:
        return table[lookup(form, table, "format")]
    if mtme_folder.fits(path):
        return table["mtme"]
    row = by_name(path)
    is_twin = row is not None and bool(row.twin) and path.is_file() and format_table.is_twin(row.twin, path)
    return table[row.twin] if row is not None and is_twin else row


def by_name(path: Path) -> FormatRow | None:
    """The format with the longest ending that fits, without a look into the file; `None` if no ending fits."""
    table = format_table.rows()
    name = path.name.lower()
    fitting = [
        (len(ending), row.name)
        for row in table.values()
        for ending in row.extensions
        if name.endswith(ending) and len(name) > len(ending) - (not ending.startswith("."))
    ]
    return table[max(fitting)[1]] if fitting else None


def refuse_unknown(path: Path) -> None:
    """Reject a file whose ending is that of no format and not one of plain text.

    Raises:
        InputError: It must not be read as running text.
    """
    ending = path.suffix.lower().removeprefix(".")
    if row_of(path) is None and not _says_nothing(ending):
        files.refuse_other_kinds(path)
        raise InputError(
            f"{files.shown(path)}: mtqe has no reader for .{ending} files",
            "give -f lines to read it line by line, or mtqe evaluate with -f text to read it as prose",
        )


def refuse_structured(path: Path, form: str | None = None) -> None:
    """Reject a file that does not have one segment on each line, by its format or its ending.

    Outputs of systems have any ending (`news.online-B`), so only those of other kinds of files are refused.

    Args:
        path: The file.
        form: Name of its format; `None` means by ending.

    Raises:
        InputError: It must not be read line by line.
        ConfigError: The format is unknown.
    """
    row = row_of(path, form)
    ending = path.suffix.lower().removeprefix(".")
    if row is not None and row.name not in (PLAIN if form is None else ("lines",)):
        hints = {
            "pairs": "give this file alone, without -s and -t",
            "text": "use mtqe evaluate to align documents",
        }
        hint = hints.get(row.kind, "give files of this format for -s and -t")
        raise InputError(
            f"{files.shown(path)}: {row.name} is a format for {KINDS[row.kind]}, not for one segment on each line",
            f"{hint}, or give -f lines to read it line by line",
        )
    if row is None and ending in _OTHER and ending not in lang.tags():
        files.refuse_other_kinds(path)
        raise InputError(
            f"{files.shown(path)}: .{ending} files do not have one segment on each line",
            "give -f lines to read it line by line",
        )


def _says_nothing(ending: str) -> bool:
    """Whether an ending is missing, a number, a language, or a word for a side of a test set."""
    return not ending or ending.isdigit() or ending in _WORDS or ending.replace("_", "-").split("-")[0] in lang.tags()
