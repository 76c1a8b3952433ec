from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import mtqe.encoder
from mtqe.encoder import system_head, weight_files
from mtqe.encoder.network import Model


@pytest.fixture(scope="session")
def model() -> Model:
    """The shipped encoder."""
    return mtqe.encoder.load(threads=1)


@pytest.fixture
def folder_without(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with links to the encoder's files, except one."""

    def make(name: str) -> Path:
        for file in (weight_files.MANIFEST, system_head.FILE, *weight_files.NEEDED):
            if file != name:
                (tmp_path / file).symlink_to(weight_files.FOLDER / file)
        return tmp_path

    return make
