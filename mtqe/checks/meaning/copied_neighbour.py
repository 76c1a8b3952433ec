"""A sentence of the translation belongs to another segment.

## What it does

Looks for sentences of the translation that stand in two segments of a document while the sources of the two have next
to nothing in common. One of the two is right: the one whose source shares more names and numbers with the sentence, and
whose length fits it better. The sentence is marked in the others.

## Why it is bad

The line says what another line says, and what it should say is lost. It comes from files whose lines have slipped, from
copying by hand, and from machine translation that answers whatever it does not understand with the same sentence.

## Known problems

- Two sources that say the same in quite other words rightly have one translation, and are reported.
- Sentences of fewer than five words (ten characters of Chinese or Japanese) are not looked at.
- Where nothing tells which of two is right, the first is taken to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.text.misplaced import misplaced_sentences


@check(
    "HAL104",
    "copied-neighbour",
    "accuracy/mistranslation",
    Severity.MAJOR,
    scope="document",
    examples=[
        Example(
            "The bridge was closed on Friday.\nThe mayor thanked all of the volunteers.",
            "Die Brücke wurde am Freitag gesperrt.\nDer Bürgermeister dankte allen Freiwilligen.",
        ),
        Example(
            "The bridge was closed on Friday.\nThe mayor thanked all of the volunteers.",
            "Die Brücke wurde am Freitag gesperrt.\nDie Brücke wurde am Freitag gesperrt.",
            ("Die Brücke wurde am Freitag gesperrt.",),
        ),
        Example(
            "Click OK to save the file.\nClick OK to save your file.",
            "Klicken Sie auf OK, um zu speichern.\nKlicken Sie auf OK, um zu speichern.",
        ),
        Example(
            "Le musée rouvre ses portes lundi prochain.\nDeux cents personnes ont signé la pétition.",
            "Two hundred people have signed the petition.\nTwo hundred people have signed the petition.",
            ("Two hundred people have signed the petition.",),
            ("fr", "en"),
        ),
    ],
)
def copied_neighbour(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Mark sentences that stand in two translations of sources that have nothing in common."""
    for one in misplaced_sentences(segments, context.source_base, context.target_base):
        message = f"this is what segment {segments[one.home].id} says, and its source is another"
        yield segments[one.segment], Hit(message, (Span("target", one.start, one.end),))
