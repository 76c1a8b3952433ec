"""What the joint model learns from planted errors beside their clean twins (`twins.py`).

It learns which of two pairs disagrees, and which tokens have no counterpart. The penalty learns from them with a small
weight only: planted errors are easy, and with a large one they crowd out the natural ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
import twins
from critic import labels
from joint import Coder, Joint, JointPair, collate
from judgements import development_sources
from model import MT, SRC
from torch import nn
from train import chunks

CHUNK = 900
"""Tokens of one forward pass, padding included."""
APART = 1.5
"""log(1 + penalty) by which a planted error should at least be worse."""
Row = tuple[JointPair, bool, list[float]]
"""A pair of texts, whether it has an error, and the labels of its tokens: 1 without counterpart, 0 with, -1 unknown."""


def load(path: Path, data: Path) -> list[twins.Twin]:
    """The twins whose source is in no development document."""
    apart = development_sources(data)
    return [twin for twin in twins.read(path) if twin[0].source not in apart]


def drawn(known: Sequence[twins.Twin], count: int, coder: Coder, rng: random.Random, longest: int) -> list[Row]:
    """Rows of twins, each clean one before its error."""
    made: list[Row] = []
    for clean, bad in rng.sample(known, count):
        both: list[Row] = []
        for source, mt, lost, wrong in ((clean.source, clean.mt, (), ()), (bad.source, bad.mt, bad.lost, bad.wrong)):
            coded = coder([mt, source])
            both.append((JointPair(*coded), len(both) == 1, labels(coded[0], wrong) + labels(coded[1], lost)))
        if all(pair.mt.ids and pair.source.ids and len(pair) <= longest for pair, _, _ in both):
            made += both
    return made


def losses(model: Joint, rows: list[Row], weight: float) -> dict[str, torch.Tensor]:
    """Loss terms; `weight` is that of the difference between the penalties of twins."""
    order = sorted(range(len(rows)), key=lambda k: len(rows[k][0]))
    verdict, penalty = torch.zeros(len(rows)), torch.zeros(len(rows))
    tokens, wanted = [], []
    for part in chunks([(k, None, rows[k][0]) for k in order], CHUNK):
        numbers = [k for k, _, _ in part]
        ids, places, sides = collate([pair for _, _, pair in part])
        out = model(ids, places, sides)
        verdict[numbers], penalty[numbers] = out.critical, out.penalty
        for number, k in enumerate(numbers):
            tokens += [out.odd[number][sides[number] == side] for side in (MT, SRC)]
            wanted += rows[k][2]
    bce = nn.functional.binary_cross_entropy_with_logits
    odd, target = torch.cat(tokens), torch.tensor(wanted)
    known = target >= 0
    worse = torch.tensor([float(bad) for _, bad, _ in rows])
    return {
        "verdict": 0.3 * bce(verdict, worse),
        "twins": 0.15 * nn.functional.softplus(verdict[::2] - verdict[1::2]).mean(),
        "odd": 0.3 * bce(odd[known], target[known], pos_weight=torch.tensor(3.0)),
        "planted": weight * nn.functional.softplus(2 * (penalty[::2] - penalty[1::2] + APART)).mean(),
    }
