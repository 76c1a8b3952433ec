"""The head for whole systems: which of two translates the same text better.

It is a linear map of what the scorer's last maps read of a row (the mean states of the translation and of the source,
and the first state), of the scorer's estimate of log(1 + penalty), and of a constant that makes a usual system 0. With
a reference, its dissimilarity (`mtqe.encoder.reference_similarity`) is taken off with a weight.
`training/system_head.py` fits it to differences of systems by COMET-22, so only differences of its means over the same
sources mean something. The scores of segments do not depend on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mtqe.encoder.exact_sums import Map
from mtqe.errors import Unavailable

FILE = "systems.npy"
KEY = "systems"
"""The entry of `encoder.json` with the hash of the file, and that of the weights that it was fitted to."""


class SystemHead(NamedTuple):
    """The head.

    Args:
        score: The map of the inputs and the constant.
        unlike: The weight of the dissimilarity to a reference.
    """

    score: Map
    unlike: float


def read(folder: Path, settings: Mapping[str, Any]) -> SystemHead | None:
    """The head among the encoder's files; `None` if these have none, as before it is fitted.

    Raises:
        Unavailable: Its file is missing, or does not have the hash in the manifest.
    """
    if KEY not in settings:
        return None
    path = folder / FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path}: cannot be read: {error.strerror}", "install mtqe again") from error
    if hashlib.sha256(content).hexdigest() != str(settings[KEY]["sha256"]):
        raise Unavailable(f"{path}: damaged: it has another hash than encoder.json says", "install mtqe again")
    weights = np.load(path)
    return SystemHead(Map(weights[:-2, None], weights[-2:-1]), float(weights[-1]))


def version(settings: Mapping[str, Any]) -> str:
    """The first digits of the hash of the file, for signatures.

    Raises:
        Unavailable: The encoder's files have no head.
    """
    if KEY not in settings:
        raise Unavailable("the encoder's files have no head for whole systems", "install mtqe again")
    return str(settings[KEY]["sha256"])[:12]
