"""A phrase that the document repeats is rendered otherwise in one place than in the others; needs no glossary.

## What it does

Takes pairs of content words that stand in at least four segments of an English document (*stamp duty*), and for each
the word of the translation that most of these segments have and hardly any other (*Stempelsteuer*). Where that word is
missing, in any form or compound, the phrase is marked.

## Why it is bad

The reader takes two names for two things.

## Known problems

A translator may put a pronoun for the phrase, leave it out because it is clear, or vary on purpose; about half of the
findings in professional translations are of that kind. A word that is in all the segments by chance can pass for the
rendering. Only English sources are read, and only languages that put spaces between words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.checks.terms import phrases
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity


def _limits(context: Context) -> str | None:
    if language(context.source_base).grammar != "english":
        return "reads phrases of English sources only"
    return "needs a target language with spaces between words" if language(context.target_base).spaceless else None


@check(
    "TRM106",
    "inconsistent-phrase",
    "terminology/inconsistent",
    Severity.MINOR,
    scope="document",
    status="preview",
    limits=_limits,
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
    """Yield a hit for each place where a phrase has not its usual rendering."""
    done: dict[str, int] = {}
    found = phrases.breaks(segments, context.source_base, context.target_base)
    for item in sorted(found, key=lambda item: (item.segment.id, item.phrase.start)):
        if done.get(item.segment.id, -1) <= item.phrase.start:  # of phrases that overlap the first
            done[item.segment.id] = item.phrase.end
            text = item.segment.source[item.phrase.start : item.phrase.end]
            message = f"“{text}” is “{item.usual}” in {item.times} other segments, and not here"
            yield item.segment, Hit(message, (item.phrase,), suggestion=item.usual)
