"""What signals of fluency would add to the score without a reference, on the held-out documents of news.

    python training/fluency.py --data DATA/train --encoder training/runs/e5 \\
        --checkpoint training/runs/NAME/checkpoint.pt --prose training/runs/prose/prose.jsonl.gz

Each signal is a penalty, higher is worse. The table has its agreement with people alone, and the change when it is
added to the joint model's log(1 + penalty). The weight is chosen on the sets of one year and its change measured on
those of the other year, both ways. It is in standard deviations within a source, of the score for one of the signal; a
negative one turns the signal round. The intervals are of resampled sources. All figures compare translations of one
source, so a signal minus its mean over the source has the same ones.

- lengths: logarithm of the ratio of characters; its distance from the usual one of the set. A control, as is noise.
- characters: minus the mean log-probability of a character under an n-gram model, and that of the least likely stretch.
- masked: minus the mean log-probability of the translation's tokens, hidden in turn, by a small head on the encoder.
- edited, odd: the joint model's chance that a post-editor would change a token, that a token has no counterpart.
- far, gap: tokens of source and translation matched back and forth by the encoder, which reads each text alone. `far`
  is the share of tokens whose best match has its own best match elsewhere, `gap` how much nearer that one is.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import develop
import numpy as np
import torch
from data import rows
from develop import Row, figures, grouped
from joint import Coder, Joint
from joint_develop import passes
from judgements import CROWD, UNSEEN, crowd_groups, development_sources
from model import MT
from planted_sets import news
from token_likeness import BATCH, Reading
from torch import nn
from transformers import BertModel

from mtqe.stats import meta_evaluation as agreement

YEARS = {year: tuple(name for name in develop.SETS if name.startswith(f"wmt{year}")) for year in (20, 21)}
WEIGHTS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.35, -0.35, 0.5, -0.5, 0.75, -0.75)
"""Tried in this order."""
FLAT = 0.001
"""Weights whose accuracy is this near to the highest are as good: the first of them is taken."""
RESAMPLES = 200
ORDER = 6
"""Characters of the longest n-gram."""
STRETCH = 15
"""Characters of a stretch."""
LAYER = 9
"""Layer of the encoder in which tokens are matched and hidden tokens are guessed."""
TURNS = 4
"""So many passes hide each token of a text once."""
MASK = 250_001
FREQUENT = 12_000
"""Log-probabilities are among so many frequent pieces, and the piece itself."""
SAMPLED, POSITIONS, EPOCHS, RATE = 2_000, 256, 4, 1e-3
"""Training of the masked head: pieces and positions of a step, times that all are read, learning rate."""
TOP = 4
"""So many of the worst tokens of a translation are averaged."""
HEADS = ("edited, mean", "edited, worst", "odd, mean", "odd, worst")
"""Signals of the joint model's heads for tokens."""
DISTANCE = 2
"""Tokens that are further apart than this are far from each other."""
Values = dict[str, agreement.Floats]
"""By set, in the order of its rows."""
Sets = dict[str, list[Row]]


def corpus(folder: Path, prose: Path, apart: set[str], lang: str) -> list[str]:
    """What people wrote in a language: references and post-edits for training, documentation that is not held out."""
    found = [pair.mt for pair in news(folder, apart) if pair.pair.endswith(f"-{lang}")]
    crowd = [name for name in CROWD if name != UNSEEN and name.endswith(f"-{lang}")]
    found += [ref for group in crowd_groups(folder, crowd, apart) for ref in group.refs]
    found += [row["texts"][lang] for row in rows(prose) if not row["held"] and lang in row["texts"]]
    return sorted(set(found))


