"""A statement of the source is a question in the translation.

## What it does

Where the source ends with a full stop or exclamation mark and has no question mark, marks a question mark at the end of
the translation. The two have to have as many sentences, and the question more than a few words, so that *oder?* and
*nicht wahr?* are left alone; and the source must not ask in other words: it begins with *who*, *why*, *is* or the like,
or speaks of asking and wanting to know.

## Why it is bad

What the author says for certain the translation asks; who reads *Is the valve closed?* does not learn that it is.

## Known problems

- The source has to be in one of the languages whose words of asking are known: Chinese, Czech, Dutch, English, French,
  German, Italian, Japanese, Polish, Portuguese, Russian, Spanish.
- A statement in mid-text that became a question is not noticed, and neither is one that was quoted before its end.
- A translator who makes a rhetorical question of a statement is reported.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.lang import known as known_languages
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

SHORTEST = 4
"""Words of the shortest question that is judged."""
TAG = 3
"""Words behind a comma that may be no more than a tag: *nicht wahr?*"""
_TAIL = 8
"""Characters at the end of a text that are looked at."""
_CLOSED = r"[\s\"'”“’‘»«)\]」』]*$"
_ASKED = re.compile(rf"[?？؟](?={_CLOSED})")
_STATED = re.compile(rf"(?<![.…。])[.!。！]{_CLOSED}")
_SIGNS = re.compile("[?？؟¿;՞]|…|\\.\\.")
_STOP = re.compile(r"(?:(?<=[^\W\d_]{2})[.!?](?=[\s\"'”“’‘»«)\]]|$)|[。！？؟])")
_LAST = re.compile(r"(?:[.!?…:]\S{0,2}\s|[。！？：])")
_TAG = re.compile(r"(?:[,;，、؛]|\s[–—-])\s*([^,;，、؛–—]*)$")
_NAME = re.compile(r"[^\W_]*[A-ZÀ-ÞЀ-Я0-9][^\W_]*")
_LEAD = (
    r"(?:^|[.!:\"'“”„«»‘’(\[–—-])\s*(?:(?:and|but|so|now|well|or|then|und|aber|also|oder|denn|et|mais|alors|ou|y|pero|o|"
    r"ma|allora|mas|então|en|maar|dus|ale|więc|tak|a|e|и|а|но)[\s,]+)?"
)


@functools.cache
def _asking(lang: str) -> re.Pattern[str]:
    """What asks: a first word of a sentence, or a beginning of a word anywhere."""
    data = language(lang).asking
    assert data is not None
    if data.patterns:
        return re.compile("|".join(data.patterns))
    begins, speaks = ([re.escape(word).replace("'", "['’]") for word in words] for words in (data.begins, data.speaks))
    anywhere = "|".join(re.sub("_$", r"(?!\\w)", word).replace(r"\~", r"\s") for word in speaks)
    return re.compile(rf"{_LEAD}(?:{'|'.join(begins)})(?!\w)|(?<!\w)(?:{anywhere})", re.IGNORECASE)


def _limits(context: Context) -> str | None:
    if context.source_base in known_languages("asking"):
        return None
    return f"knows no words of asking in {name(context.source_lang)}"


@check(
    "ACC122",
    "gained-question",
    "accuracy/mistranslation",
    Severity.MAJOR,
    limits=_limits,
    examples=[
        Example("The ferry has left the harbour.", "Die Fähre hat den Hafen verlassen."),
        Example("The ferry has left, hasn't it?", "Die Fähre hat doch abgelegt?"),
        Example("The ferry has left the harbour.", "Die Fähre hat den Hafen verlassen, nicht wahr?"),
        Example("Has the ferry left the harbour.", "Hat die Fähre den Hafen verlassen?"),
        Example("He asked for the next ferry.", "Wann fährt denn die nächste Fähre?"),
        Example("The ferry left as it always does.", "Die Fähre legte ab. Was sollte sie auch sonst tun?"),
        Example("The ferry has left the harbour.", "Hat die Fähre den Hafen verlassen?", ("?",)),
        Example("Le bac a quitté le port à midi.", "Did the ferry leave the port at noon?", ("?",), ("fr", "en")),
        Example("“渡轮中午离开了港口。”", "“Did the ferry leave the port at noon?”", ("?",), ("zh", "en")),
        Example("The ferry has left the harbour.", "渡轮已经离开港口了吗？", ("？",), ("en", "zh")),
    ],
)
def gained_question(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a question mark at the end that the source gives no reason for."""
    target = segment.target
    found = _ASKED.search(target, max(0, len(target) - _TAIL))
    if not found:
        return
    source = segment.source
    stated = _STATED.search(source, max(0, len(source) - _TAIL))
    if not stated or _SIGNS.search(source) or _asking(context.source_base).search(source):
        return
    if len(_STOP.findall(target, 0, found.start())) > len(_STOP.findall(source, 0, stated.start())):
        return
    question = _LAST.split(target[: found.start()])[-1]
    tag = _TAG.search(question)
    if _size(question, context) < SHORTEST or (tag and _is_tag(tag[1], source, context)):
        return
    yield Hit("the source states what the translation asks", (Span("target", *found.span()),))


def _is_tag(text: str, source: str, context: Context) -> bool:
    """Whether what follows the last comma is a few words of which the source has no name or number."""
    return _size(text, context) <= TAG and not any(word in source for word in _NAME.findall(text))


def _size(text: str, context: Context) -> int:
    """Words of a text, or half its characters where words have no spaces between them."""
    return len(text.split()) if not language(context.target_base).spaceless else len(text.strip()) // 2
