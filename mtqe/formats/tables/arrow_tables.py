"""Rows of Parquet files and of the tables of saved data sets, without loading them: only the columns that are needed.

A field of a struct is a column with a dotted name, such as `translation.de`, as in `records.flat`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mtqe.errors import InputError
from mtqe.formats.text_stream import LONGEST

_ROWS = 16
"""Entries: rows that are decoded at a time. A small file can have very long texts that it stores once."""

Row = dict[str, Any]


class ParquetRows:
    """The rows of Parquet files, one file after the other.

    Args:
        paths: The files.

    Attributes:
        names: The columns of the first file.
        total: The number of rows of all files.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        import pyarrow.parquet

        self._paths = paths
        self.total = 0
        for path in reversed(paths):
            with pyarrow.parquet.ParquetFile(path) as file:
                self.total += file.metadata.num_rows
                self.names = flat_names(file.schema_arrow)

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """The rows, with the wanted columns only."""
        import pyarrow.parquet

        done = 0
        for path in self._paths:
            # Without a buffer of whole row groups, a file needs memory for some pages of each wanted column only.
            with pyarrow.parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
                missing = [name for name in wanted if name not in flat_names(file.schema_arrow)]
                if missing:
                    raise InputError(
                        f"{path} has no column {missing[0]!r}, which {self._paths[0]} has",
                        "give files with the same columns",
                    )
                top = [name for name in file.schema_arrow.names if _holds(name, wanted)]
                for batch in file.iter_batches(batch_size=_ROWS, columns=top, use_threads=False):
                    yield from batch_rows(batch, wanted, str(path), done)
                    done += batch.num_rows


def flat_names(schema: Any) -> list[str]:
    """The columns of an Arrow schema, with dotted names for the fields of structs."""
    names: list[str] = []

    def add(field: Any, name: str) -> None:
        import pyarrow

        if pyarrow.types.is_struct(field.type):
            for number in range(field.type.num_fields):
                inner = field.type.field(number)
                add(inner, f"{name}.{inner.name}")
        else:
            names.append(name)

    for field in schema:
        add(field, field.name)
    return names


def table_rows(
    batches: Callable[[Sequence[str]], Iterator[Any]], schema: Any, wanted: Sequence[str], name: str
) -> Iterator[Row]:
    """The rows of tables that are given a part at a time."""
    done = 0
    for table in batches([column for column in schema.names if _holds(column, wanted)]):
        for batch in table.to_batches(max_chunksize=_ROWS):
            yield from batch_rows(batch, wanted, name, done)
            done += batch.num_rows


def batch_rows(batch: Any, wanted: Sequence[str], name: str, done: int) -> Iterator[Row]:
    """The rows of a record batch; `done` rows were before it.

    Raises:
        InputError: A row is too large.
    """
    import pyarrow

    table = pyarrow.Table.from_batches([batch])
    while any(pyarrow.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    columns = [table.column(column) for column in wanted]
    if batch.nbytes > LONGEST:
        for number in range(batch.num_rows):
            if sum(column.slice(number, 1).nbytes for column in columns) > LONGEST:
                raise InputError(
                    f"{name}, row {done + number + 1}: a record of more than {LONGEST:,} bytes", "split or remove it"
                )
    for values in zip(*(column.to_pylist() for column in columns), strict=True):
        yield dict(zip(wanted, values, strict=True))


def _holds(column: str, wanted: Sequence[str]) -> bool:
    return any(name == column or name.startswith(f"{column}.") for name in wanted)
