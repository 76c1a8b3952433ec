"""Finds numbers that lost a minus sign or have a new one.

A hyphen or dash is a sign only where it can be nothing else: in front of the digits, behind a space or an opening mark,
and not at the end of a range. Where one side says a minus in words (*minus 5*, *5 Grad unter null*, *fell by 5 %*),
its signs are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtqe.checks.numbers.finder import Number, numbers
from mtqe.checks.numbers.vocabulary import Value
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.western_digits import western

MINUS = "−–‑﹣－-"
_MAY_HAVE = late(rf"[{MINUS}]\s?[$€£¥₹A-Z]{{0,4}}\s?\d|[⁻]")
_MONEY = r"(?:[A-Z]{0,3}[$€£¥₹][ \u00a0\u202f]?|[A-Z]{3}[ \u00a0\u202f])?"
_SIGN = late(
    rf"(?:\A|(?<=[\s(\[{{（「『《，、：:;,=<>≤≥±≈/|\"'„“”«‚‘+*]))(?<!\d\s)(?P<sign>[{MINUS}]|−[\u00a0\u2009\u202f]){_MONEY}\Z"
)
"""A sign in front of a number that is no dash between two numbers, nor the hyphen of a word."""
_MAY_BE_SIGN = late(rf"[—‒⁻{MINUS}]\s?{_MONEY}\Z|[(（]\Z")
"""Anything in front of a number that readers may take for its sign; accounts write a loss in brackets."""
_MAY_BE_SIGN_BEHIND = late(rf"\s?[{MINUS}](?!\w)")
"""A sign behind a number, as texts from right to left may have it."""
_UNIT_ALONE = late(r"[ \u00a0\u2009\u202f]?(?:[°º%‰٪％℃℉]|[^\W\d_]{0,4}\s*\Z)")
"""What follows a number at the start of a text whose hyphen is a sign. The hyphen of an item of a list has words."""
_CLOSING_DASH = late(r"\w–(?:[\s,.;:)]|\Z)")
"""The second one of two dashes around a remark."""
_PREFIX = late(r"(?<![\w.])[^\W\d_]\s\Z")
"""A letter in front of a hyphen that joins it to the number, as Hebrew writes prepositions."""
_YEARS = range(1000, 2100)
"""Values: of whole numbers behind a dash that may be years: (–1945)."""
BEFORE = 12
"""Characters: in front of a number that are read for its sign."""
FEW_LETTERS = 4
"""Letters: of the longest text beside a number, such as its unit, that cannot say a minus in words."""


class Change(NamedTuple):
    """A number that has a sign on one side only.

    Args:
        source: Its place in the source, with the sign.
        target: Its place in the translation, with the sign.
        is_lost: Whether the translation lost the sign.
    """

    source: tuple[int, int]
    target: tuple[int, int]
    is_lost: bool


class _Signed(NamedTuple):
    """A number with its sign.

    Args:
        start: Offset of the sign, or of the number if it has none.
        end: Offset after the number.
        is_negative: Whether it has a sign.
        may_be: Whether readers may see a sign.
    """

    start: int
    end: int
    is_negative: bool
    may_be: bool


def changed(source: str, target: str, source_lang: str, target_lang: str) -> Iterator[Change]:
    """Yield the numbers whose sign only one side has."""
    if not (_MAY_HAVE.search(source) or _MAY_HAVE.search(target)):
        return
    source, target = western(source), western(target)
    here, there = _signed(source, source_lang), _signed(target, target_lang)
    for value, ours in here.items():
        theirs = there.get(value, [])
        if len(ours) != len(theirs):
            continue
        is_lost = sum(item.is_negative for item in ours) > sum(item.may_be for item in theirs)
        is_new = sum(item.is_negative for item in theirs) > sum(item.may_be for item in ours)
        bare, lang = (target, target_lang) if is_lost else (source, source_lang)
        if (is_lost or is_new) and not _may_say_minus(bare, lang):
            yield _change(ours, theirs, is_lost=is_lost)


def _change(ours: list[_Signed], theirs: list[_Signed], *, is_lost: bool) -> Change:
    """The first number with a sign, and the number in its place without."""
    signed, bare = (ours, theirs) if is_lost else (theirs, ours)
    at = next(at for at, item in enumerate(signed) if item.is_negative and not bare[at].may_be)
    return Change((ours[at].start, ours[at].end), (theirs[at].start, theirs[at].end), is_lost)


def _signed(text: str, lang: str) -> Mapping[Value, list[_Signed]]:
    """The numbers of a text by value, with their signs."""
    by_value: dict[Value, list[_Signed]] = {}
    for number in _flat(numbers(text, lang)):
        if number.value is None or number.kind not in ("digits", "word"):
            continue
        sign = _sign(text, number)
        start = max(0, number.start - BEFORE)
        before = _MAY_BE_SIGN.search(text, start, number.start)
        may_be = bool(before or _MAY_BE_SIGN_BEHIND.match(text, number.end))
        start = number.start if sign is None else sign
        by_value.setdefault(number.value, []).append(_Signed(start, number.end, sign is not None, may_be))
    return by_value


def _flat(found: tuple[Number, ...]) -> Iterator[Number]:
    for number in found:
        if number.parts and not number.as_one:
            yield from number.parts
        else:
            yield number


def _sign(text: str, number: Number) -> int | None:
    """The offset of the minus sign of a number."""
    match = _SIGN.search(text, max(0, number.start - BEFORE), number.start)
    if number.kind != "digits" or number.value is None or match is None:
        return None
    start = match.start("sign")
    if number.start - BEFORE > 0 and start == number.start - BEFORE:
        return None
    if text[start] == "−":
        return start
    if number.value in _YEARS and number.value == int(number.value):
        return None
    # die 50er- und -60er-Jahre
    if text[number.end : number.end + 1].isalpha() or _PREFIX.search(text, max(0, start - 3), start):
        return None
    is_first = not text[:start].rsplit("\n", 1)[-1].strip()
    if is_first and not _UNIT_ALONE.match(text, number.end):
        return None
    if text[start] == "–" and _CLOSING_DASH.search(text, number.end):
        return None
    return start


def _may_say_minus(text: str, lang: str) -> bool:
    """Whether a text may have a word for a minus; not if the words of its language are known and none is there."""
    numbers_of = language(lang).numbers
    stems = numbers_of.minus if numbers_of else ()
    if not stems:
        return sum(map(str.isalpha, text)) > FEW_LETTERS
    lower = text.casefold()
    return any(stem.replace("_", " ") in lower for stem in stems)
