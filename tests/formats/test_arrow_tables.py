"""Parquet and saved data sets of any size, whose rows are those that the `datasets` library gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtqe.errors import InputError
from mtqe.formats import records, streams
from mtqe.formats.tables import arrow_tables, dataset
from mtqe.formats.tables import columns as columns_of
from mtqe.model import Segment


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's cache out of the tests."""
    import datasets

    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datasets.config, "HF_DATASETS_CACHE", folder)
        datasets.disable_progress_bars()
        yield folder
        datasets.enable_progress_bars()


def parquet(path: Path, columns: Mapping[str, Sequence[Any]], rows: int = 2) -> Path:
    import pyarrow
    import pyarrow.parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.table(columns), path, row_group_size=rows)
    return path


def sides(name: Path | str, **options: Any) -> list[tuple[Any, ...]]:
    found = streams.open_stream(name, **options).segments
    return [(s.id, s.source, s.target, s.references, s.doc, s.system) for s in found]


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "src": TEXTS,
    "mt": TEXTS,
    "ref": st.none() | TEXTS,
    "refs": st.none() | st.lists(TEXTS, max_size=3),
    "translation": st.fixed_dictionaries({"en": TEXTS, "de": TEXTS}),
    "doc": st.none() | st.integers(0, 3) | st.just(7),
    "system": st.none() | TEXTS,
    "score": st.floats(),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    names=st.sets(st.sampled_from(sorted(COLUMNS)), min_size=1),
    number=st.integers(1, 7),
    data=st.data(),
    at_a_time=st.integers(1, 4),
)
def test_the_rows_that_datasets_gives(
    tmp_path: Path, names: set[str], number: int, data: st.DataObject, at_a_time: int
) -> None:
    """Parquet, a saved set and its rows one by one give the same segments."""
    import datasets

    names |= set() if "translation" in names else {"src", "mt"}
    names -= {"src", "mt"} if "translation" in names else set()
    columns = {name: data.draw(st.lists(COLUMNS[name], min_size=number, max_size=number)) for name in sorted(names)}
    path = parquet(tmp_path / "a.parquet", columns)
    loaded = datasets.load_dataset("parquet", data_files=str(path), cache_dir=str(tmp_path), streaming=True)["train"]
    rows = dataset.IterableRows(loaded)
    chosen = columns_of.choose(rows.names, str(path), None, ("en", "de"))
    expected: list[Segment] = [
        records.segment(row, chosen, place, None, f"{path}, row {place}")
        for place, row in enumerate(rows.rows(rows.names), 1)
    ]
    saved = tmp_path / "saved"
    shutil.rmtree(saved, ignore_errors=True)
    datasets.Dataset.from_parquet(str(path), cache_dir=str(tmp_path / "cache"), keep_in_memory=True).save_to_disk(
        str(saved)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow_tables, "_ROWS", at_a_time)
        patch.setattr(dataset, "_AT_A_TIME", at_a_time)
        for name in (path, saved):
            stream = streams.open_stream(name, None, ("en", "de"))
            assert list(stream.segments) == expected
            assert (stream.name, stream.total, stream.position()) == (name.name, number, 1.0)


def test_a_folder_in_order_of_name(tmp_path: Path) -> None:
    folder = tmp_path / "set.parquet"
    for number in (10, 2, 1):
        parquet(
            folder / f"part-{number:05}.parquet", {"source": [f"{number}a", f"{number}b", "c"], "target": ["x"] * 3}
        )
    (folder / "_SUCCESS").touch()
    stream = streams.open_stream(folder)
    assert [next(stream.segments).source for _ in range(4)] == ["1a", "1b", "c", "2a"]
    assert (stream.total, stream.position()) == (9, 4 / 9)
    assert [item.id for item in stream.segments] == ["5", "6", "7", "8", "9"]


def test_splits(tmp_path: Path) -> None:
    for split in ("train", "test"):
        parquet(tmp_path / "set" / f"{split}.parquet", {"src": [split], "mt": ["x"]})
    assert sides(tmp_path / "set", split="test")[0][1] == "test"
    with pytest.raises(InputError, match="has the splits train, test; choose one"):
        streams.open_stream(tmp_path / "set")
    with pytest.raises(InputError, match="has no split 'dev', only train"):
        streams.open_stream(tmp_path / "set" / "test.parquet", split="dev")


