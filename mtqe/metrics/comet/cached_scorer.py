"""The COMET model of a run. Stored results come from the cache; the model is loaded only for new samples.

All systems of a run share one scorer and its embeddings. Therefore N translations of a source with a reference need
N + 2 encodings.
"""

from __future__ import annotations

import functools
import importlib.metadata
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mtqe.encoder import devices
from mtqe.encoder.devices import AUTO, CPU, Device
from mtqe.errors import ConfigError, Unavailable
from mtqe.machine import cache
from mtqe.machine.cache import Key
from mtqe.metrics.comet import model_files, placement
from mtqe.metrics.comet.network import Facts, Model, OutOfMemory, load, versions
from mtqe.metrics.comet.prediction import Result, Sample, predict
from mtqe.registry.contracts import Context

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
        device: Where the model computes.
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
        self._context = context
        # Without `hparams.yaml`, the name of the encoder is inside the checkpoint, so its tokenizer is still unknown.
        encoder = model_files.encoder_folder(checkpoint, model_files.hyper_parameters(checkpoint))
        self._store = context.cache if encoder is not None else None
        self._facts: Facts | None = None
        self._inputs = {"model": self.digest, "files": self.files, "code": cache.code(*_CODE), **versions()}
        self._facts_key = Key("comet model", self._inputs)
        self._place(placement.device(context.config.device, settings))

    def _place(self, device: Device) -> None:
        """Compute on a device from now on. Results of another device, in memory or in the cache, are not used."""
        self.device = device
        self.dtype = placement.precision(self._context.config.comet.dtype, device.kind)
        self._results: dict[Sample, Result] = {}
        self._embeddings: dict[str, Any] = {}
        # In single precision, processors agree to the sixth digit, so they may share a cache.
        processor = "" if self.dtype == "fp32" else cache.processor()
        tokenizers = importlib.metadata.version("tokenizers")
        settings_of_run = {"device": device.kind, "dtype": self.dtype, "processor": processor, "tokenizers": tokenizers}
        self._key = Key("comet", self._inputs | settings_of_run)

    @property
    def facts(self) -> Facts:
        """The facts of the model. If the cache has none, the model is loaded. Raises as `results`."""
        store, address = self._store, self._facts_key.of()
        if self._facts is None and store is not None:
            self._facts = _decode(store.get(self._facts_key, [address]).get(address), Facts)
        if self._facts is None:
            self._facts = self._where_memory_is(self._model).facts
            if store is not None:
                store.put(self._facts_key, {address: msgspec.msgpack.encode(self._facts)})
        return self._facts

    def results(self, samples: Sequence[Sample], stage: str) -> list[Result]:
        """The result of each sample, in order.

        Raises:
            Unavailable: The GPU has too little memory, and the configuration asks for it. With `auto` the CPU takes its
                place.
        """
        return self._where_memory_is(functools.partial(self._computed, samples, stage))

    def _where_memory_is(self, work: Callable[[], T]) -> T:
        """The result of some work: on the GPU, or on the CPU if the memory of the GPU is too small."""
        try:
            return work()
        except OutOfMemory as error:
            if self._context.config.device != AUTO:
                hint = "end other programs on the GPU, or give --device cpu"
                raise Unavailable(f"COMET cannot run: {error}", hint) from error
            reason = str(error)
        self._place(Device(CPU))
        devices.log(self._context).append(f"COMET switched to the CPU, because {reason}; end other programs on the GPU")
        return work()

    def _computed(self, samples: Sequence[Sample], stage: str) -> list[Result]:
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
            divided = predict(
                self._model(),
                new,
                self._embeddings,
                settings.batch_size,
                settings.threads,
                lambda done, total: self._context.progress(stage, done, total),
                self._keep,
            )
            if divided:
                self._note_smaller_batches()
        return [self._results[sample] for sample in samples]

    def _note_smaller_batches(self) -> None:
        name = self.device.name
        note = (
            f"the free memory of {name} was too small for some batches of COMET, which were divided, which is slower; "
            "end other programs on the GPU, or lower comet.batch_size"
        )
        notes = devices.log(self._context)
        notes += [] if note in notes else [note]

    def _keep(self, results: Mapping[Sample, Result]) -> None:
        self._results.update(results)
        if self._store is not None:
            finite = {sample: result for sample, result in results.items() if math.isfinite(result.score)}
            rows = {self._key.of(*sample): msgspec.msgpack.encode(result) for sample, result in finite.items()}
            self._store.put(self._key, rows)

    def _model(self) -> Model:
        self._context.progress("comet: loading", 0, 1)
        key = (load, self.checkpoint, self.device.name, self.dtype)
        of_settings = self._context.settings_memo
        model = of_settings.once(key, lambda: load(self.checkpoint, self.device.name, self.dtype))
        self._context.progress("comet: loading", 1, 1)
        return model


def scorer(context: Context) -> Scorer:
    """The scorer of a run."""
    return context.run_memo.once(Scorer, lambda: Scorer(context))


def _decode(data: bytes | None, kind: type[T]) -> T | None:
    """A stored value; `None` if there is no value or this code cannot read it."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except msgspec.DecodeError:
        return None
