"""The times of day that a text names, and which half of the day they are in, where that is sure."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

Half = Literal["a.m.", "p.m."]

_DIGIT = re.compile(r"\d")
_ENGLISH = re.compile(
    r"(?<![\d.,:])(?:(\d{1,2})(?:[:.]([0-5]\d))?[ \u00a0\u202f]?([ap])(?:\.[ \u00a0]?m\.|m\b)"
    r"|(1[3-9]|2[0-3]):([0-5]\d)(?![\d:]|[.,]\d))",
    re.IGNORECASE,
)
_SPACE = "[ \u00a0\u2009\u202f]"
_CHINESE = re.compile(
    r"(?:(上午|早上|早晨|清晨|凌晨|早)|(下午|晚上|傍晚|午后|晚)|(?<!\d)) ?(?<![\d:：])(\d{1,2})"
    r"(?: ?(?:时|点)(?: ?([0-5]?\d)分?|(?P<half>半))?|[:：]([0-5]\d))"
)
_JAPANESE = re.compile(
    r"(?:(午前|早朝|未明|朝)|(午後|夕方|夜|晩)|(?<!\d))の? ?(?<![\d:：])(\d{1,2})"
    r"(?: ?時(?!間)(?: ?([0-5]?\d) ?分|(?P<half>半))?|[:：]([0-5]\d))"
)


class Clock(NamedTuple):
    """How a language that counts the hours to 24 writes a time.

    Args:
        time: The hour, and the minute if there is one, as the groups `h`, `m` or `n`; `am` and `pm` where a word behind
            them says the half of the day.
        daytime: Words with which the hours to 12 may be in the afternoon, wherever they stand.
        early: Whether the hours to 12 are before noon where no such word stands.
    """

    time: re.Pattern[str]
    daytime: re.Pattern[str]
    early: bool = True


_HEAD = r"(?<![\d.,:])(?P<h>\d{1,2})"
_CLOCKS = {
    "de": Clock(
        re.compile(
            rf"{_HEAD}(?:[:.](?P<m>[0-5]\d))?{_SPACE}(?:Uhr|h)\b(?:{_SPACE}(?P<n>[0-5]?\d)\b)?(?P<am>)?(?P<pm>)?"
        ),
        re.compile(
            r"nacht|morgen|mittag|abend|früh|\b[ap]\. ?m\b|\bpm\b|(?<!\w)(?:\d|1[0-2])(?:[:.]\d\d)? ?am\b",
            re.IGNORECASE,
        ),
    ),
    "fr": Clock(
        re.compile(
            rf"{_HEAD}{_SPACE}?(?:h(?P<m>[0-5]\d)\b|h(?:eures?)?\b(?:{_SPACE}(?P<n>[0-5]\d)\b)?)"
            rf"(?:{_SPACE}(?:(?P<am>du matin)|(?P<pm>du soir|de l['’]après-midi)))?"
        ),
        re.compile("soir|après-midi|nuit|midi|matin", re.IGNORECASE),
    ),
    "es": Clock(
        re.compile(
            rf"(?:\blas{_SPACE}){_HEAD}(?:[:.](?P<m>[0-5]\d))?(?P<n>)?"
            rf"(?:{_SPACE}(?:(?P<am>de la mañana|a\.{_SPACE}?m)|(?P<pm>de la (?:tarde|noche)|p\.{_SPACE}?m)))?"
        ),
        re.compile("tarde|noche|mañana|madrugada", re.IGNORECASE),
        early=False,
    ),
    "ru": Clock(
        re.compile(
            rf"{_HEAD}(?:[:.](?P<m>[0-5]\d)\b(?!\.\d)|(?:{_SPACE}час\w*)?(?={_SPACE}(?:утра|вечера|дня)\b)|{_SPACE}час\w*)"
            rf"(?P<n>)?(?:{_SPACE}(?:(?P<am>утра)|(?P<pm>вечера|дня))\b)?"
        ),
        re.compile("утр|вечер|дня|днем|днём|ноч|полдень", re.IGNORECASE),
        early=False,
    ),
    "cs": Clock(
        re.compile(
            rf"{_HEAD}(?:[:.](?P<m>[0-5]\d)\b(?!\.\d)|{_SPACE}hodin\w*)(?P<n>)?"
            rf"(?:{_SPACE}(?:(?P<am>ráno|dopoledne)|(?P<pm>odpoledne|večer))\b)?"
        ),
        re.compile("ráno|dopoledne|odpoledne|večer|noc", re.IGNORECASE),
        early=False,
    ),
    "it": Clock(
        re.compile(
            rf"\b(?:alle|dalle|ore){_SPACE}{_HEAD}(?!\d)(?:[:.](?P<m>[0-5]\d))?(?P<n>)?"
            rf"(?:{_SPACE}(?:(?P<am>del mattino|di mattina)|(?P<pm>del pomeriggio|di sera|della sera))\b)?"
        ),
        re.compile("mattin|pomeriggio|sera|notte", re.IGNORECASE),
        early=False,
    ),
    "pt": Clock(
        re.compile(
            rf"\b(?:às|das){_SPACE}{_HEAD}(?!\d)(?:[:h.](?P<m>[0-5]\d))?(?P<n>)?(?:h\b|{_SPACE}horas)?"
            rf"(?:{_SPACE}(?:(?P<am>da manhã|da madrugada)|(?P<pm>da tarde|da noite))\b)?"
        ),
        re.compile("manhã|tarde|noite|madrugada", re.IGNORECASE),
        early=False,
    ),
    "nl": Clock(
        re.compile(
            rf"{_HEAD}(?:[:.](?P<m>[0-5]\d))?{_SPACE}uur\b(?P<n>)?"
            rf"(?:{_SPACE}['’]s{_SPACE}(?:(?P<am>ochtends|morgens)|(?P<pm>middags|avonds))\b)?"
        ),
        re.compile("ochtend|morgen|middag|avond|nacht", re.IGNORECASE),
        early=False,
    ),
    "pl": Clock(
        re.compile(
            rf"\b(?:godz(?:\.|in\w+)|o|od|do){_SPACE}{_HEAD}(?!\d)(?:[:.](?P<m>[0-5]\d))?(?P<n>)?"
            rf"(?:{_SPACE}(?:(?P<am>rano|przed południem)|(?P<pm>po południu|wieczorem))\b)?"
        ),
        re.compile("ran[oa]|połudn|wiecz|noc", re.IGNORECASE),
        early=False,
    ),
}


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
        late = match[4] or match[3] in "pP"
        yield _time(match, int(match[1] or match[4]), match[2] or match[5], "p.m." if late else "a.m.")


def _to_24(text: str, clock: Clock) -> Iterator[Time | None]:
    """Where a word such as *abends* stands anywhere, only the hours after noon and what a word behind says are sure."""
    found = list(clock.time.finditer(text))
    early: Half | None = "a.m." if found and clock.early and not clock.daytime.search(text) else None
    for match in found:
        groups = match.groupdict()
        hour = int(groups["h"])
        half: Half | None = "a.m." if groups["am"] else "p.m." if groups["pm"] or hour > 12 else early
        yield _time(match, hour, groups["m"] or groups["n"], half)


def _east_asian(text: str, pattern: re.Pattern[str]) -> Iterator[Time | None]:
    for match in pattern.finditer(text):
        half: Half | None = "a.m." if match[1] else "p.m." if match[2] or int(match[3]) > 12 else None
        yield _time(match, int(match[3]), "30" if match["half"] else match[4] or match[6], half)


READERS: dict[str, Callable[[str], Iterator[Time | None]]] = {
    "en": _english,
    "zh": functools.partial(_east_asian, pattern=_CHINESE),
    "ja": functools.partial(_east_asian, pattern=_JAPANESE),
    **{lang: functools.partial(_to_24, clock=clock) for lang, clock in _CLOCKS.items()},
}
"""How the times of a language are read."""
