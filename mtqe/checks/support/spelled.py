"""Where a translation has a name, in the spelling of the source or with other capitals, and where a sentence begins."""

from __future__ import annotations

import re

from mtqe.checks.support.lemmas import COMPOUNDING, NO_SPACES

SHORT = 3
"""A name of so many letters takes no ending but a plain *s*: *Go* is not in *Gold*."""

_OPENING = " \t\n\u00a0\"'“”„‘’«»()[]–—-"
_NEAR = 20


def find(name: str, text: str, lang: str) -> list[tuple[int, int]]:
    """Where the name stands in any case, without the ending or the rest of a compound that may follow it.

    Hyphens may stand for its spaces (*Harbour-Pilot-Nutzer*).

    Args:
        name: As it should be written.
        text: The translation.
        lang: Primary language tag of the translation.
    """
    words = r"[\s\u00a0-]+".join(map(re.escape, name.split()))
    if lang in NO_SPACES:
        before, after = (
            (r"(?<![A-Za-z0-9])" if name[:1].isascii() else ""),
            (r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""),
        )
    else:
        # Case endings are short; a language that writes compounds as one word may go on with another word.
        ending = (
            r"(?:s?(?![^\W_]))" if len(name) <= SHORT else "" if lang in COMPOUNDING else r"(?:[^\W\d_]{0,4}(?!\w))"
        )
        before = r"(?<![^\W_])" if name[:1].isalnum() else ""
        after = rf"(?={ending})" if name[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(before + words + after, text, re.IGNORECASE)]


def same(name: str, found: str) -> bool:
    """Whether a stretch of text is the name, capitals included, give or take hyphens for spaces."""
    return re.sub(r"[\s\u00a0-]+", " ", found) == re.sub(r"[\s-]+", " ", name)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there: before it only quotation marks, brackets, dashes, then a mark that ends one."""
    before = text[max(0, at - _NEAR) : at].rstrip(_OPENING)
    return not before or before[-1] in ".!?:…"
