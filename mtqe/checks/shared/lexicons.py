"""What is known of each language: TOML files named by its primary tag, in a folder of `mtqe/data`."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import Any


@functools.cache
def known(folder: str) -> frozenset[str]:
    """Primary tags of the languages that a folder has a file of."""
    files = (resources.files("mtqe") / "data" / folder).iterdir()
    return frozenset(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def read(folder: str, lang: str) -> dict[str, Any]:
    """The file of a language that `known` holds."""
    file = resources.files("mtqe") / "data" / folder / f"{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
