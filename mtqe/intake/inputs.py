"""What is given to be judged: small descriptions, which `mtqe.intake.reading` reads. No text is read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from mtqe.formats import files
from mtqe.intake.pairing import arguments
from mtqe.model import Document

S = TypeVar("S")


@dataclass(frozen=True)
class InMemory:
    """A text in memory.

    Args:
        name: Its name for messages, such as `source`.
        lines: Its lines, or the texts of a list.
    """

    name: str
    lines: tuple[str, ...]


Side: TypeAlias = Path | InMemory
"""A text: the path of its file, or its lines."""


@dataclass(frozen=True)
class Documents:
    """A source with its translation. Their lines or keys belong together, or they are aligned by sentence.

    Args:
        source: The source.
        translation: Its translation.
        references: Human translations.
        form: Name of the input format; `None` means by file ending.
    """

    source: Side
    translation: Side
    references: tuple[Side, ...] = ()
    form: str | None = None


@dataclass(frozen=True)
class Lines:
    """Texts whose lines belong together by their numbers, or files whose texts belong together by their keys.

    Args:
        source: The source; without it, the segments have only translations and references.
        systems: The translation of each system. One alone may have no name.
        references: Human translations.
        form: Name of the input format; `None` means by file ending.
    """

    source: Side | None
    systems: Mapping[str | None, Side]
    references: tuple[Side, ...] = ()
    form: str | None = None


@dataclass(frozen=True)
class Lists:
    """Lists of texts: text N belongs to text N. A file in place of a list has a text on each line.

    Args:
        source: The sources; without them, the segments have only translations and references.
        systems: The translations of each system. One alone may have no name.
        references: Human translations.
        name: Id of the document that the texts make.
    """

    source: Side | None
    systems: Mapping[str | None, Side]
    references: tuple[Side, ...]
    name: str


@dataclass(frozen=True)
class Folders:
    """Two folders, whose files pair by their names; arguments as for `Documents`."""

    source: Path
    translation: Path
    references: tuple[Path, ...] = ()
    form: str | None = None


@dataclass(frozen=True)
class FilePairs:
    """Files that are given in pairs.

    Args:
        pairs: Source and translation of each document.
        form: Name of the input format; `None` means by file ending.
        missing: Files without a counterpart, each with the reason.
    """

    pairs: tuple[tuple[Path, Path], ...]
    form: str | None = None
    missing: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True)
class Patterns:
    """The files that `[pairs]` of the configuration matches.

    Args:
        since: Only pairs in which a file has changed since this commit; there may be none.
    """

    since: str | None = None


@dataclass(frozen=True)
class PairsFile:
    """A file with sources and translations.

    Args:
        path: The file.
        form: Name of the input format; `None` means by file ending.
    """

    path: Path
    form: str | None = None


@dataclass(frozen=True)
class DataSet:
    """A data set that the `datasets` library reads.

    Args:
        name: Its name, or the path of a file.
        columns: Columns by role; others are recognised by their names.
        split: The split; required if there are several.
    """

    name: str
    columns: Mapping[str, str] = field(default_factory=dict)
    split: str | None = None


@dataclass(frozen=True)
class Records:
    """Segments in memory, such as those of a table or of a request; they may be of several documents and systems."""

    document: Document


@dataclass(frozen=True)
class PairStream:
    """Pairs of any number, which are read one by one; see `mtqe.formats.streams.open_stream`.

    Args:
        name: Path of a file or folder, or the name of a data set.
        form: Name of the input format; `None` means by file ending.
        columns: Columns by role; others are recognised by their names.
        split: The split of a data set.
    """

    name: Path
    form: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    split: str | None = None


@dataclass(frozen=True)
class LineStream:
    """Files of any number of lines, which are read line by line; arguments as for `Documents`."""

    source: Path
    translation: Path
    references: tuple[Path, ...] = ()
    form: str | None = None


WithBothSides: TypeAlias = PairsFile | DataSet | Lists | Records
"""An input that has each source beside its translation."""
Input: TypeAlias = Documents | Lines | Folders | FilePairs | Patterns | WithBothSides
"""An input that is judged as a whole."""
Stream: TypeAlias = PairStream | LineStream
"""An input that is judged part by part."""


def of_paths(
    source: Path,
    translation: Path | None = None,
    references: Iterable[Path] = (),
    form: str | None = None,
    languages: tuple[str, str] = ("", ""),
) -> PairsFile | Folders | Documents:
    """The input that paths are. A translation that is given alone gets the source that stands beside it.

    Args:
        source: A document, a line-aligned file, a folder, or a file of pairs when `translation` is `None`.
        translation: Its translation, of the same kind.
        references: Human translations of the source, of the same kind.
        form: Name of the input format; `None` means by file ending.
        languages: BCP 47 tags of source and translation; empty if they are not known.

    Raises:
        InputError: The paths do not match, or one of them is of no format that mtqe reads.
        ConfigError: The format is unknown.
    """
    source, translation, form = arguments.completed(source, translation, form, languages)
    return of_completed(source, translation, references, form)


def of_completed(
    source: Path, translation: Path | None, references: Iterable[Path] = (), form: str | None = None
) -> PairsFile | Folders | Documents:
    """The input that paths are, as `of_paths`; `mtqe.intake.pairing.arguments` has completed them.

    Raises:
        InputError: The paths do not match.
        ConfigError: The format is unknown.
    """
    references = tuple(references)
    arguments.refuse_paths(source, translation, references, form)
    if translation is None:
        return PairsFile(source, form)
    return (Folders if source.is_dir() else Documents)(source, translation, references, form)


def of_line_files(
    source: Path | None, translations: Sequence[Path], references: Iterable[Path] = (), form: str | None = None
) -> Lines:
    """The input of files whose lines or keys belong together. Several translations are systems with their names.

    Raises:
        InputError: Two translations have the same name.
    """
    names = files.system_names(translations)
    systems = dict(zip(names if len(names) > 1 else [None], translations, strict=True))
    return Lines(source, systems, tuple(references), form)


def of_system(name: str | None) -> str:
    """The name of a translation for messages."""
    return "translation" if name is None else f"translation {name!r}"


def named(source: S | None, systems: Mapping[str | None, S], references: Sequence[S]) -> tuple[tuple[str, S], ...]:
    """The sides of an input in order, with their names for messages."""
    several = len(references) > 1
    return (
        *((("source", source),) if source is not None else ()),
        *((of_system(name), one) for name, one in systems.items()),
        *((f"reference {n}" if several else "reference", one) for n, one in enumerate(references, 1)),
    )
