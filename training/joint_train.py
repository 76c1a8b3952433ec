"""Train the joint model on differences between translations of one source.

    python training/joint_train.py --data DATA/train --encoder training/runs/e5 --out training/runs/NAME

Each step reads groups of several kinds: experts' penalties (news and talks, biomedical), the crowd's direct
assessments, post-edited translations. Resumes from `--out` after a kill. `log.jsonl` there has the losses and the
development figures over time; the weights to ship are the running average of the trained ones.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import defaultdict
from pathlib import Path

import data
import joint_develop
import joint_twins
import judgements
import torch
from data import Group, Item
from joint import Coder, Joint, JointOutputs, JointPair, collate, of_scorer
from model import LOG26, MT
from token_likeness import TokenLikeness
from torch import nn
from train import Steps, chunks, note, tags_of
from transformers import BertModel

SHARP = 5.0
"""Slope of the logistic curve between a difference in log(1 + penalty) and the chance to be called better."""
CHUNK = 900
"""Tokens of one forward pass, padding included."""
QUICK = {"gates": 30.0, "mix": 10.0}
"""How many times faster than the layers some weights learn; heads learn four times as fast."""
Listed = tuple[Group, Item, JointPair]


def load(folder: Path) -> dict[str, list[Group]]:
    """The training groups by kind."""
    apart = judgements.development_sources(folder)
    crowd = [name for name in judgements.CROWD if name != judgements.UNSEEN]
    return {
        "news": judgements.expert_groups(folder, data.MQM, apart),
        "bio": judgements.expert_groups(folder, judgements.BIO, apart),
        "crowd": judgements.crowd_groups(folder, crowd, apart),
        "edited": judgements.edited_groups(folder, data.DIRECT, apart),
    }


def draw(train: dict[str, list[Group]], args: argparse.Namespace, step: int) -> list[tuple[Group, Item]]:
    """The translations of a step, by seed and step: whole groups until there are enough."""
    rng = random.Random(args.seed * 1_000_003 + step)
    later = args.later and step >= args.after
    kinds = dict(share.split("=") for share in (args.later if later else args.shares).split(","))
    made: list[tuple[Group, Item]] = []
    while len(made) < args.items:
        kind = rng.choices(list(kinds), [float(share) for share in kinds.values()])[0]
        group = rng.choice(train[kind])
        items = rng.sample(group.items, min(len(group.items), args.group))
        if kind in ("news", "bio") and rng.random() < args.planted and len(group.source.split()) > 4:
            bad = (
                data.corrupt(group, rng.choice(train[kind]), rng)
                if group.pair.partition("-")[2] in data.NEGATIONS
                else None
            )
            items += [bad] if bad else []
        made += [(group, item) for item in items]
    return made


def listed(drawn: list[tuple[Group, Item]], coder: Coder, longest: int) -> list[Listed]:
    """The drawn translations with their tokens, shortest first; longer ones than `longest` are left out."""
    texts = dict(
        zip(both := [text for group, item in drawn for text in (group.source, item.mt)], coder(both), strict=True)
    )
    made = [(group, item, JointPair(texts[item.mt], texts[group.source])) for group, item in drawn]
    made = [row for row in made if len(row[2]) <= longest and row[2].mt.ids and row[2].source.ids]
    return sorted(made, key=lambda row: len(row[2]))


def outputs(model: Joint, rows: list[Listed]) -> JointOutputs:
    """The model's outputs for all rows; those of tokens flattened to the translations' tokens."""
    parts = []
    for part in chunks(rows, CHUNK):
        ids, places, sides = collate([pair for _, _, pair in part])
        out, on = model(ids, places, sides), sides == MT
        parts.append((out.penalty, out.direct, out.critical, out.tags[on], out.odd[on], out.rates[on]))
    return JointOutputs(*(torch.cat(column) for column in zip(*parts, strict=True)))


def losses(
    rows: list[Listed], out: JointOutputs, likeness: judgements.Likeness, args: argparse.Namespace
) -> dict[str, torch.Tensor]:
    """Loss terms of a step."""
    items = [(group, item) for group, item, _ in rows]
    believed = torch.tensor(judgements.targets(items, likeness, judgements.MIXTURES[args.likeness]))
    numbers = {id(group): number for number, group in enumerate({id(row[0]): row[0] for row in rows}.values())}
    owner = torch.tensor([numbers[id(group)] for group, _, _ in rows])
    pairs = torch.triu(owner[:, None] == owner[None], 1)
    apart = SHARP * (out.penalty[:, None] - out.penalty[None])[pairs]
    wanted = SHARP * (believed[:, None] - believed[None])[pairs]
    bce = nn.functional.binary_cross_entropy_with_logits
    terms = {"difference": bce(apart, torch.sigmoid(wanted)) if pairs.any() else out.penalty.sum() * 0}
    levels = [judgements.level(group, item) for group, item, _ in rows]
    known = torch.tensor([value is not None for value in levels])
    if known.any():
        level = torch.tensor([value for value in levels if value is not None])
        terms["level"] = args.level * nn.functional.smooth_l1_loss(out.penalty[known] / LOG26, level / LOG26, beta=0.2)
    direct = torch.tensor(
        [float(group.doc) if group.kind == "edited" and item.system == "mt" else math.nan for group, item, _ in rows]
    )
    if (there := ~direct.isnan()).any():
        terms["direct"] = 0.1 * nn.functional.smooth_l1_loss(out.direct[there], direct[there])
    tags = [tags_of(item, pair) if item.tagged else [-100] * len(pair.mt.ids) for _, item, pair in rows]
    flat = torch.tensor([tag for row in tags for tag in row])
    edits = torch.tensor([group.kind == "edited" for (group, _, _), row in zip(rows, tags, strict=True) for _ in row])
    if (marked := (flat >= 0) & ~edits).any():
        weight = torch.tensor([1.0, 2.0, 4.0])
        terms["tags"] = args.tags * nn.functional.cross_entropy(out.tags[marked][:, :3], flat[marked], weight)
    if (changed := (flat >= 0) & edits).any():
        terms["edits"] = 0.1 * bce(out.tags[changed][:, 3], flat[changed].float())
    return terms


class Run(Steps):
    """A training run of the joint model."""

    memory = 0.995

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.step = args, 0
        self.model, self.average = (
            Joint(BertModel.from_pretrained(args.encoder, add_pooling_layer=False), args.dropout) for _ in range(2)
        )
        if args.start:
            self.model.load_state_dict(torch.load(args.start, weights_only=True)["average"])
        if args.scorer:
            scorer = torch.load(args.scorer, weights_only=True)["average"]
            self.model.load_state_dict(of_scorer(scorer, self.model.state_dict()))
        self.average.load_state_dict(self.model.state_dict())
        groups: dict[float, list[nn.Parameter]] = defaultdict(list)
        for name, weights in self.model.named_parameters():
            if weights.requires_grad:
                quick = 1.0 if name.startswith(("layers.", "embeddings.")) else QUICK.get(name, 4.0)
                groups[quick].append(weights)
        self.optimizer = torch.optim.AdamW(
            [{"params": chosen, "lr": args.lr * quick} for quick, chosen in groups.items()], weight_decay=0.01
        )
        self.base = [group["lr"] for group in self.optimizer.param_groups]
        self.kept = args.out / "checkpoint.pt"
        self.resume()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser()
    for name in ("--data", "--encoder", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint whose averaged weights to start from")
    parser.add_argument("--scorer", type=Path, help="checkpoint of `train.py` or `recover.py` to start from")
    parser.add_argument("--shares", default="crowd=.5,news=.25,bio=.12,edited=.13", help="of the groups of a step")
    parser.add_argument("--later", help="the shares from the step `--after` on")
    parser.add_argument("--after", type=int, default=0)
    parser.add_argument("--likeness", choices=[*judgements.MIXTURES], default="tokens", help="to references, by what")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--items", type=int, default=64)
    parser.add_argument("--group", type=int, default=6)
    parser.add_argument("--longest", type=int, default=220, help="tokens of a pair")
    parser.add_argument("--lr", type=float, default=1.2e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--level", type=float, default=1.0)
    parser.add_argument("--tags", type=float, default=0.2)
    parser.add_argument("--planted", type=float, default=0.08, help="share of the experts' groups with a planted error")
    parser.add_argument("--twins", type=Path, help="file of `planted_sets.py`")
    parser.add_argument("--pairs", type=int, default=6, help="twins in a step")
    parser.add_argument("--worse", type=float, default=0.05, help="weight of the difference between twins' penalties")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    parser.add_argument("--develop", type=int, default=500, help="steps between development figures")
    return parser.parse_args()


def main() -> None:
    """Train, or go on training."""
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    train, dev, coder = load(args.data), joint_develop.development(args.data), Coder(args.encoder)
    known = joint_twins.load(args.twins, args.data) if args.twins else []
    run, likeness = Run(args), TokenLikeness(args.encoder, coder) if args.likeness == "tokens" else judgements.chrf
    note(args.out, {"start": run.step, "args": {key: str(value) for key, value in vars(args).items()}})
    began, seen = time.time(), 0
    sums: dict[str, list[float]] = defaultdict(list)
    run.model.train()
    while run.step < args.steps:
        torch.manual_seed(args.seed * 1_000_003 + run.step)  # a resumed run drops the same
        rows = listed(draw(train, args, run.step), coder, args.longest)
        terms = losses(rows, outputs(run.model, rows), likeness, args)
        if known:
            rng = random.Random(f"twins {args.seed} {run.step}")
            twins = joint_twins.drawn(known, args.pairs, coder, rng, args.longest)
            terms |= joint_twins.losses(run.model, twins, args.worse) if twins else {}
        run.update(terms)
        seen += sum(len(pair) for _, _, pair in rows)
        for key, value in terms.items():
            sums[key].append(float(value.detach()))
        if run.step % 50 == 0:
            means = {key: round(sum(values) / len(values), 4) for key, values in sums.items()}
            note(args.out, {"step": run.step, "tokens_per_second": round(seen / (time.time() - began)), **means})
            sums.clear()
            began, seen = time.time(), 0
        if run.step % args.every == 0 or run.step == args.steps:
            run.save()
        if run.step % args.develop == 0 or run.step in (args.after, args.steps):
            say = joint_develop.of_model(run.average, coder)
            figures = joint_develop.agreement(say, dev, args.data.parent / "dev")
            figures |= joint_develop.errors(say, args.data) if known else {}
            note(args.out, {"step": run.step, **figures})
            began, seen = time.time(), 0


if __name__ == "__main__":
    main()
