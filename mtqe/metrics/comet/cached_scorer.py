"""The COMET model of a run: what it said before comes from the cache, and it is loaded only for the rest.

All systems of a run share one scorer, and so its embeddings: N translations of a source need N + 2 encodings.
"""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mtqe.contracts import Context
from mtqe.errors import ConfigError, Unavailable
from mtqe.metrics.comet import model_files
from mtqe.metrics.comet.network import Facts, Model, load, versions
from mtqe.metrics.comet.prediction import Result, Sample, predict
from mtqe.project import cache
from mtqe.project.cache import Key

T = TypeVar("T")
_CODE = ("metrics/comet/network.py", "metrics/comet/prediction.py", "metrics/comet/cached_scorer.py")


class Scorer:
    """Scores samples with the configured model.

    Args:
        context: That of the run.

    Attributes:
        checkpoint: The model's file.
        digest: The file's SHA-256, in hex.
        files: A hash over what stands beside it and moves its scores: settings, encoder and tokenizer.
        device: `cpu` or `cuda`.
        dtype: `fp32`, `bf16` or `int8`.

    Raises:
        Unavailable: The model is not on this machine.
        ConfigError: A value in `[comet]` cannot be used.
    """

    def __init__(self, context: Context) -> None:
        settings = context.config.comet
        if settings.batch_size < 1 or settings.threads < 0:
            raise ConfigError(
                f"comet.batch_size is {settings.batch_size} and comet.threads is {settings.threads}",
                "batch_size must be 1 or more, threads 0 or more",
            )
        lack = model_files.lacking(settings.model)
        checkpoint = model_files.locate(settings.model)
        if lack or checkpoint is None:
            what, hint = lack or (settings.model, "")
            raise Unavailable(f"COMET needs {what}", hint)
        self.checkpoint: Path = checkpoint
        self.digest = model_files.digest(checkpoint, context.cache)
        self.files = model_files.surroundings(checkpoint)
        self.device = model_files.device(settings.dtype)
        self.dtype = model_files.precision(settings.dtype, self.device)
        self._context = context
        # A checkpoint that alone knows its encoder's name: which tokenizer it will have is not known before it is read.
        encoder = model_files.encoder_folder(checkpoint, model_files.hyper_parameters(checkpoint))
        self._store = context.cache if encoder is not None else None
        self._known: dict[Sample, Result] = {}
        self._embeddings: dict[str, Any] = {}
        self._facts: Facts | None = None
        same = {"model": self.digest, "files": self.files, "code": cache.code(*_CODE), **versions()}
        self._about = Key("comet model", same)
        # In single precision processors agree to the sixth digit, and a cache may travel from one to another.
        processor = "" if self.dtype == "fp32" else cache.processor()
        tokenizers = importlib.metadata.version("tokenizers")
        how = {"device": self.device, "dtype": self.dtype, "processor": processor, "tokenizers": tokenizers}
        self._key = Key("comet", same | how)

    @property
    def facts(self) -> Facts:
        """What the model is; it is loaded if no run has asked before."""
        store, place = self._store, self._about.of()
        if self._facts is None and store is not None:
            self._facts = _read(store.get(self._about, [place]).get(place), Facts)
        if self._facts is None:
            self._facts = self._model().facts
            if store is not None:
                store.put(self._about, {place: msgspec.msgpack.encode(self._facts)})
        return self._facts

    def results(self, samples: Sequence[Sample], what: str) -> list[Result]:
        """One result a sample, in their order.

        Args:
            samples: With a reference in all or in none.
            what: Who asks, for the progress bar.
        """
        new = [sample for sample in dict.fromkeys(samples) if sample not in self._known]
        store = self._store
        if new and store is not None:
            places = {sample: self._key.of(*sample) for sample in new}
            stored = store.get(self._key, list(places.values()))
            read = {sample: _read(stored.get(place), Result) for sample, place in places.items()}
            self._known |= {sample: result for sample, result in read.items() if result is not None}
            new = [sample for sample in new if sample not in self._known]
        if new:
            settings = self._context.config.comet
            predict(
                self._model(),
                new,
                self._embeddings,
                settings.batch_size,
                settings.threads,
                lambda done, total: self._context.progress(what, done, total),
                self._keep,
            )
        return [self._known[sample] for sample in samples]

    def _keep(self, results: Mapping[Sample, Result]) -> None:
        self._known.update(results)
        if self._store is not None:
            numbers = {sample: result for sample, result in results.items() if math.isfinite(result.score)}
            rows = {self._key.of(*sample): msgspec.msgpack.encode(result) for sample, result in numbers.items()}
            self._store.put(self._key, rows)

    def _model(self) -> Model:
        self._context.progress("comet: loading", 0, 1)
        model = load(self.checkpoint, self.device, self.dtype)
        self._context.progress("comet: loading", 1, 1)
        return model


def scorer(context: Context) -> Scorer:
    """The scorer of a run."""
    return context.once(Scorer)


def _read(data: bytes | None, kind: type[T]) -> T | None:
    """A stored value; `None` where there is none, or one that this code does not read."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None
