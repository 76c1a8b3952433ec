"""The expected length of a translation; for text-too-short, text-too-long and other checks.

The size of a text is the number of characters of an English text with the same content. The figures of most languages
are medians of human translations, measured with `bench/lengths.py`, as are the shortest and longest lengths. The
figures of the others are rules of thumb: translators differ more in length than languages do.
"""

from __future__ import annotations

import functools
import math

from mtqe.checks.shared import repeated_units
from mtqe.language.lang import language
from mtqe.language.late_patterns import late

_HAN = late("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_KANA = late("[\u3041-\u30ff\u31f0-\u31ff]")
_HANGUL = late("[\uac00-\ud7a3]")
_WIDE = late("[^\0-\u3004]")
"""Any character of these scripts."""
_TAG = late(r"</?[A-Za-z][^<>]*>|\{\[[^\[\]]*\]\}")
"""A tag, or the words among which a program chooses (`{[plural(n) one: tide, other: tides]}`); a text that is nothing
else keeps it."""
PER_HAN = 3.0
"""Factor: characters of an English text for each Chinese character. Measured with bench/documentation.py."""
_PER_KANA = 1.6
"""Factor: characters of an English text for each kana."""
_PER_HANGUL = 2.4
"""Factor: characters of an English text for each syllable of Korean. Measured with bench/lengths.py."""
LEAST, FIXED = 60.0, 15.0
"""Characters: of the shortest source that the limits apply to, and the number added to both lengths, since short texts
vary more."""
VAGUE = 1.5
"""Factor: by which the limits are wider if the length of a language is unknown."""


@functools.lru_cache(maxsize=512)
@functools.lru_cache(maxsize=512)
def size(text: str, lang: str) -> float:
    """The number of characters of an English text with the same content; a runaway run counts as one unit."""
    text = (_TAG.sub("", text) if "<" in text else text).strip() or text
    text = repeated_units.without(text).strip()
    factors = language(lang).length
    per_english = factors.per_english or 1.0
    if text.isascii() or not _WIDE.search(text):
        return len(text) / per_english
    han, kana, hangul = (len(kind.findall(text)) for kind in (_HAN, _KANA, _HANGUL))
    plain = len(text) - han - kana - hangul
    return plain / per_english + han * (factors.per_han or PER_HAN) + kana * _PER_KANA + hangul * _PER_HANGUL


def is_far_longer(text: str, opposite: str, langs: tuple[str, str], factor: float, slack: float) -> bool:
    """Whether a text is too long to be a translation of the opposite text, or its source.

    Returns:
        `False` also if a side has no letters, since there is nothing to compare then.
    """
    if not (any(map(str.isalpha, text)) and any(map(str.isalpha, opposite))):
        return False
    vague = VAGUE if not all(language(lang).length.per_english for lang in langs) else 1.0
    return size(text, langs[0]) > vague * (factor * size(opposite, langs[1]) + slack)


def is_unseen(text: str, opposite: str, source: str, langs: tuple[str, str], beyond: float = 1.0) -> bool:
    """Whether a text is longer, compared with the opposite text, than in all but a few in 1,000 human translations.

    Returns:
        `False` also for languages that were not measured.
    """
    bounds = usual(*langs)
    if bounds is None or not (any(map(str.isalpha, text)) and any(map(str.isalpha, opposite))):
        return False
    least, most = bounds
    text_lang, opposite_lang = langs if text is source else langs[::-1]
    if size(source, langs[0]) < LEAST:
        return False
    long, short = size(text, text_lang) + FIXED, size(opposite, opposite_lang) + FIXED
    return short * beyond < least * long if text is source else long > most * beyond * short


@functools.cache
def usual(source: str, target: str) -> tuple[float, float] | None:
    """The smallest and the largest usual ratio of a translation to its expected length; `None` if it was not measured.

    The ratios of two languages to English are combined as independent deviations.
    """
    out, into = language(source).length, language(target).length
    pair = f"{source}-{target}"
    if bounds := out.pairs.get(pair) or into.pairs.get(pair):
        return bounds
    if not (out.shortest and into.shortest):
        return None
    shorter = math.hypot(math.log(into.shortest), math.log(out.longest))
    longer = math.hypot(math.log(into.longest), math.log(out.shortest))
    return math.exp(-shorter), math.exp(longer)


def ratio(text: str, opposite: str, langs: tuple[str, str]) -> float:
    """How many times as long as expected a text is, given the opposite text, which must have letters."""
    return size(text, langs[0]) / size(opposite, langs[1])
