"""Writes proposed changes into the policy file, or only says what they would be: `mtqe calibrate`, `mtqe agreement`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from mtqe.cli import deliver
from mtqe.cli.atomic_write import write_content
from mtqe.cli.file_lock import locked


class Update(NamedTuple):
    """A policy file and its text before and after.

    Args:
        path: The file.
        before: Its text; empty if it does not exist.
        after: Its text with the changes.
    """

    path: Path
    before: str
    after: str

    @property
    def said(self) -> str:
        """What became of the file, once it is written."""
        return f"wrote {self.path}" if self.after != self.before else f"{self.path} needs no change"

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff."""
        return deliver.diff(self.before, self.after, f"a/{self.path.name}", f"b/{self.path.name}")


def update(config_file: Path | None, edited: Callable[[str, bool], str], write: bool) -> Update:
    """Change the policy file.

    Args:
        config_file: The file; `None` means that of this folder, or `mtqe.toml`.
        edited: The text with the changes, from the text and whether it is that of `pyproject.toml`.
        write: Whether to write it; nobody else changes the file meanwhile.

    Raises:
        MtqeError: The file cannot be read or written.
    """
    from mtqe.settings import sources as settings

    path = config_file or settings.file_of() or Path("mtqe.toml")
    with locked(path) if write else contextlib.nullcontext():
        before = settings.text_of(path) if path.exists() else ""
        after = edited(before, path.name == "pyproject.toml")
        if write and after != before:
            write_content(path, after)
    return Update(path, before, after)
