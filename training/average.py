"""The mean of the weights of several runs of one model, as a checkpoint that `export.py` takes.

    python training/average.py --out training/runs/mean/checkpoint.pt RUN=.25 RUN=.5 RUN=.25

Each run's folder has the `checkpoint.pt` of a run that started from another of them: the means of unrelated runs are
worth nothing. Shares are parts of 1. With `--encoder`, a run of `train.py` counts as the joint model that
`joint_train.py --scorer` would start from it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from joint import Joint, of_scorer
from transformers import BertModel


def averaged(states: list[dict[str, torch.Tensor]], shares: list[float]) -> dict[str, torch.Tensor]:
    """The weighted mean of each tensor; all states have the same names."""
    pairs = list(zip(states, shares, strict=True))
    return {name: torch.stack([share * state[name] for state, share in pairs]).sum(0) for name in states[0]}


def main() -> None:
    """Write the mean."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="+", metavar="RUN=SHARE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="of joint models: the layers that a scorer lacks")
    args = parser.parse_args()
    given = [run.rpartition("=")[::2] for run in args.runs]
    shares = [float(share) for _, share in given]
    if abs(sum(shares) - 1) > 1e-6:
        raise SystemExit("the shares do not add up to 1")
    states = [torch.load(Path(run) / "checkpoint.pt", weights_only=True)["average"] for run, _ in given]
    if args.encoder:
        fresh = Joint(BertModel.from_pretrained(args.encoder, add_pooling_layer=False)).state_dict()
        states = [state if "gates" in state else of_scorer(state, fresh) for state in states]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"average": averaged(states, shares)}, args.out)


if __name__ == "__main__":
    main()
