"""Step 2: the cross-encoder that scores and tags, trained on differences between translations of one source.

One encoder reads `<s> translation </s></s> source </s>`, and with a reference `... </s> reference </s>` after it. Heads
on a softmax mix of its layers: quality (mean over the tokens of the translation and the first token), a tag for each
token of the translation (no error, minor, major), direct assessment. Embeddings and the lowest layers stay frozen.

    python training/train.py --data DATA/train --encoder training/runs/e5 --out training/runs/first

Resumes from `--out` after a kill. `log.jsonl` there has the loss and the development figures over time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import DIRECT, MQM, Group, Item, corrupt, development_docs, direct, groups, held_out
from torch import nn
from transformers import BertModel, PreTrainedTokenizerFast

SEP, CLS, PAD = 2, 0, 1


class Scorer(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: Path, frozen: int) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder, add_pooling_layer=False)
        size, layers = self.encoder.config.hidden_size, self.encoder.config.num_hidden_layers
        self.mix = nn.Parameter(torch.linspace(-2, 1, layers + 1))
        self.quality = nn.Sequential(nn.Linear(2 * size, 256), nn.GELU(), nn.Linear(256, 2))
        self.tag = nn.Linear(size, 3)
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(False)

    def forward(self, ids: torch.Tensor, types: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Quality, direct assessment `(batch,)`, tag logits `(batch, tokens, 3)`; `types` is 1 on the translation."""
        hidden = self.encoder(
            input_ids=ids, attention_mask=(ids != PAD).long(), output_hidden_states=True
        ).hidden_states
        weights = torch.softmax(self.mix, 0)
        states = sum(weight * layer for weight, layer in zip(weights, hidden, strict=True)).float()
        mask = (types == 1)[..., None].float()
        pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1)
        out = self.quality(torch.cat([pooled, states[:, 0]], 1))
        return out[:, 0], out[:, 1], self.tag(states)


