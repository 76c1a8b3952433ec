"""The first and the last clause of a sentence.

A translator who ends a sentence elsewhere moves such a clause to the neighbouring sentence.
"""

from __future__ import annotations

import re

from mtqe.language.lang import language

_MARK = re.compile(r"[,;:–—(，；：、。]|\s-\s")
_LEAST = 10
"""Characters: of the shortest clause. By hand."""
_LEAST_DENSE = 4
"""Characters: the same in languages that write no spaces, where a character carries more of the meaning. By hand."""


def ends(text: str, lang: str) -> tuple[str, str]:
    """The first and the last clause of a sentence; both empty if no mark inside divides it."""
    shortest = _LEAST_DENSE if language(lang).spaceless else _LEAST
    marks = [mark.end() for mark in _MARK.finditer(text) if shortest <= mark.start() < len(text) - shortest]
    return (text[: marks[0]].strip(), text[marks[-1] :].strip()) if marks else ("", "")
