"""The file says that the translation is not finished.

## What it does

Marks a translation whose state in the file says that it is not ready: `fuzzy` in gettext, `needs-translation`, `new`
and the like in XLIFF, `needs_review` in a string catalog. It is minor if only a review is missing, because the
translation is used meanwhile.

## Why it is bad

Programs leave a fuzzy translation out and show the source text. A state such as `needs-adaptation` means that somebody
knows that the text is wrong.

## Known problems

Teams that do not use states leave the state of the export in the file. Ignore this check for such files.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.language import words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_FUZZY = {"state": "fuzzy", "unfinished": True}
_REVIEW = {"state": "needs-review-translation", "unfinished": True}


@check(
    "MRK117",
    "unfinished-translation",
    "other",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example("Open", "Öffnen", meta=({"state": "final"},)),
        Example("Open", "Öffnen"),
        Example("Open", "", meta=(_FUZZY,)),
        Example("Open", "Schließen", ("Schließen",), meta=(_FUZZY,)),
        Example("Open", "Ouvrir", ("Ouvrir",), ("en", "fr"), meta=(_REVIEW,)),
    ],
)
def unfinished_translation(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark a translation that is not finished."""
    if segment.unit.unfinished and segment.target.strip():
        state = segment.unit.state or "unfinished"
        severity = Severity.MINOR if "review" in state.lower() else None
        message = f"the file says that this translation is not ready: its state is {state}"
        yield Hit(message, words.whole_span("target", segment.target), severity)
