"""Step 3: how much plain likeness to the reference to add to what the model says of it.

    python training/blend.py --data DATA/train --encoder training/runs/e5 --run training/runs/NAME

A model trained on some thousand sources uses a reference less than it should. Likeness that nothing was trained for,
chrF and the F1 of greedy token matches in the lower half's states, errs in other ways. The table gives the development
figures with a reference for each pair of weights; a choice for one year can be checked on the other year's rows.
`blend.json` in the run's folder, which the export reads, holds the weights for which this is highest: the mean of
within-source accuracies over sets, sentences and paragraphs, plus a tenth of that of accuracies over systems, which are
few.
"""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import torch
from develop import Row, asked, development, figures, predict
from model import Blend, Pair, Reader, collate, matched

CHRF = (0.0, 1.0, 2.0, 4.0, 6.0)
MATCH = (0.0, 2.0, 4.0, 8.0)
BEND = 4.0
"""As in `mtqe.encoder.judge`: keeps penalties of sentences positive before they are summed."""


def likenesses(reader: Reader, members: list[Row]) -> np.ndarray:
    """ChrF and token match of each row with its reference, `(n, 2)`."""
    texts = reader.read(sorted({text for row in members for text in (row.source, row.mt, row.ref or "")}))
    found = np.zeros((len(members), 2))
    for start in range(0, len(members), 32):
        part = members[start : start + 32]
        states, sides, chrf = collate([Pair(texts[row.mt], texts[row.source], texts[row.ref or ""]) for row in part])
        found[start : start + 32] = torch.stack([chrf, matched(states, sides)], 1).numpy()
    return found


def penalties(said: np.ndarray) -> np.ndarray:
    """Penalties from log(1 + penalty), positive."""
    return np.asarray(np.expm1(np.logaddexp(0, BEND * said) / BEND).clip(0, 30))


def main() -> None:
    """Print the table, write the choice."""
    args, model = asked()
    reader = Reader(args.encoder)
    sets = {name: [row for row in members if row.ref] for name, members in development(args.data).items()}
    said = {name: predict(model, reader, [(row.source, row.mt, row.ref) for row in sets[name]])[:, 0] for name in sets}
    like = {name: likenesses(reader, members) for name, members in sets.items()}
    usual = np.mean([values.mean(0) for values in like.values()], 0)
    scored: dict[Blend, float] = {}
    for chrf in CHRF:
        for match in MATCH:
            blend = Blend(chrf, match, round(float(usual[0]), 3), round(float(usual[1]), 3))
            row: dict[str, list[float]] = {}
            for name, members in sets.items():
                value = said[name] + (usual - like[name]) @ np.array([chrf, match])
                sentence = figures(members, value, paragraphs=False)
                paragraph = figures(members, penalties(value), paragraphs=True)
                row[name] = [sentence["within"], sentence["order"], paragraph["within"], paragraph["systems"]]
            scored[blend] = float(np.mean([(values[0] + values[2]) / 2 + values[3] / 10 for values in row.values()]))
            print(chrf, match, round(scored[blend], 4), json.dumps(row))
    best = max(scored, key=lambda blend: scored[blend])
    (args.run / "blend.json").write_text(json.dumps(dataclasses.asdict(best)) + "\n", encoding="utf-8")
    print("chosen", best)


if __name__ == "__main__":
    main()
