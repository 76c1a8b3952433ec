"""A character or short piece of text is repeated absurdly often.

## What it does

Marks a run of one mark, letter or digit, or of a unit of up to four marks or digits or two letters, from its second
unit on: from 12 marks, 16 digits or 10 letters on, with or without spaces between marks. It is silent where the source
has a run of its own that explains it: four times as long as the source's is allowed, ten times where the source has
five or more in a row, as in forms, tables of contents and separators.

## Why it is bad

The decoder did not find its end. What should have followed is often missing, and no page can be shown like that.

## Known problems

Laughter or a stretched word that the source only hints at (`lol`) is reported when it is very long. Words and longer
pieces that repeat are left to `repeated-phrase`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import repeated_units
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span


@check(
    "HAL102",
    "runaway-text",
    "accuracy/addition",
    Severity.MAJOR,
    examples=[
        Example("The ferry left.... and then", "Die Fähre legte ab ..... und dann"),
        Example("1. Harbour .......... 7", "1. Der alte Hafen ......................... 7"),
        Example("Name: ______", "Name und Anschrift: ____________________________"),
        Example("Noooo!!!", "Neeeeeeiin!!!!!!!!"),
        Example("Hahaha, sure.", "Hahahahaha, na klar."),
        Example("It costs one trillion.", "Es kostet 1.000.000.000.000."),
        Example("The ferry left late.", "Die Fähre legte spät ab" + 30 * ".", (29 * ".",)),
        Example("The ferry left late.", "Die Fähre legte spät ab" + 20 * " -" + " und", (19 * " -",)),
        Example("The ferry left late.", "Die Fähre legte sp" + 15 * "ä" + "t ab.", (14 * "ä",)),
        Example("He laughed.", "Er lachte: " + 12 * "ha", (11 * "ha",)),
        Example("Call 4711.", "Rufen Sie 47" + 24 * "1" + " an.", (23 * "1",)),
        Example("渡轮晚点了。", "The ferry was late" + 14 * ", " + "again.", (12 * " ," + " ,",), ("zh", "en")),
    ],
)
def runaway_text(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark runs that the source does not have."""
    for run in sorted(repeated_units.runaway(segment.target, segment.source)):
        if run.unit.isalpha() and language(context.target_base).spaceless:
            continue  # a character is a word there
        span = Span("target", run.start + len(run.unit), run.end)
        yield Hit(f"“{run.unit}” stands {run.copies} times in a row", (span,))
