"""The translation has a punctuation mark where no sentence has one.

## What it does

Marks question and exclamation marks in mid-sentence (`das Versagen der! Brücke`), two marks in place of one (`,.`,
`..`), stray signs at the end of a word (`Boote^`) and hyphens with a space after them (`EU- Kommission`). Each rule is
silent where the source has such marks. The patterns have their own examples: `mtqe/data/marks.toml`.

In English it also marks:

- a mark after an article or possessive (`the, boats`);
- a mark other than a comma after *and* or *or*;
- an apostrophe at the end of a word that takes none, if it cannot end a quotation (`the first' boats`).

## Why it is bad

The reader stumbles. Such marks are traces of text that was badly cut, pasted or recognised.

## Known problems

A name that ends in a mark (`Yahoo!`) is reported where the source omits the mark. A superfluous comma is not
found, since that takes a grammar.
"""

from __future__ import annotations

from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.language.lang import language
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# The search begins at the mark, since marks are rarer than the words before them.
_INCOMPLETE = late(
    r"[,;:.!?](?=\s[a-z\d])(?!\s(?:u[hm]|er)\b)"
    r"(?:(?<=\sthe.)|(?<=\san.)|(?<=\syour.)|(?<=\sour.)|(?<=\stheir.)|(?<=\severy.)|(?<=\swhose.))"
    r"|[;.!?](?=\s[a-z\d])(?:(?<=\sand.)|(?<=\sor.))"
)
_APOSTROPHE = late(r"(?<=[a-rt-wy])['’](?=\s(?!s\b|sake\b)[a-z])")
_ELIDED = late(r"(?:in|o|ol|lil|an|th|mo|ya|yo|wi|gi|po|[^a-z].*|)\Z")
_OPENING_QUOTE = late(r"(?<!\w)['‘‚’]\w|‹")


@check(
    "ART114",
    "stray-mark",
    "linguistic-conventions/punctuation",
    Severity.MINOR,
    area="form",
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
    """Mark matches of the rules in the target that the source does not excuse."""
    yield from pattern_rules.hits("marks", segment)
    if language(context.target_base).grammar == "english":
        yield from _english(segment)


def _english(segment: Segment) -> Iterator[Hit]:
    """Mark punctuation and apostrophes after English words that never take them."""
    target = segment.target
    for match in _INCOMPLETE.finditer(target):
        if f"{_word_before(target, match.start())}{match[0]}" not in segment.source:
            yield Hit("this mark interrupts a phrase", (Span("target", *match.span()),))
    for match in _APOSTROPHE.finditer(target) if "'" in target or "’" in target else ():
        if not _ELIDED.match(_word_before(target, match.start())) and not _OPENING_QUOTE.search(target):
            yield Hit("this word takes no apostrophe", (Span("target", *match.span()),))


def _word_before(text: str, end: int) -> str:
    """The word that ends at a place."""
    return text[text.rfind(" ", 0, end) + 1 : end]