class Characters:
    """A model of n-grams of characters, each order interpolated with the one below (Witten and Bell 1991)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.seen: Counter[str] = Counter()
        for text in texts:
            padded = f"\n{text}\n"
            for size in range(1, ORDER + 1):
                self.seen.update(padded[at : at + size] for at in range(len(padded) - size + 1))
        self.after: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for gram, count in self.seen.items():
            own = self.after[gram[:-1]]
            own[0] += count
            own[1] += 1

    def surprise(self, text: str) -> agreement.Floats:
        """Minus the log-probability of each character of a text and of its end."""
        padded, found = f"\n{text}\n", []
        for at in range(1, len(padded)):
            chance = 1 / (self.after[""][1] + 1)
            for start in range(at, max(-1, at - ORDER), -1):
                total, kinds = self.after.get(padded[start:at], (0, 1))
                chance = (self.seen.get(padded[start : at + 1], 0) + kinds * chance) / (total + kinds)
            found.append(-math.log(chance))
        return np.array(found)


def by_characters(dev: Sets, texts: dict[str, list[str]]) -> dict[str, Values]:
    """The mean surprise of a character, and that of the most surprising stretch."""
    models = {lang: Characters(own) for lang, own in texts.items()}
    made: dict[str, Values] = defaultdict(dict)
    for name, members in dev.items():
        found = [models[name[-2:]].surprise(row.mt) for row in members]
        made["characters, mean"][name] = np.array([one.mean() for one in found])
        made["characters, worst stretch"][name] = np.array([worst(one) for one in found])
    return made


def worst(surprise: agreement.Floats) -> float:
    """The highest mean over a stretch."""
    size = min(STRETCH, len(surprise))
    return float(np.convolve(surprise, np.ones(size) / size, "valid").max())


def controls(dev: Sets) -> dict[str, Values]:
    """Lengths and noise."""
    made: dict[str, Values] = defaultdict(dict)
    rng = np.random.default_rng(1)
    for name, members in dev.items():
        ratio = np.array([math.log(len(row.mt) / len(row.source)) for row in members])
        made["lengths, ratio"][name] = ratio
        made["lengths, unusual ratio"][name] = np.abs(ratio - ratio.mean())
        made["noise"][name] = rng.normal(size=len(members))
    return made


class Hiding(Reading):
    """Reads texts with some of their tokens hidden, too."""

    def hidden(self, texts: Sequence[Sequence[int]], turns: Sequence[int]) -> Iterator[tuple[int, torch.Tensor]]:
        """As a call, of the tokens that are hidden in the turn of each text."""
        changed = [
            [MASK if at % TURNS == turn else piece for at, piece in enumerate(ids)]
            for ids, turn in zip(texts, turns, strict=True)
        ]
        for number, states in self(changed):
            yield number, states[turns[number] :: TURNS]


class MaskedHead(nn.Module):
    """A transform of the states of a layer, then the encoder's word embeddings."""

    def __init__(self, embeddings: torch.Tensor, pieces: Counter[int]) -> None:
        super().__init__()
        width = embeddings.shape[1]
        self.transform = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.embeddings = embeddings.detach()
        self.frequent = torch.tensor([piece for piece, _ in pieces.most_common(FREQUENT)])
        counts = torch.ones(len(embeddings))
        for piece, count in pieces.items():
            counts[piece] += count
        self.bias = nn.Parameter(torch.log(counts / counts.sum()))

    def forward(self, states: torch.Tensor, wanted: torch.Tensor, among: torch.Tensor) -> torch.Tensor:
        """The log-probability of each wanted piece, `(n,)`, where the pieces `among` stand for the frequent ones."""
        vectors = self.transform(states)
        own = (vectors * self.embeddings[wanted]).sum(1) + self.bias[wanted]
        others = vectors @ self.embeddings[among].T + self.bias[among] + math.log(len(self.frequent) / len(among))
        others = others.masked_fill(among[None] == wanted[:, None], -math.inf)
        return own - torch.logsumexp(torch.cat([own[:, None], others], 1), 1)


def masked_head(reading: Hiding, texts: Sequence[Sequence[int]], pieces: Counter[int]) -> MaskedHead:
    """A head that was trained on the texts; the encoder stays as it is."""
    torch.manual_seed(1)
    turns = [random.Random(number).randrange(min(TURNS, len(ids))) for number, ids in enumerate(texts)]
    found = dict(reading.hidden(texts, turns))
    states = torch.cat([found[number] for number in range(len(texts))]).clone()
    wanted = torch.tensor([piece for turn, ids in zip(turns, texts, strict=True) for piece in ids[turn::TURNS]])
    head = MaskedHead(reading.encoder.embeddings.word_embeddings.weight, pieces)
    kept = len(wanted) // 20
    steps = (len(wanted) - kept) // POSITIONS
    optimiser = torch.optim.Adam(head.parameters(), RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, EPOCHS * steps)
    for _ in range(EPOCHS):
        order = kept + torch.randperm(len(wanted) - kept)
        for part in order[: steps * POSITIONS].split(POSITIONS):
            among = head.frequent[torch.randperm(len(head.frequent))[:SAMPLED]]
            loss = -head(states[part], wanted[part], among).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
    with torch.inference_mode():
        loss = -head(states[:kept], wanted[:kept], head.frequent).mean()
    print(f"masked head: {EPOCHS * steps} steps, then {float(loss):.2f} nats a token of other texts", flush=True)
    return head


