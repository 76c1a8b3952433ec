"""The identity of a finding from run to run. `mtqe.model` exports it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence


def fingerprint(check: str, source: str, marked: Sequence[str], nth: int) -> str:
    """Identity of a finding, 16 hex digits. It does not change when lines move or messages are reworded.

    Args:
        check: Id of the check.
        source: Source text of the segment.
        marked: The marked texts.
        nth: Number of earlier findings with the same check, source and marked texts, from 0.
    """
    digest = _digest(check, source).copy()
    digest.update("".join(f"\x1f{part}" for part in (*marked, str(nth))).encode())
    return digest.hexdigest()[:16]


@functools.lru_cache(maxsize=64)
def _digest(check: str, source: str) -> hashlib._Hash:
    """The beginning of a fingerprint, which the findings of a check in a segment share."""
    return hashlib.sha256(f"{check}\x1f{source}".encode())
