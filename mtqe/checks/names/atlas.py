"""Finds the places and people that words of different languages mean.

The names of territories, languages and cities are from CLDR and from `mtqe/data/cities.txt`.
"""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files

from mtqe.checks.names.equivalents import CJK, GIVEN, data, table
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sound import fold
from mtqe.machine import cache, word_table

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
NONE: frozenset[str] = frozenset()
_ENDING = late(r"(?<=.{4})(?:[aeiouns]|er|sk|lk)+$")
_FULL, _STEM, _BEGUN, _LONGEST = "=", "~", ">", "#"
"""Before the words of the table: a folded full name, a beginning, the first Chinese character; the longest name."""
_CELLS, _ROWS = "\x1f", "\x1e"
_LETTERS = late(r"[^\W\d_]+")
_FEW_LETTERS = 4
"""Letters: a beginning of at most this length with at least this many after it may be another word."""
_STATES = {"UK": "GB", "GB": "GB"}
"""Countries by their acronyms. Like their names, these may be translated by the name of the capital."""
_LONGEST_SHORT = 3
"""Letters: of the longest word that hints at a place only with a capital: *US*, but not *us*."""


class Atlas:
    """The places that words of one language name. A place is a code.

    Args:
        lang: Primary language tag.
    """

    def __init__(self, lang: str) -> None:
        self._genitive = language(lang).names.genitive_s
        self._rows = word_table.kept(f"places-{lang}-{_version()}", lambda: _content(lang))
        self.longest = int(self._rows[_LONGEST])
        self.written = functools.lru_cache(maxsize=8192)(self._written)
        self.hinted = functools.lru_cache(maxsize=8192)(self._hinted)
        self.certain = functools.lru_cache(maxsize=8192)(self._certain)
        self.named = functools.lru_cache(maxsize=8192)(self._named)

    def _named(self, folded: str) -> frozenset[str]:
        """The places that have this full name; its words are folded and joined by spaces."""
        codes = self._codes(_FULL, folded)
        if not codes and self._genitive and folded.endswith("s"):
            codes = self._codes(_FULL, folded[:-1])
        return codes

    def _codes(self, kind: str, word: str) -> frozenset[str]:
        """The codes of a folded name or of the beginning of a name."""
        return frozenset(self._rows.get(kind + word, "").split()) or NONE

    def _written(self, char: str) -> list[tuple[str, frozenset[str], bool]]:
        """The names in Chinese characters that begin with a character: name, codes, whether it is a full name."""
        rows = (row.split(_CELLS) for row in self._rows.get(_BEGUN + char, "").split(_ROWS) if row)
        return [(name, frozenset(codes), full == _FULL) for name, full, *codes in rows]

    def hints(self, folded: str, text: str) -> frozenset[str]:
        """Return the places that a word may name or be derived from, by its folded form and as it is written."""
        if not text[:1].isupper():
            return NONE if len(folded) <= _LONGEST_SHORT else self.hinted(folded)
        code = acronym(text) or _STATES.get(text)
        return self.hinted(folded) | {code} if code else self.hinted(folded)

    def _hinted(self, folded: str) -> frozenset[str]:
        """The places that a folded word may name or be derived from: *German*, *Germans*, *Germany*."""
        codes = set(self._named(folded))
        for word in (folded, _ENDING.sub("", folded)):
            codes |= self._codes(_STEM, word)
        if not codes and len(folded) > 6:
            # Case endings of languages such as Estonian, Finnish and Polish.
            codes |= next(filter(None, (self._codes(_FULL, folded[:-cut]) for cut in (1, 2, 3))), NONE)
        return frozenset(codes | {code for _, code in _rows(folded)}) or NONE

    def _certain(self, folded: str) -> frozenset[str]:
        """The hinted places without those that may be a coincidence, as *Nordafrika* hints at Norway."""
        codes = {
            code
            for ending, code in _rows(folded)
            if len(ending) < _FEW_LETTERS or len(folded) - len(ending) > _FEW_LETTERS
        }
        return self._named(folded).union(codes, self._codes(_STEM, folded))

    def is_place_or_derived(self, folded: str) -> bool:
        """Return whether CLDR has the word as a name of a place, or as derived from one: *Spanish*, *spanische*."""
        forms = _FULL + folded, _STEM + folded, _STEM + _ENDING.sub("", folded)
        return any(form in self._rows for form in forms) and self.is_place(folded)

    def is_language(self, folded: str) -> bool:
        """Return whether CLDR has the word as the name of a language: *Dänisch*."""
        return _STEM + folded in self._rows

    def is_place(self, folded: str) -> bool:
        """Return whether the word may name a place or be derived from one. Given names do not count."""
        return has_place(self.hinted(folded))

    def is_given(self, folded: str) -> bool:
        """Return whether the table has the word as a given name or a people."""
        return any(code.startswith(GIVEN) for code in self.hinted(folded))

    def places_in(self, text: str) -> frozenset[str]:
        """Return the places that a text without spaces between words may name."""
        return NONE.union(*(codes for _, _, codes, _ in self._words_in(text)))

    def full_names_in(self, text: str) -> list[tuple[int, int, frozenset[str]]]:
        """Return the full names of places in a text without spaces between words: start, end, places."""
        names: list[tuple[int, int, frozenset[str]]] = []
        for start, end, _, full in sorted(self._words_in(text), key=lambda word: (word[0], -word[1])):
            if full and (not names or start >= names[-1][1]):
                names.append((start, end, self.places_in(text[start:end])))
        return names

    def _words_in(self, text: str) -> list[tuple[int, int, frozenset[str], bool]]:
        """The words of the tables in a text: start, end, places, whether it is a full name."""
        return [
            (at, at + len(word), codes, full)
            for at, char in enumerate(text)
            for word, codes, full in self.written(char)
            if text.startswith(word, at)
        ]


