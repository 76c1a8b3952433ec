"""Train the critic: does the translation say what its source says?

    python training/critic.py --data DATA/train --encoder training/runs/e5 --start start.pt --out training/runs/critic

The scorer's upper half with other heads: for each token of both sides whether it has no counterpart, and for the pair
whether an error is critical. Learned from errors planted in clean pairs (`plant.py`), beside the same pairs without
them, from the planted set of WMT22 (rows whose source has an even hash; the odd ones are for development) and from
accuracy errors that people marked as major. Resumes from `--out` after a kill; `log.jsonl` there has the figures. The
defaults are those of the critic's first run in the recipe (`recipe.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import exchange
import lexicon
import numpy as np
import torch
from data import DIRECT, MQM, PLANTED, development_docs, rows
from documents import documentation
from model import MT, SRC, Pair, Reader, Scorer, Text, collate, mean
from plant import FIRST, KINDS, Clean, Marked, Pools, plant
from torch import nn
from train import Run, chunks, note
from transformers import BertModel

LONGEST = 160
SHARES = {"ced": 4, "news": 5, "post": 3, "natural": 3, "prose": 7}
"""Where the pairs of a batch come from."""
PLANTED_KINDS = {
    "first": FIRST,
    "second": KINDS | {kind: share for kind, share in exchange.KINDS.items() if kind is not exchange.shuffle},
    "all": KINDS | exchange.KINDS,
}
"""The errors that are planted: in the first run of the recipe, in the second, and in those after it."""
CRITICAL = {"first": 0.35}
"""How often a row of the planted set of WMT22 is one with an error, where it is not `USUAL`."""
USUAL = 0.25
LANGUAGES = {"en-de", "zh-en", "en-zh", "ro-en", "ru-en", "et-en"}


class Critic(Scorer):
    """The upper half with heads for what has no counterpart."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__(encoder)
        size = encoder.config.hidden_size
        del self.rate, self.tag, self.pooled
        self.odd = nn.Linear(size, 1)
        self.verdict = nn.Sequential(nn.Linear(3 * size + 12, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 1))
        nn.init.constant_(self.odd.bias, -3.0)

    def judge(self, states: torch.Tensor, sides: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of a critical error `(batch,)`, and of a token without counterpart `(batch, tokens)`."""
        total, summary = self.read(states, sides, torch.zeros_like(states[:, 0, 0]))
        odd = self.odd(total).float().squeeze(-1)
        most = []
        for side in (MT, SRC):
            on = odd.masked_fill(sides != side, -30.0)
            top = on.topk(min(4, on.shape[1]), 1).values.clamp(min=-8)
            most += [top[:, 0], top.mean(1)]
        on_mt, on_src = (sides == MT).float(), (sides == SRC).float()
        pooled = [mean(total, on_mt), mean(total, on_src), total[:, 0], summary, torch.stack(most, 1)]
        return self.verdict(torch.cat(pooled, 1)).float().squeeze(-1), odd


def even(source: str) -> bool:
    """Whether a row is for training."""
    return int(hashlib.sha1(source.encode()).hexdigest(), 16) % 2 == 0


def load(folder: Path) -> dict[str, list[Any]]:
    """Clean pairs by kind of source, and marked ones."""
    apart = development_docs(folder)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows(folder / f"{PLANTED}.jsonl.gz"):
        if even(row["src"]):
            made = Marked(row["src"], row["mt"], None, None, True, "ced") if row["critical"] else None
            found["critical" if made else "ced"].append(made or Clean(row["src"], row["mt"], "en-de"))
    seen = set()
    for name in MQM:
        for row in rows(folder / f"{name}.jsonl.gz"):
            if row["doc"] in apart:
                continue
            for ref in (row.get("refs") or {}).values():
                if (row["src"], ref) not in seen:
                    seen.add((row["src"], ref))
                    found["news"].append(Clean(row["src"], ref, row["lp"]))
            found["natural"] += natural(row)
    for name in DIRECT:
        pair = name.rpartition(".")[2]
        if pair in LANGUAGES:
            for row in rows(folder / f"{name}.jsonl.gz"):
                if row["split"] == "train" and row.get("pe"):
                    found["post"].append(Clean(row["src"], row["pe"], pair))
    return found


def natural(row: dict[str, Any]) -> list[Marked]:
    """A machine translation with major errors of accuracy, or with no error."""
    if row["lp"] == "en-ru":  # without categories
        return []
    major = [error for error in row["errors"] if error["severity"].lower() in ("major", "critical")]
    accuracy = [error for error in major if error["category"].lower().startswith(("accuracy", "non-translation"))]
    if not row["errors"]:
        return [Marked(row["src"], row["mt"], (), (), False, "natural")]
    if accuracy:
        spans = tuple((start, end) for error in accuracy for start, end in error.get("spans", ()))
        return [Marked(row["src"], row["mt"], None, spans or None, True, "natural")]
    return []


def draw(train: dict[str, list[Any]], pools: Pools, count: int, rng: random.Random, mix: str = "all") -> list[Marked]:
    """Marked pairs: each clean pair beside itself with an error planted, and some that came marked."""
    made: list[Marked] = []
    while len(made) < count:
        kinds = {kind: share for kind, share in SHARES.items() if train[kind]}
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        if kind == "natural":
            wanted = rng.random() < 0.5
            made.append(rng.choice([one for one in rng.sample(train["natural"], 30) if one.critical is wanted]))
            continue
        if kind == "ced" and rng.random() < CRITICAL.get(mix, USUAL):
            made.append(rng.choice(train["critical"]))
            continue
        pair = rng.choice(train[kind])
        bad = plant(pair, pools, rng, PLANTED_KINDS[mix])
        if bad is not None:
            if rng.random() < 0.8:
                made.append(Marked(pair.source, pair.mt, (), (), False, kind))
            made.append(bad)
    return made


def labels(text: Text, spans: tuple[tuple[int, int], ...] | None) -> list[float]:
    """1 on tokens under a span, 0 on others, -1 where nothing is known."""
    if spans is None:
        return [-1.0] * len(text.ids)
    return [float(any(a < end and start < b for a, b in spans)) for start, end in text.offsets]


def losses(marked: list[Marked], reader: Reader, model: Critic) -> dict[str, torch.Tensor]:
    """Loss terms of a batch."""
    lasting = {text for one in marked if not one.critical for text in (one.source, one.mt)}
    every = {text for one in marked for text in (one.source, one.mt)}
    texts = reader.read(sorted(lasting)) | reader.read(sorted(every - lasting), keep=False)
    listed = [(one, one, Pair(texts[one.mt], texts[one.source])) for one in marked]
    listed = [row for row in listed if len(row[2]) <= LONGEST and row[2].mt.ids and row[2].source.ids]
    listed.sort(key=lambda row: len(row[2]))
    logits, odd, wanted = [], [], []
    for part in chunks(listed):
        states, sides, _ = collate([pair for _, _, pair in part])
        with torch.autocast("cpu", torch.bfloat16):
            said, tokens = model.judge(states, sides)
        logits.append(said)
        for k, (one, _, pair) in enumerate(part):
            odd.append(torch.cat([tokens[k][sides[k] == MT], tokens[k][sides[k] == SRC]]))
            wanted += labels(pair.mt, one.wrong) + labels(pair.source, one.lost)
    verdict, target, soft = torch.cat(logits), torch.tensor(wanted), torch.cat(odd)
    critical = torch.tensor([float(one.critical) for one, _, _ in listed])
    weight = torch.tensor([0.5 if one.kind == "natural" else 1.0 for one, _, _ in listed])
    known = target >= 0
    bce = nn.functional.binary_cross_entropy_with_logits
    terms = {
        "verdict": bce(verdict, critical, weight),
        "tokens": bce(soft[known], target[known], pos_weight=torch.tensor(3.0)),
    }
    twins = [(j, k) for (j, k) in pairs_of([one for one, _, _ in listed])]
    if twins:
        bad, good = torch.tensor(twins).T
        terms["twins"] = 0.5 * nn.functional.softplus(verdict[good] - verdict[bad]).mean()
    return terms


def pairs_of(marked: list[Marked]) -> list[tuple[int, int]]:
    """Numbers of planted errors with that of their clean twin, which shares a side."""
    clean = {}
    for k, one in enumerate(marked):
        if not one.critical:
            clean[one.source] = clean[one.mt] = k
    return [
        (k, clean[text])
        for k, one in enumerate(marked)
        if one.critical and one.kind not in ("natural", "ced")
        for text in [one.source if one.source in clean else one.mt]
        if text in clean
    ]


KINDS_OF_DEMETR = ("numbers", "ne_", "negation", "antonym", "removed", "addition", "noun", "subj", "repeat", "replaced")


def development(folder: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Rows `(source, mt, kind)` of held-out sets."""
    dev = folder.parent / "dev"
    planted = [row for row in rows(folder / f"{PLANTED}.jsonl.gz") if not even(row["src"])]
    unseen = ("wmt22", "wmt23", "wmt24", "ntrex", "ced22-test-OK")
    human = [row for row in rows(dev / "human_translations.en-de.jsonl.gz") if row["origin"] in unseen]
    found = {
        "ced": [(row["src"], row["mt"], "all") for row in planted if row["critical"]],
        "clean": [(row["src"], row["mt"], "") for row in planted if not row["critical"]][::12],
        "human": [(row["src"], row["mt"], "") for row in human][::7],
    }
    for pair in ("de-en", "zh-en"):
        bad = [row for row in rows(dev / f"demetr.{pair}.jsonl.gz") if row.get("label") == "BAD"]
        bad = [row for row in bad if any(kind in row["pert_name"] for kind in KINDS_OF_DEMETR)][::2]
        found[f"demetr.{pair}"] = [(row["src"], row["mt"], row["pert_name"]) for row in bad]
        clean = sorted({(row["src"], row["mt_unperturbed"], "") for row in bad})
        found[f"demetr-clean.{pair}"] = clean
    return found


@torch.inference_mode()
def said(model: Critic, reader: Reader, wanted: list[tuple[str, str, str]]) -> np.ndarray:
    """The verdicts' logits."""
    model.eval()
    texts = reader.read(sorted({text for source, mt, _ in wanted for text in (source, mt)}))
    pairs = [Pair(texts[mt], texts[source]) for source, mt, _ in wanted]
    order = sorted(range(len(pairs)), key=lambda k: len(pairs[k]))
    found = np.zeros(len(pairs))
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        states, sides, _ = collate([pairs[k] for k in part])
        with torch.autocast("cpu", torch.bfloat16):
            found[part] = model.judge(states, sides)[0].float().numpy()
    model.train()
    return found


def held_back(path: Path, pools: Pools, most: int) -> dict[str, list[tuple[str, str, str]]]:
    """Held-out pairs of translated documentation as they are and with an error planted, `kind` is the language pair."""
    rng = random.Random(2)
    pairs = documentation(path, held=True)
    rng.shuffle(pairs)
    found: dict[str, list[tuple[str, str, str]]] = {"prose": [], "prose-clean": []}
    for pair in pairs[:most]:
        bad = plant(pair, pools, rng, PLANTED_KINDS["all"])
        if bad is not None:
            found["prose"].append((bad.source, bad.mt, pair.pair))
            found["prose-clean"].append((pair.source, pair.mt, pair.pair))
    return found


def develop(model: Critic, reader: Reader, dev: dict[str, list[tuple[str, str, str]]]) -> dict[str, Any]:
    """Recall by set and kind where 2 % of professional translations are flagged, and AUROC."""
    logits = {name: said(model, reader, members) for name, members in dev.items()}
    bar = {"ced": float(np.quantile(logits["human"], 0.98))}
    made: dict[str, Any] = {
        "bar": round(bar["ced"], 3),
        "clean": round(float((logits["clean"] > bar["ced"]).mean()), 4),
    }
    for name, clean in (
        ("ced", "clean"),
        ("demetr.de-en", "demetr-clean.de-en"),
        ("demetr.zh-en", "demetr-clean.zh-en"),
        ("prose", "prose-clean"),
    ):
        if name not in dev:
            continue
        kinds: dict[str, list[bool]] = defaultdict(list)
        for (_, _, kind), value in zip(dev[name], logits[name] > bar["ced"], strict=True):
            kinds[kind].append(bool(value))
        ahead = (logits[name][:, None] > logits[clean][None]).mean()
        made[name] = {"auroc": round(float(ahead), 3), "clean": round(float((logits[clean] > bar["ced"]).mean()), 3)}
        made[name] |= {kind: round(float(np.mean(hits)), 2) for kind, hits in sorted(kinds.items())}
    return made


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="checkpoint of a scorer, whose layers to start from")
    parser.add_argument("--prose", type=Path, help="translated documentation, `prose.jsonl.gz`")
    parser.add_argument("--planted", choices=list(PLANTED_KINDS), default="first", help="which errors are planted")
    parser.add_argument("--root", type=Path, default=Path("/"), help="where Debian's wordnet-base is")
    parser.add_argument("--further", action="store_true", help="`--start` is a critic, go on with its heads")
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--items", type=int, default=64)
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=100)
    parser.add_argument("--develop", type=int, default=400)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    train, dev, reader = load(args.data), development(args.data), Reader(args.encoder)
    if args.prose:
        train["prose"] = documentation(args.prose, held=False)
    clean = [pair for kind in ("ced", "news", "post", "prose") for pair in train[kind]]
    pools = Pools(clean)
    if args.planted != "first" or args.prose:
        pools = lexicon.Lexicon(clean, args.encoder, args.out, args.root)
    if args.prose:
        dev |= held_back(args.prose, pools, 1500)
    run = Run(args, Critic, () if args.further else ("odd.", "verdict."))
    note(args.out, {"start": run.step, "args": {key: str(value) for key, value in vars(args).items()},
                    "pairs": {key: len(value) for key, value in train.items()}})  # fmt: skip
    began, first = time.time(), run.step
    sums: dict[str, list[float]] = defaultdict(list)
    run.model.train()
    while run.step < args.steps:
        rng = random.Random(args.seed * 1_000_003 + run.step)
        terms = losses(draw(train, pools, args.items, rng, args.planted), reader, run.model)
        run.update(terms)
        for key, value in terms.items():
            sums[key].append(float(value.detach()))
        if run.step % 25 == 0:
            means = {key: round(sum(values) / len(values), 4) for key, values in sums.items()}
            note(args.out, {"step": run.step, "seconds": round((time.time() - began) / (run.step - first), 2), **means})
            sums.clear()
        if run.step % args.every == 0 or run.step == args.steps:
            run.save()
        if run.step % args.develop == 0 or run.step == args.steps:
            note(args.out, {"step": run.step, **develop(run.average, reader, dev)})


if __name__ == "__main__":
    main()
