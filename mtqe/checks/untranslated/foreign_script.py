"""Letters of a script that neither the language of the translation nor the source has: *The ferry 停了 at noon*.

## What it does

Marks Chinese and Japanese characters, Korean, Cyrillic, Greek, Arabic, Hebrew, Thai and Indian letters in a translation
whose language does not write them, unless the source has them, too. Kana in Chinese and characters in Japanese that
only simplified Chinese has are marked from two on; in Chinese, so are simplified characters among traditional ones and
the reverse, which is minor. Greek, Cyrillic and the like take three letters, since one or two are symbols and units.
Quotations, brackets, addresses and placeholders are left alone.

## Why it is bad

A language model slipped into another language, and most readers cannot read the word at all.

## Known problems

Letters that the source has are `untranslated-words`' matter. A foreign word in Latin letters is not noticed here, and
neither are Chinese characters in Japanese that Japanese has as well. Names of people keep rare characters, so that one
alone says nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import words

_SCRIPTS = {
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
    "kana": "\u3041-\u3096\u30a1-\u30fa",
    "hangul": "\uac00-\ud7a3",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "arabic": "\u0620-\u064a\u0671-\u06d3",
    "hebrew": "\u05d0-\u05ea",
    "thai": "\u0e01-\u0e4e",
    "indian": "\u0900-\u0d7f",
}
_LEAST = {"han": 1, "hangul": 1, "kana": 2}
"""Letters: in a row, by script. By hand."""
_SYMBOLS = 3
"""Letters: in a row of any other script; fewer may be symbols. By hand."""
_HAN = re.compile(f"[{_SCRIPTS['han']}]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】|《[^《》]*》")
_WAYS = (("hans", "cn", "sg"), ("hant", "tw", "hk", "mo"))
"""Parts of a language tag that ask for simplified and for traditional Chinese."""
_VARIANT = 2
"""Characters: of the other way to write Chinese in one stretch. By hand."""


def _limits(context: Context) -> str | None:
    scripts = language(context.target_base).scripts
    return None if scripts and set(scripts) <= {"latin", *_SCRIPTS} else not_for(context)


@check(
    "ACC121",
    "foreign-script",
    "accuracy/untranslated",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The ferry stopped at noon.", "Die Fähre hielt um zwölf."),
        Example("渡轮停了。", "The ferry 停了.", langs=("zh", "en")),
        Example("The α and Δt of 5 мм", "Das α und Δt von 5 мм"),
        Example("The writer (Lu Xun) lived here.", "Hier lebte der Dichter Lu Xun (鲁迅)."),
        Example("The old ferry stopped.", "古い渡し船が止まった。", langs=("en", "ja")),
        Example("The old ferry stopped.", "老渡轮停了。", langs=("en", "zh")),
        Example("The ferry stopped at noon.", "Die Fähre 停了 um zwölf.", ("停了",)),
        Example("Le bac est à quai.", "The ferry is у причала.", ("причала",), ("fr", "en")),
        Example("The ferry stopped.", "渡轮はもう停了。", ("はもう",), ("en", "zh")),
        Example("The ferry stopped.", "船は这个时候に止まった。", ("这个时候",), ("en", "ja")),
        Example("The ferries stopped.", "船停在碼頭這裡。", langs=("en", "zh")),
        Example("The ferries stopped.", "船停在碼頭這裡。", ("船停在碼頭這裡",), ("en", "zh-CN")),
        Example(
            "The new ferries stopped.", "新的船停在碼頭這裡，我们说这时没有风。", ("新的船停在碼頭這裡",), ("en", "zh")
        ),
    ],
)
def foreign_script(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark letters that the target language does not write."""
    text, own = segment.target, context.target_base
    variants = language(own).chinese_forms != "none"
    if text.isascii() or not segment.source.strip() or not (variants or _letters(own).search(text)):
        return
    text = words.blanked(words.running(text), _BRACKETS)
    for found in _foreign(own).finditer(text):
        if not set(found[0]) <= words.characters(segment.source):
            yield Hit(f"“{found[0]}” is in a script that has no place here", (Span("target", *found.span()),))
    if variants:
        yield from _variants(text, segment, context)


def _variants(text: str, segment: Segment, context: Context) -> Iterator[Hit]:
    """Stretches of characters of the other way to write Chinese, or that Japanese does not have."""
    lang, tag = context.target_base, context.target_lang.lower().split("-")
    stretches, japanese = list(_HAN.finditer(text)), language(lang).chinese_forms == "japanese"
    if japanese or not set(tag).isdisjoint(_WAYS[1]):
        other = True
    elif not set(tag).isdisjoint(_WAYS[0]):
        other = False
    else:  # the rarer ones do not belong
        simplified, traditional = (sum(_count(found[0], japanese, way) for found in stretches) for way in (True, False))
        if not simplified:
            return
        other = simplified < traditional
    for found in stretches:
        if _count(found[0], japanese, other) >= _VARIANT and not set(found[0]) <= words.characters(segment.source):
            what = "simplified" if other else "traditional"
            severity = None if japanese else Severity.MINOR
            yield Hit(f"“{found[0]}” is {what} Chinese", (Span("target", *found.span()),), severity)


def _count(text: str, japanese: bool, simplified: bool) -> int:
    """The characters of a text that only simplified Chinese has, or only traditional Chinese."""
    without = "cp932" if japanese else "big5" if simplified else "gb2312"
    within = "gb2312" if simplified else "big5"
    return sum(_has(char, within) and not _has(char, without) for char in text)


@functools.lru_cache(maxsize=20_000)
def _has(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _letters(lang: str) -> re.Pattern[str]:
    """A letter of any script that a language does not write: a quick look."""
    return re.compile(f"[{''.join(_SCRIPTS[one] for one in _SCRIPTS if one not in language(lang).scripts)}]")


@functools.cache
def _foreign(lang: str) -> re.Pattern[str]:
    """Letters in a row of each script that a language does not write."""
    rows = [(_SCRIPTS[one], _LEAST.get(one, _SYMBOLS)) for one in _SCRIPTS if one not in language(lang).scripts]
    return re.compile("|".join(f"[{letters}]{{{least},}}" for letters, least in rows))
