"""Entry points through which other packages add to mtqe."""

from __future__ import annotations

import functools
import importlib.metadata
import os
import sys


def entry_points(kind: str) -> tuple[importlib.metadata.EntryPoint, ...]:
    """The entry points of the group `mtqe.KIND`; empty if `MTQE_NO_PLUGINS` is set."""
    if os.environ.get("MTQE_NO_PLUGINS"):
        return ()
    return _of_kind(tuple(sys.path), kind)


@functools.cache  # reports ask for each finding
def _of_kind(folders: tuple[str, ...], kind: str) -> tuple[importlib.metadata.EntryPoint, ...]:
    return tuple(_installed(folders).select(group=f"mtqe.{kind}"))


@functools.cache  # takes some 20 ms
def _installed(folders: tuple[str, ...]) -> importlib.metadata.SelectableGroups:
    """The entry points of all packages in the folders of `sys.path`.

    From Python 3.12 on they are an `EntryPoints`, with the same `select`.
    """
    return importlib.metadata.entry_points()
