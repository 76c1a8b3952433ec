"""Page furniture: lines of a page that are no part of the article, by their wording (`data/boilerplate.toml`)."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any, NamedTuple

from mtqe.text import prefilter

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
    if not line or len(line) > 400 or line.count(" ") >= LONGEST:
        return None
    rules, sieve = _patterns(langs)
    for rule in map(rules.__getitem__, sieve.possible(line)):
        if rule.whole.fullmatch(line) or rule.within.search(line):
            return rule.what
    return None


def may_have(text: str, *langs: str) -> bool:
    """Whether a line of a text may be page furniture in one of some languages, at a cheap look."""
    return bool(_patterns(langs)[1].possible(" ".join(text.split())))


def rules() -> list[dict[str, Any]]:
    """The rules of page furniture, as they stand in `mtqe/data/boilerplate.toml`."""
    text = resources.files("mtqe").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return found


class _Rule(NamedTuple):
    """A rule in one language: what must match a whole line, and what may stand within one."""

    what: str
    whole: re.Pattern[str]
    within: re.Pattern[str]


@functools.cache
def _patterns(langs: tuple[str, ...]) -> tuple[list[_Rule], prefilter.Sieve]:
    """The rules of some languages in order, and a sieve for them."""
    rows = [
        (rule["what"], rule.get("line", {}).get(lang, []), rule.get("within", {}).get(lang, []))
        for rule in rules()
        for lang in {**rule.get("line", {}), **rule.get("within", {})}
        if lang in langs
    ]
    found = [_Rule(what, _any(line), _any(within)) for what, line, within in rows]
    return found, prefilter.Sieve([*line, *within] for _, line, within in rows)


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all; for none, one that never matches."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)
