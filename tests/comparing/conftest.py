from __future__ import annotations

import pytest
from comparing.samples import bad, good, make

from mtqe.model import Report


@pytest.fixture(scope="session")
def better() -> Report:
    return make(good)


@pytest.fixture(scope="session")
def worse_report() -> Report:
    return make(bad)
