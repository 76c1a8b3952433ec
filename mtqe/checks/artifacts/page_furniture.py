"""A sentence of the translation belongs to the web page, not to the article, and the source has none of its kind.

## What it does

Looks at each sentence of a translated segment. A sentence is marked when it is worded like a newsletter sign-up box, a
cookie notice, a link to other stories, an advertisement label or a share button, in the target or the source language.

It is not marked where the source has a sentence of the same kind. Nor is it marked where the source has at least as
many sentences and about the same length: then the source probably says the same in a wording that is not in the data.
The wordings have their own examples: `mtqe/data/boilerplate.toml`.

## Why it is bad

The reader is asked to subscribe in the middle of the news. The page was probably copied as a whole.

## Known problems

A segment without a source is reported by `added-text`. A sentence of the article about newsletters is marked if it has
one of these wordings and the source does not.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from mtqe.checks.shared import lengths
from mtqe.language.boilerplate import boilerplate_kind, may_have, rules
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SENTENCE = late(r"[^\s.!?…。！？][^.!?…。！？\n]*(?:[.](?=\w)[^.!?…。！？\n]*)*[.!?…。！？]*")

_MUCH_LONGER = 1.25
"""Factor: of the expected length, from which on a translation may have an extra sentence although it has no more of
them than the source."""


def _limits(context: Context) -> str | None:
    lacking = [lang for lang in (context.source_base, context.target_base) if lang not in _languages()]
    return f"there are no wordings for {lacking[0]}" if lacking else None


@functools.cache
def _languages() -> frozenset[str]:
    return frozenset().union(*({**rule.get("line", {}), **rule.get("within", {})} for rule in rules()))


@check(
    "ART111",
    "page-furniture",
    "accuracy/addition",
    Severity.MINOR,
    area="form",
    limits=_limits,
    examples=[
        Example("The ferry left late.", "Die Fähre legte spät ab."),
        Example("Sign up for our newsletter.", "Melden Sie sich für unseren Newsletter an."),
        Example(
            "The mayor sends a newsletter every week.", "Der Bürgermeister verschickt jede Woche einen Newsletter."
        ),
        Example("", "Melden Sie sich für unseren Newsletter an."),
        Example(
            "The ferry left late.",
            "Die Fähre legte spät ab. Melden Sie sich für unseren Newsletter an.",
            ("Melden Sie sich für unseren Newsletter an.",),
        ),
        Example(
            "The ferry left late.", "Teilen Twittern Drucken\nDie Fähre legte spät ab.", ("Teilen Twittern Drucken",)
        ),
        Example("了解更多关于渡轮的信息。", "Learn more about ferries.", langs=("zh", "en")),
        Example("渡轮晚点离开了港口。", "The ferry left late. Read more", ("Read more",), ("zh", "en")),
        Example(
            "Le bac est parti en retard. Le pilote dormait.",
            "The ferry left late. We use cookies to improve your visit. The pilot slept.",
            ("We use cookies to improve your visit.",),
            ("fr", "en"),
        ),
    ],
)
def page_furniture(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark sentences that are page furniture where the source has none of their kind."""
    langs = context.target_base, context.source_base
    if not segment.source.strip() or not may_have(segment.target, *langs):
        return
    furniture_spans = list(_furniture(segment.target, context))
    if not furniture_spans or _is_as_long(segment, context):
        return
    excused = {kind for _, kind in _furniture(segment.source, context)} | {
        boilerplate_kind(segment.source, context.source_base)
    }
    for span, kind in furniture_spans:
        if kind not in excused:
            yield Hit(f"{kind} that the source does not have", (Span("target", *span),))


def _furniture(text: str, context: Context) -> Iterator[tuple[tuple[int, int], str]]:
    """The sentences of a text that are page furniture: where each is, and its kind."""
    for sentence in _SENTENCE.finditer(text):
        kind = boilerplate_kind(sentence[0], context.target_base, context.source_base)
        if kind:
            end = sentence.end() - len(sentence[0]) + len(sentence[0].rstrip())
            yield (sentence.start(), end), kind


def _is_as_long(segment: Segment, context: Context) -> bool:
    """Whether the source is as long as the translation: no fewer sentences, and the expected length or nearly so."""
    source_count, target_count = (len(_SENTENCE.findall(text)) for text in (segment.source, segment.target))
    if target_count > source_count:
        return False
    return lengths.ratio(segment.target, segment.source, (context.target_base, context.source_base)) < _MUCH_LONGER
