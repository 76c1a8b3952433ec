"""The times of subtitles as facts of segments, for examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtqe.model import TextPlace


def seconds(*rows: tuple[float, float, float, float]) -> tuple[Mapping[str, Any], ...]:
    """The facts of segments, a row each: start and end of the source, start and end of the translation, in seconds."""
    return tuple(TextPlace(time=row[:2]).of("source") | TextPlace(time=row[2:]).of("target") for row in rows)
