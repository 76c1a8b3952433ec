"""The learned metric: the lower half of the encoder reads each text alone, an upper half reads the texts of a pair.

Lower half (frozen, e5's own layers): every distinct text is read once, so N systems share their source and reference.
Upper half (trained): the token states of translation, source and, if there is one, reference, in one sequence, with a
vector for the side and, for each token, its best cosine in each of the other sides. Heads: a rate of penalty for each
token, whose sum is the additive part of the MQM penalty; a correction from the pooled states; tags for the tokens of
the translation (no error, minor, major; post-edited or not); direct assessment; critical error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sacrebleu
import torch
from torch import nn
from transformers import BertModel, PreTrainedTokenizerFast

PREFIX = "query: "
LOWER = 6
"""So many layers read each text alone."""
SHARED = 96
"""Width of the space in which tokens of two sides are compared."""
ACROSS, WITHIN = 0.4, 0.75
"""About the means of the best cosines across two languages and within one."""
MT, SRC, REF = 1, 2, 3
LOG26 = math.log(26)
CHRF = sacrebleu.CHRF()


class Lower(nn.Module):
    """The encoder's embeddings and lowest layers, frozen: token ids to token states."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.embeddings = encoder.embeddings
        self.layers = encoder.encoder.layer[:LOWER]
        self.requires_grad_(False)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States `(batch, tokens, width)`; `mask` is 1 on tokens."""
        states = self.embeddings(input_ids=ids)
        bias = additive(mask)
        for layer in self.layers:
            states = block(layer, states, bias)
        return states


def block(layer: Any, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """A BertLayer written out: half the time of the library's attention on a CPU, and no dropout on attention."""
    own = layer.attention.self
    rows, tokens, width = states.shape
    split = (rows, tokens, own.num_attention_heads, own.attention_head_size)
    query, key, value = (part(states).view(split).transpose(1, 2) for part in (own.query, own.key, own.value))
    query = query * own.attention_head_size**-0.5
    weights = torch.softmax(query @ key.transpose(2, 3) + bias.to(query.dtype), -1)
    read = (weights @ value).transpose(1, 2).reshape(rows, tokens, width)
    states = layer.attention.output(read, states)
    out: torch.Tensor = layer.output(layer.intermediate(states), states)
    return out


def additive(mask: torch.Tensor) -> torch.Tensor:
    """Attention bias `(batch, 1, 1, tokens)`: 0 on tokens, very low on padding."""
    return (1.0 - mask[:, None, None, :].float()) * -10_000.0


@dataclass(frozen=True)
class Outputs:
    """What the heads say.

    `penalty`: log(1 + MQM penalty); `direct`: standardised direct assessment; `critical`: logit of a critical error;
    all `(batch,)`. `tags` `(batch, tokens, 4)`: logits of no error, minor, major, and of "a post-editor would change
    this". `rates` `(batch, tokens)`: the penalty that each token of translation and source adds.
    """

    penalty: torch.Tensor
    direct: torch.Tensor
    critical: torch.Tensor
    tags: torch.Tensor
    rates: torch.Tensor


class Scorer(nn.Module):
    """The upper half with its heads."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.layers = encoder.encoder.layer[LOWER:]
        for layer in self.layers:
            layer.attention.output.dropout.p = 0.0
        self.side = nn.Embedding(4, size)
        self.compare = nn.Linear(size, SHARED, bias=False)
        self.match = nn.Linear(3, size)
        self.mix = nn.Parameter(torch.linspace(-2, 1, len(self.layers) + 1))
        self.rate = nn.Linear(size, 2)
        self.tag = nn.Linear(size, 4)
        self.pooled = nn.Sequential(nn.Linear(3 * size + 8, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 3))
        nn.init.normal_(self.side.weight, std=0.02)
        nn.init.orthogonal_(self.compare.weight)
        nn.init.normal_(self.match.weight, std=0.02)
        nn.init.zeros_(self.match.bias)
        nn.init.normal_(self.rate.weight, std=0.01)
        nn.init.constant_(self.rate.bias, -3.5)

    def forward(self, states: torch.Tensor, sides: torch.Tensor, chrf: torch.Tensor) -> Outputs:
        """From lower states `(batch, tokens, width)`.

        `sides` is MT, SRC, REF on text tokens, minus that on the special tokens of a side, 0 on padding; `chrf`
        `(batch,)` is that of the translation with the reference, 0 to 1.
        """
        total, summary = self.read(states, sides, chrf)
        on_mt, on_src = (sides == MT).float(), (sides == SRC).float()
        rates = nn.functional.softplus(self.rate(total).float())
        rates = rates[..., 0] * on_mt + rates[..., 1] * on_src
        pooled = torch.cat([mean(total, on_mt), mean(total, on_src), total[:, 0], summary], 1)
        out = self.pooled(pooled).float()
        penalty = torch.log1p(rates.sum(1)) + out[:, 0]
        return Outputs(penalty, out[:, 1], out[:, 2], self.tag(total).float(), rates)

    def read(self, states: torch.Tensor, sides: torch.Tensor, chrf: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """States of the tokens, mixed over layers, `(batch, tokens, width)`, and the summary of the matches."""
        match, summary = self.matches(states, sides, chrf)
        states = states + self.side(sides.abs()) + self.match(match)
        bias = additive((sides != 0).long())
        mixed = torch.softmax(self.mix, 0)
        total = mixed[0] * states
        for weight, layer in zip(mixed[1:], self.layers, strict=True):
            states = block(layer, states, bias)
            total = total + weight * states
        return total.float(), summary

    def matches(
        self, states: torch.Tensor, sides: torch.Tensor, chrf: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Best cosines of each token in the two other sides and whether there is a reference; a summary of the pair."""
        shared = nn.functional.normalize(self.compare(states).float(), dim=-1)
        cosine = shared @ shared.transpose(1, 2)
        on = {side: sides == side for side in (MT, SRC, REF)}
        with_ref = on[REF].any(1)
        best = {side: cosine.masked_fill(~on[side][:, None, :], -1.0).amax(2).clamp(min=0) for side in on}
        near = torch.where(on[MT], best[SRC], best[MT])
        far = torch.where(on[REF], best[SRC], best[REF])
        known = with_ref[:, None].expand_as(near).float()
        counts = {side: on[side].sum(1).clamp(min=1).float() for side in on}
        # About centred and scaled: raw cosines hardly differ beside the pooled states, and would be learned slowly.
        summary = [
            10 * (mean_of(best[SRC], on[MT]) - ACROSS),
            10 * (mean_of(best[MT], on[SRC]) - ACROSS),
            10 * (mean_of(best[REF], on[MT]) - WITHIN) * with_ref,
            10 * (mean_of(best[MT], on[REF]) - WITHIN) * with_ref,
            3 * torch.log(counts[MT] / counts[SRC]),
            3 * torch.log(counts[MT] / counts[REF]) * with_ref,
            with_ref.float(),
            5 * (chrf - 0.6) * with_ref,
        ]
        return torch.stack([5 * (near - ACROSS), 5 * (far - ACROSS) * known, known], -1), torch.stack(summary, 1)


def mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean of the states under a mask."""
    return (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)


def mean_of(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean of numbers under a mask."""
    return (values * mask).sum(1) / mask.sum(1).clamp(min=1)


@dataclass(frozen=True)
class Text:
    """A text that the lower half has read: ids and offsets of its tokens, states with the first and last token."""

    text: str
    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    states: torch.Tensor


class Reader:
    """Reads texts through the lower half, each distinct text once."""

    def __init__(self, folder: Path, longest: int = 250) -> None:
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False)
        self.lower = Lower(encoder).to(torch.bfloat16).eval()
        self.tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        self.prefix = self.tokenizer(PREFIX, add_special_tokens=False).input_ids
        self.longest, self.known = longest, {}

    def read(self, texts: Sequence[str], keep: bool = True) -> dict[str, Text]:
        """The texts, from memory where they are known."""
        new = sorted({text for text in texts if text not in self.known}, key=len)
        fresh: dict[str, Text] = {}
        for start in range(0, len(new), 32):
            fresh.update(self.encode(new[start : start + 32]))
        if keep:
            self.known.update(fresh)
        return {text: fresh[text] if text in fresh else self.known[text] for text in texts}

    @torch.inference_mode()
    def encode(self, texts: list[str]) -> dict[str, Text]:
        """One batch."""
        coded = self.tokenizer(texts, add_special_tokens=False, return_offsets_mapping=True)
        rows = [[0, *self.prefix, *ids[: self.longest], 2] for ids in coded.input_ids]
        longest = max(map(len, rows))
        ids = torch.tensor([row + [1] * (longest - len(row)) for row in rows])
        states = self.lower(ids, (ids != 1).long()).to(torch.float16)
        skip = 1 + len(self.prefix)
        made = {}
        for k, text in enumerate(texts):
            inner = tuple(rows[k][skip:-1])
            own = torch.cat([states[k, :1], states[k, skip : len(rows[k])]]).clone()
            made[text] = Text(text, inner, tuple(map(tuple, coded.offset_mapping[k][: len(inner)])), own)
        return made


@dataclass(frozen=True)
class Pair:
    """What the upper half reads: a translation with its source and perhaps a reference."""

    mt: Text
    source: Text
    ref: Text | None = None

    def __len__(self) -> int:
        """Tokens in all."""
        return 2 + len(self.mt.ids) + 1 + len(self.source.ids) + (1 + len(self.ref.ids) if self.ref else 0)


def collate(pairs: Sequence[Pair]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """States, sides and chrF of a batch, padded to the longest."""
    longest = max(map(len, pairs))
    states = torch.zeros(len(pairs), longest, pairs[0].mt.states.shape[1])
    sides = torch.zeros(len(pairs), longest, dtype=torch.long)
    chrf = torch.zeros(len(pairs))
    for k, pair in enumerate(pairs):
        parts = [pair.mt.states, pair.source.states[1:]]
        marks = [-MT, *[MT] * len(pair.mt.ids), -MT, *[SRC] * len(pair.source.ids), -SRC]
        if pair.ref:
            parts.append(pair.ref.states[1:])
            marks += [*[REF] * len(pair.ref.ids), -REF]
            chrf[k] = CHRF.sentence_score(pair.mt.text, [pair.ref.text]).score / 100
        row = torch.cat(parts)
        states[k, : len(row)] = row
        sides[k, : len(marks)] = torch.tensor(marks)
    return states, sides, chrf
