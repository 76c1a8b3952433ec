"""Errors that change what a text says and leave it fluent: opposites, others of a kind, quantities, modality, time.

Words come from the lists of each language (`words/`), in English also from WordNet. Like those of `plant.py`, every
kind is a function that gives None where it does not fit.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

import grammar
from babel import Locale
from changed import Changed, exchanged, several
from plant import NUMBER, Kind, Pools, names_in_both
from tongues import ELIDED, QUESTION, UNSPACED
from wordlists import Place

VOWEL = re.compile("[aeiouyhàâäéèêëîïôöùûüœ]", re.IGNORECASE)
YEAR = re.compile(r"(?:1[89]|20)\d\d")
FARTHEST = 15
"""So many years at most lie between a year and the wrong one."""
APART = 15
"""Names and numbers that change places have so many characters between them: nearer ones are often of one list."""


def places(text: str, pools: Pools, lang: str, section: str) -> list[Place]:
    """Where words of a list stand, with what can stand there."""
    table = pools.lists.get(lang, {}).get(section)
    found = table.places(text) if table else []
    kept = []
    for place in found:
        others = tuple(new for new in place.others if agrees(text, place.start, place.end, new, lang))
        if others:
            kept.append(Place(place.start, place.end, others))
    return kept


def agrees(text: str, start: int, end: int, new: str, lang: str) -> bool:
    """Whether a word can stand where another did: it is not there already, and fits a shortened article before it."""
    before = text[:start]
    if new and (before.rstrip().lower().endswith(new.lower()) or text[end:].lstrip().lower().startswith(new.lower())):
        return False
    elided = ELIDED.get(lang)
    if elided and new and (before.endswith(("'", "’")) or re.search(rf"\b(?:{elided}) $", before, re.IGNORECASE)):
        return bool(VOWEL.match(new)) is bool(VOWEL.match(text[start:end]))
    return True


def listed(section: str, text: str, pools: Pools, lang: str, rng: random.Random, every: float = 0.0) -> Changed | None:
    """A word of a list exchanged; with a share of `every`, all words of it."""
    found = places(text, pools, lang, section)
    if not found:
        return None
    chosen = found if rng.random() < every else [rng.choice(found)]
    edits = [(place.start, place.end, rng.choice(place.others)) for place in chosen]
    if lang == "en" and len(edits) == 1:
        return grammar.placed(text, *edits[0])
    return several(text, edits)


def antonym(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A word becomes its opposite."""
    if pools.english and lang == "en" and rng.random() < 0.6:
        return grammar.by_meaning(pools.english, text, "antonym", rng)
    return listed("antonym", text, pools, lang, rng)


