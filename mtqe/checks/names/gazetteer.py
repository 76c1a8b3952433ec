"""Names of territories, languages and cities, by CLDR and by the table of cities `mtqe/data/cities.txt`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from mtqe.checks.names.equivalents import data
from mtqe.lang import language

_PART_OF = (
    dict.fromkeys(("039", "151", "154", "155"), "150")
    | dict.fromkeys(("011", "014", "015", "017", "018", "202"), "002")
    | dict.fromkeys(("030", "034", "035", "143", "145"), "142")
    | dict.fromkeys(("003", "005", "013", "021", "419", "US"), "019")
    | {"KP": "KR"}
)
INSIDE = "*"
"""What follows the code of a country that a city is in and may speak for: two cities of a country are not the same."""
_NO_PLACE = frozenset({"ZZ", "QO", "EZ", "XA", "XB", "001", "053", "057", "UM"})


@dataclass(frozen=True, slots=True)
class Place:
    """A name of a place.

    Args:
        name: The name.
        codes: What it stands for: a city stands for itself and, with `INSIDE`, its country.
        full: Whether it names the place; a language only hints at its country.
    """

    name: str
    codes: frozenset[str]
    full: bool


def places(lang: str) -> Iterator[Place]:
    """The names of places in a language."""
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale(lang)
    except UnknownLocaleError:
        return
    for code, name in locale.territories.items():
        if code not in _NO_PLACE:
            yield Place(name, frozenset({whole(code)}), True)
    likely = get_global("likely_subtags")
    for code, name in locale.languages.items():
        home = data()["homes"].get(code, str(likely.get(code, "")).rpartition("_")[2])
        if len(code) == 2 and home:
            yield Place(name, frozenset({whole(home)}), False)
    for zone, country in get_global("zone_territories").items():
        if zone.startswith("Antarctica/"):
            continue
        named = locale.time_zones.get(zone, {}).get("city")
        # CLDR leaves out what is the same as in English.
        plain = None if not language(lang).is_latin else zone.rpartition("/")[2].replace("_", " ")
        for city in {named or plain, plain} if language(lang).grammar == "english" else {named or plain} - {None}:
            yield Place(str(city), frozenset({zone, whole(country) + INSIDE}), True)
    yield from cities()[language(lang).spaceless]


@functools.cache
def cities() -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The names of large cities in Latin letters and in Chinese characters."""
    latin: list[Place] = []
    chinese: list[Place] = []
    text = files("mtqe").joinpath("data/cities.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#"):
            continue
        country, main, others, characters = line.split("|")
        codes = frozenset({f"city{number}", whole(country) + INSIDE})
        latin.append(Place(main, codes, True))
        latin += [Place(name, codes, False) for name in others.split()]
        chinese += [Place(name, codes, True) for name in characters.split()]
    return tuple(latin), tuple(chinese)


def whole(code: str) -> str:
    """What a part of a continent or nation belongs to: *southern Europe* is in Europe, and both Koreas are Korea."""
    return _PART_OF.get(code, code)
