"""The language pairs that the checks of coverage may judge; loads nothing heavy."""

from __future__ import annotations

from mtqe.registry import Context

MEASURED = ("de-en", "en-de", "en-zh", "es-en", "et-en", "fr-en", "ro-en", "ru-en", "zh-en")
"""Pairs on which `tests/bench/coverage.py` has good translations to flag and others with a part missing to find."""


def limits(context: Context) -> str | None:
    """Why the language pair of a run cannot be judged, or `None` if it can."""
    pair = f"{context.source_base}-{context.target_base}"
    return None if pair in MEASURED else f"it was measured on {', '.join(MEASURED)} only, not on {pair}"
