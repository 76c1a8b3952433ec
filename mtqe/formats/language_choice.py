"""Chooses a language in files that have texts in several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtqe.errors import InputError
from mtqe.formats import files
from mtqe.language.language_tags import same_language


def wanted_tag(tags: Sequence[str], wanted: str, path: Path) -> str:
    """The tag in a file of a wanted language: the very tag if it is there. Empty if none is wanted.

    Args:
        tags: The tags in the file.
        wanted: The wanted language; empty for none.
        path: The file, for messages.

    Raises:
        InputError: The file has no text in the language.
    """
    if not wanted or not tags:
        return ""
    fitting = [tag for tag in tags if same_language(tag, wanted)]
    if not fitting:
        raise InputError(
            f"{files.shown(path)} has no text in {wanted}; it has {', '.join(tags)}", "choose one of these languages"
        )
    return next((tag for tag in fitting if tag.lower().replace("_", "-") == wanted.lower()), fitting[0])
