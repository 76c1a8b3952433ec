"""The translation has letters of a script that its language does not use: *The ferry 停了 at noon*.

## What it does

Marks letters of other scripts than the Latin one, such as Chinese characters, Cyrillic or Arabic letters, in a
translation whose language does not use them. Letters that the source has as well are not marked.

- One Chinese or Korean character is enough. Kana are marked from two in a row. Other scripts take three letters in a
  row, since one or two are often symbols or units.
- In Japanese, a stretch is marked if at least two of its characters exist in simplified Chinese only.
- In Chinese, simplified characters in a traditional text are marked from two on, and the reverse. This is minor.

Quotations, brackets, addresses and placeholders are left alone.

## Why it is bad

A language model slipped into another language, and most readers cannot read the word at all.

## Known problems

- Letters that the source has are left to `untranslated-words`.
- A foreign word in Latin letters is not found. Neither are Chinese words in Japanese whose characters Japanese uses.
- A single character of the other form of Chinese is not marked: names of people keep rare characters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.language.scripts import LETTERS
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SHORTEST = {"han": 1, "hangul": 1, "kana": 2}
"""Letters: in a row, by script, from which on they are marked."""
_SHORTEST_WORD = 3
"""Letters: in a row of any other script, from which on they are marked; fewer may be symbols."""
_HAN = late(f"[{LETTERS['han']}]+")
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】|《[^《》]*》")
_FORM_TAGS = (("hans", "cn", "sg"), ("hant", "tw", "hk", "mo"))
"""Parts of a language tag that ask for simplified Chinese, and those that ask for traditional Chinese."""
_SHORTEST_VARIANT = 2
"""Characters: of the wrong form of Chinese from which on a stretch is marked."""


def _limits(context: Context) -> str | None:
    scripts = language(context.target_base).scripts
    return None if scripts and set(scripts) <= {"latin", *LETTERS} else not_for(context)


@check(
    "ACC121",
    "foreign-script",
    "accuracy/untranslated",
    Severity.MAJOR,
    area="language",
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
        Example("The ferry stopped.", "ბორანი остановился ნავსადგურში.", ("остановился",), ("en", "ka")),
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
    """Mark letters that the target language does not use."""
    text, target_lang = segment.target, context.target_base
    variants = language(target_lang).chinese_forms != "none"
    if text.isascii() or not segment.source.strip() or not (variants or _letters(target_lang).search(text)):
        return
    text = words.blanked(words.running(text), _BRACKETS)
    for match in _foreign(target_lang).finditer(text):
        if not set(match[0]) <= words.characters(segment.source):
            yield Hit(f"“{match[0]}” is in a script that has no place here", (Span("target", *match.span()),))
    if variants:
        yield from _variants(text, segment, context)


def _variants(text: str, segment: Segment, context: Context) -> Iterator[Hit]:
    """Stretches in the wrong form of Chinese, simplified or traditional; in Japanese, those in simplified Chinese."""
    lang, tag = context.target_base, context.target_lang.lower().split("-")
    stretches, japanese = list(_HAN.finditer(text)), language(lang).chinese_forms == "japanese"
    if japanese or not set(tag).isdisjoint(_FORM_TAGS[1]):
        marks_simplified = True
    elif not set(tag).isdisjoint(_FORM_TAGS[0]):
        marks_simplified = False
    else:  # the rarer form does not belong here
        simplified, traditional = (sum(_count(part[0], japanese, form) for part in stretches) for form in (True, False))
        if not simplified:
            return
        marks_simplified = simplified < traditional
    for stretch in stretches:
        in_source = set(stretch[0]) <= words.characters(segment.source)
        if not in_source and _count(stretch[0], japanese, marks_simplified) >= _SHORTEST_VARIANT:
            form = "simplified" if marks_simplified else "traditional"
            severity = None if japanese else Severity.MINOR
            yield Hit(f"“{stretch[0]}” is {form} Chinese", (Span("target", *stretch.span()),), severity)


def _count(text: str, japanese: bool, simplified: bool) -> int:
    """The number of characters that exist in simplified Chinese only, or in traditional Chinese only."""
    without = "cp932" if japanese else "big5" if simplified else "gb2312"
    within = "gb2312" if simplified else "big5"
    return sum(_has(char, within) and not _has(char, without) for char in text)


@functools.lru_cache(maxsize=8192)
def _has(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _letters(lang: str) -> re.Pattern[str]:
    """One letter of any script that a language does not use; a quick test before `_foreign`."""
    return re.compile(f"[{''.join(LETTERS[script] for script in LETTERS if script not in language(lang).scripts)}]")


@functools.cache
def _foreign(lang: str) -> re.Pattern[str]:
    """Enough letters in a row of any script that a language does not use."""
    rows = [
        (LETTERS[script], _SHORTEST.get(script, _SHORTEST_WORD))
        for script in LETTERS
        if script not in language(lang).scripts
    ]
    return re.compile("|".join(f"[{letters}]{{{least},}}" for letters, least in rows))
