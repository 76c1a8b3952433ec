"""The recipes of docs/scale.md for `datasets.map` and Spark run as they stand there and find what `mtqe scan` finds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import groups
import pyarrow as pa
import pytest
from pyarrow import parquet
from scanned import corpus

import mtqe
from mtqe.cli import run

pytestmark = pytest.mark.slow
OURS = Path(mtqe.__file__).parent.parent
PAGE = (OURS / "docs" / "scale.md").read_text(encoding="utf-8")
SPARK = """
import os, sys
from pyspark.sql import SparkSession

os.environ["PYSPARK_PYTHON"] = sys.executable
settings = {
    "spark.ui.enabled": "false", "spark.driver.memory": "512m", "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
}
spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
"""
"""A cluster of Spark in this process and two others."""


def recipe(word: str) -> str:
    (found,) = (code for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if word in code)
    return str(found)


def execute(code: str, folder: Path) -> None:
    """Run a program in a folder of its own, without network."""
    env = os.environ | {
        "PYTHONPATH": str(OURS), "HOME": str(folder), "HF_HOME": str(folder / "hub"), "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1", "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder / "local"),
        # For half a minute the whole compiler of Java takes more time than it saves.
        "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }  # fmt: skip
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and its scan."""
    place = tmp_path_factory.mktemp("recipes")
    rows = [
        {"doc": one.doc, "id": number, "source": one.source, "target": one.target}
        for number, one in enumerate(corpus(60, docs=7))
    ]
    parquet.write_table(pa.Table.from_pylist(rows), place / "corpus.parquet")
    checks = ("--source-lang", "en", "--target-lang", "de", "--select", "number-mismatch,MRK", "-q")
    assert run(["scan", str(place / "corpus.parquet"), "--into", str(place / "scan"), *checks]) == 0
    return place


def found(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return rows


def test_the_recipe_for_data_sets(folder: Path) -> None:
    execute(recipe("load_dataset"), folder)
    expected = found(folder / "scan" / "findings")
    assert len(expected) > 1
    assert found(folder / "findings.parquet") == expected


def test_ranges_that_cut_no_document(folder: Path) -> None:
    chunks = 'name="corpus.parquet", chunk=10)'
    code = recipe("load_dataset").replace('name="corpus.parquet")', chunks).replace("findings.parquet", "small.parquet")
    assert chunks in code
    check = """
        assert all(chunk["stop"] - chunk["start"] <= 10 for chunk in chunks) and len(chunks) > 1
        docs = rows["doc"][:]
        assert all(docs[chunk["start"]] != docs[chunk["start"] - 1] for chunk in list(chunks)[1:])
        """
    execute(code + textwrap.dedent(check), folder)
    assert found(folder / "small.parquet") == found(folder / "scan" / "findings")


@groups.needed("spark")
@pytest.mark.skipif(not groups.required("spark") and shutil.which("java") is None, reason="there is no Java")
def test_the_recipe_for_spark(folder: Path) -> None:
    execute(SPARK + recipe("mapInPandas") + "\nspark.stop()\n", folder)

    def by_segment(row: dict[str, Any]) -> tuple[int, str, str]:
        return int(row["segment"]), row["check"], row["message"]

    expected = found(folder / "scan" / "findings")
    assert sorted(found(folder / "findings"), key=by_segment) == sorted(expected, key=by_segment)
