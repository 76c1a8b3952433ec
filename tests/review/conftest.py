"""Reports and servers for the tests of `mtqe review`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reviewed import Running, make_report

from mtqe.review import sheet
from mtqe.review.sheet import Matter


@pytest.fixture
def matter(tmp_path: Path) -> Matter:
    """A report of three lines with two findings."""
    return sheet.open_report(make_report(tmp_path))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts servers, which end with the test."""
    started: list[Running] = []

    def begin(*args: str, folder: Path = tmp_path) -> Running:
        started.append(Running(folder, *args))
        return started[-1]

    yield begin
    for running in started:
        if not running.has_ended:
            running.process.kill()
        running.stop()
