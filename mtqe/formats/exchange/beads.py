"""Writes the beads of an alignment as JSON Lines, TSV or TMX 1.4b. The first two can be read as pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from mtqe.errors import ConfigError, InputError
from mtqe.formats.tables import tsv
from mtqe.language.late_patterns import late
from mtqe.model import Bead
from mtqe.prose import json_line
from mtqe.version import VERSION

FORMATS = ("jsonl", "tsv", "tmx")

_COLUMNS = ("source", "target", "source_text", "target_text", "score", "kind")
_NOT_XML = late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_beads(beads: Sequence[Bead], out: TextIO, form: str, source_lang: str = "", target_lang: str = "") -> None:
    """Write beads in order.

    Args:
        beads: The beads.
        out: The stream to write to.
        form: `jsonl`, `tsv` (numbers of sentences joined by commas) or `tmx` (one unit per bead; omissions
            and additions have one language only).
        source_lang: BCP 47 tag, needed for `tmx`.
        target_lang: BCP 47 tag, needed for `tmx`.

    Raises:
        ConfigError: The format is unknown, or TMX lacks a language.
        InputError: The format cannot hold a text. Nothing is written.
    """
    if form == "jsonl":
        for bead in beads:
            out.write(json_line(bead) + "\n")
    elif form == "tsv":
        tsv.write_rows([_COLUMNS, *map(_row, beads)], out)
    elif form == "tmx":
        out.writelines(list(_tmx(beads, source_lang, target_lang)))
    else:
        raise ConfigError(f"unknown format {form!r} for beads", f"use one of {', '.join(FORMATS)}")


def _row(bead: Bead) -> list[str]:
    numbers = [",".join(map(str, side)) for side in (bead.source, bead.target)]
    return [*numbers, bead.source_text, bead.target_text, repr(bead.score), bead.kind]


def _tmx(beads: Sequence[Bead], source_lang: str, target_lang: str) -> Iterator[str]:
    if not (source_lang and target_lang):
        raise ConfigError("TMX needs the languages of its texts", "give --source-lang and --target-lang")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="mtqe" creationtoolversion={quoteattr(VERSION)} segtype="sentence" o-tmf="mtqe" '
        f'adminlang="en" srclang={quoteattr(source_lang)} datatype="plaintext"/>\n<body>\n'
    )
    for number, bead in enumerate(beads, 1):
        yield f'<tu tuid="{number}"><prop type="x-score">{bead.score!r}</prop><prop type="x-kind">{bead.kind}</prop>'
        sides = ((source_lang, bead.source, bead.source_text), (target_lang, bead.target, bead.target_text))
        for lang, numbers, text in sides:
            if numbers:
                yield f"<tuv xml:lang={quoteattr(lang)}><seg>{_xml(text, number)}</seg></tuv>"
        yield "</tu>\n"
    yield "</body>\n</tmx>\n"


def _xml(text: str, number: int) -> str:
    match = _NOT_XML.search(text)
    if match:
        raise InputError(
            f"bead {number} has the control character U+{ord(match[0]):04X}, which XML cannot hold",
            "remove it from the text, or write jsonl",
        )
    # A reader would turn a raw carriage return into a line feed, and a raw line feed into a space.
    return escape(text, {"\r": "&#13;", "\n": "&#10;"})
