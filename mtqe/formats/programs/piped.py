"""Plural forms in one text, between bars: `{0} no tide|{1} one tide|[2,Inf[ %count% tides`, `tide | {n} tides`.

Symfony, Laravel and Vue write them so. Each form is a text. Its name is the number of its mark (`=0`), or `one` for the
first form; the last form, and one without an end (`[2,Inf[`), is `other`. The others have the numbers of their mark or
their place (`part 2`), because the file does not say which plural category they are. Texts without a mark are forms if
the last one has a variable for the number, if all have the same words, or if they have most words in common.
"""

from __future__ import annotations

import re

from mtqe.formats.programs import choices
from mtqe.formats.values import Value
from mtqe.language.late_patterns import late

_MARK = late(
    r"\s*(?:\{\s*(?P<numbers>-?\d+(?:\s*,\s*-?\d+)*)\s*\}"
    r"|[\[\]]\s*(?P<first>-?(?:\d+|Inf)|\*)\s*,\s*(?P<last>-?\d+|\+?Inf|\*)\s*[\[\]])\s*"
)
_COUNT = late(
    r"[{%:]\{?\s*(?:[\w.]*(?:count|limit|number|total|amount|quantity)s?|min|max|n|num|nb|%?d)\s*\}?[}%]?(?![A-Za-z])|%d",
    re.IGNORECASE,
)
"""A variable that shows the number which decides."""
COMMON = 4
"""Words: that the forms of one plural have in common at least, if nothing else shows that they are forms."""
_SIGNS = late(r"[{}|]")


def texts(value: Value) -> list[tuple[str, Value]]:
    """The texts of a value with their forms; the value alone, with an empty form, if it has no forms between bars."""
    text = value.text
    ranges = _parts(text) if "|" in text and "||" not in text and "\n" not in text else []
    marks = [_MARK.match(text, start, end) for start, end in ranges]
    if len(ranges) < 2 or not (any(marks) or _COUNT.search(text, *ranges[-1]) or _are_alike(text, ranges)):
        return [("", value)]
    found: dict[str, choices.Range] = {}
    for place, ((start, end), mark) in enumerate(zip(ranges, marks, strict=True)):
        form = _form(mark) if mark else _unmarked(place, len(ranges))
        body = text[mark.end() if mark else start : end]
        if form in found or not any(map(str.isalpha, body)):
            return [("", value)]
        first = end - len(body.lstrip())
        found[form] = (first, first + len(body.strip()))
    return [(form, choices.cut(value, part)) for form, part in found.items()]


def _are_alike(text: str, ranges: list[choices.Range]) -> bool:
    """Whether all parts have the same words, or nearly so, as the forms of a plural have."""
    parts = [re.sub(r"[\W_]+", " ", text[start:end]).casefold().split() for start, end in ranges]
    shared = set.intersection(*map(set, parts))
    return all(part == parts[0] for part in parts) or (
        len(shared) >= COMMON and 2 * len(shared) > max(len(set(part)) for part in parts)
    )


def _unmarked(place: int, count: int) -> str:
    """The form of a part without a mark."""
    return "other" if place == count - 1 else "one" if not place else f"part {place + 1}"


def _parts(text: str) -> list[choices.Range]:
    """The ranges between the bars outside braces."""
    cuts, depth = [-1], 0
    for sign in _SIGNS.finditer(text):
        if sign[0] == "|" and not depth:
            cuts.append(sign.start())
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
    return [(start + 1, end) for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _form(mark: re.Match[str]) -> str:
    """The form of a mark: `=1` of `{1}`, `other` of `[2,Inf[`, `2,3,4` of `{2,3,4}`."""
    if mark["last"]:
        return "other" if mark["last"].strip("+") in ("Inf", "*") else f"{mark['first']}-{mark['last']}"
    numbers = re.sub(r"\s", "", mark["numbers"])
    return f"={numbers}" if numbers.isdigit() else numbers
