"""The metadata of mtqe-slim, which hatchling asks for: those of mtqe without the packages of two extras."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LEFT_OUT = ("comet", "datasets")
"""Extras whose packages are dependencies of mtqe, and only extras of mtqe-slim."""
KEPT = ("serve", "judge", "review", "ray", "notebook", *LEFT_OUT)
"""The extras for users."""
SAME = ("version", "description", "license", "requires-python", "keywords", "classifiers", "scripts")
"""What both distributions have alike."""


class SlimMetadata(MetadataHookInterface):
    """Reads the pyproject.toml of mtqe, beside the folder of this project."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in all that slim/pyproject.toml leaves open."""
        root = Path(self.root).parent
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = project["optional-dependencies"]
        left_out = {_package(line) for extra in LEFT_OUT for line in extras[extra]}
        metadata.update({name: project[name] for name in SAME})
        metadata["dependencies"] = [line for line in project["dependencies"] if _package(line) not in left_out]
        metadata["optional-dependencies"] = {extra: [_own(line) for line in extras[extra]] for extra in KEPT}
        readme = (root / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}


def _package(requirement: str) -> str:
    """The name of the package of a requirement."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _own(requirement: str) -> str:
    """An extra of mtqe as an extra of mtqe-slim."""
    return re.sub(r"^mtqe\[", "mtqe-slim[", requirement)
