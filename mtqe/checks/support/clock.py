"""The times of day that a text names, and which half of the day they are in, where that is sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Half = Literal["a.m.", "p.m."]

_DIGIT = re.compile(r"\d")
_ENGLISH = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:[:.]([0-5]\d))?[ \u00a0\u202f]?([ap])(?:\.[ \u00a0]?m\.|m\b)", re.IGNORECASE
)
_GERMAN = re.compile(r"(?<![\d.,:])(\d{1,2})(?:[:.]([0-5]\d))?[ \u00a0\u202f](?:Uhr|h)\b(?:[ \u00a0]([0-5]?\d)\b)?")
_GERMAN_DAYTIME = re.compile(r"nacht|morgen|mittag|abend|früh|\b[ap]\.? ?m\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:(上午|早上|早晨|清晨|凌晨)|(下午|晚上|傍晚|午后)|(?<!\d))(?<![\d:：])(\d{1,2})(?:(?:时|点)(?:([0-5]?\d)分?)?|[:：]([0-5]\d))"
)


class Time(NamedTuple):
    """A time of day.

    Args:
        start: Offset of its first character.
        end: Offset behind its last character.
        hour: On a clock face, 0 to 11.
        minute: 0 to 59.
        half: The half of the day that it is in.
    """

    start: int
    end: int
    hour: int
    minute: int
    half: Half


def times(text: str, lang: str) -> list[Time]:
    """The times of a text whose half of the day is sure; noon and midnight are of both.

    Args:
        text: Any text.
        lang: One of `READERS`.
    """
    return [time for time in READERS[lang](text) if time is not None] if _DIGIT.search(text) else []


def _time(match: re.Match[str], hour: int, minute: str | None, half: Half | None) -> Time | None:
    if half is None or hour in (0, 12, 24) or hour > 24:
        return None
    return Time(match.start(), match.end(), hour % 12, int(minute or 0), "p.m." if hour > 12 else half)


def _english(text: str) -> Iterator[Time | None]:
    for match in _ENGLISH.finditer(text):
        yield _time(match, int(match[1]), match[2], "p.m." if match[3] in "pP" else "a.m.")


def _german(text: str) -> Iterator[Time | None]:
    """Where a word such as *abends* stands anywhere, only the hours after noon are sure."""
    found = list(_GERMAN.finditer(text))
    early: Half | None = "a.m." if found and not _GERMAN_DAYTIME.search(text) else None
    for match in found:
        yield _time(match, int(match[1]), match[2] or match[3], "p.m." if int(match[1]) > 12 else early)


def _chinese(text: str) -> Iterator[Time | None]:
    for match in _CHINESE.finditer(text):
        half: Half | None = "a.m." if match[1] else "p.m." if match[2] or int(match[3]) > 12 else None
        yield _time(match, int(match[3]), match[4] or match[5], half)


READERS: dict[str, Callable[[str], Iterator[Time | None]]] = {"en": _english, "de": _german, "zh": _chinese}
"""How the times of a language are read."""
