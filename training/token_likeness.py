"""Texts that the encoder reads alone, with its own weights; and likeness of texts by the tokens of its last layer.

The score with a reference has the same likeness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from joint import Coder
from model import PREFIX
from transformers import BertModel

from mtqe.encoder.reference_similarity import match

BATCH = 32
"""Texts of one pass of the encoder."""


class Reading:
    """The encoder with its own weights, or its first `layers`, which reads each text alone."""

    def __init__(self, folder: Path, coder: Coder, layers: int | None = None) -> None:
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.prefix = coder.tokenizer(PREFIX, add_special_tokens=False).input_ids

    @torch.inference_mode()
    def __call__(self, texts: Sequence[Sequence[int]]) -> Iterator[tuple[int, torch.Tensor]]:
        """The number of each text, and the states of its tokens, `(tokens, width)`."""
        order, first = sorted(range(len(texts)), key=lambda number: len(texts[number])), 1 + len(self.prefix)
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            longest = max(len(texts[number]) for number in part)
            pad = [[1] * (longest - len(texts[number])) for number in part]
            ids = torch.tensor([[0, *self.prefix, *texts[k], 2, *more] for k, more in zip(part, pad, strict=True)])
            states = self.encoder(ids, (ids != 1).long()).last_hidden_state
            for number, state in zip(part, states, strict=True):
                yield number, state[first : first + len(texts[number])].clone()


class TokenLikeness:
    """Likeness by the tokens of the last layer; nothing is trained."""

    def __init__(self, folder: Path, coder: Coder) -> None:
        self.coder, self.reading = coder, Reading(folder, coder)

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """F1 of greedy matches of each pair of texts, 0 to 1."""
        texts = sorted({text for pair in pairs for text in pair})
        read = self.reading([coded.ids for coded in self.coder(texts)])
        made: dict[str, np.ndarray] = {
            texts[number]: torch.nn.functional.normalize(states, dim=-1).numpy() for number, states in read
        }
        return [match(made[text], made[other]) for text, other in pairs]
