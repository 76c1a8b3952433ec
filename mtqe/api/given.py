"""What a value of a caller is: a path, a text, several texts, or a table. Nothing is read here but names of files."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from mtqe.errors import InputError
from mtqe.intake.inputs import named
from mtqe.registry import format_table

if TYPE_CHECKING:
    import pandas as pd


class Lazy(Protocol):
    """A table that is computed when it is asked for, such as a `polars.LazyFrame`."""

    def collect(self) -> Any:
        """The table."""


Texts: TypeAlias = str | os.PathLike[str] | Iterable[Any]
"""A text, the path of a file, or texts: a list, a generator, an array, a column of a table."""
Table: TypeAlias = Iterable[Any] | Mapping[str, Any] | Lazy
"""Pairs: a data frame, a data set, a dict of columns, or a list of dicts, tuples or `Segment`."""
Given: TypeAlias = Texts | Table
Translations: TypeAlias = Texts | Mapping[str, Texts]
"""Translations, or those of each system by its name."""
Columns: TypeAlias = Mapping[str, str | Sequence[str] | Mapping[str, str]]
"""Columns by role. The target may have several, one for each system: `["a", "b"]`, or `{"system": "column"}`."""
References: TypeAlias = Texts | Mapping[str, Texts]
"""A reference for each source; several texts, files or lists; or lists by any names."""

LONGEST_NAME = 255
"""Characters: of the longest name that a file can have on common systems."""
MOST = 1_000_000
"""Texts: that a call takes at most; what is longer, or has no end, is for `mtqe scan`."""
SHOWN = 60
"""Characters: of a value in a message."""
_BYTES = (bytes, bytearray, memoryview)


@dataclass(frozen=True)
class File:
    """A path."""

    path: Path


@dataclass(frozen=True)
class Prose:
    """A text."""

    text: str


@dataclass(frozen=True)
class Listed:
    """Several texts.

    Args:
        texts: The texts.
        index: The index of a pandas Series; `None` for other values.
        name: The name of a column.
    """

    texts: tuple[str, ...]
    index: pd.Index | None = None
    name: str = ""


Side: TypeAlias = File | Prose | Listed


@dataclass(frozen=True)
class Sides:
    """The sides of the pairs.

    Args:
        source: The source; `None` if translations are only compared with references.
        systems: The translation of each system; one system may have no name.
        references: The references.
    """

    source: Side | None
    systems: Mapping[str | None, Side]
    references: Sequence[Side] = ()

    @property
    def named(self) -> tuple[tuple[str, Side], ...]:
        """All of them in order, with their names for messages."""
        return named(self.source, self.systems, self.references)


def library(value: object, name: str, kind: str) -> bool:
    """Whether a value is of a class of a library, which this does not import: `library(x, "pandas", "Series")`."""
    return any(type_.__name__ == kind and type_.__module__.partition(".")[0] == name for type_ in type(value).__mro__)


def side(value: Any, what: str, others: Sequence[Any] = (), may_lack: bool = False) -> Side:
    """What one side of the pairs is.

    Args:
        value: The value of the caller.
        what: Its name in messages, such as `source`.
        others: The other values of the call; a folder is a path only if they are paths, too.
        may_lack: Whether texts may be missing, as those of references; they become empty.

    Raises:
        InputError: It is neither, or looks like a path and names nothing, or a text in it is no text.
    """
    if isinstance(value, os.PathLike):
        return File(Path(value))
    if isinstance(value, str):
        return File(Path(value)) if _is_path(value, what, others) else Prose(value)
    if value is None:
        raise InputError(f"the {what} is missing", "give a text, a list of texts, or the path of a file")
    if not isinstance(value, Iterable) or isinstance(value, (*_BYTES, Mapping)):
        raise InputError(f"the {what} is {kind_of(value)}, not text", _way_to_text(value))
    index: pd.Index | None = getattr(value, "index", None) if library(value, "pandas", "Series") else None
    name = getattr(value, "name", None) if index is not None or library(value, "polars", "Series") else None
    texts = _texts(bounded(plain(value), what), what, index, may_lack)
    return Listed(tuple(texts), index, name if isinstance(name, str) else "")


def plain(value: Iterable[Any]) -> Iterable[Any]:
    """The values of a column or an array as those of Python."""
    convert = getattr(value, "to_pylist", None) or getattr(value, "tolist", None)
    converted = convert() if callable(convert) else value
    return converted if isinstance(converted, Iterable) and not isinstance(converted, str) else (converted,)


def bounded(values: Iterable[Any], what: str) -> list[Any]:
    """All values.

    Raises:
        InputError: There are more than `MOST`, as a generator without end has, or they have no order.
    """
    if isinstance(values, (set, frozenset)):
        raise InputError(f"the {what} is a set, which has no order", "give a list")
    taken = list(itertools.islice(values, MOST + 1))
    if len(taken) > MOST:
        raise InputError(f"the {what} has more than {MOST:,} texts", "give a part of it, or use mtqe scan on a file")
    return taken


def is_missing(value: object) -> bool:
    """Whether a cell is empty: `None`, NaN, NaT or `pandas.NA`."""
    if value is None or type(value).__name__ == "NAType":
        return True
    return (isinstance(value, float) and value != value) or type(value).__name__ == "NaTType"


def place(number: int, index: pd.Index | None) -> str:
    """A row for messages, from 1, with its label if the labels are not just numbers from 0."""
    if index is None or library(index, "pandas", "RangeIndex"):
        return f"{number:,}"
    return f"{number:,} (index {index[number - 1]!r})"


def kind_of(value: object) -> str:
    """The type of a value with its article, for messages."""
    if is_missing(value):
        return "None or NaN"
    name = type(value).__name__
    if isinstance(value, bytes):
        return name
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _texts(values: Iterable[Any], what: str, index: pd.Index | None, may_lack: bool) -> Iterator[str]:
    for number, value in enumerate(values, 1):
        if may_lack and is_missing(value):
            yield ""
            continue
        if not isinstance(value, str):
            message = f"text {place(number, index)} of the {what} is {kind_of(value)}, not text"
            raise InputError(message, _way_to_text(value))
        yield str(value)


def _way_to_text(value: object) -> str:
    if is_missing(value):
        return 'write "" for an empty text, or leave the row out'
    if isinstance(value, _BYTES):
        return "decode it: value.decode('utf-8')"
    if isinstance(value, (list, tuple)):
        return "give a flat list of texts"
    return "give a text, a list of texts, or the path of a file"


def _is_path(text: str, what: str, others: Sequence[Any]) -> bool:
    """Whether a string is a path. One that only looks so and names nothing is an error: it may be misspelt."""
    if not text.strip() or "\n" in text or "\0" in text:
        return False
    try:
        path = Path(text)
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):  # a part of it is too long for a name
        return False
    if is_folder:
        return _has_separator(text) or all(map(_exists, others))
    if exists:
        return True
    looks_so = _has_known_ending(text) or (_has_separator(text) and not any(map(str.isspace, text)))
    if looks_so and max(map(len, re.split(r"[/\\]", text))) <= LONGEST_NAME:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        raise InputError(
            f"the {what} {shown!r} looks like a path, but there is no such file",
            f"correct the path; if it is a text, give it as a list: [{shown!r}]",
        )
    return False


def _exists(value: Any) -> bool:
    try:
        return isinstance(value, (str, os.PathLike)) and Path(value).exists()
    except (OSError, ValueError):
        return False


def _has_separator(text: str) -> bool:
    return "/" in text or "\\" in text


def _has_known_ending(text: str) -> bool:
    name = text.lower()
    endings = {ending for row in format_table.rows().values() for ending in row.extensions if ending.startswith(".")}
    return any(name.endswith(ending) and len(name) > len(ending) for ending in endings | {".parquet"})
