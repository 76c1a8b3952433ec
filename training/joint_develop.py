"""Development figures of the joint model on documents, errors and a language that training left out.

Usage: `joint_develop.py --data DATA/train --encoder training/runs/e5 --checkpoint training/runs/NAME/checkpoint.pt`, or
`--files FOLDER` in place of the last two: the files that ship, or others of `export.py`, as mtqe runs them.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import critic
import develop
import judgements
import numpy as np
import torch
from data import rows
from develop import Row, figures
from joint import Coder, Joint, JointOutputs, JointPair, collate
from scipy.stats import kendalltau
from transformers import BertModel

from mtqe import encoder
from mtqe.encoder import Pair

RANKED = ("wmtqe22_mqm.en-de", "wmtqe22_mqm.en-ru", "wmtqe22_mqm.zh-en")
Say = Callable[[Sequence[tuple[str, str]], str], np.ndarray]
"""From `(source, mt)` and the language pair to log(1 + penalty) and log-odds of a critical error, `(n, 2)`."""
BIO_ROWS, UNSEEN_SOURCES = 1_600, 250
BUDGET = 5_000
"""Tokens of one forward pass."""


def development(folder: Path) -> dict[str, list[Row]]:
    """The held-out rows by set."""
    made = develop.development(folder)
    bio: list[Row] = []
    for name in judgements.BIO:
        bio += [
            Row(row["src"], row["mt"], None, float(row["score"]), row["system"], f"{name} {row['doc']}", number)
            for number, row in enumerate(rows(folder / f"{name}.jsonl.gz"))
            if judgements.held_bio(row["doc"]) and row["mt"] not in (row.get("refs") or {}).values()
        ]
    sources = sorted({row.source for row in bio})
    bio = [row for row in bio if row.source in set(sources[::2])][:BIO_ROWS]
    unseen = list(rows(folder / f"{judgements.UNSEEN}.jsonl.gz"))
    chosen = sorted({row["src"] for row in unseen})[:UNSEEN_SOURCES]
    number_of = {source: number for number, source in enumerate(chosen)}
    crowd = [
        Row(row["src"], row["mt"], None, float(row["score"]), row["system"], "", number_of[row["src"]])
        for row in unseen
        if row["src"] in number_of and row["mt"] not in row["refs"].values()
    ]
    by_source = {source: number for number, source in enumerate(sources)}
    bio = [Row(r.source, r.mt, None, r.score, r.system, r.doc.partition(" ")[0], by_source[r.source]) for r in bio]
    return made | {"bio": bio, judgements.UNSEEN: crowd}


def ranked(folder: Path) -> dict[str, list[tuple[str, str, float]]]:
    """Sets with one translation of each source."""
    return {
        name: [(row["src"], row["mt"], float(row["score"])) for row in rows(folder / f"{name}.jsonl.gz")]
        for name in RANKED
    }


def predict(model: Joint, coder: Coder, wanted: Sequence[tuple[str, str]]) -> np.ndarray:
    """log(1 + penalty) of each `(source, mt)`."""
    return heads(model, coder, wanted)[:, 0]


def of_model(model: Joint, coder: Coder) -> Say:
    """What a model says, without regard to the languages."""
    return lambda wanted, languages: heads(model, coder, wanted)


def of_files(folder: Path | None) -> Say:
    """What the files of a folder say: log(1 + penalty), and the critic's log-odds."""
    model = encoder.load(threads=1, folder=folder)

    def say(wanted: Sequence[tuple[str, str]], languages: str) -> np.ndarray:
        pairs = [Pair(source, mt, None, *languages.split("-")) for source, mt in wanted]
        penalties = [math.log1p(one.penalty) for one in model.judge(pairs)]
        return np.array([penalties, [one.odds for one in model.criticise(pairs)]]).T

    return say


