"""Critical errors planted in clean pairs: what a translation says and its source does not, and the reverse.

Every kind can be planted on either side, since the reader of a pair sees only that the two disagree: what was dropped
from a source is an addition in its translation.
"""

from __future__ import annotations

import dataclasses
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import wordlists
from babel import Locale
from changed import Changed, exchanged
from tongues import GAINED, LOST, UNITS, UNSPACED

if TYPE_CHECKING:
    from english import English

LANGUAGES = Path(__file__).parents[1] / "mtqe" / "language" / "tables"
LETTERS = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CLAUSE = re.compile(r"[,;:、，；：]|\s[–—-]\s")


@dataclasses.dataclass(frozen=True)
class Clean:
    """A source with a translation that is taken to be right."""

    source: str
    mt: str
    pair: str


@dataclasses.dataclass(frozen=True)
class Marked:
    """A pair with labels: whether an error is critical, and spans of what has no counterpart, None if not known."""

    source: str
    mt: str
    lost: tuple[tuple[int, int], ...] | None
    wrong: tuple[tuple[int, int], ...] | None
    critical: bool
    kind: str


Kind = Callable[[str, str, "Pools", str, random.Random], Changed | None]


class Pools:
    """Words, names, numbers and sentences of each language, to plant from."""

    def __init__(self, pairs: Sequence[Clean]) -> None:
        self.sentences: dict[str, list[str]] = defaultdict(list)
        self.words: dict[tuple[str, bool, str], list[str]] = defaultdict(list)
        self.names: dict[str, list[str]] = defaultdict(list)
        self.numbers: dict[str, list[str]] = defaultdict(list)
        self.places = {lang: places(lang) for lang in GAINED}
        self.turned = {lang: turned(lang) for lang in GAINED}
        self.lists = {lang: wordlists.load(lang) for lang in GAINED}
        self.english: English | None = None
        for pair in pairs:
            langs = pair.pair.split("-")
            shared = names_in_both(pair.source, pair.mt)
            for lang, text in zip(langs, (pair.source, pair.mt), strict=True):
                self.sentences[lang].append(text)
                self.names[lang] += shared
                self.numbers[lang] += NUMBER.findall(text)
                for word in LETTERS.findall(text):
                    if len(word) > 3:
                        self.words[lang, word[0].isupper(), word[-2:].lower()].append(word)


def places(lang: str) -> dict[str, str]:
    """Countries and regions by code."""
    return {code: name for code, name in Locale(lang).territories.items() if code.isalpha() and "(" not in name}


def turned(lang: str) -> dict[str, list[str]]:
    """Words of direction with their opposites."""
    table: dict[str, list[str]] = defaultdict(list)
    path = LANGUAGES / f"{lang}.toml"
    if not path.exists():
        return table
    for value in tomllib.loads(path.read_text(encoding="utf-8")).get("directions", {}).values():
        left, right = (side.split() for side in value.split("|")[:2])
        for word in left:
            table[word] += right[:2]
        for word in right:
            table[word] += left[:2]
    return table


def names_in_both(source: str, mt: str) -> list[str]:
    """Words with a capital that both sides have, the first of a text left out."""
    first = LETTERS.match(mt)
    there = set(LETTERS.findall(source))
    found = [word for word in LETTERS.findall(mt) if len(word) > 2 and word[0].isupper() and word in there]
    return [word for word in found if not first or word != first[0]]


def find(pattern: str, text: str, rng: random.Random) -> re.Match[str] | None:
    """A match at random."""
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def tokens(text: str, lang: str) -> list[tuple[int, int]]:
    """Stretches to cut at: words, or characters where a language does not part words."""
    return [match.span() for match in re.finditer(r"\S" if lang in UNSPACED else r"\S+", text)]