@torch.inference_mode()
def by_masked(dev: Sets, reading: Hiding, coder: Coder, head: MaskedHead) -> dict[str, Values]:
    """The mean surprise of a hidden token."""
    texts = sorted({row.mt for members in dev.values() for row in members if row.mt.strip()})
    ids = [one.ids for one in coder(texts)]
    sums = np.zeros(len(texts))
    for turn in range(TURNS):
        numbers = [number for number, one in enumerate(ids) if len(one) > turn]
        read = list(reading.hidden([ids[number] for number in numbers], [turn] * len(numbers)))
        for start in range(0, len(read), BATCH):
            places, states = zip(*read[start : start + BATCH], strict=True)
            wanted = [torch.tensor(ids[numbers[place]][turn::TURNS]) for place in places]
            said = head(torch.cat(states), torch.cat(wanted), head.frequent).split([len(one) for one in wanted])
            sums[[numbers[place] for place in places]] -= [float(own.sum()) for own in said]
    means = {text: total / len(one) for text, total, one in zip(texts, sums, ids, strict=True)}
    return {"masked": {name: np.array([means.get(row.mt, 0.0) for row in members]) for name, members in dev.items()}}


def drawn(dev: Sets, most: int) -> Sets:
    """The rows of so many sources of each set, drawn at random."""
    made = {}
    for name, members in dev.items():
        places = sorted({(row.doc, row.number) for row in members})
        random.Random(1).shuffle(places)
        made[name] = [row for row in members if (row.doc, row.number) in set(places[:most])]
    return made


@torch.inference_mode()
def by_heads(dev: Sets, model: Joint, coder: Coder) -> tuple[Values, dict[str, Values]]:
    """The joint model's log(1 + penalty), and what its heads for tokens say of the translation."""
    model.eval()
    wanted = sorted({(row.source, row.mt) for members in dev.values() for row in members})
    said = np.zeros((len(wanted), 1 + len(HEADS)))
    for part, sides, out in passes(model, coder, wanted):
        columns, on = [out.penalty], sides == MT
        for logits in (out.tags[..., 3], out.odd):
            chances = torch.sigmoid(logits) * on
            columns += [chances.sum(1) / on.sum(1).clamp(min=1), chances.topk(min(TOP, on.shape[1]), 1)[0].mean(1)]
        said[part] = torch.stack(columns, 1).numpy()
    number_of = {pair: number for number, pair in enumerate(wanted)}
    by_row = {name: said[[number_of[row.source, row.mt] for row in members]] for name, members in dev.items()}
    score, *signals = ({name: own[:, column] for name, own in by_row.items()} for column in range(said.shape[1]))
    return score, dict(zip(HEADS, signals, strict=True))


def by_matches(dev: Sets, reading: Reading, coder: Coder) -> dict[str, Values]:
    """How much matching back and forth disagrees."""
    texts = sorted({text for members in dev.values() for row in members for text in (row.source, row.mt)})
    vectors: dict[str, torch.Tensor] = {}
    for number, states in reading([one.ids for one in coder(texts)]):
        vectors[texts[number]] = nn.functional.normalize(states, dim=-1)
    made: dict[str, Values] = defaultdict(dict)
    for name, members in dev.items():
        found = np.array([disagreement(vectors[row.mt], vectors[row.source]) for row in members])
        made["far"][name], made["gap"][name] = found.T
    return made


def disagreement(mt: torch.Tensor, source: torch.Tensor) -> tuple[float, float]:
    """Share of far tokens of the translation and their mean gap, from unit vectors `(tokens, width)`."""
    if not len(mt) or not len(source):
        return 0.0, 0.0
    cosines = mt @ source.T
    forward, there = cosines.max(1)
    backward, back = cosines.max(0)
    far = (back[there] - torch.arange(len(mt))).abs() > DISTANCE
    return float(far.float().mean()), float((backward[there] - forward).mean())


def deviation(dev: Sets, values: Values) -> float:
    """The standard deviation within a source, over all sets."""
    left = []
    for name, members in dev.items():
        by_source: dict[tuple[str, int], list[float]] = defaultdict(list)
        for row, value in zip(members, values[name], strict=True):
            by_source[row.doc, row.number].append(value)
        left += [value - np.mean(own) for own in by_source.values() for value in own]
    return float(np.std(left))


