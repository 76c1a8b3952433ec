"""Likeness of texts by the tokens of the encoder's last layer, as the score with a reference has it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from joint import Coder
from model import PREFIX
from transformers import BertModel

from mtqe.encoder.reference_similarity import match

BATCH = 32
"""Texts of one forward pass."""


class TokenLikeness:
    """The encoder with its own weights; nothing is trained."""

    def __init__(self, folder: Path, coder: Coder | None = None) -> None:
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        self.coder = coder or Coder(folder)
        self.prefix = self.coder.tokenizer(PREFIX, add_special_tokens=False).input_ids

    @torch.inference_mode()
    def directions(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The unit vectors of each text's tokens, `(k, width)`."""
        made, start = {}, 1 + len(self.prefix)
        order = sorted(zip(texts, self.coder(texts), strict=True), key=lambda pair: len(pair[1].ids))
        for first in range(0, len(order), BATCH):
            part = order[first : first + BATCH]
            rows = [[0, *self.prefix, *coded.ids, 2] for _, coded in part]
            longest = max(map(len, rows))
            ids = torch.tensor([row + [1] * (longest - len(row)) for row in rows])
            states = self.encoder(ids, (ids != 1).long()).last_hidden_state
            for (text, _), row, state in zip(part, rows, states, strict=True):
                made[text] = torch.nn.functional.normalize(state[start : len(row) - 1], dim=-1).numpy()
        return made

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """F1 of greedy matches of each pair of texts, 0 to 1."""
        made = self.directions(sorted({text for pair in pairs for text in pair}))
        return [match(made[text], made[other]) for text, other in pairs]
