"""The width of punctuation marks: narrow ones in Chinese and Japanese, full-width ones beside an alphabet."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import words

# --- LOC108 half-width-punctuation ------------------------------------------------------------------------------------

_CHAR = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = {",": "，", ";": "；", ".": "。", "?": "？", "!": "！"}
_CALL = re.compile(r"(?<=[A-Za-z0-9_])\((?:[^()]|\([^()]*\))*\)")
_JOINED = re.compile(r"[A-Za-z]{2}([.!])(?=[A-Za-z]{2})")
_SPACED = re.compile(rf"(?<=[{_CHAR}])[,;]\s(?=[{_CHAR}])")
STYLE = 4
"""Copies: of narrow marks with a space that make a house style, if the wide ones are fewer. By hand."""


@functools.cache
def _mark(never_narrow: str) -> re.Pattern[str]:
    """A narrow mark, or a full stop, between characters of full width."""
    return re.compile(rf"(?<=[{_CHAR}])(?:[{never_narrow}](?=\s?[{_CHAR}]|\s*$)|\.(?=[{_CHAR}]|\s*$))")


def _limits_narrow(context: Context) -> str | None:
    wide = language(context.target_base).full_width
    return None if wide and wide.never_narrow else not_for(context)


@check(
    "LOC108",
    "half-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    scope="document",
    limits=_limits_narrow,
    examples=[
        Example("Yes, we sail at 10.30, v. 2.0.", "是的，我们10.30出发，v. 2.0。", langs=("en", "zh")),
        Example("Ready? Yes!", "準備はいい? はい!", langs=("en", "ja")),
        Example("Open: A, B (new)", "打开: A, B (新)", langs=("en", "zh")),
        Example("Use SUM(apples; pears).", "使用 SUM(苹果; 梨)。", langs=("en", "zh")),
        Example("Write Fruit.Pears.Price.", "「果物.梨.値段」と書きます。", langs=("en", "ja")),
        Example("Yes, we sail.", "是的,我们出发.", (",", "."), ("en", "zh")),
        Example("The GUILD met (masters; pupils).", "行会GUILD(师傅;学徒)开会了。", (";",), ("en", "zh")),
        Example("Ready?", "准备好了吗?", ("?",), ("en", "zh")),
        Example("Yes, we sail.", "はい, 出発します。", (",",), ("en", "ja")),
    ],
)
def half_width_punctuation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A Chinese or Japanese sentence has punctuation marks of the Latin script: *是的,我们可以* with a narrow comma.

    ## What it does

    Marks `,`, `;` and a full stop behind a Chinese or Japanese character and before another or the end, in Chinese also
    `?` and `!`; all of a segment are one finding. Colons, brackets and marks beside Latin letters and digits are left
    alone, and so are the arguments of a function and dotted names where the source has such. Where a document sets `, `
    and `; ` more often than the wide marks, that is its house style: the first segment is marked, for all.

    ## Why it is bad

    The marks stand too close and too low between the characters. It is a trace of text that a program put together.

    ## Known problems

    Programmers' interfaces often use the narrow marks on purpose: of the messages of installed programs one in 500 is
    reported.
    """
    width = language(context.target_base).full_width
    if width is None:
        return
    pattern = _mark(width.never_narrow)
    found = [(segment, marks) for segment in segments if (marks := list(_narrow(segment, pattern)))]
    if not found:
        return
    alike = [all(_SPACED.match(segment.target, mark.start()) for mark in marks) for segment, marks in found]
    narrow = sum(len(marks) for (_, marks), spaced in zip(found, alike, strict=True) if spaced)
    style = narrow >= STYLE and narrow > sum(
        segment.target.count(mark) for segment in segments for mark in width.pauses
    )
    told = False
    for (segment, marks), spaced in zip(found, alike, strict=True):
        if not (style and spaced):
            yield segment, _hit(marks, width.comma)
        elif not told:
            yield segment, _hit(marks, width.comma, narrow - len(marks))
            told = True


def _narrow(segment: Segment, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The narrow marks of a translation, but for those in code that the source has."""
    text, source = segment.target, segment.source
    if not pattern.search(text):
        return
    if _CALL.search(source):
        text = words.blanked(text, _CALL)
    joins = set(_JOINED.findall(source))
    for mark in pattern.finditer(text):
        if mark[0] not in joins or not text[mark.end() : mark.end() + 1].strip():
            yield mark


def _hit(marks: Sequence[re.Match[str]], comma: str, others: int = 0) -> Hit:
    chars = dict.fromkeys(mark[0] for mark in marks)
    wide = comma if "," in chars else _WIDE[next(iter(chars))]
    message = f"{' '.join(chars)} stands between characters of full width"
    message += f", as the document does {others} times more" if others else ""
    return Hit(message, tuple(Span("target", *mark.span()) for mark in marks), suggestion=wide)


# --- LOC111 full-width-punctuation ------------------------------------------------------------------------------------

_NARROW = dict(zip("，。、；：！？（）", ",.,;:!?()", strict=True))
_LETTER = r"[^\W_\u2e80-\uffff]"
_MARK = re.compile(
    rf"(?<={_LETTER})[，。、；：！？）]|（(?={_LETTER})|(?<={_LETTER} )（|(?<=[)\]\"'”’»%])[，。、；：！？]"
)


def _limits_wide(context: Context) -> str | None:
    return not_for(context) if language(context.target_base).full_width else None


@check(
    "LOC111",
    "full-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits_wide,
    examples=[
        Example("渡轮开了，我们留下。", "The ferry left, and we stayed.", langs=("zh", "en")),
        Example("店名是“好吃！”。", "The shop is called “好吃！”.", langs=("zh", "en")),
        Example("他喊：“好！”。", "Er rief: 好！", langs=("zh", "de")),
        Example("渡轮开了，我们留下。", "The ferry left， and we stayed。", ("，", "。"), ("zh", "en")),
        Example("船（新しい方）が出た。", "The ferry （the new one） left.", ("（", "）"), ("ja", "en")),
        Example("The ferry left.", "Die Fähre legte ab。", ("。",)),
    ],
)
def full_width_punctuation(segment: Segment, context: Context) -> Iterator[Hit]:
    """A sentence in an alphabet has punctuation marks of Chinese or Japanese: *The ferry left， and we stayed*.

    ## What it does

    Marks `，`, `。`, `、`, `；`, `：`, `！`, `？` and round brackets of full width behind or before a letter or digit
    of an alphabet in a translation into a language that is not written with such marks; all of a segment are one
    finding. What the source does not have is marked as well: the mark is wrong either way.

    ## Why it is bad

    The marks leave a gap, lines break at the wrong places, and fonts often lack them.

    ## Known problems

    Marks beside a quoted Chinese or Japanese word are left alone, whether they belong to it or not.
    """
    if words.characters(segment.target).isdisjoint(_NARROW):
        return
    spans = [found.span() for found in _MARK.finditer(segment.target)]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        message = f"{' '.join(marks)} is a mark of full width in a text without such"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=_NARROW[next(iter(marks))])
