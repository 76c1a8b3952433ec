"""The translation contains Markdown, escape sequences, pieces of tags or the JSON around an answer.

## What it does

Looks for signs of a format that the source does not have: `**bold**`, `## Heading`, `[text](address)`, backticks, `\\n`
and `\\u00fc`, `/strong>`, `class="old"`, `"translation": "`. Each rule is silent where the source has such signs. The
patterns have their own examples: `mtqe/data/residue.toml`. A text of a program without a source is not judged.

## Why it is bad

Language models write Markdown and JSON unasked, and programs cut tags in two. The reader sees the signs on the page.

## Known problems

Whole HTML tags are left to `tag-mismatch`, placeholders to `placeholder-mismatch`. Where the markup was removed from
the source but not from the translation, every sign is reported. Words between backticks are minor in a text of a
program that has backticks in two other sources or more: it shows such words as code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from mtqe.checks.artifacts import pattern_rules
from mtqe.checks.shared import program_texts
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity
from mtqe.registry.contracts import Context, Example, check

_IN_ADDRESS = late(r"https?://[^\s<>\"]*\Z")
_CODE_SPAN = late(r"(?<!`)`[^`\n]+`(?!`)")
USES = 2
"""Texts: of a program with `code` in their sources, from which on the program shows Markdown. By judgement: one may be
an accident."""
LONGEST = 300
"""Characters: of the longest address that is read before a sign."""


def _shown_as_minor(
    hits: Sequence[tuple[Segment, Hit]], segments: Sequence[Segment], context: Context
) -> list[tuple[Segment, Hit]]:
    """The hits; backticks are minor in texts of a program that has them in other sources, and so shows them as code."""
    judged = list(hits)
    marked = [at for at, (segment, hit) in enumerate(hits) if _is_code_span(segment, hit)]
    if not marked:
        return judged
    users = {segment.source for segment in segments if program_texts.is_program_text(segment) and "`" in segment.source}
    if sum(_CODE_SPAN.search(source) is not None for source in users) >= USES:
        for at in marked:
            judged[at] = judged[at][0], replace(judged[at][1], severity=Severity.MINOR)
    return judged


def _is_code_span(segment: Segment, hit: Hit) -> bool:
    """Whether a hit marks words between backticks in a text of a program."""
    text = segment.target[hit.spans[0].start : hit.spans[0].end]
    return program_texts.is_program_text(segment) and _CODE_SPAN.fullmatch(text) is not None


@check(
    "ART108",
    "markup-residue",
    "design-and-markup/markup",
    Severity.MAJOR,
    area="form",
    revision=_shown_as_minor,
    examples=[
        Example("The **old** bridge", "Die **alte** Brücke"),
        Example("Price: 5 * 4 = 20 #1", "Preis: 5 * 4 = 20 Nr. 1"),
        Example("The old bridge", "Die **alte** Brücke", ("**alte**",)),
        Example("Tides", "# Gezeiten", ("#",)),
        Example("Le pont est fermé.", "The bridge\\nis closed.", ("\\n",), ("fr", "en")),
        Example("", 'Die <a href="/tides">Gezeiten</a>', meta=({"unit": "tides"},)),
        Example("See <https://a.org/wiki/Tide>", "Siehe <https://a.org/wiki/%C3%84bbe>"),
        Example("See the tide", "Siehe %C3%84bbe", ("%C3%84",)),
        Example("Le vieux pont", "The <old> bridge", langs=("fr", "en")),
    ],
)
def markup_residue(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark signs of a format that the source does not have."""
    if segment.source.strip() or not program_texts.is_program_text(segment):
        for hit in pattern_rules.hits("residue", segment):
            if not _IN_ADDRESS.search(segment.target[max(0, hit.spans[0].start - LONGEST) : hit.spans[0].start]):
                yield hit