def _content(lang: str) -> dict[str, str]:
    """The rows of the table of a language: folded names, beginnings of names, and names in Chinese characters."""
    names: dict[str, set[str]] = defaultdict(set)
    written: dict[str, list[str]] = defaultdict(list)
    longest = 1
    for place in places(lang):
        if not place.name.isascii() and CJK.search(place.name):
            full = place.full and len(place.name) > 1
            written[place.name[0]].append(_row(place.name, full, place.codes))
            continue
        folded = _folded(place.name)
        if not folded or len(place.name) < 3:
            continue
        if place.full:
            longest = max(longest, min(len(folded), 4))
            names[_FULL + " ".join(folded)] |= place.codes
        elif len(folded) == 1:
            names[_STEM + folded[0]] |= place.codes
        if len(folded) == 1 and len(folded[0]) > 3 and not any("/" in code or "city" in code for code in place.codes):
            names[_STEM + _ENDING.sub("", folded[0])] |= place.codes
    for word, full, code in table().characters:
        written[word[0]].append(_row(word, full, {code}))
    rows = {name: " ".join(sorted(codes)) for name, codes in names.items()}
    return rows | {_BEGUN + char: _ROWS.join(found) for char, found in written.items()} | {_LONGEST: str(longest)}


def _row(name: str, full: bool, codes: Collection[str]) -> str:
    return _CELLS.join([name, _FULL if full else _STEM, *sorted(codes)])


@functools.cache
def _version() -> str:
    """A hash over all that the tables depend on."""
    import babel

    return hashlib.blake2b(f"{babel.__version__} {cache.package()}".encode(), digest_size=8).hexdigest()


@functools.lru_cache(maxsize=8192)
def _folded(name: str) -> tuple[str, ...]:
    """The words of a name, folded. Most names of cities are in the atlases of all languages."""
    return tuple(map(fold, _LETTERS.findall(name.casefold())))


