"""A checkpoint from the weights that ship, so that training can go on where no earlier run's folder is left.

    python training/recover.py --encoder training/runs/e5 --graph mtqe/data/encoder/scorer.onnx --out start.pt

`joint_train.py --start start.pt` takes it; `critic.py --further --start` that of `critic.onnx`. The weights come back
as they were rounded, to 8 bits or, in the scorer's last layer, to half precision; the peaks that ruled the rounding
come with them, so that `export.py` does not round what was not trained further a second time in another way.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from critic import Critic
from joint import Joint
from onnx import numpy_helper
from packing import PARTS
from transformers import BertModel

from mtqe.encoder.matrices import initializers

NORMS = {"norm": "attention.output.LayerNorm", "last": "output.LayerNorm"}
PRODUCTS = {"scorer": ("compare", "match", "rate", "odd", "tag"), "critic": ("compare", "match", "odd")}
"""Maps whose matrix stands in the graph without its name, in the order of their use."""


def recover(path: Path, scorer: Joint | Critic) -> dict[str, torch.Tensor]:
    """Put the graph's weights into the scorer or critic; the peaks of the inputs of its maps, by name."""
    kind = "critic" if isinstance(scorer, Critic) else "scorer"
    graph = onnx.load(path, load_external_data=False).graph
    have = {one.name: numpy_helper.to_array(one) for one in graph.initializer if not one.external_data}
    have |= initializers(path.parent, path.stem)
    state, peaks = {}, {}
    for number in range(len(scorer.layers)):
        for part, names in PARTS.items():
            prefix = f"{kind}.layers.{number}.{part}"
            whole = matrix(have, prefix)
            if f"{prefix}.even" in have:
                peaks |= dict.fromkeys((f"layers.{number}.{name}" for name in names), peaks_of(have[f"{prefix}.even"]))
            weights = np.split(whole, len(names))
            for name, weight, bias in zip(names, weights, np.split(have[f"{prefix}.bias"], len(names)), strict=True):
                state[f"layers.{number}.{name}.weight"], state[f"layers.{number}.{name}.bias"] = weight, bias
        for short, name in NORMS.items():
            for end in ("weight", "bias"):
                state[f"layers.{number}.{name}.{end}"] = have[f"{kind}.layers.{number}.{short}.{end}"]
    state |= {
        name.removeprefix(f"{kind}."): value
        for name, value in have.items()
        if name.startswith(f"{kind}.") and ".layers." not in name
    }
    matrices = [have[name] for name in unnamed(have, "MatMul")]
    state |= {f"{name}.weight": matrix.T for name, matrix in zip(PRODUCTS[kind], matrices, strict=True)}
    state["mix"] = np.log(np.array(mixture(graph, have), np.float32))
    if isinstance(scorer, Joint):
        gates = [have[name].ravel() for name in unnamed(have, "Mul") if have[name].ndim == 4]
        state["gates"] = np.stack(gates)
        table = {name: value.numpy() for name, value in scorer.embeddings.state_dict().items()}
        table["position_embeddings.weight"] = have["places.1"] - table["token_type_embeddings.weight"][0]
        table |= {f"LayerNorm.{end}": have[f"norm.{end}"] for end in ("weight", "bias")}
        state |= {f"embeddings.{name}": value for name, value in table.items()}
    scorer.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in state.items()})
    return peaks


def unnamed(have: Iterable[str], operator: str) -> list[str]:
    """The initializers that have a number and an operator as their name, in the order of their use."""
    found = [name for name in have if name.startswith(f"onnx::{operator}_")]
    return sorted(found, key=lambda name: int(name.rpartition("_")[2]))


def peaks_of(even: np.ndarray) -> torch.Tensor:
    """Peaks from which `quantise.py` gets these factors; those of the channels that it keeps apart are the highest."""
    with np.errstate(divide="ignore"):
        return torch.from_numpy(np.minimum(1 / np.square(even, dtype=np.float64), 1e6).astype(np.float32))


def matrix(have: dict[str, np.ndarray], prefix: str) -> np.ndarray:
    """The weights of a map as they were before `quantise.py`, `(outputs, inputs)`."""
    if (half := f"{prefix}.whole.half") in have:
        return have[half].T.astype(np.float32)
    whole = have[f"{prefix}.packed"].T * have[f"{prefix}.scales"][:, None]
    if f"{prefix}.even" in have:
        even = have[f"{prefix}.even"]
        whole = whole * even
        whole[:, even == 0] = have[f"{prefix}.exact"].T
    return np.asarray(whole)


def mixture(graph: onnx.GraphProto, have: dict[str, np.ndarray]) -> list[float]:
    """The shares of the states before and after each layer, which add up to 1."""
    shares = {}
    for node in graph.node:
        scalars = [float(have[name]) for name in node.input if name in have and have[name].ndim == 0]
        after = [found for name in node.input if (found := re.search(r"layers\.(\d+)/[^/]+$", name))]
        if node.op_type == "Mul" and scalars and after and ".layers." not in node.output[0].replace("/", "."):
            shares[int(after[0][1])] = scalars[0]
    above = [shares[number] for number in sorted(shares)]
    return [1 - sum(above), *above]


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--graph", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = Critic if "critic" in args.graph.stem else Joint
    scorer = model(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
    peaks = recover(args.graph, scorer)
    torch.save({"average": scorer.state_dict(), "peaks": peaks}, args.out)


if __name__ == "__main__":
    main()
