"""Page furniture: lines of a page that are no part of the article, by their wording (`data/boilerplate.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any

LONGEST = 40
"""Text of more words is never taken for page furniture."""

_EDGES = " \t\n.!?…:»›>→|–—-*•·"


def furniture(text: str, *langs: str) -> str | None:
    """What kind of page furniture a line is, or `None`.

    Args:
        text: The line.
        langs: Primary tags of the languages that it may be in.
    """
    line = " ".join(text.split()).strip(_EDGES)
    if not line or len(line) > 400 or len(line.split()) > LONGEST:
        return None
    for what, lang, whole, within in _patterns():
        if lang in langs and (whole.fullmatch(line) or within.search(line)):
            return what
    return None


def rules() -> list[dict[str, Any]]:
    """The rules of page furniture, as they stand in `mtqe/data/boilerplate.toml`."""
    text = resources.files("mtqe").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return found


@functools.cache
def _patterns() -> list[tuple[str, str, re.Pattern[str], re.Pattern[str]]]:
    return [
        (rule["what"], lang, _any(rule.get("line", {}).get(lang, ())), _any(rule.get("within", {}).get(lang, ())))
        for rule in rules()
        for lang in {**rule.get("line", {}), **rule.get("within", {})}
    ]


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all; for none, one that never matches."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)
