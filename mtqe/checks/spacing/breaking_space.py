"""A plain space stands where the target language wants one that does not break: before `%` or a French `!`.

## What it does

Marks plain spaces before a per cent sign where CLDR's pattern has a no-break space there, and in French those before
`; : ! ? »` and after `«`. All of a segment are one finding.

## Why it is bad

A line may begin with the sign, away from its word or number.

## Known problems

Most texts are typed with plain spaces, and some systems put in the others by themselves; this check is for those who
publish what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.shared import locales
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.language_tags import name

_PERCENT = re.compile(r"(?<=\d) (?=%)")
_FRENCH = re.compile(r"(?<=[\w)»”]) (?=[;:!?](?:\s|$))|(?<=[\w)”.…!?]) (?=»)|(?<=«) (?=\S)")


def _limits(context: Context) -> str | None:
    found = locales.style(context.target_lang)
    wanted = language(context.target_base).space_before_marks == "needed" or (
        found is not None and found.spaced_percent
    )
    return None if wanted else f"{name(context.target_lang)} has no such space before a sign"


@check(
    "LOC104",
    "breaking-space",
    "locale-conventions",
    Severity.MINOR,
    limits=_limits,
    status="preview",
    examples=[
        Example("50% of them", "50\u00a0% von ihnen"),
        Example("50% of them", "50% von ihnen"),
        Example("50% of them", "50 % von ihnen", (" ",)),
        Example("“Really?” he said: yes!", "« Vraiment ? » dit-il\u00a0: oui !", (" ", " ", " ", " "), ("en", "fr")),
    ],
)
def breaking_space(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark plain spaces before signs that must stay with their word."""
    found = locales.style(context.target_lang)
    patterns = [_PERCENT] if found and found.spaced_percent else []
    patterns += [_FRENCH] if language(context.target_base).space_before_marks == "needed" else []
    spans = sorted(match.span() for pattern in patterns for match in pattern.finditer(segment.target))
    if spans:
        signs = "a plain space stands" if len(spans) == 1 else f"{len(spans)} plain spaces stand"
        marked = tuple(Span("target", *span) for span in spans)
        yield Hit(f"{signs} where a line must not break", marked, suggestion="\u00a0")
