"""Fixtures of all tests: each test has its own cache folder, and none reads or changes the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from gpu_fixture import Runtime, simulated
from hypothesis import settings
from long_files import LONG, long_files

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")  # no test asserts a time: another program may have the processor
_NUMBERS = iter(range(10**9))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that have become long."""
    if found := long_files():
        terminalreporter.section("long files")
        for line in found:
            terminalreporter.write_line(f"warning: {line}; above {LONG}, see whether it does two things")


@pytest.fixture(autouse=True, scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cache folder of fixtures with a wider scope."""
    folder = tmp_path_factory.getbasetemp() / "caches"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MTQE_CACHE_DIR", str(folder / "shared"))
        patch.setenv("MTQE_PREPARED_DIR", str(folder / "prepared"))  # some 100 MB that every test would make anew
        patch.delenv(
            "PYTHONDONTWRITEBYTECODE", raising=False
        )  # a process that compiles all of mtqe starts a second later
        yield folder


@pytest.fixture(autouse=True)
def kept_settings() -> Iterator[None]:
    """A test that leaves a changed setting in the environment fails: later tests of its process would run with it."""
    before = _settings()
    yield
    left = _settings()
    for name in left.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
    assert left == before


def _settings() -> dict[str, str]:
    """The variables of mtqe in the environment."""
    return {name: value for name, value in os.environ.items() if name.startswith("MTQE_")}


@pytest.fixture(autouse=True)
def own_cache(caches: Path, kept_settings: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of this test; it is created at its first use."""
    folder = caches / str(next(_NUMBERS))
    monkeypatch.setenv("MTQE_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def own_prepared(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of prepared files of this test, which no other test has filled."""
    monkeypatch.delenv("MTQE_PREPARED_DIR")
    return own_cache / "prepared"


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """onnxruntime with a simulated GPU, on a machine that has one."""
    with simulated(monkeypatch) as one:
        yield one
