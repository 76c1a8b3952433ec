"""Characters of the translation are garbled: `Ã¼` for `ü`, `&amp;amp;`, `Br?cke`.

## What it does

Marks HTML entities that stand in the text, whole, halved or escaped twice, where the source has none; replacement and
control characters; question marks inside words; and words that were written in UTF-8 and read as something else. What
they should be is the suggestion where it can be told. The last are found by ftfy, the others are data with examples of
their own: `mtqe/data/characters.toml`. A source that is damaged in the same way makes the check silent.

## Why it is bad

The reader sees at once that something broke, and search, sorting and screen readers break with it.

## Known problems

A letter that was lost without a trace is not seen (`Brcke`), and damage that yields a common letter (`Ã` at the end of
a word) only sometimes. Text in a format that writes entities itself must be read as that format.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.contracts import Context, Example, check
from mtqe.model import Hit, Segment, Severity, Span

# What badly decoded text has at least, by ftfy's rules, and good text seldom: two characters beyond ASCII side by side.
_SIGN = re.compile("[^\x00-\x7f](?:(?=[^\x00-\x7f])|(?<=[\x80-\x9fŒœÂÃ]))")
_CHUNK = re.compile(r"[^ \t\n]+")
# Between letters, some of what bad decoding makes is also good typing.
_TRIMMED = "\"'“”„‚‘’«»()[]{}.,;:!?"


@check(
    "ART107",
    "broken-characters",
    "linguistic-conventions/character-encoding",
    Severity.MAJOR,
    examples=[
        Example("The bridge is closed.", "Die Brücke ist gesperrt."),
        Example("He’s “here” – at § 5, 20 °C…", "Er ist „hier“ – bei § 5, 20 °C …"),
        Example("Bait & tackle", "Köder & Angelzeug"),
        Example("The brÃ¼cke", "Die BrÃ¼cke"),
        Example("The café is closed.", "Le café « À l’été » est fermé.", langs=("en", "fr")),
        Example("The bridge is bigger.", "Die BrÃ¼cke ist grÃ¶ÃŸer.", ("BrÃ¼cke", "grÃ¶ÃŸer")),
        Example("The bridge is closed.", "Die BrÃ¼cke (alt) ist „zu“.", ("BrÃ¼cke",)),
        Example("Bait & tackle", "Köder &amp; Angelzeug", ("&amp;",)),
        Example("C’est la marée.", "Itâ€™s the tide.", ("Itâ€™s",), ("fr", "en")),
        Example("C’est la marée.", "It\ufffds the tide.", ("\ufffd",), ("fr", "en")),
    ],
)
def broken_characters(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark garbled words and leftovers of escaping."""
    done: list[Span] = []
    for hit in _mojibake(segment):
        done += hit.spans
        yield hit
    for hit in pattern_rules.hits("characters", segment):
        span = hit.spans[0]
        if not any(span.start < other.end and other.start < span.end for other in done):
            marked = segment.target[span.start : span.end]
            plain = html.unescape(html.unescape(marked))
            suggestion = plain if plain != marked and plain.strip() else None
            yield Hit(hit.message, hit.spans, hit.severity, suggestion, kind=hit.kind)


def _mojibake(segment: Segment) -> Iterator[Hit]:
    """Words that were decoded wrongly."""
    if segment.target.isascii() or not _SIGN.search(segment.target):
        return
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if not is_bad(segment.target) or is_bad(segment.source):
        return
    for chunk in _CHUNK.finditer(segment.target):
        if chunk[0].isascii() or not is_bad(chunk[0]):
            continue
        start = chunk.start() + len(chunk[0]) - len(chunk[0].lstrip(_TRIMMED))
        word = segment.target[start : chunk.end()].rstrip(_TRIMMED)
        for text in (word, chunk[0]):
            mended = fix_encoding(text)
            if mended != text:
                place = start if text is word else chunk.start()
                spans = (Span("target", place, place + len(text)),)
                yield Hit("this was decoded wrongly", spans, suggestion=mended, kind="decoding")
                break
