"""Fixtures of the tests of files that services and readers see."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock
from test_site import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site; processes that share the tests share it, too, since it takes a while to build."""
    own = tmp_path_factory.getbasetemp()
    place = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with FileLock(place / "site.lock"):
        if not (place / "site").exists():
            done = build(place / "site.new")
            assert done.returncode == 0, done.stderr
            (place / "site.new").rename(place / "site")
    return place / "site"
