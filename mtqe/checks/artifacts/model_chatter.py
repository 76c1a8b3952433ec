"""The translation contains remarks of the language model that made it.

## What it does

Looks for announcements (`Here is the translation:`), labels, closing remarks, refusals, pieces of the prompt, control
tokens and code fences in the translation, in a dozen languages. Each rule is silent where the source has such words.
The patterns have their own examples: `mtqe/data/artifacts.toml`.

## Why it is bad

The remark gets published. A few extra words at the beginning or end of a segment hardly change an average score.

## Known problems

- A text of a program that has no source is not judged, because a program may speak of translations. In other texts of
  programs, a note and a sentence about a translation are minor. So they are in a text without a source.
- A source that speaks of translations without the words the rules look for, such as a grammar exercise, may be marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from mtqe.checks.artifacts import pattern_rules
from mtqe.checks.shared import program_texts
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_USUAL = frozenset({"remark", "after the translation"})
"""Rules whose words texts of programs have, too: a note, and a sentence about a translation."""


@check(
    "ART102",
    "model-chatter",
    "accuracy/addition",
    Severity.CRITICAL,
    area="form",
    examples=[
        Example("Here is the keeper of the bridge.", "Hier ist der Wärter der Brücke."),
        Example("The translation of the novel took years.", "Die Übersetzung des Romans dauerte Jahre."),
        Example(
            "The bridge is closed.",
            "Hier ist die deutsche Übersetzung: Die Brücke ist gesperrt.",
            ("Hier ist die deutsche Übersetzung:",),
        ),
        Example(
            "The bridge is closed.",
            "Le pont est fermé. Let me know if you would like another version.",
            ("Let me know if you would like another version.",),
            ("en", "fr"),
        ),
    ],
)
def model_chatter(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark matches of the rules in the target that the source does not excuse."""
    is_program = program_texts.is_program_text(segment)
    for hit in pattern_rules.hits("artifacts", segment):
        is_usual = hit.kind in _USUAL and (is_program or not segment.source.strip())
        if segment.source.strip() or not is_program:
            yield replace(hit, severity=Severity.MINOR) if is_usual else hit
