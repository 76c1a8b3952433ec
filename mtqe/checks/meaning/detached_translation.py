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
  and one with a risk below 90 %.
- People translate freely, headlines above all. A finding is critical from a risk of 98 % on. Below 90 % it is minor,
  unless the translation is clearly nearer to the source before or after its own, as in a line that has slipped.
  Between the two it is major, unless the translation is clearly nearer to its own source than to those beside it.
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

LEAST, MAJOR, CRITICAL = 0.7, 0.9, 0.98
"""Score: hallucination risk, without the evidence of repetition, from which on a translation is reported, and from
which on the finding is major and critical. Measured with bench/hallucination.py and bench/articles.py."""
SURE_OF_MESSAGE = 0.98
"""Score: the same risk, from which on a message of a program is major. Measured with bench/projects.py."""
BESIDE = 0.02
"""Cosine: by which a translation is nearer to the source beside its own than to its own, from which on it has slipped,
and by which it is farther, from which on it is a free translation. Measured with bench/articles.py: of nine good
translations with a risk of .7 to .98 the nearest is .008 nearer, and seven are farther; of 39 lines that have slipped
and have this risk 34 are nearer, and so are 9 of 13 texts beside an invented or omitted sentence."""
FEWEST = 12
"""Characters: that both texts must have."""
_END = late(r"[.!?…。！？؟।][\s\"'”“’»)\]]*$")
HEADING = 4
"""Words: of a source, below which a finding is minor, since a heading or the cell of a table has too little to compare.
Measured with bench/projects.py."""
ITEM = 10
"""Words: the same for a source without a mark at its end in a guide, as in a caption or the item of a list. Measured
with bench/projects.py."""


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
    risks = judgement_cache.risks(segments, context, "detached-translation")
    for place, (segment, risk) in enumerate(zip(segments, risks, strict=True)):
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
        nearer = _beside(segments, place, context) if chance < CRITICAL else None
        severity = _severity(segment, chance, nearer, advising, context)
        span = Span("target", 0, len(segment.target))
        yield segment, Hit(message + ")", (span,), severity, confidence=round(chance, 3))


def _beside(segments: Sequence[Segment], place: int, context: Context) -> float | None:
    """How much nearer a translation is to the source before or after its own than to its own; `None` without one."""
    from mtqe import encoder
    from mtqe.encoder.exact_sums import cosine

    segment = segments[place]
    beside = [
        segments[at].source
        for at in (place - 1, place + 1)
        if 0 <= at < len(segments) and segments[at].doc == segment.doc and segments[at].source.strip()
    ]
    if not beside:
        return None
    target, own, *others = encoder.load(context.config.device).embed([segment.target, segment.source, *beside])
    return max(float(cosine(target, other)) for other in others) - float(cosine(target, own))


def _severity(
    segment: Segment, chance: float, nearer: float | None, advising: Collection[str | None], context: Context
) -> Severity:
    """How grave a risk is.

    Args:
        segment: The segment.
        chance: 0 to 1, the risk.
        nearer: See `_beside`.
        advising: The documents that are guides.
        context: The context of the run.
    """
    if program_texts.is_message(segment):
        return Severity.MAJOR if chance >= SURE_OF_MESSAGE else Severity.MINOR
    number = _words(segment.source, context)
    is_item = number < ITEM and not _END.search(segment.source)
    if number < HEADING or (segment.doc in advising and (is_item or chance < MAJOR)):
        return Severity.MINOR
    if chance >= CRITICAL:
        return Severity.CRITICAL
    if nearer is None:
        return Severity.MAJOR if chance >= MAJOR else Severity.MINOR
    return Severity.MAJOR if nearer >= (-BESIDE if chance >= MAJOR else BESIDE) else Severity.MINOR


def _words(source: str, context: Context) -> int:
    """The number of words of a source; in a language without spaces, more than any limit."""
    return sys.maxsize if language(context.source_base).spaceless else len(words.words(source))


def lowered(chance: float, caution: float) -> float:
    """A chance, 0 to 1, with log-odds that are lower by a number."""
    return 1 / (1 + (1 / chance - 1) * math.exp(caution)) if chance > 0 else 0.0
