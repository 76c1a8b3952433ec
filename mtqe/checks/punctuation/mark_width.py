"""Checks of the width of punctuation: half-width marks in Chinese and Japanese, full-width marks beside an alphabet."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from mtqe.checks.shared import locales
from mtqe.checks.shared.not_run import not_for
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.language_tags import name
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# --- LOC108 half-width-punctuation ------------------------------------------------------------------------------------

_FULL_WIDTH = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WIDE_MARKS = {",": "，", ";": "；", ".": "。", "?": "？", "!": "！"}
_FUNCTION_CALL = late(r"(?<=[A-Za-z0-9_])\((?:[^()]|\([^()]*\))*\)")
_DOTTED_NAME = late(r"[A-Za-z]{2}([.!])(?=[A-Za-z]{2})")
_GLUED = late(r"(?<=[^\W\d])[,;](?=[^\W\d])")
"""A mark without a space between words, as in the lists of keywords that programs read."""
_SPACED = late(rf"(?<=[{_FULL_WIDTH}])[,;]\s(?=[{_FULL_WIDTH}])")
_SENTENCE_END = late(r"[.!?…][\"'”’»)\]]*\s|[。！？]")
_SPACE_AFTER = late(r"[ \u00a0]?")
STYLE_FROM = 4
"""Copies: half-width marks with a space that make a house style if full-width marks are rarer."""


@functools.cache
def _narrow_mark(never_narrow: str) -> re.Pattern[str]:
    """A half-width mark, or a full stop, between full-width characters or at the end."""
    return re.compile(
        rf"(?<=[{_FULL_WIDTH}])(?:[{never_narrow}](?=\s?[{_FULL_WIDTH}]|\s*$)|\.(?=[{_FULL_WIDTH}]|\s*$))"
    )


def _limits_narrow(context: Context) -> str | None:
    wide = language(context.target_base).full_width
    return None if wide and wide.never_narrow else not_for(context)


@check(
    "LOC108",
    "half-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
    scope="document",
    limits=_limits_narrow,
    mends=True,
    examples=[
        Example("Yes, we sail at 10.30, v. 2.0.", "是的，我们10.30出发，v. 2.0。", langs=("en", "zh")),
        Example("Ready? Yes!", "準備はいい? はい!", langs=("en", "ja")),
        Example("Open: A, B (new)", "打开: A, B (新)", langs=("en", "zh")),
        Example("Use SUM(apples; pears).", "使用 SUM(苹果; 梨)。", langs=("en", "zh")),
        Example("folder;disk;", "文件夹;磁盘;", langs=("en", "zh")),
        Example("Write Fruit.Pears.Price.", "「果物.梨.値段」と書きます。", langs=("en", "ja")),
        Example("Yes, we sail.", "是的,我们出发.", (",", "."), ("en", "zh")),
        Example("The GUILD met (masters; pupils).", "行会GUILD(师傅;学徒)开会了。", (";",), ("en", "zh")),
        Example("Ready?", "准备好了吗?", ("?",), ("en", "zh")),
        Example("Yes, we sail.", "はい, 出発します。", (", ",), ("en", "ja")),
    ],
)
def half_width_punctuation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """A Chinese or Japanese sentence has half-width punctuation: *是的,我们可以* with a Latin comma.

    ## What it does

    Marks `,`, `;` and the full stop after a Chinese or Japanese character and before another one or the end of the
    text, together with a space after the mark; in Chinese also `?` and `!`. All marks of a segment are one finding.
    Colons, brackets and marks beside Latin letters or digits are ignored. So are function arguments and dotted names
    if the source has some too, and marks that the source has between two words without a space. If a document uses `,
    ` and `; ` more often than the full-width marks, that is its house style: only the first segment is reported, for
    all.

    ## Why it is bad

    The marks sit too close and too low between the characters. They suggest text assembled by a program.

    ## Known problems

    Interfaces for programmers often use half-width marks on purpose: one in 500 messages of installed programs is
    reported.
    """
    width = language(context.target_base).full_width
    if width is None:
        return
    pattern = _narrow_mark(width.never_narrow)
    faults = [(segment, marks) for segment in segments if (marks := list(_narrow_marks(segment, pattern)))]
    if not faults:
        return
    all_spaced = [all(_SPACED.match(segment.target, mark.start()) for mark in marks) for segment, marks in faults]
    n_spaced = sum(len(marks) for (_, marks), spaced in zip(faults, all_spaced, strict=True) if spaced)
    n_wide = sum(segment.target.count(mark) for segment in segments for mark in width.pauses)
    is_style = n_spaced >= STYLE_FROM and n_spaced > n_wide
    style_reported = False
    for (segment, marks), spaced in zip(faults, all_spaced, strict=True):
        if not (is_style and spaced):
            yield segment, _hit(segment, marks, width.comma)
        elif not style_reported:
            yield segment, _hit(segment, marks, width.comma, n_spaced - len(marks))
            style_reported = True


def _narrow_marks(segment: Segment, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The half-width marks of a translation, except in function calls and dotted names like those of the source."""
    text, source = segment.target, segment.source
    if not pattern.search(text):
        return
    if _FUNCTION_CALL.search(source):
        text = words.blanked(text, _FUNCTION_CALL)
    dots_in_names, glued = set(_DOTTED_NAME.findall(source)), set(_GLUED.findall(source))
    for mark in pattern.finditer(text):
        if mark[0] in glued:
            continue
        if mark[0] not in dots_in_names or not text[mark.end() : mark.end() + 1].strip():
            yield mark


