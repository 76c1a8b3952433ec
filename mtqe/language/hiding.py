"""How markup hides a text: styles and attributes with which nobody sees it."""

from __future__ import annotations

import re

from mtqe.language.late_patterns import late

STYLE = late(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0+(?![\d.])|font-size\s*:\s*0(?![\d.])"
    r"|(?:text-indent|left|top|right|bottom)\s*:\s*-\d{3,}|(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
"""Styles of an element that nobody sees."""
_FONT = late(
    r"\bsize\s*=\s*[\"']?0(?!\d)|\bcolor\s*=\s*[\"']?(?:transparent|#(?:00[\da-f]{6}|[\da-f]{6}00)\b)", re.IGNORECASE
)
"""Attributes of `font`; a colour of eight digits has its opacity first or last."""
_ATTRIBUTE = late(r"(?:^|\s)hidden(?=[\s=/>]|$)", re.IGNORECASE)
OVERRIDE = late(r"\\(?:alpha|[1-4]a)&H[Ff]{2}|\\fs0(?!\d)|\\fsc[xy]0(?!\d)")
"""The override of a subtitle (`{\\alpha&HFF&}`) that hides what follows."""


def is_hiding(attributes: str) -> bool:
    """Whether a tag hides its text, by its attributes as they are written."""
    return any(pattern.search(attributes) for pattern in (STYLE, _FONT, _ATTRIBUTE))
