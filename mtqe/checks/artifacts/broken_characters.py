"""Characters of the translation are garbled: `Ã¼` for `ü`, `&amp;amp;`, `Br?cke`.

## What it does

Marks four kinds of damage:

- HTML entities in the text, whole, halved or escaped twice, where the source has none;
- replacement and control characters;
- question marks inside words;
- words that were encoded in UTF-8 and decoded as something else, which ftfy finds.

The first three kinds are patterns with their own examples: `mtqe/data/characters.toml`. The suggestion is the repaired
text, where it is known. A source with the same damage makes the check silent.

## Why it is bad

The reader sees at once that something broke. Search, sorting and screen readers stumble over it, too.

## Known problems

A letter that was lost without a trace is not found (`Brcke`). Damage that yields a common letter (`Ã` at the end of a
word) is found only sometimes. A file in a format that uses entities must be read as that format.
"""

from __future__ import annotations

import html
from collections.abc import Iterator

from mtqe.checks.artifacts import pattern_rules
from mtqe.language.late_patterns import late
from mtqe.model import Hit, Segment, Severity, Span
from mtqe.registry.contracts import Context, Example, check

# Two neighbouring characters beyond ASCII. By ftfy's rules all badly decoded text has them, and good text seldom does.
_SIGN = late("[^\x00-\x7f](?:(?=[^\x00-\x7f])|(?<=[\x80-\x9fŒœÂÃ]))")
_CHUNK = late(r"[^ \t\n]+")
# Characters that bad decoding yields inside a word, and that are good punctuation at its edge.
_TRIMMED = "\"'“”„‚‘’«»()[]{}.,;:!?"
_OPENING = "”»›"
"""Marks that open a quotation in some languages, and that bad decoding yields before a letter: ”Är, »Är."""


@check(
    "ART107",
    "broken-characters",
    "linguistic-conventions/character-encoding",
    Severity.MAJOR,
    area="form",
    mends=True,
    examples=[
        Example("The bridge is closed.", "Die Brücke ist gesperrt."),
        Example("He’s “here” – at § 5, 20 °C…", "Er ist „hier“ – bei § 5, 20 °C …"),
        Example("Bait & tackle", "Köder & Angelzeug"),
        Example("The brÃ¼cke", "Die BrÃ¼cke"),
        Example("The café is closed.", "Le café « À l’été » est fermé.", langs=("en", "fr")),
        Example("The bridge is bigger.", "Die BrÃ¼cke ist grÃ¶ÃŸer.", ("BrÃ¼cke", "grÃ¶ÃŸer")),
        Example("The bridge is closed.", "Die BrÃ¼cke (alt) ist „zu“.", ("BrÃ¼cke",)),
        Example("Bait & tackle", "Köder &amp; Angelzeug", ("&amp;",)),
        Example("Write ⟦<code>&#x41;</code>⟧ here", "Schreiben Sie hier &#x41;", codes=True),
        Example("C’est la marée.", "Itâ€™s the tide.", ("Itâ€™s",), ("fr", "en")),
        Example("C’est la marée.", "It\ufffds the tide.", ("\ufffd",), ("fr", "en")),
        Example(
            "“Is it wet?” he asked. “Too wet?”", "”Är det blött?” frågade han. ”Är det för blött?”", langs=("en", "sv")
        ),
        Example("“A year ago,” she said.", "»År siden,« sagde hun.", langs=("en", "da")),
    ],
)
def broken_characters(segment: Segment, context: Context) -> Iterator[Hit]:
    """Mark garbled words and remains of escaping."""
    marked_spans: list[Span] = []
    for hit in _mojibake(segment):
        marked_spans += hit.spans
        yield hit
    for hit in pattern_rules.hits("characters", segment):
        span = hit.spans[0]
        if not any(span.start < marked_span.end and marked_span.start < span.end for marked_span in marked_spans):
            marked_text = segment.target[span.start : span.end]
            if any(marked_text in code.text for code in segment.codes if code.side == "source"):
                continue  # code of the source, which shows an entity
            plain = html.unescape(html.unescape(marked_text))
            suggestion = plain if plain != marked_text and plain.strip() else None
            # A bracket may begin a tag, which the text then has only if the source has it.
            is_sure = suggestion is not None and (set(suggestion).isdisjoint("<>") or suggestion in segment.source)
            yield Hit(hit.message, hit.spans, hit.severity, suggestion, kind=hit.kind, fixable=is_sure)


def _mojibake(segment: Segment) -> Iterator[Hit]:
    """Mark words that were decoded wrongly."""
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
        for text in (word,) if _is_quoted(chunk[0], segment.target) and not is_bad(word) else (word, chunk[0]):
            mended = fix_encoding(text)
            if mended != text:
                text_start = start if text is word else chunk.start()
                spans = (Span("target", text_start, text_start + len(text)),)
                yield Hit("this was decoded wrongly", spans, suggestion=mended, kind="decoding", fixable=True)
                break


def _is_quoted(chunk: str, text: str) -> bool:
    """Whether a word has a mark that opens a quotation before its first letter, as Swedish and Danish write.

    Badly decoded Romanian ș and ț are » and a small letter, before which the text must therefore have a « too.
    """
    first = next((at for at, char in enumerate(chunk) if char.isalpha()), 0)
    mark = chunk[first - 1] if first else ""
    if mark not in _OPENING or not mark:
        return False
    return mark != "»" or chunk[first].isupper() or "«" in text
