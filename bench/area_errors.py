"""Errors of every area that can be put into clean translations of any language with English, for `bench.areas`.

Three ways make an error without knowledge of the foreign language. Figures, names in Latin letters, sentences and
clauses are changed in the translation. Number words, months and negations are changed in the English text, whichever
side it is. Dates, times, amounts and countries are appended to both sides (`bench.area_values`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from babel import Locale

from bench.area_values import VALUES, Langs, Plant, Planted, Row, appended, country, decimal, like, number_format
from bench.markup import PIECES, harm, put
from mtqe.language import sentences
from mtqe.model.areas import Area

Edit = tuple[int, int, str]
"""Start and end of a piece of a text, and its replacement."""

FIGURE = re.compile(
    r"(?<![A-Za-zÀ-ӿ\d.,:/+#&@_%$({\[<–-])\d+(?:[.,٫٬]\d+)*(?![A-Za-zÀ-ӿ\d:/@_)}\]>–-]|[.,٫٬]\d| ?[%٪％°])"
)
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
LATIN_NAME = re.compile(r"(?<![A-Za-z\d_./@#$%{<&-])[A-Z][a-z]{3,}(?![A-Za-z\d_/@}>-])")
CLAUSE = re.compile(r"[,;:、，；：،؛]|\s[–—-]\s")
NEGATION = re.compile(r"\b(?:not?|never|cannot|none|nobody|nothing|neither|nor|without|unless|only)\b|n['’]t\b", re.I)
LOST = (
    (re.compile(r"\bcannot\b"), "can"),
    (re.compile(r"(?<=\b(?:is|do) )not "), ""),
    (re.compile(r"(?<=\b(?:are|was|has|can|may) )not "), ""),
    (re.compile(r"(?<=\b(?:were|have|will|must|does) )not "), ""),
    (re.compile(r"(?<=\b(?:could|would) )not "), ""),
    (re.compile(r"(?<=\bshould )not "), ""),
    (re.compile(r"\bnever (?=[a-z])"), "always "),
    (re.compile(r"\bwithout\b"), "with"),
)
"""Negations of an English text, and what replaces them."""
GAINED = re.compile(r"\b(?:is|are|was|were|will|can|could|should|must)\b(?= [a-z])(?! be able)")
COUNTS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty",
    "thirty", "forty", "fifty", "sixty",
)  # fmt: skip
COUNT = re.compile(rf"(?<![\w-])(?:{'|'.join(COUNTS)})(?![\w-]| or (?:more|less))", re.I)
MAGNITUDES = {"hundred": "thousand", "thousand": "million", "million": "billion", "billion": "million"}
MAGNITUDE = re.compile(rf"\b(?:{'|'.join(MAGNITUDES)})\b")
MONTHS = tuple(Locale("en").months["format"]["wide"].values())
WEEKDAYS = tuple(Locale("en").days["format"]["wide"].values())
NAMED_TIME = re.compile(rf"\b(?:{'|'.join((*MONTHS, *WEEKDAYS))})\b(?<!May)")


def in_target(find: Callable[[Row, Langs], list[Edit]]) -> Plant:
    """Change a place of the translation."""

    def plant(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
        edits = find(row, langs)
        if not edits:
            return None
        start, end, new = rng.choice(edits)
        return changed(row, row.target[:start] + new + row.target[end:])

    return plant


def in_english(find: Callable[[str], list[Edit]]) -> Plant:
    """Change a place of the English text, whichever side it is."""

    def plant(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
        side = langs.index("en")
        edits = find(row[side])
        if not edits:
            return None
        start, end, new = rng.choice(edits)
        text = row[side][:start] + new + row[side][end:]
        return Planted(row[:2], (text, row.target) if side == 0 else (row.source, text))

    return plant


def changed(row: Row, target: str) -> Planted | None:
    """A pair with another translation, none if nothing is left or nothing changed."""
    return Planted(row[:2], (row.source, target)) if target.strip() not in ("", row.target.strip()) else None


# --- numbers ----------------------------------------------------------------------------------------------------------


def figures(row: Row) -> list[re.Match[str]]:
    """The numbers in figures of the translation that the source has too."""
    there = {decimal(match[0]) for match in FIGURE.finditer(row.source)}
    return [match for match in FIGURE.finditer(row.target) if decimal(match[0]) in there]


def digit_changed(row: Row, langs: Langs) -> list[Edit]:
    return [(m.start(), m.start() + 1, like(m[0][0], unicodedata.decimal(m[0][0]) % 9 + 1)) for m in figures(row)]


def times_ten(row: Row, langs: Langs) -> list[Edit]:
    return [(m.end(), m.end(), like(m[0][0], 0)) for m in figures(row) if m[0].isdecimal() and decimal(m[0]) != "0"]


def number_lost(row: Row, langs: Langs) -> list[Edit]:
    return [
        (m.start(), m.end() + (row.target[m.end() : m.end() + 1] == " "), "")
        for m in figures(row)
        if int(decimal(m[0])) > 3
    ]


def count_changed(text: str) -> list[Edit]:
    return [cased(match, COUNTS[(COUNTS.index(match[0].lower()) + 2) % len(COUNTS)]) for match in COUNT.finditer(text)]


def magnitude_changed(text: str) -> list[Edit]:
    return [cased(match, MAGNITUDES[match[0]]) for match in MAGNITUDE.finditer(text)]


def named_time_changed(text: str) -> list[Edit]:
    edits = []
    for match in NAMED_TIME.finditer(text):
        kin = MONTHS if match[0] in MONTHS else WEEKDAYS
        edits.append((*match.span(), kin[(kin.index(match[0]) + 2) % len(kin)]))
    return edits


def cased(match: re.Match[str], new: str) -> Edit:
    """An edit that keeps the capital."""
    return *match.span(), new.capitalize() if match[0][0].isupper() else new


# --- names ------------------------------------------------------------------------------------------------------------


def name_replaced(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    """A name in Latin letters that both sides have becomes a name of another text."""
    both = set(LATIN_NAME.findall(row.source)) & set(LATIN_NAME.findall(row.target))
    shared = [
        m
        for m in LATIN_NAME.finditer(row.target)
        if m.start() and m[0] in both and m[0] in NAME.findall(row[langs.index("en")])
    ]
    if not shared:
        return None
    for _ in range(30):
        found = NAME.findall(rng.choice(rows)[langs.index("en")])
        if found and found[0] not in row.source + row.target:
            match = rng.choice(shared)
            return changed(row, row.target[: match.start()] + found[0] + row.target[match.end() :])
    return None


# --- negation ---------------------------------------------------------------------------------------------------------


def negation_lost(text: str) -> list[Edit]:
    if len(NEGATION.findall(text)) != 1:
        return []
    return [(*match.span(), new) for pattern, new in LOST for match in pattern.finditer(text)]


def negation_gained(text: str) -> list[Edit]:
    if NEGATION.search(text):
        return []
    return [(match.end(), match.end(), " not") for match in GAINED.finditer(text)]


# --- omission and addition --------------------------------------------------------------------------------------------


def clause(text: str, rng: random.Random) -> tuple[int, int] | None:
    """From one mark inside a sentence to the next, or to the end; at most two thirds of the text."""
    marks = [match.start() for match in CLAUSE.finditer(text)]
    if not marks:
        return None
    place = rng.randrange(len(marks))
    end = marks[place + 1] if place + 1 < len(marks) else len(text.rstrip()) - 1
    least = 6 if unspaced(text) else 14
    return (marks[place], end) if least < end - marks[place] < 0.67 * len(text) else None


def unspaced(text: str) -> bool:
    """Whether a text is written without spaces between words."""
    return text.count(" ") < len(text) / 18


def clause_lost(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    span = clause(row.target, rng)
    return changed(row, row.target[: span[0]] + row.target[span[1] :]) if span else None


def clause_added(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    span = clause(row.target, rng)
    donor = rng.choice(rows).target
    new = clause(donor, rng)
    if not span or not new or donor == row.target:
        return None
    return changed(row, row.target[: span[0]] + donor[slice(*new)] + row.target[span[0] :])


def split(text: str, lang: str) -> list[tuple[int, int]]:
    """The sentences of a text; none if one of them is so short that it may be an abbreviation or a mere word."""
    places = sentences.places(text, lang)
    return places if all(end - start >= (7 if unspaced(text) else 15) for start, end in places) else []


def sentence_lost(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    places = split(row.target, langs[1])
    if len(places) < 2 or len(split(row.source, langs[0])) < 2:
        return None
    start, end = rng.choice(places)
    return changed(row, (row.target[:start] + row.target[end:].lstrip()).strip())


def sentence_added(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    new = rng.choice(rows).target
    if (
        new == row.target
        or new[-1] not in ".。!?؟।"
        or row.target[-1] not in ".。!?؟।"
        or len(new) > 1.5 * len(row.target)
    ):
        return None
    return changed(row, row.target + ("" if unspaced(row.target) else " ") + new)


def half_lost(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    cut = row.target.rfind(" ", 0, len(row.target) // 2 + 1) if not unspaced(row.target) else len(row.target) // 2
    return changed(row, row.target[:cut]) if cut > 8 else None


# --- language, hallucination, markup, form ----------------------------------------------------------------------------


def source_kept(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    return changed(row, row.source)


def sentence_kept(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    left, right = split(row.source, langs[0]), split(row.target, langs[1])
    if len(left) != len(right) or len(right) < 2:
        return None
    place = rng.randrange(len(right))
    start, end = right[place]
    return changed(row, row.target[:start] + row.source[slice(*left[place])] + row.target[end:])


def third_language(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    return changed(row, row.third)


def other_translation(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    for _ in range(30):
        new = rng.choice(rows)
        if new.source != row.source and 0.7 < len(new.target) / len(row.target) < 1.4:
            return changed(row, new.target)
    return None


def end_repeated(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    glue = "" if unspaced(row.target) else " "
    tail = row.target[-8:] if unspaced(row.target) else " ".join(row.target.split()[-3:])
    return changed(row, row.target + (glue + tail) * 5)


def markup(check: str) -> Plant:
    """Put a piece of markup into both sides, and spoil that of the translation."""

    def plant(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
        piece, where = rng.choice(PIECES[check]), rng.random()
        source, target = (put(text, where, *piece) for text in row[:2])
        return Planted((source, target), (source, harm(target, piece, rng)))

    return plant


def garbled(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    """UTF-8 read as Windows-1252."""
    return changed(row, row.target.encode().decode("cp1252", errors="replace"))


def mark_doubled(row: Row, langs: Langs, rng: random.Random, rows: Sequence[Row]) -> Planted | None:
    return changed(row, row.target + row.target[-1]) if row.target[-1] in ".。।" and row.target[-2:] != ".." else None


KINDS: dict[Area, dict[str, Plant]] = {
    "numbers": {
        "digit changed": in_target(digit_changed),
        "number times ten": in_target(times_ten),
        "number lost": in_target(number_lost),
        "number word changed": in_english(count_changed),
        "thousand, million, billion exchanged": in_english(magnitude_changed),
        "month or weekday changed": in_english(named_time_changed),
        **VALUES,
    },
    "names": {"name replaced": name_replaced, "country replaced": appended(country)},
    "negation": {"negation lost": in_english(negation_lost), "negation gained": in_english(negation_gained)},
    "omission": {
        "clause lost": clause_lost,
        "sentence lost": sentence_lost,
        "second half lost": half_lost,
        "clause added": clause_added,
        "sentence added": sentence_added,
    },
    "language": {
        "source in place of the translation": source_kept,
        "one sentence left in the source language": sentence_kept,
        "translation in a third language": third_language,
    },
    "hallucination": {"translation of another text": other_translation, "end repeated": end_repeated},
    "markup": {
        "tag": markup("MRK103"),
        "placeholder": markup("MRK104"),
        "address": markup("MRK105"),
        "escape": markup("MRK107"),
        "code": markup("MRK109"),
    },
    "locale": {"number format of the source": number_format},
    "form": {"letters garbled": garbled, "full stop doubled": mark_doubled},
}
"""The errors of each area; terminology needs a glossary and is measured by `bench.terms`."""
