"""The bench of intervals, and the quantiles of `training/residuals.py`, on arrays and rows made for the tests."""

from __future__ import annotations

import gzip
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import intervals
from bench.intervals import Rated
from bench.judged import NotJudged
from mtqe import encoder
from mtqe.encoder.residuals import PairResiduals, Residuals

TWO = Rated(
    np.array([0.9, 0.5, 0.6, 0.2]),
    np.array([1.0, 0.8, 0.4, 0.4]),
    np.array(["a", "a", "b", "b"]),
    np.array(["d", "d", "d", "d"]),
)


def test_gaps_are_those_of_translations_of_one_source_better_one_first() -> None:
    score, human = TWO.gaps
    assert score == pytest.approx([0.4, 0.4])
    assert human == pytest.approx([0.2, 0.0])
    turned = TWO.where(np.array([False, False, True, True]))
    swapped = Rated(turned.score[::-1], turned.human[::-1], turned.sources, turned.docs)
    assert swapped.gaps[0] == pytest.approx([0.4])
    alone = TWO.where(np.array([True, False, True, False]))
    assert [len(side) for side in alone.gaps] == [0, 0]


def test_what_intervals_are_worth() -> None:
    found = intervals.measure(TWO, 0.2, 0.3)
    assert found.covered == 0.75  # residuals .1, .3, .2, .2
    assert found.width == pytest.approx((0.3 + 0.4 + 0.4 + 0.4) / 4)  # none is above 1
    assert (found.differences, found.apart, found.agree) == (0.5, 1.0, 0.5)
    nothing = intervals.measure(TWO, 0.2, 0.5)
    assert (nothing.differences, nothing.apart) == (1.0, 0.0)
    assert math.isnan(nothing.agree)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.sampled_from([0.5, 0.8, 0.95]))
def test_a_quantile_holds_its_share_of_what_it_was_taken_from(residuals: list[float], level: float) -> None:
    assert np.mean(np.array(residuals) <= intervals.quantile(np.array(residuals), level)) >= level


def test_a_quantile_covers_further_values() -> None:
    rng = np.random.default_rng(1)
    covered = [np.mean(rng.random(50) <= intervals.quantile(rng.random(9), 0.8)) for _ in range(4000)]
    assert np.mean(covered) == pytest.approx(0.8, abs=0.01)  # 8 of 10 ranks; the plain quantile of nine covers less


TEXTS = (
    ("The river is wide.", "Der Fluss ist breit.", "Der Fluss ist sehr breit.", "Der Fluss ist weit."),
    ("Nobody came to the party.", "Niemand kam zum Fest.", "Keiner kam zum Fest.", "Niemand kam zur Feier."),
)


def rows(score: float = -1.0) -> list[dict[str, Any]]:
    made = []
    for number, (source, *own, reference) in enumerate(TEXTS):
        fixed = {"lp": "en-de", "src": source, "doc": f"d{number}", "refs": {"A": reference}}
        made += [fixed | {"mt": mt, "score": score * n, "system": f"s{n}"} for n, mt in enumerate(own)]
        made.append(fixed | {"mt": reference, "score": 0.0, "system": "ref"})
        made.append(fixed | {"mt": source, "score": -25.0, "system": "copy"})  # a rule decides
    return made


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def test_a_set_is_scored_without_and_with_a_reference(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl.gz", rows())
    pair, by_reading = intervals.read(path, lambda doc: True, None)
    assert pair == "en-de"
    assert [len(by_reading[has_reference].score) for has_reference in (False, True)] == [4, 4]
    assert by_reading[False].human == pytest.approx([1.0, intervals.quality(1), 1.0, intervals.quality(1)])
    assert not np.allclose(by_reading[False].score, by_reading[True].score)
    assert len(by_reading[False].gaps[0]) == 2
    _, one = intervals.read(path, lambda doc: doc == "d1", None)
    assert set(one[False].docs) == {"d1"}
    _, few = intervals.read(path, lambda doc: True, 1)
    assert len(set(few[False].sources)) == 1
    with pytest.raises(NotJudged, match="no document is left"):
        intervals.read(path, lambda doc: False, None)
    with pytest.raises(NotJudged, match="not MQM penalties"):
        intervals.read(write(tmp_path / "other.jsonl.gz", rows(1.0)), lambda doc: True, None)


def test_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    wide = {"en-de": PairResiduals((1.0, 1.0), (1.0, 1.0))}
    monkeypatch.setattr(encoder, "human_residuals", lambda: Residuals("", (0.8, 0.95), wide, wide))
    write(tmp_path / "set.en-de.jsonl.gz", rows())
    monkeypatch.setattr(sys, "argv", ["intervals", str(tmp_path / "set")])
    assert intervals.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[:4] for line in lines[2:]] == [
        ["| set.en-de", "without", "80%", "4"],
        ["| set.en-de", "without", "95%", "4"],
        ["| set.en-de", "with reference", "80%", "4"],
        ["| set.en-de", "with reference", "95%", "4"],
    ]
    assert all(line.endswith(" | 1.000 | 1.000 | 2 | 1.000 | 0.000 | - |") for line in lines[2:])
    monkeypatch.setattr(encoder, "human_residuals", lambda: None)
    with pytest.raises(SystemExit):
        intervals.main()
