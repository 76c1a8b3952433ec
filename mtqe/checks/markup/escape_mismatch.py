"""An escape sequence of the source (`\\n`, `\\t`) is not in the translation, or another one is.

## What it does

Compares the sequences for a new line, a tab and a carriage return that are written with a backslash, as many times as
each stands there. One that was lost is marked in the source, one too many in the translation; a real line break counts
as its sequence. Paths such as `C:\\new` and texts with other commands (`\\tau \\beta`) are left alone.

## Why it is bad

Lines that were apart run together in the program, or a stray `n` stands on the screen.

## Known problems

Where the source has none at all, `markup-residue` reports those of the translation. Lines that were broken anew on
purpose are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import kept_tokens
from mtqe.checks.shared.kept_tokens import Token
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

_PATH = re.compile(r"(?<![A-Za-z])[A-Za-z]:\\\S*|(?<![\w\\])\\\\\w\S*|%\w+%\\\S*")
_MACRO = re.compile(r"(?<!\\)\\[A-Za-z](?<![\\\w][nrtuxfbav0])")
_ESCAPE = re.compile(r"(?<!\\)\\([nrt])|(\n)")


@check(
    "MRK107",
    "escape-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example(r"High\nLow\tTide", r"Hoch\nNiedrig\tWasser"),
        Example(r"High\nLow", "Hoch\nNiedrig"),
        Example(r"the letters \tau and \kappa", "der Buchstabe Tau"),
        Example(r"C:\new\tides", "der Ordner C:\\new"),
        Example(r"High\nLow", "Hoch Niedrig", (r"\n",)),
        Example(r"High\tLow\n", r"Haut\tBas \ n", (r"\n",), ("en", "fr")),
        Example(r"High\nLow", r"Haut\nBas\n", (r"\n",), ("en", "fr")),
    ],
)
def escape_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the escape sequences of both sides."""
    if "\\" not in segment.source or not segment.target.strip() or _MACRO.search(_without_paths(segment.source)):
        return
    source, target = _escapes(segment.source), _escapes(segment.target)
    if any(token.text != "\n" for token in source):
        for fault in kept_tokens.compare(source, target):
            if not any(token and token.text == "\n" for token in fault):
                yield from kept_tokens.hits([fault], "escape")


def _escapes(text: str) -> list[Token]:
    free = _without_paths(text)
    found = [Token(match[0], *match.span(), match[1] or "n", "\\") for match in _ESCAPE.finditer(free)]
    return sorted(found, key=lambda token: token.text == "\n")  # those that are written stand for each other first


def _without_paths(text: str) -> str:
    return words.blanked(text, _PATH)
