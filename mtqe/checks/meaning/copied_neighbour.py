"""A sentence of the translation belongs to another segment.

## What it does

Looks for a sentence that is in the translations of two segments of a document, although their sources have almost
nothing in common. The check assumes that one of the segments is right: the one whose source shares more names and
numbers with the sentence and whose length fits it better. The sentence is marked in the others.

## Why it is bad

The segment repeats another one, and its own content is lost. Reasons are files whose lines have slipped, copying by
hand, and machine translation that returns the same sentence for all it does not understand.

## Known problems

- Two sources that say the same in different words may rightly have one translation. They are reported.
- Sentences of fewer than five words (ten characters of Chinese or Japanese) are not checked.
- Where nothing shows which of two segments is right, the first is assumed to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtqe.language.misplaced import misplaced_sentences
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "HAL104",
    "copied-neighbour",
    "accuracy/mistranslation",
    Severity.MAJOR,
    area="hallucination",
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
    """Mark sentences that translate the source of another segment."""
    for copy in misplaced_sentences(segments, context.source_base, context.target_base):
        message = f"this translates the source of segment {segments[copy.home].id}, not of this segment"
        yield segments[copy.segment], Hit(message, (Span("target", copy.start, copy.end),))
