"""A phrase that the document repeats does not have its usual rendering in one place.

## What it does

Needs no glossary. Looks for pairs of content words that occur in at least four segments of an English document (*stamp
duty*). The usual rendering of a phrase is the word that most of these segments have in the translation, and hardly any
other segment (*Stempelsteuer*). Where that word is missing, in any form or compound, the phrase is marked.

## Why it is bad

The reader takes two names for two things.

## Known problems

A translator may use a pronoun, leave the phrase out because it is clear, or vary on purpose: about half of the findings
in professional translations are of that kind. A word that all the segments share by chance can pass for the rendering.
The source must be English, and the target language must have spaces between words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.terms import phrases
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


@check(
    "TRM106",
    "inconsistent-phrase",
    "terminology/inconsistent",
    Severity.MINOR,
    area="terminology",
    scope="document",
    status="preview",
    limits=phrases.limits,
    examples=[
        Example(
            "Stamp duty rose.\nMany hate stamp duty.\nNo stamp duty is due.\nHe paid the stamp duty.",
            "Die Stempelsteuer stieg.\nViele hassen die Stempelsteuer.\nStempelsteuern fallen nicht an.\n"
            "Er zahlte die Stempelsteuer.",
        ),
        Example(
            "Stamp duty rose.\nMany hate stamp duty.\nNo stamp duty is due.\nHe paid the stamp duty.",
            "Die Stempelsteuer stieg.\nViele hassen die Stempelsteuer.\nEs fällt keine Stempelsteuer an.\n"
            "Er zahlte die Beurkundungsgebühr.",
            ("stamp duty",),
        ),
        Example(
            "The cargo ship left.\nA cargo ship sank.\nCargo ships wait.\nThey saw a cargo ship.",
            "El carguero zarpó.\nSe hundió un carguero.\nLos cargueros esperan.\nVieron un buque.",
            ("cargo ship",),
            ("en", "es"),
        ),
    ],
)
def inconsistent_phrase(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Yield a hit for each place where a phrase does not have its usual rendering."""
    marked_to: dict[str, int] = {}
    deviations = phrases.deviations(segments, context.source_base, context.target_base)
    for item in sorted(deviations, key=lambda item: (item.segment.id, item.phrase.start)):
        if marked_to.get(item.segment.id, -1) <= item.phrase.start:  # only the first of phrases that overlap
            marked_to[item.segment.id] = item.phrase.end
            text = item.segment.source[item.phrase.start : item.phrase.end]
            message = f"“{text}” is “{item.usual}” in {item.times} other segments, but not here"
            yield item.segment, Hit(message, (item.phrase,), suggestion=item.usual)
