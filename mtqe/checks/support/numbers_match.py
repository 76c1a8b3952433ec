"""Which numbers of one text have no equal in the other, and which of them stand for each other."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtqe.checks.support.numbers import Number, numbers
from mtqe.checks.support.numbers_lexicon import Lexicon, Value, lexicon

METRES = {"in": 0.0254, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344, "mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0}
GRAMS = {"oz": 28.35, "lb": 453.6, "st": 6350.0, "g": 1.0, "kg": 1000.0, "t": 1e6, "jin": 500.0}
AREAS = {"acre": 4047.0, "ha": 10000.0, "mu": 666.7} | {unit + "2": size**2 for unit, size in METRES.items()}
VOLUMES = {"gal": 0.003785, "pt": 0.000473, "l": 0.001} | {unit + "3": size**3 for unit, size in METRES.items()}
WATTS = {"W": 1.0, "kW": 1e3, "MW": 1e6, "GW": 1e9}
SECONDS = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3}
SCALES: tuple[dict[str, float], ...] = (METRES | {"li": 500.0}, GRAMS, AREAS, VOLUMES, WATTS, SECONDS)
_MONEY = re.compile(
    r"[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|JPY|CNY|RMB|euros?|dollars?|pounds?|francs?|yen|yuan|pfund|franken|libras|livres|zł)\b",
    re.IGNORECASE,
)
_FEET = re.compile(r"\W?(?:foot|feet|ft\.?|['′])\W?", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:[%％]|per\s?cent|prozent|por ?cien|por cento|pour cent|procent|процент)", re.IGNORECASE)
_AMOUNT_IN_BRACKETS = re.compile(r"(?<=\w)\W{0,2}[(（\[][^()（）\[\]]{0,12}\d[^()（）\[\]]{0,24}[)）\]]")
_PART_BEFORE = re.compile(r"\w\Z|\d[.,:]\Z")
_PART_AFTER = re.compile(r"\w|[.,:]\d")
_SCORE = re.compile(r"(?<![A-Za-zÀ-ӿ0-9_.,:/–-])(\d{1,3})\s?[-–:]\s?(\d{1,3})(?![A-Za-zÀ-ӿ0-9_:/–-]|[.,]\d)")
_Score = tuple[tuple[str | None, ...], tuple[int, int]]
_LIKE_SCORE = re.compile(r"\d\s?[-–:]\s?\d")
_EVIDENT = frozenset({"digits", "word", "ordinal", "month"})
_OF_DATES = ("年", "月", "日", "号", "時", "时")
_LETTERS = re.compile(r"[^\W\d_]*")
_GAP = re.compile(r"^[\s\-‑]+")
_QUOTES = {"′": "ft", "'": "ft", "″": "in", '"': "in"}
PAIRED = 200
"""So many missing numbers and measures of a side are compared; a segment with more is reported as a whole."""
TOLERANCE = 0.12
"""How far a converted measure may be rounded."""
DEGREES = 3.0
"""Degrees Celsius by which a converted temperature may be rounded."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A source number and the target number that stands in its place; one is `None` if it was lost or invented."""

    source: Number | None
    target: Number | None
    again: bool = False
    """Whether the number without a partner stands on the other side too, but not so often."""


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    lang: str
    found: tuple[Number, ...]
    pool: frozenset[Value]
    exact: frozenset[Value]
    """The pool without what shares may stand for beside themselves: a third is no quarter, though both may mean 3."""


