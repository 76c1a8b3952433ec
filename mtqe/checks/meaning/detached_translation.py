"""The translation as a whole does not mean what its source means.

## What it does

Computes a risk from three measures of the encoder inside mtqe: how far the translation is from its source in meaning,
how much of the source the translation does not cover, and how many words of each side have no counterpart, in the view
of the encoder's critic. Where the risk is high, the whole translation is marked. The message has the evidence. The
score `hallucination` of every segment is the same risk with repetition as further evidence.

## Why it is bad

A fluent sentence that has nothing to do with its source is the error readers cannot see and lawyers can. It comes from
machine translation that lost its input, and from files whose lines have slipped.

## Known problems

- A translation that is right in its first half and invented in its second is mostly missed. `partial-omission` finds
  some of these.
- Texts of programs of fewer than eight words are not judged, and in those of fewer than 25 words a finding is minor
  unless the risk is very high: people translate labels and messages freely.
- Very short texts (a word or two), headings, lists of names and free slogans have little to compare. A finding in a
  source of fewer than four words is minor. In a guide, a document that speaks to its reader in a fifth of its
  sentences or shows program code in a tenth, so is one in a source of fewer than ten words without a mark at its end,
  and one whose risk is not high enough to be critical.
- Translators render headlines and short sentences freely. Where the risk is not high enough to be critical, a finding
  is minor in a sentence of fewer than eight words, and in a source of fewer than twelve without a mark at its end.
- A source of fewer than ten words without a mark at its end is critical only where the risk is very high.
- {measured}; the score does, with a remark.
- A wrong name or number does not change the meaning enough. Other checks look for those.
- Where a language model replied to the source, model-response reports it in place of this check.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterator, Sequence

from mtqe.checks.shared import encoder_pairs, guides, program_texts
from mtqe.encoder import judgement_cache
from mtqe.language import words
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

LEAST, CRITICAL = 0.7, 0.9
"""Score: hallucination risk, without the evidence of repetition, from which on a translation is reported, and from
which on the finding is critical. Measured with bench/hallucination.py."""
SURE_OF_MESSAGE = 0.98
"""Score: the same risk, from which on a message of a program is major. Measured with bench/projects.py."""
FEWEST = 12
"""Characters: that both texts must have."""
_END = late(r"[.!?…。！？؟।][\s\"'”“’»)\]]*$")
HEADING = 4
"""Words: of a source, below which a finding is minor, since a heading or the cell of a table has too little to compare.
Measured with bench/projects.py."""
ITEM = 10
"""Words: the same for a source without a mark at its end in a guide, as in a caption or the item of a list. Measured
with bench/projects.py."""
BRIEF, TITLE = 8, 12
"""Words: of a sentence, and of a source without a mark at its end such as a headline, below which the finding is minor
unless the risk is high enough to be critical. In so few words one free turn is most of what the encoder compares.
Measured with bench/articles.py."""


def _unjudged(segment: Segment, context: Context) -> str | None:
    if program_texts.is_label(segment):
        return f"labels of programs are too short to compare the meaning (fewer than {program_texts.LABEL} words)"
    if min(len(segment.source), len(segment.target)) >= FEWEST:
        return None
    return f"too short to compare the meaning (fewer than {FEWEST} characters)"


@check(
    "HAL103",
    "detached-translation",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="hallucination",
    core=True,
    scope="document",
    needs=("encoder",),
    per_segment=True,
    nearby=True,
    yields_to_specific=True,
    limits=encoder_pairs.limits,
    unjudged=_unjudged,
    facts={"measured": encoder_pairs.MEASURED_ON},
    examples=[
        Example(
            "The council closed the swimming pool because the roof had begun to leak.",
            "Der Rat schloss das Schwimmbad, weil das Dach undicht geworden war.",
        ),
        Example(
            "The council closed the swimming pool because the roof had begun to leak.",
            "Alle Zimmer verfügen über Dusche, Fernseher und einen Balkon mit Meerblick.",
            ("Alle Zimmer verfügen über Dusche, Fernseher und einen Balkon mit Meerblick.",),
        ),
        Example(
            "Der Fahrer stieg aus und half der alten Frau über die Straße.",
            "The driver got out and helped the old woman across the street.",
            (),
            ("de", "en"),
        ),
        Example(
            "Der Fahrer stieg aus und half der alten Frau über die Straße.",
            "Interest rates will be decided upon by the central bank next week.",
            ("Interest rates will be decided upon by the central bank next week.",),
            ("de", "en"),
        ),
    ],
)
def detached_translation(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark translations with a high risk."""
    advising = guides.guides(segments, context.source_base)
    caution = encoder_pairs.caution_detached((context.source_base, context.target_base))
    for segment, risk in zip(segments, judgement_cache.risks(segments, context, "detached-translation"), strict=True):
        if risk is None or _unjudged(segment, context):
            continue
        chance = lowered(risk.detached, caution)
        if chance < LEAST:
            continue
        message = f"this does not mean what the source means (risk {chance:.0%}"
        if risk.cosine is not None:
            message += f", similarity {risk.cosine:.2f}"
        if risk.uncovered:
            uncovered = " ".join(segment.source[slice(*risk.uncovered)].split())
            message += f"; nothing translates “{uncovered}”"
        is_critical = chance >= (SURE_OF_MESSAGE if _is_headline(segment.source, context) else CRITICAL)
        severity = Severity.CRITICAL if is_critical else Severity.MAJOR
        if program_texts.is_message(segment):
            severity = Severity.MAJOR if chance >= SURE_OF_MESSAGE else Severity.MINOR
        elif (
            _words(segment.source, context) < HEADING
            or (chance < CRITICAL and _is_brief(segment.source, context))
            or _is_free(segment, chance, advising, context)
        ):
            severity = Severity.MINOR
        span = Span("target", 0, len(segment.target))
        yield segment, Hit(message + ")", (span,), severity, confidence=round(chance, 3))


def _is_headline(source: str, context: Context) -> bool:
    """Whether a source is short and has no mark at its end, as a headline, which translators render freely."""
    return not _END.search(source) and _words(source, context) < ITEM


def _is_brief(source: str, context: Context) -> bool:
    """Whether a source is a short sentence or a headline, in which one free turn weighs much."""
    return _words(source, context) < (BRIEF if _END.search(source) else TITLE)


def _is_free(segment: Segment, chance: float, advising: Collection[str | None], context: Context) -> bool:
    """Whether a text of a guide may be a free translation: the risk is not high, or it is an item or a caption.

    An item or a caption has few words and no mark at its end.
    """
    return segment.doc in advising and (chance < CRITICAL or _is_headline(segment.source, context))


def _words(source: str, context: Context) -> int:
    """The number of words of a source; in a language without spaces, more than any limit."""
    return sys.maxsize if language(context.source_base).spaceless else len(words.words(source))


def lowered(chance: float, caution: float) -> float:
    """A chance, 0 to 1, with log-odds that are lower by a number."""
    return 1 / (1 + (1 / chance - 1) * math.exp(caution)) if chance > 0 else 0.0
