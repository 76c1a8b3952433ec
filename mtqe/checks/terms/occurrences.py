"""Where a translation has a name, in the spelling of the source or with other capitals, and where a sentence begins."""

from __future__ import annotations

import re

from mtqe.lang import language
from mtqe.text.words import straight

SHORT = 3
"""Letters: a name of no more takes no ending but a plain *s*, so that *Go* is not in *Gold*. By hand."""

_FINAL = "!?…"
"""Marks at the end of a name that a sentence may do without: *Yahoo!*."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Values: code points of full-width characters and their narrow forms. By definition."""
_OPENING = " \t\n\u00a0\"'“”„‘’«»()[]–—-"
_NEAR = 20
"""Characters: before a term that are looked at. By hand."""


def find(name: str, text: str, lang: str) -> list[tuple[int, int]]:
    """Where the name stands in any case, without the ending or the rest of a compound that may follow it.

    Hyphens may stand for its spaces (*Harbour-Pilot-Nutzer*).

    Args:
        name: As it should be written.
        text: The translation.
        lang: Primary language tag of the translation.
    """
    words = r"[\s\u00a0‐‑-]+".join(map(_variants, name.rstrip(_FINAL).split() or [name]))
    if language(lang).spaceless:
        text = narrow(text)
        before, after = (
            (r"(?<![A-Za-z0-9])" if name[:1].isascii() else ""),
            (r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""),
        )
    else:
        # Case endings are short; a language that writes compounds as one word may go on with another word.
        if len(name) <= SHORT:
            ending = r"(?:s?(?![^\W_]))"
        else:
            ending = "" if language(lang).compounding != "none" else r"(?:[^\W\d_]{0,4}(?!\w))"
        before = r"(?<![^\W_])" if name[:1].isalnum() else ""
        after = rf"(?={ending})" if name.rstrip(_FINAL)[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(before + words + after, text, re.IGNORECASE)]


def _variants(word: str) -> str:
    """A pattern for a word with any kind of apostrophe and hyphen, and `&` also as it stands in HTML."""
    return re.escape(straight(word)).replace("'", "['’ʼ‘`´]").replace(r"\-", "[-‐‑]").replace(r"\&", "&(?:amp;)?")


def core(name: str) -> tuple[str, str]:
    """A name without the marks at its ends, and those before it: `.` and `NET` of `.NET`."""
    match = re.match(r"(\W*)(.*?)\W*$", name, re.DOTALL)
    return (match[1], match[2]) if match else ("", name)


def narrow(text: str) -> str:
    """The text with letters and digits of full width as those of ASCII, each character in its place."""
    return text if text.isascii() else text.translate(_WIDE)


def same(name: str, found: str) -> bool:
    """Whether a stretch of text is the name, capitals included, give or take hyphens for spaces."""
    return _bare(found.replace("&amp;", "&")) == _bare(name.rstrip(_FINAL) or name)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0-]+", " ", straight(narrow(text)))


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there: before it only quotation marks, brackets, dashes, then a mark that ends one."""
    before = text[max(0, at - _NEAR) : at].rstrip(_OPENING)
    return not before or before[-1] in ".!?:…"
