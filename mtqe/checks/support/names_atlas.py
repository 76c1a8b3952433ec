"""Which words stand for one place in different languages: by CLDR, and by the table `mtqe/data/names.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from mtqe.folding import fold

NONE: frozenset[str] = frozenset()
GIVEN = "given"
"""What the codes of given names and peoples begin with, which count as places here."""
_HOME = {"en": "GB", "pt": "PT", "ar": "", "es": "ES", "fr": "FR"}
"""Where the people live that a language is named after, if not where most of its speakers do."""
_ENDING = re.compile(r"(?<=.{4})(?:[aeiouns]|er|sk|lk)+$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_PART_OF = (
    dict.fromkeys(("039", "151", "154", "155"), "150")
    | dict.fromkeys(("011", "014", "015", "017", "018", "202"), "002")
    | dict.fromkeys(("030", "034", "035", "143", "145"), "142")
    | dict.fromkeys(("003", "005", "013", "021", "419", "US"), "019")
    | {"KP": "KR"}
)
_NO_PLACE = frozenset({"ZZ", "QO", "EZ", "XA", "XB", "001", "053", "057", "UM"})


class Atlas:
    """The places that the words of one language name; a place is a code.

    Args:
        lang: Primary language tag.
    """

    def __init__(self, lang: str) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = defaultdict(set)
        self.longest = 1
        for name, codes, full in _cldr(lang):
            folded = tuple(fold(word) for word in re.findall(r"[^\W\d_]+", name.casefold()))
            if not folded or len(name) < 3:
                continue
            if full:
                self.longest = max(self.longest, min(len(folded), 4))
                self._names[" ".join(folded)] |= codes
            elif len(folded) == 1:
                self._stems[folded[0]] |= codes
            if len(folded) == 1 and len(folded[0]) > 3 and not any("/" in code for code in codes):
                self._stems[_ENDING.sub("", folded[0])] |= codes
        self._written = [(name, frozenset(codes)) for name, codes, _ in _cldr(lang) if _CJK.search(name)]
        self.hinted = functools.lru_cache(maxsize=100_000)(self._hinted)

    def named(self, folded: str) -> frozenset[str]:
        """The places of which this is the full name, words folded and joined by spaces."""
        return frozenset(self._names.get(folded, ()))

    def _hinted(self, folded: str) -> frozenset[str]:
        """The places that a folded word may name or be derived from: *German*, *Germans*, *Germany*."""
        codes: set[str] = set()
        for table, word in ((self._names, folded), (self._stems, folded), (self._stems, _ENDING.sub("", folded))):
            codes |= table.get(word, set())
        if not codes and len(folded) > 6:
            # Case endings of Estonian, Finnish, Polish and their like.
            codes |= next((self._names[stem] for cut in (1, 2, 3) if (stem := folded[:-cut]) in self._names), set())
        for stem, whole, code in _table()[0].get(folded[:2], ()):
            if folded == stem or (not whole and folded.startswith(stem)):
                codes.add(code)
        return frozenset(codes)

    def derived(self, folded: str) -> bool:
        """Whether the word is by CLDR the name of a place in this language, or made of it: *Spanish*, *spanische*."""
        forms = (self._names, folded), (self._stems, folded), (self._stems, _ENDING.sub("", folded))
        return any(word in table for table, word in forms) and self.is_place(folded)

    def is_place(self, folded: str) -> bool:
        """Whether the word may name a place or be derived from it, given names aside."""
        return any(not code.startswith(GIVEN) for code in self.hinted(folded))

    def is_given(self, folded: str) -> bool:
        """Whether the word is a given name or people of the table."""
        return any(code.startswith(GIVEN) for code in self.hinted(folded))

    def written(self, text: str) -> frozenset[str]:
        """The places that a text without spaces between words may name."""
        codes = {code for word, code in _table()[1] if word in text}
        return frozenset(codes.union(*(found for name, found in self._written if name in text)))

    def spelled(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """The full names of places in a text without spaces between words: start, end, places."""
        found: list[tuple[int, int, frozenset[str]]] = []
        for name, codes in self._written:
            at = text.find(name) if len(name) > 1 else -1
            while at >= 0:
                found.append((at, at + len(name), codes | self.written(name)))
                at = text.find(name, at + len(name))
        found.sort(key=lambda place: (place[0], -place[1]))
        kept: list[tuple[int, int, frozenset[str]]] = []
        for place in found:
            if not kept or place[0] >= kept[-1][1]:
                kept.append(place)
        return kept


@functools.cache
def atlas(lang: str) -> Atlas:
    """The atlas of a language, by its primary tag."""
    return Atlas(lang)


@functools.cache
def titles() -> frozenset[str]:
    """Abbreviations before a name, lower case, whose full stop ends no sentence."""
    return frozenset(_data()["titles"])


@functools.cache
def pronouns(lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that may stand for a name in a language, and beginnings of such words, lower case."""
    forms = _data()["pronouns"].get(lang, "").split()
    return frozenset(forms), tuple(form[:-1] for form in forms if form.endswith("*"))


@functools.cache
def ordinary() -> frozenset[str]:
    """Words with a capital that are no names, or are translated, lower case."""
    return frozenset(_data()["ordinary"])


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("mtqe").joinpath("data/names.toml").read_text(encoding="utf-8"))


@functools.cache
def _table() -> tuple[dict[str, list[tuple[str, bool, str]]], list[tuple[str, str]]]:
    """Beginnings of words by their first two letters, and words of scripts without spaces, each with its place."""
    alphabetic: dict[str, list[tuple[str, bool, str]]] = defaultdict(list)
    written: list[tuple[str, str]] = []
    rows = [(f"row{number}", row) for number, row in enumerate(_data()["places"])]
    rows += [(f"{GIVEN}{number}", row) for number, row in enumerate(_data()["given"])]
    for code, row in rows:
        for word in row.split():
            if _CJK.search(word):
                written.append((word, code))
                continue
            plain = word.rstrip("=").replace("-", "").casefold()
            # A vowel that follows may change the sound of the last consonant.
            for stem in {fold(plain), fold(plain + "e").removesuffix("e")}:
                alphabetic[stem[:2]].append((stem, word.endswith("=") or len(stem) < 3, code))
    return alphabetic, written


def _cldr(lang: str) -> Iterable[tuple[str, set[str], bool]]:
    """Names of territories, languages and cities, the places they stand for, and whether they name them.

    A language hints at its country; a city stands for itself and its country, which it may speak for.
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        locale = Locale(lang)
    except UnknownLocaleError:
        return
    for code, name in locale.territories.items():
        if code not in _NO_PLACE:
            yield name, {_whole(code)}, True
    likely = get_global("likely_subtags")
    for code, name in locale.languages.items():
        home = _HOME.get(code, str(likely.get(code, "")).rpartition("_")[2])
        if len(code) == 2 and home:
            yield name, {_whole(home)}, False
    for zone, country in get_global("zone_territories").items():
        if zone.startswith("Antarctica/"):
            continue
        named = locale.time_zones.get(zone, {}).get("city")
        plain = zone.rpartition("/")[2].replace("_", " ")
        for city in {named or plain, plain} if lang == "en" else {named} - {None}:
            yield city, {zone, _whole(country)}, True


def _whole(code: str) -> str:
    """What a part of a continent or nation belongs to: *southern Europe* is in Europe, and both Koreas are Korea."""
    return _PART_OF.get(code, code)
