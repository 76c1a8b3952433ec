"""Lists the names of territories, languages and cities, from CLDR and from `mtqe/data/cities.txt`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from mtqe.checks.names.equivalents import data
from mtqe.language.lang import language

_PART_OF = (
    dict.fromkeys(("039", "151", "154", "155"), "150")
    | dict.fromkeys(("011", "014", "015", "017", "018", "202"), "002")
    | dict.fromkeys(("030", "034", "035", "143", "145"), "142")
    | dict.fromkeys(("003", "005", "013", "021", "419", "US"), "019")
    | {"KP": "KR"}
)
INSIDE = "*"
"""Sign after the code of the country that a city is in. A city may mean its country, but not another city of it."""
_NO_PLACE = frozenset({"ZZ", "QO", "EZ", "XA", "XB", "001", "053", "057", "UM"})


@dataclass(frozen=True, slots=True)
class Place:
    """A name of a place.

    Args:
        name: The name.
        codes: Codes of the places that it may mean. A city has its own code and, with `INSIDE`, that of its country.
        full: Whether it is a name of the place. A language only hints at its country.
    """

    name: str
    codes: frozenset[str]
    full: bool


def places(lang: str) -> Iterator[Place]:
    """Yield the names of places in a language."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale(lang)
    except UnknownLocaleError:
        return
    for code, name in locale.territories.items():
        if code not in _NO_PLACE:
            yield Place(name, frozenset({parent(code)}), True)
    likely = get_global("likely_subtags")
    for code, name in locale.languages.items():
        home = data()["homes"].get(code, str(likely.get(code, "")).rpartition("_")[2])
        if len(code) == 2 and home:
            yield Place(name, frozenset({parent(home)}), False)
    for zone, country in get_global("zone_territories").items():
        if zone.startswith("Antarctica/"):
            continue
        local_name = locale.time_zones.get(zone, {}).get("city")
        # CLDR leaves out names that are the same as in English.
        english_name = None if not language(lang).is_latin else zone.rpartition("/")[2].replace("_", " ")
        for city in (
            {local_name or english_name, english_name}
            if language(lang).grammar == "english"
            else {local_name or english_name} - {None}
        ):
            yield Place(str(city), frozenset({zone, parent(country) + INSIDE}), True)
    yield from cities()[language(lang).spaceless]


@functools.cache
def cities() -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Return the names of large cities in Latin letters and in Chinese characters."""
    latin: list[Place] = []
    chinese: list[Place] = []
    text = files("mtqe").joinpath("data/cities.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#"):
            continue
        country, main, other_names, characters = line.split("|")
        codes = frozenset({f"city{number}", parent(country) + INSIDE})
        latin.append(Place(main, codes, True))
        latin += [Place(name, codes, False) for name in other_names.split()]
        chinese += [Place(name, codes, True) for name in characters.split()]
    return tuple(latin), tuple(chinese)


def parent(code: str) -> str:
    """Return the code of the continent or nation that a place is part of, or its own code.

    *Southern Europe* is part of Europe. Both Koreas are one place.
    """
    return _PART_OF.get(code, code)
