"""Finds the times of day in a text whose half of the day (a.m. or p.m.) is certain."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from mtqe.checks.numbers.day_periods import halves
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.sections import Clock
from mtqe.language.western_digits import western

Half = Literal["a.m.", "p.m."]

_DIGIT = late(r"\d")
_ENGLISH = late(
    r"(?<![\d.,:])(?:(\d{1,2})(?:[:.]([0-5]\d))?[ \u00a0\u202f]?([ap])(?:\.[ \u00a0]?m\.|m\b)"
    r"|(1[3-9]|2[0-3]):([0-5]\d)(?![\d:]|[.,]\d))",
    re.IGNORECASE,
)
_FIGURES = late(r"(?<![\d.,:/-])([01]?\d|2[0-3])(?::([0-5]\d))?(?![\d:%/-]|[.,]\d)")
_SIGNS = " \u00a0\u2009\u200e\u200f\u202f"
_SPACE = "[ \u00a0\u2009\u202f]"
_HOUR = r"(?<![\d.,:])(?P<h>\d{1,2})"


class Time(NamedTuple):
    """A time of day.

    Args:
        start: Offset of its first character.
        end: Offset after its last character.
        hour: Hour on a clock face, 0 to 11.
        minute: 0 to 59.
        half: Its half of the day.
    """

    start: int
    end: int
    hour: int
    minute: int
    half: Half


def times(text: str, lang: str) -> list[Time]:
    """Return the times of a text whose half of the day is certain. Noon and midnight are left out.

    Args:
        text: Any text.
        lang: Primary tag of the language of the text. Without a section `clock` in its file, CLDR has the words.
    """
    if not _DIGIT.search(text):
        return []
    text = western(text)
    clock = language(lang).clock
    if clock is None:
        return list(_by_words(text, lang))
    return [time for time in _READERS[clock.reader](text, clock) if time is not None]


LAST_NIGHT_HOUR = 5
"""Hours: the last one that *at night* puts before noon; 9 at night is after noon."""


@functools.cache
def _time_pattern(time: str) -> re.Pattern[str]:
    return re.compile(time.replace("{hour}", _HOUR).replace("{space}", _SPACE))


@functools.cache
def _daytime_pattern(daytime: str) -> re.Pattern[str]:
    return re.compile(daytime, re.IGNORECASE)


def _time(match: re.Match[str], hour: int, minute: str | None, half: Half | None) -> Time | None:
    if half is None or hour in (0, 12, 24) or hour > 24:
        return None
    return Time(match.start(), match.end(), hour % 12, int(minute or 0), "p.m." if hour > 12 else half)


def _english(text: str, _: Clock) -> Iterator[Time | None]:
    for match in _ENGLISH.finditer(text):
        afternoon = match[4] or match[3] in "pP"
        yield _time(match, int(match[1] or match[4]), match[2] or match[5], "p.m." if afternoon else "a.m.")


def _to_24(text: str, clock: Clock) -> Iterator[Time | None]:
    """Read times of a language with a 24-hour clock.

    If the text has a word such as *abends*, only hours after 12 and hours followed by a word such as *nachmittags* are
    certain.
    """
    matches = list(_time_pattern(clock.time).finditer(text))
    is_morning = bool(matches) and clock.early and not _daytime_pattern(clock.daytime).search(text)
    half_of_early_hours: Half | None = "a.m." if is_morning else None
    for match in matches:
        groups = match.groupdict()
        hour = int(groups["h"])
        named = _named_half(groups["am"], groups["pm"], hour, clock)
        half: Half | None = named or ("p.m." if hour > 12 else half_of_early_hours)
        yield _time(match, hour, groups["m"] or groups["n"], half)


def _east_asian(text: str, clock: Clock) -> Iterator[Time | None]:
    for match in _time_pattern(clock.time).finditer(text):
        half = _named_half(match[1], match[2], int(match[3]), clock) or ("p.m." if int(match[3]) > 12 else None)
        yield _time(match, int(match[3]), "30" if match["half"] else match[4] or match[6], half)


def _named_half(morning: str | None, afternoon: str | None, hour: int, clock: Clock) -> Half | None:
    """The half of the day that a word names; the word for night names both."""
    word = morning or afternoon
    if word and clock.night and re.fullmatch(clock.night.replace("{space}", _SPACE), word, re.IGNORECASE):
        return "a.m." if hour <= LAST_NIGHT_HOUR else "p.m."
    return "a.m." if morning else "p.m." if afternoon else None


def _by_words(text: str, lang: str) -> Iterator[Time]:
    """Read the times with a word for the half of the day beside them, and those after 12:59."""
    named = list(halves(text, lang))
    for match in _FIGURES.finditer(text):
        half = next(
            (half for half in named if not text[match.end() : half.start].strip(_SIGNS) and half.start >= match.end()),
            None,
        )
        if half is None:
            half = next(
                (
                    half
                    for half in named
                    if not text[half.end : match.start()].strip(_SIGNS) and half.end <= match.start()
                ),
                None,
            )
        if half is None and not match[2]:
            continue
        time = _time(match, int(match[1]), match[2], None if half is None else "p.m." if half.is_afternoon else "a.m.")
        if time is not None and half is not None:
            time = time._replace(start=min(time.start, half.start), end=max(time.end, half.end))
        if time is None and int(match[1]) in range(13, 24):
            time = Time(*match.span(), int(match[1]) % 12, int(match[2] or 0), "p.m.")
        if time is not None:
            yield time


_READERS: dict[str, Callable[[str, Clock], Iterator[Time | None]]] = {
    "24": _to_24,
    "english": _english,
    "east-asian": _east_asian,
}
