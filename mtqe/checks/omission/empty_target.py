"""The source has words, and the translation is empty.

## What it does

Marks the source when its translation has no letter, digit, symbol or placeholder: it is empty or only punctuation. When
mtqe aligned the two documents itself, an empty side is an omission, which `omitted-text` reports.

In files of programs and translation tools, a text that is not translated yet is not an error: the program shows the
source. That is so for a key that the translation does not have, for an empty translation in PO and XLIFF, and for
several empty texts in a row. The report says how many texts are translated, and `completeness` in `[gate]` has a limit
for it. A single empty text between translations is an error.

A subtitle of one or two words (*Okay.*, *Anna!*) is minor: subtitlers leave out what every viewer hears.

## Why it is bad

A sentence is missing. In paired files the reason is usually a failed request to the translation system.

## Known problems

Some teams leave segments empty that must not be translated. Mark those in the file as not to be translated, or ignore
this check.

Where three texts of a program or more have signs alone, and each has other ones, the findings are minor: the translator
drew what the words say. So is a translation that keeps only the program code of its source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.shared import counted, program_texts
from mtqe.language import words
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

MOST_HEARD = 2
"""Words: of a subtitle that may be left out, since viewers hear and understand it."""
_PLACEHOLDER = late(r"%(?:\d+\$)?@|\{\}|\{ ?\"\" ?\}")
"""A placeholder without letters and digits, in whose place the program puts a text, or the text of Fluent that is empty
on purpose."""
_NO_VALUE = late(r"(?i:n/?a|n\.a\.|none)")
"""What English writes where there is no value; others write a dash."""
_DASHES = frozenset("-–—")
DRAWN = 3
"""Texts: of signs alone, no two of them the same, from which on a translator has drawn what they say. By judgement."""


def _drawn_as_minor(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> list[tuple[Segment, Hit]]:
    """The hits; texts of a program that have different signs in place of words are minor: *Trough* is *＼／*."""
    drawn: dict[str, set[str]] = {}
    for segment, _ in hits:
        if program_texts.is_program_text(segment) and (signs := segment.target.strip()):
            drawn.setdefault(signs, set()).add(segment.source.strip())
    if len(drawn) < DRAWN or any(len(sources) > 1 for sources in drawn.values()):
        return list(hits)
    return [
        (segment, replace(hit, severity=Severity.MINOR) if segment.target.strip() in drawn else hit)
        for segment, hit in hits
    ]


@check(
    "ACC103",
    "empty-target",
    "accuracy/omission",
    Severity.CRITICAL,
    area="omission",
    revision=_drawn_as_minor,
    examples=[
        Example("Stop!", "Halt!"),
        Example("* * *", "***"),
        Example("...", ""),
        Example("", ""),
        Example("Cheers", "🍻"),
        Example("N/A", "–"),
        Example("By %@", "%@", langs=("en", "ja")),
        Example("The road is closed.", "", aligned=True),
        Example("The road is closed.", "", ("The road is closed.",)),
        Example("The road is closed.", "", meta=({"unit": "closed", "missing": True},)),
        Example(" The road is closed. ", " .", ("The road is closed.",), ("en", "fr")),
        Example("道路封闭。", "。", ("道路封闭。",), ("zh", "ja")),
    ],
)
def empty_target(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the source of an empty translation."""
    text = counted.without_number_signs(segment, segment.target)
    if _has_content(text) or _PLACEHOLDER.search(text) or not any(map(str.isalnum, segment.source)):
        return
    if segment.target.strip() in _DASHES and _NO_VALUE.fullmatch(segment.source.strip()):
        return
    if segment.target.strip():
        has_code = any(code.side == "target" and code.kind == "literal" for code in segment.codes)
        kept = "program code" if has_code else "punctuation"
        severity = Severity.MINOR if has_code else None
        yield Hit(f"the translation is only {kept}", words.whole_span("source", segment.source), severity)
    elif not segment.is_aligned and not segment.is_missing:
        severity = Severity.MINOR if _is_heard(segment) else Severity.CRITICAL
        yield Hit("the translation is empty", words.whole_span("source", segment.source), severity)


def _is_heard(segment: Segment) -> bool:
    """Whether a segment is a subtitle so short that viewers need no translation."""
    return program_texts.is_subtitle(segment) and len(words.words(segment.source)) <= MOST_HEARD


def _has_content(text: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNS" for char in text)
