"""The joint model: translation and source in one sequence through all twelve layers of the encoder.

Each side has the encoder's own positions, from 0. In every layer each head has a gate: a
number that is added to its attention from one side to the other. In the lower layers the gates are nearly closed at
first, so that the model begins as the encoder that reads each text alone, and learns where to look across. After them
each token gets a vector for its side and one for its best match on the other side, as in the scorer of `model.py`, from
whose weights a run may start (`of_scorer`).

Heads: a rate of penalty for each token, whose sum is the additive part of the MQM penalty; a correction from the
pooled states; tags for the tokens of the translation (no error, minor, major; post-edited or not); direct assessment;
critical error; for each token of both sides, whether it has no counterpart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from model import ACROSS, MT, SHARED, SRC, block, mean, mean_of
from torch import nn
from transformers import BertModel, PreTrainedTokenizerFast

LOWER = 6
"""After so many layers tokens are matched across the sides."""
CLOSED = -3.0
"""Gate of the layers below `LOWER` at first."""
SKIPPED = 4
"""Places after the first: those of the prefix with which the encoder was trained, which is left out."""
TOP = 4
"""So many of the tokens that most lack a counterpart are seen by the heads of the pair."""


@dataclass(frozen=True)
class JointOutputs:
    """What the heads say.

    `penalty`: log(1 + MQM penalty); `direct`: standardised direct assessment; `critical`: logit of a critical error;
    all `(batch,)`. `tags` `(batch, tokens, 4)`: logits of no error, minor, major, and of "a post-editor would change
    this". `odd` `(batch, tokens)`: logits of a token without counterpart. `rates` `(batch, tokens)`: the penalty that
    each token adds.
    """

    penalty: torch.Tensor
    direct: torch.Tensor
    critical: torch.Tensor
    tags: torch.Tensor
    odd: torch.Tensor
    rates: torch.Tensor


class Joint(nn.Module):
    """The model; `dropout` is that of the states after each half of a layer."""

    def __init__(self, encoder: BertModel, dropout: float = 0.1) -> None:
        super().__init__()
        size, heads = encoder.config.hidden_size, encoder.config.num_attention_heads
        self.embeddings = encoder.embeddings
        self.embeddings.dropout.p = dropout
        self.embeddings.word_embeddings.requires_grad_(False)
        self.layers = encoder.encoder.layer
        for layer in self.layers:
            layer.attention.output.dropout.p = 0.0
            layer.output.dropout.p = dropout
        gates = torch.zeros(len(self.layers), heads)
        gates[:LOWER] = CLOSED
        self.gates = nn.Parameter(gates)
        self.side, self.early = nn.Embedding(3, size), nn.Embedding(3, size)
        self.compare = nn.Linear(size, SHARED, bias=False)
        self.match = nn.Linear(1, size)
        self.mix = nn.Parameter(torch.linspace(-2, 1, len(self.layers) - LOWER + 1))
        self.rate, self.tag, self.odd = nn.Linear(size, 2), nn.Linear(size, 4), nn.Linear(size, 1)
        self.pooled = nn.Sequential(nn.Linear(3 * size + 7, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 3))
        nn.init.normal_(self.side.weight, std=0.02)
        nn.init.zeros_(self.early.weight)
        nn.init.orthogonal_(self.compare.weight)
        nn.init.normal_(self.match.weight, std=0.02)
        nn.init.zeros_(self.match.bias)
        nn.init.normal_(self.rate.weight, std=0.01)
        nn.init.constant_(self.rate.bias, -3.5)
        nn.init.constant_(self.odd.bias, -3.0)

    def forward(self, ids: torch.Tensor, places: torch.Tensor, sides: torch.Tensor) -> JointOutputs:
        """From token ids, places in their side and sides, all `(batch, tokens)`.

        `sides` is MT or SRC on text tokens, minus that on the special tokens of a side, 0 on padding.
        """
        return self.judge(self.embeddings(input_ids=ids, position_ids=places), sides)

    def judge(self, states: torch.Tensor, sides: torch.Tensor) -> JointOutputs:
        """From the embeddings of the tokens, `(batch, tokens, width)`."""
        states = states + self.early(sides.abs())
        pad = (sides == 0)[:, None, None, :] * -10_000.0
        across = (sides.abs()[:, :, None] != sides.abs()[:, None, :])[:, None].to(states.dtype)
        mixed, total = torch.softmax(self.mix, 0), torch.zeros_like(states)
        summary = states.new_zeros(len(states), 3)
        for number, layer in enumerate(self.layers):
            states = block(layer, states, pad + self.gates[number][None, :, None, None] * across)
            if number == LOWER - 1:
                match, summary = self.matches(states, sides)
                states = states + self.side(sides.abs()) + self.match(match)
            if number >= LOWER - 1:
                total = total + mixed[number - LOWER + 1] * states
        on_mt, on_src = (sides == MT).float(), (sides == SRC).float()
        rates = nn.functional.softplus(self.rate(total))
        rates = rates[..., 0] * on_mt + rates[..., 1] * on_src
        odd = self.odd(total).squeeze(-1)
        most = [summary]
        for on in (on_mt, on_src):
            top = odd.masked_fill(on == 0, -30.0).topk(min(TOP, odd.shape[1]), 1).values.clamp(min=-8)
            most += [top[:, :1], top.mean(1, keepdim=True)]
        pooled = torch.cat([mean(total, on_mt), mean(total, on_src), total[:, 0], *most], 1)
        out = self.pooled(pooled)
        return JointOutputs(torch.log1p(rates.sum(1)) + out[:, 0], out[:, 1], out[:, 2], self.tag(total), odd, rates)

    def matches(self, states: torch.Tensor, sides: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Best cosine of each token on the other side, `(batch, tokens, 1)`, and a summary of the pair."""
        shared = nn.functional.normalize(self.compare(states), dim=-1)
        cosine = shared @ shared.transpose(1, 2)
        on = {side: sides == side for side in (MT, SRC)}
        best = {side: cosine.masked_fill(~on[side][:, None, :], -1.0).amax(2).clamp(min=0) for side in on}
        near = torch.where(on[MT], best[SRC], best[MT])
        counts = {side: on[side].sum(1).clamp(min=1).float() for side in on}
        summary = [
            10 * (mean_of(best[SRC], on[MT]) - ACROSS),
            10 * (mean_of(best[MT], on[SRC]) - ACROSS),
            3 * torch.log(counts[MT] / counts[SRC]),
        ]
        return 5 * (near - ACROSS)[..., None], torch.stack(summary, 1)


