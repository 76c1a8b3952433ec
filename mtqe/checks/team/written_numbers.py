"""Reads a number as a language writes it, for rules that compare captures as numbers."""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from mtqe.language.lang import language
from mtqe.language.late_patterns import late

WRITTEN = r"\d{1,3}(?:[\x{A0}\x{202F}\x{2009} ]\d{3})+(?:[.,]\d+)?\b|\d+(?:[.,'’٫٬]\d+)*"
"""Anything that may be a number in figures, as a pattern of RE2."""
_SPACES = late(r"[\s'’٬]")


def value(text: str, lang: str) -> Decimal | None:
    """The value of a number in figures, or `None` if the text is none.

    A sign of groups that no three digits follow is read as the decimal sign, as writers copy `1.5` into German.
    """
    digits = _SPACES.sub("", "".join(_western(char) for char in text.strip()).replace("٫", "."))
    decimal, group = signs(lang)
    if group in ".," and re.fullmatch(
        rf"[+-]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(decimal)}\d+)?", digits
    ):
        digits = digits.replace(group, "")
    head, _, tail = digits.replace(",", ".").rpartition(".")
    try:
        return Decimal(f"{head.replace('.', '')}.{tail}" if head else tail)
    except InvalidOperation:
        return None


def _western(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


@functools.cache
def signs(lang: str) -> tuple[str, str]:
    """The decimal sign of a language, and its sign between groups of digits."""
    numbers = language(lang).numbers
    if numbers is not None:
        return numbers.decimal, numbers.group
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(lang).number_symbols["latn"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ".", ","
    return symbols["decimal"], symbols["group"]
