"""How much likeness to other translations of a source counts where there is no reference (`mtqe.metrics.consensus`).

    python training/consensus.py --data DATA/train --files mtqe/data/encoder

The files run as they do in mtqe, on onnxruntime, so any scorer can be measured. The weight is chosen on documents that
training did not hold out: it was trained on their human scores, so the choice is rather too small than too great. The
held-out documents stay for the report (`bench/consensus.py`). The table has, for each weight, the accuracy within
a source, that over systems and Pearson within a source, as means over the sets. The least weight for which the mean of
the first and the last, plus a tenth of the second, is about highest is written into `encoder.json`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
from develop import Row, development, figures
from model import CHRF

from mtqe import encoder
from mtqe.encoder import Pair
from mtqe.encoder.network import Model
from mtqe.encoder.scoring import moved
from mtqe.metrics.consensus import LEAST, unlikeness
from mtqe.metrics.learned import sentence_count

WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
FLAT = 0.001
"""Weights whose figure is this near to the highest are as good: the least of them is taken."""


def chosen(members: list[Row], sources: int) -> list[Row]:
    """The rows of so many sources, drawn at random."""
    names = sorted({(row.doc, row.number) for row in members})
    few = set(random.Random(1).sample(names, min(sources, len(names))))
    return [row for row in members if (row.doc, row.number) in few]


def measured(model: Model, members: list[Row], pair: str) -> tuple[np.ndarray, np.ndarray]:
    """For each row its penalty per sentence, and how much less than usual it is like the others of its source."""
    langs = pair.split("-")
    said = model.judge([Pair(row.source, row.mt, None, *langs) for row in members])
    penalties = [one.penalty / sentence_count(row.source, langs[0]) for one, row in zip(said, members, strict=True)]
    texts: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for row, one in zip(members, said, strict=True):
        texts[row.doc, row.number] |= {} if one.unrelated else {row.mt: 0.0}
    for group in texts.values():
        if len(group) >= LEAST:
            scores = [[CHRF.sentence_score(mt, [other]).score for other in group if other != mt] for mt in group]
            group.update(zip(group, unlikeness(scores), strict=True))
    odd = [texts[row.doc, row.number].get(row.mt, 0.0) for row in members]
    return np.array(penalties), np.array(odd)


def main() -> None:
    """Print the table, write the choice."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--files", type=Path, required=True, help="folder of exported files")
    parser.add_argument("--sources", type=int, default=400, help="of each set at most")
    parser.add_argument("--out", type=Path, help="file to write, by default `encoder.json` of the folder")
    args = parser.parse_args()
    model = encoder.load(folder=args.files)
    sets = {name: chosen(members, args.sources) for name, members in development(args.data, held=False).items()}
    known = {name: measured(model, members, name.rpartition(".")[2]) for name, members in sets.items()}
    scored: dict[float, float] = {}
    for weight in WEIGHTS:
        rows = []
        for name, members in sets.items():
            values = [moved(rate, weight * odd) for rate, odd in zip(*known[name], strict=True)]
            found = figures(members, np.array(values), paragraphs=False)
            rows.append([found["within"], found["systems"], found["r"]])
        within, systems, r = np.nanmean(rows, 0).tolist()
        scored[weight] = (within + r) / 2 + systems / 10
        print(weight, round(scored[weight], 4), json.dumps([round(value, 4) for value in (within, systems, r)]))
    high = max((value for value in scored.values() if not math.isnan(value)), default=math.nan)
    best = min((weight for weight, value in scored.items() if value > high - FLAT), default=0.0)
    settings = json.loads((args.files / "encoder.json").read_text(encoding="utf-8")) | {"consensus": {"chrf": best}}
    text = json.dumps(settings, indent=2, ensure_ascii=False) + "\n"
    (args.out or args.files / "encoder.json").write_text(text, encoding="utf-8")
    print("chosen", best)


if __name__ == "__main__":
    main()
