"""The results of a call as tables: those of Arrow, from which the data frames of pandas and polars are made.

- `segments`: a row for each segment, with a column for each metric.
- `findings`: a row for each finding, with the columns of the Parquet report.
- `scores`: a row for each score of the corpus, a document or a segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mtqe.errors import ConfigError, Unavailable
from mtqe.model import Bead, Finding, Report, render_signature
from mtqe.registry.suggest import lookup
from mtqe.report import comparison_view, locations, parquet, view

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from mtqe.model.comparison import Comparison

TableName: TypeAlias = Literal["segments", "findings", "scores"]
Rows: TypeAlias = Sequence[Mapping[str, Any]]

SEGMENTS = {
    **dict.fromkeys(("system", "document", "segment", "source", "target"), "string"),
    "references": "list<string>",
}
FINDINGS = {"findings": "int64", "severity": "string"}
"""The last columns of `segments`: the number of findings that count, and the worst severity of one."""
SCORES = {
    **dict.fromkeys(("system", "metric", "level", "document", "segment"), "string"),
    **dict.fromkeys(("value", "low", "high"), "double"),
    **dict.fromkeys(("n", "n_unscored"), "int64"),
    "signature": "string",
}
TESTS = {
    **dict.fromkeys(("metric", "baseline", "system"), "string"),
    **dict.fromkeys(("baseline_value", "value", "difference", "low", "high", "p_value"), "double"),
    "significant": "bool",
    "better": "bool",
}
BEADS = {
    **dict.fromkeys(("kind", "source", "target"), "string"),
    **dict.fromkeys(("source_sentences", "target_sentences"), "list<int64>"),
    "score": "double",
}


def of_report(report: Report, name: str) -> pa.Table:
    """A table of a report, with the rows in the order of the report.

    Raises:
        ConfigError: There is no table of this name.
    """
    makers = {"segments": _segments, "findings": _findings, "scores": _scores}
    return makers[lookup(name, makers, "table")](report)


def of_beads(beads: Sequence[Bead]) -> pa.Table:
    """A row for each bead."""
    rows = [
        {
            "kind": bead.kind,
            "source": bead.source_text,
            "target": bead.target_text,
            "source_sentences": bead.source,
            "target_sentences": bead.target,
            "score": bead.score,
        }
        for bead in beads
    ]
    return _table(rows, BEADS)


def of_comparison(comparison: Comparison) -> pa.Table:
    """A row for each metric and pair of systems."""
    rows = []
    for result in comparison.metrics:
        values = {standing.system: standing.value for standing in result.standings}
        rows += [
            {
                "metric": result.metric,
                "baseline": test.baseline,
                "system": test.system,
                "baseline_value": values[test.baseline],
                "value": values[test.system],
                "difference": test.difference,
                "low": test.interval.low,
                "high": test.interval.high,
                "p_value": test.p_holm,
                "significant": test.significant,
                "better": comparison_view.better(result.facts, test),
            }
            for test in result.tests
        ]
    return _table(rows, TESTS)


def to_pandas(table: pa.Table, index: pd.Index | None = None) -> pd.DataFrame:
    """A table as a data frame of pandas.

    Args:
        table: The table.
        index: The labels of the rows; by default their numbers from 0.
    """
    import pandas as pd
    import pyarrow as pa

    frame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get)
    for field in table.schema:
        if pa.types.is_list(field.type):  # lists, not arrays, which pandas cannot compare
            frame[field.name] = pd.Series(table.column(field.name).to_pylist(), index=frame.index, dtype=object)
    if index is not None:
        frame.index = index
    return frame


def to_polars(table: pa.Table) -> pl.DataFrame:
    """A table as a data frame of polars.

    Raises:
        Unavailable: polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise Unavailable("polars is not installed", "install it: pip install polars") from error
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def keys(report: Report, name: str) -> Iterator[tuple[str | None, str] | None]:
    """The system and the id of the segment of each row of a table; `None` for a row that is of no segment."""
    if name == "segments":
        yield from ((segment.system, segment.id) for segment in report.segments)
    elif name == "findings":
        yield from ((finding.system, finding.segment) for finding in report.findings)
    else:
        yield from ((score.system, score.segment) if score.segment else None for score in report.scores)


def _table(rows: Rows, types: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa

    lists = {"list<string>": pa.list_(pa.string()), "list<int64>": pa.list_(pa.int64())}
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, lists.get(kind, kind)) for name, kind in types.items()]))


def _segments(report: Report) -> pa.Table:
    scores: dict[tuple[str | None, str], dict[str, float | None]] = {}
    metrics: dict[str, None] = {}
    for score in report.scores:
        if score.level == "segment" and score.segment is not None:
            scores.setdefault((score.system, score.segment), {})[score.metric] = score.value
            metrics[score.metric] = None
    counted: dict[tuple[str | None, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.counts:
            counted.setdefault((finding.system, finding.segment), []).append(finding)
    rows = []
    for segment in report.segments:
        key = (segment.system, segment.id)
        found = [finding.severity for finding in counted.get(key, ())]
        rows.append(
            {
                "system": segment.system,
                "document": segment.doc,
                "segment": segment.id,
                "source": segment.source,
                "target": segment.target,
                "references": segment.references,
                **scores.get(key, {}),
                "findings": len(found),
                "severity": max(found, key=lambda severity: severity.rank).value if found else None,
            }
        )
    named = [name for name in metrics if name not in SEGMENTS | FINDINGS]
    if len(named) < len(metrics):  # only a plugin can name a metric so
        raise ConfigError("a metric has the name of a column", "use the table 'scores'")
    return _table(rows, {**SEGMENTS, **dict.fromkeys(metrics, "double"), **FINDINGS})


def _findings(report: Report) -> pa.Table:
    segments = view.segments_by_id(report)
    placed = locations.places(report)
    rows = [
        parquet.row(finding, segments.get((finding.system, finding.segment)), placed[number][0])
        for number, finding in enumerate(report.findings)
    ]
    return parquet.table(rows, {})


def _scores(report: Report) -> pa.Table:
    rows = [
        {
            "system": score.system,
            "metric": score.metric,
            "level": score.level,
            "document": score.doc,
            "segment": score.segment,
            "value": score.value,
            "low": score.interval.low if score.interval else None,
            "high": score.interval.high if score.interval else None,
            "n": score.n,
            "n_unscored": score.n_unscored,
            "signature": render_signature(score.signature),
        }
        for score in report.scores
    ]
    return _table(rows, SCORES)
