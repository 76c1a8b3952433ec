"""Reads the number inside a word, mostly an age: *ultrasessantenne*, *Übersechzigjährige*, *шестдесетгодишен*.

The words are too many for a list, because each number makes one. They are built from stems of tens and units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtqe.language.number_sections import Inside, Table, values_of

_TENS = range(20, 100, 10)
"""Values: that a unit is joined to."""


@dataclass(frozen=True, slots=True)
class InsideWord:
    """The words of a language that have a number inside.

    Args:
        pattern: Matches such a word. The groups are `ten` and `unit`, or `alone`.
        stems: The values of the stems in `ten` and `alone`.
        units: The values of the stems in `unit`.
    """

    pattern: re.Pattern[str]
    stems: Mapping[str, int]
    units: Mapping[str, int]

    def number(self, word: str) -> int | None:
        """Return the number inside a word in lower case; `None` if there is none."""
        match = self.pattern.fullmatch(word)
        if match is None:
            return None
        if match["alone"]:
            return self.stems[match["alone"]]
        return self.stems[match["ten"]] + self.units[match["unit"]]


def build(
    data: Inside | None, small: Mapping[str, int], letters: Mapping[int, int | None], glue: Mapping[int, str]
) -> InsideWord | None:
    """Return the words of a language that have a number inside; `None` if its file has none.

    Args:
        data: The section of the language.
        small: The numbers from 1 to 99 in one word, which are the stems of a section without stems.
        letters: The letters that are read as others.
        glue: The marks inside a word that are read as letters.
    """
    if data is None:
        return None
    replaced = {**glue, **letters}
    stems = dict(_stems(data.stems, replaced)) or dict(small)
    units = dict(_stems(data.units, replaced))
    tens = [stem for stem, number in stems.items() if number in _TENS] if units else []
    before, link, after = (
        "|".join(f"(?:{part.translate(letters)})" for part in parts) for parts in (data.before, data.link, data.after)
    )
    ten, unit, alone = (
        rf"(?P<{name}>{_either(forms)})" for name, forms in (("ten", tens), ("unit", units), ("alone", stems))
    )
    link = f"(?:{link})?" if link else ""
    joined = f"{unit}{link}{ten}" if data.units_first else f"{ten}{link}{unit}"
    return InsideWord(re.compile(f"(?:{before})?(?:{joined}|{alone})(?:{after})"), stems, units)


def _stems(table: Table, letters: Mapping[int, int | str | None]) -> Iterator[tuple[str, int]]:
    """The stems of a table with their values."""
    for key, forms in table.items():
        yield from ((form.translate(letters), int(values_of(key)[0])) for form in forms)


def _either(forms: Mapping[str, int] | list[str]) -> str:
    """Pattern of any of the forms, the longest first; of nothing at all if there are none."""
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) or r"(?!)"
