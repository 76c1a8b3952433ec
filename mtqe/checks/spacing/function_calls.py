"""Finds function calls in a text, such as `SUM(A1;B2)`: their brackets hold program text, not prose."""

from __future__ import annotations

from mtqe.language.late_patterns import late

_NAME = late(r"(?<![^\W_])[A-Z\u00c0-\u00d6\u00d8-\u00de][A-Z0-9_.\u00c0-\u00d6\u00d8-\u00de]+\(")
_BRACKET = late("[()]")


def spans(text: str) -> list[tuple[int, int]]:
    """The bracketed part of each call, brackets included. A call has a name in capitals right before its bracket."""
    calls: list[tuple[int, int]] = []
    if "(" not in text:
        return calls
    for name in _NAME.finditer(text):
        depth = 0
        for mark in _BRACKET.finditer(text, name.end() - 1):
            depth += 1 if mark[0] == "(" else -1
            if not depth:
                calls.append((name.end() - 1, mark.end()))
                break
    return calls


def contain(calls: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the calls."""
    return any(start <= at < end for start, end in calls)
