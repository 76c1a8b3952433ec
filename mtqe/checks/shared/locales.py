"""How a locale writes numbers, dates and times, from CLDR. Loads babel on first use."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from mtqe.language.lang import language


class Style(NamedTuple):
    """The conventions of a locale.

    Args:
        decimal: The sign before the fraction of a number.
        group: The sign between groups of three digits.
        order: The order of day, month and year in a date of digits: `dmy`, `mdy`, `ymd`.
        joint: The sign between day, month and year in a date of digits.
        joined: Whether such a date has nothing else between and after its numbers, such as a space.
        half_days: Whether the clock has two halves, such as a.m. and p.m.
        month_first: Whether a date with the name of the month begins with the month.
        months: Names and abbreviations of the months, in lower case, without a full stop.
        spaced_percent: Whether a no-break space precedes the per cent sign.
    """

    decimal: str
    group: str
    order: str
    joint: str
    joined: bool
    half_days: bool
    month_first: bool
    months: frozenset[str]
    spaced_percent: bool


@functools.cache
def style(tag: str) -> Style | None:
    """The conventions of a locale, by its BCP 47 tag; `None` if CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    short = locale.date_formats["short"].pattern
    long = locale.date_formats["long"].pattern
    months = {
        str(name).lower().rstrip(".")
        for widths in locale.months.values()
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
    }
    return Style(
        str(symbols["decimal"]),
        str(symbols["group"]),
        "".join(dict.fromkeys(char.lower() for char in short if char in "dMy")),
        re.sub(r"[dMyGE' \u200f]+", " ", short).strip()[:1],
        re.fullmatch(r"[dMy]+([./-])[dMy]+\1[dMy]+", short) is not None,
        "a" in re.sub(r"'[^']*'", "", locale.time_formats["short"].pattern),
        long.find("M") < long.find("d"),
        frozenset(name for name in months if name.isalpha()),
        bool(re.search(r"[\u00a0\u202f]%", locale.percent_formats[None].pattern)),
    )


def spaces_marks(tag: str) -> bool:
    """Whether a locale needs a space before `;`, `!`, `?` and `:` and inside quotation marks, as France does."""
    facts = language(tag.split("-")[0].lower())
    return facts.space_before_marks == "needed" and tag not in facts.no_space_before_marks_in
