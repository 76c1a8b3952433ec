"""Groups of packages that only a part of the tests needs: see requirements/ and the Makefile.

A test of a group that is not installed is skipped, and the reason names the command that installs it. Where the group
is required, as in CI (`RAY_TESTS=required` and so on, which `.ci/run` sets), the test fails.
"""

from __future__ import annotations

import importlib.util
import os

import pytest

PACKAGES = {
    "spark": ("pyspark",),
    "ray": ("ray",),
    "site": ("mkdocs", "material"),
    "notebook": ("matplotlib", "IPython", "nbclient", "ipykernel"),
}
"""The modules that each group brings."""


def required(group: str) -> bool:
    """Whether the tests of a group must run here."""
    return os.environ.get(f"{group.upper()}_TESTS") == "required"


def lack(group: str) -> str | None:
    """Why the tests of a group cannot run; `None` if they can."""
    missing = [name for name in PACKAGES[group] if importlib.util.find_spec(name) is None]
    return f"{missing[0]} is not installed: make with-{group}" if missing else None


def needed(group: str) -> pytest.MarkDecorator:
    """The mark of a test that needs a group. As `pytestmark` it holds for all tests of a file."""
    reason = lack(group)
    return pytest.mark.skipif(reason is not None and not required(group), reason=reason or "")
