"""The whole translation is in small letters, or in capitals, and the source is not.

## What it does

Marks two kinds of translations:

- four words or more without any capital, where the source is a sentence that begins with a capital and has another
  capitalised word;
- three words or more all in capitals, where the source has words in small letters.

A source in Chinese, Japanese or another script without capitals shows nothing. Then a translation of six words or
more that ends like a sentence is expected to have a capital. The name of a parameter that a manual explains (`rate
is the price`) may be in small letters. `small-beginning`, `torn-sentence` and `wrong-casing` leave the texts that
this check marks alone.

## Why it is bad

Names, nouns and the beginnings of sentences look wrong from end to end. It is a trace of a system that works on
small letters, or of a text that was typed with the wrong key.

## Known problems

A heading or another source that is not a sentence may be translated in small letters without a finding, and so may
a translation that begins with a number. A source in Chinese or Japanese cannot show that capitals are an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import capitals
from mtqe.checks.shared.not_run import not_for
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_CAPITAL_WORDS, _SMALL_WORDS = 3, 2
"""Words: of the translation in capitals, and of the source in small letters, from which on capitals are an error."""
_WORD = late(r"[^\W\d_]{2,}")


def _limits(context: Context) -> str | None:
    facts = language(context.target_base)
    return not_for(context) if facts.spaceless or not facts.has_capitals else None


@check(
    "MRK114",
    "lost-capitals",
    "linguistic-conventions/spelling",
    Severity.MINOR,
    area="form",
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
    """Compare the letters of both sides."""
    target = segment.target
    if target.isupper():
        if (
            len(_WORD.findall(target)) >= _CAPITAL_WORDS
            and len(_words_in_small_letters(segment.source)) >= _SMALL_WORDS
        ):
            yield Hit("the whole translation is in capitals", (_whole(target),))
    elif target == target.lower() and capitals.lost(segment, context):
        yield Hit("the translation has no capital letters", (_whole(target),))


def _words_in_small_letters(source: str) -> list[str]:
    """The words of a source in small letters."""
    return list(filter(str.islower, _WORD.findall(source)))


def _whole(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span("target", start, start + len(text.strip()))
