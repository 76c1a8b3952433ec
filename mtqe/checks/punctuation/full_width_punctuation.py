"""A sentence in an alphabet has punctuation marks of Chinese or Japanese: *The ferry left， and we stayed*.

## What it does

Marks `，`, `。`, `、`, `；`, `：`, `！`, `？` and round brackets of full width behind or before a letter or digit of an
alphabet in a translation into a language that is not written with such marks; all of a segment are one finding. What
the source does not have is marked as well: the mark is wrong either way.

## Why it is bad

The marks leave a gap, lines break at the wrong places, and fonts often lack them.

## Known problems

Marks beside a quoted Chinese or Japanese word are left alone, whether they belong to it or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text import words

_NARROW = dict(zip("，。、；：！？（）", ",.,;:!?()", strict=True))
_LETTER = r"[^\W_\u2e80-\uffff]"
_MARK = re.compile(
    rf"(?<={_LETTER})[，。、；：！？）]|（(?={_LETTER})|(?<={_LETTER} )（|(?<=[)\]\"'”’»%])[，。、；：！？]"
)


def _limits(context: Context) -> str | None:
    return not_for(context) if language(context.target_base).full_width else None


@check(
    "LOC111",
    "full-width-punctuation",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
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
    """Mark marks of full width beside letters of an alphabet."""
    if words.characters(segment.target).isdisjoint(_NARROW):
        return
    spans = [found.span() for found in _MARK.finditer(segment.target)]
    if spans:
        marks = dict.fromkeys(segment.target[start] for start, _ in spans)
        message = f"{' '.join(marks)} is a mark of full width in a text without such"
        yield Hit(message, tuple(Span("target", *span) for span in spans), suggestion=_NARROW[next(iter(marks))])
