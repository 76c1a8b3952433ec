"""COMET on a simulated GPU: tiny real models, which compute on the CPU."""

from __future__ import annotations

import dataclasses
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from test_comet import BARE, SEGMENTS, Tiny, single

from mtqe.encoder import devices
from mtqe.encoder.devices import Device
from mtqe.errors import ConfigError, Unavailable
from mtqe.machine.cache import Store
from mtqe.metrics.comet import cached_scorer, network, placement, prediction
from mtqe.metrics.comet.network import Model
from mtqe.model import Score, Segment
from mtqe.registry import metric_table
from mtqe.registry.contracts import Context
from mtqe.settings.config import CometConfig, Config, MetricsConfig

COMET = CometConfig()


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A simulated torch with a GPU, on a machine that has one."""
    cuda = SimpleNamespace(is_available=lambda: True, device_count=lambda: 2)
    one = SimpleNamespace(item=lambda: 2.0)
    simulated = SimpleNamespace(
        cuda=cuda,
        version=SimpleNamespace(cuda="12.8", hip=None),
        __version__="9.1",
        ones=lambda size, device: SimpleNamespace(add=lambda number: one),
    )
    monkeypatch.setitem(sys.modules, "torch", simulated)
    monkeypatch.setattr(devices, "has_card", lambda: True)
    placement._refusal.cache_clear()
    yield simulated
    placement._refusal.cache_clear()


# --- what is chosen ---------------------------------------------------------------------------------------------------


def test_auto_takes_the_gpu(torch: Any) -> None:
    assert placement.device("auto", COMET) == Device("cuda:0", "COMET runs on the GPU (cuda:0)")
    assert placement.device("cuda:1", COMET).name == "cuda:1"
    assert placement.device("cpu", COMET) == Device("cpu")


def test_a_machine_without_a_gpu_is_not_asked_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "has_card", lambda: False)
    monkeypatch.setattr(placement.importlib, "import_module", lambda name: pytest.fail(f"{name} was imported"))
    assert placement.device("auto", COMET) == Device("cpu")


def old_driver() -> bool:
    warnings.warn("CUDA initialization: the driver is too old (found version 11040).\nMore.", stacklevel=1)
    return False


def no_kernel(size: int, device: str) -> None:
    raise RuntimeError("CUDA error: no kernel image is available for execution on the device\nMore.")


@pytest.mark.parametrize("fault", ["build", "driver", "silent", "kernel"])
def test_a_gpu_that_cannot_be_used_is_told(torch: Any, fault: str) -> None:
    if fault == "build":
        torch.version.cuda, torch.cuda.is_available = None, lambda: False
    elif fault == "kernel":
        torch.ones = no_kernel
    else:
        torch.cuda.is_available = old_driver if fault == "driver" else lambda: False
    why = {
        "build": "torch 9.1 is built for CPUs only: install the torch for it, as https://pytorch.org/get-started says",
        "driver": "cannot use it (CUDA initialization: the driver is too old (found version 11040))",
        "silent": "cannot use it (its driver is missing or too old): update the driver",
        "kernel": "cannot compute on it (CUDA error: no kernel image is available for execution on the device)",
    }[fault]
    chosen = placement.device("auto", COMET)
    assert chosen.name == "cpu"
    assert chosen.note.startswith("COMET runs on the CPU, although this machine has a GPU, because torch 9.1")
    assert why in chosen.note
    with pytest.raises(ConfigError, match=r"COMET cannot run on cuda: torch 9\.1"):
        placement.device("cuda", COMET)


def test_a_number_without_a_gpu_is_refused(torch: Any) -> None:
    with pytest.raises(ConfigError, match="COMET cannot run on cuda:2: torch finds no GPU 2, but 2 in all"):
        placement.device("cuda:2", COMET)


def test_int8_runs_on_the_cpu_and_says_so(torch: Any) -> None:
    chosen = placement.device("auto", CometConfig(dtype="int8"))
    assert chosen.name == "cpu"
    assert "because the precision int8 is for CPUs only: take another --dtype" in chosen.note
    with pytest.raises(ConfigError, match="the precision int8 is for CPUs only"):
        placement.device("cuda", CometConfig(dtype="int8"))


# --- what it computes -------------------------------------------------------------------------------------------------


class Gpu:
    """A GPU that computes on the CPU.

    Attributes:
        texts: The greatest number of texts that its memory holds.
        model: Whether it holds the model.
        batches: Numbers of texts of the batches that it computed.
    """

    def __init__(self) -> None:
        self.texts, self.model = 1_000, True
        self.batches: list[int] = []

    def load(self, real: Callable[..., Model]) -> Callable[..., Model]:
        def load(checkpoint: Any, device: str, dtype: str) -> Model:
            if device != "cpu" and not self.model:
                raise network.OutOfMemory("the free memory of cuda:0 is too small (CUDA out of memory)")
            return dataclasses.replace(real(checkpoint, "cpu", dtype), device=device)

        return load

    def computing(self, real: Callable[..., Any], limited: bool = True) -> Callable[..., Any]:
        """The function with the model on the CPU."""
        from torch.cuda import OutOfMemoryError

        def compute(*arguments: Any) -> Any:
            (model,) = [one for one in arguments if isinstance(one, Model)]
            if limited and model.device != "cpu":
                if len(arguments[-1]) > self.texts:
                    raise OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nMore.")
                self.batches.append(len(arguments[-1]))
            on_cpu = dataclasses.replace(model, device="cpu")
            return real(*(on_cpu if one is model else one for one in arguments))

        return compute


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> Gpu:
    one = Gpu()
    chosen = {"cpu": Device("cpu")}
    monkeypatch.setattr(
        placement, "device", lambda wanted, settings: chosen.get(wanted, Device("cuda:0", "on the GPU"))
    )
    monkeypatch.setattr(cached_scorer, "load", one.load(cached_scorer.load))
    monkeypatch.setattr(prediction, "_embedded", one.computing(prediction._embedded))
    monkeypatch.setattr(prediction, "_predict_joined", one.computing(prediction._predict_joined))
    monkeypatch.setattr(prediction, "_compare", one.computing(prediction._compare, limited=False))
    return one


def run(
    model: object, device: str, store: Store | None = None, segments: Sequence[Segment] = SEGMENTS
) -> tuple[list[Score], list[str]]:
    """The scores, and the notes for the report."""
    settings = CometConfig(str(model), dtype="fp32")
    config = Config(comet=settings, metrics=MetricsConfig(resamples=100), device=device)
    context = Context("en", "de", config, cache=store)
    scores: list[Score] = metric_table.load("comet").score(segments, context)
    return scores, devices.log(context)


KINDS = ["regression_metric", "unified_metric"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_signature_names_the_gpu(kind: str, tiny_comet: Tiny, gpu: Gpu) -> None:
    on_gpu, notes = run(tiny_comet(kind), "auto")
    assert {score.signature["device"] for score in on_gpu} == {"cuda"}
    assert {score.signature["dtype"] for score in on_gpu} == {"fp32"}
    assert notes == []
    assert single(on_gpu) == pytest.approx(single(run(tiny_comet(kind), "cpu")[0]), abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_without_memory_is_divided(kind: str, tiny_comet: Tiny, gpu: Gpu) -> None:
    gpu.texts = 3
    scores, notes = run(tiny_comet(kind), "auto")
    assert single(scores) == pytest.approx(single(run(tiny_comet(kind), "cpu")[0]), abs=1e-5)
    assert sum(gpu.batches) == {"regression_metric": 24, "unified_metric": 8}[kind]
    assert {score.signature["device"] for score in scores} == {"cuda"}
    (note,) = notes
    assert "the free memory of cuda:0 was too small for some batches of COMET, which were divided" in note


@pytest.mark.parametrize("full", ["of the model", "of one text"])
@pytest.mark.parametrize("kind", KINDS)
def test_without_memory_auto_goes_over_to_the_cpu(full: str, kind: str, tiny_comet: Tiny, gpu: Gpu) -> None:
    gpu.model, gpu.texts = full != "of the model", 0 if full == "of one text" else 1_000
    scores, notes = run(tiny_comet(kind), "auto")
    assert single(scores) == single(run(tiny_comet(kind), "cpu")[0])
    assert {score.signature["device"] for score in scores} == {"cpu"}
    (note,) = notes
    assert note.startswith(
        "COMET switched to the CPU, because the free memory of cuda:0 is too small (CUDA out of memory"
    )


def test_a_comparison_without_memory_goes_over_to_the_cpu(
    tiny_comet: Tiny, gpu: Gpu, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch.cuda import OutOfMemoryError

    compare = prediction._compare

    def full(torch: Any, model: Model, *more: Any) -> Any:
        if model.device != "cpu":
            raise OutOfMemoryError("CUDA out of memory.")
        return compare(torch, model, *more)

    monkeypatch.setattr(prediction, "_compare", full)
    scores, (note,) = run(tiny_comet("regression_metric"), "auto")
    assert {score.signature["device"] for score in scores} == {"cpu"}
    assert note.startswith("COMET switched to the CPU")


@pytest.mark.parametrize("full", ["of the model", "of one text"])
def test_without_memory_a_gpu_that_was_asked_for_is_no_cpu(full: str, tiny_comet: Tiny, gpu: Gpu) -> None:
    gpu.model, gpu.texts = full != "of the model", 0
    with pytest.raises(Unavailable, match="COMET cannot run: the free memory of cuda:0 is too small") as caught:
        run(tiny_comet("regression_metric"), "cuda")
    assert "--device cpu" in caught.value.hint


def test_scores_of_devices_are_kept_apart(tiny_comet: Tiny, gpu: Gpu) -> None:
    model, store = tiny_comet("regression_metric"), Store()
    run(model, "cpu", store)
    assert gpu.batches == []
    run(model, "auto", store)
    assert sum(gpu.batches) == 24
    run(model, "auto", store)
    assert sum(gpu.batches) == 24  # from the cache


def test_stored_scores_of_the_gpu_do_not_mix_with_those_of_the_cpu(tiny_comet: Tiny, gpu: Gpu) -> None:
    """A run that goes over to the CPU has all its scores from there."""
    model, store = tiny_comet("referenceless_regression_metric"), Store()
    run(model, "auto", store, BARE[:4])
    gpu.texts = 0
    scores, notes = run(model, "auto", store, BARE)
    assert {score.signature["device"] for score in scores} == {"cpu"}
    assert single(scores) == single(run(model, "cpu", None, BARE)[0])
    assert len(notes) == 1
