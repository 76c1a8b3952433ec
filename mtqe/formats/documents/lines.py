"""Reads line-aligned text: line N of the translation and of each reference translates line N of the source.

Only a line feed (or CRLF) ends a line. Lines are not changed; spaces at both ends are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.formats.records import trimmed
from mtqe.formats.values import Piece, Unit, Value
from mtqe.model import Block, Document, Segment, Text


def read(path: Path) -> Text:
    """Read a text with one segment per line. An empty line is an empty block, so that line numbers are kept.

    Raises:
        InputError: The file cannot be used.
    """
    content, sha256 = files.decode(path)
    blocks = tuple(Block(line, number, "line") for number, line in enumerate(files.lines(content), 1))
    return Text(blocks, str(path), sha256)


def units(content: str, path: Path, languages: tuple[str, str] = ("", "")) -> Iterator[Unit]:
    """The lines of a content with its line ends, for `mtqe.registry.contracts.Units`."""
    start = 0
    for line in files.lines(content):
        # Only a line feed ends a line; a carriage return before it belongs to the line end.
        text = line.removesuffix("\r") if content.startswith("\n", start + len(line)) else line
        yield Unit("", Value((Piece(text, start, start + len(text)),) if text else (), start))
        start += len(line) + 1


def escape(text: str, content: str, start: int) -> str:
    """A text as it stands in a line.

    Raises:
        InputError: It has a line break.
    """
    if "\n" in text:
        raise InputError("a line cannot hold a line break", "correct it by hand")
    return text


def refuse_lost(before: str, text: str, after: str) -> None:
    """Refuse a carriage return at the end of a line, where it would be part of the line end; see `Losing`.

    Raises:
        InputError: The line would end in one.
    """
    if not after and (before + text).endswith("\r"):
        raise InputError("a line cannot end in a carriage return", "correct it by hand")


def pair(
    source: Text | None, translation: Text, references: Sequence[Text] = (), *, system: str | None = None
) -> Document:
    """Pair the lines of two or more texts that `read` read.

    The id of a segment is its line number. A line that is blank in source and translation is skipped. A line that is
    blank in one of them becomes a segment with that side empty. Without a source, no line is skipped.

    Args:
        source: The source, if it is given; metrics that compare with references do not read it.
        translation: The translation.
        references: The references.
        system: Name of the translation system, if there are several.

    Returns:
        A document with the name of the translation file.

    Raises:
        InputError: The numbers of lines differ.
    """
    texts = (source or translation, translation, *references)
    for text in texts[1:]:
        if len(text.blocks) != len(texts[0].blocks):
            raise unequal([(Path(item.path or ""), len(item.blocks)) for item in (texts[0], text)])
    name = files.name(Path(translation.path or ""))
    rows = zip(*((block.text for block in text.blocks) for text in texts), strict=True)
    return Document(
        id=name,
        segments=tuple(segments(rows, source is not None, doc=name, system=system)),
        path=translation.path,
        sha256=translation.sha256,
        source_path=source.path if source else None,
        source_sha256=source.sha256 if source else None,
        reference_paths=tuple(text.path or "" for text in references),
    )


def segments(
    rows: Iterable[tuple[str, ...]], has_source: bool, *, doc: str | None = None, system: str | None = None
) -> Iterator[Segment]:
    """The segments of lines with the same number; see `pair`.

    Args:
        rows: Source, translation and references. Without a source its place has the translation.
        has_source: Whether there is a source.
        doc: The document of the segments.
        system: Name of the translation system, if there are several.
    """
    for line, row in enumerate(rows, 1):
        first, second = row[0], row[1]
        if has_source and not first.strip() and not second.strip():
            continue
        yield Segment(
            str(line),
            first if has_source else "",
            second,
            _references(row[2:], has_source) if len(row) > 2 else (),
            doc,
            {"source_line": line, "target_line": line} if has_source else {"target_line": line},
            system,
        )


def _references(texts: Sequence[str], has_source: bool) -> tuple[str, ...]:
    """The references of a line. A blank one counts where there is no source: sacreBLEU scores every line then."""
    return trimmed(texts) if has_source else tuple(texts)


def unequal(counts: Sequence[tuple[Path, int]]) -> InputError:
    """The error of two files, each with its number of lines."""
    (first, number), (second, other) = ((files.shown(path), _counted(count)) for path, count in counts)
    return InputError(
        f"{first} has {number} but {second} has {other}",
        "line N must translate line N; use mtqe evaluate or mtqe align for documents that are not line-aligned",
    )


def _counted(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"
