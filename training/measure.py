"""How good exported files are: the figures by which `reproduce.py` compares them with what ships.

    python training/measure.py --data DATA/train --prose prose.jsonl.gz --files mtqe/data/encoder --out figures.json

The files run as they do in mtqe, on onnxruntime. On what training left out:

- `within`, `pearson`: accuracy within a source with tie calibration, and Pearson within it, by language pair (the mean
  of WMT20 and WMT21 news), for sentences and for paragraphs of four, without and with a reference;
- `critic`: the share of pairs of an error and a clean translation that the verdict ranks rightly (AUROC), and the
  share of errors that it flags at the level that flags 2 % of professional translations;
- `manuals`: the share of paragraphs of translated documentation that the scorer ranks above themselves with an error
  planted, and the critic's AUROC on them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path

import critic
import numpy as np
from develop import Row, development, figures
from documents import documentation
from plant import Clean, Pools, plant

from mtqe import encoder
from mtqe.encoder import Pair
from mtqe.encoder.network import Model

PLANTED = 1000
"""Paragraphs of translated documentation that get an error."""
FLAGGED = 0.02
"""Of the professional translations."""
Figures = dict[str, float]


def agreement(model: Model, data: Path) -> Figures:
    """Agreement with people by language pair."""
    found: dict[str, list[float]] = defaultdict(list)
    for name, members in development(data).items():
        pair = name.rpartition(".")[2]
        for side in ("without", "with"):
            said = model.judge([_judged(row, pair, side == "with") for row in members])
            penalties = np.array([one.penalty for one in said])
            for unit in ("sentences", "paragraphs"):
                made = figures(members, penalties, paragraphs=unit == "paragraphs")
                found[f"within {pair} {unit} {side} reference"].append(made["within"])
                found[f"pearson {pair} {unit} {side} reference"].append(made["r"])
    return {name: float(np.mean(values)) for name, values in found.items()}


def _judged(row: Row, pair: str, shown: bool) -> Pair:
    source, target = pair.split("-")
    return Pair(row.source, row.mt, row.ref if shown else None, source, target)


def verdicts(model: Model, texts: list[tuple[str, str, str]]) -> np.ndarray:
    """The critic's log-odds of `(source, translation, language pair)`."""
    pairs = [Pair(source, mt, None, *pair.split("-")) for source, mt, pair in texts]
    return np.array([one.odds for one in model.criticise(pairs)])


def ahead(bad: np.ndarray, good: np.ndarray) -> float:
    """The share of pairs of a bad and a good translation where the bad one has the higher odds."""
    return float((bad[:, None] > good[None]).mean())


def critics(model: Model, data: Path) -> Figures:
    """What the critic sees of errors in sets that it was not trained on."""
    dev = critic.development(data)
    odds = {
        name: verdicts(model, [(source, mt, "zh-en" if "zh-en" in name else "de-en" if "de-en" in name else "en-de")
                               for source, mt, _ in members])
        for name, members in dev.items()
    }  # fmt: skip
    bar = float(np.quantile(odds["human"], 1 - FLAGGED))
    return {
        "critic planted, AUROC": ahead(odds["ced"], odds["clean"]),
        "critic planted, recall": float((odds["ced"] > bar).mean()),
        "critic DEMETR de-en, AUROC": ahead(odds["demetr.de-en"], odds["demetr-clean.de-en"]),
        "critic DEMETR zh-en, AUROC": ahead(odds["demetr.zh-en"], odds["demetr-clean.zh-en"]),
    }


def manuals(model: Model, prose: Path) -> Figures:
    """What scorer and critic see of errors in held-out documentation, in the translation alone."""
    rng = random.Random(3)
    pairs = documentation(prose, held=True)
    rng.shuffle(pairs)
    pools = Pools(pairs)
    spoilt: list[tuple[Clean, str]] = []
    for pair in pairs:
        bad = plant(pair, pools, rng)
        if bad is not None and bad.source == pair.source and len(spoilt) < PLANTED:
            spoilt.append((pair, bad.mt))
    good = [(pair.source, pair.mt, pair.pair) for pair, _ in spoilt]
    bad_ones = [(pair.source, mt, pair.pair) for pair, mt in spoilt]
    said = [model.judge([Pair(source, mt, None, *pair.split("-")) for source, mt, pair in own])
            for own in (good, bad_ones)]  # fmt: skip
    right = [clean.penalty < bad.penalty for clean, bad in zip(*said, strict=True)]
    return {
        "manuals, scorer ranks rightly": float(np.mean(right)),
        "manuals, critic AUROC": ahead(verdicts(model, bad_ones), verdicts(model, good)),
    }


def main() -> None:
    """Write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--prose", type=Path, required=True)
    parser.add_argument("--files", type=Path, required=True, help="folder of `export.py`, or what ships")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = encoder.load(threads=1, folder=args.files)
    found = agreement(model, args.data) | critics(model, args.data) | manuals(model, args.prose)
    text = json.dumps({name: round(value, 4) for name, value in found.items()}, indent=1)
    args.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
