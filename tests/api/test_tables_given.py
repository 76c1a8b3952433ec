"""What the calls make of data frames, data sets, dicts of columns and lists of records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from api.samples import DE, EN, LANGUAGES, NUMBERS

import mtqe
from mtqe.errors import ConfigError, InputError

COLUMNS: dict[str, list[Any]] = {
    "src": EN,
    "mt": DE,
    "ref": [DE[0], None, DE[2]],
    "doc_id": [1, 1, 2],
    "extra": [1.5, None, 2],
}
ROWS = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]


def check(table: Any, **options: Any) -> mtqe.Evaluation:
    return mtqe.check(table, select=NUMBERS, **(LANGUAGES | options))


TABLES: dict[str, Callable[[], Any]] = {
    "pandas": lambda: pd.DataFrame(COLUMNS),
    "pandas of objects": lambda: pd.DataFrame(COLUMNS, dtype=object),
    "polars": lambda: pl.DataFrame(COLUMNS),
    "lazy": lambda: pl.LazyFrame(COLUMNS),
    "arrow": lambda: pa.table(COLUMNS),
    "batch": lambda: pa.record_batch(COLUMNS),
    "reader": lambda: pa.table(COLUMNS).to_reader(),
    "data set": lambda: datasets.Dataset.from_dict(COLUMNS),
    "shuffled twice": lambda: datasets.Dataset.from_dict(COLUMNS).select([2, 1, 0]).select([2, 1, 0]),
    "formatted": lambda: datasets.Dataset.from_dict(COLUMNS).with_format("numpy"),
    "splits": lambda: datasets.DatasetDict({"test": datasets.Dataset.from_dict(COLUMNS)}),
    "stream": lambda: datasets.Dataset.from_dict(COLUMNS).to_iterable_dataset(),
    "dict of columns": lambda: COLUMNS,
    "dict of series": lambda: {name: pd.Series(column) for name, column in COLUMNS.items()},
    "records": lambda: ROWS,
    "generator": lambda: (row for row in ROWS),
    "uneven records": lambda: [ROWS[0], {key: value for key, value in ROWS[1].items() if key != "ref"}, ROWS[2]],
}


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_columns_are_known_by_their_names(make: Callable[[], Any]) -> None:
    report = check(make())
    assert [(segment.source, segment.target) for segment in report.segments] == list(zip(EN, DE, strict=True))
    assert [segment.references for segment in report.segments] == [(DE[0],), (), (DE[2],)]
    assert [(document.id, document.path) for document in report.documents] == [("1", None), ("2", None)]
    assert [(finding.name, finding.segment) for finding in report.findings] == [(NUMBERS, "2")]


def test_pairs_as_tuples_and_as_segments() -> None:
    pairs = check(list(zip(EN, DE, strict=True)))
    again = check(pairs.segments)
    assert [segment.target for segment in again.segments] == DE
    assert again.segments[0].id == "1" and len(again.findings) == 1
    assert check(zip(EN, DE, DE, strict=True)).segments[0].references == (DE[0],)
    one = check({"source": EN[1], "target": DE[1]})
    assert [finding.segment for finding in one.findings] == ["1"]


WIDE = pd.DataFrame({"en": EN, "sysA": DE, "sysB": DE[::-1], "human": DE}, index=["x", "y", "z"])
OF_SYSTEMS = [("sysA", str(n), text) for n, text in enumerate(DE, 1)]
OF_SYSTEMS += [("sysB", str(n), text) for n, text in enumerate(DE[::-1], 1)]


def seen(report: mtqe.Evaluation) -> list[tuple[str | None, str, str]]:
    return [(segment.system, segment.id, segment.target) for segment in report.segments]


@pytest.mark.parametrize("library", [pd.DataFrame, pl.DataFrame, dict, datasets.Dataset.from_dict])
def test_a_wide_table_has_a_column_for_each_system(library: Callable[[Any], Any]) -> None:
    wide = library({name: list(WIDE[name]) for name in WIDE.columns})
    columns = {"source": "en", "target": ["sysA", "sysB"], "reference": "human"}
    report = mtqe.score(wide, columns=columns, metrics="chrf", **LANGUAGES)
    assert seen(report) == OF_SYSTEMS and report.run.systems == ("sysA", "sysB")
    assert {segment.references for segment in report.segments} == {(text,) for text in DE}


def test_a_dict_names_the_systems_of_a_wide_table_and_labels_are_kept() -> None:
    columns = {"source": "en", "target": {"old": "sysB", "new": "sysA"}}
    report = check(WIDE, columns=columns)
    assert report.run.systems == ("old", "new")
    assert list(report.to_pandas().index) == ["x", "y", "z"] * 2
    assert [finding.system for finding in report.findings][-1] == "new"


def test_translations_may_be_names_of_columns() -> None:
    for translation in (["sysA", "sysB"], {"sysA": "sysA", "sysB": "sysB"}):
        report = mtqe.score(
            WIDE, translation, references="human", columns={"source": "en"}, metrics="chrf", **LANGUAGES
        )
        assert seen(report) == OF_SYSTEMS and report.segments[0].references == (DE[0],)
    for translation, system in (("sysA", None), (["sysA"], None), ({"new": "sysA"}, "new")):
        assert seen(check(WIDE, translation=translation, columns={"source": "en"}))[0] == (system, "1", DE[0])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"source": "en", "target": ["sysA", "sysC"]}, "no column 'sysC'; there are 'en', 'sysA'"),
        ({"source": "en", "target": ["sysA", "sysA"]}, "are not all different"),
        ({"source": "en", "target": 5}, r"columns\['target'\] is an int; give the name of a column"),
        ({"source": "en", "target": []}, r"columns\['target'\] is a list"),
        ({"source": ["en", "human"], "target": "sysA"}, "no column 'en,human'"),
        ({"source": "en", "target": ["sysA", "sysB"], "system": "human"}, "a column for the system is given, and"),
    ],
)
def test_a_wide_table_that_cannot_be_read_is_refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises((InputError, ConfigError), match=message):
        check(WIDE, columns=columns)


def test_columns_named_after_languages() -> None:
    features = datasets.Features({"translation": datasets.Translation(languages=["de", "en"])})
    texts = [{"de": target, "en": source} for source, target in zip(EN, DE, strict=True)]
    for table in (
        datasets.Dataset.from_dict({"translation": texts}, features=features),
        pd.DataFrame({"translation": texts}),
        [{"translation": text} for text in texts],
        pl.DataFrame({"translation": texts}),
        pd.DataFrame({"German": DE, "English": EN}),
    ):
        assert [segment.target for segment in check(table).segments] == DE
        with pytest.raises(InputError, match=r"no column for the source; .*need source_lang and target_lang"):
            check(table, source_lang="", target_lang="")
    columns = {"source": "translation.en", "target": "translation.de"}
    report = check(pd.DataFrame({"translation": texts}), columns=columns, source_lang="", target_lang="")
    assert (report.run.source_lang, report.run.target_lang) == ("en", "de")
    assert check(pd.DataFrame({"a": EN, "b": DE}), columns={"source": "a", "target": "b"}).segments[2].source == EN[2]


def test_systems_and_ids_of_a_table() -> None:
    table = pd.DataFrame({"id": [7, 8, 7, 8], "system": list("xxyy"), "source": EN[:2] * 2, "target": DE[:2] * 2})
    report = check(table)
    assert report.run.systems == ("x", "y")
    assert [(segment.system, segment.id) for segment in report.segments] == [
        ("x", "7"),
        ("x", "8"),
        ("y", "7"),
        ("y", "8"),
    ]
    frame = report.to_pandas().set_index(["system", "segment"])
    assert list(frame["findings"]) == [0, 1, 0, 1]


def test_beads_are_a_table() -> None:
    beads = mtqe.align(" ".join(EN), " ".join(DE), **LANGUAGES)
    assert [segment.target for segment in check(beads.to_pandas()).segments] == DE


def test_a_file_of_pairs_and_columns_of_it(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    pd.DataFrame({"a": EN, "b": DE}).to_csv(path, index=False)
    assert check(path, columns={"source": "a", "target": "b"}).segments[1].target == DE[1]
    pd.DataFrame(COLUMNS).to_parquet(tmp_path / "pairs.parquet")
    assert len(check(str(tmp_path / "pairs.parquet")).findings) == 1
    pd.DataFrame({"source": EN, "target": DE}).to_csv(path, index=False)
    report = check(path, source_lang="", target_lang="")
    assert (report.run.source_lang, report.run.target_lang) == ("en", "de")


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no column": (
        lambda: pd.DataFrame({"source": EN, "text": DE}),
        "no column for the target; there are 'source', 'text'",
    ),
    "two": (
        lambda: pd.DataFrame({"src": EN, "source": EN, "mt": DE}),
        "could be the source; rename it, or give columns=",
    ),
    "same name": (
        lambda: pd.DataFrame([["a", "b", "c"]], columns=["source", "target", "target"]),
        "the table has two columns named 'target'; rename or drop one",
    ),
    "same name in arrow": (
        lambda: pa.table([EN, DE, DE], names=["source", "target", "target"]),
        "two columns named 'target'",
    ),
    "levels": (
        lambda: pd.DataFrame([["a", "b"]], columns=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])),
        "no column for",
    ),
    "numbers": (lambda: pd.DataFrame([["a", "b"]]), "no column for the source; there are '0', '1'"),
    "no rows": (lambda: pd.DataFrame({"source": [], "target": []}), "the table has no rows; give at least one pair"),
    "no rows in a set": (lambda: datasets.Dataset.from_dict({"source": [], "target": []}), "the table has no rows"),
    "nothing": (dict, "the table: no column for the source"),
    "none": (
        lambda: {"source": EN, "target": [DE[0], None, DE[2]]},
        "the table, row 2: 'target' has nothing, not text",
    ),
    "NaN": (
        lambda: pd.DataFrame({"source": EN, "mt": [*DE[:2], None]}, index=[5, 6, 7]),
        r"row 3 \(index 7\): 'mt' has nothing",
    ),
    "NA": (lambda: pd.DataFrame({"source": EN, "mt": pd.array([*DE[:2], pd.NA])}), "row 3: 'mt' has nothing"),
    "NaT": (lambda: pd.DataFrame({"source": EN, "mt": [*DE[:2], pd.NaT]}, dtype=object), "row 3: 'mt' has nothing"),
    "number": (lambda: [{"source": "a", "target": 5}], "row 1: 'target' has int '5', not text"),
    "lengths": (lambda: {"source": EN, "target": DE[:2]}, "different lengths: source has 3, target has 2"),
    "set": (lambda: {"source": EN, "target": set(DE)}, "the column 'target' is a set, which has no order"),
    "text": (lambda: {"source": EN, "target": "Hallo"}, "the column 'target' is a str; give a list for each column"),
    "mixed": (lambda: [{"source": "a", "target": "b"}, "c"], "row 2 is a str, and row 1 is a dict"),
    "one text": (lambda: [("a",)], r"row 1 has 1 text; give \(source, translation\)"),
    "four": (lambda: [("a", "b", "c", "d")], "row 1 has 4 texts"),
    "uneven": (lambda: [("a", "b"), ("a", "b", "c")], "row 2 has 3 texts, and row 1 has 2"),
    "splits": (
        lambda: datasets.DatasetDict({name: datasets.Dataset.from_dict(COLUMNS) for name in ("train", "test")}),
        r"the data set has the splits 'train', 'test'; give one of them: data\['test'\]",
    ),
    "same id": (lambda: [{"id": 1, "source": "a", "target": "b"}] * 2, "id '1' is in rows 1 and 2; give each segment"),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        check(make())
    assert "\n" not in str(caught.value) and caught.value.hint and "--" not in str(caught.value)


def test_references_besides_a_table_and_unknown_roles() -> None:
    with pytest.raises(InputError, match="references are given together with a table; put them into a column"):
        mtqe.score(pd.DataFrame(COLUMNS), references=DE)
    with pytest.raises(ConfigError, match="unknown column role 'tagret'; did you mean 'target'"):
        check(pd.DataFrame(COLUMNS), columns={"tagret": "mt"})
    with pytest.raises(InputError, match="no column 'b'"):
        check(pd.DataFrame(COLUMNS), columns={"target": "b"})
    with pytest.raises(InputError, match="columns are given, but no table"):
        check(EN, translation=DE, columns={"target": "b"})
    with pytest.raises(InputError, match="columns is a list; give a dict"):
        check(pd.DataFrame(COLUMNS), columns=["source", "target"])


def test_labels_are_kept() -> None:
    index = pd.Index(["x", "y", "y"], name="key")  # labels need not differ
    for report in (
        check(pd.DataFrame(COLUMNS, index=index)),
        check(pd.Series(EN, index=index), translation=pd.Series(DE, index=index)),
        check(pd.Series(EN, index=index), translation=DE),
    ):
        assert report.to_pandas().index.equals(index) and report.to_pandas().index.name == "key"
        assert list(report.to_pandas("findings").index) == ["y"]
    # Rows of one document follow each other in the report, whatever their order in the table.
    table = pd.DataFrame({"doc": list("aba"), "source": EN, "target": DE}, index=[10, 20, 30])
    assert list(check(table).to_pandas().index) == [10, 30, 20]
    levels = pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1)], names=["part", "line"])
    scores = mtqe.score(pd.DataFrame(COLUMNS, index=levels), metrics="learned", **LANGUAGES)
    assert scores.to_pandas().loc[("b", 1), "source"] == EN[2]
    assert list(scores.to_pandas("scores").index) == list(range(6))
    assert list(check(EN, translation=DE).to_pandas().index) == [0, 1, 2]
    systems = mtqe.score(pd.Series(EN, index=index), {"a": DE, "b": DE}, metrics="learned", **LANGUAGES)
    assert list(systems.to_pandas().index) == [*index, *index]
