"""What calls return: a report, a comparison and an alignment, each with tables, a view for notebooks and plots.

They are frozen. `Evaluation` and `SystemComparison` have the fields and the JSON of `Report` and `Comparison`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import msgspec

from mtqe.api.row_labels import Index
from mtqe.api.tables import TableName
from mtqe.model import Bead, Report
from mtqe.model.comparison import Comparison
from mtqe.prose import count

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from matplotlib.axes import Axes

    from mtqe.api.plots import FindingGroup
    from mtqe.comparing import Source

SOURCES = "_sources"
"""The attribute of a comparison with the systems that it compares, which is no field and so not in the JSON."""
INDEX = "_index"
"""The attribute of an evaluation with the labels of the caller, which is no field and so not in the JSON."""


class Evaluation(Report, frozen=True, dict=True):
    """A report with tables, a view for notebooks and plots. Its fields and JSON are those of `Report`.

    >>> import mtqe
    >>> report = mtqe.check(["It costs 40 euros."], ["Es kostet 14 Euro."], source_lang="en", target_lang="de")
    >>> report
    <Evaluation: en → de, 1 segment, 1 major>
    >>> report.to_pandas("findings")[["name", "marked_source", "marked_target"]].to_dict("records")
    [{'name': 'number-mismatch', 'marked_source': ['40'], 'marked_target': ['14']}]
    """

    @property
    def passed(self) -> bool | None:
        """Whether the gate passed it; `None` if it was not judged."""
        return self.verdict.passed if self.verdict else None

    def to_arrow(self, table: TableName = "segments") -> pa.Table:
        """A table of pyarrow: `segments`, `findings` or `scores`; see `to_pandas`.

        Raises:
            ConfigError: There is no table of this name.
        """
        from mtqe.api import tables

        return tables.of_report(self, table)

    def to_pandas(self, table: TableName = "segments") -> pd.DataFrame:
        """A data frame of pandas.

        - `segments`: a row for each segment: its texts, the score of each metric, the number of its findings that
          count, and the worst severity of them.
        - `findings`: a row for each finding.
        - `scores`: a row for each score, of the corpus, a document or a segment.

        If the texts came from a data frame or Series, rows of segments and findings have its labels.

        Raises:
            ConfigError: There is no table of this name.
        """
        from mtqe.api import tables

        arrow = tables.of_report(self, table)
        index: Index | None = self.__dict__.get(INDEX)
        keys = list(tables.keys(self, table)) if index is not None else []
        if index is None or not all(key in index.places for key in keys):
            return tables.to_pandas(arrow)
        return tables.to_pandas(arrow, index.labels.take([index.places[key] for key in keys if key]))

    def to_polars(self, table: TableName = "segments") -> pl.DataFrame:
        """A data frame of polars; see `to_pandas`.

        Raises:
            ConfigError: There is no table of this name.
            Unavailable: polars is not installed.
        """
        from mtqe.api import tables

        return tables.to_polars(tables.of_report(self, table))

    def to_json(self) -> str:
        """The report as JSON, as `mtqe evaluate --json` writes it."""
        from mtqe.report import json

        return _text(json.render, self)

    def to_html(self) -> str:
        """The report as one self-contained page, as `mtqe evaluate -o report.html` writes it."""
        from mtqe.report import html

        return _text(html.render, self)

    def plot(self, metric: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw the segment scores of a metric as a histogram, with the corpus score and its interval.

        Args:
            metric: Its name; by default the first metric that has scores of segments.
            ax: Where to draw; by default a new figure.

        Raises:
            ConfigError: The report has no such scores.
            Unavailable: matplotlib is not installed.
        """
        from mtqe.api import plots

        return plots.scores(self, metric, ax)

    def plot_findings(self, ax: Axes | None = None, *, by: FindingGroup = "check") -> Axes:
        """Draw the number of findings of each check or error type, by severity, and for several systems by system.

        Args:
            ax: Where to draw; by default a new figure.
            by: `check`, or `type` for the error types of MQM, such as `accuracy/omission`.

        Raises:
            ConfigError: `by` is something else.
            Unavailable: matplotlib is not installed.
        """
        from mtqe.api import plots

        return plots.findings(self, by, ax)

    def __copy__(self) -> Evaluation:
        return self  # it is frozen

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), msgspec.structs.astuple(self), dict(self.__dict__))

    def __repr__(self) -> str:
        from mtqe.report import cards

        return f"<{type(self).__name__}: {cards.summary(self)}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        from mtqe.report import cards

        return [("summary", cards.summary(self))]

    def _repr_html_(self) -> str:
        from mtqe.report import cards

        return cards.of_report(self)


