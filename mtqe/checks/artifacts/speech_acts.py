"""What a text does: whether it states, asks, requests, refuses or describes a text; in any language of the encoder.

`mtqe/data/speech_acts.toml` has English sentences of each kind. A linear discriminant separates their sentence vectors.
Texts with the same meaning have similar vectors in all languages, so it also tells the kinds of other languages apart.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Discriminant = tuple[NDArray[np.float64], NDArray[np.float64]]

Act = Literal["statement", "question", "request", "refusal", "description"]
ACTS: tuple[Act, ...] = get_args(Act)

SHRINKAGE = 0.5
"""Share: of equal variance in all directions that is mixed into the covariance of the sentence vectors, because there
are fewer sentences than directions. Measured with bench/model_failures.py."""


def leads(texts: Sequence[str], device: str = "auto") -> list[dict[Act, float]]:
    """By how much each act leads the most likely other act in a text, in nats; negative if another act is more likely.

    The vectors are far from normally distributed, so the differences are only ordered: they are no odds.

    Args:
        texts: Texts in any language.
        device: Where the encoder computes; see `mtqe.encoder.load`.
    """
    import numpy as np

    from mtqe import encoder

    weights, constants = _discriminant(device)
    scores = encoder.load(device).embed(texts).astype(np.float64) @ weights.T + constants
    return [{act: float(row[at] - np.delete(row, at).max()) for at, act in enumerate(ACTS)} for row in scores]


@functools.cache
def _discriminant(device: str) -> Discriminant:
    """Weights `(acts, width)` and constants `(acts,)` of the linear discriminant of the sentences."""
    import numpy as np

    from mtqe import encoder

    sentences = _sentences()
    ordered = [sentence for act in ACTS for sentence in sentences[act]]
    vectors = encoder.load(device).embed(ordered).astype(np.float64)
    act_of = np.repeat(np.arange(len(ACTS)), [len(sentences[act]) for act in ACTS])
    means = np.stack([vectors[act_of == at].mean(0) for at in range(len(ACTS))])
    deviations = vectors - means[act_of]
    covariance = deviations.T @ deviations / len(vectors)
    even = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
    weights = np.linalg.solve((1 - SHRINKAGE) * covariance + SHRINKAGE * even, means.T).T
    return weights, -(weights * means).sum(1) / 2


def _sentences() -> dict[Act, list[str]]:
    text = resources.files("mtqe").joinpath("data/speech_acts.toml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)
    return {act: table[act] for act in ACTS}