def stretch(text: str, lang: str, rng: random.Random, least: int, most: int) -> tuple[int, int] | None:
    """Some words in a row, at most half of the text."""
    cuts = tokens(text, lang)
    scale = 2 if lang in UNSPACED else 1
    most = min(most * scale, len(cuts) // 2)
    if most < least * scale:
        return None
    size = rng.randint(least * scale, most)
    at = rng.randrange(len(cuts) - size + 1)
    return cuts[at][0], cuts[at + size - 1][1]


def clause(text: str, rng: random.Random) -> tuple[int, int] | None:
    """From one mark of punctuation inside a sentence to the next, or to the end."""
    marks = [match.start() for match in CLAUSE.finditer(text)]
    if not marks:
        return None
    at = rng.randrange(len(marks))
    end = marks[at + 1] if at + 1 < len(marks) else len(text.rstrip()) - 1
    return (marks[at], end) if 6 < end - marks[at] < 0.7 * len(text) else None


def drop(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A clause, a phrase or the end is missing."""
    draw = rng.random()
    if draw < 0.45:
        span = clause(text, rng)
    elif draw < 0.9:
        span = stretch(text, lang, rng, 2, 8)
    else:
        span = stretch(text, lang, rng, 3, 12)
        span = (span[0], len(text.rstrip()) - 1) if span else None
    if span is None or span[1] <= span[0]:
        return None
    start, end = span
    if end < len(text) and text[end] == " " and start:
        end += text[start - 1] == " "
    return exchanged(text, start, end, "")


def insert(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A phrase, clause or sentence of another text comes in."""
    donor = rng.choice(pools.sentences[lang] or [text])
    if rng.random() < 0.12:
        return exchanged(text + " ", len(text) + 1, len(text) + 1, donor[:200], True) if donor != text else None
    taken = clause(donor, rng) if rng.random() < 0.4 else stretch(donor, lang, rng, 2, 7)
    if taken is None:
        return None
    cuts = tokens(text, lang)
    if len(cuts) < 4 or donor == text:
        return None
    new = donor[slice(*taken)].strip()
    at = cuts[rng.randrange(1, len(cuts))][0]
    if new[0] in ",;:":
        at = cuts[rng.randrange(len(cuts) - 1)][1]
        return exchanged(text, at, at, new, True)
    glue = "" if lang in UNSPACED else " "
    return Changed(text[:at] + new + glue + text[at:], (at, at + len(new)), True)


def replace(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """One to five words become others."""
    donor = rng.choice(pools.sentences[lang])
    here, taken = stretch(text, lang, rng, 1, 5), stretch(donor, lang, rng, 1, 5)
    if here is None or taken is None or donor == text:
        return None
    return exchanged(text, *here, donor[slice(*taken)])


def word(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A content word becomes another with the same ending and capital."""
    found = [match for match in LETTERS.finditer(text) if len(match[0]) > 4]
    if not found or lang in UNSPACED:
        return None
    match = rng.choice(found)
    like = pools.words[lang, match[0][0].isupper(), match[0][-2:].lower()]
    new = rng.choice(like) if like else ""
    if not new or new.lower()[:4] == match[0].lower()[:4] or new in text:
        return None
    return exchanged(text, *match.span(), new)


def name(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A name becomes another one, or a country another country."""
    known = pools.places.get(lang, {})
    there = [(code, place) for code, place in known.items() if place in text]
    if there and rng.random() < 0.6:
        _, place = rng.choice(there)
        start = text.index(place)
        return exchanged(text, start, start + len(place), rng.choice([one for one in known.values() if one != place]))
    shared = names_in_both(other, text)
    if not shared or not pools.names[lang]:
        return None
    old = rng.choice(shared)
    start = text.index(old)
    draw = rng.random()
    if draw < 0.15:  # it is gone
        return exchanged(text, start, start + len(old) + 1, "") if start else None
    if draw < 0.3 and len(set(shared)) > 1:
        new = rng.choice([one for one in shared if one != old])
    elif draw < 0.4 and known:
        new = rng.choice(list(known.values()))
    else:
        new = rng.choice(pools.names[lang])
    return exchanged(text, start, start + len(old), new) if new != old else None


def number(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A number or a unit of magnitude becomes another, or a number comes in."""
    units = UNITS.get(lang, ())
    match = find("|".join(units), text, rng) if units and rng.random() < 0.15 else None
    if match:
        return exchanged(text, *match.span(), rng.choice([unit for unit in units if unit != match[0]]))
    match = find(NUMBER.pattern, text, rng)
    if match is None:
        return None
    draw = rng.random()
    digits = list(match[0])
    if draw < 0.35:
        at = rng.choice([k for k, digit in enumerate(digits) if digit.isdigit()])
        digits[at] = rng.choice([digit for digit in "123456789" if digit != digits[at]])
        new = "".join(digits)
    elif draw < 0.5:
        new = match[0] + rng.choice("0123456789")
    else:
        new = rng.choice(pools.numbers[lang] or [match[0]])
    return exchanged(text, *match.span(), new) if new != match[0] else None


def negation(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A negation is lost or gained."""
    rules = list((LOST if rng.random() < 0.5 else GAINED).get(lang, ()))
    rng.shuffle(rules)
    for pattern, new in rules:
        match = find(pattern, text, rng)
        if match:
            return exchanged(text, *match.span(), match.expand(new))
    return None


def direction(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A word of direction becomes its opposite."""
    table = pools.turned.get(lang, {})
    found = [match for match in LETTERS.finditer(text) if table.get(match[0].lower())]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice(table[match[0].lower()])
    return exchanged(text, *match.span(), new.capitalize() if match[0][0].isupper() else new)


def untranslated(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """Words of the other side in place of some."""
    here, taken = stretch(text, lang, rng, 1, 6), stretch(other, "en", rng, 1, 6)
    return exchanged(text, *here, other[slice(*taken)]) if here and taken else None


KINDS: dict[Kind, int] = {
    drop: 22, insert: 20, replace: 12, word: 6, name: 18, number: 6, negation: 11, direction: 4, untranslated: 2
}  # fmt: skip
"""How often each kind is drawn."""
FIRST = KINDS | {word: 10, name: 20, number: 10, negation: 12, direction: 5}
"""The same in the first run of the critic, which had no errors of `exchange.py`."""


def plant(pair: Clean, pools: Pools, rng: random.Random, kinds: dict[Kind, int] = KINDS) -> Marked | None:
    """An error of a kind at random on a side at random, None where it does not fit."""
    return planted(pair, rng.choices(list(kinds), list(kinds.values()))[0], pools, rng)


def planted(pair: Clean, kind: Kind, pools: Pools, rng: random.Random) -> Marked | None:
    """An error of a kind on a side at random, None where it does not fit."""
    on_source = rng.random() < 0.35
    sides = (pair.source, pair.mt)
    langs = pair.pair.split("-")
    text, other = sides[not on_source], sides[on_source]
    changed = kind(text, other, pools, langs[not on_source], rng)
    if changed is None or changed.text.strip() in ("", text.strip()):
        return None
    mine = (changed.span, *changed.also) if changed.span else ()
    theirs = () if changed.alone else None
    if on_source:
        return Marked(changed.text, pair.mt, mine, theirs, True, kind.__name__)
    return Marked(pair.source, changed.text, theirs, mine, True, kind.__name__)
