"""The translation is far shorter than any translation of its source would be.

## What it does

Compares the lengths of both sides, having regard to how many characters the two languages need for the same content,
and marks the whole source when it is more than 1.5 times as long as the translation would need and 25 characters longer
still, which lets short texts vary. For sentences of more than 60 characters a translation of less than 60 to 70 % is
marked where it was measured: on news from English to German and from Estonian and Romanian to English, on manuals
between English and each of Chinese, Czech, Dutch, French, German, Italian, Japanese (46 %), Polish, Portuguese, Spanish
and Russian (not from it; about 1 alarm in 1,000 paragraphs there). For scripts and languages whose
needs are not well known, both limits are half as wide again.

## Why it is bad

Clauses or sentences of the source are missing from the translation.

## Known problems

Which part is missing is not known. Free, condensing translations such as subtitles and slogans may be reported. An
empty side is left to `empty-target` and, in documents that mtqe aligned, to `omitted-text`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import lengths
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity
from mtqe.text import words

FACTOR = 1.5
SLACK = 25.0

_SOURCE = "The harbour master was late again, and since nobody else had a key, the crews waited in the rain until noon."


@check(
    "ACC107",
    "text-too-short",
    "accuracy/omission",
    Severity.MAJOR,
    examples=[
        Example(_SOURCE, "Der Hafenmeister kam wieder zu spät, also warteten alle im Regen.", (_SOURCE,)),
        Example(
            _SOURCE,
            "Der Hafenmeister kam wieder zu spät, und weil sonst niemand Schlüssel hatte, warteten alle im Regen.",
        ),
        Example("United Nations Security Council", "UN-Sicherheitsrat"),
        Example("Is that so? I never thought it", "Echt?"),
        Example(_SOURCE, ""),
        Example(_SOURCE, "...", aligned=True),
        Example(_SOURCE, "港务局长又迟到了，别人都没有钥匙，船员们只好在雨中一直等到中午。", langs=("en", "zh")),
        Example(_SOURCE, "Der Hafenmeister kam wieder zu spät.", (_SOURCE,)),
        Example(_SOURCE, "港务局长又迟到了。", (_SOURCE,), ("en", "zh")),
    ],
)
def text_too_short(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark the source of a translation that cannot hold all of it."""
    langs = (context.source_base, context.target_base)
    source, target = segment.source, segment.target
    if lengths.is_far_longer(source, target, langs, FACTOR, SLACK) or (
        lengths.is_unseen(source, target, source, langs)
    ):
        share = lengths.ratio(segment.target, segment.source, langs[::-1])
        yield Hit(f"the translation has only {share:.0%} of the expected length", words.whole("source", segment.source))
