"""Fixtures of all tests: each test has its own cache folder, and none reads or changes the user's.

What mtqe prepares once from its own files, so that it starts fast, follows from these files and the code that makes it.
All processes of the tests share it, and later runs of the tests with the same code.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from gpu_fixture import Runtime, simulated
from hypothesis import settings
from long_files import LONG, long_files

import mtqe
from mtqe.machine import cache

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")  # no test asserts a time: another program may have the processor
_NUMBERS = iter(range(10**9))
_PREPARED = pytest.StashKey[Path]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that have become long."""
    if found := long_files():
        terminalreporter.section("long files")
        for line in found:
            terminalreporter.write_line(f"warning: {line}; above {LONG}, see whether it does two things")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of prepared files; those of other code are deleted before any process needs one."""
    if "PYTEST_CURRENT_TEST" in os.environ:  # a test runs other tests
        config.stash[_PREPARED] = Path(os.environ["MTQE_PREPARED_DIR"])
    elif config.pluginmanager.has_plugin("cacheprovider"):
        folder = config.cache.mkdir("prepared")
        config.stash[_PREPARED] = folder / _makers()
        if not hasattr(config, "workerinput"):
            for other in {*folder.iterdir()} - {config.stash[_PREPARED]}:
                shutil.rmtree(other)


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    """No garbage is looked for while tests are collected, nor later among the million objects that stay to the end.

    There is next to none: a look at the end of the collection found ten objects in more than a second.
    """
    gc.disable()
    yield
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files that take long first, dealt to the processes: at the end of a run only short tests are left.

    `--dist worksteal` gives each process an equal part of the list and takes from the ends of the parts.
    """
    processes = int(getattr(config, "workerinput", {}).get("workercount", 1))
    files = [(item.nodeid.partition("::")[0], item) for item in items]
    long: dict[str, list[pytest.Item]] = {name: [] for name, item in files if item.get_closest_marker("slow")}
    short = []
    for name, item in files:
        long.get(name, short).append(item)
    rest = iter(short)
    parts: list[list[pytest.Item]] = [[] for _ in range(processes)]
    for number, inside in enumerate(long.values()):
        parts[number % processes] += inside
    for number, part in enumerate(parts):
        size = len(items) * (number + 1) // processes - len(items) * number // processes
        part += itertools.islice(rest, max(0, size - len(part)))
    items[:] = [*itertools.chain.from_iterable(parts), *rest]


def _makers() -> str:
    """A hash over the modules that prepare files, or name one that does."""
    root = Path(mtqe.__file__).parent
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.py")))
    names = [path.relative_to(root).as_posix() for path, text in texts if "prepared()" in text or "word_table" in text]
    return cache.code(*names)[:12]


@pytest.fixture(autouse=True, scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Path]:
    """The cache folder of fixtures with a wider scope."""
    folder = tmp_path_factory.getbasetemp() / "caches"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MTQE_CACHE_DIR", str(folder / "shared"))
        patch.setenv("MTQE_PREPARED_DIR", str(pytestconfig.stash.get(_PREPARED, _shared(folder.parent) / "prepared")))
        patch.delenv(
            "PYTHONDONTWRITEBYTECODE", raising=False
        )  # a process that compiles all of mtqe starts a second later
        yield folder


def _shared(own: Path) -> Path:
    """The temporary folder that all processes of the tests share, which may be that of this process."""
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _settings() -> dict[str, str]:
    """The variables of mtqe in the environment."""
    return {name: os.environ[name] for name in os.environ if name.startswith("MTQE_")}


@pytest.fixture(autouse=True)
def own_cache(caches: Path) -> Iterator[Path]:
    """The cache folder of this test; it is created at its first use.

    A test that leaves a changed setting in the environment fails: later tests of its process would run with it.
    """
    folder = caches / str(next(_NUMBERS))
    before = _settings()
    os.environ["MTQE_CACHE_DIR"] = str(folder)
    yield folder
    left = _settings()
    for name in left.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)
    assert left == before | {"MTQE_CACHE_DIR": str(folder)}


@pytest.fixture
def judged_cache(caches: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that tests share which are not about caches, and whose encoder is the shipped one."""
    folder = _shared(caches.parent) / "judged"
    monkeypatch.setenv("MTQE_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def own_prepared(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of prepared files of this test, which no other test has filled."""
    monkeypatch.delenv("MTQE_PREPARED_DIR")
    return own_cache / "prepared"


@pytest.fixture(scope="session")
def chrome() -> Iterator[browser.Page]:
    """The browser of the tests of this process; each file or test takes a tab of it."""
    with browser.chromium() as running:
        yield running


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Runtime]:
    """onnxruntime with a simulated GPU, on a machine that has one."""
    with simulated(monkeypatch) as one:
        yield one
