"""Development figures on the held-out documents, sentence by sentence and in paragraphs of several sentences.

python training/develop.py --data DATA/train --encoder training/runs/e5 --run training/runs/NAME
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import held_out, rows
from model import MT, Pair, Reader, Scorer, collate
from transformers import BertModel

from mtqe.stats import meta_evaluation as agreement

SETS = ("wmt21_news_mqm.en-de", "wmt21_news_mqm.zh-en", "wmt20_news_mqm.en-de", "wmt20_news_mqm.zh-en")
PARAGRAPH = 4
"""So many sentences of a document are summed to one paragraph."""


@dataclass(frozen=True)
class Row:
    """A translation with its human score (0 is best) and its place."""

    source: str
    mt: str
    ref: str | None
    score: float
    system: str
    doc: str
    number: int


def development(folder: Path, held: bool = True) -> dict[str, list[Row]]:
    """The held-out rows by set, or the others; the reference is the first by name, no human translation is a system."""
    made = {}
    for name in SETS:
        made[name] = [
            Row(
                row["src"],
                row["mt"],
                first(row["refs"]),
                float(row["score"]),
                row["system"],
                row["doc"],
                int(row["seg_id"]),
            )
            for row in rows(folder / f"{name}.jsonl.gz")
            if held_out(name, row["doc"]) is held and row["mt"] not in row["refs"].values() and not row.get("is_human")
        ]
    return made


def first(refs: dict[str, str]) -> str | None:
    """The first reference by name."""
    return refs[min(refs)] if refs else None


@torch.inference_mode()
def predict(model: Scorer, reader: Reader, wanted: Sequence[tuple[str, str, str | None]]) -> np.ndarray:
    """For each `(source, mt, ref)`: log(1 + penalty), the tags' expected penalty `(n, 2)`."""
    model.eval()
    texts = reader.read(sorted({text for one in wanted for text in one if text}))
    pairs = [Pair(texts[mt], texts[source], texts[ref] if ref else None) for source, mt, ref in wanted]
    order = sorted(range(len(pairs)), key=lambda k: len(pairs[k]))
    found = np.zeros((len(pairs), 2))
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        states, sides, chrf = collate([pairs[k] for k in part])
        with torch.autocast("cpu", torch.bfloat16):
            out = model(states, sides, chrf)
        chance = torch.softmax(out.tags[..., :3], -1)
        expected = ((chance[..., 1] + 5 * chance[..., 2]) * (sides == MT)).sum(1)
        found[part] = torch.stack([out.penalty, expected], 1).float().numpy()
    model.train()
    return found


def figures(members: Sequence[Row], values: np.ndarray, paragraphs: bool) -> dict[str, float]:
    """Agreement of penalties (lower is better) with people: by sentence, or by sums over paragraphs."""
    made = grouped(members, values, paragraphs)
    return {
        "within": round(agreement.within_source(made), 4),
        "order": round(agreement.order(made), 4),
        "systems": round(agreement.systems(made), 3),
        "r": round(agreement.within_source_pearson(made), 3),
    }


def grouped(members: Sequence[Row], values: np.ndarray, paragraphs: bool) -> list[agreement.Group]:
    """Penalties and human scores of each sentence or paragraph, those of penalties with the sign turned."""
    place = (lambda row: (row.doc, row.number // PARAGRAPH)) if paragraphs else (lambda row: (row.doc, row.number))
    sums: dict[Any, dict[str, list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for row, value in zip(members, values, strict=True):
        sums[place(row)][row.system].append((-float(value), row.score))
    made = []
    for systems in sums.values():
        full = max(map(len, systems.values()))
        whole = {name: np.array(pairs).sum(0) for name, pairs in systems.items() if len(pairs) == full}
        if len(whole) > 1:
            table = np.array(list(whole.values()))
            made.append(agreement.Group(table[:, 0], table[:, 1], tuple(whole)))
    return made


def develop(model: Scorer, reader: Reader, dev: dict[str, list[Row]]) -> dict[str, Any]:
    """All figures, without and with a reference."""
    made: dict[str, Any] = {}
    for name, members in dev.items():
        for kind in ("src", "ref"):
            wanted = [(row.source, row.mt, row.ref if kind == "ref" else None) for row in members]
            found = predict(model, reader, wanted)
            penalty = np.expm1(found[:, 0].clip(0, 4))
            made[f"{name}.{kind}"] = {
                "sentence": figures(members, found[:, 0], paragraphs=False),
                "paragraph": figures(members, penalty, paragraphs=True),
                "tags": figures(members, found[:, 1], paragraphs=True),
            }
    return made


def main() -> None:
    """Print the figures of a run's average."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    args = parser.parse_args()
    model = Scorer(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
    model.load_state_dict(torch.load(args.run / "checkpoint.pt", weights_only=True)["average"])
    for name, sides in develop(model, Reader(args.encoder), development(args.data)).items():
        print(name, json.dumps(sides))


if __name__ == "__main__":
    main()
