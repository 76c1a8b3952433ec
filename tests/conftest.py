"""What all tests share: none of them sees or touches the user's cache folder, and none another's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

_NUMBERS = iter(range(10**9))


@pytest.fixture(autouse=True, scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where fixtures of wider scope keep what they compute."""
    folder = tmp_path_factory.getbasetemp() / "caches"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MTQE_CACHE_DIR", str(folder / "shared"))
        yield folder


@pytest.fixture(autouse=True)
def own_cache(caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of this test; nothing makes it before it is used."""
    folder = caches / str(next(_NUMBERS))
    monkeypatch.setenv("MTQE_CACHE_DIR", str(folder))
    return folder
