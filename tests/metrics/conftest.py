from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def tiny_comet(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The checkpoint of a tiny COMET model of a kind, built at the first call and then shared. Do not change it."""
    from comet_fixture import build_tiny_comet

    built: dict[str, Path] = {}

    def get(kind: str = "regression_metric") -> Path:
        if kind not in built:
            built[kind] = build_tiny_comet(tmp_path_factory.mktemp(kind), kind)
        return built[kind]

    return get


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every connection fails."""
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError(f"a connection was opened: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
