"""Finds a name in a translation, with any capitals, and tells whether a sentence begins at an offset."""

from __future__ import annotations

import re

from mtqe.language.lang import language
from mtqe.language.words import straight

SHORT_NAME = 3
"""Letters: a name this short may have no ending except *s*, so that *Gold* does not contain *Go*."""

_FINAL = "!?…"
"""Marks at the end of a name that a translation may drop: *Yahoo!*."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Values: code points of full-width characters and their half-width forms."""
_OPENING = " \t\n\u00a0\"'“”„‘’«»()[]–—-"
_LOOK_BACK = 20
"""Characters: how far back the end of the previous sentence is looked for."""


def find(name: str, text: str, lang: str) -> list[tuple[int, int]]:
    """Start and end of each occurrence of a name, ignoring case.

    An ending or the remainder of a compound after the name is not included. The text may have hyphens in place of the
    name's spaces (*Harbour-Pilot-Nutzer*).
    """
    words = r"[\s\u00a0‐‑-]+".join(map(_variants, name.rstrip(_FINAL).split() or [name]))
    if language(lang).spaceless:
        text = narrow(text)
        before, after = (
            (r"(?<![A-Za-z0-9])" if name[:1].isascii() else ""),
            (r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""),
        )
    else:
        # Case endings are short. In a language with compounds another word may follow directly.
        if len(name) <= SHORT_NAME:
            ending = r"(?:s?(?![^\W_]))"
        else:
            ending = "" if language(lang).compounding != "none" else r"(?:[^\W\d_]{0,4}(?!\w))"
        before = r"(?<![^\W_])" if name[:1].isalnum() else ""
        after = rf"(?={ending})" if name.rstrip(_FINAL)[-1:].isalnum() else ""
    return [match.span() for match in re.finditer(before + words + after, text, re.IGNORECASE)]


def _variants(word: str) -> str:
    """A pattern for a word with any kind of apostrophe and hyphen, and with `&` or `&amp;`."""
    return re.escape(straight(word)).replace("'", "['’ʼ‘`´]").replace(r"\-", "[-‐‑]").replace(r"\&", "&(?:amp;)?")


def core(name: str) -> tuple[str, str]:
    """The marks before a name, and the name without marks at its ends: `.` and `NET` for `.NET`."""
    match = re.match(r"(\W*)(.*?)\W*$", name, re.DOTALL)
    return (match[1], match[2]) if match else ("", name)


def narrow(text: str) -> str:
    """The text with ASCII characters in place of full-width ones, of the same length."""
    return text if text.isascii() else text.translate(_WIDE)


def is_same(name: str, text: str) -> bool:
    """Whether a stretch of text is the name with the same capitals. Hyphens and spaces count as equal."""
    return _normalized(text.replace("&amp;", "&")) == _normalized(name.rstrip(_FINAL) or name)


def _normalized(text: str) -> str:
    return re.sub(r"[\s\u00a0-]+", " ", straight(narrow(text)))


def starts_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins at the offset.

    Quotation marks, brackets and dashes may come between it and the mark that ends the sentence before.
    """
    before = text[max(0, at - _LOOK_BACK) : at].rstrip(_OPENING)
    return not before or before[-1] in ".!?:…"
