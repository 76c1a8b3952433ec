"""The COMET model of a run. Stored results come from the cache; the model is loaded only for new samples.

All systems of a run share one scorer and its embeddings. Therefore N translations of a source with a reference need
N + 2 encodings.
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
        context: The context of the run.

    Attributes:
        checkpoint: The file of the model.
        digest: SHA-256 of this file, in hex.
        files: A hash of everything else that affects the scores: settings, encoder and tokenizer.
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
            need, hint = lack or (settings.model, "")
            raise Unavailable(f"COMET needs {need}", hint)
        self.checkpoint: Path = checkpoint
        self.digest = model_files.digest(checkpoint, context.cache)
        self.files = model_files.surroundings(checkpoint)
        self.device = model_files.device(settings.dtype)
        self.dtype = model_files.precision(settings.dtype, self.device)
        self._context = context
        # Without `hparams.yaml`, the name of the encoder is inside the checkpoint, so its tokenizer is still unknown.
        encoder = model_files.encoder_folder(checkpoint, model_files.hyper_parameters(checkpoint))
        self._store = context.cache if encoder is not None else None
        self._results: dict[Sample, Result] = {}
        self._embeddings: dict[str, Any] = {}
        self._facts: Facts | None = None
        inputs = {"model": self.digest, "files": self.files, "code": cache.code(*_CODE), **versions()}
        self._facts_key = Key("comet model", inputs)
        # In single precision, processors agree to the sixth digit, so they may share a cache.
        processor = "" if self.dtype == "fp32" else cache.processor()
        tokenizers = importlib.metadata.version("tokenizers")
        settings_of_run = {"device": self.device, "dtype": self.dtype, "processor": processor, "tokenizers": tokenizers}
        self._key = Key("comet", inputs | settings_of_run)

    @property
    def facts(self) -> Facts:
        """The facts of the model. If the cache has none, the model is loaded."""
        store, address = self._store, self._facts_key.of()
        if self._facts is None and store is not None:
            self._facts = _decode(store.get(self._facts_key, [address]).get(address), Facts)
        if self._facts is None:
            self._facts = self._model().facts
            if store is not None:
                store.put(self._facts_key, {address: msgspec.msgpack.encode(self._facts)})
        return self._facts

    def results(self, samples: Sequence[Sample], stage: str) -> list[Result]:
        """The result of each sample, in order.

        Args:
            samples: Samples that all have a reference, or that all have none.
            stage: Name of the work, for the progress bar.
        """
        new = [sample for sample in dict.fromkeys(samples) if sample not in self._results]
        store = self._store
        if new and store is not None:
            addresses = {sample: self._key.of(*sample) for sample in new}
            stored = store.get(self._key, list(addresses.values()))
            decoded = {sample: _decode(stored.get(address), Result) for sample, address in addresses.items()}
            self._results |= {sample: result for sample, result in decoded.items() if result is not None}
            new = [sample for sample in new if sample not in self._results]
        if new:
            settings = self._context.config.comet
            predict(
                self._model(),
                new,
                self._embeddings,
                settings.batch_size,
                settings.threads,
                lambda done, total: self._context.progress(stage, done, total),
                self._keep,
            )
        return [self._results[sample] for sample in samples]

    def _keep(self, results: Mapping[Sample, Result]) -> None:
        self._results.update(results)
        if self._store is not None:
            finite = {sample: result for sample, result in results.items() if math.isfinite(result.score)}
            rows = {self._key.of(*sample): msgspec.msgpack.encode(result) for sample, result in finite.items()}
            self._store.put(self._key, rows)

    def _model(self) -> Model:
        self._context.progress("comet: loading", 0, 1)
        key = (load, self.checkpoint, self.device, self.dtype)
        model = self._context.lasting(key, lambda: load(self.checkpoint, self.device, self.dtype))
        self._context.progress("comet: loading", 1, 1)
        return model


def scorer(context: Context) -> Scorer:
    """The scorer of a run."""
    return context.once(Scorer)


def _decode(data: bytes | None, kind: type[T]) -> T | None:
    """A stored value; `None` if there is no value or this code cannot read it."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None
