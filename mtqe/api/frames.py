"""Pairs in a table: a data frame of pandas, polars or pyarrow, a data set, a dict of columns, or a list of records.

The columns are recognised by the same names as in files (`mtqe.formats.tables.columns`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtqe.api.given import Columns, bounded, is_missing, kind_of, library, place, plain
from mtqe.errors import InputError
from mtqe.formats import records
from mtqe.formats.tables import columns
from mtqe.formats.tables.table import PLAIN
from mtqe.model import Document, Segment

if TYPE_CHECKING:
    import pandas as pd

NAME = "table"
"""Id of the document of segments that name none."""
WHERE = "the table"
NO_COLUMN = (
    "rename it, or give columns={'source': NAME, 'target': NAME}; columns that are named after their languages need "
    "source_lang and target_lang"
)
Row = Mapping[str, Any]
Rows = Callable[[Sequence[str]], Iterator[Row]]
"""Gives the rows with the wanted columns at least."""


@dataclass(frozen=True)
class Frame:
    """A table.

    Args:
        names: Its columns, with dotted names for the fields of dicts.
        rows: Its rows.
        index: The index of a pandas data frame; `None` for other tables.
        segments: The segments, if the caller gave such in place of rows.
    """

    names: Sequence[str] = ()
    rows: Rows = lambda wanted: iter(())
    index: pd.Index | None = None
    segments: tuple[Segment, ...] = ()


def is_table(value: object) -> bool:
    """Whether a value is a table of a library, and not a column, an array or a list."""
    libraries = {"pandas": ("DataFrame",), "polars": ("DataFrame", "LazyFrame"), "datasets": tuple(_DATA_SETS)}
    known = any(library(value, name, kind) for name, kinds in libraries.items() for kind in kinds)
    return known or _is_arrow(value)


def frame(value: Any) -> Frame | None:
    """The table that a value is; `None` if it is none, such as a list of texts.

    Raises:
        InputError: It is a table that cannot be used, such as one whose columns are of different lengths.
    """
    if library(value, "pandas", "DataFrame"):
        return _of_pandas(value)
    for kind, reader in _DATA_SETS.items():
        if library(value, "datasets", kind):
            return reader(value)
    if library(value, "polars", "LazyFrame"):
        return _of_arrow(value.collect())
    if _is_arrow(value):
        return _of_arrow(value)
    if isinstance(value, Mapping):
        return _of_columns(value)
    return _of_records(value) if isinstance(value, (list, tuple)) and value else None


def document(table: Frame, requested: Columns | None, languages: columns.Languages = columns.UNKNOWN) -> Document:
    """The segments of a table, in the order of its rows.

    Args:
        table: The table.
        requested: Columns by role, as the user gave them.
        languages: Tags of source and target, for columns that are named after them.

    Raises:
        InputError: A column is missing, a value is not text, or two rows have the same id.
        ConfigError: `requested` has an unknown role.
    """
    asked, names = by_role(requested or {})
    segments: Sequence[Segment] = table.segments or bounded(_segments(table, asked, languages), "table")
    if not segments:
        raise InputError(f"{WHERE} has no rows", "give at least one pair")
    whole = with_systems(records.document(segments, Path(NAME)), names)
    return msgspec.structs.replace(whole, path=None, source_path=None)


def with_systems(whole: Document, names: Mapping[str, str]) -> Document:
    """The document with the segments system after system, and the systems named by their columns; see `by_role`."""
    if not names:
        return whole
    named = (msgspec.structs.replace(one, system=names.get(one.system or "", one.system)) for one in whole.segments)
    return msgspec.structs.replace(whole, segments=tuple(records.by_system(named)))


def by_role(requested: Columns) -> tuple[dict[str, str], dict[str, str]]:
    """The columns as `mtqe.formats.tables.columns` takes them, and the names of systems by their column.

    Raises:
        InputError: Neither a name, nor several, nor a dict of them is given for a role.
    """
    asked: dict[str, str] = {}
    systems: dict[str, str] = {}
    for role, given in requested.items():
        if isinstance(given, str):
            asked[role] = given
            continue
        of_systems = {str(column): str(name) for name, column in given.items()} if isinstance(given, Mapping) else {}
        names = list(of_systems) or (list(map(str, given)) if isinstance(given, (list, tuple)) else [])
        if not names:
            raise InputError(f"columns[{role!r}] is {kind_of(given)}", "give the name of a column, or a list of names")
        asked[role] = ",".join(names)
        if columns.role(role) == "target" and len(names) > 1:
            systems = of_systems or dict(zip(names, names, strict=True))
        elif columns.role(role) == "target" and of_systems:
            systems = {"": of_systems[names[0]]}  # one column alone names no system
    return asked, systems


def _segments(table: Frame, requested: Mapping[str, str], languages: columns.Languages) -> Iterator[Segment]:
    names = list(table.names)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"{WHERE} has two columns named {twice!r}", "rename or drop one")
    try:
        chosen = columns.choose(names, WHERE, requested, languages)
    except InputError as error:
        raise InputError(error.message, NO_COLUMN) from error
    wanted = chosen.used(names)
    for number, row in enumerate(table.rows(wanted), 1):
        cells = {name: None if is_missing(row.get(name)) else row.get(name) for name in wanted}
        yield from records.segments(cells, chosen, number, None, f"{WHERE}, row {place(number, table.index)}")


def _of_pandas(value: Any) -> Frame:
    firsts = [next((cell for cell in value.iloc[:, number] if not is_missing(cell)), None) for number in _places(value)]
    names: list[str] = []
    for label, first in zip(value.columns, firsts, strict=True):
        names += records.flat({str(label): first})

    def rows(wanted: Sequence[str]) -> Iterator[Row]:
        used = {str(label): number for number, label in enumerate(value.columns) if _holds(str(label), wanted)}
        cells = [value.iloc[:, number].tolist() for number in used.values()]
        return (records.flat(dict(zip(used, row, strict=True))) for row in zip(*cells, strict=True))

    return Frame(names, rows, value.index)


def _places(value: Any) -> range:
    return range(len(value.columns))


def _holds(column: str, wanted: Sequence[str]) -> bool:
    return any(name == column or name.startswith(f"{column}.") for name in wanted)


def _is_arrow(value: object) -> bool:
    """Whether a value is a table that can be read as one of Arrow, such as that of polars or DuckDB."""
    can = hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__")
    return can and (hasattr(value, "schema") or hasattr(value, "columns"))


def _of_arrow(value: Any) -> Frame:
    import pyarrow

    from mtqe.formats.tables import arrow_tables

    table = pyarrow.table(value)

    def rows(wanted: Sequence[str]) -> Iterator[Row]:
        return arrow_tables.table_rows(lambda top: iter([table.select(top)]), table.schema, wanted, WHERE)

    return Frame(arrow_tables.flat_names(table.schema), rows)


def _of_data_set(value: Any) -> Frame:
    from mtqe.formats.tables import dataset

    read = dataset.SavedRows(value, WHERE)
    return Frame(read.names, read.rows)


def _of_stream(value: Any) -> Frame:
    from mtqe.formats.tables import dataset

    read = dataset.IterableRows(value)
    return Frame(read.names, read.rows)


def _of_splits(value: Any) -> Frame | None:
    if len(value) != 1:
        names = list(value)
        raise InputError(
            f"the data set has the splits {columns.quoted(names)}", f"give one of them: data[{names[-1]!r}]"
        )
    return frame(next(iter(value.values())))


_DATA_SETS: dict[str, Callable[[Any], Frame | None]] = {
    "Dataset": _of_data_set,
    "IterableDataset": _of_stream,
    "DatasetDict": _of_splits,
    "IterableDatasetDict": _of_splits,
}


def _of_columns(value: Mapping[Any, Any]) -> Frame:
    """A dict of columns, or of the texts of one pair."""
    if value and all(isinstance(cell, str) or is_missing(cell) for cell in value.values()):
        return _of_dicts([value])
    lists: dict[str, list[Any]] = {}
    for key, column in value.items():
        if isinstance(column, (str, bytes, Mapping)) or not hasattr(column, "__iter__"):
            raise InputError(f"{WHERE}: the column {key!r} is {kind_of(column)}", "give a list for each column")
        lists[str(key)] = bounded(plain(column), f"column {key!r}")
    counts = {name: len(column) for name, column in lists.items()}
    if len(set(counts.values())) > 1:
        shown = ", ".join(f"{name} has {number:,}" for name, number in counts.items())
        raise InputError(f"{WHERE}: its columns have different lengths: {shown}", "give columns of the same length")
    return _of_dicts([dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)], tuple(lists))


def _of_records(value: Sequence[Any]) -> Frame | None:
    """A list of dicts, of tuples such as `(source, translation)`, or of segments; `None` for other lists."""
    first = value[0]
    kind = next((kind for kind in (Segment, Mapping, tuple, list) if isinstance(first, kind)), None)
    if kind is None:
        return None
    for number, item in enumerate(value, 1):
        if not isinstance(item, kind):
            raise InputError(
                f"{WHERE}, row {number:,} is {kind_of(item)}, and row 1 is {kind_of(first)}", "use one type"
            )
    if kind is Segment:
        return Frame(segments=tuple(value))
    if kind is Mapping:
        return _of_dicts(value)
    width = len(first)
    if not 2 <= width <= len(PLAIN):
        hint = "give (source, translation) or (source, translation, reference)"
        raise InputError(f"{WHERE}, row 1 has {width} {'text' if width == 1 else 'texts'}", hint)
    for number, item in enumerate(value, 1):
        if len(item) != width:
            raise InputError(f"{WHERE}, row {number:,} has {len(item)} texts, and row 1 has {width}", "complete it")
    return _of_dicts([dict(zip(PLAIN, item, strict=False)) for item in value])


def _of_dicts(value: Sequence[Mapping[Any, Any]], names: Sequence[str] = ()) -> Frame:
    flat = [records.flat({str(key): cell for key, cell in row.items()}) for row in value]
    return Frame(tuple(names) or tuple(dict.fromkeys(key for row in flat for key in row)), lambda wanted: iter(flat))
