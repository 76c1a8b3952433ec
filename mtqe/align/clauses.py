"""The clauses at both ends of a sentence, which change sides where a translator moves the edge of a sentence."""

from __future__ import annotations

import re

from mtqe.lang import language

_MARK = re.compile(r"[,;:–—(，；：、。]|\s-\s")
_LEAST = 10
"""Characters of a clause: fewer say too little."""
_LEAST_DENSE = 4
"""The same in languages that write no spaces, whose characters say more."""


def ends(text: str, lang: str) -> tuple[str, str]:
    """The first and the last clause of a sentence; both empty where no mark inside parts it.

    Args:
        text: The sentence.
        lang: BCP 47 tag.
    """
    least = _LEAST_DENSE if language(lang).spaceless else _LEAST
    marks = [mark.end() for mark in _MARK.finditer(text) if least <= mark.start() < len(text) - least]
    return (text[: marks[0]].strip(), text[marks[-1] :].strip()) if marks else ("", "")
