"""Two words or sentences run together at a punctuation mark, as in *gern,aber* or *nach Hause.Dann*.

## What it does

Marks a comma, semicolon, question or exclamation mark between two letters, and a full stop between a small letter and a
capital, with the words on both sides. Addresses, file names, code and calls of functions (`SUM(one;two)`) are left
alone, and so is what the source has like that. Not in languages that set no spaces.

## Why it is bad

It looks careless, and search engines and screen readers take the two words for one.

## Known problems

Names such as *Wordpress.Com* are reported when the source spells them otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import addresses
from mtqe.checks.spacing import function_calls
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_LETTER, _SMALL = "A-Za-z\u00c0-\u024f\u0370-\u052f", "a-z\u00df-\u00f6\u00f8-\u024f\u0430-\u045f"
_GLUED = re.compile(
    rf"[{_LETTER}]{{2,}}[,;!?][{_LETTER}]{{2,}}"
    rf"|(?<![\w.])[{_LETTER}]*[{_SMALL}]{{2}}\.[A-Z\u00c0-\u00de\u0410-\u042f][{_SMALL}]+(?!\w|\.\w)"
)
_MAYBE = re.compile(r"[.,;!?](?=[^\W\d_])")
_MARK = re.compile(r"[.,;!?]")


def _limits(context: Context) -> str | None:
    if language(context.target_base).spaceless:
        return f"{name(context.target_lang)} sets no spaces between words"
    return None


@check(
    "MRK111",
    "missing-space",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("Gladly, but late. At 3,5 or 10.30.", "Gern, aber spät. Um 3,5 oder 10.30."),
        Example("See harbour.example and Tide.App.", "Siehe harbour.example und Tide.App."),
        Example("Set TABLE,yes", "Setzen Sie TABELLE,ja"),
        Example("Gladly, but late.", "Gern,aber spät.", ("Gern,aber",)),
        Example("They went home. Then it rained.", "Ils sont rentrés.Puis il a plu.", ("rentrés.Puis",), ("en", "fr")),
    ],
)
def missing_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark words that run together at a punctuation mark."""
    if not _MAYBE.search(segment.target):
        return
    text = addresses.without(segment.target)
    glued = list(_GLUED.finditer(text))
    code = function_calls.spans(text) if glued else []
    for found in glued:
        mark = _MARK.search(found[0])
        if function_calls.holds(code, found.start()):
            continue
        if mark and not re.search(rf"[^\W\d]{re.escape(mark[0])}[^\W\d]", segment.source):
            yield Hit(f"a space is missing behind {mark[0]}", (Span("target", *found.span()),))
