"""A Chinese or Japanese sentence has the punctuation marks of the Latin script: *是的,我们可以* with a narrow comma.

## What it does

Marks `,`, `;` and a full stop behind a Chinese or Japanese character and before another or the end, in Chinese also `?`
and `!`; all of a segment are one finding. Colons, brackets and marks beside Latin letters and digits are left alone.

## Why it is bad

The marks stand too close and too low between the characters. It is a trace of text that a program put together.

## Known problems

Programmers' interfaces often use the narrow marks on purpose: of the messages of installed programs one in 500 is
reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.support.limits import not_for
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry import Context, Example, check

_CHAR = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WIDE = {",": "，", ";": "；", ".": "。", "?": "？", "!": "！"}
_MARKS = {
    lang: re.compile(rf"(?<=[{_CHAR}])(?:[{marks}](?=\s?[{_CHAR}]|\s*$)|\.(?=[{_CHAR}]|\s*$))")
    for lang, marks in (("zh", ",;?!"), ("ja", ",;"))
}


def _limits(context: Context) -> str | None:
    return None if context.target_base in _MARKS else not_for(context)


@check(
    "LOC108",
    "half-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("Yes, we sail at 10.30, v. 2.0.", "是的，我们10.30出发，v. 2.0。", langs=("en", "zh")),
        Example("Ready? Yes!", "準備はいい? はい!", langs=("en", "ja")),
        Example("Open: A, B (new)", "打开: A, B (新)", langs=("en", "zh")),
        Example("Yes, we sail.", "是的,我们出发.", (",", "."), ("en", "zh")),
        Example("Ready?", "准备好了吗?", ("?",), ("en", "zh")),
        Example("Yes, we sail.", "はい, 出発します。", (",",), ("en", "ja")),
    ],
)
def half_width_punctuation(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark narrow punctuation marks between wide characters."""
    spans = [found.span() for found in _MARKS[context.target_base].finditer(segment.target)]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        wide = "、" if context.target_base == "ja" and "," in marks else _WIDE[next(iter(marks))]
        message = f"{' '.join(marks)} stands between characters of full width"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=wide)
