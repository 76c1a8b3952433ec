"""The findings of rows that another program holds: `datasets.map` and `mapInPandas` of Spark call these.

docs/scale.md has both recipes. Documents stay whole: adjacent rows with the same `doc` are judged together.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtqe.formats import records
from mtqe.formats.tables import columns
from mtqe.machine.memo import Memo
from mtqe.model import Segment
from mtqe.report.parquet import COLUMNS
from mtqe.scan.assessment import Settings, assess
from mtqe.scan.chunks import cut

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Dataset
    from pandas import DataFrame

_IN_SPARK = {"int64": "bigint", "bool": "boolean", "list<string>": "array<string>"}
SPARK_SCHEMA = ", ".join(f"`{name}` {_IN_SPARK.get(kind, kind)}" for name, kind in COLUMNS.items())
"""The columns of a table of findings, as Spark writes them."""


def ranges(rows: Dataset, settings: Settings) -> list[dict[str, int]]:
    """Where the chunks of a data set begin and end: the same ones as those of `mtqe scan` with the same `chunk`.

    Raises:
        InputError: A row is not valid.
    """
    segments = _segments(rows, settings, 0)
    sizes = (len(chunk.segments) for chunk in cut(segments, settings.chunk, settings.name))
    ends = itertools.accumulate(sizes, initial=0)
    return [{"start": start, "stop": stop} for start, stop in itertools.pairwise(ends)]


@dataclass(frozen=True)
class OfRanges:
    """Gives the findings of a range of a data set, for `map` with `batched=True, batch_size=1`.

    Args:
        settings: How the rows are judged.
        rows: The data set.
        memo: What a process keeps from range to range.
    """

    settings: Settings
    rows: Dataset
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    def __call__(self, batch: Mapping[str, list[int]]) -> pa.Table:
        """The findings, a row for each."""
        (start,), (stop,) = batch["start"], batch["stop"]
        segments = _segments(self.rows.select(range(start, stop)), self.settings, start)
        (table,) = _tables(segments, self.settings, self.memo)
        return table


@dataclass(frozen=True)
class OfFrames:
    """Gives the findings of the rows of a partition, for `mapInPandas` of Spark.

    Args:
        settings: How the rows are judged.
        memo: What a process keeps from partition to partition.
    """

    settings: Settings
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)

    def __call__(self, frames: Iterable[DataFrame]) -> Iterator[DataFrame]:
        """The findings, a row for each."""
        rows = (row for frame in frames for row in frame.to_dict("records"))
        for table in _tables(_segments(rows, self.settings, 0), self.settings, self.memo):
            if table.num_rows:  # Spark cannot take columns of texts without any, or in several pieces
                yield table.combine_chunks().to_pandas()


def _segments(rows: Iterable[Mapping[str, Any]], settings: Settings, before: int) -> Iterator[Segment]:
    """The segments of rows, with the rules for data sets.

    Args:
        rows: The rows.
        settings: Has the name of the input and the languages, for messages and for columns that are named after them.
        before: Number of rows before them.
    """
    languages = (settings.config.source_lang, settings.config.target_lang)
    chosen: columns.Columns | None = None
    for number, row in enumerate(rows, before + 1):
        record = records.flat(row)
        chosen = chosen or columns.choose(list(record), settings.name, languages=languages)
        yield records.segment(record, chosen, number, None, f"{settings.name}, row {number}")


def _tables(segments: Iterable[Segment], settings: Settings, memo: Memo) -> Iterator[pa.Table]:
    """The findings of each chunk."""
    from pyarrow import parquet

    for chunk in cut(segments, settings.chunk, settings.name):
        yield parquet.read_table(io.BytesIO(assess(chunk, settings, memo).findings))