class Trial:
    """A signal beside the score; `unit` is the weight of one standard deviation of the score."""

    def __init__(self, dev: Sets, score: Values, signal: Values) -> None:
        self.dev, self.score, self.signal = dev, score, signal
        self.unit = deviation(dev, score) / max(deviation(dev, signal), 1e-9)

    def added(self, name: str, weight: float) -> agreement.Floats:
        """The score of the rows of a set with the signal added."""
        return np.asarray(self.score[name] + weight * self.unit * self.signal[name])

    def within(self, names: Sequence[str], weight: float, key: str = "within") -> float:
        """The mean of a figure over some sets."""
        return float(np.mean([figures(self.dev[name], self.added(name, weight), False)[key] for name in names]))

    def chosen(self, year: int) -> float:
        """The weight for which a year's accuracy is about highest."""
        found = {weight: self.within(YEARS[year], weight) for weight in WEIGHTS}
        return next(weight for weight in WEIGHTS if found[weight] > max(found.values()) - FLAT)

    def interval(self, weights: dict[str, float]) -> tuple[float, float]:
        """The 90 % interval of the change of the mean over sets, by resampling their sources."""
        rng, changes = np.random.default_rng(1), np.zeros(RESAMPLES)
        for name, members in self.dev.items():
            sides = [grouped(members, self.added(name, weight), False) for weight in (0.0, weights[name])]
            for number in range(RESAMPLES):
                drawn = rng.integers(len(sides[0]), size=len(sides[0]))
                before, after = (agreement.within_source([side[k] for k in drawn]) for side in sides)
                changes[number] += (after - before) / len(self.dev)
        return float(np.quantile(changes, 0.05)), float(np.quantile(changes, 0.95))


def line(name: str, trial: Trial) -> tuple[str, float]:
    """A row of the table, and half the width of the interval; NaN if both weights are 0."""
    alone = [figures(members, trial.signal[which], False) for which, members in trial.dev.items()]
    first, second = YEARS
    chosen = {first: trial.chosen(second), second: trial.chosen(first)}
    gains, pearson = (
        [trial.within(YEARS[year], chosen[year], key) - trial.within(YEARS[year], 0.0, key) for year in YEARS]
        for key in ("within", "r")
    )
    weights = {which: chosen[year] for year in YEARS for which in YEARS[year]}
    low, high = trial.interval(weights)
    cells = [
        name,
        *(f"{np.mean([one[key] for one in alone]):.3f}" for key in ("r", "within")),
        *(f"{chosen[year]:g}: {gain:+.3f}" for year, gain in zip(YEARS, gains, strict=True)),
        f"{np.mean(gains):+.3f}",
        f"{low:+.3f} to {high:+.3f}",
        f"{np.mean(pearson):+.3f}",
        f"{trial.unit:.3g}",
    ]
    return f"| {' | '.join(cells)} |", (high - low) / 2 if any(chosen.values()) else math.nan


def report(dev: Sets, score: Values, signals: dict[str, Values]) -> None:
    """Print the table."""
    zeros = {name: np.zeros(len(members)) for name, members in dev.items()}
    nothing, alone = Trial(dev, zeros, zeros), Trial(dev, score, zeros)
    print(f"score: r {alone.within(develop.SETS, 0, 'r'):.3f}, within {alone.within(develop.SETS, 0):.3f}")
    print(f"all translations of a source tied: within {nothing.within(develop.SETS, 0):.3f}\n")
    years = " | ".join(f"20{year}: weight, change" for year in YEARS)
    print(f"| signal | r | within | {years} | mean | 90 % interval | change of r | unit |\n{'|---' * 9}|")
    widths = []
    for name, values in signals.items():
        row, width = line(name, Trial(dev, score, values))
        widths.append(width)
        print(row, flush=True)
    print(f"\nHalf the width of an interval is {np.nanmedian(widths):.3f} (median), {np.nanmax(widths):.3f} at most.")


def main() -> None:
    """Measure all signals and print the table."""
    parser = argparse.ArgumentParser()
    for name in ("data", "encoder", "checkpoint", "prose"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--sources", type=int, default=1_000, help="at most, of each set")
    parser.add_argument("--texts", type=int, default=1_500, help="of each language that the masked head reads")
    args = parser.parse_args()
    torch.set_num_threads(2)
    dev, coder = drawn(develop.development(args.data), args.sources), Coder(args.encoder)
    apart = development_sources(args.data)
    texts = {lang: corpus(args.data, args.prose, apart, lang) for lang in sorted({name[-2:] for name in dev})}
    model = Joint(BertModel.from_pretrained(args.encoder, add_pooling_layer=False))
    model.load_state_dict(torch.load(args.checkpoint, weights_only=True)["average"])
    score, signals = by_heads(dev, model, coder)
    reading = Hiding(args.encoder, coder, LAYER)
    pieces = Counter(piece for own in texts.values() for one in coder(own) for piece in one.ids)
    few = [text for own in texts.values() for text in random.Random(1).sample(own, min(args.texts, len(own)))]
    random.Random(1).shuffle(few)
    head = masked_head(reading, [one.ids for one in coder(few)], pieces)
    signals = controls(dev) | by_characters(dev, texts) | by_masked(dev, reading, coder, head) | signals
    report(dev, score, signals | by_matches(dev, reading, coder))


if __name__ == "__main__":
    main()
