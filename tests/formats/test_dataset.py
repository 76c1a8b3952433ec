from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtqe.errors import ConfigError, InputError
from mtqe.formats.tables import dataset


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's cache out of the tests."""
    import datasets

    folder = tmp_path_factory.mktemp("cache")
    before = datasets.config.HF_DATASETS_CACHE
    datasets.config.HF_DATASETS_CACHE = folder
    yield folder
    datasets.config.HF_DATASETS_CACHE = before


def parquet(path: Path, **columns: Any) -> Path:
    import pyarrow
    import pyarrow.parquet

    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


def written(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())
    return path


def sides(name: Path | str, columns: dict[str, str] | None = None, split: str | None = None) -> list[tuple[Any, ...]]:
    return [(s.id, s.source, s.target, s.references) for s in dataset.read(str(name), columns, split).segments]


def test_a_struct_of_languages(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", translation=[{"en": "One", "de": "Eins", "fr": "Un"}])
    (segment,) = dataset.read(str(path), languages=("en", "de-AT")).segments
    assert (segment.source, segment.target) == ("One", "Eins")
    with pytest.raises(InputError, match=r"no column for the source; there are 'translation\.en'"):
        dataset.read(str(path))


def test_parquet_file(tmp_path: Path, own_cache: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet", src=["One", "Two"], mt=["Eins", ""], ref=["ein", None], doc=[7, 8], da=[1.0, 2.0]
    )
    document = dataset.read(str(path))
    assert [(s.id, s.source, s.target, s.references, s.doc) for s in document.segments] == [
        ("1", "One", "Eins", ("ein",), "7"),
        ("2", "Two", "", (), "8"),
    ]
    assert (document.id, document.path) == ("a.parquet", str(path))
    assert list(own_cache.iterdir()) == []


def test_columns_by_name_and_references_from_several(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", en=["One"], de=["Eins"], a=["ein"], b=[["x", "y"]])
    assert sides(path, {"source": "en", "target": "de", "reference": "b,a"}) == [
        ("1", "One", "Eins", ("x", "y", "ein"))
    ]
    with pytest.raises(InputError, match=r"no column for the source; there are 'en', 'de', 'a', 'b'"):
        dataset.read(str(path))
    with pytest.raises(InputError, match=r"no column 'dee'.*did you mean 'de'\?"):
        dataset.read(str(path), {"source": "en", "target": "dee"})
    with pytest.raises(ConfigError, match="unknown column role 'speech'"):
        dataset.read(str(path), {"speech": "en"})


def test_nested_columns(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", id=["x"], translation=[{"en": "One", "de": "Eins"}])
    columns = {"source": "translation.en", "target": "translation.de"}
    assert sides(path, columns) == [("x", "One", "Eins", ())]
    with pytest.raises(InputError, match=r"'translation\.(en|de)', 'translation\.(en|de)'"):
        dataset.read(str(path))


@pytest.mark.parametrize("value", [None, float("nan"), 5.5])
def test_values_that_are_no_text_name_the_row(tmp_path: Path, value: Any) -> None:
    columns = (
        {"src": ["One", "Two"], "mt": [None, value]} if value is None else {"src": ["a", "b"], "mt": [value, value]}
    )
    path = parquet(tmp_path / "a.parquet", **columns)
    with pytest.raises(InputError, match=r"a\.parquet, row 1: 'mt' has .* not text"):
        dataset.read(str(path))


def test_jsonl(tmp_path: Path) -> None:
    rows = [
        {"src": "One", "mt": "Eins", "references": ["a", "b"]},
        {"src": "Two\u2028x", "mt": "Zwei", "references": []},
    ]
    path = written(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    assert sides(path) == [("1", "One", "Eins", ("a", "b")), ("2", "Two\u2028x", "Zwei", ())]


@pytest.mark.parametrize("name", ["a.csv", "folder/a.csv"])
def test_csv_cells_are_text_as_it_stands(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, 'src,mt\n007,"None, so"\nNA,\nnull,1.50\n')
    given = path if name == "a.csv" else path.parent
    assert sides(given) == [("1", "007", "None, so", ()), ("2", "NA", "", ()), ("3", "null", "1.50", ())]


def test_tsv(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tsv", "src\tmt\n1\tone, two\n")
    assert sides(path) == [("1", "1", "one, two", ())]


def test_folder_with_splits(tmp_path: Path) -> None:
    for split, text in (("train", "One"), ("test", "Two")):
        parquet(tmp_path / "set" / f"{split}.parquet", src=[text], mt=["x"])
    assert sides(tmp_path / "set", split="test") == [("1", "Two", "x", ())]
    with pytest.raises(InputError, match=r"has the splits train, test; choose one: --split test"):
        dataset.read(str(tmp_path / "set"))
    with pytest.raises(InputError, match="has no split 'dev', only train, test"):
        dataset.read(str(tmp_path / "set"), None, "dev")


def test_saved_data_set(tmp_path: Path) -> None:
    import datasets

    saved = datasets.Dataset.from_dict({"src": ["One"], "mt": ["Eins"]})
    bars = datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    saved.save_to_disk(str(tmp_path / "saved"))
    datasets.DatasetDict({"dev": saved}).save_to_disk(str(tmp_path / "saved-dict"))
    if not bars:
        datasets.enable_progress_bars()
    assert sides(tmp_path / "saved") == sides(tmp_path / "saved-dict") == [("1", "One", "Eins", ())]
    with pytest.raises(InputError, match="has no splits"):
        dataset.read(str(tmp_path / "saved"), None, "dev")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for name, content in (("a.parquet", "no parquet"), ("a.jsonl", '{"src": "a"\n{{{'), ("a.csv", 'src,mt\na,b,c\n"')):
        with pytest.raises(InputError) as caught:
            dataset.read(str(written(tmp_path / name, content)))
        assert str(tmp_path / name) in caught.value.message
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="unknown extension of a data set"):
        dataset.read(str(written(tmp_path / "a.docx", "x")))
    with pytest.raises(InputError, match="cannot be read as a data set"):
        (tmp_path / "empty").mkdir()
        dataset.read(str(tmp_path / "empty"))


def test_no_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no rows"):
        dataset.read(str(written(tmp_path / "a.csv", "src,mt\n")))


def test_missing_file_is_no_hub_name(tmp_path: Path) -> None:
    parquet(tmp_path / "pairs.parquet", src=["a"], mt=["b"])
    with pytest.raises(InputError, match=r"no such file; did you mean .*pairs\.parquet"):
        dataset.read(str(tmp_path / "pair.parquet"))


def test_hub_name_without_network_fails_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets
    import huggingface_hub

    monkeypatch.setattr(dataset, "_reachable", lambda endpoint: False)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", False)
    before = huggingface_hub.constants.HF_HUB_OFFLINE
    with pytest.raises(InputError) as caught:
        dataset.read("nobody/nothing")
    assert caught.value.message == "data set 'nobody/nothing' is not on this machine, and the hub cannot be reached"
    assert datasets.config.HF_HUB_OFFLINE is False
    assert huggingface_hub.constants.HF_HUB_OFFLINE is before


def test_an_address_that_nobody_serves_is_not_reachable() -> None:
    assert not dataset._reachable("http://127.0.0.1:9")


def test_progress_and_log_settings_come_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import datasets

    before = datasets.are_progress_bars_disabled(), datasets.logging.get_verbosity()
    dataset.read(str(parquet(tmp_path / "a.parquet", src=["a"], mt=["b"])))
    assert (datasets.are_progress_bars_disabled(), datasets.logging.get_verbosity()) == before
    assert capfd.readouterr() == ("", "")


def test_module_is_light() -> None:
    modules = "mtqe.formats.tables.dataset, mtqe.formats.exchange.beads, mtqe.cli.atomic_write"
    code = f"import sys, {modules}; print(*sys.modules)"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    ).stdout
    assert not {"datasets", "pyarrow", "pandas", "huggingface_hub", "numpy", "lxml"} & set(out.split())