class Encoder:
    """Turns texts into token ids, with the tags of the translation's tokens."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, longest: int) -> None:
        self.tokenizer, self.longest = tokenizer, longest

    def __call__(self, item: Item, source: str, ref: str | None) -> tuple[list[int], list[int], list[int]]:
        """Ids, types and tags; -100 where a token has no tag."""
        coded = self.tokenizer(item.mt, add_special_tokens=False, return_offsets_mapping=True)
        parts = [self.tokenizer(text, add_special_tokens=False).input_ids for text in (source, ref) if text]
        room = (self.longest - 4) // (1 + len(parts))
        mt = coded.input_ids[: 2 * room if not parts else self.longest - 4 - sum(min(len(p), room) for p in parts)]
        tags = []
        for start, end in coded.offset_mapping[: len(mt)]:
            over = [severity for first, last, severity in item.spans if start < last and first < end]
            tags.append(max(over, default=0) if item.tagged else -100)
        ids, types = [CLS, *mt, SEP], [0, *([1] * len(mt)), 0]
        for part in parts:
            ids += [SEP, *part[:room], SEP]
            types += [0] * (2 + len(part[:room]))
        return ids, types, [-100, *tags] + [-100] * (len(ids) - 1 - len(tags))


def collate(coded: list[tuple[list[int], list[int], list[int]]]) -> list[torch.Tensor]:
    """Pad to the longest."""
    longest = max(len(ids) for ids, _, _ in coded)
    fill = (PAD, 0, -100)
    return [torch.tensor([row[k] + [fill[k]] * (longest - len(row[k])) for row in coded]) for k in range(3)]


def target(penalty: float) -> float:
    """MQM penalty to quality: 1 for no penalty, 0 for 25."""
    return 1 - min(math.log1p(max(penalty, 0)), math.log(26)) / math.log(26)


def batches(data: dict[str, list[Group]], args: argparse.Namespace, step: int) -> Iterator[list[Group]]:
    """Endless, shuffled by seed and step: several whole groups of one kind a batch, of about `args.items` items."""
    mqm = [group for name in MQM for group in data[name]]
    assessed = [group for name in DIRECT for group in data[name]]
    for number in itertools.count(step):
        rng = random.Random(args.seed * 1_000_003 + number)
        pool, per = (assessed, 1) if number % 5 == 4 else (mqm, args.group)
        yield rng.sample(pool, args.items // per)


def losses(
    model: Scorer, code: Encoder, batch: list[Group], args: argparse.Namespace, rng: random.Random
) -> dict[str, torch.Tensor]:
    """Loss terms of a batch."""
    coded, gold, owner = [], [], []
    assessed = batch[0].direct
    for number, group in enumerate(batch):
        items = rng.sample(group.items, min(len(group.items), args.group))
        if not assessed and (planted := corrupt(group, rng.choice(batch), rng)):
            items.append(planted)
        show = bool(group.refs) and rng.random() < 0.5
        for item in items:
            others = [ref for ref in group.refs if ref != item.mt]
            coded.append(code(item, group.source, rng.choice(others) if show and others else None))
            gold.append(-item.penalty if assessed else target(item.penalty))
            owner.append(number)
    ids, types, tags = collate(coded)
    with torch.autocast("cpu", torch.bfloat16):
        quality, assessment, logits = model(ids, types)
    quality, assessment, logits = quality.float(), assessment.float(), logits.float()
    wanted = torch.tensor(gold)
    if assessed:
        return {"direct": nn.functional.smooth_l1_loss(assessment, wanted)}
    same = torch.tensor(owner)[:, None] == torch.tensor(owner)[None]
    upper = torch.triu(same, 1)
    apart = (quality[:, None] - quality[None])[upper] - (wanted[:, None] - wanted[None])[upper]
    weight = torch.tensor([1.0, 2.0, 4.0])
    return {
        "difference": 4 * nn.functional.smooth_l1_loss(apart, torch.zeros_like(apart), beta=0.2),
        "level": nn.functional.smooth_l1_loss(quality, wanted, beta=0.2),
        "tags": 0.3 * nn.functional.cross_entropy(logits.flatten(0, 1), tags.flatten(), weight, ignore_index=-100),
    }


@torch.inference_mode()
def predict(model: Scorer, code: Encoder, wanted: list[tuple[Item, str, str | None]]) -> tuple[np.ndarray, np.ndarray]:
    """Quality and expected penalty by the tags, in the order given; batches sorted by length."""
    model.eval()
    coded = [code(*one) for one in wanted]
    order = sorted(range(len(coded)), key=lambda k: len(coded[k][0]))
    quality, expected = np.zeros(len(coded)), np.zeros(len(coded))
    for start in range(0, len(order), 32):
        part = order[start : start + 32]
        ids, types, _ = collate([coded[k] for k in part])
        with torch.autocast("cpu", torch.bfloat16):
            q, _, logits = model(ids, types)
        chance = torch.softmax(logits.float(), -1)
        penalty = ((chance[..., 1] + 5 * chance[..., 2]) * (types == 1)).sum(1)
        quality[part], expected[part] = q.float().numpy(), penalty.numpy()
    model.train()
    return quality, expected


def within_source(scores: list[np.ndarray], gold: list[np.ndarray]) -> float:
    """Pairwise accuracy within each source, ties calibrated on the set itself (Deutsch et al. 2023), mean over sources.

    Each list has one array a source, the scores of its translations.
    """
    apart, truth, weight = [], [], []
    for mine, theirs in zip(scores, gold, strict=True):
        first, second = np.triu_indices(len(mine), 1)
        apart.append(mine[first] - mine[second])
        truth.append(np.sign(theirs[first] - theirs[second]))
        weight.append(np.full(len(first), 1 / max(len(first), 1)))
    a, t, w = np.concatenate(apart), np.concatenate(truth), np.concatenate(weight) / len(scores)
    order = np.argsort(np.abs(a))
    right = np.where(np.sign(a) == t, w, 0)[order]
    tied = np.where(t == 0, w, 0)[order]
    # With threshold at position k the k closest pairs are called ties and the others are judged by sign.
    return float((np.concatenate([[0], tied.cumsum()]) + right.sum() - np.concatenate([[0], right.cumsum()])).max())


def over_systems(scores: dict[str, list[float]], gold: dict[str, list[float]]) -> float:
    """Pairwise accuracy over the means of systems."""
    pairs = list(itertools.combinations(sorted(scores), 2))
    agree = [(np.mean(scores[a]) - np.mean(scores[b])) * (np.mean(gold[a]) - np.mean(gold[b])) > 0 for a, b in pairs]
    return float(np.mean(agree))


def develop(model: Scorer, code: Encoder, dev: dict[str, list[Group]], rng_seed: int = 1) -> dict[str, float]:
    """The development figures, without and with a reference."""
    figures = {}
    for name, members in dev.items():
        for kind in ("src", "ref"):
            wanted, place = [], []
            for number, group in enumerate(members):
                ref = sorted(group.refs)[0] if group.refs and kind == "ref" else None
                for item in group.items:
                    if item.mt not in group.refs:
                        wanted.append((item, group.source, ref))
                        place.append(number)
            quality, expected = predict(model, code, wanted)
            for label, values in (("q", quality), ("tags", -expected), ("both", quality - 0.1 * np.sqrt(expected))):
                mine, theirs = defaultdict(list), defaultdict(list)
                by_system, gold_system = defaultdict(list), defaultdict(list)
                for (item, _, _), number, value in zip(wanted, place, values, strict=True):
                    mine[number].append(value)
                    theirs[number].append(-item.penalty)
                    by_system[item.system].append(value)
                    gold_system[item.system].append(-item.penalty)
                arrays = [[np.array(group) for group in side.values()] for side in (mine, theirs)]
                figures[f"{name}.{kind}.{label}.within"] = round(within_source(*arrays), 4)
                figures[f"{name}.{kind}.{label}.systems"] = round(over_systems(by_system, gold_system), 3)
    return figures


def load(folder: Path) -> tuple[dict[str, list[Group]], dict[str, list[Group]]]:
    """Training groups by set, and development groups by language pair."""
    apart = development_docs(folder)
    train, dev = {}, {}
    for name in MQM:
        every = groups(folder, name)
        train[name] = [group for group in every if group.doc not in apart and len(group.items) > 1]
        if name.startswith("wmt21_news"):
            dev[name.rpartition(".")[2]] = [group for group in every if held_out(name, group.doc)]
    for name in DIRECT:
        train[name] = direct(folder, name)
    return train, dev


def rate(step: int, args: argparse.Namespace) -> float:
    """Linear warm-up over 5 %, then a cosine to zero."""
    warm = max(1, args.steps // 20)
    return min(step / warm, 0.5 * (1 + math.cos(math.pi * max(0, step - warm) / max(1, args.steps - warm))))


def main() -> None:
    """Train, or go on training."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=3500)
    parser.add_argument("--items", type=int, default=32)
    parser.add_argument("--group", type=int, default=8)
    parser.add_argument("--longest", type=int, default=224)
    parser.add_argument("--frozen", type=int, default=4)
    parser.add_argument("--lr", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--every", type=int, default=250, help="steps between checkpoints")
    parser.add_argument("--develop", type=int, default=1000, help="steps between development figures")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    train, dev = load(args.data)
    model = Scorer(args.encoder, args.frozen)
    code = Encoder(PreTrainedTokenizerFast.from_pretrained(args.encoder), args.longest)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": args.lr}, {"params": heads, "lr": 5 * args.lr}], weight_decay=0.01
    )
    base = [group["lr"] for group in optimizer.param_groups]
    step, kept = 0, args.out / "checkpoint.pt"
    if kept.exists():
        state = torch.load(kept, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    note(args.out, {"start": step, "args": {k: str(v) for k, v in vars(args).items()}})
    began, seen, sums = time.time(), 0, defaultdict(float)
    model.train()
    for batch in batches(train, args, step):
        if step >= args.steps:
            break
        for group, lr in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = lr * rate(step, args)
        terms = losses(model, code, batch, args, random.Random(args.seed * 7_000_003 + step))
        optimizer.zero_grad()
        sum(terms.values()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        for key, value in terms.items():
            sums[key] += float(value.detach())
        seen += args.items
        if step % 50 == 0:
            note(
                args.out,
                {
                    "step": step,
                    "per_second": round(seen / (time.time() - began), 1),
                    **{k: round(v / 50, 4) for k, v in sums.items()},
                },
            )
            sums.clear()
        if step % args.every == 0 or step == args.steps:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save(state, args.out / "checkpoint.new")
            (args.out / "checkpoint.new").rename(kept)
        if step % args.develop == 0 or step == args.steps:
            note(args.out, {"step": step, **develop(model, code, dev)})
            began, seen = time.time(), 0


def note(folder: Path, row: dict[str, Any]) -> None:
    """Append a line to the log."""
    with (folder / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps({"time": time.strftime("%Y-%m-%dT%H:%M:%S"), **row}) + "\n")


if __name__ == "__main__":
    main()
