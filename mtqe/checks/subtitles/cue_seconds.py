"""The times of subtitles as facts of segments, for examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def seconds(*rows: tuple[float, float, float, float]) -> tuple[Mapping[str, Any], ...]:
    """The facts of segments, a row each: start and end of the source, start and end of the translation, in seconds."""
    return tuple({"source_time": list(row[:2]), "target_time": list(row[2:])} for row in rows)