def of_scorer(scorer: dict[str, torch.Tensor], joint: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights of a joint model that says nearly what a scorer of `model.py` says without a reference.

    Nearly: it reads no prefix, and its lower layers look across a little.

    Args:
        scorer: Weights of that scorer, of its upper half and heads.
        joint: Those of a new joint model, whose lower layers are the encoder's.
    """
    made = dict(joint)
    for name, weights in scorer.items():
        if name.startswith("layers."):
            _, number, rest = name.split(".", 2)
            made[f"layers.{int(number) + LOWER}.{rest}"] = weights
        elif name == "side.weight":
            made[name] = weights[:3]
        elif name == "match.weight":
            made[name] = weights[:, :1]
        elif name == "pooled.0.weight":
            states = weights.shape[1] - 8
            kept = weights[:, [*range(states), states, states + 1, states + 4]]
            made[name] = torch.cat([kept, weights.new_zeros(len(weights), 4)], 1)
        else:
            made[name] = weights
    return made


@dataclass(frozen=True)
class Coded:
    """The tokens of a text, without special tokens, and their places in the text, half-open."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


class Coder:
    """Cuts texts into tokens, each distinct text once."""

    def __init__(self, folder: Path, longest: int = 250) -> None:
        self.tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        self.longest = longest
        self.known: dict[str, Coded] = {}

    def __call__(self, texts: Sequence[str]) -> list[Coded]:
        """The texts, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            coded = self.tokenizer(new, add_special_tokens=False, return_offsets_mapping=True)
            for text, ids, offsets in zip(new, coded.input_ids, coded.offset_mapping, strict=True):
                self.known[text] = Coded(tuple(ids[: self.longest]), tuple(map(tuple, offsets[: self.longest])))
        return [self.known[text] for text in texts]


@dataclass(frozen=True)
class JointPair:
    """A translation with its source."""

    mt: Coded
    source: Coded

    def __len__(self) -> int:
        """Tokens in all."""
        return len(self.mt.ids) + len(self.source.ids) + 4


def collate(pairs: Sequence[JointPair]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, places and sides of a batch, padded to the longest."""
    longest = max(map(len, pairs))
    ids = torch.ones(len(pairs), longest, dtype=torch.long)
    places, sides = torch.zeros_like(ids), torch.zeros_like(ids)
    for k, pair in enumerate(pairs):
        rows, at = [], []
        marks: list[int] = []
        for text, side in ((pair.mt, MT), (pair.source, SRC)):
            rows += [0, *text.ids, 2]
            at += [0, *range(1 + SKIPPED, len(text.ids) + 2 + SKIPPED)]
            marks += [-side, *[side] * len(text.ids), -side]
        ids[k, : len(rows)] = torch.tensor(rows)
        places[k, : len(rows)] = torch.tensor(at)
        sides[k, : len(rows)] = torch.tensor(marks)
    return ids, places, sides


def log1p_of(penalty: float) -> float:
    """log(1 + MQM penalty), the penalty between 0 and that of a critical error."""
    return math.log1p(min(max(penalty, 0.0), 25.0))
