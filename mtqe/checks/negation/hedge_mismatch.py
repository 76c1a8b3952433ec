"""draft"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mtqe.checks.negation.hedge_words import Hedges, hedges
from mtqe.checks.shared.listed_words import Places

RELATED = {
    "alleged": ("suspected", "claimed", "seems"),
    "suspected": ("alleged", "claimed", "seems", "possible", "likely"),
    "possible": ("likely", "can", "seems", "sometimes", "alleged", "suspected"),
    "likely": ("possible", "seems", "must", "should", "planned", "alleged", "suspected", "often"),
    "must": ("should", "planned"),
    "should": ("must", "planned", "likely"),
    "can": ("possible",),
    "not_yet": (),
    "at_least": ("about",),
    "at_most": ("nearly", "about", "only"),
    "nearly": ("about", "partly", "often", "at_most"),
    "about": ("nearly", "at_least", "at_most", "possible"),
    "only": ("at_most", "not_yet"),
    "seems": ("alleged", "suspected", "likely", "possible", "claimed"),
    "claimed": ("alleged", "suspected"),
    "planned": ("tried", "must", "should", "likely", "possible"),
    "tried": ("planned", "claimed"),
    "partly": ("sometimes", "often", "about", "only"),
    "often": ("sometimes", "likely", "partly"),
    "sometimes": ("often", "partly", "possible", "can"),
}


class Loss(NamedTuple):
    name: str
    places: tuple[Places, ...]


def losses(text: str, other: str, lang: str, other_lang: str) -> Iterator[Loss]:
    here = hedges(text, lang)
    there = None
    for name, found in here.items():
        if not found.clear:
            continue
        there = hedges(other, other_lang) if there is None else there
        if any(key in there for key in (name, *RELATED[name])):
            continue
        yield Loss(name, found.clear)
