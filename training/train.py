"""Step 2: train the upper half on differences between translations of one source.

    python training/train.py --data DATA/train --encoder training/runs/e5 --out training/runs/NAME

Resumes from `--out` after a kill. `log.jsonl` there has the loss and the development figures over time; the weights to
ship are the running average of the trained ones. The defaults are those of the first run of the recipe (`recipe.py`).
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from data import DIRECT, MQM, Group, Item, corrupt, development_docs, direct, groups, planted
from develop import develop, development
from documents import clean_groups, documentation, spoilt
from model import CHRF, LOG26, MT, Outputs, Pair, Reader, Scorer, collate
from plant import Pools
from torch import nn
from transformers import BertModel

LONGEST = 420
"""Longer pairs are left out of training."""
SHARP = 8.0
"""Slope of the logistic curve between a difference in quality and the chance to be called better."""
CHUNK = 6_000
"""Tokens of one forward pass, padding included."""


def tags_of(item: Item, pair: Pair) -> list[int]:
    """The worst severity over each token of the translation."""
    return [
        max((severity for first, last, severity in item.spans if start < last and first < end), default=0)
        for start, end in pair.mt.offsets
    ]


class Batch:
    """The pairs of several groups of one kind, with what is known of them."""

    def __init__(
        self, chosen: list[Group], reader: Reader, group: int, rng: random.Random, pools: Pools | None = None
    ) -> None:
        self.kind, self.groups = chosen[0].kind, chosen
        wanted: list[tuple[Group, Item, str | None]] = []
        for member in chosen:
            items = rng.sample(member.items, min(len(member.items), group))
            if self.kind == "mqm" and (bad := corrupt(member, rng.choice(chosen), rng)):
                usual = sum(item.usual for item in member.items) / len(member.items)
                items.append(dataclasses.replace(bad, usual=usual))
            if self.kind == "clean" and pools and (bad := spoilt(member, pools, rng)):
                items.append(bad)
            show = bool(member.refs) and rng.random() < 0.5
            for item in items:
                others = [ref for ref in member.refs if ref != item.mt]
                wanted.append((member, item, rng.choice(others) if show and others else None))
        lasting = {text for member, item, ref in wanted for text in (member.source, item.mt, ref) if text}
        passing = {item.mt for _, item, _ in wanted if item.system == "planted"}
        texts = reader.read(sorted(lasting - passing)) | reader.read(sorted(passing), keep=False)
        self.rows: list[tuple[Group, Item, Pair]] = []
        for member, item, ref in wanted:
            pair = Pair(texts[item.mt], texts[member.source], texts[ref] if ref else None)
            if len(pair) <= LONGEST and pair.mt.ids and pair.source.ids:
                self.rows.append((member, item, pair))
        self.rows.sort(key=lambda row: len(row[2]))

    def outputs(self, model: Scorer) -> tuple[Outputs, torch.Tensor]:
        """The model's outputs for all rows, tags flattened to the translations' tokens, and the tags wanted."""
        parts, wanted = [], []
        for rows in chunks(self.rows):
            states, sides, chrf = collate([pair for _, _, pair in rows])
            with torch.autocast("cpu", torch.bfloat16):
                out = model(states, sides, chrf)
            parts.append((out.penalty, out.direct, out.critical, out.tags[sides == MT], out.rates[sides == MT]))
            for _, item, pair in rows:
                wanted += tags_of(item, pair) if item.tagged else [-100] * len(pair.mt.ids)
        return Outputs(*(torch.cat(column) for column in zip(*parts, strict=True))), torch.tensor(wanted)


def chunks(rows: list[Any], budget: int = CHUNK) -> list[list[Any]]:
    """Rows sorted by length, cut where padding and tokens would pass the budget; the third of a row is its pair."""
    cut: list[list[Any]] = [[]]
    for row in rows:
        if cut[-1] and len(row[2]) * (len(cut[-1]) + 1) > budget:
            cut.append([])
        cut[-1].append(row)
    return cut


def unlike(item: Item, group: Group) -> float:
    """How unlike the other references a translation is, 1 - chrF, 0 where that is not known.

    One rater's penalty is noisy; likeness to what other people wrote steadies it. The model is shown one of these
    references at most.
    """
    others = [ref for ref in group.refs if ref != item.mt]
    if not others or item.human or item.system == "planted":
        return 0.0
    return 1 - sum(likeness(item.mt, ref) for ref in others) / len(others)


@functools.cache
def likeness(mt: str, ref: str) -> float:
    """chrF, 0 to 1."""
    return float(CHRF.sentence_score(mt, [ref]).score) / 100


def losses(batch: Batch, model: Scorer, args: argparse.Namespace) -> dict[str, torch.Tensor]:
    """Loss terms of a batch."""
    out, tags = batch.outputs(model)
    items = [item for _, item, _ in batch.rows]
    weight = torch.tensor([1.0, 2.0, 4.0])
    known = bool((tags >= 0).any())
    if batch.kind == "direct":
        worse = torch.tensor([item.penalty for item in items])
        terms = {"direct": nn.functional.smooth_l1_loss(out.direct, -worse)}
        if args.across:
            pair = [group.pair for group, _, _ in batch.rows]
            alike = torch.tensor([[one == other for other in pair] for one in pair]).triu(1)
            terms["across"] = args.across * contrast(out.penalty / LOG26, worse / LOG26, alike)
        if known:
            bad = tags[tags >= 0].float()
            terms["edits"] = 0.3 * nn.functional.binary_cross_entropy_with_logits(out.tags[tags >= 0][:, 3], bad)
        return terms
    if batch.kind == "critical":
        label = torch.tensor([float(item.critical) for item in items])
        terms = nn.functional.binary_cross_entropy_with_logits(out.critical, label, pos_weight=torch.tensor(4.0))
        return {"critical": 0.3 * terms}
    wanted = torch.tensor([math.log1p(min(max(item.penalty, 0.0), 25.0)) for item in items]) / LOG26
    quality = out.penalty / LOG26
    terms = {"level": nn.functional.smooth_l1_loss(quality, wanted, beta=0.2)}
    near = wanted + args.reference * torch.tensor([unlike(item, group) for group, item, _ in batch.rows]) / LOG26
    near = near + args.system * torch.tensor([item.usual for item in items]) / LOG26
    owner = torch.tensor([batch.groups.index(group) for group, _, _ in batch.rows])
    pairs = torch.triu(owner[:, None] == owner[None], 1)
    made = torch.tensor([item.system == "planted" for item in items])
    for name, chosen, share in (
        ("difference", pairs & ~(made[:, None] | made[None]), 1.0),
        ("planted", pairs & (made[:, None] ^ made[None]), 0.2),
    ):
        if chosen.any():
            terms[name] = args.difference * share * contrast(quality, near, chosen)
    if known:
        terms["tags"] = args.tags * nn.functional.cross_entropy(out.tags[:, :3], tags, weight, ignore_index=-100)
    return terms


def contrast(said: torch.Tensor, true: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    """Loss of the chosen pairs of a batch: which of two is the worse, as a soft label from their difference."""
    apart, wanted = (SHARP * (values[:, None] - values[None])[chosen] for values in (said, true))
    return nn.functional.binary_cross_entropy_with_logits(apart, torch.sigmoid(wanted))


def choose(train: dict[str, list[Group]], args: argparse.Namespace, step: int) -> tuple[list[Group], random.Random]:
    """The groups of a step, by seed and step: direct assessments mostly early, critical errors rarely."""
    rng = random.Random(args.seed * 1_000_003 + step)
    early = step < args.early * args.steps
    draw = rng.random()
    if draw < (0.5 if early else 0.15):
        chosen = rng.sample(train["direct"], args.items)
        if args.across:  # of two language pairs, so that many of them can be compared
            pairs = {group.pair for group in chosen[:2]}
            chosen = rng.sample([group for group in train["direct"] if group.pair in pairs], args.items)
        return chosen, rng
    if draw > 0.96:
        return rng.sample(train["critical"], args.items), rng
    if draw > 0.96 - args.clean:
        return rng.sample(train["clean"], args.items // 2), rng
    return rng.sample(train["mqm"], args.items // args.group), rng


def load(folder: Path) -> dict[str, list[Group]]:
    """The training groups by kind; held-out documents are left out of every set."""
    apart = development_docs(folder)
    mqm = [machine(group) for name in MQM for group in groups(folder, name) if group.doc not in apart]
    return {
        "mqm": [group for group in mqm if len(group.items) > 1],
        "direct": [group for name in DIRECT for group in direct(folder, name)],
        "critical": planted(folder),
    }


def machine(group: Group) -> Group:
    """The machine translations of a group.

    Human ones are the best and unlike each other: a model that has to rank them among machines learns to tell people
    from machines, and that likeness to a reference means nothing.
    """
    return dataclasses.replace(group, items=tuple(item for item in group.items if not item.human))


def rate(step: int, args: argparse.Namespace) -> float:
    """Linear warm-up over 4 %, then a cosine to zero."""
    warm = max(1, args.steps // 25)
    return min(step / warm, 0.5 * (1 + math.cos(math.pi * max(0, step - warm) / max(1, args.steps - warm))))


def note(folder: Path, row: dict[str, Any]) -> None:
    """Append a line to the log."""
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), **row}) + "\n")


class Steps:
    """The steps of a training run, kept in a folder and resumed from it."""

    memory = 0.998
    """Share of the running average that stays at a step, at most."""
    args: argparse.Namespace
    model: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    base: list[float]
    kept: Path
    step: int

    def resume(self) -> None:
        """Go on from the checkpoint, if there is one."""
        if self.kept.exists():
            state = torch.load(self.kept, weights_only=True)
            self.model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step = state["step"]

    def save(self) -> None:
        """Write the checkpoint; a kill leaves the old one."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        torch.save(state, self.kept.with_suffix(".new"))
        self.kept.with_suffix(".new").rename(self.kept)

    def update(self, terms: dict[str, torch.Tensor]) -> None:
        """One step down the sum of the terms; the average follows."""
        for group, lr in zip(self.optimizer.param_groups, self.base, strict=True):
            group["lr"] = lr * rate(self.step, self.args)
        self.optimizer.zero_grad()
        total = torch.stack(list(terms.values())).sum()
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(self.memory, self.step / (self.step + 20))
        with torch.no_grad():
            for mine, now in zip(self.average.parameters(), self.model.parameters(), strict=True):
                if now.requires_grad:
                    mine.lerp_(now, 1 - keep)


