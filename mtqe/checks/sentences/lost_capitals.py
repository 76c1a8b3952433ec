"""The whole translation is in small letters, or in capitals, and the source is not.

## What it does

Marks a translation of four words or more without a single capital whose source is a sentence that begins with a capital
and has another word with one, and a translation of three words or more in capitals throughout whose source has words in
small letters. From Chinese, Japanese and other scripts without capitals, a translation of six words or more that ends
as a sentence does is expected to begin with a capital. The names of parameters that a manual explains (`rate is the
price`) may begin small. What this check marks `small-beginning`, `torn-sentence` and `wrong-casing` leave alone.

## Why it is bad

Names, nouns and the beginnings of sentences look wrong from end to end: a trace of a system that works on small
letters, or of a text that was typed with the wrong key.

## Known problems

A heading or another source that is no sentence may be rendered in small letters without being reported, and so may a
translation that begins with a number. A source in Chinese or Japanese is not asked whether a text is to be loud.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import capitals
from mtqe.checks.shared.not_run import not_for
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

_LOUD, _QUIET = 3, 2
"""Words in capitals of the translation, and in small letters of the source, from which on it was made loud."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def _limits(context: Context) -> str | None:
    known = language(context.target_base)
    return not_for(context) if known.spaceless or not known.has_capitals else None


@check(
    "MRK114",
    "lost-capitals",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    limits=_limits,
    examples=[
        Example("The old ferry to Oslo is late.", "Die alte Fähre nach Oslo ist spät."),
        Example("the old ferry to Oslo is late.", "die alte fähre nach oslo ist spät."),
        Example("The ferry", "die fähre"),
        Example("NO ENTRY FOR LORRIES", "KEINE ZUFAHRT FÜR LASTWAGEN"),
        Example("The NATO flag", "NATO UND UNO"),
        Example("La nave per Oslo è in ritardo.", "3 ferries to oslo are late.", langs=("it", "en")),
        Example(
            "The old ferry to Oslo is late.",
            "die alte fähre nach oslo ist spät.",
            ("die alte fähre nach oslo ist spät.",),
        ),
        Example(
            "The old ferry to Oslo is late.",
            "DIE ALTE FÄHRE NACH OSLO IST SPÄT.",
            ("DIE ALTE FÄHRE NACH OSLO IST SPÄT.",),
        ),
        Example(
            "开往奥斯陆的老渡轮晚点了。",
            "the old ferry to oslo is late.",
            ("the old ferry to oslo is late.",),
            ("zh", "en"),
        ),
    ],
)
def lost_capitals(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a translation that has no capitals, or nothing else."""
    target = segment.target
    if target.isupper():
        if len(_WORD.findall(target)) >= _LOUD and len(_quiet(segment.source)) >= _QUIET:
            yield Hit("the whole translation is in capitals", (_whole(target),))
    elif target == target.lower() and capitals.lost(segment, context):
        yield Hit("the translation has not a single capital letter", (_whole(target),))


def _quiet(source: str) -> list[str]:
    """The words of a source in small letters."""
    return list(filter(str.islower, _WORD.findall(source)))


def _whole(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span("target", start, start + len(text.strip()))
