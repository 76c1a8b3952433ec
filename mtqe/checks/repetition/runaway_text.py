"""The translation repeats a character or a short group of characters absurdly often.

## What it does

Looks for a unit that is repeated in a row: up to four marks, up to four digits, or one or two letters. 12 copies of
marks, 16 of digits and 10 of letters are too many. There may be spaces between marks. The finding marks all copies
except the first.

A run in the source allows a longer run in the translation: four times as many copies, or ten times as many if the
source has five copies or more, as in forms, tables of contents and separators.

## Why it is bad

Machine translation sometimes fails to stop. The text that should have followed is often missing, and the page cannot be
published like that.

## Known problems

- Laughter or a stretched word that the source only hints at (`lol`) is reported when it is very long.
- Repeated words and longer pieces are left to `repeated-phrase`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.shared import repeated_units
from mtqe.language.lang import language
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check


@check(
    "HAL102",
    "runaway-text",
    "accuracy/addition",
    Severity.MAJOR,
    area="hallucination",
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
    """Mark long runs that no run in the source allows."""
    for run in sorted(repeated_units.runaway(segment.target, segment.source)):
        if run.unit.isalpha() and language(context.target_base).spaceless:
            continue  # a character is read as a word, so repeated-phrase judges it
        span = Span("target", run.start + len(run.unit), run.end)
        yield Hit(f"“{run.unit}” appears {run.copies} times in a row", (span,))