def test_requested_columns(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"en": ["One"], "de": ["Eins"], "a": ["ein"], "b": [["x", "y"]]})
    requested = {"source": "en", "target": "de", "reference": "b,a"}
    assert sides(path, requested=requested) == [("1", "One", "Eins", ("x", "y", "ein"), None, None)]


def test_errors_have_file_and_row(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"src": ["a", "b", "c"], "mt": ["x", "y", None]})
    with pytest.raises(InputError, match=r"a\.parquet, row 3: 'mt' has nothing, not text"):
        sides(path)
    with pytest.raises(InputError, match=r"a\.parquet has no rows"):
        sides(parquet(path, {"src": [], "mt": []}))
    path.write_bytes(b"PAR1 no parquet")
    with pytest.raises(InputError, match=r"a\.parquet cannot be read as a data set"):
        sides(path)
    parquet(tmp_path / "set" / "a.parquet", {"src": ["a"], "mt": ["x"]})
    parquet(tmp_path / "set" / "b.parquet", {"src": ["a"], "hyp": ["x"]})
    with pytest.raises(InputError, match=r"b\.parquet has no column 'mt', which .*a\.parquet has"):
        sides(tmp_path / "set")


def test_a_row_that_is_much_larger_in_memory_than_in_its_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"src": ["a", "x" * 2**24], "mt": ["b", "c"]})
    assert path.stat().st_size < 2**21
    with pytest.raises(InputError, match=r"a\.parquet, row 2: a record of more than 16,777,216 bytes"):
        sides(path)
    assert len(sides(parquet(path, {"src": ["x" * 2**23] * 3, "mt": ["b"] * 3}))) == 3


@pytest.mark.parametrize(
    ("name", "content"), [("a.jsonl", '{"src": "One", "mt": "007"}\n'), ("a.csv", "src,mt\nOne,007\n")]
)
def test_folders_of_other_files(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / name).write_text(content)
    stream = streams.open_stream(tmp_path / "set")
    assert [(item.id, item.source, item.target) for item in stream.segments] == [("1", "One", "007")]
    assert (stream.name, stream.total, stream.position()) == ("set", None, None)
    assert sides(tmp_path / "set" / name, form="dataset") == [("1", "One", "007", (), None, None)]


def test_a_folder_for_the_time_of_reading_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.jsonl").write_text('{"src": "One", "mt": "x"}\n' * 3)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    stream = streams.open_stream(tmp_path / "set")
    next(stream.segments)
    assert list(tmp_path.glob("mtqe-*"))
    del stream
    assert not list(tmp_path.glob("mtqe-*"))


def test_a_set_of_the_hub(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without network, a set in the user's cache is read from there."""
    import datasets

    path = parquet(tmp_path / "a.parquet", {"src": ["One", "Two"], "mt": ["Eins", "Zwei"]})
    datasets.load_dataset("parquet", data_files=str(path), cache_dir=str(tmp_path / "made"))
    (made,) = (file.parent for file in tmp_path.glob("made/parquet/*/*/*/dataset_info.json"))
    cached = own_cache / "nobody___cached" / "default" / "0.0.0" / ("a" * 40)
    shutil.copytree(made, cached)
    for file in cached.glob("parquet-*"):
        file.rename(file.with_name(file.name.replace("parquet-", "cached-")))
    monkeypatch.setattr(dataset, "_reachable", lambda endpoint: False)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", False)
    stream = streams.open_stream("nobody/cached")
    assert [(item.id, item.source, item.target) for item in stream.segments] == [
        ("1", "One", "Eins"),
        ("2", "Two", "Zwei"),
    ]
    assert (stream.name, stream.total, stream.position()) == ("cached", 2, 1.0)
    with pytest.raises(InputError, match="data set 'nobody/nothing' is not on this machine"):
        streams.open_stream("nobody/nothing")
