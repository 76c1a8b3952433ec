"""The English sentence on each finding, made once for a review and kept in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from mtqe.machine import bounded_read
from mtqe.version import VERSION

NAME = "sentences.json"
Sentences = Mapping[tuple[str | None, str, str], str]
"""By system, fingerprint of the finding and segment."""


class _Kept(msgspec.Struct, frozen=True):
    """The sentences, with all that they depend on: the report, the version that made them, and whether with glosses."""

    report: str
    version: str
    glossed: bool
    sentences: tuple[tuple[str | None, str, str, str], ...]


def kept(folder: Path, report: str, glossed: bool) -> Sentences | None:
    """The sentences that an earlier start left in the folder; `None` if there are none that fit."""
    try:
        found = msgspec.json.decode(bounded_read.read(folder / NAME), type=_Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None  # they are made again
    if (found.report, found.version, found.glossed) != (report, VERSION, glossed):
        return None
    return {(system, fingerprint, segment): text for system, fingerprint, segment, text in found.sentences}


def encoded(report: str, glossed: bool, made: Sentences) -> bytes:
    """The content of the file that `kept` reads."""
    return msgspec.json.encode(_Kept(report, VERSION, glossed, tuple((*key, text) for key, text in made.items())))
