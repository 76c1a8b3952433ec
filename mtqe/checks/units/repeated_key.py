"""The file of the translation has the key of a text twice, with different texts.

## What it does

Reports a text whose key is in the file of the translation again, with another text: in `.properties`, `.strings`,
`.stringsdict`, `.resx`, YAML, Fluent and the string resources of Android. The text that programs use is judged: the
last, in Fluent the first. A key that is there again with the same text is not an error. In JSON such a file cannot be
read.

## Why it is bad

Which text the user sees depends on the program. Somebody who corrects the first text changes nothing, and a reviewer
who reads it sees a text that nobody gets.

## Known problems

Of a mapping of YAML that is there twice, only the first text is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.language import words
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check


@check(
    "MRK126",
    "repeated-key",
    "design-and-markup/markup",
    Severity.MAJOR,
    area="markup",
    examples=[
        Example("Low tide", "Ebbe"),
        Example("Low tide", "Ebbe", meta=({"source_overridden": [3]},)),
        Example("Low tide", "Ebbe", ("Ebbe",), meta=({"target_overridden": [3]},)),
        Example("Low tide", "Marée basse", ("Marée basse",), ("en", "fr"), meta=({"target_overridden": [3, 7]},)),
    ],
)
def repeated_key(segment: Segment, context: Context) -> Iterator[Hit]:
    """Report the last text of a key that has several."""
    if lines := segment.place("target").overridden:
        places = f"line {lines[0]}" if len(lines) == 1 else f"lines {', '.join(map(str, lines))}"
        message = f"the key of this text has another text in {places}; programs use one of them"
        yield Hit(message, words.whole_span("target", segment.target))