@torch.inference_mode()
def passes(
    model: Joint, coder: Coder, wanted: Sequence[tuple[str, str]]
) -> Iterator[tuple[list[int], torch.Tensor, JointOutputs]]:
    """Passes over all `(source, mt)`, the short ones first: the numbers of the pairs, the sides, what the heads say."""
    sources, targets = (coder([pair[side] for pair in wanted]) for side in (0, 1))
    pairs = [JointPair(mt, source) for source, mt in zip(sources, targets, strict=True)]
    order, start = sorted(range(len(pairs)), key=lambda k: len(pairs[k])), 0
    while start < len(order):
        part = order[start : start + max(1, BUDGET // len(pairs[order[min(start + 40, len(order) - 1)]]))][:64]
        ids, places, sides = collate([pairs[k] for k in part])
        yield part, sides, model(ids, places, sides)
        start += len(part)


def heads(model: Joint, coder: Coder, wanted: Sequence[tuple[str, str]]) -> np.ndarray:
    """log(1 + penalty) and the logit of a critical error of each `(source, mt)`, `(n, 2)`."""
    model.eval()
    values = np.zeros((len(wanted), 2))
    for part, _, out in passes(model, coder, wanted):
        values[part] = torch.stack([out.penalty, out.critical], 1).numpy()
    model.train()
    return values


def agreement(say: Say, dev: dict[str, list[Row]], folder: Path) -> dict[str, Any]:
    """All figures, and the means over the four sets of news."""
    made: dict[str, Any] = {}
    for name, members in dev.items():
        found = np.zeros(len(members))
        for languages in sorted({languages_of(name, row) for row in members}):
            own = [number for number, row in enumerate(members) if languages_of(name, row) == languages]
            found[own] = say([(members[number].source, members[number].mt) for number in own], languages)[:, 0]
        made[name] = {"sentence": figures(members, found, paragraphs=False)}
        if name in develop.SETS:
            made[name]["paragraph"] = figures(members, np.expm1(found.clip(0, 4)), paragraphs=True)
    for name, triples in ranked(folder).items():
        found = say([(source, mt) for source, mt, _ in triples], languages_of(name))[:, 0]
        made[name] = {"tau": round(float(kendalltau(-found, [score for _, _, score in triples]).statistic), 3)}
    means: dict[str, list[float]] = defaultdict(list)
    for name in develop.SETS:
        for kind, values in made[name].items():
            for key, value in values.items():
                means[f"{kind} {key}"].append(value)
    made["mean"] = {key: round(sum(values) / len(values), 4) for key, values in means.items()}
    return made


def languages_of(name: str, row: Row | None = None) -> str:
    """The language pair of a set, or of a row of a set of several."""
    return (row.doc if row and "." not in name else name).rpartition(".")[2]


def errors(say: Say, folder: Path, most: int = 400) -> dict[str, Any]:
    """How the heads see errors: the share of pairs of an error and a clean translation that they rank rightly.

    `recall`: of WMT22's planted errors, where 2 % of the professional translations are flagged.
    """
    dev = critic.development(folder)
    made: dict[str, Any] = {}
    said = {
        name: say(
            [(source, mt) for source, mt, _ in members[:: max(1, len(members) // most)]],
            languages_of(name) if "." in name else "en-de",
        )
        for name, members in dev.items()
    }
    for head, column in (("penalty", 0), ("critical", 1)):
        bar = float(np.quantile(said["human"][:, column], 0.98))
        made[head] = {"recall": round(float((said["ced"][:, column] > bar).mean()), 3)}
        for bad, good in (
            ("ced", "clean"),
            *((f"demetr.{pair}", f"demetr-clean.{pair}") for pair in ("de-en", "zh-en")),
        ):
            ahead = said[bad][:, column][:, None] > said[good][:, column][None]
            made[head][bad] = round(float(ahead.mean()), 3)
    return made


def main() -> None:
    """Print the figures of a checkpoint's average."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--files", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.files:
        say = of_files(args.files)
    else:
        model = Joint(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
        model.load_state_dict(torch.load(args.checkpoint, weights_only=True)["average"])
        say = of_model(model, Coder(args.encoder))
    figures_of = agreement(say, development(args.data), args.data.parent / "dev") | errors(say, args.data)
    for name, values in figures_of.items():
        print(name, json.dumps(values))


if __name__ == "__main__":
    main()
