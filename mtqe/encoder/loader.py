"""Loads the encoder once per folder, number of threads and device."""

from __future__ import annotations

import functools
import importlib
from pathlib import Path
from typing import TYPE_CHECKING

from mtqe.encoder import sessions
from mtqe.encoder.weight_files import manifest
from mtqe.errors import Unavailable

if TYPE_CHECKING:
    from mtqe.encoder.network import Model


@functools.cache
def loaded(folder: Path, threads: int, on: str) -> Model:
    """The model of a folder, after a check of its files.

    The process keeps it for each number of threads and device: it is large and slow to load, keeps nothing of a run
    that could change a result, and serves all runs, such as the requests of `mtqe serve`.

    Raises:
        Unavailable: A file is missing or damaged, or a package is not installed.
    """
    for package in ("numpy", "onnxruntime", "sentencepiece"):
        try:
            if package == "onnxruntime":
                sessions.runtime()
            else:
                importlib.import_module(package)
        except ImportError as error:
            raise Unavailable(
                f"the encoder needs {package}, which cannot be imported: {error}", f"pip install {package}"
            ) from error
    settings = manifest(folder)
    from mtqe.encoder.network import Model

    return Model(folder, settings, threads, on)