def _hit(segment: Segment, marks: Sequence[re.Match[str]], comma: str, n_elsewhere: int = 0) -> Hit:
    chars = dict.fromkeys(mark[0] for mark in marks)
    wide = _WIDE_MARKS | {",": comma}
    message = f"half-width {' '.join(chars)} between full-width characters"
    message += f", here and {n_elsewhere} times more in the document" if n_elsewhere else ""
    corrections = tuple(wide[mark[0]] for mark in marks) if len(chars) > 1 else ()
    # A house style is changed everywhere or nowhere. A full stop inside the text may be that of a name or a slip.
    several = _SENTENCE_END.search(segment.source.strip()[:-1])
    sure = not n_elsewhere and all(mark[0] != "." or several or not mark.string[mark.end() :].strip() for mark in marks)
    return Hit(
        message,
        tuple(_with_space(mark) for mark in marks),
        suggestion=comma if "," in chars else wide[next(iter(chars))],
        fixable=sure,
        corrections=corrections if sure else (),
    )


def _with_space(mark: re.Match[str]) -> Span:
    """A mark with the space after it, which a full-width mark does not need."""
    space = _SPACE_AFTER.match(mark.string, mark.end())
    is_inside = space is not None and mark.string[space.end() :].strip()
    return Span("target", mark.start(), space.end() if space and is_inside else mark.end())


# --- LOC111 full-width-punctuation ------------------------------------------------------------------------------------

_NARROW = dict(zip("，。、；：！？（）", ",.,;:!?()", strict=True))
_LETTER = r"[^\W_\u2e80-\uffff]"
_MARK = late(rf"(?<={_LETTER})[，。、；：！？）]|（(?={_LETTER})|(?<={_LETTER} )（|(?<=[)\]\"'”’»%])[，。、；：！？]")


def _limits_wide(context: Context) -> str | None:
    return not_for(context) if language(context.target_base).full_width else None


@check(
    "LOC111",
    "full-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    area="locale",
    limits=_limits_wide,
    mends=True,
    examples=[
        Example("渡轮开了，我们留下。", "The ferry left, and we stayed.", langs=("zh", "en")),
        Example("店名是“好吃！”。", "The shop is called “好吃！”.", langs=("zh", "en")),
        Example("他喊：“好！”。", "Er rief: 好！", langs=("zh", "de")),
        Example("渡轮开了，我们留下。", "The ferry left， and we stayed。", ("，", "。"), ("zh", "en")),
        Example("船（新しい方）が出た。", "The ferry （the new one） left.", ("（", "）"), ("ja", "en")),
        Example("The ferry left.", "Die Fähre legte ab。", ("。",)),
        Example("The ferry left, we stayed.", "Die Fähre（neu）fuhr，wir blieben。", ("（", "）", "，", "。")),
    ],
)
def full_width_punctuation(segment: Segment, context: Context) -> Iterator[Hit]:
    """A sentence in an alphabetic script has full-width East Asian punctuation: *The ferry left， and we stayed*.

    ## What it does

    Marks `，`, `。`, `、`, `；`, `：`, `！`, `？` and full-width round brackets beside a letter or digit of an
    alphabet, if the target language does not use them. All marks of a segment are one finding. It does not matter
    whether the source has the mark.

    ## Why it is bad

    The marks leave a gap, lines break in the wrong place, and many fonts lack them.

    ## Known problems

    Marks beside a quoted Chinese or Japanese word are ignored, whether they belong to it or not.
    """
    if words.characters(segment.target).isdisjoint(_NARROW):
        return
    spans = [match.span() for match in _MARK.finditer(segment.target)]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        message = f"full-width {' '.join(marks)}, which {name(context.target_lang)} does not use"
        corrections = [_narrowed(segment.target, start, context) for start, _ in spans]
        sure = [text for text in corrections if text is not None]
        yield Hit(
            message,
            tuple(Span("target", *span) for span in spans),
            suggestion=sure[0] if len(sure) == len(spans) and len(set(sure)) == 1 else _NARROW[next(iter(marks))],
            fixable=len(sure) == len(spans),
            corrections=tuple(sure) if len(sure) == len(spans) else (),
        )


def _narrowed(text: str, at: int, context: Context) -> str | None:
    """A half-width mark for the full-width one at an offset, with the spaces that it needs; `None` if unsure."""
    narrow, before, after = _NARROW[text[at]], text[at - 1 : at], text[at + 1 : at + 2]
    target = language(context.target_base)
    if narrow in "?!" and target.inverted_marks and not re.search("[¿¡]", text[:at]):
        return None  # the opening mark is missing, too
    if narrow in ".,:" and before.isdigit() and after.isdigit():
        return narrow
    if narrow == "." and after.isalpha():
        return None  # the name of a site or file
    if narrow == "(":
        return f" {narrow}" if before.isalnum() else narrow
    space = "\u00a0" if narrow in ";:!?" and locales.spaces_marks(context.target_lang) else ""
    return space + narrow + (" " if after.isalnum() else "")