def turned(source: str, target: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Where the only score or range that the translation has not stands in it the other way round: 3-1 and 1:3."""
    if not (_LIKE_SCORE.search(source) and _LIKE_SCORE.search(target)):
        return None
    left, right = ([(one.groups(), one.span()) for one in _SCORE.finditer(text)] for text in (source, target))
    lost, new = _without(left, right), _without(right, left)
    if len(lost) != 1 or len(new) != 1:
        return None
    [(one, there)], [(other, here)] = lost, new
    return (there, here) if one == other[::-1] and one != other else None


def _without(some: list[_Score], others: list[_Score]) -> list[_Score]:
    """Scores for which there is none among the others, each of which stands for one."""
    rest = [digits for digits, _ in others]
    found = []
    for one in some:
        if one[0] in rest:
            rest.remove(one[0])
        else:
            found.append(one)
    return found


def compare(source: str, target: str, source_lang: str, target_lang: str) -> list[Mismatch]:
    """The numbers that have no equal on the other side.

    Args:
        source: Source text.
        target: Translation.
        source_lang: Primary tag of the source language.
        target_lang: Primary tag of the target language.

    Returns:
        In the order of the source, then of the target. Words and codes appear only in pairs, for a lone one may have
        been put another way; but a number word of the source that counts something is also reported alone.
    """
    sides = _side(source, source_lang), _side(target, target_lang)
    if not (sides[0].found or sides[1].found):
        return []
    left, right = _missing(sides[0], sides[1]), _missing(sides[1], sides[0])
    again = _surplus(sides[0], sides[1]), _surplus(sides[1], sides[0])
    if not (left or right or any(again)):
        return []
    converted = _converted(sides)
    left, right = (
        sorted((one for one in found + more if id(one) not in converted), key=lambda one: one.start)
        for found, more in zip((left, right), again, strict=True)
    )
    return _pair(left, right, sides, frozenset(id(number) for more in again for number in more))


def _side(text: str, lang: str) -> _Side:
    found = numbers(text, lang)
    pool = frozenset(value for number in found for part in (number, *number.parts) for value in part.values)
    shares = [number for number in found if number.family == "share" and not number.parts]
    if not shares:
        return _Side(text, lang, found, pool, pool)
    exact = {value for number in shares for value in number.values if value < 1}
    exact |= {value for number in found if number.family != "share" or number.parts for value in _values(number)}
    return _Side(text, lang, found, pool, frozenset(exact))


def _values(number: Number) -> Iterator[Value]:
    return (value for part in (number, *number.parts) for value in part.values)


def _matched(number: Number, pool: frozenset[Value]) -> bool:
    """Whether the other side has the number, or all its parts."""
    if not number.values.isdisjoint(pool):
        return True
    return bool(number.parts) and all(_matched(part, pool) for part in number.parts)


def _missing(side: _Side, other: _Side) -> list[Number]:
    missing: list[Number] = []
    for number in side.found:
        pool = other.exact if number.family == "share" else other.pool
        if (number.kind == "weak" and not number.family) or not number.values.isdisjoint(pool):
            continue
        parts = [part for part in number.parts if not _matched(part, pool)]
        if number.parts and not parts:
            continue
        missing += [number] if number.whole else parts
    lower = other.text.lower()
    raws = [side.text[number.start : number.end].lower() for number in missing]
    kept = {raw for raw in set(raws) if _verbatim(raw, lower) and not _is_magnitude(raw, side.lang)}
    return [number for number, raw in zip(missing, raws, strict=True) if raw not in kept]


def _surplus(side: _Side, other: _Side) -> list[Number]:
    """Numbers that stand on the other side as well, but there less often than here."""
    twins: dict[Value, list[Number]] = {}
    for number in side.found:
        if number.kind in _EVIDENT and number.value is not None:
            twins.setdefault(number.value, []).append(number)
    surplus: list[Number] = []
    for value, here in twins.items():
        if len(here) == 1 or value not in other.pool:
            continue
        there = [part for one in other.found for part in _holding(value, one)]
        raws = {side.text[number.start : number.end] for number in here if number.kind == "digits"}
        written = max((len(re.findall(rf"(?<!\d){re.escape(raw)}(?!\d)", other.text)) for raw in raws), default=0)
        if max(len(there), written) < len(here) and not _of_dates(value, side, other):
            surplus += _unlike(here, there, side, other)
    return surplus


def _holding(value: Value, number: Number) -> list[Number]:
    """The number if it may have a value, or those of its parts that may."""
    return [part for part in number.parts if value in part.values] or [number] * (value in number.values)


def _of_dates(value: Value, side: _Side, other: _Side) -> bool:
    """Whether Chinese or Japanese dates have the number, which they may repeat: 7月17日和7月22日."""
    return any(
        value in part.values and one.text[part.end : part.end + 2].lstrip().startswith(_OF_DATES)
        for one in (side, other)
        if lexicon(one.lang).spaceless
        for number in one.found
        for part in (number, *number.parts)
    )


def _unlike(here: list[Number], there: list[Number], side: _Side, other: _Side) -> list[Number]:
    """Those of equal numbers that are least like those of the other side, in writing and in place."""
    rest = list(here)
    for one in there:
        place = one.start / len(other.text)
        cost = [(one.kind != number.kind) + abs(number.start / len(side.text) - place) for number in rest]
        if rest:
            del rest[cost.index(min(cost))]
    return rest


def _is_magnitude(raw: str, lang: str) -> bool:
    """Whether it is a word such as billion, which means another number in another language."""
    word = lexicon(lang).words.get(raw)
    return word is not None and word.role == "magnitude"


def _verbatim(raw: str, other: str) -> bool:
    """Whether a number stands in the other text in the same letters, as in the name of a film."""
    at = other.find(raw)
    while at >= 0:
        # Not inside a word or another number: the 3 of 0,3 is none.
        before, after = other[max(0, at - 2) : at], other[at + len(raw) : at + len(raw) + 2]
        if not (_PART_BEFORE.search(before) or _PART_AFTER.match(after)):
            return True
        at = other.find(raw, at + 1)
    return False


def _pair(left: list[Number], right: list[Number], sides: tuple[_Side, _Side], again: frozenset[int]) -> list[Mismatch]:
    """Pair what was lost with what stands in its place, the likeliest first; the rest is lost or invented."""
    partner: dict[int, Number] = {}
    taken: set[int] = set()
    costs = [
        (_distance(one, other, sides), at, to)
        for at, one in enumerate(left[:PAIRED])
        for to, other in enumerate(right[:PAIRED])
        if _comparable(one, other)
    ]
    for _, at, to in sorted(costs):
        if at not in partner and to not in taken:
            partner[at] = right[to]
            taken.add(to)
    pairs = [
        Mismatch(one, partner.get(at), at not in partner and id(one) in again)
        for at, one in enumerate(left)
        if at in partner or _sure(one, sides[0], id(one) in again) or (id(one) not in again and _counts(one, sides[0]))
    ]
    return pairs + [
        Mismatch(None, other, id(other) in again)
        for to, other in enumerate(right)
        if to not in taken and _sure(other, sides[1], id(other) in again)
    ]


def _distance(one: Number, other: Number, sides: tuple[_Side, _Side]) -> float:
    """How unlike two numbers are, in place, length and writing: 0 for twins, no upper limit."""
    place = abs(one.start / len(sides[0].text) - other.start / len(sides[1].text))
    if one.value is None or other.value is None:
        return place + 1
    length = abs(math.log10(float(one.value) + 1) - math.log10(float(other.value) + 1))
    return 2 * place + length + (one.kind != other.kind)


def _comparable(one: Number, other: Number) -> bool:
    kinds = {one.kind, other.kind}
    if "weak" in kinds:
        families = {one.family, other.family}
        if len(families) == 1:
            return True
        if "share" in families and "ordinal" in kinds:  # half, and Italian un terzo
            return all(any(value < 1 for value in number.values) for number in (one, other))
        close = families & {"part", "group"} or one.parts or other.parts
        return bool(close) and bool(kinds & {"word", "digits"})
    if kinds == {"month", "digits"}:
        return all(number.value in range(2 - (number.kind == "month"), 13) for number in (one, other))
    if kinds & {"month", "code", "ordinal"}:
        return len(kinds) == 1 or "digits" in kinds
    return True


def _sure(number: Number, side: _Side, again: bool) -> bool:
    """Whether the number counts without a partner.

    Digits do, but not "100 percent", nor in Japanese 0 to 3 (2 つの), which languages put in words of many kinds, nor
    an amount that is converted into another currency in brackets.
    """
    if number.kind != "digits":
        return False
    if number.value in range(4) and not again:
        written = side.text[number.start : number.end]
        if side.lang == "ja" or (number.value == 0 and written != "0"):
            return False
    if number.value == 100 and _PERCENT.match(side.text, number.end):
        return False
    return not any(start < number.start < end for start, end in _amounts_in_brackets(side.text))


def _counts(number: Number, side: _Side) -> bool:
    """Whether a number word counts something, so that a translation without it has lost it.

    One and two do not, for which there are too many words, nor a round million, nor words that mean something else
    too, nor Chinese numerals, which are parts of words (百年, 万一).
    """
    words = lexicon(side.lang)
    if number.kind != "word" or number.value is None or number.value < 3 or words.spaceless:
        return False
    raw = side.text[number.start : number.end].lower()
    word = words.words.get(_LETTERS.match(raw)[0])  # type: ignore[index]
    if word is not None and (word.role != "cardinal" or len(word.values) > 1):
        return False
    return raw not in words.homographs


@functools.lru_cache(maxsize=16)
def _amounts_in_brackets(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _AMOUNT_IN_BRACKETS.finditer(text) if _MONEY.search(match[0])]


def _converted(sides: tuple[_Side, _Side]) -> set[int]:
    """Identities of the measures that stand there in another unit too: 6 ft 2 in and 1,88 m, 161 ft (49 m)."""
    sizes = [size for side in sides for size in _sizes(side)[:PAIRED]]
    return {
        id(number)
        for at, one in enumerate(sizes)
        for other in sizes[at + 1 :]
        if one.dimension == other.dimension and one.unit != other.unit and _close(one, other)
        for number in (*one.numbers, *other.numbers)
    }


@dataclass(frozen=True, slots=True)
class _Size:
    numbers: Sequence[Number]
    dimension: int
    unit: str
    size: float


def _sizes(side: _Side) -> list[_Size]:
    """Numbers with a unit of measure, and feet with the inches behind them."""
    sizes: list[_Size] = []
    units = [_unit(number, side) for number in side.found]
    for at in range(len(units) - 2, -1, -1):
        between = side.text[side.found[at].end : side.found[at + 1].start]
        if units[at] == "ft" and units[at + 1] is None and _FEET.fullmatch(between):
            units[at + 1] = "in"  # a 6-foot-6 forward
        if units[at] is None and len(between) < 8 and not re.search(r"[.,;:]", between):
            units[at] = units[at + 1]
    for number, unit in zip(side.found, units, strict=True):
        if unit is None or number.value is None:
            continue
        size = float(number.value)
        if unit in ("F", "C"):
            sizes.append(_Size((number,), -1, unit, (size - 32) / 1.8 + 273 if unit == "F" else size + 273))
            continue
        dimension = next(place for place, scale in enumerate(SCALES) if unit in scale)
        size *= SCALES[dimension][unit]
        before = sizes[-1] if sizes else None
        if before and (before.unit, unit) in {("ft", "in"), ("st", "lb"), ("lb", "oz")}:
            sizes.append(_Size((*before.numbers, number), dimension, before.unit, before.size + size))
        sizes.append(_Size((number,), dimension, unit, size))
    return sizes


def _unit(number: Number, side: _Side) -> str | None:
    words = lexicon(side.lang)
    after = _GAP.sub("", side.text[number.end : number.end + 40])
    power, form = _power(after, words)
    after = re.sub(r"^[.\s\-‑]+", "", after[len(form) :]) if form else after
    if words.spaceless:
        unit = next(
            (words.units[form] for form in sorted(words.units, key=len, reverse=True) if after.startswith(form)), None
        )
    else:
        word = re.match(r"°?\s?[^\W\d_]+|[′″'\"]", after)
        if not word:
            return None
        unit = words.units.get(re.sub(r"\s", "", word[0].lower())) or _QUOTES.get(word[0])
        behind = after[word.end() :]
        power = power or {"²": 2, "2": 2, "³": 3, "3": 3}.get(behind[:1], 0) or _power(_GAP.sub("", behind), words)[0]
    return f"{unit}{power}" if power and unit in METRES else unit


def _power(text: str, words: Lexicon) -> tuple[int, str]:
    """Whether a text begins with a word for square or cubic, as 2 or 3, and that word."""
    lower = text.lower()
    return next(((power, form) for form, power in words.powers.items() if lower.startswith(form)), (0, ""))


def _close(one: _Size, other: _Size) -> bool:
    if one.dimension < 0:
        return abs(one.size - other.size) <= DEGREES
    return abs(one.size - other.size) <= TOLERANCE * max(abs(one.size), abs(other.size))
