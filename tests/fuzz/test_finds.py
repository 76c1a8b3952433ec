"""Inputs that once broke a reader, and the seeds of the fuzzer, keep the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import judge, rows
from seeds import seeds

FINDS = Path(__file__).parent / "finds"
CASES = [(name, seed) for name in rows() for seed in seeds(name)]


@pytest.mark.parametrize("name", rows())
def test_every_reader_has_seeds(name: str) -> None:
    assert seeds(name)


@pytest.mark.parametrize(("name", "seed"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])
def test_seeds_are_read(name: str, seed: bytes, tmp_path: Path) -> None:
    judge(rows()[name], seed, tmp_path)


@pytest.mark.parametrize("find", sorted(FINDS.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name[:12]}")
def test_finds_keep_the_rules(find: Path, tmp_path: Path) -> None:
    judge(rows()[find.parent.name], find.read_bytes(), tmp_path)