class SystemComparison(Comparison, frozen=True, dict=True):
    """A comparison with a table, a view for notebooks and plots. Its fields and JSON are those of `Comparison`."""

    def to_arrow(self) -> pa.Table:
        """A table of pyarrow: a row for each metric and pair of systems."""
        from mtqe.api import tables

        return tables.of_comparison(self)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of pandas: a row for each metric and pair of systems."""
        from mtqe.api import tables

        return tables.to_pandas(tables.of_comparison(self))

    def to_polars(self) -> pl.DataFrame:
        """A data frame of polars: a row for each metric and pair of systems.

        Raises:
            Unavailable: polars is not installed.
        """
        from mtqe.api import tables

        return tables.to_polars(tables.of_comparison(self))

    def to_json(self) -> str:
        """The comparison as JSON, as `mtqe compare --json` writes it."""
        from mtqe.report import json

        return _text(json.render, self)

    def to_html(self) -> str:
        """The comparison as one self-contained page, as `mtqe compare -o comparison.html` writes it."""
        from mtqe.report import comparison_html

        return _text(comparison_html.render, self)

    def plot(self, metric: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw the difference of each system from the first by a metric, with its interval.

        Args:
            metric: Its name; by default the first one.
            ax: Where to draw; by default a new figure.

        Raises:
            ConfigError: The comparison does not have the metric.
            Unavailable: matplotlib is not installed.
        """
        from mtqe.api import plots

        return plots.differences(self, metric, ax)

    def plot_segments(self, metric: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw how far the score of each segment is from that of the first system, as a histogram around zero.

        Args:
            metric: Its name; by default the first one that has scores of segments.
            ax: Where to draw; by default a new figure.

        Raises:
            ConfigError: The reports have no such scores.
            Unavailable: matplotlib is not installed.
        """
        from mtqe.api import plots

        return plots.segment_differences(self, self.__dict__.get(SOURCES, ()), metric, ax)

    def __copy__(self) -> SystemComparison:
        return self  # it is frozen

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), msgspec.structs.astuple(self), dict(self.__dict__))

    def __repr__(self) -> str:
        from mtqe.report import cards

        return f"<{type(self).__name__}: {cards.summary_of_comparison(self)}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        from mtqe.report import cards

        return [("summary", cards.summary_of_comparison(self))]

    def _repr_html_(self) -> str:
        from mtqe.report import cards

        return cards.of_comparison(self)


Made = TypeVar("Made", Evaluation, SystemComparison)


class AlignedTexts(msgspec.Struct, frozen=True):
    """Two texts cut into beads: groups of sentences that translate each other.

    Args:
        beads: The beads in order; each sentence of both texts is in exactly one.
        source_lang: BCP 47 tag.
        target_lang: BCP 47 tag.
        relatedness: 0 to 1, how strongly the texts seem to be translations of each other.
        notes: Notes for the reader, one line each.
    """

    beads: tuple[Bead, ...]
    source_lang: str
    target_lang: str
    relatedness: float
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.beads)

    def __iter__(self) -> Iterator[Bead]:
        return iter(self.beads)

    def __getitem__(self, place: int) -> Bead:
        return self.beads[place]

    def to_arrow(self) -> pa.Table:
        """A table of pyarrow: a row for each bead."""
        from mtqe.api import tables

        return tables.of_beads(self.beads)

    def to_pandas(self) -> pd.DataFrame:
        """A data frame of pandas: a row for each bead."""
        from mtqe.api import tables

        return tables.to_pandas(tables.of_beads(self.beads))

    def to_polars(self) -> pl.DataFrame:
        """A data frame of polars: a row for each bead.

        Raises:
            Unavailable: polars is not installed.
        """
        from mtqe.api import tables

        return tables.to_polars(tables.of_beads(self.beads))

    def __repr__(self) -> str:
        languages = f"{self.source_lang} → {self.target_lang}"
        return f"<{type(self).__name__}: {languages}, {count(len(self), 'bead')}>"

    def _repr_html_(self) -> str:
        from mtqe.report import cards

        return cards.of_beads(self.beads, self.source_lang, self.target_lang, self.notes)


def evaluation(report: Report, index: Index | None = None) -> Evaluation:
    """A report as an evaluation.

    Args:
        report: The report.
        index: The labels of the caller.
    """
    made = Evaluation(**{name: getattr(report, name) for name in Report.__struct_fields__})
    return _with(made, {INDEX: index} if index is not None else {})


def system_comparison(comparison: Comparison, sources: Sequence[Source] = ()) -> SystemComparison:
    """A comparison with its table, view and plots.

    Args:
        comparison: The comparison.
        sources: The systems that it compares.
    """
    made = SystemComparison(**{name: getattr(comparison, name) for name in Comparison.__struct_fields__})
    return _with(made, {SOURCES: tuple(sources)})


def _text(render: Callable[[Any, TextIO], None], result: Any) -> str:
    """What a reporter writes."""
    out = io.StringIO()
    render(result, out)
    return out.getvalue()


def _with(made: Made, attributes: Mapping[str, Any]) -> Made:
    made.__dict__.update(attributes)
    return made


def _restored(kind: type[Made], fields: tuple[Any, ...], attributes: Mapping[str, Any]) -> Made:
    """An evaluation or a comparison from a pickle."""
    return _with(kind(*fields), attributes)
