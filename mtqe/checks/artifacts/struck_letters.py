"""A word or figure of the translation is struck out with combining signs, letter by letter: *n̶i̶c̶h̶t̶*.

## What it does

Marks runs of two or more letters or digits, each with a line or stroke over it (U+0335 to U+0338). A run that the
source has as well is left alone.

## Why it is bad

The reader takes the word for deleted: a struck *not* says the opposite. The other checks read the letters as if nothing
was over them, or do not know the word.

## Known problems

Words that are struck by tags or by the formats of a program are reported by `tag-mismatch`.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

_SIGN = "[\u0335-\u0338]"
_STRUCK = late(f"[^\\W_]{_SIGN}(?:[^\\W_]?{_SIGN})+")


@check(
    "ART123",
    "struck-letters",
    "linguistic-conventions/character-encoding",
    Severity.MAJOR,
    area="form",
    examples=[
        Example("The ferry is not late.", "Die Fähre ist nicht verspätet, 3 ≠ 4."),
        Example("The n\u0336e\u0336w\u0336 ferry", "Die Fähre „n\u0336e\u0336w\u0336“"),
        Example(
            "The ferry is not late.",
            "Die Fähre ist n\u0336i\u0336c\u0336h\u0336t\u0336 verspätet.",
            ("n\u0336i\u0336c\u0336h\u0336t\u0336",),
        ),
        Example("At most 16 bar", "Au plus 1\u03366\u0336 bar", ("1\u03366\u0336",), ("en", "fr")),
    ],
)
def struck_letters(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark struck runs that the source does not have."""
    for run in _STRUCK.finditer(segment.target):
        if run[0] not in segment.source:
            yield Hit("these letters are struck out", (Span("target", *run.span()),))
