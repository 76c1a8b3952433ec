from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import mtqe.encoder
from mtqe.encoder import files
from mtqe.encoder.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    """The encoder as it ships."""
    return mtqe.encoder.load(threads=1)


@pytest.fixture
def folder_without(tmp_path: Path) -> Callable[[str], Path]:
    """A folder with links to the encoder's files but for one."""

    def make(name: str) -> Path:
        for file in (files.MANIFEST, *files.NEEDED):
            if file != name:
                (tmp_path / file).symlink_to(files.FOLDER / file)
        return tmp_path

    return make
