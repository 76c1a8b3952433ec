"""Words that stay as they are: the output of programs, and what a developer's note locks."""

from __future__ import annotations

from mtqe.language.late_patterns import late
from mtqe.model import Segment

_LOCKED = late(r"\{(?:Locked|StrBegin|StrEnd|StrContains)\s*=\s*(?P<texts>\"[^\"}]*\"(?:\s*,\s*\"[^\"}]*\")*)\s*\}?")
"""A remark in the notes of Microsoft's tools, which name the texts that nobody may translate."""
_QUOTED = late(r"\"([^\"]*)\"")
_IDENTIFIER = late(r"(?=\w*\d)(?=\w*[A-Z])\w{4,}|[A-Z][A-Z0-9_]{3,}|\w*[a-z][A-Z]\w*|\w+_\w+")
"""A word that only programs write: `MSB1012`, `MSBUILD`, `maxSize`, `max_size`."""


def is_literal(segment: Segment, start: int, end: int) -> bool:
    """Whether copied words of the translation stay as they are.

    Args:
        segment: The segment.
        start: Where the words begin in the translation.
        end: Where they end.
    """
    text = segment.target[start:end]
    note = segment.unit.note
    return (note is not None and _is_locked(text, note)) or _is_output(segment, start, end)


def _is_locked(text: str, note: str) -> bool:
    return any(text in locked for remark in _LOCKED.finditer(note) for locked in _QUOTED.findall(remark["texts"]))


def _is_output(segment: Segment, start: int, end: int) -> bool:
    """Whether an identifier stands beside the words, and the source has all of them in the same order."""
    before, after = segment.target[:start].split()[-2:], segment.target[end:].split()[:2]
    parts = [*before, *segment.target[start:end].split(), *after]
    source = segment.source.split()
    for first in range(len(before) + 1):
        for last in range(len(after) + 1):
            chosen = parts[first : len(parts) - last]
            beside = [*before[first:], *after[: len(after) - last]]
            if any(_IDENTIFIER.fullmatch(word.strip(".,:;()[]\"'")) for word in beside) and _has(source, chosen):
                return True
    return False


def _has(source: list[str], words: list[str]) -> bool:
    return any(source[at : at + len(words)] == words for at in range(len(source) - len(words) + 1))
