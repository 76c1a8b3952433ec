"""The bench deals systems that are equal, counts rejections, and tells a test that rejects too often."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from bench import compare as bench
from bench import judged
from mtqe.stats import resample

QUICK = argparse.Namespace(runs=20, trials=100, seed=1)


def tables() -> dict[str, resample.Array]:
    generator = np.random.default_rng(1)
    return {name: resample.means(generator.normal(size=31).tolist()) for name in "abc"}


def test_swapping_keeps_every_segment_and_halves_share_none() -> None:
    own = tables()
    first, second = bench.swapped(own)(np.random.default_rng(2))
    assert first + second == pytest.approx(own["a"] + own["b"])
    assert 0 < np.sum((first == own["a"]).all(1)) < 31
    left, right = bench.halves(own)(np.random.default_rng(2))
    assert len(left) == len(right) == 15
    assert len(np.unique(np.concatenate([left, right]), axis=0)) == 30


def test_a_row_has_the_rates(capsys: pytest.CaptureFixture[str]) -> None:
    different = resample.means([0.0, 0.1] * 30), resample.means([1.0, 0.9] * 30)
    assert bench.report("different", lambda generator: different, resample.mean, QUICK) == (1.0, 1.0, 1.0)
    assert capsys.readouterr().out.split() == ["different", "60", "1.000", "1.000", "1.000", "0.097"]
    same = different[0], different[0]
    assert bench.report("same", lambda generator: same, resample.mean, QUICK) == (0.0, 0.0, 0.0)


def test_statistics_are_of_systems_that_translated_everything(tmp_path: Path) -> None:
    rows = [
        {
            "lp": "en-de",
            "src": f"Line {n}.",
            "mt": f"Zeile {n}.",
            "score": 0,
            "system": system,
            "refs": {"A": f"Reihe {n}."},
        }
        for n in range(4)
        for system in ("x", "y", "z")
        if (n, system) != (2, "z")
    ]
    path = tmp_path / "set.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    found = bench.statistics(judged.read(path), "chrf")
    assert {name: table.shape[0] for name, table in found.items()} == {"x": 4, "y": 4}