class Run(Steps):
    """A training run: model, running average, optimizer, step; kept in and resumed from a folder.

    Args:
        args: The command line.
        model: Makes the model from the encoder, and again for the average.
        fresh: What the names of heads begin with that the weights to start from lack. Only they learn at four times the
            rate; without any, all that is outside the layers does.
    """

    def __init__(
        self,
        args: argparse.Namespace,
        model: Callable[[BertModel], Scorer] = Scorer,
        fresh: tuple[str, ...] = (),
    ) -> None:
        self.args, self.step = args, 0
        self.model = model(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
        named = list(self.model.named_parameters())
        heads = [one for name, one in named if (name.startswith(fresh) if fresh else not name.startswith("layers."))]
        quick = {id(one) for one in heads}
        body = [one for _, one in named if id(one) not in quick]
        self.optimizer = torch.optim.AdamW(
            [{"params": body, "lr": args.lr}, {"params": heads, "lr": 4 * args.lr}], weight_decay=0.01
        )
        self.base = [group["lr"] for group in self.optimizer.param_groups]
        self.kept = args.out / "checkpoint.pt"
        if args.start and not self.kept.exists():
            start = torch.load(args.start, weights_only=True)["average"]
            own = self.model.state_dict()
            anew = {key: value for key, value in own.items() if fresh and key.startswith(fresh)}
            self.model.load_state_dict({key: value for key, value in start.items() if not fresh or key in own} | anew)
        # Both are trained from one encoder, with tensors of their own.
        self.average = model(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
        self.average.load_state_dict(self.model.state_dict())
        self.average.requires_grad_(False)
        self.resume()


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1650)
    parser.add_argument("--items", type=int, default=64)
    parser.add_argument("--group", type=int, default=8)
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--difference", type=float, default=1.0)
    parser.add_argument("--reference", type=float, default=1.5, help="weight of likeness to references in the target")
    parser.add_argument("--system", type=float, default=0.0, help="weight of the system's usual penalty in the target")
    parser.add_argument("--across", type=float, default=0.0, help="weight of direct assessments of two sources")
    parser.add_argument("--prose", type=Path, help="translated documentation, `prose.jsonl.gz`")
    parser.add_argument("--clean", type=float, default=0.0, help="share of the steps with translated documentation")
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights to start from")
    parser.add_argument("--early", type=float, default=0.12, help="share of the steps with many direct assessments")
    parser.add_argument("--tags", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--develop", type=int, default=1000, help="steps between development figures")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    train, dev, pools = load(args.data), development(args.data), None
    if args.prose:
        pairs = documentation(args.prose, held=False)
        train["clean"], pools = clean_groups(pairs), Pools(pairs)
    reader, run = Reader(args.encoder), Run(args)
    note(args.out, {"start": run.step, "args": {key: str(value) for key, value in vars(args).items()}})
    began, seen = time.time(), 0
    sums: dict[str, list[float]] = defaultdict(list)
    run.model.train()
    while run.step < args.steps:
        chosen, rng = choose(train, args, run.step)
        batch = Batch(chosen, reader, args.group, rng, pools)
        terms = losses(batch, run.model, args)
        run.update(terms)
        seen += len(batch.rows)
        for key, value in terms.items():
            sums[key].append(float(value.detach()))
        if run.step % 50 == 0:
            means = {key: round(sum(values) / len(values), 4) for key, values in sums.items()}
            note(args.out, {"step": run.step, "per_second": round(seen / (time.time() - began), 1), **means})
            sums.clear()
        if run.step % args.every == 0 or run.step == args.steps:
            run.save()
        if run.step % args.develop == 0 or run.step == args.steps:
            note(args.out, {"step": run.step, **develop(run.average, reader, dev)})
            began, seen = time.time(), 0


if __name__ == "__main__":
    main()
