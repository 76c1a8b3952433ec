"""A menu item has lost the mark before its key (`&File`, `_File`), or has one too many.

## What it does

Where a short source has one `&` or `_` before the letter of a word, the translation must have one before a letter or
digit, too, anywhere. One that was lost is marked in the source, a second one in the translation; so is one where the
source has none. `R&D`, `&amp;`, `snake_case` and `_stressed_` are none.

## Why it is bad

The menu cannot be reached by its key, or the sign itself stands on the screen.

## Known problems

Two items of one menu with the same letter are not seen. Apart from `(&F)`, Chinese and Japanese translations may do
without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtqe.contracts import Context, Example, check
from mtqe.lang import language
from mtqe.model import Hit, Segment, Severity, Side, Span

LONGEST = 60
"""Characters of the longest source that may be a menu item or label."""
_LETTER = r"[^\W_](?!\w*;)"
_BEGINS = {"&": re.compile(rf"(?<![\w&])&{_LETTER}"), "_": re.compile(rf"(?<![\w.:/\\]){'_'}{_LETTER}")}
_ANY = {sign: re.compile(rf"(?<!{sign}){sign}{_LETTER}") for sign in "&_"}


@check(
    "MRK108",
    "accelerator-mismatch",
    "design-and-markup/markup",
    Severity.MINOR,
    examples=[
        Example("&File", "&Datei"),
        Example("Save _As…", "Speichern _unter …"),
        Example("_Open", "打开(_O)", langs=("en", "zh")),
        Example("Cut && paste R&D at AT&T &amp; Co", "F&E ausschneiden && einfügen"),
        Example("the _old_ snake_case", "das alte"),
        Example("&File", "Datei", ("&F",)),
        Example("_Open", "Ouvrir", ("_O",), ("en", "fr")),
        Example("&Edit", "&Bear&beiten", ("&b",)),
        Example("File", "&Datei", ("&D",)),
    ],
)
def accelerator_mismatch(segment: Segment, context: Context) -> Iterator[Hit]:
    """Compare the marks before the keys of a label."""
    source, target = segment.source, segment.target
    if not ("&" in source or "_" in source or "&" in target) or not target.strip() or len(source) > LONGEST:
        return
    for sign in "&_":
        theirs, ours = _BEGINS[sign].findall(source), list(_ANY[sign].finditer(target))
        if len(theirs) == 1 and len(_ANY[sign].findall(source)) == 1:
            if not ours and not language(context.target_base).spaceless:
                yield _hit("the key of the label is lost", "source", _BEGINS[sign].search(source))
            for match in ours[1:]:
                yield _hit("the label has a second key", "target", match)
        elif sign == "&" and sign not in source and len(ours) == 1 and _BEGINS[sign].search(target):
            yield _hit("the source has no key here", "target", ours[0])


def _hit(message: str, side: Side, match: re.Match[str] | None) -> Hit:
    return Hit(message, (Span(side, *match.span()),) if match else ())
