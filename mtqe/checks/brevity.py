"""Shortens the long texts that a message repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

QUOTED = 60
"""Characters: about the most of a text that a message repeats. The spans and `marked` have the whole. By hand."""
_UNBROKEN = re.compile(rf"[^\s“”]{{{QUOTED + 1},}}")


def brief(message: str, marked: Sequence[str]) -> str:
    """A message in which long texts are shortened: those that the finding marks, and those without a space."""
    for text in marked:
        if len(text) > QUOTED:
            message = message.replace(text, _shortened(text))
    return _UNBROKEN.sub(lambda found: _shortened(found[0]), message)


def _shortened(text: str) -> str:
    """The beginning and the end of a long text."""
    return f"{text[: QUOTED // 2].rstrip()}…{text[1 - QUOTED // 2 :].lstrip()}"