def kin(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A word becomes another of its kind."""
    return listed("kin", text, pools, lang, rng)


def quantifier(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """How much, how many, how often, before or after."""
    return listed("quantifier", text, pools, lang, rng)


def numeral(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A number in words becomes another."""
    return listed("numeral", text, pools, lang, rng)


def modal(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """What must be may be, and so on."""
    return listed("modal", text, pools, lang, rng)


def person(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """Whose it is, and of how many: ours becomes theirs."""
    return listed("person", text, pools, lang, rng)


def conjunction(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A conjunction or preposition becomes another of other meaning."""
    return listed("conjunction", text, pools, lang, rng)


def unjoined(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A conjunction is left out."""
    found = places(text, pools, lang, "dropped")
    if not found or len(found[0].others) > 1:
        return None
    place = rng.choice(found)
    end = place.end + (text[place.end : place.end + 1] == " ")
    rest = text[end:]
    if place.start == 0 or text[: place.start].rstrip().endswith((".", "!", "?", ":")):
        rest = rest.lstrip(",， ")
        rest = rest[:1].upper() + rest[1:]
    return Changed(text[: place.start] + rest, None) if rest.strip() else None


def gender(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """He becomes she, a father a mother."""
    if lang == "en" and rng.random() < 0.7:
        return grammar.gender(text, rng)
    return listed("gender", text, pools, lang, rng, 0.5)


def tense(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """What was becomes what is or will be."""
    if lang == "en":
        return grammar.tense(pools.english, text, rng) if pools.english else None
    return listed("tense", text, pools, lang, rng)


def _english(name: str, text: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    return grammar.by_meaning(pools.english, text, name, rng) if pools.english and lang == "en" else None


def noun(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """An English noun becomes another of its kind."""
    return _english("noun", text, pools, lang, rng)


def verb(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """An English verb becomes another of its kind, in the same form."""
    return _english("verb", text, pools, lang, rng)


def adjective(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """An English adjective becomes another."""
    return _english("adjective", text, pools, lang, rng)


def hypernym(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """An English noun or verb becomes a wider or a narrower one."""
    return _english("hypernym", text, pools, lang, rng)


def aspect(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """What is going on becomes what is done."""
    return grammar.aspect(pools.english, text, rng) if pools.english and lang == "en" else None


def comparison(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """English: more becomes less, a comparative its reverse."""
    return grammar.comparison(pools.english, text, rng) if pools.english and lang == "en" else None


def plural(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """English: one becomes several, or several one."""
    return grammar.number(pools.english, text, rng) if pools.english and lang == "en" else None


def left_out(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """English: an adjective or adverb, a verb, a noun or a subject is left out."""
    return grammar.left_out(pools.english, text, rng) if pools.english and lang == "en" else None


def question(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A statement becomes a question."""
    if lang == "en":
        return grammar.question(pools.english, text, rng)
    ends = QUESTION.get(lang)
    if ends is None:
        return None
    for pattern, new in ends:
        match = re.search(pattern, text)
        if match and len(re.findall(r"[.!?。！？](?:\s|$)", text)) <= 1:
            opened = [(0, 0, "¿")] if lang == "es" else []
            return several(text, [*opened, (*match.span(), new)])
    return None


def figure(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A number becomes one that is as likely: another year, other digits, ten times as much."""
    found = [match for match in NUMBER.finditer(text) if not _within_word(text, match)]
    if not found:
        return None
    match = rng.choice(found)
    old = match[0]
    draw = rng.random()
    if YEAR.fullmatch(old):
        new = str(int(old) + rng.choice((-1, 1)) * rng.randint(1, FARTHEST))
    elif draw < 0.15 and len(old) > 1 and old[0] != old[1] and old[:2].isdigit() and old[1] != "0":
        new = old[1] + old[0] + old[2:]
    elif draw < 0.3 and old.isdigit():
        new = old + "0" if len(old) < 2 or not old.endswith("0") else old[:-1]
    else:
        places = [k for k, digit in enumerate(old) if digit.isdigit()]
        at = rng.choice(places)
        digits = [digit for digit in ("123456789" if at == 0 else "0123456789") if digit != old[at]]
        new = old[:at] + rng.choice(digits) + old[at + 1 :]
    return exchanged(text, *match.span(), new)


def _within_word(text: str, match: re.Match[str]) -> bool:
    """Whether digits are a part of a name or code, such as F11."""
    near = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return any(one.isascii() and (one.isalpha() or one in "_-/.") for one in near.rstrip("."))


def month(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """A month becomes another."""
    if lang in UNSPACED:
        return None
    names = list(Locale(lang).months["format"]["wide"].values())
    found = [
        match
        for name in names
        for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        if (name[0].isupper() and name not in ("May", "March"))
        or re.search(r"\d[.,]?(?: de| of)? $", text[: match.start()])
    ]
    if not found:
        return None
    match = rng.choice(found)
    return exchanged(text, *match.span(), rng.choice([name for name in names if name != match[0]]))


def swapped(text: str, other: str, pools: Pools, lang: str, rng: random.Random) -> Changed | None:
    """Two names or two numbers change places."""
    shared = set(names_in_both(other, text))
    pairs = []
    for pattern in ("|".join(map(re.escape, sorted(shared))), NUMBER.pattern):
        found = [match for match in re.finditer(pattern, text) if not _within_word(text, match)] if pattern else []
        for first, second in pairwise(found):
            between = text[first.end() : second.start()]
            if first[0] != second[0] and len(between) > APART and len(re.findall(r"\b[^\W\d_A-Z]{3,}", between)) > 1:
                pairs.append((first, second))
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return several(text, [(*first.span(), second[0]), (*second.span(), first[0])])


KINDS: dict[Kind, int] = {
    antonym: 20, verb: 8, adjective: 8, noun: 6, hypernym: 4, kin: 8, tense: 8, aspect: 1, modal: 5, quantifier: 7,
    comparison: 2, gender: 4, person: 2, plural: 1, conjunction: 4, unjoined: 5, numeral: 3, figure: 6, month: 1,
    swapped: 3, left_out: 6, question: 2,
}  # fmt: skip
"""How often each kind is drawn."""