def _rows(folded: str) -> list[tuple[str, str]]:
    """The rows of the table that a folded word may belong to: the letters after their beginning, code."""
    return [
        (folded[len(stem) :], code)
        for stem, is_full_word, code in table().beginnings.get(folded[:2], ())
        if folded == stem or (not is_full_word and folded.startswith(stem))
    ]


def share_place(codes: frozenset[str], other_codes: Collection[str]) -> bool:
    """Return whether two sets of places have one in common. A city and its country count as the same."""
    if not other_codes:
        return False
    for code in codes:
        is_country_of_city = code.endswith(INSIDE)
        if (code[:-1] in other_codes) if is_country_of_city else (code in other_codes or code + INSIDE in other_codes):
            return True
    return False


@functools.cache
def _countries() -> dict[str, frozenset[str]]:
    """The codes of CLDR of the countries that the rows of the table are of, by the code of the row."""
    from babel import Locale

    countries: dict[str, set[str]] = defaultdict(set)
    for code, name in Locale("en").territories.items():
        words = [_Folded(word) for word in _folded(name)]
        rows = {row for _, row in _rows(words[0].fold)} if len(words) == 1 else set()
        rows |= {row for at, end, row in table().phrases_in(words) if (at, end) == (0, len(words))}
        if code.isalpha() and len(rows) == 1:
            countries[rows.pop()].add(parent(code))
    return {row: frozenset(codes) for row, codes in countries.items()}


@dataclass(frozen=True, slots=True)
class _Folded:
    """A word of a name, spelled by sound."""

    fold: str


def with_countries(codes: frozenset[str]) -> frozenset[str]:
    """Return places with the codes that CLDR has for the countries among them: *Spaniard* is スペイン."""
    return codes.union(*(_countries().get(code, NONE) for code in codes))


def acronym(text: str) -> str | None:
    """Return the code of a body by its acronym, which may end in s: *CNNs*."""
    acronyms = table().acronyms
    return acronyms.get(text) or (acronyms.get(text[:-1]) if text.endswith("s") else None)


def has_place(codes: frozenset[str]) -> bool:
    """Return whether one of the codes is a place or body, not a person."""
    return any(not code.startswith(GIVEN) for code in codes)


@functools.cache
def atlas(lang: str) -> Atlas:
    """Return the atlas of a language, by its primary tag."""
    return Atlas(lang)


def person(word: str) -> frozenset[str]:
    """Return the code of the person or given name that the table has for a word."""
    people, lower = table().people, word.casefold()
    code = people.get(lower) or people.get(lower.removesuffix("s"))
    return frozenset({code}) if code else NONE


@functools.cache
def titles() -> frozenset[str]:
    """Return abbreviations before names, in lower case, whose full stop does not end a sentence."""
    return frozenset(data()["titles"])


@functools.cache
def persons() -> frozenset[str]:
    """Return words before the name of a person, in lower case: *Mr*, *Frau*."""
    return frozenset(data()["persons"])


@functools.cache
def offices() -> tuple[str, ...]:
    """Return beginnings of words that may follow such a word without being a name, in lower case: *Mr President*."""
    return tuple(data()["offices"])


@functools.cache
def pronouns(lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return words that may replace a name in a language, and beginnings of such words, in lower case."""
    forms = data()["pronouns"].get(lang, "").split()
    return frozenset(forms), tuple(form[:-1] for form in forms if form.endswith("*"))


@functools.cache
def ordinary() -> frozenset[str]:
    """Return words with a capital that are not names or are translated, in lower case."""
    return frozenset(data()["ordinary"])


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
    zones, is_latin, is_english = locale.time_zones, language(lang).is_latin, language(lang).grammar == "english"
    for zone, country in get_global("zone_territories").items():
        if zone.startswith("Antarctica/"):
            continue
        local_name = zones.get(zone, {}).get("city")
        # CLDR leaves out names that are the same as in English.
        english_name = zone.rpartition("/")[2].replace("_", " ") if is_latin else None
        names = {local_name or english_name, english_name} if is_english else {local_name or english_name} - {None}
        for city in names:
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
