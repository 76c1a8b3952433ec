"""The heads in double precision say what the heads in the graphs say; damage of a graph is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtqe.encoder import graph_files, heads, weight_files
from mtqe.encoder.network import Model
from mtqe.errors import Unavailable


def feeds(name: str, tokens: int = 19) -> dict[str, Any]:
    """Two rows of random states."""
    rng = np.random.default_rng(tokens)
    states = rng.normal(size=(2, tokens, 384)).astype(np.float32)
    sides = np.array([[-1, *[1] * k, -1, *([-2] if name == "scorer" else [])] for k in (5, 5)])
    sides = np.concatenate([sides, np.full((2, tokens - sides.shape[1] - 1), 2), [[-2], [-2]]], 1)
    if name == "critic":
        return {"states": states, "sides": sides}
    return {"words": states / 20, "sides": sides, "places": np.tile(np.arange(tokens), (2, 1))}


@pytest.mark.parametrize(
    ("name", "results"), [("scorer", ["penalty", "tags", "rates"]), ("critic", ["verdict", "odd"])]
)
def test_the_heads_say_what_the_graph_says(model: Model, name: str, results: list[str]) -> None:
    graph = model._session(name)
    given = feeds(name)
    for own, theirs in zip(getattr(model, f"_{name}").run(results, given), graph.run(results, given), strict=True):
        assert own.dtype == np.float64
        np.testing.assert_allclose(own, theirs, atol=1e-5)


@pytest.mark.parametrize("damage", ["cut", "scorer.tag.bias", "/Where_2_output_0", "/odd/MatMul_output_0", "missing"])
def test_a_damaged_graph_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "scorer.onnx"
    whole = (weight_files.FOLDER / "scorer.onnx").read_bytes()
    if damage != "missing":
        other = damage[:-1] + "x"
        path.write_bytes(whole[:1000] if damage == "cut" else whole.replace(damage.encode(), other.encode()))

    def never(outputs: list[str]) -> Any:
        raise AssertionError

    with pytest.raises(Unavailable, match=rf"scorer\.onnx: .*{damage if '.' in damage or '/' in damage else ''}"):
        heads.Headed("scorer", path, graph_files.read(path), never)
