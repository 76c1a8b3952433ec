"""The translation breaks a rule of its file format, so that the program shows another text or cannot be built.

## What it does

Looks for three faults, each in files of one format only:

- PO: the source begins or ends with a line break and the translation does not, or the other way round.
- Android: a straight apostrophe that neither has a backslash before it nor is in quotes.
- Java (`.properties`): a single apostrophe before a placeholder such as `{0}`. In a message format it starts a
  quotation, in which the placeholder is plain text. It must be doubled (`''`).

## Why it is bad

The tools of gettext and Android refuse the file. Java shows `{1}` in place of the value, and no apostrophe.

## Known problems

- A Java program may show a text without reading it as a message format. The check assumes so if a source with a
  placeholder has a single apostrophe, or if most translations of a file with both have one.
- Escape sequences inside of a text are compared by `escape-mismatch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtqe.language import words
from mtqe.language.codes import SIDES
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

FEW = 3
"""Texts: with a single apostrophe and a placeholder from which on they may be the custom of the file."""
_PLACEHOLDER = late(r"\{(\d+)(?:\}|\s*,\s*[a-z])")
_QUOTATION = late(r"''|'[^']*(?:'|\Z)")
"""A doubled apostrophe, or a quotation of a message format. A doubled one inside of it does not matter here."""
_JAVA: tuple[dict[str, object], ...] = ({"message_format": True},)


@check(
    "MRK123",
    "format-syntax",
    "design-and-markup/markup",
    Severity.MAJOR,
    area="markup",
    scope="document",
    examples=[
        Example("Don't wait, {0}", "N''attends pas, {0}", langs=("en", "fr"), meta=_JAVA),
        Example("It's low tide.", "C'est marée basse.", langs=("en", "fr"), meta=_JAVA),
        Example("You have {0}", "Vous n''avez que {0} d'ici", langs=("en", "fr"), meta=_JAVA),
        Example("Is it o'clock?", "Ist's so weit?"),
        Example("A {0}\nB {0}\nC {0}", "l'un {0}\nl'autre {0}\nd'ici {0}", langs=("en", "fr"), meta=_JAVA * 3),
        Example("It''s {0} o''clock", "C'est {0} heures", ("'",), ("en", "fr"), meta=_JAVA),
        Example("It is {0} now.", "Jetzt ist's {0}.", ("'",), meta=_JAVA),
        Example("It's o'clock", "D'hier, ist's soweit", ("'",), meta=({"target_bare_apostrophes": [1]},)),
    ],
)
def format_syntax(segments: Sequence[Segment], context: Context) -> Iterator[tuple[Segment, Hit]]:
    """Look for the faults of each format."""
    filled = [segment for segment in segments if segment.source.strip() and segment.target.strip()]
    for segment in filled:
        if segment.unit.same_edges:
            yield from ((segment, hit) for hit in _edges(segment))
        if ordinals := segment.place("target").bare_apostrophes:
            yield segment, _bare_apostrophes(segment, ordinals)
    messages = [segment for segment in filled if segment.unit.message_format and _has_place(segment)]
    if any(_single(segment.source) for segment in messages):
        return
    single = [segment for segment in messages if _single(segment.target)]
    if len(single) < FEW or len(single) <= sum("''" in segment.target for segment in messages):
        yield from ((segment, hit) for segment in single for hit in _quoted(segment))


def _edges(segment: Segment) -> Iterator[Hit]:
    """The line breaks at an edge that one side lacks. The word at that edge is marked."""
    for edge, name in ((str.startswith, "begins"), (str.endswith, "ends")):
        source, target = (edge(segment.text(side), "\n") for side in SIDES)
        if source != target:
            found = list(re.finditer(r"\S+", segment.target))
            span = found[0 if name == "begins" else -1].span()
            first, other = ("source", "translation") if source else ("translation", "source")
            message = f"the {first} {name} with a line break, and the {other} does not"
            yield Hit(message, (Span("target", *span),))


def _bare_apostrophes(segment: Segment, ordinals: Sequence[int]) -> Hit:
    found = [Span("target", at, at + 1) for at, char in enumerate(segment.target) if char == "'"]
    marked = tuple(found[number] for number in ordinals if number < len(found))
    message = "the apostrophe needs a backslash before it (\\')"
    return Hit(message, marked or words.whole_span("target", segment.target))


def _has_place(segment: Segment) -> bool:
    return _PLACEHOLDER.search(segment.source) is not None


def _single(text: str) -> bool:
    """Whether a text has an apostrophe that is not doubled."""
    return "'" in text.replace("''", "")


def _quoted(segment: Segment) -> Iterator[Hit]:
    """The apostrophes that start a quotation with a placeholder in it."""
    for match in _QUOTATION.finditer(segment.target):
        if match[0] != "''" and (place := _PLACEHOLDER.search(match[0])):
            message = f"this single apostrophe makes {{{place[1]}}} a plain text; it must be doubled ('')"
            yield Hit(message, (Span("target", match.start(), match.start() + 1),), suggestion="''")
