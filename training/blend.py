"""Step 3: how much plain likeness to the reference to add to what the model says of it.

    python training/blend.py --data DATA/train --encoder training/runs/e5 --run training/runs/NAME

A model trained on some thousand sources learns little from a reference that it reads, and is misled by it where errors
are of another kind. So it is asked without, and likeness that nothing was trained for is added: chrF, and the F1 of
greedy token matches in the encoder's last layer (`mtqe.encoder.reference_similarity`). The table gives the
development figures for each pair of weights; a choice for one year can be checked on the other year's rows.
`blend.json` in the run's folder, which the export reads, holds the least weights for which this is about highest: the
mean of within-source accuracies over sets, sentences and paragraphs, plus a tenth of that of accuracies over systems,
which are few.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
from develop import Row, development, figures
from joint import Coder, Joint
from joint_develop import predict
from judgements import chrf
from token_likeness import TokenLikeness
from transformers import BertModel

from mtqe.encoder.reference_similarity import Blend

BY_CHRF = (0.0, 0.5, 1.0, 2.0, 4.0)
BY_MATCH = (0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 18.0)
FLAT = 0.001
"""Weights whose figure is this near to the highest are as good: the least of them are taken."""
BEND = 4.0
"""As in `mtqe.encoder.scoring`: keeps penalties of sentences positive before they are summed."""


def likenesses(by_tokens: TokenLikeness, members: list[Row]) -> np.ndarray:
    """ChrF and token match of each row with its reference, `(n, 2)`."""
    pairs = [(row.mt, row.ref or "") for row in members]
    return np.stack([chrf(pairs), by_tokens(pairs)], 1)


def penalties(said: np.ndarray) -> np.ndarray:
    """Penalties from log(1 + penalty), positive."""
    return np.asarray(np.expm1(np.logaddexp(0, BEND * said) / BEND).clip(0, 30))


def main() -> None:
    """Print the table, write the choice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="file to write, by default `blend.json` in the folder of the run")
    args = parser.parse_args()
    model = Joint(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
    model.load_state_dict(torch.load(args.run / "checkpoint.pt", weights_only=True)["average"])
    coder = Coder(args.encoder)
    by_tokens = TokenLikeness(args.encoder, coder)
    sets = {name: [row for row in members if row.ref] for name, members in development(args.data).items()}
    said = {name: predict(model, coder, [(row.source, row.mt) for row in sets[name]]) for name in sets}
    like = {name: likenesses(by_tokens, members) for name, members in sets.items()}
    usual = np.mean([values.mean(0) for values in like.values()], 0)
    scored: dict[Blend, float] = {}
    for by_chrf in BY_CHRF:
        for by_match in BY_MATCH:
            blend = Blend(by_chrf, by_match, round(float(usual[0]), 3), round(float(usual[1]), 3))
            row: dict[str, list[float]] = {}
            for name, members in sets.items():
                value = said[name] + (usual - like[name]) @ np.array([by_chrf, by_match])
                sentence = figures(members, value, paragraphs=False)
                paragraph = figures(members, penalties(value), paragraphs=True)
                row[name] = [sentence["within"], sentence["order"], paragraph["within"], paragraph["systems"]]
            scored[blend] = float(np.mean([(values[0] + values[2]) / 2 + values[3] / 10 for values in row.values()]))
            print(by_chrf, by_match, round(scored[blend], 4), json.dumps(row))
    high = max(scored.values()) - FLAT
    best = min((one for one in scored if scored[one] > high), key=lambda one: one.chrf + one.match)
    path = args.out or args.run / "blend.json"
    path.write_text(json.dumps(dataclasses.asdict(best)) + "\n", encoding="utf-8")
    print("chosen", best)


if __name__ == "__main__":
    main()
