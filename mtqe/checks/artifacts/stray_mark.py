"""A punctuation mark stands where no sentence has one.

## What it does

Marks question and exclamation marks in mid-sentence (`das Versagen der! Brücke`), two marks for one (`,.`, `..`),
signs that hang on a word (`Boote^`) and hyphens with a space behind them (`EU- Kommission`), unless the source has the
like. The patterns are data, with examples of their own: `mtqe/data/marks.toml`. In English also a mark behind an
article or possessive (`the, boats`), one other than a comma behind *and* and *or*, and an apostrophe that ends a word
which takes none, without a quotation that it could end (`the first' boats`).

## Why it is bad

The reader stumbles, and it is a trace of text that was cut, pasted or recognised badly.

## Known problems

Names that end in a mark (`Yahoo!`) are reported where the source leaves the mark out. A comma too many is not noticed:
it takes a grammar to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Span

# Each is looked for from its mark on, which is rarer than the words before it.
_BEHIND = re.compile(
    r"[,;:.!?](?=\s[a-z\d])(?!\s(?:u[hm]|er)\b)"
    r"(?:(?<=\sthe.)|(?<=\san.)|(?<=\syour.)|(?<=\sour.)|(?<=\stheir.)|(?<=\severy.)|(?<=\swhose.))"
    r"|[;.!?](?=\s[a-z\d])(?:(?<=\sand.)|(?<=\sor.))"
)
_APOSTROPHE = re.compile(r"(?<=[a-rt-wy])['’](?=\s(?!s\b|sake\b)[a-z])")
_ELIDED = re.compile(r"(?:in|o|ol|lil|an|th|mo|ya|yo|wi|gi|po|[^a-z].*|)\Z")
_OPENED = re.compile(r"(?<!\w)['‘‚’]\w|‹")


@check(
    "ART114",
    "stray-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    examples=[
        Example("The failure of the bridge was no surprise.", "Das Versagen der Brücke war keine Überraschung."),
        Example("The old bridge was closed.", "Die alte! morsche Brücke wurde gesperrt.", ("!",)),
        Example("Née en mai, la vache est petite.", "Born in May,. the cow is small.", (",.",), ("fr", "en")),
        Example("“Who is there?” she asked.", "„Wer ist da?“, fragte sie."),
        Example("Do not bother me, my dear.", "Nun stör' mich nicht."),
        Example("Par pitié !", "Wait, for mercy' sake.", langs=("fr", "en")),
        Example("Les bateaux du port", "I saw the, boats of the first' port", (",", "'"), ("fr", "en")),
        Example(
            "Les bateaux et les trains", "The boats' crews, ‘the first’ and, later, nothin' else", langs=("fr", "en")
        ),
    ],
)
def stray_mark(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark what the rules find in the target and not in the source."""
    yield from pattern_rules.hits("marks", segment)
    if language(context.target_base).grammar == "english":
        yield from _english(segment)


def _english(segment: Segment) -> Iterator[Hit]:
    """Marks behind words that are not followed by any."""
    target = segment.target
    for found in _BEHIND.finditer(target):
        if f"{_last(target, found.start())}{found[0]}" not in segment.source:
            yield Hit("a mark stands where the phrase is not complete", (Span("target", *found.span()),))
    for found in _APOSTROPHE.finditer(target):
        if not _ELIDED.match(_last(target, found.start())) and not _OPENED.search(target):
            yield Hit("an apostrophe hangs on a word", (Span("target", *found.span()),))


def _last(text: str, end: int) -> str:
    """The word before a place."""
    return text[text.rfind(" ", 0, end) + 1 : end]
