"""The nouns of `mtqe status`: which translations are older than their source."""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "mtqe.status/1"

PairState = Literal["fresh", "stale", "changed", "unknown", "missing", "unreadable"]
"""Of a translation. `fresh`: as recorded. `stale`: the source has changed and the translation has not, or source text
has no translation, or the source of a translated text is gone. `changed`: the translation has changed since it was
recorded. `unknown`: it was never recorded. `missing`: the translation or its source does not exist. `unreadable`: a
file cannot be read."""
ChangeKind = Literal["stale", "untranslated", "removed", "changed", "unknown"]
"""Of a segment. `stale`: its source has changed. `untranslated`: source text without translation. `removed`: its
source is gone. `changed`: its translation has changed. `unknown`: it was never recorded."""
STATES: tuple[PairState, ...] = ("stale", "missing", "unreadable", "changed", "unknown", "fresh")
"""All states, in the order in which people want to read them."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A segment that is not as it was recorded.

    Args:
        kind: What has happened to it.
        unit: Its key or id; empty in running text.
        line: 1-based line of the source text, or of the translation if the source is gone; 0 if it is not known.
        text: The source text, or the translation if the source is gone; empty if neither is known.
    """

    kind: ChangeKind
    unit: str = ""
    line: int = 0
    text: str = ""


class PairStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """The state of one translation.

    Args:
        translation: Path of the translation, as the user named it; for a file with both sides, that file.
        source: Path of its source.
        state: Its state.
        segments: How many segments the source has: texts with keys, or blocks of running text.
        changes: The segments that are not as recorded.
        renamed_from: The recorded path of the translation, if it was renamed.
        why: Why it is `missing` or `unreadable`.
    """

    translation: str
    source: str
    state: PairState
    segments: int = 0
    changes: tuple[Change, ...] = ()
    renamed_from: str = ""
    why: str = ""


class Status(msgspec.Struct, frozen=True):
    """The state of all translations of a run.

    Args:
        schema: Version of this structure.
        lock: Path of the lock file.
        recorded: Whether the lock file exists.
        counts: Number of translations in each state.
        pairs: The state of each.
        failing: The number of translations for which `mtqe status` fails; 0 with `stale = "note"`.
    """

    schema: str
    lock: str
    recorded: bool
    counts: dict[str, int]
    pairs: tuple[PairStatus, ...]
    failing: int = 0
