"""A simulated GPU: an onnxruntime that says that it has one and computes on the CPU."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest

CUDA, CPU = "CUDAExecutionProvider", "CPUExecutionProvider"


class Runtime:
    """onnxruntime with a CUDA provider.

    Attributes:
        listed: Whether the package has the provider.
        loads: Whether the provider can be loaded; else a session silently has the one for the CPU alone.
        left: Operators that the provider leaves to the CPU.
        rows: The greatest number of rows of a batch that the memory of the GPU holds.
        failure: What every run on the GPU fails with.
        created: The settings of the provider for each session on the GPU.
    """

    def __init__(self) -> None:
        self._real = importlib.import_module("onnxruntime")
        self.listed, self.loads = True, True
        self.left: set[str] = set()
        self.rows = 1_000_000
        self.failure = ""
        self.created: list[dict[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def get_available_providers(self) -> list[str]:
        return [CUDA, CPU] if self.listed else [CPU]

    def preload_dlls(self) -> None:
        print("Failed to load libcudnn.so.9: no such file")

    def session(self, model: Any, options: Any, providers: Sequence[Any], **more: Any) -> Any:
        if providers == [CPU]:
            return self._real.InferenceSession(model, options, providers=providers)
        assert more == {"enable_fallback": 0}
        (name, settings), last = providers
        assert (name, last) == (CUDA, CPU)
        self.created.append(settings)
        return OnGpu(self, self._real.InferenceSession(model, options, providers=[CPU]))

    InferenceSession = session


class OnGpu:
    """A session that says that it is on the GPU."""

    def __init__(self, runtime: Runtime, real: Any) -> None:
        self._runtime, self._real = runtime, real

    def get_providers(self) -> list[str]:
        return [CUDA, CPU] if self._runtime.loads else [CPU]

    def get_provider_graph_assignment_info(self) -> list[Any]:
        nodes = [node for part in self._real.get_provider_graph_assignment_info() for node in part.get_nodes()]
        return [
            SimpleNamespace(
                ep_name=CPU if node.op_type in self._runtime.left else CUDA, get_nodes=lambda node=node: [node]
            )
            for node in nodes
        ]

    def run(self, names: Any, feeds: dict[str, Any]) -> Any:
        if self._runtime.failure:
            raise RuntimeError(self._runtime.failure)
        if len(next(iter(feeds.values()))) > self._runtime.rows:
            raise RuntimeError(
                "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Failed to allocate memory for a buffer of size 9"
            )
        return self._real.run(names, feeds)


@contextlib.contextmanager
def simulated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """Let the encoder see a simulated GPU."""
    from mtqe.encoder import devices, loader, sessions

    one = Runtime()
    sessions._refusal.cache_clear()
    loader.loaded.cache_clear()
    monkeypatch.setattr(sessions, "runtime", lambda: one)
    sessions.strain_of.cache_clear()
    monkeypatch.setattr(devices, "has_nvidia", lambda: True)
    monkeypatch.setattr(devices, "cards", lambda: "Simulated 1")
    yield one
    sessions.strain_of.cache_clear()
    sessions._refusal.cache_clear()
    loader.loaded.cache_clear()
